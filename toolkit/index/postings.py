"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: the first in a card times two; each other as its
distance from the one before, times two, plus one. Both are written as varints (`encode.VARINT`).

`Postings` grows card by card. Of a card that changed, `read` gives what it puts there.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, zip_longest
from math import log2
from typing import NamedTuple
from zlib import crc32

from toolkit.index.cards import Card
from toolkit.index.encode import NUMBER, UNFINISHED, VARINT, WRITTEN
from toolkit.index.tokens import UNSPACED, clusters, pairs, words

TITLE, SUMMARY, LABEL, TEXT, ATTACHED = 8, 2, 2, 1, 0
"""How many times a word counts that stands there (BM25F, Robertson and others 2004).

In a document beside the record it does not add up: found there only, but often, it says as much as once in the text.
"""
STRENGTHS = (0, 0, 1, 1, 2, 2, 2, 2, 3)
"""How strong a word is that counts that often or, as the last says, more often."""
SMALLEST, LARGEST, BORDER = 9_000, 16_000, 32
"""Bytes of postings in a file: few, so that a question of three words loads little; one word is never cut. Between
the smallest and the largest, one word in so many may begin a file."""
GAP = 2
"""Places left out between two passages, so that no phrase runs across them."""
VOCABULARY = range(3, 25)
"""Lengths of words that a misspelt one may have meant."""


def searched(card: Card) -> Iterator[tuple[str, int]]:
    """What is searched of a card, in the order of its places, and how many times a word counts there."""
    summary, *passages = card.passages
    yield card.title, TITLE
    yield summary.text, SUMMARY
    yield card.labels, LABEL
    for passage in passages:
        if passage.heading:
            yield passage.heading, TEXT
        yield passage.text, ATTACHED if passage.file else TEXT


IS_LAST = bytes([byte < 128 for byte in range(256)])
IS_EVEN = bytes([byte % 2 == 0 for byte in range(256)])
"""Of each byte, whether a varint ends with it, and whether one that begins with it is an even number."""


class _Term:
    """What is known of a word so far."""

    __slots__ = ("card", "last", "places", "postings", "step", "times")

    def __init__(self) -> None:
        self.card = -1
        """The last that has it; its posting is not written yet, for the word may count for more."""
        self.step = 0
        """How far that one is from the card after the one before, times four."""
        self.times = 0
        self.last = 0
        """Its last place there."""
        self.postings = bytearray()
        self.places = bytearray()

    def listed(self, word: str) -> "Listed":
        self.postings += VARINT[self.step | STRENGTHS[min(self.times, len(STRENGTHS) - 1)]]
        return Listed(word, bytes(self.postings), bytes(self.places))


class _Pieces(dict[str, tuple[_Term, ...]]):
    """The words in a piece of spaced text. Nearly every piece is one word, and came before."""

    def __init__(self, terms: defaultdict[str, _Term]) -> None:
        self.terms = terms

    def __missing__(self, piece: str) -> tuple[_Term, ...]:
        self[piece] = made = tuple([self.terms[word] for word in words(piece)])
        return made


class Postings:
    """Grows card by card."""

    def __init__(self) -> None:
        self.terms: defaultdict[str, _Term] = defaultdict(_Term)
        self.pieces = _Pieces(self.terms)
        self.cards = 0

    def add(self, card: Card) -> int:
        """Take in the next card. Gives its length in places.

        Without the document beside the record, or the longest would be found last.
        """
        # An index has millions of words: what is done for each of them is as short as can be.
        number, written, strengths, most = self.cards, VARINT, STRENGTHS, len(STRENGTHS) - 1
        of_piece = self.pieces.__getitem__
        self.cards += 1
        start = length = 0
        for text, times in searched(card):
            found: Iterable[tuple[int, _Term]]
            if not text.isascii() and UNSPACED.search(text):
                found = self._read_unspaced(text, start)
            else:
                found = enumerate(chain.from_iterable(map(of_piece, text.split())), start)
            place = start - 1
            for place, term in found:
                if term.card == number:
                    term.places += written[place - term.last << 1 | 1]
                    term.times += times
                else:
                    if term.card >= 0:
                        term.postings += written[term.step | strengths[term.times if term.times < most else most]]
                    term.step = number - term.card - 1 << 2
                    term.card = number
                    term.times = times
                    term.places += written[place << 1]
                term.last = place
            start = place + 1 + GAP
            length = start if times else length
        return length

    def _read_unspaced(self, text: str, start: int) -> Iterator[tuple[int, _Term]]:
        """The words, clusters and pairs of clusters of a text, and the place of each: a pair's is that of its first."""
        for word in words(text):
            signs = clusters(word) if UNSPACED.match(word) else [word]
            for sign, pair in zip_longest(signs, pairs(signs)):
                yield start, self.terms[sign]
                if pair:
                    yield start, self.terms[pair]
                start += 1

    def listed(self) -> list["Listed"]:
        """What came of all cards. They are given up to it, for of very many there is no room for two."""
        self.pieces.clear()
        return [self.terms.pop(word).listed(word) for word in sorted(self.terms, key=in_browsers)]


def read(card: Card) -> tuple[dict[str, "Posting"], int]:
    """The words of a card alone, and its length in places."""
    alone = Postings()
    length = alone.add(card)
    return {one.word: (one.postings[0], one.places) for one in alone.listed()}, length


class Listed(NamedTuple):
    """A word with all cards that have it."""

    word: str
    postings: bytes
    places: bytes

    @property
    def size(self) -> int:
        """What it takes in a shard."""
        return len(self.postings) + len(self.word.encode())

    @property
    def guess(self) -> str:
        """The word, with a sign for how many cards have it (quarter doublings), if a misspelt one may have meant it."""
        word = self.word
        if not self.postings or len(word) not in VOCABULARY or UNSPACED.match(word) or any(map(str.isdigit, word)):
            return ""
        return word + _frequency(len(self.postings.translate(None, UNFINISHED)))

    def edited(self, edit: Mapping[int, "Posting | None"]) -> "Listed":
        """The same with other postings of some cards, or none."""
        following, offsets = _cards(self.postings)
        begin = _beginnings(self.places)
        postings: list[bytes] = []
        places: list[bytes] = []
        done = last = end = 0

        def as_they_were(at: int) -> None:
            """Those that come before that one and are not written yet. The first of them counts from the last card."""
            nonlocal done, last, end
            if done < at:
                strength = self.postings[offsets[done]] & 3
                postings.append(VARINT[following[done] - 1 - last << 2 | strength])
                postings.append(self.postings[offsets[done + 1] : offsets[at]])
                start, end = end, _nth(begin, at - done, end)
                places.append(self.places[start:end])
                done, last = at, following[at - 1]

        for number, posting in sorted(edit.items()):
            as_they_were(bisect_right(following, number))
            if done < len(following) and following[done] == number + 1:
                end, done = _nth(begin, 1, end), done + 1
            if posting:
                postings.append(VARINT[number - last << 2 | posting[0]])
                places.append(posting[1])
                last = number + 1
        as_they_were(len(following))
        return Listed(self.word, b"".join(postings), b"".join(places))


def _cards(postings: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """After each posting the number of the card that follows it, and of each the offset, and that of the end."""
    if postings.isascii():  # as those of words that many cards have, one byte each
        return list(accumulate(postings.translate(AHEAD_OF_BYTE))), range(len(postings) + 1)
    written = WRITTEN.findall(postings)
    return list(accumulate(map(AHEAD.__getitem__, written))), list(accumulate(map(len, written), initial=0))


def _beginnings(places: bytes) -> bytes:
    """Of each byte, whether the places of a card begin there: a number does, and it is even."""
    numbers = b"\1" + places[:-1].translate(IS_LAST) if places else b""
    begin = int.from_bytes(numbers) & int.from_bytes(places.translate(IS_EVEN))
    return begin.to_bytes(len(places))


def _nth(begin: bytes, number: int, start: int) -> int:
    """Where the places of that card begin, counted from the one whose places begin there; the end if it is none."""
    end = len(begin)
    while end - start > 1:
        middle = (start + end) // 2
        here = begin.count(1, start, middle)
        if here > number:
            end = middle
        else:
            start, number = middle, number - here
    return start if start < end and begin[start] and not number else end


class _Ahead(dict[bytes, int]):
    """How many cards on a posting is, as it is written."""

    def __missing__(self, written: bytes) -> int:
        self[written] = made = (NUMBER[written] >> 2) + 1
        return made


AHEAD = _Ahead()
"""The same, remembered: an index has few distinct postings."""
AHEAD_OF_BYTE = bytes([AHEAD[bytes([byte])] if byte < 128 else 0 for byte in range(256)])
"""The same of each byte that is a posting alone."""
Posting = tuple[int, bytes]
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
        return size + listed.size > LARGEST and size > 0
    return size + listed.size > LARGEST or not crc32(listed.word.encode()) % BORDER


def in_browsers(word: str) -> bytes:
    """What a browser compares texts by."""
    return word.encode("utf-16-be")


@cache
def _frequency(cards: int) -> str:
    return chr(35 + min(60, round(4 * log2(cards))))


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` turns it back."""
    return min(90, round(4 * log2(1 + words / 8)))
