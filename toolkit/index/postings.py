"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: the first in a card times two; each other as its
distance from the one before, times two, plus one. Both are written as a sign each (`encode.sign`).

`Postings` grows card by card. Of a card that changed, `read` gives what it puts there.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate, chain, zip_longest
from math import log2
from typing import NamedTuple
from zlib import crc32

from toolkit.index import lanes
from toolkit.index.card import Card
from toolkit.index.encode import LARGEST, ZERO, are_odd, numbers, sign
from toolkit.index.tokens import UNSPACED, clusters, pairs, words

TITLE, SUMMARY, TEXT, ATTACHED = 8, 2, 1, 0
"""How many times a word counts that stands there (BM25F, Robertson and others 2004); in a label as in the summary.

In a document beside the record it does not add up: found there only, but often, it says as much as once in the text.
"""
SMALLEST, FULL, BORDER = 9_000, 16_000, 32
"""Signs of words and postings in a file: few, so that a question of three words loads little; one word is never cut.
Between the smallest and a full one, one word in so many may begin a file."""
GAP = 2
"""Places left out between two texts, so that no phrase runs across them."""
BREAK = "\0"
"""Stands for such a place. No text holds it."""
VOCABULARY = range(3, 25)
"""Lengths of words that a misspelt one may have meant."""
AT_ONCE = 4_000
"""Places of words that are written at one go: few, so that they stay near the processor."""
CARD, PLACE = 1 << lanes.CARD_AT, 1 << lanes.PLACE_AT
MOST_CARDS, MOST_PLACES = LARGEST // 4, LARGEST // 2
"""An index has no more cards than that. A word so far on in a card, more than the longest book has, is not found."""


def searched(card: Card) -> Iterator[tuple[int, list[str]]]:
    """What is searched of a card, in the order of its places: how many times a word counts, and texts."""
    summary, *passages = card.passages
    yield TITLE, [card.title]
    yield SUMMARY, [summary.text, card.labels]
    own: list[str] = []
    beside: list[str] = []
    for passage in passages:
        if passage.file:
            beside.append(passage.text)
        else:
            own += [passage.heading, passage.text] if passage.heading else [passage.text]
    if own:
        yield TEXT, own
    if beside:
        yield ATTACHED, beside


class _Pieces(dict[str, tuple["array[int]", ...]]):
    """The words in a piece of spaced text, each with its places."""

    def __init__(self, places: defaultdict[str, "array[int]"]) -> None:
        self.places = places
        self.one = {BREAK: array("Q")}
        """The places of pieces that are one word, as nearly all are."""
        self[BREAK] = (self.one[BREAK],)

    def __missing__(self, piece: str) -> tuple["array[int]", ...]:
        self[piece] = made = tuple([self.places[word] for word in words(piece)])
        if len(made) == 1:
            self.one[piece] = made[0]
        return made


class Postings:
    """Grows card by card."""

    def __init__(self) -> None:
        self.places: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))
        """Of each word, a number for each place (`lanes.py`)."""
        self.pieces = _Pieces(self.places)
        self.cards = 0

    def add(self, card: Card) -> int:
        """Take in the next card. Gives its length in places.

        Without the document beside the record, or the longest would be found last.
        """
        # An index has millions of words: what is done for each of them is as short as can be.
        self.cards += 1
        if self.cards > MOST_CARDS:
            raise OverflowError(f"An index has {MOST_CARDS:,} cards at most.")
        first = start = length = self.cards * CARD
        for times, texts in searched(card):
            if (found := self._places(f" {BREAK} {BREAK} ".join(texts))) is None:
                end = self._add_unspaced(texts, start + times, first + MOST_PLACES * PLACE)
            else:
                del found[max(0, MOST_PLACES - (start - first) // PLACE) :]
                end = start + times + PLACE * len(found)
                deque(map(array.append, found, range(start + times, end, PLACE)), maxlen=0)
            start = end - times + PLACE * GAP
            length = start if times else length
        return (length - first) // PLACE

    def _places(self, text: str) -> list["array[int]"] | None:
        """Those of each word of a spaced text, word by word."""
        pieces = text.split()
        try:
            return [*map(self.pieces.one.__getitem__, pieces)]
        except KeyError:  # a piece that comes for the first time, is none or several words, or unspaced
            pass
        if not text.isascii() and UNSPACED.search(text):
            return None
        return [*chain.from_iterable(map(self.pieces.__getitem__, pieces))]

    def _add_unspaced(self, texts: Iterable[str], start: int, limit: int) -> int:
        """The words, clusters and pairs of clusters of texts; a pair's place is that of its first. Gives their end."""
        end = start
        for text in texts:
            start = end
            for word in words(text):
                signs = clusters(word) if UNSPACED.match(word) else [word]
                if start + PLACE * len(signs) > limit:
                    return start
                for own, pair in zip_longest(signs, pairs(signs)):
                    self.places[own].append(start)
                    if pair:
                        self.places[pair].append(start)
                    start += PLACE
            end = start + PLACE * GAP
        return start

    def listed(self) -> list["Listed"]:
        """What came of all cards. Their places are given up to it, for of very many there is no room for two."""
        self.pieces = _Pieces(self.places)
        made: list[Listed] = []
        some: list[str] = []
        waiting = 0
        for word in sorted([word for word, own in self.places.items() if own], key=in_browsers):
            some.append(word)
            waiting += len(self.places[word])
            if waiting > AT_ONCE:
                made += self._written(some)
                some, waiting = [], 0
        return made + self._written(some)

    def _written(self, some: list[str]) -> list["Listed"]:
        told = lanes.written([self.places.pop(word) for word in some])
        return [Listed(word, *own) for word, own in zip(some, told, strict=True)]


def read(card: Card) -> tuple[dict[str, "Posting"], int]:
    """The words of a card alone, and its length in places."""
    alone = Postings()
    length = alone.add(card)
    return {one.word: (numbers(one.postings)[0], one.places) for one in alone.listed()}, length


class Listed(NamedTuple):
    """A word with all cards that have it."""

    word: str
    postings: str
    places: str

    @property
    def size(self) -> int:
        """What it takes in a shard."""
        return len(self.postings) + len(self.word)

    @property
    def guess(self) -> str:
        """The word, with a sign for how many cards have it (quarter doublings), if a misspelt one may have meant it."""
        word = self.word
        if not self.postings or len(word) not in VOCABULARY or UNSPACED.match(word) or any(map(str.isdigit, word)):
            return ""
        return word + _frequency(len(self.postings))

    def edited(self, edit: Mapping[int, "Posting | None"]) -> "Listed":
        """The same with other postings of some cards, or none."""
        following = list(accumulate(_ahead(self.postings)))
        is_further = are_odd(self.places)
        postings: list[str] = []
        places: list[str] = []
        done = last = end = 0

        def as_they_were(at: int) -> None:
            """Those that come before that one and are not written yet. The first of them counts from the last card."""
            nonlocal done, last, end
            if done < at:
                strength = numbers(self.postings[done])[0] & 3
                postings.append(sign(following[done] - 1 - last << 2 | strength))
                postings.append(self.postings[done + 1 : at])
                start, end = end, _nth(is_further, at - done, end)
                places.append(self.places[start:end])
                done, last = at, following[at - 1]

        for number, posting in sorted(edit.items()):
            as_they_were(bisect_right(following, number))
            if done < len(following) and following[done] == number + 1:
                end, done = _nth(is_further, 1, end), done + 1
            if posting:
                postings.append(sign(number - last << 2 | posting[0]))
                places.append(posting[1])
                last = number + 1
        as_they_were(len(following))
        return Listed(self.word, "".join(postings), "".join(places))


AHEAD = bytes([1 + max(0, code - ZERO) // 4 for code in range(256)])


def _ahead(postings: str) -> Iterable[int]:
    """How many cards on each posting is."""
    if postings.isascii():  # as those of words that many cards have
        return postings.encode().translate(AHEAD)
    return [1 + number // 4 for number in numbers(postings)]


def _nth(is_further: bytes, number: int, start: int) -> int:
    """Where the places of that card begin, counted from the one whose places begin there; the end if it is none."""
    end = len(is_further)
    while end - start > 1:
        middle = (start + end) // 2
        here = is_further.count(0, start, middle)
        if here > number:
            end = middle
        else:
            start, number = middle, number - here
    return start if start < end and not is_further[start] and not number else end


Posting = tuple[int, str]
"""How strong a word is in a card, and its places as they are written."""


def shards(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    """Which words stand together in a file.

    Where a shard begins is told by its first word (as in content-defined chunking, Muthitacharoen and others 2001),
    so a changed card moves no word from one file to the next but near its own words.
    """
    start = size = 0
    for i, one in enumerate(listed):
        if begins_shard(one, size):
            yield listed[start:i]
            start, size = i, 0
        size += one.size
    if size:
        yield listed[start:]


def begins_shard(listed: Listed, size: int) -> bool:
    """Whether a word begins a shard after one of that size."""
    if size < SMALLEST:
        return size + listed.size > FULL and size > 0
    return size + listed.size > FULL or not crc32(listed.word.encode()) % BORDER


def in_browsers(word: str) -> bytes:
    """What a browser compares texts by."""
    return word.encode("utf-16-be")


@cache
def _frequency(cards: int) -> str:
    return chr(35 + min(60, round(4 * log2(cards))))


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` turns it back."""
    return min(90, round(4 * log2(1 + words / 8)))
