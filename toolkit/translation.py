"""Translations of records: the status of each text in a language, and records with their texts in that language."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from toolkit.schema import FieldPath, Record
from toolkit.schema.fields import Translatable
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import uncited
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.messages import SOURCE_LANGUAGE

SIMILAR = 0.55
"""How much of an English text must be unchanged for its previous translation to be shown, marked as outdated."""
TRANSLATED_SHARE = 0.85
"""The share of a record's words that must be translated for it to have a page in a language."""
STATUSES = ("reviewed", "draft", "machine", "outdated", "missing")
WAITING = ("outdated", "missing")
"""Statuses of texts that wait for a translator, in the order in which they are translated."""

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
        localized.language = language
        localized.status = status
        localized.english = english
        return localized

    def __repr__(self) -> str:
        return f"LocalizedText({str(self)!r}, {self.language!r}, {self.status!r}, {self.english!r})"


class TextStatus(NamedTuple):
    """The status of a text of a record in a language."""

    field: str
    """Without places in lists: `points.text`."""
    path: FieldPath
    english: str
    unit: Unit | None = None
    """Its translation, or the most similar translation."""
    status: str = "missing"
    """Of `STATUSES`."""


def localized(
    record: R, language: str, translation: Translation | None
) -> tuple[R, list[TextStatus]]:
    """The record in a language, as far as it is translated, and the status of each text. English texts have none."""
    if language == SOURCE_LANGUAGE:
        return record, []
    statuses = text_statuses(english_texts(record), translation)
    return with_translations(record, language, translation, statuses), statuses


def with_translations(
    record: R, language: str, translation: Translation | None, statuses: Iterable[TextStatus]
) -> R:
    """The record with those of its texts that have a translation."""
    texts: dict[FieldPath, str] = {}
    for text in statuses:
        unit = text.unit
        if unit and unit.text:
            texts[text.path] = LocalizedText(unit.text, language, text.status, unit.en)
    asked = translation.asked if translation else record.asked
    localized_record: R = _with_texts(record, texts).model_copy(update={"asked": asked})
    return localized_record


def is_translated(statuses: Iterable[TextStatus]) -> bool:
    """Whether so much of a record is translated that it has a page in that language."""
    words: Counter[bool] = Counter()
    for text in statuses:
        words[text.status != "missing"] += len(text.english.split())
    return words[True] >= TRANSLATED_SHARE * words.total()


def english_texts(record: Record) -> list[TextStatus]:
    """Each text of a record that can be translated, before any translation."""
    texts: list[TextStatus] = []
    for path, _, text in marked_values(record, Translatable):
        field = ".".join(step for step in path if isinstance(step, str))
        texts.append(TextStatus(field, path, text))
    return texts


def text_statuses(texts: list[TextStatus], translation: Translation | None) -> list[TextStatus]:
    """The status of each of a record's English texts in a language.

    A translation is matched by its English, so moving a step loses nothing. A text without it is matched with the most
    similar translation of the same field that no text before it took, which is then outdated.
    """
    if not translation:
        return texts
    units = {(unit.at, unit.en): unit for unit in translation.texts if unit.text}
    present = {(text.field, text.english) for text in texts}
    unused = [unit for key, unit in units.items() if key not in present]
    matched: list[TextStatus] = []
    for text in texts:
        unit = units.get((text.field, text.english))
        if unit:
            matched.append(text._replace(unit=unit, status=unit.status or translation.status))
            continue
        similar = _most_similar(text.english, [unit for unit in unused if unit.at == text.field])
        if similar:
            unused.remove(similar)
            matched.append(text._replace(unit=similar, status="outdated"))
        else:
            matched.append(text)
    return matched


def _with_texts(value: Any, texts: Mapping[FieldPath, str]) -> Any:
    """A copy of a part, list or text with other texts in these places."""
    if () in texts:
        return texts[()]
    by_step: dict[Any, dict[FieldPath, str]] = defaultdict(dict)
    for (step, *path), text in texts.items():
        by_step[step][tuple(path)] = text
    if isinstance(value, list):
        entries = list(value)
        for i, texts_in_entry in by_step.items():
            entries[i] = _with_texts(value[i], texts_in_entry)
        return entries
    changed = {}
    for name, texts_in_field in by_step.items():
        changed[name] = _with_texts(getattr(value, name), texts_in_field)
    return value.model_copy(update=changed)


def _most_similar(text: str, units: list[Unit]) -> Unit | None:
    similarities = [(_similarity(text, unit.en), unit) for unit in units]
    similarity, nearest = max(similarities, key=itemgetter(0), default=(0.0, None))
    if similarity < SIMILAR:
        return None
    return nearest


def _similarity(text: str, other: str) -> float:
    """How similar two texts are, from 0 to 1: the coefficient of Dice (1945) of their pairs of adjacent letters.

    It takes linear time; difflib takes minutes for long repetitive texts.
    """
    pairs = _letter_pairs(text)
    other_pairs = _letter_pairs(other)
    number = pairs.total() + other_pairs.total()
    return 2 * (pairs & other_pairs).total() / (number or 1)


def _letter_pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(uncited(text))))
