"""Which card has which word, how much it says there, and where.

A posting is one number: how many cards further on (times four), and how strong the word is there, 0 to 3. Places are
kept apart, for only a phrase or a piece of unspaced text needs them: each place is the distance from the one before,
times two, plus one if more follow in this card. Both are written as varints (`encode.VARINT`).
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2
from operator import itemgetter

from toolkit.index.cards import Card
from toolkit.index.encode import UNFINISHED, VARINT, base64
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
    __slots__ = ("last", "places", "postings")

    def __init__(self) -> None:
        self.last = -1
        self.postings = bytearray()
        self.places = bytearray()

    @property
    def cards(self) -> int:
        return len(self.postings.translate(None, UNFINISHED))


_NOTHING = _Term()
"""Stands where there is no word."""


@dataclass
class Postings:
    """Grows card by card, then gives the files."""

    terms: dict[str, _Term] = field(default_factory=dict)
    whole: dict[str, _Term] = field(default_factory=dict)
    """The words of pieces of text that are one word each, as nearly all are: most came before."""
    lengths: list[int] = field(default_factory=list)
    """Of each card in words, on a scale of quarter doublings (`length_step`)."""

    def add(self, card: Card) -> None:
        """Take in the next card."""
        number = len(self.lengths)
        line: list[_Term] = []
        beside: list[tuple[int, _Term]] = []
        more: dict[_Term, int] = {}
        summary, *passages = card.passages
        texts = [(card.title, TITLE - 1), (summary.text, SUMMARY - 1), (card.labels, LABEL - 1)]
        for passage in passages:
            texts += [(passage.heading, 0), (passage.text, 0)] if passage.heading else [(passage.text, 0)]
        # Nearly all of an index is made in these loops; names are local, and a call is spared where it can be.
        whole = self.whole
        for text, extra in texts:
            start, aside = len(line), len(beside)
            for piece in text.split():
                if piece in whole:
                    line.append(whole[piece])
                else:
                    self._read(piece, line, beside)
            if extra:
                for term in [*line[start:], *(term for _, term in beside[aside:])]:
                    more[term] = more.get(term, 0) + extra
            line += [_NOTHING] * GAP
        first: dict[_Term, int] = {}
        again: dict[_Term, list[int]] = {}
        for at, term in sorted([*enumerate(line), *beside], key=itemgetter(0)) if beside else enumerate(line):
            if term not in first:
                first[term] = at
            elif term in again:
                again[term].append(at)
            else:
                again[term] = [at]
        del first[_NOTHING]
        written = VARINT
        for term, place in first.items():
            posting = (number - term.last - 1) << 2
            term.last = number
            if term in again or term in more:
                posting |= _strength(1 + len(again.get(term, ())) + more.get(term, 0))
            term.postings += written[posting]
            if term not in again:
                term.places += written[place << 1]
                continue
            term.places += written[place << 1 | 1]
            *others, last = again[term]
            before = place
            for other in others:
                term.places += written[(other - before) << 1 | 1]
                before = other
            term.places += written[(last - before) << 1]
        self.lengths.append(length_step(len(line)))

    def _read(self, piece: str, line: list[_Term], beside: list[tuple[int, _Term]]) -> None:
        """Put the words of a piece on the line; where one place has two, the second stands beside it."""
        start = len(line)
        size, found = placed(piece)
        line += [_NOTHING] * size
        for token, offset in found:
            term = self.terms.get(token)
            if term is None:
                term = self.terms[token] = _Term()
            if line[start + offset] is _NOTHING:
                line[start + offset] = term
            else:
                beside.append((start + offset, term))
        if size == len(found) == 1:
            self.whole[piece] = line[start]

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


def _strength(count: int) -> int:
    """How strong a word is where it counts that often: 0 to 3."""
    return bisect_left(STRENGTHS, count)


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
