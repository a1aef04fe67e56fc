"""How the index is written: as scripts, because a page opened from disk may load nothing else.

Each file is one call, `Toolkit.data("key", value)`. `web/search/load.js` asks for it with a script tag.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence

SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""The signs that stand for small numbers: they need no escape in a JSON text, and unlike base64 they let gzip see
that few values are frequent, which halves a column."""


def script(key: str, value: object) -> bytes:
    """One file of the index."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"Toolkit.data({json.dumps(key)},{text})\n".encode()


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
UNFINISHED = bytes(range(128, 256))
"""Bytes of a varint that others follow: without them, there are as many bytes as numbers."""


def base64(content: bytes | bytearray) -> str:
    """Bytes as a text."""
    return b64encode(content).decode()


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
