"""YAML as most records are written, read many times sooner than by a parser of all YAML.

What is taken: one field a line, lists with hyphens, texts in quotation marks or without, `>-`, and `[a, b]`. At the
first line that is anything else, mistakes too, the file is left to `parse`. So there is nothing to tell here: what is
taken, `parse` reads as the same values, without a problem.
"""

import re
from functools import lru_cache
from typing import Any

from toolkit.gather.yaml_text import Tree, is_plain

# Patterns, compiled when a file is read, as many builds read none. `re` keeps what it has compiled.
VALUE = r"""
    (?! [-?:,\[\]{}\#&*!|>'"%@`\ ]) .++(?<!\ )
      (?: (?=\n\ )\n\ ++(?! \# | -(?:\ |$) | [a-z_]++:(?:\ |$) ).++(?<!\ ) )*+
    | ' (?: [^'\n]++ | '' | (?<!\ )\n\ ++(?=[^ \n]) )*+ '
    | " [^"\\\n]*+ "
    | >-\n(\ ++).++(?<!\ ) (?: \n\LEVEL(?!\ ).++(?<!\ ) )*+
    | \[ [a-z0-9][a-z0-9-]*+ (?: ,\ [a-z0-9][a-z0-9-]*+ )*+ \]
"""
ENTRY = r"""
    ^(\ {0,8}+)
    (?: \#.*+ | (-\ )?([a-z_]{1,99}+):(?: \ (VALUE) )? | -\ (VALUE) )$
    | ^(.+)
    """.replace("VALUE", VALUE.replace("LEVEL", "5"), 1).replace("VALUE", VALUE.replace("LEVEL", "7"))
"""Indent, hyphen, name, value and the indent in it; or an entry of a list and the indent in it; or what is none."""
UNIT = r"""
    (\ {0,8}+) -\ at:\ ([a-z_][a-z_.]*+)\n
    \1\ \ en:\ (VALUE)\n
    \1\ \ text:\ (VALUE)\n
    (?: \1\ \ status:\ ([a-z]++)\n )?+
    """.replace("VALUE", VALUE.replace("LEVEL", "4"), 1).replace("VALUE", VALUE.replace("LEVEL", "6"))
"""A text of a translation: indent, field, English and the indent in it, the text and the indent in it, state."""
TEXT = VALUE.replace("LEVEL", "1")
"""A text of a translation alone, and the indent in it."""
SIGNS = "'\"[>"
"""What a value begins with that is not just as it is written."""


def plain_values(text: str) -> dict[str, Tree] | None:
    """The fields of a record or a translation, or None if anything in it is written in another way."""
    return (_translation(text) or _fields(text)) if is_plain(text) else None


def _translation(text: str) -> dict[str, Tree] | None:
    """The fields of a translation that ends with its texts, as nearly all do; each of them is read at once."""
    head, is_last, units = text.partition("\ntexts:\n")
    found = _head(head) if is_last else None
    if not found or "texts" in found:
        return None
    texts = _SIBLINGS.alike(units) or _SIBLINGS.another(units)
    return found | {"texts": texts} if texts else None


class _Siblings:
    """Reads the texts of translations, one after the other. What they say in English is the same in all of one record:
    what stands between two texts, and was read in the translation before, is only compared.
    """

    def __init__(self) -> None:
        self.between: list[str] = [""]
        """What stands before each text and after the last, as it was written in the translation before."""
        self.known: list[tuple[str, str, str]] = []
        """What that says of each text: its field, its English and its state."""
        self.column = 0

    def alike(self, units: str) -> list[Tree] | None:
        """The texts, if only they are others than in the translation before."""
        first, *others = self.between
        if not units.startswith(first) or not units.endswith(self.between[-1]):
            return None
        texts: list[Tree] = []
        start, text = len(first), re.compile(TEXT, re.X)
        for (at, english, status), between in zip(self.known, others, strict=True):
            end = units.find(between, start)
            written = text.fullmatch(units, start, end) if end > 0 else None
            said = _read(written[0], written[1], self.column) if written else None
            if said is None:
                return None
            texts.append(_unit(at, english, said, status))
            start = end + len(between)
        return texts if start == len(units) else None

    def another(self, units: str) -> list[Tree] | None:
        """The texts, or None if one is written in another way."""
        texts: list[Tree] = []
        between: list[str] = []
        known: list[tuple[str, str, str]] = []
        column, end, last = len(units) - len(units.lstrip(" ")) + 2, 0, 0
        for unit in re.compile(UNIT, re.X).finditer(units):
            indent, at, english, english_level, translated, level, status = unit.groups("")
            told, said = _read(english, english_level, column), _read(translated, level, column)
            if not isinstance(told, str) or said is None or len(indent) + 2 != column or unit.start() != end:
                return None
            texts.append(_unit(at, told, said, status))
            known.append((at, told, status))
            between.append(units[last : unit.start(5)])
            end, last = unit.end(), unit.end(5)
        if not texts or end != len(units):
            return None
        self.between, self.known, self.column = [*between, units[last:]], known, column
        return texts


_SIBLINGS = _Siblings()


def _unit(at: str, english: str, text: Tree, status: str) -> Tree:
    own: dict[str, Tree] = {"at": at, "en": english, "text": text}
    return own | {"status": status} if status else own


def _fields(text: str) -> dict[str, Tree] | None:
    # The group or list that is being filled, and those around it, each with twice its column. A list counts as one
    # more: it may begin in the column of its field, and is inside the group that the field is in.
    inside: Any = {}
    place = 0
    around: list[tuple[int, Any]] = []
    waiting = ""  # the field whose value begins in the next line
    for indent, hyphen, name, value, level, entry, more, other in re.compile(ENTRY, re.M | re.X).findall(text):
        if not name and not entry:
            if other:
                return None
            continue  # a remark
        column = len(indent)
        is_listed = not name or hyphen
        own = 2 * column + 1 if is_listed else 2 * column
        if waiting:
            if own <= place:
                return None
            around.append((place, inside))
            inside[waiting] = [] if is_listed else {}
            place, inside, waiting = own, inside[waiting], ""
        elif own != place:
            while place > own and around:
                place, inside = around.pop()
            if place != own:
                return None
        if hyphen:
            around.append((place, inside))
            inside.append({})
            column += 2
            place, inside = 2 * column, inside[-1]
        if name and name in inside:
            return None
        written = value or entry
        if not written:
            waiting = name
            continue
        read = _read(written, level or more, column)
        if read is None:
            return None
        if name:
            inside[name] = read
        else:
            inside.append(read)
    return None if waiting else (around[0][1] if around else inside) or None


_head = lru_cache(100)(_fields)
"""The same, of what stands above the texts of translations: very many begin alike."""


def _read(written: str, level: str | None, column: int) -> Tree | None:
    """The value that is written after a hyphen or a name in this column, or None if it is not plainly one."""
    if written[0] in SIGNS or "\n" in written or ": " in written or " #" in written or written[-1] == ":":
        return _value(written, level, column)
    return written


def _value(written: str, level: str | None, column: int) -> Tree | None:
    sign = written[0]
    if level:
        return " ".join(map(str.strip, written.split("\n")[1:])) if len(level) > column else None
    if sign == "[":
        return [*written[1:-1].split(", ")]
    if sign == '"':
        return written[1:-1]
    if sign != "'" and (": " in written or " #" in written or ":\n" in written or written[-1] == ":"):
        return None
    if "\n" in written:
        written = " ".join(map(str.lstrip, written.split("\n" + " " * (column + 1))))
        if "\n" in written:
            return None
    return written[1:-1].replace("''", "'") if sign == "'" else written
