"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: the first in a card times two; each other as its
distance from the one before, times two, plus one. Both are written as varints (`encode.VARINT`).

A card is read alone (`read`), whatever else is in the index; then what was read of all is put together (`Postings`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from math import log2
from typing import NamedTuple
from zlib import crc32

from toolkit.index.cards import Card
from toolkit.index.encode import UNFINISHED, VARINT, base64
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


Found = tuple[int, int, bytes]
"""Of a word in a card: how many times it counts, its last place, and its places as they are written."""


@dataclass(frozen=True)
class Reading:
    """What an index keeps of one card."""

    words: dict[str, Found]
    length: int
    """In places, without the document beside the record, or the longest would be found last."""


def read(card: Card) -> Reading:
    """The words of a card."""
    # An index has millions of words: what is done for each of them is done by C, or is as short as can be.
    line: list[str] = []
    alone: list[Found] = []
    start = length = 0
    for text, times in _texts(card):
        if not text.isascii() and UNSPACED.search(text):
            signs, places = _read_unspaced(text)
            line += signs
            alone += [_ALONE[times].at(start + place) for place in places]
            size = places[-1] + 1 if places else 0
        else:
            before = len(line)
            line += chain.from_iterable(map(_PIECES.__getitem__, text.split()))
            size = len(line) - before
            alone += _ALONE[times].between(start, start + size)
        start += size + GAP
        length = start if times else length
    # Of a word that stands in several places the first is kept, and the others are added.
    found = dict(zip(reversed(line), reversed(alone), strict=True))
    for word, here in zip(line, alone, strict=True):
        first = found[word]
        if first is not here:
            found[word] = first[0] + here[0], here[1], first[2] + VARINT[here[1] - first[1] << 1 | 1]
    return Reading(found, length)


def _texts(card: Card) -> Iterator[tuple[str, int]]:
    """What is searched of a card, in the order of its places, and how many times a word counts there."""
    summary, *passages = card.passages
    yield card.title, TITLE
    yield summary.text, SUMMARY
    yield card.labels, LABEL
    for passage in passages:
        if passage.heading:
            yield passage.heading, TEXT
        yield passage.text, ATTACHED if passage.file else TEXT


def _read_unspaced(text: str) -> tuple[list[str], list[int]]:
    """The words, clusters and pairs of clusters of a text, and the place of each: a pair's is that of its first."""
    found: list[str] = []
    places: list[int] = []
    place = 0
    for word in words(text):
        signs = clusters(word) if UNSPACED.match(word) else [word]
        for sign, pair in zip_longest(signs, pairs(signs)):
            here = [sign, pair] if pair else [sign]
            found += here
            places += [place] * len(here)
            place += 1
    return found, places


class _Pieces(dict[str, tuple[str, ...]]):
    """The words in a piece of spaced text. Nearly every piece is one word, and came before."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        self[piece] = made = tuple(words(piece))
        return made


class _Alone(list[Found]):
    """By place, what is found of a word that stands there and nowhere else."""

    def __init__(self, times: int) -> None:
        self.times = times

    def between(self, start: int, end: int) -> list[Found]:
        self += [(self.times, place, VARINT[place << 1]) for place in range(len(self), end)]
        return self[start:end]

    def at(self, place: int) -> Found:
        return self.between(place, place + 1)[0]


_PIECES = _Pieces()
_ALONE = {times: _Alone(times) for times in (TITLE, SUMMARY, LABEL, TEXT, ATTACHED)}


class _Term:
    __slots__ = ("expected", "places", "postings")

    def __init__(self) -> None:
        self.expected = 0
        """The card after the last that has it."""
        self.postings = bytearray()
        self.places = bytearray()


class Postings:
    """Grows card by card."""

    def __init__(self) -> None:
        self.terms: defaultdict[str, _Term] = defaultdict(_Term)
        self.lengths: list[int] = []
        self.cards: list[tuple[str, ...]] = []

    def add(self, reading: Reading) -> None:
        """Take in the next card."""
        number = len(self.lengths)
        following = number + 1
        terms, strengths, most, written = self.terms, STRENGTHS, len(STRENGTHS) - 1, VARINT
        for word, (times, _, places) in reading.words.items():
            term = terms[word]
            term.postings += written[number - term.expected << 2 | strengths[times if times < most else most]]
            term.places += places
            term.expected = following
        self.lengths.append(length_step(reading.length))
        self.cards.append(tuple(reading.words))

    def inverted(self) -> "Inverted":
        """What came of all cards. They are given up to it, for of very many there is no room for two."""
        words = sorted(self.terms, key=_in_browsers)
        postings, places = list[bytes](), list[bytes]()
        for word in words:
            term = self.terms.pop(word)
            postings.append(bytes(term.postings))
            places.append(bytes(term.places))
        return Inverted(words, postings, places, self.lengths, self.cards)


class Inverted(NamedTuple):
    """From words to cards: an index of one language as a whole."""

    words: list[str]
    """In the order in which the browser looks for them."""
    postings: list[bytes]
    """Of each word."""
    places: list[bytes]
    """Of each word."""
    lengths: list[int]
    """Of each card in words, on a scale of quarter doublings (`length_step`)."""
    cards: list[tuple[str, ...]]
    """The words of each card."""

    def with_cards(self, readings: Mapping[int, Reading]) -> tuple["Inverted", set[str]]:
        """The same with other texts of some cards, by number, and the words that this changes anything of."""
        edits: dict[str, dict[int, tuple[int, bytes] | None]] = {}
        lengths, cards = self.lengths.copy(), self.cards.copy()
        for number, reading in readings.items():
            for word in cards[number]:
                edits.setdefault(word, {})[number] = None
            for word, (times, _, own) in reading.words.items():
                edits.setdefault(word, {})[number] = STRENGTHS[min(times, len(STRENGTHS) - 1)], own
            lengths[number], cards[number] = length_step(reading.length), tuple(reading.words)
        known = dict(zip(self.words, zip(self.postings, self.places, strict=True), strict=True))
        changed = set()
        for word, edit in edits.items():
            old = known.get(word, (b"", b""))
            new = _edited(*old, edit)
            if new != old:
                changed.add(word)
                known[word] = new
        kept = {word: found for word, found in known.items() if found[0]}
        words = self.words if kept.keys() == set(self.words) else sorted(kept, key=_in_browsers)
        postings, places = [kept[word][0] for word in words], [kept[word][1] for word in words]
        return Inverted(words, postings, places, lengths, cards), changed

    def shards(self) -> Iterator[slice]:
        """Which words stand together in a file.

        Where a shard begins is told by its first word (as in content-defined chunking, Muthitacharoen and others 2001),
        so a changed card moves no word from one file to the next but near its own words.
        """
        start = size = 0
        for i, (word, postings) in enumerate(zip(self.words, self.postings, strict=True)):
            written = word.encode()
            own = len(postings) + len(written)
            if size and (size + own > LARGEST or (size >= SMALLEST and not crc32(written) % BORDER)):
                yield slice(start, i)
                start, size = i, 0
            size += own
        if size:
            yield slice(start, len(self.words))

    def shard(self, of: slice) -> tuple[list[str], str, str]:
        """The words of a shard, their postings, and their places."""
        return self.words[of], _packed(self.postings[of]), _packed(self.places[of])

    def vocabulary(self) -> str:
        """Words that a misspelt one may have meant, each with a sign for how many cards have it (quarter doublings)."""
        return "\n".join(
            word + _frequency(len(postings.translate(None, UNFINISHED)))
            for word, postings in zip(self.words, self.postings, strict=True)
            if len(word) in VOCABULARY and not UNSPACED.match(word) and not any(map(str.isdigit, word))
        )


def _in_browsers(word: str) -> bytes:
    """What a browser compares texts by."""
    return word.encode("utf-16-be")


@cache
def _frequency(cards: int) -> str:
    return chr(35 + min(60, round(4 * log2(cards))))


def _edited(postings: bytes, places: bytes, edit: Mapping[int, tuple[int, bytes] | None]) -> tuple[bytes, bytes]:
    """The postings and places of a word, with other ones for some cards."""
    found = _read_postings(postings, places)
    for number, new in edit.items():
        if new:
            found[number] = new
        else:
            found.pop(number, None)
    made, where, expected = bytearray(), bytearray(), 0
    for number, (strength, own) in sorted(found.items()):
        made += VARINT[number - expected << 2 | strength]
        where += own
        expected = number + 1
    return bytes(made), bytes(where)


def _read_postings(postings: bytes, places: bytes) -> dict[int, tuple[int, bytes]]:
    """By card, how strong the word is there, and its places as they are written."""
    runs: list[bytes] = []
    for number, written in _read_varints(places):
        if number & 1:
            runs[-1] += written
        else:
            runs.append(written)
    found: dict[int, tuple[int, bytes]] = {}
    expected = 0
    for (number, _), run in zip(_read_varints(postings), runs, strict=True):
        card = expected + (number >> 2)
        found[card] = number & 3, run
        expected = card + 1
    return found


def _read_varints(written: bytes) -> Iterator[tuple[int, bytes]]:
    """Each number, and how it is written."""
    number = start = 0
    for i, byte in enumerate(written):
        number |= (byte & 127) << 7 * (i - start)
        if byte < 128:
            yield number, written[start : i + 1]
            number, start = 0, i + 1


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` turns it back."""
    return min(90, round(4 * log2(1 + words / 8)))


def _packed(pieces: list[bytes]) -> str:
    """Byte texts one after the other, their lengths first."""
    out = bytearray()
    for piece in pieces:
        out += VARINT[len(piece)]
    for piece in pieces:
        out += piece
    return base64(out)
