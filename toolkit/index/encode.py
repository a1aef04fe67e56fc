"""How the index is written: as scripts, because a page opened from disk may load nothing else.

Each file is one call, `Toolkit.data("key", value)`. `web/search/load.js` asks for it with a script tag.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from toolkit.cache import by_content

UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
"""How Python writes the numbers of an array, if they are signs."""
SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""The signs that stand for small numbers: they need no escape in a JSON text, and unlike base64 they let gzip see
that few values are frequent, which halves a column."""


def script(key: str, value: object) -> bytes:
    """One file of the index. The value is of texts, numbers, lists and dicts by text; a TypeError if it is not."""
    return b"Toolkit.data(%b,%b)\n" % (orjson.dumps(key), orjson.dumps(value))


def file(key: str, value: object) -> tuple[str, bytes]:
    """One file of the index, with its name in the site."""
    content = script(key, value)
    return file_name(key, content), content


def file_name(key: str, content: bytes) -> str:
    """A file's name in the site, by its content."""
    return by_content(f"search/{key}.js", content)


def name_of(key: str, hash: str) -> str:
    """A file's name in the site."""
    return f"search/{key}.{hash}.js"


def key_and_hash(name: str) -> tuple[str, str]:
    """Of a file by its name in the site."""
    key, own, _ = name.removeprefix("search/").rsplit(".", 2)
    return key, own


def is_whole(name: str, content: bytes) -> bool:
    """Whether a file has the content that its name tells."""
    return file_name(key_and_hash(name)[0], content) == name


def value_of(script: bytes) -> Any:
    """The value in a file of the index."""
    return orjson.loads(script.partition(b",")[2][:-2])


ZERO = 35
"""The sign that stands for 0 where each number is one sign, however large it is. None before it needs to be used, so a
space can part such texts. A browser reads them as they are, and gzip sees which numbers are frequent."""
SURROGATES = range(0xD800, 0xE000)
"""No signs of their own (Unicode 15, 3.8)."""
MOVED = 0xF2000
"""How much further on the signs are that stand for the numbers which these would."""
LARGEST = SURROGATES.start + MOVED - ZERO - 1
"""The largest number that has a sign: the next one is that of a surrogate."""
ODD = bytes([(code - ZERO) % 2 for code in range(256)])
"""Of each lowest byte of a sign, whether its number is odd."""


def sign(number: int) -> str:
    """What stands for a number up to `LARGEST`. An OverflowError if it is larger."""
    if number > LARGEST:
        raise OverflowError(f"{number} has no sign.")
    code = number + ZERO
    return chr(code + MOVED if code in SURROGATES else code)


def signs(codes: "array[int]") -> str:
    """What stands for numbers up to `LARGEST`, given with `ZERO` added to each; of a bare 0 comes U+0000."""
    try:
        return codes.tobytes().decode(UTF32)
    except UnicodeDecodeError:
        return "".join([sign(code - ZERO) for code in codes])


def numbers(text: str) -> list[int]:
    """The numbers that a sign each stands for."""
    moved = SURROGATES.start + MOVED
    return [code - ZERO if code < moved else code - ZERO - MOVED for code in map(ord, text)]


def are_odd(text: str) -> bytes:
    """Of each of them 1 if it is odd, or 0."""
    return text.encode("utf-32-le")[::4].translate(ODD)


def width(largest: int) -> int:
    """How many signs a number of a column takes."""
    return 1 if largest < len(SIGNS) else 2


def column(numbers: Iterable[int], signs: int) -> str:
    """Numbers as a text of one or two signs each."""
    if signs == 1:
        return "".join([SIGNS[number] for number in numbers])
    return "".join([SIGNS[number // len(SIGNS)] + SIGNS[number % len(SIGNS)] for number in numbers])


def facet_column(rows: Sequence[tuple[str, ...]], values: Sequence[str]) -> list[object]:
    """A facet of every card: signs a value, how many values each card has (none if all have one), and the values.

    If a card has very many, the signs of such a number follow.
    """
    places = {id: i for i, id in enumerate(values)}
    signs = width(len(values))
    numbers = [places[id] for row in rows for id in row]
    counts = [len(row) for row in rows]
    many = width(max(counts, default=0))
    told = "" if all(count == 1 for count in counts) else column(counts, many)
    return [signs, told, column(numbers, signs), *([many] if many > 1 else [])]
