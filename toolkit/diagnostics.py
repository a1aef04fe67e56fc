"""What is wrong with a contribution, as its author reads it."""

import json
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple

MAX_LISTED = 12
"""A list of choices this short is written out; from a longer list, only the nearest choice is named."""
SIMILAR = 0.6
"""How similar a misspelt field name is to the right name, as `difflib` measures it."""
NEARLY_EQUAL = 0.8
"""The same for values. At less, `Chinese` would bring up `congolese`: another people, because its letters are near."""


class Diagnostic(NamedTuple):
    """A mistake in one place: what is so, then what to do. Sorts in file and line order."""

    file: str
    line: int
    """From 1; 0 for the file as a whole."""
    field: str
    message: str
    hint: str = ""


def nearest(word: str, choices: Iterable[str], similarity: float = SIMILAR) -> str:
    """The choice that `word` was most likely meant to be, or an empty text."""
    by_spelling = {_normalized(choice): choice for choice in choices}
    matches = get_close_matches(_normalized(word), by_spelling, 1, similarity)
    return by_spelling[matches[0]] if matches else ""


def suggest(word: str, choices: Mapping[str, str]) -> str:
    """A sentence that names what to write instead of `word`: all choices if few, else the nearest by id or label.

    `choices` maps each id to its label.
    """
    if len(choices) <= MAX_LISTED:
        return f"Use {either(choices)}." if choices else ""
    ids = {label: id for id, label in choices.items()} | {id: id for id in choices}
    near = nearest(word, ids, NEARLY_EQUAL)
    return (
        f"Did you mean `{ids[near]}`?" if near else f"The list has {len(choices)} entries, in toolkit/messages/en.yml."
    )


def correction(word: str, choices: Iterable[str], otherwise: str) -> str:
    """A sentence that names the choice that `word` was most likely meant to be, or else says what to do."""
    near = nearest(word, choices)
    return f"Did you mean `{near}`?" if near else otherwise


def either(choices: Iterable[str]) -> str:
    """The choices in one phrase: `a`, `b` or `c`."""
    *most, last = (f"`{choice}`" for choice in choices)
    return " or ".join([", ".join(most), last] if most else [last])


def shorten(text: str) -> str:
    """The beginning of a text on one line, for quoting it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def dotted(path: Iterable[str | int]) -> str:
    """A place in a record as a person counts: `("points", 2, "text")` is `points.3.text`."""
    return ".".join(str(step + 1) if isinstance(step, int) else shorten(step) for step in path)


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Two lines a diagnostic, for a terminal."""
    rows: list[str] = []
    for entry in diagnostics:
        place = f"{entry.file}:{entry.line}" if entry.line else entry.file
        rows.append(_printable(f"{place}: {_statement(entry)}"))
        rows += [_printable(f"    {entry.hint}")] if entry.hint else []
    return "\n".join(rows)


def as_github(diagnostics: Iterable[Diagnostic], level: str = "error") -> str:
    """Workflow commands that mark the lines in a pull request.

    Escaped as GitHub's runner reads them: percent everywhere, colon and comma in properties.
    """

    def escape(text: str, characters: str) -> str:
        return "".join(f"%{ord(char):02X}" if char in characters else char for char in _printable(text))

    return "\n".join(
        f"::{level} file={escape(entry.file, '%:,')},line={max(entry.line, 1)}"
        f"::{escape(f'{_statement(entry)} {entry.hint}'.strip(), '%')}"
        for entry in diagnostics
    )


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of objects with the fields of `Diagnostic`, for other programs. ASCII, so any terminal takes it."""
    return json.dumps([entry._asdict() for entry in diagnostics], indent=1)


Format = Callable[[Iterable[Diagnostic]], str]
FORMATS: dict[str, Format] = {"text": as_text, "github": as_github, "json": as_json}
NOTE_FORMATS: dict[str, Format] = {"text": as_text, "github": partial(as_github, level="warning")}
"""The same for what stops nothing. Other programs get mistakes only, so there is no JSON."""


def _statement(entry: Diagnostic) -> str:
    return f"{entry.field}: {entry.message}" if entry.field else entry.message


def _printable(text: str) -> str:
    """The text on one line. A character that is invisible, or would move the cursor, is shown by its number."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _normalized(word: str) -> str:
    return word.strip().lower().replace(" ", "-").replace("_", "-")
