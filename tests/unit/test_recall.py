"""Whether words are found without their accents, misspelled, and anywhere in unspaced text.

The texts are CLDR's place names, and the messages of this toolkit."""

import random
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from babel import Locale

from tests.builds import real_project
from tests.search_index import PLAIN, index_of, search, write_index
from toolkit.search.tokens import fold, words

MOST_WORDS = 1000
DRAWS = 10
"""Of misspelled words, so that the result does not hang on a single draw."""
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
    documents = [PLAIN._replace(title="Title", summary=text) for text in texts(language, separator)]
    write_index(index_of(language, documents), folder)
    answers = search(folder, language, [{"query": f"{query} "} for query in queries])
    return [set(answer["documents"]) for answer in answers]


@pytest.mark.parametrize("language", ["es", "pt", "vi", "ar"])
def test_words_without_accents_find_all(language: str, tmp_path: Path) -> None:
    every = [name for name in names(language) if name.replace(" ", "").isalpha() and len(name) > 3]
    bare = [
        "".join(c for c in unicodedata.normalize("NFD", n) if unicodedata.category(c) != "Mn")
        for n in every
    ]
    number = len(names(language)) // TOGETHER
    for name, numbers in zip(every, matches(language, ", ", bare, tmp_path), strict=True):
        assert names(language).index(name) % number in numbers, name


THAI = pytest.param(
    "th", marks=pytest.mark.xfail(reason="2.2 % are wrong: pairs need not stand side by side")
)


@pytest.mark.parametrize("language", ["lo", "km", THAI, "zh"])
def test_a_piece_of_unspaced_text_is_found_and_nothing_else(language: str, tmp_path: Path) -> None:
    every = names(language)
    queries = [
        n
        for n in every
        if all(unicodedata.category(c)[0] in "LM" for c in n) and len(n) > 1 and not n.isascii()
    ]
    folded = [fold(text) for text in texts(language, "")]
    wrong = total = 0
    for name, numbers in zip(queries, matches(language, "", queries, tmp_path), strict=True):
        assert every.index(name) % len(folded) in numbers, name
        total += len(numbers)
        wrong += sum(fold(name) not in folded[number] for number in numbers)
    print(f"\n{language}: {len(queries)} pieces, {total} results, {wrong} wrong")
    assert wrong < 0.02 * total


def misspelled(word: str, letters: str, chance: random.Random) -> str:
    """The word with a letter dropped, changed, added, doubled, or swapped with the next."""
    at, letter = chance.randrange(len(word) - 1), chance.choice(letters)
    before, own, after = word[:at], word[at], word[at + 1 :]
    typed = (
        after,
        letter + after,
        letter + own + after,
        own + own + after,
        after[0] + own + after[1:],
    )
    return before + chance.choice(typed)


@pytest.mark.real  # it is about the words of the interface as they are
@pytest.mark.parametrize("language", ["ar", "vi", "hmn"])
def test_words_with_a_mistake_are_found(language: str, tmp_path: Path) -> None:
    messages = [
        re.sub(r"\{\w+\}|<[^>]+>", " ", text)
        for text in real_project().catalogs[language].texts.values()
    ]
    documents = [PLAIN._replace(summary=" ".join(messages[i::60])) for i in range(60)]
    having: dict[str, set[int]] = defaultdict(set)
    for number, document in enumerate(documents):
        for word in words(str(document.summary)):
            having[word].add(number)
    known = sorted(
        word
        for word in having
        if len(word) > 3 and word.isalpha() and word.isascii() != (language == "ar")
    )
    letters = "".join(sorted(set("".join(known))))
    pairs = []
    for seed in range(DRAWS):
        chance = random.Random(seed)
        drawn = chance.sample(known, min(len(known), MOST_WORDS // DRAWS))
        pairs += [(word, misspelled(word, letters, chance)) for word in drawn]
    pairs = [
        (word, typed) for word, typed in pairs if typed not in having
    ]  # which is not misspelled
    write_index(index_of(language, documents), tmp_path)
    answers = search(tmp_path, language, [{"query": typed} for _, typed in pairs])
    missed = [
        pair
        for pair, a in zip(pairs, answers, strict=True)
        if not having[pair[0]] & set(a["documents"])
    ]
    print(
        f"\n{language}: {len(pairs) - len(missed)} of {len(pairs)} misspelled words found", missed
    )
    assert len(missed) <= 0.05 * len(pairs)
