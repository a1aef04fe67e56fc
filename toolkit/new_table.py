"""New records from a CSV table, one for each row that `check` takes."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from toolkit.console import DONE, cannot, path_here, print_status
from toolkit.diagnostics import Diagnostic, nearest, worded
from toolkit.interview import UNTITLED_ID, Interview, file_text, slug
from toolkit.linking import link_records, record_file
from toolkit.options import Options
from toolkit.project import Project, load_project
from toolkit.reporting import report
from toolkit.schema import Key, Kind, Record
from toolkit.schema.introspect import fields
from toolkit.schema.rules import FieldError
from toolkit.sources.field_errors import noun
from toolkit.sources.model_reader import readable
from toolkit.sources.sheets import WINDOWS, read_sheet
from toolkit.sources.yaml_reader import parse_yaml
from toolkit.validate import validate_record

UNWRITTEN = " Nothing was written of rows with mistakes."
LIST_PLACE = re.compile(r"\.\d+")
"""The place in a list that a diagnostic's field names: columns have none."""


class Draft(NamedTuple):
    """A record from a row, not yet written."""

    row: int
    """The row's number in Excel."""
    key: Key
    values: Mapping[str, Any]
    text: str
    """The text of its file."""
    record: Record | None
    """None if its own fields have mistakes."""
    mistakes: Sequence[Diagnostic]

    @property
    def file(self) -> str:
        """The path of its file, from the root."""
        return record_file(self.key)


def new_from_table(options: Options, kind: Kind, table: Path) -> int:
    """Begin a record for each row of a table that `check` takes; say what is wrong in the cells of the others."""
    project = load_project(options.root)
    try:
        if project.diagnostics:
            raise FieldError("there are mistakes in this toolkit.", "`check` names them.")
        sheet = read_sheet(table)
    except FieldError as error:
        return cannot(f"read {path_here(table)}", f"{error.message} {error.hint}")
    if sheet.encoding == WINDOWS:  # or another that cannot be told from it, such as an old Mac's
        advice = "Check that letters such as é and ñ came out right."
        print_status(options, f"The table was not saved as UTF-8. {advice}")
    (head_row, columns), *rows = sheet.rows.items()
    problems = list(_column_problems(columns, head_row, kind))
    if problems:
        return report(problems, options, UNWRITTEN)
    drafts = _drafts(project, kind, columns, dict(rows))
    mistakes = _mistakes(project, kind, drafts)
    wrong_files = {draft.file for draft, _ in mistakes}
    for draft in drafts:
        if draft.file not in wrong_files:
            _write(draft, options)
    if mistakes:
        problems = [_in_table(mistake, draft, columns) for draft, mistake in mistakes]
        return report(problems, options, UNWRITTEN)
    return DONE


def _mistakes(
    project: Project, kind: Kind, drafts: Sequence[Draft]
) -> list[tuple[Draft, Diagnostic]]:
    """What is wrong in the drafts, and between them and the other records, each with its draft."""
    mistakes = []
    for draft in drafts:
        mistakes += [(draft, mistake) for mistake in draft.mistakes]
    for mistake in _link_mistakes(project, kind, drafts):
        mistakes.append((_draft_meant(mistake, drafts), mistake))
    return mistakes


def _write(draft: Draft, options: Options) -> None:
    path = options.root / draft.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft.text, "utf-8", newline="\n")
    print_status(options, f"Wrote {path_here(path)}.")


def _column_problems(columns: Sequence[str], head_row: int, kind: Kind) -> Iterator[Diagnostic]:
    """Columns that no field is called, and those that stand twice."""
    names = _column_names(kind)
    for i, column in enumerate(columns):
        if column in names and column not in columns[:i]:
            continue
        likely = nearest(column, sorted(names.difference(columns)))
        problem = worded("no-such-column", likely, name=column, noun=noun(kind.model))
        yield Diagnostic(_cell(i, head_row), 0, "", *problem)


def _column_names(kind: Kind) -> set[str]:
    """What a column can be called: a field, or a field of a part that every record has, `sources.title`."""
    names = set()
    for name, spec in fields(kind.model).items():
        if not spec.part:
            names.add(name)
        elif spec.is_required:
            names.update(f"{name}.{inner}" for inner in fields(spec.part))
    return names


def _drafts(
    project: Project, kind: Kind, columns: Sequence[str], rows: Mapping[int, Sequence[str]]
) -> list[Draft]:
    """The records from the rows, by their number. Each has an id that no record has or had."""
    taken_keys: set[Key] = set()
    for record in project.library.records.values():
        taken_keys.update([record.key, *record.former_keys])
    drafts = []
    for number, cells in rows.items():
        answers = {name: text for name, text in zip(columns, cells, strict=True) if text}
        values = Interview(project.root, project.vocabularies, answers).record(kind)
        key = kind.id, _unused_id(values.get("title", ""), kind, taken_keys)
        taken_keys.add(key)
        drafts.append(_draft(project, kind, key=key, row=number, values=values))
    return drafts


def _unused_id(title: str, kind: Kind, taken_keys: Collection[Key]) -> str:
    """An id from a title; with a number, if records have it: `id-night-2`."""
    stem = slug(title) or UNTITLED_ID
    id = stem
    number = 1
    while (kind.id, id) in taken_keys:
        number += 1
        id = f"{stem}-{number}"
    return id


def _draft(project: Project, kind: Kind, *, key: Key, row: int, values: Mapping[str, Any]) -> Draft:
    text = file_text(kind, values, project.root / kind.folder, project.vocabularies)
    file = parse_yaml(text, record_file(key))._replace(kind=kind.id, id=key[1])
    record, mistakes = validate_record(file, project.attachments, project.vocabularies)
    return Draft(
        row=row,
        key=key,
        values=values,
        text=text,
        record=record,
        mistakes=file.diagnostics or mistakes,
    )


def _link_mistakes(project: Project, kind: Kind, drafts: Sequence[Draft]) -> list[Diagnostic]:
    """What is wrong between the drafts and the other records."""
    records = list(project.library.records.values())
    broken: dict[Key, Record] = {}
    for draft in drafts:
        if draft.record:
            records.append(draft.record)
        else:
            broken[draft.key] = readable(kind.model, draft.values, draft.key[1])
    _, mistakes = link_records(
        records, attachments=(), translations={}, locate=lambda record, path: 0, broken=broken
    )
    return mistakes


def _draft_meant(mistake: Diagnostic, drafts: Sequence[Draft]) -> Draft:
    """The draft that a mistake is in, or that it names: one title in two files is reported in the other."""
    for draft in drafts:
        if mistake.file == draft.file:
            return draft
    return next(draft for draft in drafts if draft.file in mistake.message)


def _in_table(mistake: Diagnostic, draft: Draft, columns: Sequence[str]) -> Diagnostic:
    """A mistake with its cell in place of its file, or with its row if no column is its field's."""
    column = LIST_PLACE.sub("", mistake.field)
    cell = f"row {draft.row}"
    if column in columns:
        cell = _cell(columns.index(column), draft.row)
    message = mistake.message.replace(draft.file, mistake.file)
    return Diagnostic(cell, 0, mistake.field, message, mistake.hint)


def _cell(column: int, row: int) -> str:
    """A cell as Excel names it: `B3` for column 1 (from 0) in row 3."""
    return f"{get_column_letter(column + 1)}{row}"
