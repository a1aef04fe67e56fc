"""The records as tables: for each kind and for all, in English and each whole language; and all sources, as CSV."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, TypeVar

from toolkit.export.api import keys_in, page_url, status_in
from toolkit.export.bibliography import cited_work, source_keys
from toolkit.export.shapes import AnyRow, FindingRow, LawRow, RowStart, SourceRow
from toolkit.listing import API, FINDINGS_TABLE, LAW_TABLE, address, source_dates
from toolkit.pages.markdown import plain
from toolkit.project import Project
from toolkit.rereading import law_day
from toolkit.schema import KINDS, Key, Part, Record
from toolkit.schema.documents import Publication
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.law import Law
from toolkit.schema.markup import citations
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
SOURCES = "sources"
"""The name of the table of all sources."""
RECORDS = "records"
"""The name of the table of all records."""
Row = Mapping[str, Any]  # by column
AnyRecord = TypeVar("AnyRecord", bound=Record)


def _kind_columns(model: type[Record]) -> list[FieldSpec]:
    """The columns of the table of a kind: how each row starts, then the fields that fit into a cell."""
    columns = list(fields(RowStart).values())
    for spec in fields(model).values():
        if not spec.part or spec.part in IN_A_CELL:
            columns.append(spec)
    return columns


COLUMNS = {
    SOURCES: list(fields(SourceRow).values()),
    RECORDS: list(fields(AnyRow).values()),
    LAW_TABLE: list(fields(LawRow).values()),
    FINDINGS_TABLE: list(fields(FindingRow).values()),
    **{kind.address: _kind_columns(kind.model) for kind in KINDS.values()},
}
"""The columns of each table, by its name."""


def tables(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site. A language has no table of a kind of which it has no records."""
    files = {f"{API}/{SOURCES}.csv": _csv(COLUMNS[SOURCES], source_rows(project))}
    for language in project.whole_catalogs:
        for name, rows in record_rows(project, language).items():
            files[f"{API}/{language}/{name}.csv"] = _csv(COLUMNS[name], rows)
        laws = law_rows(project, language)
        files[f"{API}/{language}/{LAW_TABLE}.csv"] = _csv(COLUMNS[LAW_TABLE], laws)
        findings = finding_rows(project, language)
        files[f"{API}/{language}/{FINDINGS_TABLE}.csv"] = _csv(COLUMNS[FINDINGS_TABLE], findings)
    return files


def record_rows(project: Project, language: str) -> dict[str, list[Row]]:
    """The records that are in a language, by the table of their kind; and all of them."""
    rows: dict[str, list[Row]] = {}
    for key in keys_in(project, language):
        kind, _ = key
        row = _row(project, language, key)
        for name in (KINDS[kind].address, RECORDS):
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
    rows: list[Row] = []
    for record in project.library.records.values():
        for source in record.sources:
            start = {
                "kind": record.kind,
                "record": record.id,
                "bibliography": keys[cited_work(source)],
            }
            rows.append(start | vars(source))
    return rows


def law_rows(project: Project, language: str) -> list[Row]:
    """Every statement of every law, in a language as far as it is translated."""
    rows: list[Row] = []
    for law, page in _localized(project, language, Law):
        addresses = {source.key: source.url for source in law.sources}
        start = {
            "state": law.id,
            "state_name": law.title,
            "checked": law.checked,
            "due": law_day(law),
            "page": page,
        }
        for statement in law.statements:
            note = statement.standing_note
            cited = citations(f"{statement.text}{note or ''}")
            urls = dict.fromkeys(addresses[source] for source in cited)
            said = {
                "text": plain(statement.text),
                "standing_note": plain(note) if note else None,
                "sources": [url for url in urls if url],
            }
            rows.append(vars(statement) | start | said)
    return rows


def finding_rows(project: Project, language: str) -> list[Row]:
    """What every study found, in a language as far as it is translated."""
    rows: list[Row] = []
    for study, page in _localized(project, language, Publication):
        for finding in study.findings:
            row = {
                "study": study.id,
                "text": plain(finding.text),
                "sources": citations(finding.text),
                "page": page,
            }
            rows.append(vars(study) | vars(finding) | row)
    return rows


def _localized(
    project: Project, language: str, model: type[AnyRecord]
) -> Iterator[tuple[AnyRecord, str]]:
    """The records of a model, in a language as far as they are translated, each with the address of its page."""
    for key in keys_in(project, language):
        record = project.library.localized(language, key)
        if isinstance(record, model):
            yield record, page_url(project, language, address(*key))


def _csv(columns: Sequence[FieldSpec], rows: Iterable[Row]) -> bytes:
    """A table by RFC 4180, with the byte order mark by which Excel knows UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([spec.name for spec in columns])
    for row in rows:
        cells = [cell_text(spec, row[spec.name]) for spec in columns]
        writer.writerow([_not_run(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _not_run(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: with an apostrophe before it, if it could be one."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def cell_text(spec: FieldSpec, value: Any) -> str:
    """A value as a cell; the entries of a list are a line each, because no text of a record has lines."""
    if isinstance(value, list):
        return "\n".join(cell_text(spec, entry) for entry in value)
    if value is None:
        return ""
    if spec.part:
        value = getattr(value, IN_A_CELL[spec.part])
    if spec.base is bool:
        return str(value).lower()
    return str(value)
