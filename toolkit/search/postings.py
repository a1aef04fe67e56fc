"""Postings: which documents have a word, how strong it is in each, and at which places.

A posting is a number: how many documents were skipped since the last posting (times four), plus the strength, 0 to 3.
Places are in other files, because only a phrase or a piece of unspaced text needs them: the first in a document times
two; each later place as its distance from the place before, times two, plus one. Every number is a character
(`encoding.character`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import log2
from zlib import crc32

from toolkit.search.document import SearchDocument
from toolkit.search.encoding import LARGEST, character
from toolkit.search.tokens import is_unspaced, tokens_by_position

TITLE, SUMMARY, TEXT, ATTACHED = 8, 2, 1, 0
"""How many times a word there counts (BM25F, Robertson and others 2004); keywords count like the summary.

An attachment adds nothing: a word that is only there, however often, is as strong as once in the text.
"""
ENOUGH = 8
"""A higher count makes a word no stronger."""
GAP = 2
"""Places left out between two texts, so that no phrase runs across them."""
MOST_PLACES = LARGEST // 2
"""Words after this place, which is further than the longest book goes, are not indexed."""
SMALLEST, FULL, BORDER = 9_000, 16_000, 32
"""Characters of words and postings per file: few, so that a query of three words loads little; a word is never split.
Between the smallest and a full file, about a word in `BORDER` begins the next."""
VOCABULARY = range(3, 25)
"""Lengths of words that a typo may be corrected to."""


@dataclass
class Term:
    """A word with all documents that have it."""

    word: str
    postings: str = ""
    places: str = ""
    following: int = 0
    """The number of the document after the last that has the word."""

    @property
    def size(self) -> int:
        """The characters that it takes in a shard."""
        return len(self.postings) + len(self.word)

    @property
    def suggestion(self) -> str:
        """The word and a character for how many documents have it, if a typo may be corrected to it; else empty."""
        if len(self.word) not in VOCABULARY or is_unspaced(self.word) or any(map(str.isdigit, self.word)):
            return ""
        quarter_doublings = min(60, round(4 * log2(len(self.postings))))
        return self.word + character(quarter_doublings)


def terms_and_lengths(documents: Iterable[SearchDocument]) -> tuple[list[Term], list[int]]:
    """The terms of documents, in the order in which a browser compares words, and the length of each document."""
    terms: dict[str, Term] = {}
    lengths = []
    for number, document in enumerate(documents):
        places, counts, length = _words(document)
        lengths.append(length)
        for word in places:
            term = terms.setdefault(word, Term(word))
            term.postings += character(number - term.following << 2 | strength(counts[word]))
            distances = [place - before for before, place in pairwise(places[word])]
            term.places += character(places[word][0] << 1)
            term.places += "".join(character(distance << 1 | 1) for distance in distances)
            term.following = number + 1
    return sorted(terms.values(), key=lambda term: term.word.encode("utf-16-be")), lengths


def _words(document: SearchDocument) -> tuple[dict[str, list[int]], Counter[str], int]:
    """The places of each word of a document, how many times it counts, and the document's length in places.

    The length excludes the attachment; otherwise records with the longest PDFs would come last in results.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    place = length = 0
    for weight, texts in weighted_texts(document):
        for text in texts:
            for tokens in chain.from_iterable(map(tokens_by_position, text.split())):
                for token in tokens if place < MOST_PLACES else ():
                    places[token].append(place)
                    counts[token] += weight
                place += 1
            place += GAP
        length = place if weight else length
    return places, counts, length


def weighted_texts(document: SearchDocument) -> Iterator[tuple[int, list[str]]]:
    """The searched texts of a document in the order of places, each group with its weight."""
    summary, *passages = document.passages
    yield TITLE, [document.title]
    yield SUMMARY, [summary.text, document.keywords]
    yield TEXT, [text for passage in passages if not passage.file for text in (passage.heading, passage.text) if text]
    yield ATTACHED, [passage.text for passage in passages if passage.file]


def strength(count: int) -> int:
    """The strength, 0 to 3, of a word with this count in a document."""
    return max(0, min(count, ENOUGH).bit_length() - 1)


def shards(terms: Sequence[Term]) -> Iterator[Sequence[Term]]:
    """The terms of each file of the index.

    The first word decides where a shard begins (as in content-defined chunking, Muthitacharoen and others 2001),
    so a changed document moves words between files only near the words that changed.
    """
    start = size = 0
    for number, term in enumerate(terms):
        is_border = size >= SMALLEST and crc32(term.word.encode()) % BORDER == 0
        if size and (is_border or size + term.size > FULL):
            yield terms[start:number]
            start, size = number, 0
        size += term.size
    if size:
        yield terms[start:]


def length_step(words: int) -> int:
    """A length as a small number: quarter doublings of eight words. `web/search/files.js` decodes it."""
    return min(90, round(4 * log2(1 + words / 8)))
