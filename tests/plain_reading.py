"""What the engine should answer, found the slow way: by looking into every card."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.gather.synonyms import Synonyms
from toolkit.index.card import Card
from toolkit.index.tokens import fold, words

FEW = 20
"""Fewer cards with all words, and cards with most of them are answers too (`web/search/rank.js`)."""
Groups = tuple[tuple[str, ...], ...]
"""What is asked for: words, and phrases of several."""


@dataclass(frozen=True)
class Question:
    """A question as it is typed, and as it is meant."""

    groups: Groups
    chosen: Mapping[str, list[str]]

    @property
    def asked(self) -> dict[str, Any]:
        """For the engine: the blank at the end says that the last word is finished."""
        parts = [f'"{" ".join(group)}"' if len(group) > 1 else group[0] for group in self.groups]
        return {"query": " ".join(parts) + " ", "chosen": self.chosen}


class PlainReading:
    """Cards as lists of words."""

    def __init__(self, cards: list[Card], synonyms: Synonyms) -> None:
        self.cards = cards
        self.endings = {fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()}
        self.texts = [[words(text) for text in _texts(card)] for card in cards]
        self.having: dict[str, set[int]] = defaultdict(set)
        for number, texts in enumerate(self.texts):
            for text in texts:
                for word in text:
                    self.having[word].add(number)
        self.by_base: dict[str, set[str]] = defaultdict(set)
        for word in self.having:
            for base in self.bases(word):
                self.by_base[base].add(word)
        street = {text for said in synonyms.called.values() for text in said}
        explained = {base for said in street for base in self.bases(" ".join(words(said)))}
        little = {word for said in synonyms.little for word in words(said)}
        self.plain = sorted(w for w in self.having if len(w) > 3 and w not in little and not explained & self.bases(w))
        """Words that stand for nothing else."""

    def bases(self, word: str) -> set[str]:
        """What a word may be a form of."""
        cut = {ending: word.removesuffix(ending) for ending in self.endings if word.endswith(ending)}
        return {word} | {rest + b for ending, rest in cut.items() if len(rest) > 2 for b in self.endings[ending]}

    def has(self, group: tuple[str, ...]) -> set[int]:
        """The cards with a word in any of its forms, or with a phrase as it is."""
        if len(group) == 1:
            forms = {form for base in self.bases(group[0]) for form in self.by_base[base]}
            return set().union(*(self.having[form] for form in forms))
        together = set.intersection(*(self.having[word] for word in group))
        return {card for card in together if any(_runs(group, text) for text in self.texts[card])}

    def answer(self, question: Question) -> dict[str, Any]:
        """Cards in the order of their numbers, how many without the filters, and the count of each value."""
        times = Counter(card for group in question.groups for card in self.has(group))
        found: list[int] = []
        for needed in range(len(question.groups), 0, -1):
            found = sorted(card for card, many in times.items() if many >= needed)
            if len(found) >= FEW:
                break
        facets = {name for card in self.cards for name in card.values}
        return {
            "cards": [card for card in found if self._passes(card, question)],
            "unfiltered": len(found),
            "counts": {
                name: dict(
                    Counter(
                        id
                        for card in found
                        if self._passes(card, question, name)
                        for id in self.cards[card].values.get(name, ())
                    )
                )
                for name in facets
            },
        }

    def _passes(self, card: int, question: Question, but: str = "") -> bool:
        values = self.cards[card].values
        return all(set(values.get(name, ())) & set(ids) for name, ids in question.chosen.items() if name != but)

    def questions(self, number: int) -> Iterator[Question]:
        """Words, several words and phrases that are somewhere, with and without filters; the same every time."""
        chance = random.Random(number)
        plain = set(self.plain)
        values = sorted({(name, id) for card in self.cards for name, ids in card.values.items() for id in ids})
        while number:
            card = chance.randrange(len(self.cards))
            text = chance.choice(self.texts[card])
            if len(text) < 4:
                continue
            start = chance.randrange(len(text) - 3)
            phrase = tuple(text[start : start + chance.choice((2, 3))])
            single = [(word,) for word in chance.sample(text, 3) if word in plain]
            other = (chance.choice(self.plain),)
            groups = chance.choice([(phrase,), (phrase, other), single[:1], single[:2], single, (*single, other)])
            if groups:
                chosen: dict[str, list[str]] = defaultdict(list)
                for name, id in chance.sample(values, chance.randrange(4)):
                    chosen[name].append(id)
                yield Question(tuple(dict.fromkeys(groups)), dict(chosen))
                number -= 1


def differences(reading: PlainReading, questions: Iterable[Question], answers: Iterable[dict[str, Any]]) -> list[str]:
    """Where the engine says something else."""
    found = []
    for question, answer in zip(questions, answers, strict=True):
        told = {"cards": sorted(answer["cards"]), "unfiltered": answer["unfiltered"], "counts": answer["counts"]}
        expected = reading.answer(question)
        found += [f"{question.asked}: {name}" for name in expected if told[name] != expected[name]]
    return found


def _texts(card: Card) -> Iterator[str]:
    yield from (card.title, card.labels)
    for passage in card.passages:
        yield from (passage.heading, passage.text)


def _runs(phrase: tuple[str, ...], text: list[str]) -> bool:
    """Whether the words stand in this order, side by side."""
    size = len(phrase)
    return any(tuple(text[at : at + size]) == phrase for at in range(len(text) - size + 1))
