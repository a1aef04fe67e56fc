"""Reads untrusted YAML into plain text values, each with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import yaml

from toolkit.diagnostics import PROBLEMS, Diagnostic, dotted, shorten, worded
from toolkit.schema import FieldPath
from toolkit.texts import read_texts

Tree = str | list["Tree"] | dict[str, "Tree"]
MAX_PROBLEMS = 50
"""Diagnostics of a file that are still worth printing."""
MAX_DEPTH = 12
"""Levels of a record file. The declared records need five."""

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""YAML 1.1, section 5.4."""
COMMENT = re.compile(r"\s*#")
ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[^\\\"]")
NULLS = {"null", "Null", "NULL", "~"}
"""How YAML spells "no value" (YAML 1.1, "Language-Independent Types": null). Here every value is a text."""

TEXTS = read_texts("sources/yaml_problems.yml")
PARSER_ERRORS: list[tuple[str, str, str]] = TEXTS["parser-errors"]
"""libyaml's error, a pattern for the line, and the problem that we report instead; the first match counts."""
UNREADABLE = [(re.compile(pattern, re.M), problem) for pattern, problem in TEXTS["unreadable"]]
"""Checked before the text is parsed: YAML would stop at another line, or say nothing."""

Position = tuple[int, int]
"""A line and a column, both from 0."""


class SourceFile(NamedTuple):
    """A YAML file as written: its values, all of them text, and the line of each."""

    file: str
    """Its path from the root, with forward slashes."""
    values: Any
    """None if it could not be read to its end."""
    lines: Mapping[FieldPath, int]
    """The line of each value, from 1."""
    diagnostics: Sequence[Diagnostic] = ()
    """Its syntax errors."""
    text: str = ""
    kind: str = ""
    id: str = ""
    """The record that it is, or translates; empty for other files."""
    language: str = ""
    """The language it translates the record into; empty for the record itself."""

    def line(self, path: FieldPath) -> int:
        """The line of a field, or of the nearest field around it that is written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def diagnostic(self, path: FieldPath, message: str, hint: str) -> Diagnostic:
        """What is wrong with a value, at its line."""
        return Diagnostic(self.file, self.line(path), dotted(self.as_written(path)), message, hint)

    def as_written(self, path: FieldPath) -> FieldPath:
        """The place as written: a single key under `cite` is read as a list with that entry, which has no place."""
        return path[:-1] if path and isinstance(path[-1], int) and path not in self.lines else path


def decode(content: bytes, file: str) -> str | Diagnostic:
    """The text of a file, or a diagnostic where it is not in UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Diagnostic(file, line, "", *worded("other-encoding"))


def parse_yaml(text: str, file: str) -> SourceFile:
    """YAML as plain values with the line of each.

    Refuses what a record never needs and a hostile file may contain: anchors and aliases, tags, more than one
    document, deep nesting. What YAML would drop or merge in silence is a diagnostic: a key given twice, the end of a
    text after ` #`, a list entry that is indented too far, a letter after a backslash.
    """
    for pattern, problem in UNREADABLE:
        if match := pattern.search(text):
            line, wording = (
                text.count("\n", 0, match.start()) + 1,
                worded(problem, number=f"U+{ord(match[0][-1]):04X}"),
            )
            return SourceFile(file, None, {}, [Diagnostic(file, line, "", *wording)], text)
    reader = _Reader(file, text, LINE_BREAK.split(text), yaml.parse(text, Loader=yaml.CBaseLoader))
    value: Tree | None = None
    try:
        value = reader.read()
    except yaml.MarkedYAMLError as error:
        reader.explain(error)
    except _Refused:
        pass  # it is reported
    return SourceFile(file, value, reader.lines, reader.diagnostics[:MAX_PROBLEMS], text)


class _Refused(Exception):
    """Stops the reading: what follows cannot be trusted."""


@dataclass
class _Reader:
    """Values from YAML events, not nodes: aliases are never followed, and what is nested too deep is never read."""

    file: str
    text: str
    rows: list[str]
    events: Iterator[Any]
    lines: dict[FieldPath, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    last: Any = None
    """The last event read; the mistake may be right after it."""
    start: Position = (0, 0)
    """The start of the value that `last` is or ends."""

    def read(self) -> Tree | None:
        """The value of the whole text."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), (), 0)
        self._next()
        if not isinstance(self._next(), yaml.StreamEndEvent):
            self._refuse("second-record")
        return value

    def explain(self, error: yaml.MarkedYAMLError) -> None:
        """Report what stopped the parser, from what libyaml says and from what stands on the line."""
        reason = f"{error.context} {error.problem}"
        end, first, last = _position(error.problem_mark), self.start[0], self.last
        place = (
            end
            if "while parsing a block" in reason or not error.context_mark
            else _position(error.context_mark)
        )
        if last and last.end_mark.line == end[0]:
            if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
                problem = "unclosed-quote" if first < end[0] else "short-quote"
                return self._report(first, (), problem, self.rows[first])
            if isinstance(last, yaml.CollectionEndEvent) and _position(last.start_mark) < _position(
                last.end_mark
            ):
                return self._report_reserved(self.start)
        row = self._rest((place[0], 0)).strip()
        for phrase, pattern, problem in PARSER_ERRORS:
            if re.search(phrase, reason) and re.search(pattern, row):
                return self._report(place[0], (), problem, row)
        if self._rest(place):
            return self._report_reserved(place)
        end_of_text = max(
            (i for i, row in enumerate(self.rows[: place[0] + 1]) if row.strip()), default=0
        )
        return self._report(end_of_text, (), "unclosed-bracket")

    def _next(self) -> Any:
        self.last = next(self.events)
        self.start = _position(self.last.start_mark)
        if getattr(self.last, "anchor", None) or getattr(
            self.last, "tag", None
        ):  # an alias has an anchor too
            self._report_reserved(self.start)
            raise _Refused
        return self.last

    def _value(self, event: Any, path: FieldPath, indent: int) -> Tree:
        """A text, list or group with all that is in it. `indent` is the column of the group or list around it."""
        start = self.start
        self.lines.setdefault(path, start[0] + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._check_for_loss(event, path, indent)
            return str(event.value)
        if len(path) >= MAX_DEPTH:
            self._refuse("too-deep")
        entries: list[Tree] = []
        group: dict[str, Tree] = {}
        is_list = isinstance(event, yaml.SequenceStartEvent)
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            if is_list:
                entries.append(self._value(event, (*path, len(entries)), start[1]))
            else:
                name = self._name(event, path, group)
                group.setdefault(name, self._value(self._next(), (*path, name), start[1]))
        self.start = start
        return entries if is_list else group

    def _name(self, event: Any, path: FieldPath, group: dict[str, Tree]) -> str:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            self._refuse("no-name")
        name = str(event.value)
        if name == "<<" and not event.style:
            self._refuse("merge-key")
        first = self.lines.setdefault((*path, name), self.start[0] + 1)
        if name in group:
            self._report(self.start[0], (*path, name), "given-twice", str(first))
        return name

    def _check_for_loss(self, event: Any, path: FieldPath, indent: int) -> None:
        """Report a text that took in the next entry, lost its end to a comment, or has letters after a backslash."""
        first, end = self.start[0], _position(event.end_mark)
        if event.style == '"' and ESCAPE.search(
            self.text, event.start_mark.index, event.end_mark.index
        ):
            self._report(first, path, "backslash")
        if event.style or not event.value:
            return
        if event.value in NULLS:
            self._report(first, path, "no-value", event.value)
        for i in range(first + 1, end[0] + 1):
            if self.rows[i].lstrip().startswith("- "):
                self._report(i, path, "taken-entry", self.rows[i])
        # A comment behind the text, or indented below it, was probably meant as more of the text.
        rest, below = self._rest(end), self._rest((end[0] + 1, 0))
        is_behind = COMMENT.match(rest)
        is_below = not rest.strip() and below.lstrip().startswith("#") and below.index("#") > indent
        if is_behind or is_below:
            row, comment = (end[0], rest) if is_behind else (end[0] + 1, below)
            self._report(row, path, "comment", comment)

    def _rest(self, position: Position) -> str:
        line, column = position
        return self.rows[line][column:] if line < len(self.rows) else ""

    def _report(self, row: int, path: FieldPath, problem: str, text: str = "") -> None:
        wording = worded(problem, text=shorten(text), first=text[:1])
        self.diagnostics.append(Diagnostic(self.file, row + 1, dotted(path), *wording))

    def _report_reserved(self, position: Position) -> None:
        """Report a text that begins with a character that YAML reserves."""
        rest = self._rest(position)
        problem = f"reserved {rest[:1]}" if f"reserved {rest[:1]}" in PROBLEMS else "reserved"
        self._report(position[0], (), problem, rest)

    def _refuse(self, problem: str) -> NoReturn:
        self._report(self.start[0], (), problem)
        raise _Refused


def _position(mark: Any) -> Position:
    return (mark.line, mark.column) if mark else (0, 0)
