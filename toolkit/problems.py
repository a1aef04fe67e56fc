"""What is wrong with a contribution, as its author reads it. What only mistakes need is loaded when there is one."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

FEW = 12
"""A list of choices this short is named whole; of a longer one, the nearest."""


class Problem(NamedTuple):
    """One mistake in one place: what is so, then what to do. Sorts in file and line order."""

    file: str
    line: int
    field: str
    what: str
    fix: str = ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` was most likely meant to be, or an empty text."""
    from difflib import get_close_matches

    known = {_alike(choice): choice for choice in choices}
    near = get_close_matches(_alike(word), known, 1, 0.6)
    return known[near[0]] if near else ""


def instead(word: str, choices: Mapping[str, str]) -> str:
    """A sentence that names what to write instead of `word`: all choices if few, else the nearest by id or label."""
    if len(choices) <= FEW:
        return f"Use {either(choices)}." if choices else ""
    named = {label: choice for choice, label in choices.items()} | {choice: choice for choice in choices}
    near = named.get(nearest(word, named))
    return f"Did you mean `{near}`?" if near else f"The list has {len(choices)} entries, in toolkit/strings/en.yml."


def either(choices: Iterable[str]) -> str:
    """The choices in one phrase: `a`, `b` or `c`."""
    *most, last = (f"`{choice}`" for choice in choices)
    return " or ".join([", ".join(most), last] if most else [last])


def short(text: str) -> str:
    """The beginning of a text on one line, for quoting it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def dotted(path: Iterable[str | int]) -> str:
    """A place in a record as a person counts: `("points", 2, "text")` is `points.3.text`."""
    return ".".join(str(step + 1) if isinstance(step, int) else short(step) for step in path)


def plain(problems: Iterable[Problem]) -> str:
    """Two lines a problem, for a terminal."""
    return "\n".join(_place(p) + _said(p) + (f"\n    {_visible(p.fix)}" if p.fix else "") for p in problems)


def github(problems: Iterable[Problem], level: str = "error") -> str:
    """Workflow commands that mark the lines in a pull request.

    Escaped as GitHub's runner reads them: percent everywhere, colon and comma in properties.
    """

    def escape(text: str, signs: str) -> str:
        return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in _visible(text))

    return "\n".join(
        f"::{level} file={escape(p.file, '%:,')},line={max(p.line, 1)}::{escape(f'{_said(p)} {p.fix}'.strip(), '%')}"
        for p in problems
    )


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects with the fields of `Problem`, for other programs. ASCII, so any terminal takes it."""
    import json

    return json.dumps([p._asdict() for p in problems], indent=1)


FORMATS: dict[str, Callable[[Iterable[Problem]], str]] = {"text": plain, "github": github, "json": as_json}
NOTES: dict[str, Callable[[Iterable[Problem]], str]] = {"text": plain, "github": partial(github, level="warning")}
"""The same for what stops nothing. Programs are told of problems only."""


def _place(problem: Problem) -> str:
    return _visible(f"{problem.file}:{problem.line}: " if problem.line else f"{problem.file}: ")


def _said(problem: Problem) -> str:
    return _visible(f"{problem.field}: {problem.what}" if problem.field else problem.what)


def _visible(text: str) -> str:
    """The text on one line. A sign that cannot be seen, or that would move the cursor, is shown by its number."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def _alike(word: str) -> str:
    return word.strip().lower().replace(" ", "-").replace("_", "-")
