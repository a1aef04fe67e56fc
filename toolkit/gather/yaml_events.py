"""YAML text to plain values with their lines, as `yaml_text.parse` gives them, by PyYAML's events."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from toolkit.gather.yaml_text import MAX_PROBLEMS, Tree, is_plain
from toolkit.problems import Problem, dotted, short
from toolkit.records.declared import Path

MAX_DEPTH = 12
"""Levels of a record file. The declared records need five."""

UNREADABLE = (
    (
        re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"),
        "holds a sign that nobody can see ({number}).",
        "Delete it and type the words again.",
    ),
    (re.compile(r"^ *\t(?=[\t ]*\S)", re.M), "is indented with a tab.", "Use spaces: two for each level."),
    (
        re.compile(r"^ *[^\S\t\n\r \x85\u2028\u2029]", re.M),
        "is indented with a sign that only looks like a space ({number}).",
        "Use spaces: two for each level.",
    ),
    (
        re.compile(r"^(<{7}|={7}|>{7})(?=\s|$)", re.M),
        "is left over from a merge.",
        "Keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`.",
    ),
)
"""What is looked for before the text is read: YAML would stop at another line, or say nothing."""

BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""Where a line ends (YAML 1.1, 5.4)."""
QUOTE_IT = "Put quotation marks around the whole text."
QUOTE_OPEN = "has a quotation mark that is never closed.", "Add the second one at the end of the text."
QUOTE_SHORT = (
    "has words outside its quotation marks: `{row}`.",
    "Put one pair around the whole text, of the kind that does not occur in it.",
)
SECOND = (
    "a second record begins here, with `---`.",
    "Delete the line `---`, or give the second record a file of its own.",
)
BACKSLASH = (
    "holds a backslash between double quotation marks, where it changes the letter after it.",
    "Put single quotation marks around the text instead.",
)
REMARK = re.compile(r"\s*#")
ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[^\\\"]")
DEEP = "is nested too deep.", "A record has five levels at most: move the text left."
ERRORS = (
    ("nesting depth", "", *DEEP),
    ("escape", "", *BACKSLASH),
    ("quoted scalar", "", *QUOTE_OPEN),
    ("mapping values", r":\s.*:(\s|$)", "has a second colon: `{row}`.", QUOTE_IT),
    (
        "mapping values",
        "",
        "is read as more of the text above: `{row}`.",
        "Begin a field in the same column as the field above it. A text with a colon needs quotation marks around it.",
    ),
    ("simple key", r"^(- )?\w+:\S", "has no space after the colon: `{row}`.", "Write `name: value`."),
    (
        "simple key",
        "",
        "is neither a field nor part of one: `{row}`.",
        "Write `name: value`, or `- ` before a list entry. More of the text above begins two spaces further in.",
    ),
    (
        "expected (key|'-' indicator)",
        "",
        "does not line up with the lines above it: `{row}`.",
        "Fields of one group begin in the same column, and so do the entries of one list.",
    ),
)
"""What libyaml says, what the line looks like, and what we say instead; the first that fits."""

SIGNS = {
    "&": "Write the value out wherever it belongs. A text that begins with `&` needs quotation marks around it.",
    "*": "A list entry begins with `- `. A text that begins with `*` needs quotation marks around it.",
    "[": "A list ends with `]`. A text that begins with `[` needs quotation marks around it.",
    "{": "Write one field a line instead. A text that begins with `{` needs quotation marks around it.",
}
"""What to do about a sign that YAML does not take for text; for the others, `QUOTE_IT`."""


def parsed(text: str, file: str) -> tuple[Tree | None, dict[Path, int], list[Problem]]:
    """The values, the line of each, and what is wrong."""
    for pattern, what, fix in () if is_plain(text) else UNREADABLE:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            return None, {}, [Problem(file, line, "", what.format(number=f"U+{ord(found[0][-1]):04X}"), fix)]
    builder = _Builder(file, BREAK.split(text))
    try:
        value = builder.build(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        builder.problems.append(builder.unreadable(error))
        value = None
    except _Refused as refused:
        builder.problems.append(refused.problem)
        value = None
    return value, builder.lines, builder.problems[:MAX_PROBLEMS]


STARTS: dict[type[yaml.Event], Callable[[], Tree]] = {yaml.SequenceStartEvent: list, yaml.MappingStartEvent: dict}
ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


Spot = tuple[int, int]
"""A line and a column, both from 0."""
Open = tuple[dict[str, Tree] | list[Tree], Path, Spot]
"""A group or list that is being filled, its place in the record and in the file."""


@dataclass
class _Builder:
    """Values from YAML events. Events instead of nodes: one pass, no recursion, aliases never followed."""

    file: str
    rows: list[str]
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    last: yaml.Event | None = None
    """What was read last; what follows it may be the mistake."""
    begun: Spot = (0, 0)
    """Where the value that `last` is, or ends, began."""

    def build(self, events: Iterator[Any]) -> Tree | None:
        result: Tree | None = None
        stack: list[Open] = []
        key: list[str | None] = []
        documents = 0
        for event in events:
            kind, mark = type(event), event.start_mark
            self.last, self.begun = event, (mark.line, mark.column)
            if kind is yaml.ScalarEvent or kind in STARTS:
                if event.anchor or event.tag:
                    raise self._refused(*_sign(self._rest(self.begun)))
                if stack and isinstance(stack[-1][0], dict) and key[-1] is None:
                    key[-1] = self._key(event, stack[-1])
                    continue
                value: Tree = event.value if kind is yaml.ScalarEvent else STARTS[kind]()
                path = self._place(value, stack, key)
                self.lines.setdefault(path, mark.line + 1)
                if not stack:
                    result = value
                if kind is yaml.ScalarEvent:
                    self._look_for_loss(event, path)
                else:
                    if len(stack) >= MAX_DEPTH:
                        raise self._refused(*DEEP)
                    stack.append((value, path, self.begun))  # type: ignore[arg-type]
                    key.append(None)
            elif kind in ENDS:
                self.begun = stack.pop()[2]
                key.pop()
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._refused(*SECOND)
            elif kind is yaml.AliasEvent:
                raise self._refused(*_sign(self._rest(self.begun)))
        return result

    def unreadable(self, error: yaml.MarkedYAMLError) -> Problem:
        """What stopped the reading, told from what libyaml says and from what stands on the line."""
        said = f"{error.context} {error.problem}"
        end = _spot(error.problem_mark)
        place = end if "while parsing a block" in said or not error.context_mark else _spot(error.context_mark)
        last = self.last
        if last and _spot(last.end_mark)[0] == end[0]:
            row = self._rest((self.begun[0], 0))
            if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
                what, fix = QUOTE_OPEN if self.begun[0] < end[0] else QUOTE_SHORT
                return self._problem(self.begun[0], what.format(row=short(row)), fix)
            if isinstance(last, yaml.CollectionEndEvent) and _spot(last.start_mark) < _spot(last.end_mark):
                return self._problem(self.begun[0], *_sign(self._rest(self.begun)))
        row = self._rest((place[0], 0)).strip()
        for phrase, look, what, fix in ERRORS:
            if re.search(phrase, said) and re.search(look, row):
                return self._problem(place[0], what.format(row=short(row)), fix)
        if rest := self._rest(place):
            return self._problem(place[0], *_sign(rest))
        line = max((i for i, row in enumerate(self.rows[: place[0] + 1]) if row.strip()), default=0)
        return self._problem(line, "ends too early.", "Look for a bracket that is never closed.")

    def _key(self, event: yaml.NodeEvent, holder: Open) -> str:
        values, path, _ = holder
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            raise self._refused("has no name of a field before the colon.", "Write `name: value`.")
        name, line = event.value, self.begun[0] + 1
        first = self.lines.setdefault((*path, name), line)
        if name in values:
            what = f"is here a second time; the first is in line {first}."
            self.problems.append(Problem(self.file, line, dotted((*path, name)), what, "Keep one of the two."))
        return name

    @staticmethod
    def _place(value: Tree, stack: list[Open], key: list[str | None]) -> Path:
        if not stack:
            return ()
        holder, path, _ = stack[-1]
        if isinstance(holder, list):
            holder.append(value)
            return (*path, len(holder) - 1)
        name = key[-1] or ""
        key[-1] = None
        holder.setdefault(name, value)
        return (*path, name)

    def _look_for_loss(self, event: yaml.ScalarEvent, path: Path) -> None:
        """A text may have taken in the next entry, lost its end to a remark, or have letters changed by a backslash."""
        if event.style == "'":
            return
        end = _spot(event.end_mark)
        if event.style == '"' and ESCAPE.search(self._between(self.begun, end)):
            self.problems.append(Problem(self.file, self.begun[0] + 1, dotted(path), *BACKSLASH))
        if event.style or not event.value:
            return
        for i in range(self.begun[0] + 1, end[0] + 1):
            if self.rows[i].lstrip().startswith("- "):
                what = f"takes in the line `{short(self.rows[i])}` as more of its text."
                fix = "Begin a list entry in the same column as the one above it."
                self.problems.append(Problem(self.file, i + 1, dotted(path), what, fix))
        if REMARK.match(self.rows[end[0]], end[1]):
            what = f"ends before `{short(self._rest(end))}`, which is read as a remark."
            fix = f"{QUOTE_IT} A remark goes on a line of its own."
            self.problems.append(Problem(self.file, end[0] + 1, dotted(path), what, fix))

    def _between(self, start: Spot, end: Spot) -> str:
        rows = self.rows[start[0] : end[0] + 1]
        rows[-1] = rows[-1][: end[1]]
        rows[0] = rows[0][start[1] :]
        return "\n".join(rows)

    def _rest(self, spot: Spot) -> str:
        line, column = spot
        return self.rows[line][column:] if line < len(self.rows) else ""

    def _problem(self, line: int, what: str, fix: str) -> Problem:
        return Problem(self.file, line + 1, "", what, fix)

    def _refused(self, what: str, fix: str) -> _Refused:
        return _Refused(self._problem(self.begun[0], what, fix))


def _spot(mark: Any) -> Spot:
    """The place of a mark, which is of another class for each of PyYAML's two parsers."""
    return (mark.line, mark.column) if mark else (0, 0)


def _sign(rest: str) -> tuple[str, str]:
    """About a text that begins with a sign which YAML keeps for itself."""
    sign = rest[:1]
    return f"begins with `{sign}`, which is not read as text: `{short(rest)}`.", SIGNS.get(sign, QUOTE_IT)
