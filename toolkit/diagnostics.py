"""What is wrong with a contribution, as its author reads it."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import partial
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from toolkit.texts import read_texts

Problem = tuple[str, str]
"""What is so, and what to do: a message and a hint."""
PROBLEMS: Mapping[str, Problem] = read_texts("problems.yml")
MAX_LISTED = 12
"""A list of choices this short is written out; from a longer list, only the nearest choice is named."""
SIMILAR = 0.6
"""How similar a misspelt field name is to the right name, as `difflib` measures it."""
MAX_QUOTED = 60
"""Characters of a text that are quoted."""
NOTHING: Mapping[str, str] = MappingProxyType({})
GROUP = re.compile(r"-(people|persons|communit(y|ies)|immigrants?|residents?|speakers?|speaking)$")
"""Words after the name of a people or language that do not change which it is."""
SEVERAL = re.compile(r"\s*(?:[;,/&]|\band\b)\s*")
"""What stands between two values in a text."""


class Fix(NamedTuple):
    """What `check --fix` replaces, and with what, in the line of the mistake."""

    written: str
    right: str


NO_FIX = Fix("", "")
"""Only a person can tell what to write."""


class Diagnostic(NamedTuple):
    """A mistake in its place: what is so, then what to do. Sorts in file and line order."""

    file: str
    line: int
    """From 1; 0 for the file as a whole."""
    field: str
    message: str
    hint: str = ""
    fix: Fix = NO_FIX
    """What the hint says, where a program can do it."""


class Suggestion(NamedTuple):
    """What to write instead of a value."""

    hint: str
    fix: Fix = NO_FIX


def worded(problem: str, meant: str = "", /, **values: object) -> Problem:
    """The message and hint of a problem, with these values; if it is likely what was meant, the hint names that."""
    message, hint = PROBLEMS[problem]
    if meant:
        return message.format(**values), f"Did you mean `{meant}`?"
    return message.format(**values), hint.format(**values)


def unreported(
    mistakes: Iterable[Diagnostic], reported: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """The mistakes in places of which nothing is reported yet, nor of what they are in on the same line: what follows
    from a mistake is not told as well."""
    places = {(entry.file, entry.line, entry.field) for entry in reported}
    for entry in mistakes:
        field_and_parents = accumulate(entry.field.split("."), "{}.{}".format)
        if all((entry.file, entry.line, field) not in places for field in field_and_parents):
            yield entry


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` was most likely meant to be, or an empty text."""
    by_spelling = {_normalized(choice): choice for choice in choices}
    matches = get_close_matches(_normalized(word), by_spelling, 1, SIMILAR)
    if not matches:
        return ""
    return by_spelling[matches[0]]


def misspelt(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` misspells, or an empty text: it begins alike, and at most two letters are out of place.

    Words that are only near may be another people or place: `South American` is not `south-asian`.
    """
    word = _normalized(word)
    distances: dict[str, int] = {}
    for choice in choices:
        other = _normalized(choice)
        if other[:1] == word[:1] and abs(len(other) - len(word)) <= 2:
            distances[choice] = _distance(word, other)
    if not distances:
        return ""
    closest = min(distances, key=distances.__getitem__)
    allowed = 2 if len(closest) > 4 else len(closest) // 3
    if distances[closest] > allowed:
        return ""
    return closest


def _distance(word: str, other: str) -> int:
    """How many letters of two words are in one of them only, or in another order."""
    blocks = SequenceMatcher(None, word, other, autojunk=False).get_matching_blocks()
    return len(word) + len(other) - 2 * sum(block.size for block in blocks)


def respelling(written: str, meant: str) -> Fix:
    """The fix for a misspelt name.

    What is only spelled nearly alike may be another source, file or record, above all if a digit differs.
    """
    has_same_digits = re.findall(r"\d", written) == re.findall(r"\d", meant)
    if has_same_digits and misspelt(written, [meant]):
        return Fix(written, meant)
    return NO_FIX


def suggest(word: str, choices: Mapping[str, str]) -> str:
    """A sentence that says what to write instead of `word`: all choices if few, else the choice that it means.

    `choices` maps each id to its label.
    """
    return suggestion(word, choices).hint


def suggestion(
    word: str,
    choices: Mapping[str, str],
    same: Mapping[str, str] = NOTHING,
    wider: Mapping[str, str] = NOTHING,
) -> Suggestion:
    """What to write instead of `word`: one of all choices if they are few, else the choice that it means.

    `choices` maps each id to its label; `same` and `wider` map what people write to the id that means or includes it.
    """
    has_other_word = _normalized(word) in map(_normalized, same)
    if len(choices) <= MAX_LISTED and not has_other_word:
        return _of_few(word, choices)
    meaning = _meaning(word, choices, same, wider)
    if meaning.is_wider:
        return Suggestion(f"Use `{meaning.id}`, which includes it, and name it in the text.")
    if meaning.id:
        return Suggestion(f"Did you mean `{meaning.id}`?", Fix(word, meaning.id))
    parts = list(filter(None, SEVERAL.split(word)))
    ids = [_meaning(part, choices, same, wider).id for part in parts]
    if len(parts) > 1 and all(ids):
        return Suggestion(f"Write each as an entry of its own: {quoted(ids)}.")
    entries = ", ".join(_with_label(id, label) for id, label in choices.items())
    return Suggestion(f"The list has {entries}. If none fits, leave it out and say it in a text.")


def _of_few(word: str, choices: Collection[str]) -> Suggestion:
    """What to write instead of `word`, where a list is so short that it is written out."""
    meant = misspelt(word, choices)
    others = [choice for choice in choices if choice != meant]
    fix = respelling(word, meant)
    if fix != NO_FIX and others:
        return Suggestion(f"Did you mean `{meant}`? Otherwise use {either(others)}.", fix)
    return Suggestion(f"Use {either(choices)}." if choices else "")


class _Meaning(NamedTuple):
    """The choice that somebody meant by other words."""

    id: str
    """Empty if there is none."""
    is_wider: bool = False
    """Whether the choice includes what was meant, and more."""


def _meaning(
    word: str, choices: Mapping[str, str], same: Mapping[str, str], wider: Mapping[str, str]
) -> _Meaning:
    """The choice that a word means by its id, label or another word, in the plural or misspelt."""
    ids = {_normalized(text): id for text, id in same.items()}
    ids |= {_normalized(label): id for id, label in choices.items()}
    ids |= {id: id for id in choices}
    written = _normalized(word)
    bare = GROUP.sub("", written)
    singular = bare.removesuffix("s")
    wider_id = wider.get(singular.replace("-", " "))
    if wider_id:
        return _Meaning(wider_id, is_wider=True)
    for form in (written, bare, singular):
        if form in ids:
            return _Meaning(ids[form])
    return _Meaning(ids.get(misspelt(bare, ids), ""))


def _with_label(id: str, label: str) -> str:
    """A choice in a list of all: with its label if the id is too short to say what it is."""
    if len(id) > 3:
        return f"`{id}`"
    return f"`{id}` ({label})"


def either(choices: Iterable[str]) -> str:
    """The choices as a phrase: `a`, `b` or `c`."""
    *first, last = [f"`{choice}`" for choice in choices]
    if not first:
        return last
    return f"{', '.join(first)} or {last}"


def quoted(names: Iterable[str]) -> str:
    """The names as a list: `a`, `b`, `c`."""
    return ", ".join(f"`{name}`" for name in names)


def shorten(text: str) -> str:
    """The beginning of a text on a single line, for quoting it."""
    line = " ".join(text.split())
    if len(line) <= MAX_QUOTED:
        return line
    return line[: MAX_QUOTED - 1] + "…"


def dotted(path: Iterable[str | int]) -> str:
    """A place in a record as a person counts: `("points", 2, "text")` is `points.3.text`."""
    return ".".join(str(step + 1) if isinstance(step, int) else shorten(step) for step in path)


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Two lines a diagnostic, for a terminal."""
    rows: list[str] = []
    for entry in diagnostics:
        position = f"{entry.file}:{entry.line}" if entry.line else entry.file
        rows.append(printable(f"{position}: {_statement(entry)}"))
        if entry.hint:
            rows.append(printable(f"    {entry.hint}"))
    return "\n".join(rows)


def as_github(diagnostics: Iterable[Diagnostic], level: str = "error") -> str:
    """Workflow commands that mark the lines in a pull request.

    Escaped as GitHub's runner reads them: percent everywhere, colon and comma in properties.
    """
    rows: list[str] = []
    for entry in diagnostics:
        file = _escaped(entry.file, "%:,")
        text = _escaped(f"{_statement(entry)} {entry.hint}".strip(), "%")
        rows.append(f"::{level} file={file},line={max(entry.line, 1)}::{text}")
    return "\n".join(rows)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of objects, for other programs: what a diagnostic says. ASCII, so any terminal takes it."""
    entries = []
    for diagnostic in diagnostics:
        entry = diagnostic._asdict()
        del entry["fix"]
        entries.append(entry)
    return json.dumps(entries, indent=1)


Format = Callable[[Iterable[Diagnostic]], str]
FORMATS: dict[str, Format] = {"text": as_text, "github": as_github, "json": as_json}
NOTE_FORMATS: dict[str, Format] = {"text": as_text, "github": partial(as_github, level="warning")}
"""Formats for notes, which stop nothing. JSON has mistakes only."""


def _statement(entry: Diagnostic) -> str:
    """What is so, after the name of the field."""
    if not entry.field:
        return entry.message
    return f"{entry.field}: {entry.message}"


def _escaped(text: str, characters: str) -> str:
    """A text with these characters as percent and their number, and no others that move a cursor."""
    escapes = {ord(char): f"%{ord(char):02X}" for char in characters}
    return printable(text).translate(escapes)


def printable(text: str) -> str:
    """The text on a single line. A character that is invisible, or would move the cursor, is shown by its number."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _normalized(word: str) -> str:
    """A word as it is compared: case, accents, spaces and underscores make no difference."""
    without_accents = re.sub(r"[\u0300-\u036f]", "", normalize("NFD", word))
    return without_accents.strip().lower().replace(" ", "-").replace("_", "-")
