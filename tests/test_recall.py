"""Whether words are found without their accents, and anywhere in unspaced text. The text is CLDR's names of places."""

import unicodedata
from pathlib import Path

import pytest
from babel import Locale

from tests.search_index import ask, write
from toolkit.gather.synonyms import Synonyms
from toolkit.index.card import Card, Passage
from toolkit.index.files import facet_files, language_files
from toolkit.index.tokens import fold

TOGETHER = 8
"""Names in one card."""


def names(language: str) -> list[str]:
    locale = Locale.parse(language)
    return sorted({*map(str, locale.territories.values()), *map(str, locale.languages.values())})


def found(language: str, between: str, queries: list[str], folder: Path) -> list[set[int]]:
    every = names(language)
    texts = [between.join(every[i :: len(every) // TOGETHER]) for i in range(len(every) // TOGETHER)]
    made = [
        Card(f"practices/r{i}", "", "", language, (Passage("", "", text),), "", (), "", "", "", {})
        for i, text in enumerate(texts)
    ]
    facets = facet_files([], [{}] * len(made), [0] * len(made))
    write([*language_files(language, made, Synonyms()), *facets], folder)
    answers = ask(folder, language, [{"query": f"{query} "} for query in queries])
    return [set(answer["cards"]) for answer in answers]


@pytest.mark.parametrize("language", ["es", "pt", "vi", "ar"])
def test_words_without_accents_find_all(language: str, tmp_path: Path) -> None:
    every = [name for name in names(language) if name.replace(" ", "").isalpha() and len(name) > 3]
    bare = ["".join(c for c in unicodedata.normalize("NFD", n) if unicodedata.category(c) != "Mn") for n in every]
    step = len(names(language)) // TOGETHER
    for name, cards in zip(every, found(language, ", ", bare, tmp_path), strict=True):
        assert names(language).index(name) % step in cards, name


@pytest.mark.parametrize("language", ["lo", "km", "th", "zh"])
def test_a_piece_of_unspaced_text_is_found_and_nothing_else(language: str, tmp_path: Path) -> None:
    every = names(language)
    queries = [
        n for n in every if all(unicodedata.category(c)[0] in "LM" for c in n) and len(n) > 1 and not n.isascii()
    ]
    step = len(every) // TOGETHER
    false = total = 0
    for name, cards in zip(queries, found(language, "", queries, tmp_path), strict=True):
        assert every.index(name) % step in cards, name
        total += len(cards)
        texts = ["".join(every[i::step]) for i in cards]
        false += sum(fold(name) not in fold(text) for text in texts)
    print(f"\n{language}: {len(queries)} pieces, {total} hits, {false} false")
    assert false < 0.02 * total
