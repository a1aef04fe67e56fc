"""The command `new`: begins a record, a record for each row of a table, or another toolkit."""

import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.console import DONE, MISTAKES, cannot, path_here
from toolkit.diagnostics import Diagnostic, either, nearest, worded
from toolkit.interview import UNTITLED_ID, Interview, file_text, slug
from toolkit.new_table import new_from_table
from toolkit.options import Options
from toolkit.paths import PACKAGE, SETTINGS
from toolkit.project import load_project
from toolkit.schema import KINDS, Kind
from toolkit.schema.rules import ID
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs

PYTHON = "py" if os.name == "nt" else "python3"
"""How Python is called here."""


def new(options: Options) -> int:
    """Begin what the arguments name, or say why not."""
    if options.kind == "site":
        return new_site(options.folder)
    kind = KINDS.get(options.kind)
    if not kind:
        likely = nearest(options.kind, KINDS)
        problem = worded("no-such-kind", likely, kind=options.kind, kinds=either(KINDS))
        return cannot("begin a record", " ".join(problem))
    if options.table and options.overlay:
        return cannot(
            "begin records",
            "a table is read without an overlay. Move the files into it afterwards.",
        )
    if options.table:
        return new_from_table(options, kind, options.table)
    return new_record(options, kind)


def new_record(options: Options, kind: Kind) -> int:
    """Begin a record: ask for what it needs, write its file, and say what is still wrong with it."""
    vocabularies = read_catalogs(read_settings(options.root).languages).vocabularies
    interview = Interview(options.root, vocabularies, _answers(options))
    record = interview.record(kind)
    id = _id(options, record)
    file = f"{kind.folder}/{id}.yml"
    path = (options.overlay or options.root) / file
    checked_path = options.root / file  # with an overlay, in the folder that has the files of both
    reason = ""
    if path.exists() or checked_path.exists():
        reason = "is there already"
    elif not ID.fullmatch(id):
        reason = "is not a name for a record, such as `id-night`"
    if reason:
        advice = "Name another with --id."
        return cannot("begin a record", f"{path_here(path)} {reason}. {advice}")
    text = file_text(kind, record, path.parent, vocabularies)
    for copy in {path, checked_path}:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, "utf-8", newline="\n")
    print(f"Wrote {path_here(path)}.")
    problems = _problems(options.root, file)
    if options.overlay:  # which has been laid over the toolkit without this file
        problems = [entry for entry in problems if entry[3:5] != worded("own-word")]
    for problem in problems:
        print(f"  {problem.field}: {problem.message} {problem.hint}")
    _print_next_steps(options, record)
    return MISTAKES if problems else DONE


def _answers(options: Options) -> dict[str, str]:
    """The answers in the options, `title=ID night`, by field."""
    answers = {}
    for answer in options.answers:
        field, _, value = answer.partition("=")
        answers[field] = value
    return answers


def _print_next_steps(options: Options, record: Mapping[str, Any]) -> None:
    """Say what to do with a record that was just begun."""
    overlay = f" --overlay {path_here(options.overlay)}" if options.overlay else ""
    for agency in _new_agencies(options.root, record):
        begin = f"{PYTHON} build_toolkit.py new agency --id {agency}{overlay}"
        print(f"Its agency has no record yet. Begin it: `{begin}`.")
    task = "open it in an editor, add what your sources say"
    print(f"Next: {task}, and run `{PYTHON} build_toolkit.py check{overlay}`.")


def _new_agencies(root: Path, record: Mapping[str, Any]) -> list[str]:
    """The agencies that a record names and that have no record yet, as ids."""
    ids = record.get("agencies") or []
    return [id for id in ids if ID.fullmatch(id) and not (root / f"agencies/{id}.yml").exists()]


def _id(options: Options, record: Mapping[str, Any]) -> str:
    """The id in the options, or one from the title that a person at the terminal may replace."""
    if options.id:
        return options.id
    id = slug(record.get("title", "")) or UNTITLED_ID
    if options.answers or not sys.stdin.isatty():
        return id
    return input(f"\nThe name of its file, without the ending [{id}] > ").strip() or id


def _problems(root: Path, file: str) -> list[Diagnostic]:
    """What `check` says of a file."""
    return [problem for problem in load_project(root).diagnostics if problem.file == file]


def new_site(folder: Path) -> int:
    """Begin another toolkit in an empty folder; the site has the folder's name."""
    where = path_here(folder)
    if folder.exists() and any(folder.iterdir()):
        return cannot(f"begin a site in {where}", "it is not an empty folder.")
    shutil.copytree(PACKAGE / "starter", folder, dirs_exist_ok=True)
    words = re.findall(r"[^\W_]+", folder.resolve().name)
    settings = folder / SETTINGS
    text = settings.read_text("utf-8").replace("NAME", " ".join(words).title())
    settings.write_text(text, "utf-8", newline="\n")
    print(f"Wrote a toolkit with an agency and a practice, both examples to replace, into {where}.")
    print(f"Next: read README.md there, and run `{PYTHON} build_toolkit.py serve --root {where}`.")
    return DONE
