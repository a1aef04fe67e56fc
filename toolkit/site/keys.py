"""What each part of the site is made from, as a key: an equal key gives equal files.

If a page shows something new, its key must hold it.
"""

import marshal
import re
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from toolkit.cache import DIGEST, Cache, digest, program
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name
from toolkit.join.outlines import FACE, RELATIONS, WRITTEN, file_of
from toolkit.pages.views import KIND_VIEWS
from toolkit.read import Read
from toolkit.site.templates import templates

MANY = 100
"""If so many records are shown in another way, all pages may show one of them."""
RECORDS = ("record.html", "moved.html")
LISTS = (
    *("browse.md.jinja", "browse-index.md.jinja", "plan.md.jinja"),
    *("agencies.html", "find.html", "hand.html", "list.html", "route.html", "routes.html", "start.html"),
)
REFERENCE = ("reference.md.jinja", "list.html")
TRANSLATIONS = ("translations.md.jinja", "list.html")
OVERVIEW = ("overview.html",)
"""The templates that parts are made with, beside what these take in, and that of the record's kind."""
MACROS = "partials/macros.html"
"""What all templates of the theme are given."""
TAKEN = re.compile(r'{%-?\s*(?:extends|import|include)\s+"([^"]+)"')
"""What a template takes in."""
Columns = dict[str, tuple[bytes, bytes]]
"""By language two rows of digests, one for each record."""


def digest_at(row: bytes, at: int) -> bytes:
    """That of one record, from a row of digests."""
    return row[at * DIGEST : (at + 1) * DIGEST]


def differing(one: bytes, other: bytes) -> list[int]:
    """Which digests of two equally long rows differ."""
    if one == other:
        return []
    places = range(0, len(other), DIGEST)
    return [at // DIGEST for at in places if one[at : at + DIGEST] != other[at : at + DIGEST]]


class Surroundings(NamedTuple):
    """What each record's page shows of others, by the numbers of records."""

    around: list[bytes]
    """The numbers of the records that a page shows, as an array."""
    reasons: bytes
    """A row of digests: of which these are, and why."""

    def of(self, at: int) -> "array[int]":
        """The records that a record's page shows, itself among them."""
        return array("I", self.around[at])

    def reason(self, at: int) -> bytes:
        """What is known of why it shows them."""
        return digest_at(self.reasons, at)

    def around_some(self, shown: Collection[int]) -> set[int]:
        """The records whose pages show some of these; if there are many, all."""
        if len(shown) > MANY:
            return set(range(len(self.around)))
        signs = [array("I", [one]).tobytes() for one in shown]
        # Bytes may be found between two numbers, too: a key too many is worked out, and is as it was.
        return {at for at, own in enumerate(self.around) if any(sign in own for sign in signs)}


class Keys:
    """Gives the keys of parts, but for what stands around pages."""

    def __init__(self, found: Read, kept: Cache) -> None:
        self.found, self.cache, self.toolkit = found, kept, found.toolkit
        self.names = list(found.toolkit.outlines)
        self.faces: Callable[[str], bytes] = cache(self._faces)
        """Of what shows a little of all records in a language."""
        self.shown_of: Callable[[int], bytes] = cache(self._shown_of)
        """What other pages show of a record, in all languages."""

    @cached_property
    def columns(self) -> Columns:
        """Of each record, in the order of their names, how it is written and what is shown of it, in each language."""
        outlines, sidecars = self.toolkit.outlines, self.toolkit.sidecars
        found = {SOURCE_LANGUAGE: (outlines.digests(WRITTEN), outlines.digests(FACE))}
        others = [language for language in self.found.strings.words if language != SOURCE_LANGUAGE]
        stems = [file_of(name).removesuffix(".yml") for name in self.names]
        return found | {language: sidecars.digests(language, stems) for language in others}

    def records(self) -> dict[Name, bytes]:
        """Of each record's pages in all languages: what they show. Kept, but for those that may be other ones now."""
        sizes, templates, surroundings = self.found.sizes, self._templates_of_kinds, self._surroundings
        beside = {name: repr(sizes.get((name[0], file))) for name, file in self.toolkit.outlines.attachments()}
        alike = program(), list(self.columns), digest(repr((templates, beside)).encode())
        key = alike, digest(self._names + surroundings.reasons)
        kept: tuple[Columns, list[bytes]] = self.cache.get("keys", key) or ({}, [b""] * len(self.names))
        former, keys = kept
        changed = self._changed(former) if former else range(len(keys))
        for at in changed:
            name = self.names[at]
            own = [templates[name[0]], surroundings.reason(at), beside.get(name, "").encode()]
            own += [digest_at(written, at) for written, _ in self.columns.values()]
            keys[at] = digest(b"".join([*own, *map(self.shown_of, surroundings.of(at))]))
        if changed:
            self.cache.put("keys", key, (self.columns, keys))
        return dict(zip(self.names, keys, strict=True))

    def _changed(self, former: Columns) -> Collection[int]:
        """The records whose pages may show something else than when there were those digests."""
        written, shown = (
            {at for language, own in self.columns.items() for at in differing(former[language][which], own[which])}
            for which in (0, 1)
        )
        return written | self._surroundings.around_some(shown)

    @cached_property
    def shown_in_all(self) -> dict[Name, bytes]:
        """What other pages show of a record, in all languages."""
        return {name: self.shown_of(at) for at, name in enumerate(self.names)}

    def _shown_of(self, at: int) -> bytes:
        return b"".join([digest_at(shown, at) for _, shown in self.columns.values()])

    @cached_property
    def _surroundings(self) -> Surroundings:
        """The records that each record's page shows, and why. Kept while no relation changes."""
        outlines = self.toolkit.outlines
        key = program(), digest(self._names + outlines.digests(RELATIONS))
        kept: tuple[list[bytes], bytes, list[bytes]] | None = self.cache.get("surroundings", key)
        if not kept:
            places = {name: at for at, name in enumerate(self.names)}
            around, reasons, related = [], [], []
            for name in self.names:
                near, akin = list(self.toolkit.around(name)), self.toolkit.related_ids(name)
                around.append(array("I", [places[one] for one in near]).tobytes())
                reasons.append(digest(repr((near, akin)).encode()))
                related.append(marshal.dumps(akin))
            kept = around, b"".join(reasons), related
            self.cache.put("surroundings", key, kept)
        self.toolkit.kin.update(zip(self.names, kept[2], strict=True))
        return Surroundings(*kept[:2])

    def all(self, language: str) -> bytes:
        """Of what is made from all records in a language."""
        return self._of_all(language, 0)

    def _faces(self, language: str) -> bytes:
        return self._of_all(language, 1)

    def _of_all(self, language: str, which: int) -> bytes:
        english, own = self.columns[SOURCE_LANGUAGE][which], self.columns[language][which]
        return digest(b"".join([self._names, english, own, self.others]))

    @cached_property
    def _names(self) -> bytes:
        return repr(self.names).encode()

    def examples(self) -> bytes:
        """Of the reference, which shows one record of each kind."""
        return digest(repr(self.toolkit.outlines.fullest()).encode())

    @cached_property
    def others(self) -> bytes:
        """What there is beside the records."""
        hand = [(page.path, page.language, page.front, page.body) for page in self.found.hand]
        beside = self.found.sizes, self.attached
        return digest(repr((hand, beside, self.found.settings)).encode())

    def templates(self, *names: str) -> bytes:
        """Of these templates and all that they take in."""
        texts = self._templates
        return digest("\0".join([f"{name}\0{texts[name]}" for name in sorted(taken_in(names, texts))]).encode())

    @cached_property
    def _templates(self) -> dict[str, str]:
        return templates(self.cache).own

    @cached_property
    def _templates_of_kinds(self) -> dict[str, bytes]:
        own = {kind: f"{template}.md.jinja" for kind, (template, _) in KIND_VIEWS.items()}
        return {kind: self.templates(template, *RECORDS) for kind, template in own.items()}

    @cached_property
    def attached(self) -> dict[Name, bytes]:
        """The text of the document beside a record."""
        return {name: digest(repr(pages).encode()) for name, pages in self.toolkit.attached.items()}


def taken_in(names: Iterable[str], texts: Mapping[str, str]) -> set[str]:
    """Templates, and all that they take in, of those whose texts are known."""
    found: set[str] = set()
    waiting = {MACROS, *names}
    while waiting:
        found |= waiting
        waiting = {name for known in waiting for name in TAKEN.findall(texts[known])} & texts.keys() - found
    return found
