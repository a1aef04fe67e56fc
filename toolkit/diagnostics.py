"""What is wrong with a contribution, as its author reads it."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from toolkit.texts import read_texts

PROBLEMS: Mapping[str, tuple[str, str]] = read_texts("problems.yml")
MAX_LISTED = 12
"""A list of choices this short is written out; from a longer list, only the nearest choice is named."""
SIMILAR = 0.6
"""How similar a misspelt field name is to the right name, as `difflib` measures it."""
NOTHING: Mapping[str, str] = MappingProxyType({})
GROUP = re.compile(r"-(people|persons|communit(y|ies)|immigrants?|residents?|speakers?|speaking)$")
"""Words after the name of a people or language that do not change which it is."""
SEVERAL = re.compile(r"\s*(?:[;,/&]|\band\b)\s*")
"""What stands between two values in a text."""


class Diagnostic(NamedTuple):
    """A mistake in its place: what is so, then what to do. Sorts in file and line order."""

    file: str
    line: int
    """From 1; 0 for the file as a whole."""
    field: str
    message: str
    hint: str = ""


def worded(problem: str, near: str = "", /, **values: object) -> tuple[str, str]:
    """The message and hint of a problem, with these values; if something near was meant, the hint names that."""
    message, hint = (text.format(**values) for text in PROBLEMS[problem])
    return message, f"Did you mean `{near}`?" if near else hint


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` was most likely meant to be, or an empty text."""
    by_spelling = {_normalized(choice): choice for choice in choices}
    matches = get_close_matches(_normalized(word), by_spelling, 1, SIMILAR)
    return by_spelling[matches[0]] if matches else ""


def misspelt(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` misspells, or an empty text: it begins alike, and at most two letters are out of place.

    Words that are only near may be another people or place: `South American` is not `south-asian`.
    """
    word = _normalized(word)
    distances: dict[str, int] = {}
    for choice in choices:
        other = _normalized(choice)
        if other[:1] == word[:1] and abs(len(other) - len(word)) <= 2:
            blocks = SequenceMatcher(None, word, other, autojunk=False).get_matching_blocks()
            distances[choice] = len(word) + len(other) - 2 * sum(block.size for block in blocks)
    near = min(distances, key=distances.__getitem__, default="")
    return near if near and distances[near] <= (2 if len(near) > 4 else len(near) // 3) else ""


def suggest(
    word: str,
    choices: Mapping[str, str],
    same: Mapping[str, str] = NOTHING,
    wider: Mapping[str, str] = NOTHING,
) -> str:
    """A sentence that says what to write instead of `word`: all choices if few, else the choice that it means.

    `choices` maps each id to its label; `same` and `wider` map what people write to the id that means or includes it.
    """
    ids = {_normalized(text): id for text, id in same.items()}
    if len(choices) <= MAX_LISTED and _normalized(word) not in ids:
        return f"Use {either(choices)}." if choices else ""
    ids |= {_normalized(label): id for id, label in choices.items()} | {id: id for id in choices}

    def meant(word: str) -> str:
        bare = GROUP.sub("", _normalized(word))
        forms = _normalized(word), bare, bare.removesuffix("s")
        if part_of := wider.get(forms[2].replace("-", " ")):
            return f"Use `{part_of}`, which includes it, and name it in the text."
        id = next((ids[form] for form in forms if form in ids), "") or ids.get(
            misspelt(bare, ids), ""
        )
        return f"Did you mean `{id}`?" if id else ""

    if hint := meant(word):
        return hint
    parts = [re.findall("`(.+?)`", meant(part)) for part in SEVERAL.split(word) if part]
    if len(parts) > 1 and all(parts):
        return f"Write each as an entry of its own: {', '.join(f'`{id}`' for [id] in parts)}."
    entries = ", ".join(
        f"`{id}`" if len(id) > 3 else f"`{id}` ({label})" for id, label in choices.items()
    )
    return f"The list has {entries}. If none fits, leave it out and say it in a text."


def either(choices: Iterable[str]) -> str:
    """The choices as a phrase: `a`, `b` or `c`."""
    *most, last = (f"`{choice}`" for choice in choices)
    return " or ".join([", ".join(most), last] if most else [last])


def quoted(names: Iterable[str]) -> str:
    """The names as a list: `a`, `b`, `c`."""
    return ", ".join(f"`{name}`" for name in names)


def shorten(text: str) -> str:
    """The beginning of a text on a single line, for quoting it."""
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
        rows.append(printable(f"{place}: {_statement(entry)}"))
        rows += [printable(f"    {entry.hint}")] if entry.hint else []
    return "\n".join(rows)


def as_github(diagnostics: Iterable[Diagnostic], level: str = "error") -> str:
    """Workflow commands that mark the lines in a pull request.

    Escaped as GitHub's runner reads them: percent everywhere, colon and comma in properties.
    """

    def escape(text: str, characters: str) -> str:
        return "".join(
            f"%{ord(char):02X}" if char in characters else char for char in printable(text)
        )

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


def printable(text: str) -> str:
    """The text on a single line. A character that is invisible, or would move the cursor, is shown by its number."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _normalized(word: str) -> str:
    return word.strip().lower().replace(" ", "-").replace("_", "-")
