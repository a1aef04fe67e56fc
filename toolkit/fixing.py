"""Writes what a hint says where that is mechanical: one value or name in place of another.

Even such a hint may be wrong. A file whose problems do not become fewer, or that has new ones, is put back.
"""

import os
import re
from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path

from toolkit.diagnostics import Diagnostic, misspelt, printable
from toolkit.fingerprint import replace_file
from toolkit.schema import KINDS
from toolkit.sources.yaml_reader import parse_yaml

FOLDERS = {kind.folder for kind in KINDS.values()}
HINT = re.compile(
    r"Did you mean `([\w.-]+)`\?(?: Otherwise .+)?|It is called `([\w.-]+)` now\.|Write `(\[@[\w@; -]+\])` there\."
)
QUOTED = re.compile(r"(?:(?:cites|has|has the blank|there is no \w+) )?`\{?([^`]+?)\}?`[ ,.]")
"""The value that a message is about."""
ALSO = re.compile(r"\(so do the lines ([\d, ]+)\)")


def fix(root: Path, load: Callable[[], Iterable[Diagnostic]]) -> str:
    """Fix what is safe to fix in records and translations. Returns the difference, for a person to read.

    `load` reads the toolkit anew, and says what is wrong with it.
    """
    problems, rows = [*load()], [""]
    for file in sorted({entry.file for entry in problems if _replacement(entry)}):
        path, mistakes = root / file, {entry for entry in problems if entry.file == file}
        content, status, left = path.read_bytes(), path.stat(), mistakes
        if (after := _fixed(before := content.decode(), mistakes)) == before:
            continue
        replace_file(path, after.encode(), status.st_mode)
        try:
            left = {entry for entry in load() if entry.file == file}
        finally:  # also if somebody stops the program while it reads
            if left < mistakes:
                rows += unified_diff(before.splitlines(), after.splitlines(), f"a/{file}", f"b/{file}", lineterm="")
            elif path.read_bytes() == after.encode():  # nobody has edited it meanwhile
                replace_file(path, content, status.st_mode)
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return "\n".join(map(printable, rows[1:]))


def _replacement(entry: Diagnostic) -> tuple[str, str] | None:
    """A pattern for what is wrong, and what to write in its place; None if the hint is not as safe as that.

    What is only spelled nearly alike may be another source, file or record, above all if a digit differs.
    """
    hint, quoted = HINT.fullmatch(entry.hint), QUOTED.match(entry.message)
    is_field = entry.message.startswith("is not a field of ")
    if entry.file.rpartition("/")[0] not in FOLDERS or not (hint and entry.line and (is_field or quoted)):
        return None
    wrong = quoted[1] if quoted and not is_field else entry.field.rpartition(".")[2]
    near, now, citation = hint.groups()
    if citation:  # in which nothing but its marks may change
        is_safe = re.findall(r"[\w-]+", wrong) == re.findall(r"[\w-]+", citation)
        return (re.escape(wrong), citation) if is_safe else None
    is_listed = entry.message.endswith(" is not on the list.")
    if near and not is_listed and not (misspelt(wrong, [near]) and re.findall(r"\d", wrong) == re.findall(r"\d", near)):
        return None
    return rf"(?<![\w./`-]){re.escape(wrong)}(?![\w`-])" + (r"""(?=["']?\s*:)""" if is_field else ""), near or now


def _fixed(text: str, problems: Iterable[Diagnostic]) -> str:
    """The text of a file with what can be fixed: what stands in its value exactly once; a text may cite a key twice."""
    rows, starts = text.splitlines(keepends=True), sorted({*parse_yaml(text, "").lines.values()})
    for entry in sorted(problems):
        pattern, right = _replacement(entry) or ("", "")
        also = ALSO.search(entry.message)
        changed = [*rows]
        for line in (entry.line, *map(int, also[1].split(",") if also else ())):
            end = next((start for start in starts if start > line), len(rows) + 1) - 1
            value, number = re.subn(pattern, right, "".join(rows[line - 1 : end]))
            if not right or not number or (number > 1 and not entry.message.startswith("cites ")):
                break
            changed[line - 1 : end] = value.splitlines(keepends=True)
        else:
            rows = changed
    return "".join(rows)
