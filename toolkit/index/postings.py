"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: the first in a card times two; each other as its
distance from the one before, times two, plus one. Both are written as varints (`encode.VARINT`).

A card is read alone (`read`), whatever else is in the index; then what was read of all is put together (`Postings`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from math import log2

from toolkit.index.cards import Card
from toolkit.index.encode import UNFINISHED, VARINT, base64
from toolkit.index.tokens import UNSPACED, clusters, pairs, words

TITLE, SUMMARY, LABEL, TEXT, ATTACHED = 8, 2, 2, 1, 0
"""How many times a word counts that stands there (BM25F, Robertson and others 2004).

In a document beside the record it does not add up: found there only, but often, it says as much as once in the text.
"""
STRENGTHS = (0, 0, 1, 1, 2, 2, 2, 2)
"""How strong a word is that counts that often; more often, `STRONGEST`."""
STRONGEST = 3
SHARD = 12_000
"""Bytes of postings in a file: small, so that a question of three words loads little; one word is never cut."""
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

    @property
    def cards(self) -> int:
        return len(self.postings.translate(None, UNFINISHED))


class Postings:
    """Grows card by card, then gives the files."""

    def __init__(self) -> None:
        self.terms: defaultdict[str, _Term] = defaultdict(_Term)
        self.lengths: list[int] = []
        """Of each card in words, on a scale of quarter doublings (`length_step`)."""

    def add(self, reading: Reading) -> None:
        """Take in the next card."""
        number = len(self.lengths)
        following = number + 1
        terms, strengths, many, written = self.terms, STRENGTHS, len(STRENGTHS), VARINT
        for word, (times, _, places) in reading.words.items():
            term = terms[word]
            strength = strengths[times] if times < many else STRONGEST
            term.postings += written[number - term.expected << 2 | strength]
            term.places += places
            term.expected = following
        self.lengths.append(length_step(reading.length))

    def shards(self) -> Iterator[tuple[list[str], str, str]]:
        """The words of each shard in order, their postings, and their places."""
        # The browser compares texts by UTF-16 units.
        order = sorted(self.terms, key=lambda term: term.encode("utf-16-be"))
        shard: list[str] = []
        size = 0
        for term in order:
            own = len(self.terms[term].postings) + len(term.encode())
            if shard and size + own > SHARD:
                yield self._shard(shard)
                shard, size = [], 0
            shard.append(term)
            size += own
        if shard:
            yield self._shard(shard)

    def _shard(self, shard: list[str]) -> tuple[list[str], str, str]:
        found = [self.terms[term] for term in shard]
        return shard, _packed([t.postings for t in found]), _packed([t.places for t in found])

    def vocabulary(self) -> str:
        """Words that a misspelt one may have meant, each with a sign for how many cards have it (quarter doublings)."""
        return "\n".join(
            term + chr(35 + min(60, round(4 * log2(found.cards))))
            for term, found in sorted(self.terms.items())
            if len(term) in VOCABULARY and not UNSPACED.match(term) and not any(map(str.isdigit, term))
        )


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` turns it back."""
    return min(90, round(4 * log2(1 + words / 8)))


def _packed(pieces: list[bytearray]) -> str:
    """Byte texts one after the other, their lengths first."""
    out = bytearray()
    for piece in pieces:
        out += VARINT[len(piece)]
    for piece in pieces:
        out += piece
    return base64(out)
