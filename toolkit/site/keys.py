"""What each part of the site is made from, as a key: an equal key gives equal files.

If a page shows something new, its key must hold it.
"""

import marshal
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, partial
from itertools import repeat
from operator import attrgetter
from pathlib import Path

from toolkit.cache import FRAME, TEMPLATES, Cache, digest, files, program
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name, Sidecar
from toolkit.pages.views import KIND_VIEWS
from toolkit.read import Read

NONE = bytes(16)
"""Stands for the digest of what is not there."""
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


class Keys:
    """Gives the keys of parts, but for what stands around pages."""

    def __init__(self, found: Read, kept: Cache) -> None:
        self.found, self.cache, self.toolkit = found, kept, found.toolkit
        self.faces: Callable[[str], bytes] = cache(self._faces)
        """Of what shows a little of all records in a language."""
        self.translated: Callable[[str], list[bytes]] = cache(partial(self._translated, attrgetter("digest")))
        """Each record's translation into a language, as it is written."""
        self.translated_faces: Callable[[str], list[bytes]] = cache(partial(self._translated, attrgetter("face")))
        """What other pages show of each."""
        self.translated_into = [language for language in found.strings.words if language != SOURCE_LANGUAGE]

    def records(self) -> dict[Name, bytes]:
        """Of each record's pages in all languages: what they show."""
        sizes, templates = self.found.sizes, self._templates_of_kinds
        outlines, faces = self.toolkit.outlines, self.shown_in_all
        written = self._in_all_languages(self.written, self.translated)
        found = {}
        for name, (around, relations, _) in self._surroundings.items():
            file = outlines[name].attachment
            size = repr(sizes.get((name[0], file))).encode() if file else b""
            shown = [templates[name[0]], relations, size, written[name], *map(faces.__getitem__, around)]
            found[name] = digest(b"".join(shown))
        return found

    @cached_property
    def shown_in_all(self) -> dict[Name, bytes]:
        """What other pages show of a record, in all languages."""
        return self._in_all_languages(self.shown, self.translated_faces)

    def _in_all_languages(
        self, english: dict[Name, bytes], translated: Callable[[str], list[bytes]]
    ) -> dict[Name, bytes]:
        """The digests of a record and of its translations, one after the other."""
        laid = [translated(language) for language in self.translated_into]
        return dict(zip(english, map(b"".join, zip(english.values(), *laid, strict=True)), strict=True))

    @cached_property
    def _surroundings(self) -> dict[Name, tuple[tuple[Name, ...], bytes, bytes]]:
        """The records that a record's page shows, a digest of these and of why, and the related ones, packed. Kept
        while no relation changes.
        """
        key = program(), digest(b"".join([one.relations for one in self.toolkit.outlines.values()]))
        kept: dict[Name, tuple[tuple[Name, ...], bytes, bytes]] | None = self.cache.get("surroundings", key)
        if kept is None:
            kept = {}
            for name in self.toolkit.outlines:
                around, related = tuple(self.toolkit.around(name)), self.toolkit.related_ids(name)
                kept[name] = around, digest(repr((around, related)).encode()), marshal.dumps(related)
            self.cache.put("surroundings", key, kept)
        self.toolkit.kin.update({name: related for name, (_, _, related) in kept.items()})
        return kept

    def all(self, language: str) -> bytes:
        """Of what is made from all records in a language."""
        return self._of_all(language, self.written, self.translated)

    def _faces(self, language: str) -> bytes:
        return self._of_all(language, self.shown, self.translated_faces)

    def _of_all(self, language: str, english: dict[Name, bytes], translated: Callable[[str], list[bytes]]) -> bytes:
        return digest(b"".join([self._names, *english.values(), *translated(language), self.others]))

    def _translated(self, known: Callable[[Sidecar], bytes], language: str) -> list[bytes]:
        """Of each record what its translation is known by, or `NONE`."""
        own = {name: known(one) for name, one in self._sidecars[language].items()}
        return list(map(own.get, self.toolkit.outlines, repeat(NONE)))

    @cached_property
    def _sidecars(self) -> dict[str, dict[Name, Sidecar]]:
        found: dict[str, dict[Name, Sidecar]] = defaultdict(dict)
        for (language, name), one in self.toolkit.sidecars.items():
            found[language][name] = one
        return found

    @cached_property
    def _names(self) -> bytes:
        return repr(list(self.toolkit.outlines)).encode()

    def examples(self) -> bytes:
        """Of the reference, which shows one record of each kind."""
        kinds: dict[str, list[tuple[int, str, bytes]]] = {}
        for one in self.toolkit.outlines.values():
            kinds.setdefault(one.kind, []).append((one.filled, one.id, one.digest))
        shown = [(kind, *max(those)) for kind, those in kinds.items()]
        return digest(repr(shown).encode())

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
        return known_templates()

    @cached_property
    def _templates_of_kinds(self) -> dict[str, bytes]:
        own = {kind: f"{template}.md.jinja" for kind, (template, _) in KIND_VIEWS.items()}
        return {kind: self.templates(template, *RECORDS) for kind, template in own.items()}

    @cached_property
    def shown(self) -> dict[Name, bytes]:
        """What other pages show of a record."""
        return {name: one.face for name, one in self.toolkit.outlines.items()}

    @cached_property
    def written(self) -> dict[Name, bytes]:
        """A record as it is written."""
        return {name: one.digest for name, one in self.toolkit.outlines.items()}

    @cached_property
    def attached(self) -> dict[Name, bytes]:
        """The text of the document beside a record."""
        return {name: digest(repr(pages).encode()) for name, pages in self.toolkit.attached.items()}


def known_templates() -> dict[str, str]:
    """The text of each template but those of what stands around pages, by name in its folder."""
    paths = [(place, Path(path)) for place in TEMPLATES for path in files([place])]
    return {
        path.relative_to(place).as_posix(): path.read_text("utf-8")
        for place, path in paths
        if FRAME not in path.parents
    }


def taken_in(names: Iterable[str], texts: Mapping[str, str]) -> set[str]:
    """Templates, and all that they take in, of those whose texts are known."""
    found: set[str] = set()
    waiting = {MACROS, *names}
    while waiting:
        found |= waiting
        waiting = {name for known in waiting for name in TAKEN.findall(texts[known])} & texts.keys() - found
    return found
