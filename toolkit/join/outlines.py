"""What must be known of every record at once: to join them, and to see how far a change reaches. The rest of a record
is read when it is asked for.
"""

import marshal
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from toolkit.cache import DIGEST, digest
from toolkit.check import Entry, TranslationEntry
from toolkit.join.faces import face, translated_face
from toolkit.join.translations import english_digest, translatable
from toolkit.records import KINDS, Record
from toolkit.records.declared import Path, marked
from toolkit.records.text import Ref

Name = tuple[str, str]
"""What a record is called everywhere: its kind and its id."""
NUMBERED = ("principle", "strategy")
NONE = bytes(DIGEST)
"""Stands for the digest of what is not there."""
OUTLINE = Struct("<" + 5 * f"{DIGEST}s" + "2?2I")
"""How an outline begins as it is kept: its digests; whether it has a former id, and a file beside it; how many fields,
and how many bytes the names of those with texts are. These follow, then the rest."""
SIDECAR, IS_TURNED = Struct(f"<{DIGEST}s{DIGEST}s?"), 2 * DIGEST
"""How a translation in outline begins as it is kept, and which of its bytes tells whether it is turned. The digest of
its English follows, if it has one."""
IS_RENAMED, HAS_FILE = 5 * DIGEST, 5 * DIGEST + 1
"""Which of its bytes tell whether it has a former id, and a file beside it."""
WRITTEN, FACE, RELATIONS, ENGLISH, TIES = (slice(at * DIGEST, (at + 1) * DIGEST) for at in range(5))
"""Where these digests are. The first two are in the same places of both."""


class Outline(NamedTuple):
    """A record without its texts."""

    kind: str
    id: str
    digest: bytes
    """What its file is known by."""
    face: bytes
    """What is shown of it beside its own page, as a digest."""
    relations: bytes
    """All that decides beside which others it is shown, as a digest."""
    english: bytes
    """What the texts that can be translated are known by, with their fields."""
    ties: bytes
    """All that joins it to others, as a digest."""
    title: str
    """Without regard to capital letters."""
    number: int
    was: tuple[str, ...]
    attachment: str
    """The name of the file beside it, or nothing."""
    refs: tuple[tuple[str, tuple[str, ...]], ...]
    """The ids that it names, each with the kinds that it may be of."""
    subjects: tuple[Name, ...]
    """What it is about: entries of closed lists, `("topics", "youth")`."""
    filled: int
    """How many fields it has."""
    texts: tuple[str, ...]
    """The fields with texts that can be translated, in order."""

    @property
    def file(self) -> str:
        """Where it is, from the root."""
        return file_of((self.kind, self.id))

    @property
    def packed(self) -> bytes:
        """As it is kept."""
        texts = marshal.dumps(self.texts)
        digests = self.digest, self.face, self.relations, self.english, self.ties
        head = OUTLINE.pack(*digests, bool(self.was), bool(self.attachment), self.filled, len(texts))
        rest = self.title, self.number, self.was, self.attachment, self.refs, self.subjects
        return head + texts + marshal.dumps(rest)


class Outlines(Mapping[Name, Outline]):
    """All records in outline, each taken apart when it is asked for."""

    def __init__(self, packed: Mapping[Name, bytes]) -> None:
        self.packed = packed

    def __getitem__(self, name: Name) -> Outline:
        """What is known of a record; a KeyError if there is none."""
        packed = memoryview(self.packed[name])
        *digests, _, _, filled, size = OUTLINE.unpack_from(packed)
        texts, rest = marshal.loads(packed[OUTLINE.size :]), marshal.loads(packed[OUTLINE.size + size :])
        return Outline._make((*name, *digests, *rest, filled, texts))

    def __contains__(self, name: object) -> bool:
        """Whether there is such a record."""
        return name in self.packed

    def __iter__(self) -> Iterator[Name]:
        """The names in their order."""
        return iter(self.packed)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.packed)

    def digests(self, of: slice) -> bytes:
        """One digest of each record, one after the other."""
        return b"".join([packed[of] for packed in self.packed.values()])

    def english(self, name: Name) -> bytes:
        """What a record's texts are known by."""
        return self.packed[name][ENGLISH]

    def former(self) -> Iterator[tuple[Name, str]]:
        """Each former id of a record, with the record."""
        renamed = (name for name, packed in self.packed.items() if packed[IS_RENAMED])
        return ((name, id) for name in renamed for id in self[name].was)

    def attachments(self) -> Iterator[tuple[Name, str]]:
        """The records with a file beside them, each with the name of that."""
        return ((name, self[name].attachment) for name, packed in self.packed.items() if packed[HAS_FILE])

    def fullest(self) -> list[tuple[str, int, str, bytes]]:
        """Of each kind the record with most fields: the kind, their number, the id, and what its file is known by."""
        kinds: dict[str, list[tuple[int, str, bytes]]] = {}
        for (kind, id), packed in self.packed.items():
            kinds.setdefault(kind, []).append((OUTLINE.unpack_from(packed)[7], id, packed[WRITTEN]))
        return [(kind, *max(those)) for kind, those in kinds.items()]

    def fields(self) -> Iterator[tuple[str, str]]:
        """The fields of each kind that have texts, in the order in which records have them."""
        kinds: dict[str, dict[bytes, None]] = {}
        for (kind, _), packed in self.packed.items():
            texts = packed[OUTLINE.size : OUTLINE.size + OUTLINE.unpack_from(packed)[8]]
            kinds.setdefault(kind, {})[texts] = None
        for kind, those in kinds.items():
            yield from ((kind, at) for at in dict.fromkeys(at for texts in those for at in marshal.loads(texts)))


class Sidecar(NamedTuple):
    """A translation without its texts."""

    digest: bytes
    """What its file is known by."""
    face: bytes
    """What is shown of it beside the page of its record, as a digest."""
    is_turned: bool
    """Whether some text cites its sources in another order than its English."""
    english: bytes
    """What the English that it was made from is known by, with the fields; nothing if some text is not translated."""

    @property
    def packed(self) -> bytes:
        """As it is kept."""
        return SIDECAR.pack(self.digest, self.face, self.is_turned) + self.english


class Sidecars(Collection[tuple[str, Name]]):
    """All translations, by language and name of the record. What is known of each is told from its bytes."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        """`packed` is by file."""
        self.packed = packed

    def __contains__(self, key: object) -> bool:
        """Whether a record is translated into a language."""
        language, name = key  # type: ignore[misc]
        return file_of(name, language) in self.packed  # type: ignore[has-type]

    def __iter__(self) -> Iterator[tuple[str, Name]]:
        """By language and name of the record."""
        for file in self.packed:
            (kind, id), language = parts_of(file)
            yield language, (kind, id)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.packed)

    def english(self, language: str, name: Name) -> bytes:
        """What the English is known by that a translation was made from; nothing where there is no whole one."""
        return self.packed.get(file_of(name, language), b"")[SIDECAR.size :]

    def is_turned(self, language: str, name: Name) -> bool:
        """Whether there is a translation with a text that cites its sources in another order than its English."""
        packed = self.packed.get(file_of(name, language))
        return bool(packed and packed[IS_TURNED])

    def digests(self, language: str, stems: Iterable[str]) -> tuple[bytes, bytes]:
        """Of the translations of records into a language: all their digests, and those of what is shown of each; `NONE`
        where there is none. `stems` are the records' files without their endings.
        """
        packed = [self.packed.get(f"{stem}.{language}.yml", NONE + NONE) for stem in stems]
        return b"".join([own[WRITTEN] for own in packed]), b"".join([own[FACE] for own in packed])


KIND_OF = {kind.folder: kind.id for kind in KINDS.values()}
FOLDER_OF = {kind: folder for folder, kind in KIND_OF.items()}


def file_of(name: Name, language: str = "") -> str:
    """Where a record is, or its translation into a language: from the root."""
    kind, id = name
    return f"{FOLDER_OF[kind]}/{id}.{language}.yml" if language else f"{FOLDER_OF[kind]}/{id}.yml"


def parts_of(file: str) -> tuple[Name, str]:
    """The record that is in a file, and the language into which it is translated there, if it is."""
    folder, _, own = file.rpartition("/")
    id, _, language = own.removesuffix(".yml").partition(".")
    return (KIND_OF[folder], id), language


def outline(entry: Entry) -> Outline:
    """A record in outline."""
    record = entry.record
    texts = tuple([(at, text) for at, _, text in translatable(entry)])
    was = tuple(record.was)
    refs = tuple(dict.fromkeys((id, kinds) for _, id, kinds in references(record)))
    subjects = tuple((field, id) for field in ("topics", "communities") for id in getattr(record, field, ()))
    number = getattr(record, "number", 0) if entry.kind in NUMBERED else 0
    title, attachment = record.title.casefold(), getattr(record, "file", None) or ""
    return Outline(
        entry.kind,
        entry.id,
        entry.sheet.digest,
        face(entry),
        digest(repr((entry.kind, entry.id, was, number, refs, subjects)).encode()),
        english_digest(texts),
        digest(repr((title, number, was, attachment, refs)).encode()),
        title,
        number,
        was,
        attachment,
        refs,
        subjects,
        len(record.given),
        tuple(dict.fromkeys([at for at, _ in texts])),
    )


def sidecar(translation: TranslationEntry) -> Sidecar:
    """A translation in outline."""
    units = translation.values[3]
    is_whole = all(map(itemgetter(2), units))
    made_from = english_digest(tuple([unit[:2] for unit in units])) if is_whole else b""
    return Sidecar(translation.sheet.digest, translated_face(translation), translation.is_turned, made_from)


def references(record: Record) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Where a record names another: the field, the id, and the kinds that it may be of."""
    for path, spec, value in marked(record, Ref):
        if ref := spec.mark(Ref):
            yield path, value, ref.kinds
