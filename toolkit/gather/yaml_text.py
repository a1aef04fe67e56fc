"""YAML text to plain values with their lines, for text that strangers wrote."""

from typing import TypeGuard

from toolkit.problems import Problem
from toolkit.records.declared import Path

MAX_PROBLEMS = 50
"""Problems of one file that are still worth printing."""
Tree = str | list["Tree"] | dict[str, "Tree"]
COMMON = bytes(range(0x20, 0x7F)) + b"\n"
"""ASCII that can be seen, spaces and ends of lines: they need no look one by one."""


def parse(text: str, file: str) -> tuple[Tree | None, dict[Path, int], list[Problem]]:
    """YAML text as plain values, all of them text, with the line of each.

    Refuses what a record never needs and a hostile file may hold: anchors and aliases, tags, more than one document,
    deep nesting. What YAML would drop or merge in silence is a problem: a key given twice, the end of a text after
    ` #`, a list entry that is indented too far, a letter after a backslash.
    """
    from toolkit.gather.yaml_events import parsed

    return parsed(text, file)


def is_plain(text: str) -> bool:
    """Whether a look says that nothing of `UNREADABLE` is there: to search for it takes as long as all the reading."""
    rare = text.encode("utf-8", "surrogatepass").translate(None, COMMON).decode("utf-8", "surrogatepass")
    return rare.isprintable() and not ("<<<<<<<" in text or "=======" in text or ">>>>>>>" in text)


def are_texts(value: object) -> TypeGuard[list[str]]:
    """Whether a value is a list, and all in it is text."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
