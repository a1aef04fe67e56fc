"""What the search should answer, worked out the slow way: by looking into every document."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from toolkit.search.document import SearchDocument
from toolkit.search.tokens import fold, words
from toolkit.sources.word_lists import Synonyms

FEW = 20
"""With fewer documents that have all words, documents with most of them are answers too (`web/search/rank.js`)."""
Groups = tuple[tuple[str, ...], ...]
"""What is looked for: words, and phrases of several."""
FacetValues = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """A question as it is typed, and as it is meant."""

    groups: Groups
    chosen: Mapping[str, list[str]]

    @property
    def values(self) -> dict[str, Any]:
        """For the engine: the blank at the end says that the last word is finished."""
        parts = [f'"{" ".join(group)}"' if len(group) > 1 else group[0] for group in self.groups]
        return {"query": " ".join(parts) + " ", "chosen": self.chosen}


class SearchOracle:
    """Documents as lists of words, with the facet values of each."""

    def __init__(
        self, documents: Sequence[SearchDocument], facets: Sequence[FacetValues], synonyms: Synonyms
    ) -> None:
        self.facets = facets
        self.endings = {
            fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()
        }
        self.texts = [[words(text) for text in _texts(document)] for document in documents]
        self.having: dict[str, set[int]] = defaultdict(set)
        for number, texts in enumerate(self.texts):
            for text in texts:
                for word in text:
                    self.having[word].add(number)
        self.by_base: dict[str, set[str]] = defaultdict(set)
        for word in self.having:
            for base in self.bases(word):
                self.by_base[base].add(word)
        street_words = {
            text for alternatives in synonyms.alternatives.values() for text in alternatives
        }
        explained = {base for text in street_words for base in self.bases(" ".join(words(text)))}
        stop_words = {word for text in synonyms.stop_words for word in words(text)}
        self.plain = sorted(
            w
            for w in self.having
            if len(w) > 3 and w not in stop_words and not explained & self.bases(w)
        )
        """Words that have no synonyms."""
        self.explained = {
            frozenset(bases)
            for text in {*street_words, *synonyms.alternatives}
            if len(parts := [word for word in words(text) if word not in stop_words]) > 1
            for bases in product(*(self.bases(word) for word in parts))
        }
        """Several words that have synonyms together, without stop words."""

    def bases(self, word: str) -> set[str]:
        """What a word may be a form of."""
        stems = {
            ending: word.removesuffix(ending) for ending in self.endings if word.endswith(ending)
        }
        return {word} | {
            stem + b
            for ending, stem in stems.items()
            if len(stem) > 2
            for b in self.endings[ending]
        }

    def having_group(self, group: tuple[str, ...]) -> set[int]:
        """The documents with a word in any of its forms, or with a phrase as it is."""
        if len(group) == 1:
            forms = {form for base in self.bases(group[0]) for form in self.by_base[base]}
            return set().union(*(self.having[form] for form in forms))
        together = set.intersection(*(self.having[word] for word in group))
        return {
            number
            for number in together
            if any(_has_phrase(group, text) for text in self.texts[number])
        }

    def answer(self, question: Question) -> list[int]:
        """The documents in the order of their numbers."""
        times = Counter(number for group in question.groups for number in self.having_group(group))
        matches: list[int] = []
        for needed in range(len(question.groups), 0, -1):
            matches = sorted(number for number, many in times.items() if many >= needed)
            if len(matches) >= FEW:
                break
        return [number for number in matches if self._passes(number, question)]

    def _passes(self, number: int, question: Question) -> bool:
        values = self.facets[number]
        return all(set(values.get(name, ())) & set(ids) for name, ids in question.chosen.items())

    def questions(self, number: int) -> Iterator[Question]:
        """Words, several words and phrases that are somewhere, with and without filters; the same every time."""
        chance = random.Random(number)
        plain = set(self.plain)
        values = sorted(
            {(name, id) for values in self.facets for name, ids in values.items() for id in ids}
        )
        while number:
            text = chance.choice(self.texts[chance.randrange(len(self.texts))])
            if len(text) < 4:
                continue
            start = chance.randrange(len(text) - 3)
            phrase = tuple(text[start : start + chance.choice((2, 3))])
            single = [(word,) for word in chance.sample(text, 3) if word in plain]
            other = (chance.choice(self.plain),)
            groups = chance.choice(
                [(phrase,), (phrase, other), single[:1], single[:2], single, (*single, other)]
            )
            alone = {base for group in groups if len(group) == 1 for base in self.bases(group[0])}
            if groups and not any(together <= alone for together in self.explained):
                chosen: dict[str, list[str]] = defaultdict(list)
                for name, id in chance.sample(values, chance.randrange(4)):
                    chosen[name].append(id)
                yield Question(tuple(dict.fromkeys(groups)), dict(chosen))
                number -= 1


def differences(
    oracle: SearchOracle, questions: Iterable[Question], answers: Iterable[dict[str, Any]]
) -> list[str]:
    """Where the engine answers something else."""
    return [
        str(question.values)
        for question, answer in zip(questions, answers, strict=True)
        if sorted(answer["documents"]) != oracle.answer(question)
    ]


def _texts(document: SearchDocument) -> Iterator[str]:
    yield from (document.title, document.keywords)
    for passage in document.passages:
        yield from (passage.heading, passage.text)


def _has_phrase(phrase: tuple[str, ...], text: list[str]) -> bool:
    """Whether the words stand in this order, side by side."""
    size = len(phrase)
    return any(tuple(text[at : at + size]) == phrase for at in range(len(text) - size + 1))
