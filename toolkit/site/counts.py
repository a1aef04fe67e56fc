"""How many texts are translated, kept as sums: a changed record is taken out as it was and put in as it is."""

import marshal
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from toolkit.join.translations import STATES
from toolkit.pages.translations import Tally, tally

Key = tuple[str, str, str, str]
"""A language, kind, field and state; or a language, and what is counted of its records."""
IN_FULL, IN_PART = ("", "", "full"), ("", "", "part")


def packed(kind: str, fields: tuple[str, ...], states: Mapping[str, tuple[str, ...]]) -> bytes:
    """What is counted of one record: in which state the text of each field is in each language."""
    return _packed(kind, fields, tuple([(language, own) for language, own in states.items() if own]))


@lru_cache(1_000)  # where languages are translated alike, very many records have the same
def _packed(kind: str, fields: tuple[str, ...], told: tuple[tuple[str, tuple[str, ...]], ...]) -> bytes:
    found: dict[Key, int] = {}
    for language, states in told:
        own = tally({(kind, ""): tuple(zip(fields, states, strict=True))})
        for (_, at), counts in own.texts.items():
            for state, number in counts.items():
                found[language, kind, at, state] = number
        found[(language, *IN_FULL)], found[(language, *IN_PART)] = own.records
    return marshal.dumps(found)


def changed(sums: Counter[Key], out: Iterable[bytes], into: Iterable[bytes]) -> Counter[Key]:
    """The sums without some packed tallies, and with others."""
    now, times = Counter(sums), Counter(into)
    times.subtract(out)
    for one, more in times.items():
        for key, number in marshal.loads(one).items():
            now[key] += number * more
    return +now


def tallies(sums: Counter[Key], languages: Iterable[str], fields: Collection[tuple[str, str]]) -> dict[str, Tally]:
    """The sums as tallies, of these kinds and fields."""
    return {
        language: Tally(
            {
                (kind, at): counts
                for kind, at in fields
                if (counts := {state: n for state in STATES if (n := sums[language, kind, at, state])})
            },
            sums[(language, *IN_FULL)],
            sums[(language, *IN_PART)],
        )
        for language in languages
    }
