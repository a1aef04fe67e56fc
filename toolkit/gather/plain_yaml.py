"""YAML as most records are written, read many times sooner than by a parser of all YAML.

What is taken: one field a line, lists with hyphens, texts in quotation marks or without, `>-`, and `[a, b]`. At the
first line that is anything else, mistakes too, the file is left to `parse`. So there is nothing to tell here: what is
taken, `parse` reads as the same values, without a problem.
"""

import re
from typing import Any

from toolkit.gather.yaml_text import Tree, is_plain

REST = r"[^:#\n]*+(?: (?::(?=[^ \n])|(?<=[^ ])\#) [^:#\n]*+ )*+(?<!\ )"
"""A line, or the rest of one, in a text without quotation marks: no `: ` and no ` #` in it."""
VALUE = rf"""
    (?! [-?:,\[\]{{}}\#&*!|>'"%@`\ ]) {REST}
      (?: (?=\n\ )\n\ ++(?! \# | -(?:\ |$) | [a-z_]++:(?:\ |$) ) {REST} )*+
    | ' (?: [^'\n]++ | '' | \n\ ++(?=[^ \n]) )*+ '
    | " [^"\\\n]*+ "
    | >-\n(\ ++).++(?<!\ ) (?: \n\LEVEL(?!\ ).++(?<!\ ) )*+
    | \[ [a-z0-9][a-z0-9-]*+ (?: ,\ [a-z0-9][a-z0-9-]*+ )*+ \]
"""
ENTRY = re.compile(
    r"""
    ^(\ {0,8}+)
    (?: \#.*+ | (-\ )?([a-z_]++):(?: \ (VALUE) )? | -\ (VALUE) )$
    | ^(.+)
    """.replace("VALUE", VALUE.replace("LEVEL", "5"), 1).replace("VALUE", VALUE.replace("LEVEL", "7")),
    re.M | re.X,
)
"""Indent, hyphen, name, value and the indent in it; or an entry of a list and the indent in it; or what is none."""
FOLD = re.compile(r" *\n *")


def plain_values(text: str) -> dict[str, Tree] | None:
    """The fields of a record, or None if anything in it is written in another way."""
    return _fields(text) if is_plain(text) else None


def _fields(text: str) -> dict[str, Tree] | None:
    fields: dict[str, Tree] = {}
    # Groups and lists that are being filled, each with twice its column. A list counts as one more: it may begin in the
    # column of its field, and is inside the group that the field is in.
    around: list[tuple[int, Any]] = [(0, fields)]
    waiting = ""  # the field whose value begins in the next line
    for indent, hyphen, name, value, level, entry, more, other in ENTRY.findall(text):
        if other:
            return None
        if not name and not entry:  # a remark
            continue
        column = len(indent)
        place = 2 * column if name and not hyphen else 2 * column + 1
        if waiting:
            if place <= around[-1][0]:
                return None
            inside: Any = {} if name and not hyphen else []
            around[-1][1][waiting] = inside
            around.append((place, inside))
            waiting = ""
        else:
            while around[-1][0] > place:
                around.pop()
            if around[-1][0] != place:
                return None
            inside = around[-1][1]
        if hyphen:
            inside.append({})
            inside, column = inside[-1], column + 2
            around.append((2 * column, inside))
        if name and name in inside:
            return None
        written = value or entry
        if not written:
            waiting = name
            continue
        read = written if written[0] not in "'\"[>" and "\n" not in written else _value(written, level or more, column)
        if read is None:
            return None
        if name:
            inside[name] = read
        else:
            inside.append(read)
    return fields if fields and not waiting else None


def _value(written: str, level: str, column: int) -> Tree | None:
    """The value that is written after a hyphen or a name in this column; None if its lines are not further in."""
    if level:
        return " ".join(line.strip() for line in written.split("\n")[1:]) if len(level) > column else None
    if written[0] == "[":
        return [*written[1:-1].split(", ")]
    if "\n" in written:
        if written.count("\n" + " " * (column + 1)) != written.count("\n"):
            return None
        written = FOLD.sub(" ", written)
    if written[0] == "'":
        return written[1:-1].replace("''", "'")
    return written[1:-1] if written[0] == '"' else written
