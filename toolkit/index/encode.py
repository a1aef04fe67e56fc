"""How the index is written: as scripts, because a page opened from disk may load nothing else.

Each file is one call, `Toolkit.data("key", value)`. `web/search/load.js` asks for it with a script tag.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, pairwise
from typing import Any

from toolkit.cache import by_content

SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""The signs that stand for small numbers: they need no escape in a JSON text, and unlike base64 they let gzip see
that few values are frequent, which halves a column."""


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def script(key: str, value: object) -> bytes:
    """One file of the index."""
    return f"Toolkit.data({json.dumps(key)},{_JSON.encode(value)})\n".encode()


def file(key: str, value: object) -> tuple[str, bytes]:
    """One file of the index, with its name in the site."""
    content = script(key, value)
    return by_content(f"search/{key}.js", content), content


def name_of(key: str, hash: str) -> str:
    """A file's name in the site."""
    return f"search/{key}.{hash}.js"


def key_and_hash(name: str) -> tuple[str, str]:
    """Of a file by its name in the site."""
    key, own, _ = name.removeprefix("search/").rsplit(".", 2)
    return key, own


def value_of(script: bytes) -> Any:
    """The value in a file of the index."""
    return json.loads(script.partition(b",")[2][:-2])


class _Varints(dict[int, bytes]):
    """Numbers as bytes, seven bits each, the lowest first; the high bit says that more follow.

    Remembered, for an index has millions of numbers of which nearly all are small.
    """

    def __missing__(self, number: int) -> bytes:
        out = bytearray()
        left = number
        while left > 127:
            out.append(left & 127 | 128)
            left >>= 7
        out.append(left)
        self[number] = made = bytes(out)
        return made


VARINT = _Varints()
WRITTEN = re.compile(rb"[\x80-\xff]*[\0-\x7f]")
"""A varint."""


class _Numbers(dict[bytes, int]):
    """Varints as numbers."""

    def __missing__(self, written: bytes) -> int:
        self[written] = made = sum((byte & 127) << 7 * i for i, byte in enumerate(written))
        return made


NUMBER = _Numbers()
UNFINISHED = bytes(range(128, 256))
"""Bytes of a varint that others follow: without them, there are as many bytes as numbers."""


def packed(pieces: Sequence[bytes]) -> str:
    """Byte texts one after the other, their lengths first, as a text."""
    lengths = [VARINT[len(piece)] for piece in pieces]
    return b64encode(b"".join([*lengths, *pieces])).decode()


def unpacked(text: str, number: int) -> list[bytes]:
    """That many byte texts."""
    content = b64decode(text)
    lengths = [found[0] for found in islice(WRITTEN.finditer(content), number)]
    start = sum(map(len, lengths))
    return [content[a:b] for a, b in pairwise(accumulate(map(NUMBER.__getitem__, lengths), initial=start))]


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
