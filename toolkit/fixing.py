"""Applies the fixes that diagnostics carry: one value or name in place of another, on the line of the mistake.

Even such a fix may be wrong. A file whose problems do not become fewer, or that has new ones, is put back.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import unified_diff
from pathlib import Path

from toolkit.diagnostics import NO_FIX, Diagnostic, Fix, printable
from toolkit.fingerprint import replace_file
from toolkit.schema import KINDS

FOLDERS = {kind.folder for kind in KINDS.values()}
"""Where the files are that may be changed: records and translations."""
PLAIN = re.compile(r"[\w.-]+|\[@[\w@; -]+\]")
"""What YAML reads as it is written: a name or a citation."""
Load = Callable[[], Iterable[Diagnostic]]
"""Reads the toolkit anew, and says what is wrong with it."""


def fix(root: Path, load: Load) -> str:
    """Fix what is safe to fix in records and translations. Returns the difference, for a person to read."""
    problems = set(load())
    fixable = [entry for entry in sorted(problems) if _is_fixable(entry)]
    difference: list[str] = []
    for file in dict.fromkeys(entry.file for entry in fixable):
        difference += _fix_file(root, file, problems, load)
    return "\n".join(printable(row.rstrip("\r\n")) for row in difference)


def _is_fixable(entry: Diagnostic) -> bool:
    """Whether a diagnostic carries a fix for a line of a record or translation."""
    if entry.fix == NO_FIX or not entry.line:
        return False
    folder = entry.file.rpartition("/")[0]
    return folder in FOLDERS and PLAIN.fullmatch(entry.fix.right) is not None


def _fix_file(root: Path, file: str, problems: set[Diagnostic], load: Load) -> list[str]:
    """Fix a file. Returns the lines of the difference; none if the fixes did not help."""
    path = root / file
    content = path.read_bytes()
    mode = path.stat().st_mode
    mistakes = {entry for entry in problems if entry.file == file}
    before = content.decode().splitlines(keepends=True)
    after = _fixed_lines(before, sorted(mistakes))
    if after == before:
        return []
    fixed = "".join(after).encode()
    replace_file(path, fixed, mode)
    remaining = {entry for entry in load() if entry.file == file}
    if remaining < mistakes:
        return list(unified_diff(before, after, f"a/{file}", f"b/{file}"))
    if path.read_bytes() == fixed:  # nobody has edited it meanwhile
        replace_file(path, content, mode)
    return []


def _fixed_lines(lines: Sequence[str], mistakes: Iterable[Diagnostic]) -> list[str]:
    """The lines of a file after the fixes, each of which has to fit exactly one place in its line."""
    fixed = [*lines]
    for entry in filter(_is_fixable, mistakes):
        row = entry.line - 1
        matches = list(_pattern(entry.fix).finditer(fixed[row]))
        if len(matches) == 1:
            start, end = matches[0].span()
            fixed[row] = fixed[row][:start] + entry.fix.right + fixed[row][end:]
    return fixed


def _pattern(fix: Fix) -> re.Pattern[str]:
    """Finds what is wrong, but not in a longer name or path. A citation stands right behind a word."""
    start = r"(?<![\w./`-])" if fix.written[0].isalnum() else ""
    return re.compile(rf"{start}{re.escape(fix.written)}(?![\w`-])")
