"""Writes the files of the index as scripts, because a page opened from disk may load nothing else.

Each file is a call, `Toolkit.data("key", value)`. `web/search/load.js` loads it with a script tag.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import orjson

Files = dict[str, bytes]
"""Files by their name in the site: `search/es/head.3f2a9c1b.js`."""
DIGITS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""The digits of small numbers. JSON escapes none of them, and gzip compresses a column to half of its size in base64,
which hides which values are frequent."""
ZERO = 35
"""The code point of 0 where each number is a single character, however large. No number is a space, so spaces can
separate such texts. A browser reads them without decoding, and gzip sees which numbers are frequent."""
SURROGATES = range(0xD800, 0xE000)
"""These code points are no characters (Unicode 15, 3.8)."""
SURROGATE_SHIFT = 0xF2000
"""Added to code points that would be surrogates."""
LARGEST = SURROGATES.start + SURROGATE_SHIFT - ZERO - 1
"""The largest number that a character can stand for: the next would collide with the first surrogate's."""


def script(key: str, value: object) -> bytes:
    """A file of the index. Raises a TypeError unless the value is of strings, numbers, lists and dicts by string."""
    return b"Toolkit.data(%b,%b)\n" % (orjson.dumps(key), orjson.dumps(value))


def named_file(key: str, value: object) -> Files:
    """A file of the index by its name in the site, which has a hash of its content."""
    content = script(key, value)
    return {f"search/{key}.{sha256(content).hexdigest()[:8]}.js": content}


def key_and_hash(name: str) -> tuple[str, str]:
    """The key and the hash in a file's name: `es/head` and `3f2a9c1b`."""
    key, content_hash, _ = name.removeprefix("search/").rsplit(".", 2)
    return key, content_hash


def character(number: int) -> str:
    """The character for a number. Raises an OverflowError if it is more than `LARGEST`."""
    if number > LARGEST:
        raise OverflowError(f"{number} is more than a character can stand for.")
    code = number + ZERO
    return chr(code + SURROGATE_SHIFT if code in SURROGATES else code)


def digits_for(largest: int) -> int:
    """How many digits each number in a column takes."""
    return 1 if largest < len(DIGITS) else 2


def column(numbers: Iterable[int], digits: int) -> str:
    """Numbers as a text of 1 or 2 digits each."""
    if digits == 1:
        return "".join([DIGITS[number] for number in numbers])
    return "".join([DIGITS[number // len(DIGITS)] + DIGITS[number % len(DIGITS)] for number in numbers])


def facet_column(rows: Sequence[tuple[str, ...]], values: Sequence[str]) -> list[object]:
    """A facet by document: digits per value; the number of values of each document, empty if all have a single value;
    the values; and the digits per count, if a document has very many values.
    """
    places = {value: place for place, value in enumerate(values)}
    digits = digits_for(len(values))
    counts = [len(row) for row in rows]
    count_digits = digits_for(max(counts, default=0))
    counted = "" if all(count == 1 for count in counts) else column(counts, count_digits)
    written = column([places[value] for row in rows for value in row], digits)
    return [digits, counted, written, *([count_digits] if count_digits > 1 else [])]
