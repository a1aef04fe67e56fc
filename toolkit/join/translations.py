"""Translations laid on records: each text in the reader's language where there is one, and what state it is in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import is_not
from typing import Any, NamedTuple, TypeVar

from toolkit.cache import digest
from toolkit.check import Entry, unit_of
from toolkit.check.plain import KeptTranslation, KeptUnit
from toolkit.records.declared import Part, Path, ways
from toolkit.records.text import CITATION, Translatable
from toolkit.records.translation import Unit

ALIKE = 0.55
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


Told = tuple[str, str]
"""What a language says in place of an English text, and that text. If they are one, it is English there too."""


class Standing(NamedTuple):
    """How the texts of a record stand in one language, in order."""

    told: list[Told]
    states: tuple[str, ...]
    """Each is one of `STATES`. The source language has none."""


class TextState(NamedTuple):
    """How one text of a record stands in one language."""

    at: str
    path: Path
    english: str
    kept: KeptUnit | None
    """Its translation, or the nearest one to it."""
    state: str
    """One of `STATES`."""

    @property
    def unit(self) -> Unit | None:
        """Its translation as it is declared."""
        return unit_of(self.kept) if self.kept else None


def translatable(entry: Entry) -> list[tuple[str, Path, str]]:
    """Every text of a record that can be translated: its field, its place and its English.

    The field is told without the places in lists: `points.text` for `("points", 2, "text")`.
    """
    return _texts(entry.record, "", ())


def _texts(part: Part, at: str, path: Path) -> list[tuple[str, Path, str]]:
    found: list[tuple[str, Path, str]] = []
    for name, _, is_text in ways(type(part), Translatable):
        value: Any = getattr(part, name)
        if not value:
            continue
        field, here = f"{at}{name}", (*path, name)
        if not isinstance(value, list):
            found += [(field, here, value)] if is_text else _texts(value, f"{field}.", here)
        elif is_text:
            found += [(field, (*here, i), text) for i, text in enumerate(value)]
        else:
            for i, one in enumerate(value):
                found += _texts(one, f"{field}.", (*here, i))
    return found


def text_states(wanted: list[tuple[str, Path, str]], translation: KeptTranslation | None) -> list[TextState]:
    """Each text that can be translated, with its translation if there is one.

    A text is found by its English, so moving a step loses nothing. What is left over is matched with the text of the
    same field that is most alike, and is outdated.
    """
    if not translation:
        return [TextState(at, path, text, None, "missing") for at, path, text in wanted]
    general, _, _, units = translation
    aligned = [
        TextState(at, path, text, unit, unit[3] or general)
        for (at, path, text), unit in zip(wanted, units, strict=False)
        if unit[0] == at and unit[1] == text and unit[2]
    ]
    if len(aligned) == len(wanted):  # as nearly always
        return aligned
    exact = {unit[:2]: unit for unit in units if unit[2]}
    found: list[TextState] = []
    lost: list[int] = []
    for at, path, text in wanted:
        unit = exact.get((at, text))
        if not unit:
            lost.append(len(found))
        found.append(TextState(at, path, text, unit, (unit[3] or general) if unit else "missing"))
    if lost:
        kept = {(state.at, state.english) for state in found if state.kept}
        spare = [unit for key, unit in exact.items() if key not in kept]
        for i in lost:
            at, path, text, _, _ = found[i]
            if near := _most_alike(text, [unit for unit in spare if unit[0] == at]):
                spare.remove(near)
                found[i] = TextState(at, path, text, near, "outdated")
    return found


def standing(states: Iterable[TextState]) -> Standing:
    """The same in short."""
    return Standing(told(states), tuple([state for _, _, _, _, state in states]))


def told(states: Iterable[TextState]) -> list[Told]:
    """What is said in place of each text."""
    return [(kept[2], kept[1]) if kept and kept[2] else (english, english) for _, _, english, kept, _ in states]


@lru_cache(100)  # a record and its translations are read together
def english_digest(texts: tuple[tuple[str, str], ...]) -> bytes:
    """What the English of some texts, each with its field, is known by."""
    return digest(repr(texts).encode())


def laid_on(entry: Entry, language: str, states: Iterable[TextState]) -> Entry:
    """The record with its translated texts in place of the English ones."""
    texts = {
        path: Translated.of(kept[2], language, state, kept[1]) for _, path, _, kept, state in states if kept and kept[2]
    }
    return with_texts(entry, texts) if texts else entry


def with_texts(entry: Entry, texts: Mapping[Path, str]) -> Entry:
    """The record with other texts in these places."""
    if all(len(path) == 1 for path in texts):
        record = entry.record.but(**{str(field): text for (field,), text in texts.items()})
    else:
        record = _replaced(entry.record, texts, ())
    return Entry(entry.kind, entry.id, record, entry.sheet)


def _most_alike(text: str, units: list[KeptUnit]) -> KeptUnit | None:
    own = _pairs(text)
    rated = [(_likeness(own, _pairs(unit[1])), unit) for unit in units]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


def _pairs(text: str) -> Counter[str]:
    """The pairs of letters that stand side by side in a text without its citations."""
    return Counter(map("".join, pairwise(CITATION.sub("", text))))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of two texts is alike, from 0 to 1: the coefficient of Dice (1945).

    It is worked out at once, whatever the texts are; the longest stretches that two repetitive ones share take minutes.
    """
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _replaced(part: AnyPart, texts: Mapping[Path, str], path: Path) -> AnyPart:
    """The same, or a copy with other texts in it."""
    changed: dict[str, Any] = {}
    for name, _, is_text in ways(type(part), Translatable):
        old = getattr(part, name)
        here = (*path, name)
        if isinstance(old, list):
            places = [(one, (*here, i)) for i, one in enumerate(old)]
            new = [texts.get(at, one) if is_text else _replaced(one, texts, at) for one, at in places]
            if any(map(is_not, new, old)):
                changed[name] = new
        elif old is not None:
            one = texts.get(here, old) if is_text else _replaced(old, texts, here)
            if one is not old:
                changed[name] = one
    return part.but(**changed) if changed else part
