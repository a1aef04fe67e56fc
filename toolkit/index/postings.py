"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: each place is the distance from the one before,
times two, plus one if more follow in this card. Both are written as varints (`encode.varint`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2

from toolkit.index.cards import Card
from toolkit.index.encode import base64, varint
from toolkit.index.tokens import UNSPACED, placed

TITLE, SUMMARY, LABEL = 8, 2, 2
"""How many times a word counts that stands there, beside once in the text (BM25F, Robertson and others 2004)."""
STRENGTHS = (1, 3, 7)
"""The most that a card of strength 0, 1 and 2 counts."""
SHARD = 12_000
"""Bytes of postings in a file: small, so that a question of three words loads little; one word is never cut."""
GAP = 2
"""Places left out between two passages, so that no phrase runs across them."""
VOCABULARY = range(3, 25)
"""Lengths of words that a misspelt one may have meant."""


class _Term:
    __slots__ = ("cards", "last", "places", "postings")

    def __init__(self) -> None:
        self.last = -1
        self.cards = 0
        self.postings = bytearray()
        self.places = bytearray()


_SMALL = []
for _number in range(1 << 14):
    _bytes = bytearray()
    varint(_number, _bytes)
    _SMALL.append(bytes(_bytes))


def _append(out: bytearray, number: int) -> None:
    """`varint`, from a table for the numbers that nearly all are."""
    if number < len(_SMALL):
        out += _SMALL[number]
    else:
        varint(number, out)


@dataclass
class Postings:
    """Grows card by card, then gives the files."""

    terms: dict[str, _Term] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    """Of each card in words, on a scale of quarter doublings (`length_step`)."""

    def add(self, card: Card) -> None:
        """Take in the next card."""
        number = len(self.lengths)
        where: dict[str, list[int]] = {}
        more: dict[str, int] = {}
        at = 0
        summary, *passages = card.passages
        texts = [(card.title, TITLE - 1), (summary.text, SUMMARY - 1), (card.labels, LABEL - 1)]
        for passage in passages:
            texts += [(passage.heading, 0), (passage.text, 0)] if passage.heading else [(passage.text, 0)]
        for text, extra in texts:
            for piece in text.split():
                size, found = placed(piece)
                for token, offset in found:
                    if token in where:
                        where[token].append(at + offset)
                    else:
                        where[token] = [at + offset]
                    if extra:
                        more[token] = more.get(token, 0) + extra
                at += size
            at += GAP
        # Nearly all of an index is made in this loop; names are local, and a call is spared where it can be.
        terms, small, many = self.terms, _SMALL, len(_SMALL)
        for token, places in where.items():
            count = len(places) + more[token] if token in more else len(places)
            strength = 0 if count <= STRENGTHS[0] else 1 if count <= STRENGTHS[1] else 2 if count <= STRENGTHS[2] else 3
            term = terms.get(token)
            if term is None:
                term = terms[token] = _Term()
            posting = (number - term.last - 1) << 2 | strength
            if posting < many:
                term.postings += small[posting]
            else:
                varint(posting, term.postings)
            term.last = number
            term.cards += 1
            if len(places) == 1 and places[0] << 1 < many:
                term.places += small[places[0] << 1]
                continue
            before, last = 0, places.pop()
            for place in places:
                _append(term.places, (place - before) << 1 | 1)
                before = place
            _append(term.places, (last - before) << 1)
        self.lengths.append(length_step(at))

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
            if len(term) in VOCABULARY and not UNSPACED.match(term) and not any(c.isdigit() for c in term)
        )


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` turns it back."""
    return min(90, round(4 * log2(1 + words / 8)))


def _packed(pieces: list[bytearray]) -> str:
    """Byte texts one after the other, their lengths first."""
    out = bytearray()
    for piece in pieces:
        varint(len(piece), out)
    for piece in pieces:
        out += piece
    return base64(out)
