"""Writes what a hint says where that is mechanical: one value or name in place of another, on the line of the mistake.

Even such a hint may be wrong. A file whose problems do not become fewer, or that has new ones, is put back.
"""

import re
from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path

from toolkit.diagnostics import Diagnostic, misspelt, printable
from toolkit.fingerprint import replace_file
from toolkit.schema import KINDS

FOLDERS = {kind.folder for kind in KINDS.values()}
HINT = re.compile(r"Did you mean `([\w.-]+)`\?|Write `(\[@[\w@; -]+\])` there\.")
ABOUT = re.compile(r"is not a field of |[\w ]*`\{?([^`]+?)\}?`[ ,.](?!\()")
"""The value that a message is about, unless it stands in several lines; those follow in parentheses."""


def fix(root: Path, load: Callable[[], Iterable[Diagnostic]]) -> str:
    """Fix what is safe to fix in records and translations. Returns the difference, for a person to read.

    `load` reads the toolkit anew, and says what is wrong with it.
    """
    problems, shown = {*load()}, list[str]()
    fixes = {entry: found for entry in sorted(problems) if (found := _replacement(entry))}
    for file in dict.fromkeys(entry.file for entry in fixes):
        path = root / file
        content, mode = path.read_bytes(), path.stat().st_mode
        before = content.decode().splitlines(keepends=True)
        after = [*before]
        for entry, (pattern, right) in fixes.items():
            if entry.file == file and len(re.findall(pattern, after[entry.line - 1])) == 1:
                after[entry.line - 1] = re.sub(pattern, right, after[entry.line - 1])
        if after == before:
            continue
        fixed = "".join(after).encode()
        replace_file(path, fixed, mode)
        if {entry for entry in load() if entry.file == file} < {
            entry for entry in problems if entry.file == file
        }:
            shown += unified_diff(before, after, f"a/{file}", f"b/{file}")
        elif path.read_bytes() == fixed:  # nobody has edited it meanwhile
            replace_file(path, content, mode)
    return "\n".join(printable(row.rstrip("\r\n")) for row in shown)


def _replacement(entry: Diagnostic) -> tuple[str, str] | None:
    """A pattern for what is wrong, and what to write in its place; None if the hint is not as safe as that.

    What is only spelled nearly alike may be another source, file or record, above all if a digit differs.
    """
    hint, about = HINT.match(entry.hint), ABOUT.match(entry.message)
    if not (hint and about and entry.line and entry.file.rpartition("/")[0] in FOLDERS):
        return None
    wrong, near, citation = about[1] or entry.field.rpartition(".")[2], *hint.groups()
    if citation:  # in which nothing but its marks may change
        is_safe = re.findall(r"[\w-]+", wrong) == re.findall(r"[\w-]+", citation)
        return (re.escape(wrong), citation) if is_safe else None
    is_near = misspelt(wrong, [near]) and re.findall(r"\d", wrong) == re.findall(r"\d", near)
    is_listed = entry.message.endswith(" is not on the list.")
    return (rf"(?<![\w./`-]){re.escape(wrong)}(?![\w`-])", near) if is_near or is_listed else None
