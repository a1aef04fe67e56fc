"""The theme around the pages, rendered once by MkDocs for each place, and the gaps that a page fills.

Material's frame is the same on all pages of one language and folder but for a few texts. MkDocs renders one specimen
there, with a mark in place of each of them; a page is the pieces between the marks and its own texts, joined.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename
from typing import Any, NamedTuple

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
BORROWING = BORROWED.encode()
"""What English begins with among another language's words, as it is in a file."""
NAMES = {mark: gap for gap, mark in GAPS.items()}


class Place(NamedTuple):
    """Where a specimen stands: for one page, or for all of a folder."""

    language: str
    path: str
    """From the root of the language: `practices/index`, or `practices/zzNAMEzz`."""


@dataclass(frozen=True)
class Frame:
    """What stands around a page: pieces of HTML and, between them, the names of gaps."""

    pieces: tuple[str, ...]

    def __reduce__(self) -> Any:
        """Without what is worked out of it."""
        return Frame, (self.pieces,)

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
        made = [*self.encoded]
        made[1::2] = [texts[gap] for gap in self.gaps]
        page = b"".join(made)
        return marked(page.decode()).encode() if BORROWING in page else page

    @cached_property
    def encoded(self) -> list[bytes]:
        """The pieces as they are in a file."""
        return [piece.encode() for piece in self.pieces]

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The names alone, in their order."""
        return self.pieces[1::2]

    def texts(self, page: bytes, name: str) -> dict[str, bytes] | None:
        """What a page of that name has in the gaps. None if that is not certain: a piece is there more than once."""
        found = {"name": name.encode()}
        pieces = self.encoded
        if not page.startswith(pieces[0]):
            return None
        at = len(pieces[0])
        for gap, piece in zip(self.gaps, pieces[2::2], strict=True):
            if gap not in found:
                end = page.find(piece, at)
                if end < 0 or page.find(piece, end + 1) >= 0:
                    return None
                found[gap] = page[at:end]
            if not page.startswith(found[gap] + piece, at):
                return None
            at += len(found[gap]) + len(piece)
        return found if at == len(page) else None


def exchanged(page: bytes, old: Frame, new: Frame, name: str) -> bytes | None:
    """A page in a new frame as if made for it, from the page in the old one. None if it must be made for it."""
    texts = old.texts(page, name)
    if texts is None or not {*new.gaps} <= texts.keys():
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
        return {
            language: digest(
                "\0".join([piece for path, frame in own.items() for piece in (path, *frame.pieces)]).encode()
            )
            for language, own in self.by_language.items()
        }

    def version(self, languages: Iterable[str]) -> bytes:
        """What the frames of some languages are known by together."""
        return digest(b"".join([self.versions.get(language, b"") for language in languages]))

    def frame(self, language: str, path: str) -> Frame:
        """The frame of a page: its own if there is one, else its folder's."""
        own = self.by_language[language]
        return own.get(path) or own[f"{path.rpartition('/')[0]}/{ANY}"]

    @cached_property
    def by_language(self) -> dict[str, dict[str, Frame]]:
        """The frames of each language by path."""
        found: dict[str, dict[str, Frame]] = {}
        for (language, path), frame in self.frames.items():
            found.setdefault(language, {})[path] = frame
        return found
