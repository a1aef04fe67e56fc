"""The theme around the pages, rendered once by MkDocs for each place, and the gaps that a page fills.

Material's frame is the same on all pages of one language and folder but for a few texts. MkDocs renders one specimen
there, with a mark in place of each of them; a page is the pieces between the marks and its own texts, joined.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from posixpath import basename, dirname
from typing import NamedTuple

from toolkit.cache import by_content, digest
from toolkit.gather.words import BORROWED
from toolkit.publish.assets import MARK as ASSET
from toolkit.publish.assets import SHEET, named
from toolkit.publish.borrowed import ISOLATE, marked

ANY = "zzNAMEzz"
"""The name of a specimen that stands for every page of its folder."""
GAPS = {"title": "zzTITLEzz", "description": "zzDESCRIPTIONzz", "name": ANY, "head": "zzHEADzz", "body": "zzBODYzz"}
"""What a page has of its own, each with the mark that stands for it in a specimen: letters, which no filter changes."""
MARK = re.compile("|".join(GAPS.values()))
FRAMES = 1_000
"""How many frames are remembered as they are in files: those of a site, and in a long `serve` of some before."""
BORROWING = BORROWED.encode()
"""What English begins with among another language's words, as it is in a file."""
NAMES = {mark: gap for gap, mark in GAPS.items()}


class Place(NamedTuple):
    """Where a specimen stands: for one page, or for all of a folder."""

    language: str
    path: str
    """From the root of the language: `practices/index`, or `practices/zzNAMEzz`."""


class Frame(NamedTuple):
    """What stands around a page: pieces of HTML and, between them, the names of gaps."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "Frame":
        """A specimen cut at its marks. A ValueError if one is missing: the theme is not what it was."""
        missing = [gap for gap in ("head", "body") if html.count(GAPS[gap]) != 1]
        if missing:
            raise ValueError(f"The theme no longer shows a page's {' and '.join(missing)} once.")
        pieces: list[str] = []
        end = 0
        for mark in MARK.finditer(html):
            pieces += [html[end : mark.start()], NAMES[mark[0]]]
            end = mark.end()
        return cls((*pieces, html[end:]))

    def around(self, texts: Mapping[str, bytes]) -> bytes:
        """The whole page."""
        made = list(_encoded(self.pieces))
        made[1::2] = [texts[gap] for gap in self.pieces[1::2]]
        page = b"".join(made)
        return marked(page.decode()).encode() if BORROWING in page else page

    def texts(self, page: bytes, name: str) -> dict[str, bytes] | None:
        """What a page of that name has in the gaps. None if that is not certain: a piece is there more than once."""
        found = {"name": name.encode()}
        pieces = _encoded(self.pieces)
        if not page.startswith(pieces[0]):
            return None
        at = len(pieces[0])
        for gap, piece in zip(self.pieces[1::2], pieces[2::2], strict=True):
            if gap not in found:
                end = page.find(piece, at)
                if end < 0 or page.find(piece, end + 1) >= 0:
                    return None
                found[gap] = page[at:end]
            if not page.startswith(found[gap] + piece, at):
                return None
            at += len(found[gap]) + len(piece)
        return found if at == len(page) else None


@lru_cache(FRAMES)
def _encoded(pieces: tuple[str, ...]) -> tuple[bytes, ...]:
    """The pieces as they are in a file."""
    return tuple([piece.encode() for piece in pieces])


def exchanged(page: bytes, old: Frame, new: Frame, name: str) -> bytes | None:
    """A page in a new frame as if made for it, from the page in the old one. None if it must be made for it."""
    texts = old.texts(page, name)
    if texts is None or not {*new.pieces[1::2]} <= texts.keys():
        return None
    # How English is marked in these depends on where a frame shows them (`borrowed.py`).
    if any(ISOLATE.encode() in texts.get(gap, b"") for gap in ("title", "description")):
        return None
    return new.around(texts)


@dataclass(frozen=True)
class Chrome:
    """All that MkDocs made."""

    frames: Mapping[Place, Frame]
    written: Mapping[Place, str]
    """The pages by hand, as HTML."""
    files: Mapping[str, bytes]
    """What the theme and settings bring beside the pages: the style sheet, the page for what is not found."""

    def with_assets(self, names: Mapping[str, str]) -> "Chrome":
        """The same with assets by their names in the site, where they were marked."""
        files = dict(self.files)
        sheet = files.pop(SHEET)
        own = by_content(SHEET, sheet)
        last = {basename(name): basename(given) for name, given in {**names, SHEET: own}.items()}
        frames = {
            place: Frame(tuple([named(piece, last) for piece in frame.pieces])) for place, frame in self.frames.items()
        }
        for name, content in files.items():
            if ASSET.encode() in content:
                files[name] = named(content.decode(), last).encode()
        return Chrome(frames, self.written, files | {own: sheet})

    @cached_property
    def versions(self) -> dict[str, bytes]:
        """What the frames of each language are known by."""
        known: dict[str, list[str]] = {}
        for place, frame in self.frames.items():
            known.setdefault(place.language, []).extend((place.path, *frame.pieces))
        return {language: digest("\0".join(pieces).encode()) for language, pieces in known.items()}

    def version(self, languages: Iterable[str]) -> bytes:
        """What the frames of some languages are known by together."""
        return digest(b"".join([self.versions.get(language, b"") for language in languages]))

    def frame(self, language: str, path: str) -> Frame:
        """The frame of a page: its own if there is one, else its folder's."""
        own = self.frames.get(Place(language, path))
        return own or self.frames[Place(language, f"{dirname(path)}/{ANY}")]
