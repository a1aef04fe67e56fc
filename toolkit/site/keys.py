"""What each part of the site is made from, as a key: an equal key gives equal files.

If a page shows something new, its key must hold it.
"""

from functools import cached_property

from toolkit.cache import digest
from toolkit.join import Name
from toolkit.publish.chrome import Chrome
from toolkit.read import Read


class Keys:
    """Gives the keys of parts."""

    def __init__(self, found: Read, chrome: Chrome) -> None:
        self.found, self.chrome, self.toolkit = found, chrome, found.toolkit

    def record(self, language: str, name: Name) -> bytes:
        """Of a record's page: what it shows."""
        english, around = self._surroundings[name]
        known = [english, self.translated.get((language, name), b"-")]
        own = digest(b"".join([*known, *(self.translated_faces.get((language, one), b"-") for one in around)]))
        return own + self.frames(language)

    @cached_property
    def _surroundings(self) -> dict[Name, tuple[bytes, list[Name]]]:
        """What a record's page shows in all languages, as a digest, and the records that it shows."""
        found = {}
        amounts = self.found.sizes
        for name, one in self.toolkit.outlines.items():
            around = self.toolkit.around(name)
            size = amounts.get((name[0], one.attachment))
            known = repr((around, self.toolkit.related_ids(name), size)).encode()
            found[name] = digest(b"".join([known, self.written[name], *map(self.shown.__getitem__, around)])), around
        return found

    def all(self, language: str) -> bytes:
        """Of what is made from all records in a language."""
        known = [repr((name, own, self.translated.get((language, name)))) for name, own in self.written.items()]
        return digest("".join(known).encode() + self.others)

    def faces(self, language: str) -> bytes:
        """Of what shows a little of all records in a language."""
        known = [repr((name, own, self.translated_faces.get((language, name)))) for name, own in self.shown.items()]
        return digest("".join(known).encode() + self.others) + self.frames(language)

    def examples(self, language: str) -> bytes:
        """Of the reference, which shows one record of each kind."""
        kinds: dict[str, list[tuple[int, str, bytes]]] = {}
        for one in self.toolkit.outlines.values():
            kinds.setdefault(one.kind, []).append((one.filled, one.id, one.digest))
        shown = [(kind, *max(those)) for kind, those in kinds.items()]
        return digest(repr(shown).encode()) + self.frames(language)

    @cached_property
    def others(self) -> bytes:
        """What there is beside the records."""
        hand = [(page.path, page.language, page.front, page.body) for page in self.found.hand]
        files = self.found.sizes, self.attached
        return digest(repr((hand, self.chrome.written, files, self.found.settings)).encode())

    @cached_property
    def shown(self) -> dict[Name, bytes]:
        """What other pages show of a record."""
        return {name: one.face for name, one in self.toolkit.outlines.items()}

    @cached_property
    def translated_faces(self) -> dict[tuple[str, Name], bytes]:
        """What other pages show of a translation, by language and record."""
        return {name: one.face for name, one in self.toolkit.sidecars.items()}

    @cached_property
    def written(self) -> dict[Name, bytes]:
        """A record as it is written."""
        return {name: one.digest for name, one in self.toolkit.outlines.items()}

    @cached_property
    def attached(self) -> dict[Name, bytes]:
        """The text of the document beside a record."""
        return {name: digest(repr(pages).encode()) for name, pages in self.toolkit.attached.items()}

    @cached_property
    def translated(self) -> dict[tuple[str, Name], bytes]:
        """A translation as it is written, by language and record."""
        return {name: one.digest for name, one in self.toolkit.sidecars.items()}

    def frames(self, language: str) -> bytes:
        """The theme around the pages of a language. Their keys end with it."""
        return self.chrome.versions.get(language, b"")
