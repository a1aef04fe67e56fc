"""What must be known of every record at once: to join them, and to see how far a change reaches. The rest of a record
is read when it is asked for.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from toolkit.cache import digest
from toolkit.check import Entry, TranslationEntry
from toolkit.join.faces import face, translated_face
from toolkit.join.translations import english_digest, translatable
from toolkit.records import Record
from toolkit.records.declared import Path, marked
from toolkit.records.text import Ref

Name = tuple[str, str]
"""What a record is called everywhere: its kind and its id."""
NUMBERED = ("principle", "strategy")


class Outline(NamedTuple):
    """A record without its texts."""

    file: str
    kind: str
    id: str
    digest: bytes
    """What its file is known by."""
    face: bytes
    """What is shown of it beside its own page, as a digest."""
    relations: bytes
    """All that decides beside which others it is shown, as a digest."""
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
    english: bytes
    """What these texts are known by, with their fields."""


class Sidecar(NamedTuple):
    """A translation without its texts."""

    file: str
    kind: str
    id: str
    language: str
    digest: bytes
    """What its file is known by."""
    face: bytes
    """What is shown of it beside the page of its record, as a digest."""
    is_turned: bool
    """Whether some text cites its sources in another order than its English."""
    english: bytes
    """What the English that it was made from is known by, with the fields; nothing if some text is not translated."""


def outline(entry: Entry) -> Outline:
    """A record in outline."""
    record = entry.record
    texts = tuple([(at, text) for at, _, text in translatable(entry)])
    was = tuple(record.was)
    refs = tuple(dict.fromkeys((id, kinds) for _, id, kinds in references(record)))
    subjects = tuple((field, id) for field in ("topics", "communities") for id in getattr(record, field, ()))
    number = getattr(record, "number", 0) if entry.kind in NUMBERED else 0
    return Outline(
        entry.sheet.file,
        entry.kind,
        entry.id,
        entry.sheet.digest,
        face(entry),
        digest(repr((entry.kind, entry.id, was, number, refs, subjects)).encode()),
        record.title.casefold(),
        number,
        was,
        getattr(record, "file", None) or "",
        refs,
        subjects,
        len(record.given),
        tuple(dict.fromkeys([at for at, _ in texts])),
        english_digest(texts),
    )


def sidecar(translation: TranslationEntry) -> Sidecar:
    """A translation in outline."""
    sheet = translation.sheet
    units = translation.values[3]
    is_whole = all(map(itemgetter(2), units))
    made_from = english_digest(tuple([unit[:2] for unit in units])) if is_whole else b""
    face, is_turned = translated_face(translation), translation.is_turned
    return Sidecar(sheet.file, sheet.kind, sheet.id, sheet.language, sheet.digest, face, is_turned, made_from)


def references(record: Record) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Where a record names another: the field, the id, and the kinds that it may be of."""
    for path, spec, value in marked(record, Ref):
        if ref := spec.mark(Ref):
            yield path, value, ref.kinds
