"""YAML as most records are written, read many times sooner than by a parser of all YAML.

What is taken: one field a line, lists with hyphens, texts in quotation marks or without, `>-`, and `[a, b]`. At the
first line that is anything else, mistakes too, the file is left to `parse`. So there is nothing to tell here: what is
taken, `parse` reads as the same values, without a problem.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

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
TEXT = VALUE.replace("LEVEL", "1")
"""A text of a translation, and the indent in it."""
DEEPEST = 8
"""Spaces before the texts of a translation, at most."""
JOINT = " | "
"""Stands between texts that are looked at together: a space beside it is one of two, a colon before it is one before a
space, and no citation runs across it."""
SIGNS = "'\"[>"
"""What a value begins with that is not just as it is written."""


Original = tuple[str, str, str]
"""What is the same of a text in translations into all languages: its field, its English, and its state or nothing."""


class Units(NamedTuple):
    """The texts of a translation."""

    originals: tuple[Original, ...]
    said: list[Tree]
    """What each is in the language."""

    @property
    def groups(self) -> list[Tree]:
        """The same as groups of fields, as they are written."""
        return [_group(*own, text) for own, text in zip(self.originals, self.said, strict=True)]


def _group(at: str, english: str, status: str, text: Tree) -> Tree:
    group: dict[str, Tree] = {"at": at, "en": english, "text": text}
    return group | {"status": status} if status else group


def plain_values(text: str) -> dict[str, Tree] | None:
    """The fields of a record or a translation, or None if anything in it is written in another way."""
    return _fields(text) if is_plain(text) else None


def plain_translation(text: str) -> tuple[dict[str, Tree], Units] | None:
    """The fields of a translation and, apart, its texts; None if these do not come last, as they nearly always do, or
    anything is written in another way.
    """
    head, is_last, texts = text.partition("\ntexts:\n")
    found = _head(head) if is_last and is_plain(text) else None
    if not found or "texts" in found:
        return None
    units = _SIBLINGS.read(texts)
    return (dict(found), units) if units else None


class _Siblings:
    """Reads the texts of translations, one after the other. What they say in English is the same in all of one record:
    if it was read in the translation before, it is only compared.
    """

    def __init__(self) -> None:
        self.written: tuple[list[str], list[str]] = [], []
        """What stands around each text with its English, and that, as they were written in the translation before."""
        self.originals: tuple[Original, ...] = ()
        """What that says."""

    def read(self, texts: str) -> Units | None:
        """The texts, or None if one is written in another way."""
        indent = texts[: len(texts) - len(texts.lstrip(" "))]
        if len(indent) > DEEPEST:
            return None
        value = f"(.*+(?:\n{indent}    .*+)*+)"
        parts = re.split(f"\n{indent}  en: {value}\n{indent}  text: {value}", texts)
        around, english, translated = parts[::3], parts[1::3], parts[2::3]
        if (around, english) != self.written:
            self.written = around, english
            self.originals = _originals(around, _values(english, indent), indent)
        said = _values(translated, indent) if self.originals else []
        return Units(self.originals, said) if said else None


_SIBLINGS = _Siblings()


def _originals(around: list[str], english: list[Tree], indent: str) -> tuple[Original, ...]:
    """What is told around texts; nothing if it is written in another way."""
    status = f"(?:\n{indent}  status: ([a-z]++))?+"  # of the text before
    start = re.compile(f"{status}\n{indent}- at: ([a-z_][a-z_.]*+)")
    starts, end = [*map(start.fullmatch, [f"\n{around[0]}", *around[1:-1]])], re.fullmatch(f"{status}\n", around[-1])
    if not english or not end or (starts[0] and starts[0][1]):
        return ()
    states = [*[one and one[1] for one in starts[1:]], end[1]]
    found = []
    for one, text, state in zip(starts, english, states, strict=True):
        if not one or not isinstance(text, str):
            return ()
        found.append((one[2], text, state or ""))
    return tuple(found)


def _values(written: list[str], indent: str) -> list[Tree]:
    """Values of fields in texts with that indent; none if one is written in another way."""
    fold = f"\n{indent}    "
    first, text = "".join([one[:1] for one in written]), JOINT.join([*written, ""]).replace(fold, " ")
    # A line may begin with a hyphen, and then it is not certain what that is.
    has_sign = "\n" in text or ": " in text or " #" in text or " - " in text or "  " in text
    if not has_sign and len(first) == len(written) and first.isalpha():
        return [one.replace(fold, " ") for one in written]
    read: list[Tree] = []
    for one in map(re.compile(TEXT, re.X).fullmatch, written):
        value = _read(one[0], one[1], len(indent) + 2) if one else None
        if value is None:
            return []
        read.append(value)
    return read


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
"""What stands above the texts of translations, read in the same way: very many begin alike."""


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
