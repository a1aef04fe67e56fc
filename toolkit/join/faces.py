"""What lists, start page and overview show of a record: all but its long texts, of which they only tell that they are.

So a changed step makes no list anew. `tests/site/test_incremental.py` changes any field at random and holds a build
that keeps lists equal to one that makes all.
"""

from functools import cache

from toolkit.cache import digest
from toolkit.check import Entry, TranslationEntry
from toolkit.check.plain import KeptTexts, KeptTranslation
from toolkit.join.translations import translatable
from toolkit.records import KINDS, Record
from toolkit.records.declared import Part, Path, fields
from toolkit.records.text import Translatable

SHOWN = ("title", "summary", "place", "county")
"""Texts that lists show."""
WHOLE = ("principle", "strategy")
"""Kinds that are shown whole on a page of their own kind, and on the start page."""


def shown(entry: Entry) -> list[tuple[str, Path, str]]:
    """The texts that are shown of a record beside its own page: of each its field, its place and its English."""
    if entry.kind in WHOLE:
        return translatable(entry)
    return [(name, (name,), text) for name in SHOWN if (text := getattr(entry.record, name, None))]


def face(entry: Entry) -> bytes:
    """What is shown of a record beside its own page, as a digest."""
    if entry.kind in WHOLE:
        return entry.sheet.digest
    long = _long(type(entry.record))
    values = {name: getattr(entry.record, name) for name in fields(type(entry.record))}
    told = [(name, _how_many(value) if name in long else value) for name, value in values.items()]
    return digest(repr(told).encode())


def translated_face(translation: TranslationEntry) -> bytes:
    """What is shown of a translation beside the page of its record, as a digest."""
    kind = translation.sheet.kind
    if kind in WHOLE:
        return translation.sheet.digest
    status, _, _, units = translation.values
    long = _long(KINDS[kind].of)
    return digest(repr((status, [unit for unit in units if unit[0] not in long])).encode())


def in_short(translation: TranslationEntry) -> KeptTranslation:
    """As much of a translation as other pages show."""
    status, by, date, units = translation.values
    if translation.sheet.kind in WHOLE:
        return translation.values
    return status, by, date, tuple([unit for unit in units if unit[0] in SHOWN])


def only_texts(translation: TranslationEntry) -> KeptTexts:
    """As much of a translation as its page shows, if the English is as it was."""
    status, _, _, units = translation.values
    return tuple([unit[2] or "" for unit in units]), tuple([unit[3] or status for unit in units])


def _how_many(value: object) -> int:
    return len(value) if isinstance(value, list) else int(bool(value))


@cache
def _long(record: type[Record]) -> frozenset[str]:
    """The fields that hold texts and nothing else, but for those that lists show."""
    return frozenset(
        name
        for name, spec in fields(record).items()
        if spec.mark(Translatable) and not issubclass((spec.item or spec).base, Part) and name not in SHOWN
    )
