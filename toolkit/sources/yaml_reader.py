"""Reads untrusted YAML into plain text values, each with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import yaml

from toolkit.diagnostics import NO_FIX, PROBLEMS, Diagnostic, Fix, dotted, shorten, worded
from toolkit.schema import FieldPath
from toolkit.texts import read_texts

Tree = str | list["Tree"] | dict[str, "Tree"]
MAX_PROBLEMS = 50
"""Diagnostics of a file that are still worth printing."""
MAX_DEPTH = 12
"""Levels of a record file. The declared records need five."""

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""YAML 1.1, section 5.4."""
LOST_LETTER = "\ufffd"
"""What programs write in place of a letter that they cannot read."""
COMMENT = re.compile(r"\s*#")
BARE_NAME = re.compile(r"[a-z_]+ [^:]*$")
"""A row that begins at the left edge as fields do, and has no colon."""
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

    def diagnostic(self, path: FieldPath, message: str, hint: str, fix: Fix = NO_FIX) -> Diagnostic:
        """What is wrong with a value, at its line."""
        field = dotted(self.as_written(path))
        return Diagnostic(self.file, self.line(path), field, message, hint, fix)

    def as_written(self, path: FieldPath) -> FieldPath:
        """The path as written: a single key under `cite` is read as a list with that entry, which has no line."""
        is_entry = bool(path) and isinstance(path[-1], int)
        if is_entry and path not in self.lines:
            return path[:-1]
        return path


def decode(content: bytes, file: str) -> str | Diagnostic:
    """The text of a file, or a diagnostic where it is not in UTF-8, or lost a letter because it once was not."""
    if content[1::2].count(0) > len(content) // 4:  # UTF-16, with no mark at its beginning
        return Diagnostic(file, 1, "", *worded("other-encoding"))
    try:
        text = content.decode("utf-8-sig")
        lost = text.find(LOST_LETTER)
        if lost < 0:
            return text
        line = text.count("\n", 0, lost) + 1
        return Diagnostic(file, line, "", *worded("lost-letter"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Diagnostic(file, line, "", *worded("other-encoding"))


def parse_yaml(text: str, file: str) -> SourceFile:
    """YAML as plain values with the line of each.

    Refuses what a record never needs and a hostile file may contain: anchors and aliases, tags, more than one
    document, deep nesting. What YAML would drop or merge in silence is a diagnostic: a key given twice, the end of a
    text after ` #`, a list entry that is indented too far, a letter after a backslash.
    """
    unreadable = _unreadable(text, file)
    if unreadable:
        return SourceFile(file, None, {}, [unreadable], text)
    reader = _Reader(
        file=file,
        text=text,
        rows=LINE_BREAK.split(text),
        events=yaml.parse(text, Loader=yaml.CBaseLoader),
    )
    value: Tree | None = None
    try:
        value = reader.read()
    except yaml.MarkedYAMLError as error:
        reader.explain(error)
    except _Refused:
        pass  # it is reported
    return SourceFile(file, value, reader.lines, reader.diagnostics[:MAX_PROBLEMS], text)


def _unreadable(text: str, file: str) -> Diagnostic | None:
    """What keeps a text from being read as it was meant, such as a tab; None if nothing does."""
    for pattern, problem in UNREADABLE:
        match = pattern.search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            number = f"U+{ord(match[0][-1]):04X}"
            return Diagnostic(file, line, "", *worded(problem, number=number))
    return None


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
        stop = _position(error.problem_mark)
        if self._ends_on(stop[0]) and self._explain_by_last(stop):
            return
        reason = f"{error.context} {error.problem}"
        position = stop
        if error.context_mark and "while parsing a block" not in reason:
            position = _position(error.context_mark)
        problem = self._problem_by_reason(reason, position[0])
        if problem:
            self._report_by_reason(problem, position[0])
        elif self._text_from(position):
            self._report_reserved(position)
        else:
            self._report(self._last_row_with_text(position[0]), (), "unclosed-bracket")

    def _ends_on(self, row: int) -> bool:
        """Whether the last event that was read ends on this row."""
        return self.last is not None and self.last.end_mark.line == row

    def _explain_by_last(self, stop: Position) -> bool:
        """Report what stopped the parser right behind a quoted text or brackets. Returns whether it was there."""
        first = self.start[0]
        if isinstance(self.last, yaml.ScalarEvent) and self.last.style in ("'", '"'):
            behind = self._text_from(_position(self.last.end_mark)).strip()
            if first < stop[0]:
                problem = "unclosed-quote"
            elif behind == ",":
                problem = "comma-after-quote"
            else:
                problem = "short-quote"
            self._report(first, (), problem, self.rows[first])
            return True
        has_bracket = _position(self.last.start_mark) < _position(self.last.end_mark)
        if isinstance(self.last, yaml.CollectionEndEvent) and has_bracket:
            self._report_reserved(self.start)
            return True
        return False

    def _problem_by_reason(self, reason: str, row: int) -> str:
        """The problem that libyaml's reason means on such a row; empty if there is no telling."""
        text = self._text_from((row, 0)).strip()
        for phrase, pattern, problem in PARSER_ERRORS:
            if re.search(phrase, reason) and re.search(pattern, text):
                return problem
        return ""

    def _report_by_reason(self, problem: str, row: int) -> None:
        """Report a problem on a row; a text that took in the next row most likely lacks a colon itself."""
        above = self._last_row_with_text(row - 1)
        if problem == "taken-in" and BARE_NAME.match(self.rows[above]):
            self._report(above, (), "no-colon", self.rows[above])
        else:
            self._report(row, (), problem, self._text_from((row, 0)).strip())

    def _last_row_with_text(self, row: int) -> int:
        """The last row up to this one that is not blank; 0 if there is none."""
        row = min(row, len(self.rows) - 1)
        while row > 0 and not self.rows[row].strip():
            row -= 1
        return row

    def _next(self) -> Any:
        """The next event. An anchor, an alias (which has an anchor, too) or a tag stops the reading."""
        self.last = next(self.events)
        self.start = _position(self.last.start_mark)
        if getattr(self.last, "anchor", None) or getattr(self.last, "tag", None):
            self._report_reserved(self.start)
            raise _Refused
        return self.last

    def _value(self, event: Any, path: FieldPath, indent: int) -> Tree:
        """A text, list or group with all that is in it. `indent` is the column of the group or list around it."""
        self.lines.setdefault(path, self.start[0] + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._check_for_loss(event, path, indent)
            return str(event.value)
        if len(path) >= MAX_DEPTH:
            self._refuse("too-deep")
        start = self.start
        value: Tree
        if isinstance(event, yaml.SequenceStartEvent):
            value = self._entries(path, start[1])
        else:
            value = self._group(path, start[1])
        self.start = start
        return value

    def _entries(self, path: FieldPath, column: int) -> list[Tree]:
        """The entries of a list that begins in a column."""
        entries: list[Tree] = []
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            entries.append(self._value(event, (*path, len(entries)), column))
        return entries

    def _group(self, path: FieldPath, column: int) -> dict[str, Tree]:
        """The fields of a group that begins in a column. Of two fields with one name, the first counts."""
        group: dict[str, Tree] = {}
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            name = self._name(event, path, group)
            value = self._value(self._next(), (*path, name), column)
            group.setdefault(name, value)
        return group

    def _name(self, event: Any, path: FieldPath, group: dict[str, Tree]) -> str:
        """The name of a field in a group."""
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            self._refuse("no-name")
        name = str(event.value)
        if name == "<<" and not event.style:
            self._refuse("merge-key")
        first_line = self.lines.setdefault((*path, name), self.start[0] + 1)
        if name in group:
            self._report(self.start[0], (*path, name), "given-twice", str(first_line))
        return name

    def _check_for_loss(self, event: Any, path: FieldPath, indent: int) -> None:
        """Report a text that took in the next entry, lost its end to a comment, or has letters after a backslash."""
        first_row = self.start[0]
        start = event.start_mark.index
        end = event.end_mark.index
        if event.style == '"' and ESCAPE.search(self.text, start, end):
            self._report(first_row, path, "backslash")
        if event.style:
            return
        if not event.value:
            if COMMENT.match(self._text_from(_position(event.end_mark))):
                self._report(first_row, path, "only-a-comment")
            return
        if event.value in NULLS:
            self._report(first_row, path, "no-value", event.value)
        for row in range(first_row + 1, event.end_mark.line + 1):
            if self.rows[row].lstrip().startswith("- "):
                self._report(row, path, "taken-entry", self.rows[row])
        self._check_comment(_position(event.end_mark), path, indent)

    def _check_comment(self, end: Position, path: FieldPath, indent: int) -> None:
        """Report a comment behind a text, or indented below it: it was probably meant as more of the text."""
        behind = self._text_from(end)
        if COMMENT.match(behind):
            self._report(end[0], path, "comment", behind)
            return
        below = self._text_from((end[0] + 1, 0))
        is_comment_below = not behind.strip() and below.lstrip().startswith("#")
        if is_comment_below and below.index("#") > indent:
            self._report(end[0] + 1, path, "comment", below)

    def _text_from(self, position: Position) -> str:
        """What stands on a row from a column on."""
        row, column = position
        return self.rows[row][column:] if row < len(self.rows) else ""

    def _report(self, row: int, path: FieldPath, problem: str, text: str = "") -> None:
        """Report a problem on a row, from 0, with the text that stands there."""
        wording = worded(problem, text=shorten(text), first=text[:1])
        self.diagnostics.append(Diagnostic(self.file, row + 1, dotted(path), *wording))

    def _report_reserved(self, position: Position) -> None:
        """Report a text that begins with a character that YAML reserves."""
        text = self._text_from(position)
        problem = f"reserved {text[:1]}"
        if problem not in PROBLEMS:
            problem = "reserved"
        self._report(position[0], (), problem, text)

    def _refuse(self, problem: str) -> NoReturn:
        """Report what no record needs, and stop reading."""
        self._report(self.start[0], (), problem)
        raise _Refused


def _position(mark: Any) -> Position:
    return (mark.line, mark.column) if mark else (0, 0)
