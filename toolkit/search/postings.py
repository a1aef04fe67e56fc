"""Postings: which documents have a word, and how strong it is in each.

A posting is a number: how many documents were skipped since the last posting (times eight), plus the strength, 0 to 4.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from toolkit.search.document import SearchDocument
from toolkit.search.tokens import tokens

TITLE_WEIGHT = 8
KEYWORDS_WEIGHT = 4
SUMMARY_WEIGHT = 2
TEXT_WEIGHT = 1
ASIDE_WEIGHT = 0
"""How many times a word there counts (BM25F, Robertson and others 2004).

A word that is only in an attachment or in what happened later is weaker than once in text.
"""
DIGITS = 45
"""A number is written in digits of this base. The last of them is one of the first half of `SYMBOLS`."""
SYMBOLS = bytes(range(35, 126)).decode().replace("\\", "")
"""Characters that take a byte in a script, without a space or a quotation mark."""
MAX_COUNT = 8
"""A higher count makes a word no stronger."""


def postings_and_lengths(
    documents: Iterable[SearchDocument],
) -> tuple[dict[str, list[int]], list[int]]:
    """The postings of each word, and the length of each document in words."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    following: dict[str, int] = {}
    lengths: list[int] = []
    for number, document in enumerate(documents):
        counts, length = _counts_and_length(document)
        lengths.append(length)
        for word, count in counts.items():
            skipped = number - following.get(word, 0)
            strength = min(count, MAX_COUNT).bit_length()
            postings[word].append(skipped << 3 | strength)
            following[word] = number + 1
    return dict(sorted(postings.items())), lengths


def packed(postings: Iterable[int]) -> str:
    """The postings of a word as text, which takes a third of their digits and commas."""
    return "".join(map(_packed_number, postings))


@cache
def _packed_number(number: int) -> str:
    rest, last = divmod(number, DIGITS)
    text = SYMBOLS[last]
    while rest:
        rest, digit = divmod(rest, DIGITS)
        text = SYMBOLS[DIGITS + digit] + text
    return text


def _counts_and_length(document: SearchDocument) -> tuple[Counter[str], int]:
    """How many times each word of a document counts, and the document's length in words.

    The length excludes asides; otherwise records with the longest PDFs would come last in results.
    """
    counts: Counter[str] = Counter()
    length = 0
    for weight, text in weighted_texts(document):
        for word in text.split():
            for token in tokens(word):
                counts[token] += weight
                length += bool(weight)
    return counts, length


def weighted_texts(document: SearchDocument) -> Iterator[tuple[int, str]]:
    """The searched texts of a document, each with its weight."""
    yield TITLE_WEIGHT, text_of(document.title)
    yield SUMMARY_WEIGHT, text_of(document.summary)
    yield SUMMARY_WEIGHT, document.lead
    yield KEYWORDS_WEIGHT, document.keywords
    for text in document.texts:
        yield TEXT_WEIGHT, text
    for text in document.asides:
        yield ASIDE_WEIGHT, text


def text_of(text: str | dict[str, str]) -> str:
    """The words of a text that may be in another language than the page."""
    return text if isinstance(text, str) else text["text"]
