"""Records for measuring: cards of about 300 words with a natural spread of words and filters, the same every time."""

import random
from collections.abc import Iterator

from toolkit.index.card import Card, Passage

CONSONANTS = ("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "br", "cl", "st", "tr")
VOWELS = ("a", "e", "i", "o", "u", "an", "er", "in", "or")
SYLLABLES = [a + b for a in CONSONANTS for b in VOWELS]
FACETS = {
    "kind": (9, 1),
    "topics": (28, 2),
    "communities": (32, 1),
    "languages": (20, 1),
    "states": (51, 1),
    "effort": (6, 1),
    "cost": (5, 1),
    "evidence": (4, 1),
}
"""Values, and how many a card has."""
WORDS = 40_000
SECTIONS = 6


def vocabulary() -> list[str]:
    """Words that can be spoken, the frequent ones short."""
    chance = random.Random(1)
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(SYLLABLES, k=2 + (len(made) > 300) + (len(made) > 9000)))] = None
    return list(made)


def cards(number: int) -> Iterator[Card]:
    """That many cards; word frequencies by Zipf's law, as in texts."""
    chance = random.Random(2)
    words = vocabulary()
    weights = [1 / (rank + 2.7) for rank in range(WORDS)]
    totals: list[float] = []
    for weight in weights:
        totals.append((totals[-1] if totals else 0) + weight)
    agencies = [" ".join(chance.choices(words[300:4000], k=2)).title() + " Police Department" for _ in range(500)]
    for i in range(number):
        text = chance.choices(words, cum_weights=totals, k=300)
        agency = i * len(agencies) // number
        passages = [
            Passage("" if not n else f"Part {n}", "" if not n else f"p{n}", " ".join(text[n * 50 : n * 50 + 50]) + ".")
            for n in range(SECTIONS)
        ]
        values = {
            name: tuple(
                dict.fromkeys(f"{name}-{min(int(chance.expovariate(6 / size)), size - 1)}" for _ in range(many))
            )
            for name, (size, many) in FACETS.items()
        }
        values["agencies"] = (f"agency-{agency}",)
        title = " ".join(chance.choices(words, cum_weights=totals, k=7)).capitalize()
        yield Card(
            f"practices/r{i}",
            "Practice",
            title,
            "en",
            tuple(passages),
            "",
            (agencies[agency],),
            "Iowa",
            "",
            f"{2000 + i % 25}",
            values,
        )
