"""All that was given, from files to the joined toolkit."""

import marshal
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from struct import Struct
from types import MappingProxyType
from typing import TypeVar

from toolkit.brought import settings_files
from toolkit.cache import Cache, Stamps, digest, program
from toolkit.check import Entry, TranslationEntry, check, check_translations
from toolkit.check.plain import KeptTexts, KeptTranslation
from toolkit.gather import Attachment, Looked, Sheet, Unread, look, sheets
from toolkit.gather.glossary import Term, glossaries
from toolkit.gather.hand import HandPage, hand_pages
from toolkit.gather.settings import FILE, Settings, settings
from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import Strings, strings
from toolkit.join import Lazily, Name, Outlines, Sidecars, Ties, Toolkit, join, joined, tied
from toolkit.join.faces import in_short, only_texts
from toolkit.join.outlines import HAS_FILE, TIES, WRITTEN, file_of, outline, parts_of, sidecar
from toolkit.problems import Problem
from toolkit.processes import apart, side_by_side
from toolkit.records.plain import Lists
from toolkit.store import KNOWN, STAMPED, Row, Store, row

Part = TypeVar("Part")
MANY = 400
"""So many files are a share for one process: fewer are read sooner without another."""
SHARES = 32
"""Into how many shares they are dealt at most. The translations of a record, which say its English again, stand side
by side in one of them."""
TOGETHER = 40
"""Files that are read, then checked, then packed: few, so that what they hold stays near the processor. The English of
a record's translations is judged once among them."""
PLACES = Struct("<2I")
"""Where the texts and the rest of a translation begin, as it is kept. Before them is what other pages show."""
Fit = Callable[[list[Unread]], tuple[list[Entry], list[TranslationEntry], list[Problem]]]
"""From files to what is fit of them, and what is wrong with the others."""
Stored = tuple[dict[str, Row], dict[str, Row], list[Problem]]
"""Where records and where translations are kept, by file, and what is wrong with others."""


@dataclass(frozen=True)
class Read:
    """All that was given, checked and joined."""

    root: Path
    settings: Settings
    attachments: dict[Name, Attachment]
    """By kind and file name."""
    strings: Strings
    toolkit: Toolkit
    hand: list[HandPage]
    synonyms: dict[str, Synonyms]
    terms: dict[str, list[Term]]
    """Each language's glossary."""
    problems: list[Problem]
    notes: list[Problem] = field(default_factory=list)
    """What should be mended, but stops nothing."""

    @cached_property
    def sizes(self) -> dict[Name, int]:
        """Bytes of each attachment, by kind and file name."""
        return {name: attachment.size for name, attachment in self.attachments.items()}


def read(root: Path, cache: Cache | None = None, seen: Stamps = MappingProxyType({})) -> Read:
    """Everything up to the joined toolkit. `join` runs only when every record is fit.

    With a cache, a record that did not change since is neither read nor checked again. `seen` is what there was at a
    look just before, if there was one.
    """
    with being_read(root, cache, seen) as all_read:
        return all_read()


@contextmanager
def being_read(
    root: Path, cache: Cache | None = None, seen: Stamps = MappingProxyType({})
) -> Iterator[Callable[[], Read]]:
    """Waits for the same. If much is to be read, other processes have begun it."""
    site = _settings(root, cache)
    with _words(site.languages, cache) as (said, (terms, unclear), meanings):
        if site.problems:  # without the list of languages, much that is right would be called wrong
            yield lambda: Read(root, site, {}, said, join([], [])[0], [], {}, {}, site.problems)
            return
        key = program(), site.languages
        records, translations = Store(cache, "records", key), Store(cache, "translations", key)
        stamps = {file: own[STAMPED] for store in (records, translations) for file, own in store.rows.items()}
        looked = look(root, site.languages, stamps, seen)
        fit = partial(_fit, attachments=looked.attachments, lists=said.lists, terms=terms)
        kept = _Kept(root, records, translations, fit)
        unread = [*looked.unread, *kept.bereft(looked)]
        size = max(MANY, -(-len(unread) // SHARES))
        shares = [unread[i : i + size] for i in range(0, len(unread), size)]
        stored = partial(kept.stored, stamps=looked.stamps)
        with side_by_side([partial(stored, share) for share in shares]) as read_shares:

            def all_read() -> Read:
                hand, problems = hand_pages(root, site.languages)
                meant, unsaid = meanings()
                problems = [*said.problems, *unsaid, *problems, *looked.problems, *unclear]
                now = looked.unchanged.difference([one.file for one in unread])
                for *rows, mistakes in read_shares:
                    problems += mistakes
                    for store, own in zip((records, translations), rows, strict=True):
                        store.add(own)
                        now |= own.keys()
                for store in (records, translations):
                    store.keep(now)
                toolkit, dead = kept.joined(cache, looked.attachments)
                return Read(root, site, looked.attachments, said, toolkit, hand, meant, terms, sorted(problems or dead))

            yield all_read


def _settings(root: Path, cache: Cache | None) -> Settings:
    """What mkdocs.yml says. It is kept, for the parser of YAML takes long to load."""
    key = program(), [path.read_bytes() for path in settings_files(root / FILE)]
    kept: Settings | None = cache.get("settings", key) if cache else None
    if not kept:
        kept = settings(root)
        if cache:
            cache.put("settings", key, kept)
    return kept


Meanings = tuple[dict[str, Synonyms], list[Problem]]
Terms = tuple[dict[str, list[Term]], list[Problem]]


@contextmanager
def _words(languages: list[str], cache: Cache | None) -> Iterator[tuple[Strings, Terms, Callable[[], Meanings]]]:
    """What the program itself brings in these languages, with what is wrong with it. The last part is waited for."""
    key = program(), languages
    kept: tuple[Strings, Terms, Meanings] | None = cache.get("words", key) if cache else None
    if kept:
        said, terms, meant = kept
        yield said, terms, lambda: meant
        return
    with apart(partial(synonyms, languages)) as meanings:
        said, terms = strings(languages), glossaries(languages)

        def all_meant() -> Meanings:
            for own in said.words.values():
                _ = own.usage  # so that it is kept with them
            meant = meanings()
            if cache:
                cache.put("words", key, (said, terms, meant))
            return meant

        yield said, terms, all_meant


def _fit(
    unread: list[Unread], attachments: Mapping[Name, Attachment], lists: Lists, terms: Mapping[str, list[Term]]
) -> tuple[list[Entry], list[TranslationEntry], list[Problem]]:
    """What is fit of some files, and what is wrong with the others."""
    written, problems = sheets(unread)
    entries, mistakes = check([sheet for sheet in written if not sheet.language], attachments, lists)
    translations, others = check_translations([sheet for sheet in written if sheet.language], lists, terms)
    return entries, translations, [*problems, *mistakes, *others]


@dataclass(frozen=True)
class _Kept:
    """The records and translations that are fit, each read again from what is kept when it is asked for."""

    root: Path
    records: Store
    translations: Store
    fit: Fit

    def joined(self, cache: Cache | None, attachments: Mapping[Name, Attachment]) -> tuple[Toolkit, list[Problem]]:
        """The toolkit of all, and what is wrong with it. How records are joined is kept while it may not differ."""
        outlines = self.outlines()
        sidecars = Sidecars({file: own[KNOWN] for file, own in self.translations.rows.items()})
        named = "\0".join([*self.records.rows, *sidecars.packed, *map(repr, attachments)]).encode()
        key = program(), digest(named + outlines.digests(TIES))
        kept = cache.get("ties", key) if cache else None
        problems: list[Problem] = []
        if not kept:
            kept, problems = tied(outlines.values(), Lazily(outlines, self.entry), sidecars, attachments)
            if cache and not problems:
                cache.put("ties", key, tuple(kept))
        ties = Ties(*kept)
        return joined(outlines.packed, ties, sidecars, self.entry, self.translation, self.face, self.texts), problems

    def outlines(self) -> Outlines:
        """What must be known of all records."""
        return Outlines({parts_of(file)[0]: own[KNOWN] for file, own in self.records.rows.items()})

    def stored(self, unread: list[Unread], stamps: Stamps) -> Stored:
        """Read files, and keep what is fit. A process that reads a share of them need not send it to another."""
        records: dict[str, Row] = {}
        translations: dict[str, Row] = {}
        problems: list[Problem] = []
        for at in range(0, len(unread), TOGETHER):
            entries, translated, mistakes = self.fit(unread[at : at + TOGETHER])
            values = [pickle.dumps((one.record, one.sheet.text), -1) for one in entries]
            outlines = {one.sheet.file: outline(one).packed for one in entries}
            sidecars = {one.sheet.file: sidecar(one).packed for one in translated}
            records |= _put(self.records, outlines, values, stamps)
            translations |= _put(self.translations, sidecars, map(_in_parts, translated), stamps)
            problems += mistakes
        return records, translations, problems

    def entry(self, name: Name) -> Entry:
        """A record."""
        kind, id = name
        file = file_of(name)
        try:
            record, text = pickle.loads(self.records.value(file))
        except Exception:  # whatever a damaged file does to pickle
            return self.fit([Unread(str(self.root / file), file, kind, id)])[0][0]
        known = self.records.rows[file][KNOWN][WRITTEN]
        return Entry(kind, id, record, Sheet(kind, id, file, text, {}, {}, "", known))

    def translation(self, name: tuple[str, Name]) -> KeptTranslation:
        """A translation."""
        return self._translated(name, _whole, lambda one: one.values)

    def face(self, name: tuple[str, Name]) -> KeptTranslation:
        """As much of a translation as other pages show."""
        return self._translated(name, _face, lambda one: one.values)

    def texts(self, name: tuple[str, Name]) -> KeptTexts:
        """The texts of a translation alone."""
        return self._translated(name, _texts, only_texts)

    def _translated(
        self, name: tuple[str, Name], part: Callable[[bytes], Part], of: Callable[[TranslationEntry], Part]
    ) -> Part:
        language, own = name
        file = file_of(own, language)
        try:
            return part(self.translations.value(file))
        except Exception:  # as above
            return of(self.fit([Unread(str(self.root / file), file, *own, language)])[1][0])

    def bereft(self, looked: Looked) -> Iterator[Unread]:
        """Records that are as they were, while the file beside them is there no longer."""
        beside = [file for file, own in self.records.rows.items() if own[KNOWN][HAS_FILE]]
        for file in looked.unchanged.intersection(beside):
            (kind, id), _ = parts_of(file)
            one = Outlines({(kind, id): self.records.rows[file][KNOWN]})[kind, id]
            if (kind, one.attachment) not in looked.attachments:
                yield Unread(str(self.root / file), file, kind, id)


def _put(into: Store, known: Mapping[str, bytes], values: Iterable[bytes], stamps: Stamps) -> Iterator[tuple[str, Row]]:
    """Keep values one after the other, each with what must be known of it at once, by file. Gives the rows by file."""
    values = list(values)
    place = into.put(b"".join(values))
    for (file, own), value in zip(known.items(), values, strict=True):
        yield file, row(stamps[file], place, len(value), own)
        place += len(value)


def _in_parts(translation: TranslationEntry) -> bytes:
    """A translation as it is kept, so that as much as is asked for can be read."""
    *said, units = translation.values
    face, texts = marshal.dumps(in_short(translation)), marshal.dumps(only_texts(translation))
    rest = marshal.dumps((said, [(at, english, status) for at, english, _, status in units]))
    start = PLACES.size + len(face)
    return b"".join([PLACES.pack(start, start + len(texts)), face, texts, rest])


def _face(kept: bytes) -> KeptTranslation:
    return marshal.loads(memoryview(kept)[PLACES.size :])  # type: ignore[no-any-return]


def _texts(kept: bytes) -> KeptTexts:
    return marshal.loads(memoryview(kept)[PLACES.unpack_from(kept)[0] :])  # type: ignore[no-any-return]


def _whole(kept: bytes) -> KeptTranslation:
    texts, _ = _texts(kept)
    (status, by, date), units = marshal.loads(memoryview(kept)[PLACES.unpack_from(kept)[1] :])
    whole = [(at, english, text or None, own) for (at, english, own), text in zip(units, texts, strict=True)]
    return status, by, date, tuple(whole)
