"""The records as tables: what somebody with a spreadsheet may rely on."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from tests.builds import replace_text, translate_whole
from toolkit.export.bibliography import bibliography
from toolkit.export.tables import tables
from toolkit.listing import API
from toolkit.project import load_project
from toolkit.schema import KINDS

ENTRY = re.compile(r"@online{(.+?),\n(.+?)^}", re.M | re.S)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_has_a_row_for_each_record_and_what_the_record_says(copy: Path) -> None:
    project = load_project(copy)
    files = tables(project, {})
    for kind in KINDS.values():
        table = rows(files[f"{API}/en/{kind.address}.csv"])
        assert [row["id"] for row in table] == [
            record.id for record in project.library.of_kind(kind.id)
        ]
    practice = next(
        row for row in rows(files[f"{API}/en/practices.csv"]) if row["id"] == "id-night"
    )
    record = project.library.records["practice", "id-night"]
    assert practice["steps"].splitlines() == record.steps  # type: ignore[attr-defined]
    assert practice["started"] == str(record.started.year)  # type: ignore[attr-defined]
    sources = rows(files[f"{API}/sources.csv"])
    assert len(sources) == sum(len(record.sources) for record in project.library.records.values())
    entries = dict(ENTRY.findall(bibliography(project, {})[f"{API}/sources.bib"].decode()))
    assert {row["bibliography"] for row in sources} == entries.keys()
    assert all(row["url"] in entries[row["bibliography"]] for row in sources)


def test_the_table_of_all_records_has_a_row_for_each_record_in_the_language(copy: Path) -> None:
    translate_whole(copy, "es")
    (copy / "practices" / "practice" / "tea-with-officers.es.yml").unlink()
    project = load_project(copy)
    files = tables(project, {})
    for language in ("en", "es"):
        table = rows(files[f"{API}/{language}/records.csv"])
        expected = [
            key
            for key in project.library.records
            if language == "en" or key[1] != "tea-with-officers"
        ]
        assert [(row["kind"], row["id"]) for row in table] == expected
        titles = {key: listing.title for key, listing in project.library.listings[language].items()}
        assert [row["title"] for row in table] == [titles[key] for key in expected]


def test_excel_is_told_that_a_table_is_in_utf_8(copy: Path) -> None:
    translate_whole(copy, "es")
    files = tables(load_project(copy), {})
    assert {content[:3] for name, content in files.items() if name.endswith(".csv")} == {
        b"\xef\xbb\xbf"
    }
    assert "ó".encode() in files[f"{API}/es/practices.csv"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_as_a_formula(copy: Path, start: str) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    title = load_project(copy).library.records["practice", "id-night"].title
    replace_text(record, f"title: {title}", f"title: '{start}HYPERLINK(1)'")
    project = load_project(copy)
    assert project.diagnostics == []
    table = rows(tables(project, {})[f"{API}/en/practices.csv"])
    assert f"'{start}HYPERLINK(1)" in {row["title"] for row in table}


def test_the_table_of_law_has_a_row_for_each_statement_and_its_sources(copy: Path) -> None:
    translate_whole(copy, "es")
    files = tables(load_project(copy), {})
    table = rows(files[f"{API}/en/law-statements.csv"])
    blocked = next(row for row in table if row["standing"] == "blocked")
    assert len(table) == 5
    assert (blocked["state"], blocked["topic"], blocked["effect"]) == (
        "ia",
        "language-access",
        "forbids",
    )
    assert blocked["text"] == "An officer may not use a child to interpret."
    assert blocked["standing_note"] == "A made-up judge blocked it in 2020. An appeal is pending."
    assert table[0]["sources"] == "https://sample.example/report"
    assert (table[0]["checked"], table[0]["due"]) == ("2024-05-06", "2024-08-06")
    assert len(rows(files[f"{API}/es/law-statements.csv"])) == 5


def test_what_studies_found_is_a_row_each_with_the_study_and_its_sources(copy: Path) -> None:
    project = load_project(copy)
    table = rows(tables(project, {})[f"{API}/en/findings.csv"])
    findings = [
        finding
        for record in project.library.of_kind("publication")
        for finding in getattr(record, "findings", [])
    ]
    assert [row["effect"] for row in table] == [finding.effect for finding in findings]
    assert all(row["study"] and row["design"] and row["sources"] for row in table)
    assert not any("[@" in row["text"] for row in table)
