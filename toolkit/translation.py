"""Translations of records: the status of each text in a language, and records with their texts in that language."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from toolkit.schema import FieldPath, Record
from toolkit.schema.introspect import TextSlot
from toolkit.schema.markup import uncited
from toolkit.schema.translation import Translation, Unit

SIMILAR = 0.55
"""How much of an English text must be unchanged for its previous translation to be shown, marked as outdated."""
STATUSES = ("reviewed", "draft", "machine", "outdated", "missing")

R = TypeVar("R", bound=Record)


class LocalizedText(str):
    """A record's text in another language: a str, as `markupsafe.Markup` is, that knows its language."""

    __slots__ = ("english", "language", "status")
    language: str
    status: str
    """Of `STATUSES`, never `missing`."""
    english: str
    """What it was translated from."""

    def __new__(cls, text: str, language: str, status: str, english: str) -> "LocalizedText":
        """The text with its language, status and English."""
        localized = super().__new__(cls, text)
        localized.language, localized.status, localized.english = language, status, english
        return localized

    def __repr__(self) -> str:
        return f"LocalizedText({str(self)!r}, {self.language!r}, {self.status!r}, {self.english!r})"


class TextStatus(NamedTuple):
    """The status of a text of a record in a language."""

    field: str
    path: FieldPath
    english: str
    unit: Unit | None
    """Its translation, or the most similar one."""
    status: str
    """Of `STATUSES`."""


def text_statuses(slots: Sequence[TextSlot], translation: Translation | None) -> list[TextStatus]:
    """The status of each text that can be translated.

    A translation is matched by its English, so moving a step loses nothing. A text without one is matched with the most
    similar unused translation of the same field, which is then outdated.
    """
    if not translation:
        return [TextStatus(*slot, None, "missing") for slot in slots]
    units = {(unit.at, unit.en): unit for unit in translation.texts if unit.text}
    spare = units.keys() - {(slot.field, slot.english) for slot in slots}
    unused = [unit for key, unit in units.items() if key in spare]
    statuses: list[TextStatus] = []
    for slot in slots:
        if unit := units.get((slot.field, slot.english)):
            statuses.append(TextStatus(*slot, unit, unit.status or translation.status))
        elif similar := _most_similar(slot.english, [unit for unit in unused if unit.at == slot.field]):
            unused.remove(similar)
            statuses.append(TextStatus(*slot, similar, "outdated"))
        else:
            statuses.append(TextStatus(*slot, None, "missing"))
    return statuses


def localize(record: R, language: str, statuses: Iterable[TextStatus]) -> R:
    """The record with its translated texts in place of the English ones."""
    localized: R = _with_texts(record, localized_texts(language, statuses))
    return localized


def localized_texts(language: str, statuses: Iterable[TextStatus]) -> dict[FieldPath, LocalizedText]:
    """The texts that are translated, by their place in the record."""
    return {
        status.path: LocalizedText(status.unit.text, language, status.status, status.unit.en)
        for status in statuses
        if status.unit and status.unit.text
    }


def _with_texts(value: Any, texts: Mapping[FieldPath, str]) -> Any:
    """A copy of a part, list or text with other texts in these places."""
    if () in texts:
        return texts[()]
    by_step: dict[Any, dict[FieldPath, str]] = defaultdict(dict)
    for (step, *rest), text in texts.items():
        by_step[step][tuple(rest)] = text
    if isinstance(value, list):
        return [_with_texts(entry, by_step[i]) if i in by_step else entry for i, entry in enumerate(value)]
    return value.model_copy(update={name: _with_texts(getattr(value, name), by_step[name]) for name in by_step})


def _most_similar(text: str, units: list[Unit]) -> Unit | None:
    nearest = max(units, key=lambda unit: _similarity(text, unit.en), default=None)
    return nearest if nearest and _similarity(text, nearest.en) >= SIMILAR else None


def _similarity(first: str, second: str) -> float:
    """How similar two texts are, from 0 to 1: the coefficient of Dice (1945) of their pairs of adjacent letters.

    It takes linear time; difflib takes minutes for long repetitive texts.
    """
    pairs, others = (Counter(map("".join, pairwise(uncited(text)))) for text in (first, second))
    return 2 * (pairs & others).total() / ((pairs.total() + others.total()) or 1)
