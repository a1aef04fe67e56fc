"""Translations laid on records: each text in the reader's language where there is one, and what state it is in."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

from toolkit.check import Entry, TranslationEntry
from toolkit.records.declared import Part, Path, Spec, fields, walk
from toolkit.records.text import CITATION, Translatable
from toolkit.records.translation import Unit

ALIKE = 0.6
"""How much of an English text must be as it was for its old translation still to be shown, marked as outdated."""
STATES = ("reviewed", "draft", "machine", "outdated", "missing")
AnyPart = TypeVar("AnyPart", bound=Part)


class Translated(str):
    """A record's text in another language. It is a text like any other wherever its language does not matter."""

    __slots__ = ("language", "made_from", "state")
    language: str
    state: str
    """One of `STATES`, never `missing`."""
    made_from: str
    """The English it was made from."""

    @classmethod
    def of(cls, text: str, language: str, state: str, made_from: str) -> "Translated":
        """The text with what is known of it."""
        made = cls(text)
        made.language, made.state, made.made_from = language, state, made_from
        return made


@dataclass(frozen=True)
class TextState:
    """How one text of a record stands in one language."""

    at: str
    path: Path
    english: str
    unit: Unit | None
    state: str
    """One of `STATES`."""


def place(path: Path) -> str:
    """A field without the places in lists: `("points", 2, "text")` is `points.text`."""
    return ".".join(step for step in path if isinstance(step, str))


def translatable(entry: Entry) -> list[tuple[str, Path, str]]:
    """Every text of a record that can be translated: its field, its place and its English."""
    return [(place(path), path, text) for path, spec, text in walk(entry.record) if spec.mark(Translatable)]


def text_states(wanted: list[tuple[str, Path, str]], translation: TranslationEntry | None) -> list[TextState]:
    """Each text that can be translated, with its translation if there is one.

    A text is found by its English, so moving a step loses nothing. What is left over is matched with the text of the
    same field that is most alike, and is outdated.
    """
    units = [one for one in translation.translation.texts if one.text] if translation else []
    exact = {(one.at, one.en): one for one in units}
    kept = {key for at, _, text in wanted if (key := (at, text)) in exact}
    spare: dict[str, list[Unit]] = defaultdict(list)
    for one in units:
        if (one.at, one.en) not in kept:
            spare[one.at].append(one)
    found = []
    for at, path, text in wanted:
        unit: Unit | None = exact.get((at, text))
        status = (unit.status or translation.translation.status) if unit and translation else "missing"
        if not unit and (unit := _most_alike(text, spare[at])):
            spare[at].remove(unit)
            status = "outdated"
        found.append(TextState(at, path, text, unit, status))
    return found


def laid_on(entry: Entry, language: str, states: Iterable[TextState]) -> Entry:
    """The record with its translated texts in place of the English ones."""
    texts = {
        state.path: Translated.of(state.unit.text, language, state.state, state.unit.en)
        for state in states
        if state.unit and state.unit.text
    }
    return Entry(entry.kind, entry.id, _replaced(entry.record, texts.get), entry.sheet) if texts else entry


def _most_alike(text: str, units: list[Unit]) -> Unit | None:
    bare = CITATION.sub("", text)
    rated = [(SequenceMatcher(None, bare, CITATION.sub("", unit.en), autojunk=False).ratio(), unit) for unit in units]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


def _replaced(part: AnyPart, lookup: Callable[[Path], str | None], path: Path = ()) -> AnyPart:
    changed = {
        name: _value(getattr(part, name), spec, lookup, (*path, name)) for name, spec in fields(type(part)).items()
    }
    return part.model_copy(update=changed)


def _value(value: Any, spec: Spec, lookup: Callable[[Path], str | None], path: Path) -> Any:
    if value is None:
        return None
    if spec.item:
        return [_value(entry, spec.item, lookup, (*path, i)) for i, entry in enumerate(value)]
    if isinstance(value, Part):
        return _replaced(value, lookup, path)
    return lookup(path) or value
