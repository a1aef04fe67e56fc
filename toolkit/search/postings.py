"""Postings: which documents have a word, how strong it is in each, and at which places.

A posting is a number: how many documents were skipped since the last posting (times eight), plus the strength, 0 to 4.
Places are in other files, because only a phrase or a piece of unspaced text needs them: the first in a document times
two; each later place as its distance from the place before, times two, plus one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from toolkit.search.document import SearchDocument
from toolkit.search.passages import ASIDE
from toolkit.search.tokens import is_unspaced, tokens_by_position

TITLE, KEYWORDS, SUMMARY, TEXT, ATTACHED = 8, 4, 2, 1, 0
"""How many times a word there counts (BM25F, Robertson and others 2004).

A word that is only in an attachment, a source's title or what happened later is weaker than once in text.
"""
ENOUGH = 8
"""A higher count makes a word no stronger."""
GAP = 2
"""Places left out between two texts, so that no phrase runs across them."""
FULL = 10_000
"""Postings per file, about 8 KB compressed: a question of three words loads few of them. A word is not split."""
VOCABULARY = range(3, 25)
"""Lengths of words that a typo may be corrected to."""


@dataclass
class Term:
    """A word with all documents that have it."""

    word: str
    postings: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    following: int = 0
    """The number of the document after the last that has the word."""

    @property
    def is_suggested(self) -> bool:
        """Whether a typo may be corrected to it."""
        return (
            len(self.word) in VOCABULARY
            and not is_unspaced(self.word)
            and not any(map(str.isdigit, self.word))
        )


def terms_and_lengths(documents: Iterable[SearchDocument]) -> tuple[list[Term], list[int]]:
    """The terms of documents, in the order in which a browser compares words, and the length of each document."""
    terms: dict[str, Term] = {}
    lengths = []
    for number, document in enumerate(documents):
        places, counts, length = _words(document)
        lengths.append(length)
        for word in places:
            term = terms.setdefault(word, Term(word))
            term.postings.append(
                number - term.following << 3 | min(counts[word], ENOUGH).bit_length()
            )
            term.places.append(places[word][0] << 1)
            term.places += [place - before << 1 | 1 for before, place in pairwise(places[word])]
            term.following = number + 1
    return sorted(terms.values(), key=lambda term: term.word.encode("utf-16-be")), lengths


def _words(document: SearchDocument) -> tuple[dict[str, list[int]], Counter[str], int]:
    """The places of each word of a document, how many times it counts, and the document's length in places.

    The length excludes what is aside; otherwise records with the longest PDFs would come last in results.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    place = length = 0
    for weight, texts in weighted_texts(document):
        for text in texts:
            for tokens in chain.from_iterable(map(tokens_by_position, text.split())):
                for token in tokens:
                    places[token].append(place)
                    counts[token] += weight
                place += 1
            place += GAP
        length = place if weight else length
    return places, counts, length


def weighted_texts(document: SearchDocument) -> Iterator[tuple[int, list[str]]]:
    """The searched texts of a document in the order of places, each group with its weight."""
    summary, *passages = document.passages
    yield from (
        (TITLE, [document.title]),
        (SUMMARY, [summary.text]),
        (KEYWORDS, [document.keywords]),
    )
    later = [
        passage for passage in passages if passage.key == "page.since"
    ]  # not what the page is about
    pages = [passage for passage in passages if passage not in later and passage.key not in ASIDE]
    yield TEXT, [text for passage in pages for text in (passage.heading, passage.text) if text]
    aside = [passage.text for passage in passages if passage.key in ASIDE]
    yield ATTACHED, [text for passage in later for text in (passage.heading, passage.text)] + aside


def pieces(terms: Sequence[Term]) -> Iterator[Sequence[Term]]:
    """The terms of each file of the index."""
    start = size = 0
    for number, term in enumerate(terms):
        if size > FULL:
            yield terms[start:number]
            start, size = number, 0
        size += len(term.postings)
    if size:
        yield terms[start:]
