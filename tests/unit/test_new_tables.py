"""`new KIND --from` writes what `check` takes of a table, and says of the rest which cell is wrong."""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from tests.builds import copy_sample
from toolkit.cli import main
from toolkit.project import load_project
from toolkit.sources.sheets import MAX_BYTES, MAX_COLUMNS, MAX_ROWS

HEAD = "title;In short;type;Place;state;communities;source_title;source_publisher;Source date;sources.seen\n"
QUOTED = 'Hilltown Police;"It serves; a town.";municipal;Hilltown;ia;"hispanic; hmong";Report;Gazette;2024-05;whole\n'
LINES = QUOTED.replace("hispanic; hmong", "hispanic\nhmong")


def begin(root: Path, kind: str, table: Path) -> int:
    return main(["new", kind, "--from", str(table), "--root", str(root)])


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8-sig")
    return path


def agencies(root: Path) -> set[str]:
    return {path.stem for path in (root / "agencies").glob("*.yml")}


@pytest.mark.parametrize("row", [QUOTED, LINES])
def test_a_row_becomes_a_file_that_check_takes_with_its_source_cited(tmp_path: Path, row: str) -> None:
    root = copy_sample(tmp_path)
    assert begin(root, "agency", write(tmp_path, HEAD + row)) == 0
    assert load_project(root).diagnostics == []
    record = yaml.safe_load((root / "agencies" / "hilltown-police.yml").read_text("utf-8"))
    assert record["summary"] == "It serves; a town.[@gazette-2024]"
    assert record["communities"] == ["hispanic", "hmong"]
    assert [source["key"] for source in record["sources"]] == ["gazette-2024"]


def test_of_rows_with_mistakes_nothing_is_written_and_each_is_told_by_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    rows = [
        QUOTED,
        QUOTED.replace("Hilltown Police", "Valley Police").replace(";ia;", ";Iowa;").replace("2024-05", "May 2024"),
        QUOTED,
        QUOTED.replace("Hilltown Police", "").replace(";Hilltown;", ";;"),
        QUOTED.replace("Hilltown Police", "Hilltown: Police"),
    ]
    before = agencies(root)
    assert begin(root, "agency", write(tmp_path, HEAD + "".join(rows))) == 1
    printed = capsys.readouterr().out
    assert "E3: state: `Iowa` is not on the list.\n    Did you mean `ia`?\n" in printed
    assert "I3: sources.1.date: `May 2024` is not a date.\n    Write the year" in printed
    assert "A4: title: `Hilltown Police` is also the title of agencies/hilltown-police.yml.\n" in printed
    assert "A5: title: is missing.\n    Add it: its name." in printed
    assert "D5: place: is missing.\n    Add it: the city" in printed
    assert agencies(root) - before == {"hilltown-police", "hilltown-police-2"}
    assert load_project(root).diagnostics == []


def test_no_file_is_written_over_or_outside_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_sample(tmp_path)
    taken = root / "agencies" / "rivertown-police-department.yml"
    before = taken.read_bytes()
    rows = (QUOTED.replace("Hilltown Police", name) for name in ("One", "Two", "Con"))
    ids = ("rivertown-police-department", "../../docs/x", "con")
    text = "".join(f"{id};{row}" for id, row in zip(ids, rows, strict=True))
    assert begin(root, "agency", write(tmp_path, f"id;{HEAD}{text}")) == 1
    assert "A3: id: `../../docs/x` is not a name for a record." in capsys.readouterr().out
    assert taken.read_bytes() == before
    assert {"rivertown-police-department-2", "con-2"} < agencies(root)
    assert not (root / "docs" / "x.yml").exists()


def test_a_column_that_is_no_field_or_is_there_twice_stops_the_whole_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    before = agencies(root)
    table = write(tmp_path, "title,plaec,Title,summary\nHilltown Police,Hilltown,x,It serves.,extra\n")
    assert begin(root, "agency", table) == 1
    printed = capsys.readouterr().out
    assert "B1: `plaec` is not a field of an agency.\n    Did you mean `place`?\n" in printed
    assert "C1: `Title` is here twice." in printed
    assert "E1: `` is not a field of an agency." in printed
    assert agencies(root) == before


def test_cells_of_a_workbook_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    book = Workbook()
    source = {"source title": "A report", "source publisher": "Gazette", "source date": 2024, "source seen": "whole"}
    row = {
        "title": "A report",
        "summary": "It tells.",
        "publisher": "Gazette",
        "genre": "report",
        "pages": 12.0,
    } | source
    book.active.append(list(row))
    book.active.append(list(row.values()))
    book.save(tmp_path / "table.xlsx")
    assert begin(root, "publication", tmp_path / "table.xlsx") == 0
    record = yaml.safe_load((root / "practices" / "publication" / "report.yml").read_text("utf-8"))
    assert (record["pages"], record["sources"][0]["date"]) == (12, "2024")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_that_the_site_publishes_can_be_read_back(built_sample: Path, tmp_path: Path, ending: str) -> None:
    api = built_sample / "build" / "site" / "api" / "v1"
    root = copy_sample(tmp_path)
    before = load_project(root).library.of_kind("practice")
    shutil.rmtree(root / "practices")
    for path in (api / "sources.csv", api / "en" / "practices.csv", api / "en" / "toolkit.xlsx"):
        shutil.copy(path, tmp_path)
    table = tmp_path / {"csv": "practices.csv", "xlsx": "toolkit.xlsx"}[ending]
    assert begin(root, "practice", table) == 0
    project = load_project(root)
    assert project.diagnostics == []
    after = {record.id: record for record in project.library.of_kind("practice")}
    assert after.keys() == {record.id for record in before}
    groups = {"instances", "started", "studies", "principles", "strategies", "quotes", "news", "sources"}
    for record in before:
        assert after[record.id].model_dump(exclude=groups) == record.model_dump(exclude=groups)


def packed(**parts: bytes) -> bytes:
    """A workbook with these parts in place of its own."""
    book, start = Workbook(), BytesIO()
    book.active.append(["title"])
    book.save(start)
    with zipfile.ZipFile(start) as before, zipfile.ZipFile(end := BytesIO(), "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, parts.get(Path(name).stem, before.read(name)))
    return end.getvalue()


def sheet(rows: str, dimension: str = "A1:B2") -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


CELL = '<c r="{0}" t="inlineStr"><is><t>title</t></is></c>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 12))
HOSTILE = {
    "not-a-zip.xlsx": (b"title,place\n", "it is damaged"),
    "no-workbook.xlsx": (b"PK\x05\x06" + bytes(18), "it is damaged"),
    "bomb.xlsx": (packed(sheet1=bytes(120_000_000)), "what is packed in it has more than"),
    "entities.xlsx": (
        packed(sheet1=f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'.encode() + sheet("<row><c><v>&l11;</v></c></row>")),
        "it is damaged",
    ),
    "wide.xlsx": (packed(sheet1=sheet(f'<row r="1">{CELL.format("XFD1")}</row>')), f"or {MAX_COLUMNS} columns"),
    "far.xlsx": (
        packed(sheet1=sheet(f'<row r="1048576">{CELL.format("A1048576")}</row>')),
        f"more than {MAX_ROWS:,} rows",
    ),
    "formula.xlsx": (packed(sheet1=sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')), "A1 has a formula"),
    "formula.csv": (b"title\n=1+1\n", "A2 has a formula"),
    "wide.csv": (b"title," * 1_000_000, "columns. Split it."),
    "long.csv": (b"title\n" * (MAX_ROWS + 1), "columns. Split it."),
    "cell.csv": (b"t" * 200_000, "it is damaged"),
    "big.csv": (b"\n" * (MAX_BYTES + 1), "more than 10,000,000 bytes"),
    "nul.csv": (b"title\nA\0b\n", "it is damaged"),
    "utf16.csv": ("title\nA\n".encode("utf-16"), "CSV UTF-8"),
    "latin.csv": ("title\nÉ\n".encode("cp1252"), "CSV UTF-8"),
    "none.csv": (None, "it is not there"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_table_that_is_damaged_too_big_or_worked_out_is_refused_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, reason = HOSTILE[name]
    root = copy_sample(tmp_path)
    before = agencies(root)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert begin(root, "agency", tmp_path / name) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("Cannot read ")
    assert reason in printed.err
    assert agencies(root) == before


def test_what_a_workbook_says_of_its_own_size_costs_nothing(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    rows = f'<row r="1">{CELL.format("A1")}</row>'
    (tmp_path / "table.xlsx").write_bytes(packed(sheet1=sheet(rows, "A1:XFD1048576")))
    assert load_workbook(tmp_path / "table.xlsx", read_only=True).active.max_column > MAX_COLUMNS
    assert begin(root, "agency", tmp_path / "table.xlsx") == 0
