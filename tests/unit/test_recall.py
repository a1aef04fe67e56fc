"""Whether words are found without their accents, and anywhere in unspaced text. The texts are CLDR's place names."""

import unicodedata
from pathlib import Path

import pytest
from babel import Locale

from tests.search_index import PLAIN, index_of, search, write_index
from toolkit.search.document import Passage
from toolkit.search.tokens import fold

TOGETHER = 8
"""Names in a document."""


def names(language: str) -> list[str]:
    locale = Locale.parse(language)
    return sorted({*map(str, locale.territories.values()), *map(str, locale.languages.values())})


def texts(language: str, separator: str) -> list[str]:
    """All names, a few in each document."""
    every = names(language)
    number = len(every) // TOGETHER
    return [separator.join(every[i::number]) for i in range(number)]


def matches(language: str, separator: str, queries: list[str], folder: Path) -> list[set[int]]:
    """The documents that each query finds."""
    documents = [
        PLAIN._replace(title="", language=language, passages=(Passage("", "", text),))
        for text in texts(language, separator)
    ]
    write_index(index_of(language, documents), folder)
    answers = search(folder, language, [{"query": f"{query} "} for query in queries])
    return [set(answer["documents"]) for answer in answers]


@pytest.mark.parametrize("language", ["es", "pt", "vi", "ar"])
def test_words_without_accents_find_all(language: str, tmp_path: Path) -> None:
    every = [name for name in names(language) if name.replace(" ", "").isalpha() and len(name) > 3]
    bare = ["".join(c for c in unicodedata.normalize("NFD", n) if unicodedata.category(c) != "Mn") for n in every]
    number = len(names(language)) // TOGETHER
    for name, numbers in zip(every, matches(language, ", ", bare, tmp_path), strict=True):
        assert names(language).index(name) % number in numbers, name


@pytest.mark.parametrize("language", ["lo", "km", "th", "zh"])
def test_a_piece_of_unspaced_text_is_found_and_nothing_else(language: str, tmp_path: Path) -> None:
    every = names(language)
    queries = [
        n for n in every if all(unicodedata.category(c)[0] in "LM" for c in n) and len(n) > 1 and not n.isascii()
    ]
    folded = [fold(text) for text in texts(language, "")]
    wrong = total = 0
    for name, numbers in zip(queries, matches(language, "", queries, tmp_path), strict=True):
        assert every.index(name) % len(folded) in numbers, name
        total += len(numbers)
        wrong += sum(fold(name) not in folded[number] for number in numbers)
    print(f"\n{language}: {len(queries)} pieces, {total} results, {wrong} wrong")
    assert wrong < 0.02 * total
