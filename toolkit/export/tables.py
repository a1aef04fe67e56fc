"""The records as tables: for each kind and for all, in English and each whole language; and all sources, as CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from toolkit.export.api import keys_in, page_url, status_in
from toolkit.export.bibliography import cited_work, source_keys
from toolkit.export.shapes import AnyRow, RowStart, SourceRow
from toolkit.listing import API, address, source_dates
from toolkit.project import Project
from toolkit.schema import KINDS, Key, Part
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.parts import Guest, Module, ShowsPrinciple, ShowsStrategy, Started

IN_A_CELL: Mapping[type[Part] | None, str] = {
    ShowsPrinciple: "id",
    ShowsStrategy: "id",
    Started: "year",
    Guest: "name",
    Module: "title",
}
"""What a cell has of a group. Other groups mean nothing without their other fields: they are in the JSON files only."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet may run as a formula (OWASP, "CSV Injection")."""
SOURCES, RECORDS = "sources", "records"
"""The names of the tables of all sources and of all records."""
COLUMNS = {
    SOURCES: list(fields(SourceRow).values()),
    RECORDS: list(fields(AnyRow).values()),
    **{
        kind.address: [
            *fields(RowStart).values(),
            *(
                spec
                for spec in fields(kind.model).values()
                if not spec.part or spec.part in IN_A_CELL
            ),
        ]
        for kind in KINDS.values()
    },
}
"""The columns of each table. A record's are those of its fields that fit into a cell."""
Row = Mapping[str, Any]  # by column


def tables(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site. A language has no table of a kind of which it has no records."""
    rows = {SOURCES: source_rows(project)}
    for language in project.whole_catalogs:
        rows |= {
            f"{language}/{name}": values for name, values in record_rows(project, language).items()
        }
    return {
        f"{API}/{name}.csv": _csv(COLUMNS[name.rpartition("/")[2]], values)
        for name, values in rows.items()
    }


def record_rows(project: Project, language: str) -> dict[str, list[Row]]:
    """The records that are in a language, by the table of their kind; and all of them."""
    rows: dict[str, list[Row]] = {}
    for key in keys_in(project, language):
        row = _row(project, language, key)
        for name in (KINDS[key[0]].address, RECORDS):
            rows.setdefault(name, []).append(row)
    return rows


def _row(project: Project, language: str, key: Key) -> Row:
    """A record in a language, by column."""
    record = project.library.localized(language, key)
    start = RowStart(
        id=record.id,
        page=page_url(project, language, address(*key)),
        translation=status_in(project, language, key),
        newest_source=source_dates(record).own,
    )
    return {"kind": record.kind} | vars(start) | vars(record)


def source_rows(project: Project) -> list[Row]:
    """Every source of every record, as the record cites it."""
    keys = source_keys(project)
    return [
        {
            "kind": record.kind,
            "record": record.id,
            "bibliography": keys[cited_work(source)],
            **vars(source),
        }
        for record in project.library.records.values()
        for source in record.sources
    ]


def _csv(columns: Sequence[FieldSpec], rows: Iterable[Row]) -> bytes:
    """A table by RFC 4180, with the byte order mark by which Excel knows UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([spec.name for spec in columns])
    for row in rows:
        cells = [cell_text(spec, row[spec.name]) for spec in columns]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def cell_text(spec: FieldSpec, value: Any) -> str:
    """A value as a cell; the entries of a list are a line each, because no text of a record has lines."""
    if isinstance(value, list):
        return "\n".join(cell_text(spec, entry) for entry in value)
    if value is None:
        return ""
    if spec.part:
        value = getattr(value, IN_A_CELL[spec.part])
    return str(value).lower() if spec.base is bool else str(value)
