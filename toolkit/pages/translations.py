"""How far each language is translated: the notices on a page, and the page that shows it all."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.join import Name
from toolkit.join.translations import STATES, TextState
from toolkit.pages.page import Here

PATH = "translations/index"
Row = dict[str, Any]


class Tally(NamedTuple):
    """One language's texts and records, counted."""

    texts: Mapping[tuple[str, str], Mapping[str, int]] = {}
    """How many texts of a kind and field are in which state."""
    in_full: int = 0
    """How many records are translated in full."""
    in_part: int = 0
    """How many records are translated in part."""

    @property
    def records(self) -> tuple[int, int]:
        """How many records are translated in full, and in part."""
        return self.in_full, self.in_part


def notices(here: Here, states: Collection[str]) -> list[dict[str, str]]:
    """What a reader must know of a page whose texts are in these states, in their language; nothing of the best."""
    if not states or here.words.language == SOURCE_LANGUAGE:
        return []
    if set(states) == {"missing"}:
        return [{"text": here.t("translation.missing_all")}]
    told = [{"text": here.t("translation.missing_some")}] if "missing" in states else []
    told += [{"text": here.t(f"translation.{state}_notice")} for state in ("machine", "draft") if state in states]
    if "outdated" in states:
        told.append(
            {
                "text": here.t("translation.outdated_notice"),
                "url": "#changes",
                "link": here.t("translation.see_changes"),
            }
        )
    return told


def with_words_notice(here: Here, told: list[dict[str, str]]) -> list[dict[str, str]]:
    """The notices of a page with that of the toolkit's own words, which every page has."""
    status = here.words.status
    own = {"text": here.t(f"translation.{status}_notice")} if status != "reviewed" else None
    return [own, *told] if own and own not in told else told


def changes(states: Iterable[TextState]) -> list[TextState]:
    """The texts whose English has changed since they were translated."""
    return [state for state in states if state.state == "outdated"]


def stands(states: Iterable[TextState]) -> tuple[tuple[str, str], ...]:
    """The field of each text, and its state."""
    return tuple([(at, state) for at, _, _, _, state in states])


def tally(states: Mapping[Name, Collection[tuple[str, str]]]) -> Tally:
    """One language, counted: of each record the fields of its texts, each with its state."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    in_full = in_part = 0
    for (kind, _), texts in states.items():
        for at, state in texts:
            counts = found.setdefault((kind, at), {})
            counts[state] = counts.get(state, 0) + 1
        missing = sum(state == "missing" for _, state in texts)
        in_full += not missing
        in_part += 0 < missing < len(texts)
    return Tally(found, in_full, in_part)


def dashboard(
    here: Here,
    words: Mapping[str, Words],
    tallies: Mapping[str, Tally],
    hand: Iterable[HandPage],
) -> list[Row]:
    """For each language its rows: the toolkit's words, pages by hand, then each kind of record and its fields."""
    hand = list(hand)
    return [
        {
            "id": language,
            "name": own.name,
            "direction": own.direction,
            "rows": [
                _words_row(here, own),
                _hand_row(here, language, hand),
                *_record_rows(here, tallies[language].texts),
            ],
        }
        for language, own in words.items()
        if language != SOURCE_LANGUAGE
    ]


def _row(title: str, count: Mapping[str, int], kind: str = "", is_part: bool = False) -> Row:
    total = sum(count.values())
    return {
        "title": title,
        "total": total,
        "counts": [count.get(state, 0) for state in STATES],
        "kind": kind,
        "is_part": is_part,
    }


def _words_row(here: Here, own: Words) -> Row:
    missing = len(own.missing)
    return _row(here.t("translation.words"), {own.status: len(own.english) - missing, "missing": missing})


def _hand_row(here: Here, language: str, hand: list[HandPage]) -> Row:
    own = {page.path: page for page in hand if page.language == language}
    count = Counter(
        own[page.path].state(page) if page.path in own else "missing"
        for page in hand
        if page.language == SOURCE_LANGUAGE
    )
    return _row(here.t("translation.hand_pages"), count)


def _record_rows(here: Here, texts: Mapping[tuple[str, str], Mapping[str, int]]) -> list[Row]:
    rows = []
    for kind in dict.fromkeys(kind for kind, _ in texts):
        parts = {at: count for (of, at), count in texts.items() if of == kind}
        rows.append(_row(here.t(f"kinds.{kind}.many"), sum(map(Counter, parts.values()), Counter()), kind))
        rows += [_row(at, count, kind, is_part=True) for at, count in parts.items()]
    return rows
