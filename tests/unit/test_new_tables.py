"""`new KIND --from` writes what `check` takes of a table, and says of the rest which cell is wrong."""

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

HEAD = "title;summary;type;place;state;communities;sources.title;sources.publisher;sources.date;sources.seen\n"
QUOTED = 'Hilltown Police;"It serves; a town.";municipal;Hilltown;ia;"hispanic; hmong";Report;Gazette;2024-05;whole\n'
LINES = QUOTED.replace("hispanic; hmong", "hispanic\nhmong").replace("serves;", "serves")
TAKEN = "Rivertown Police Department (sample)"


def begin(root: Path, kind: str, table: Path) -> int:
    return main(["new", kind, "--from", str(table), "--root", str(root)])


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding)
    return path


def agencies(root: Path) -> set[str]:
    return {path.stem for path in (root / "agencies").glob("*.yml")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("table", [HEAD + QUOTED, HEAD + LINES, (HEAD + LINES).replace(";", "\t")])
def test_a_row_becomes_a_file_that_check_takes_with_its_source_cited(tmp_path: Path, table: str, encoding: str) -> None:
    root = copy_sample(tmp_path)
    assert begin(root, "agency", write(tmp_path, table, encoding)) == 0
    assert load_project(root).diagnostics == []
    record = yaml.safe_load((root / "agencies" / "hilltown-police.yml").read_text("utf-8"))
    assert record["summary"].startswith("It serves")
    assert record["summary"].endswith(" a town.[@gazette-2024]")
    assert record["communities"] == ["hispanic", "hmong"]
    assert [source["key"] for source in record["sources"]] == ["gazette-2024"]


def test_rows_with_mistakes_are_left_out_and_each_mistake_is_told_by_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    taken = root / "agencies" / "hilltown-police.yml"
    text = (root / "agencies" / "rivertown-police-department.yml").read_text("utf-8")
    taken.write_text(text.replace(TAKEN, "Another title"), "utf-8")
    rows = [
        QUOTED,
        QUOTED.replace("Hilltown Police", "Valley Police").replace(";ia;", ";Iowa;").replace("2024-05", "May 2024"),
        QUOTED.replace("Hilltown Police", TAKEN),
        QUOTED.replace("Hilltown Police", "").replace(";Hilltown;", ";;"),
        QUOTED.replace("Hilltown Police", "Hilltown: Police"),
        QUOTED,
    ]
    before = agencies(root), taken.read_bytes()
    assert begin(root, "agency", write(tmp_path, HEAD + "".join(rows))) == 1
    printed = capsys.readouterr()
    assert "E3: state: `Iowa` is not on the list.\n    Did you mean `ia`?\n" in printed.out
    assert "I3: sources.1.date: `May 2024` is not a date.\n    Write `2024-05`.\n" in printed.out
    assert f"A4: title: `{TAKEN}` is also the title of agencies/rivertown-police-department.yml.\n" in printed.out
    assert "A5: title: is missing.\n    Add it: its name." in printed.out
    assert "D5: place: is missing.\n    Add it: the city" in printed.out
    assert "A7: title: `Hilltown Police` is also the title of agencies/hilltown-police-2.yml.\n" in printed.out
    assert "Nothing was written of rows with mistakes." in printed.err
    assert agencies(root) - before[0] == {"hilltown-police-2", "hilltown-police-3"}
    assert taken.read_bytes() == before[1]
    assert load_project(root).diagnostics == []


def test_a_title_that_a_record_later_in_the_alphabet_has_is_told_by_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    text = (root / "agencies" / "rivertown-police-department.yml").read_text("utf-8")
    (root / "agencies" / "zz.yml").write_text(text.replace(TAKEN, "Hilltown Police"), "utf-8")
    before = agencies(root)
    assert begin(root, "agency", write(tmp_path, HEAD + QUOTED)) == 1
    assert "A2: title: `Hilltown Police` is also the title of agencies/zz.yml." in capsys.readouterr().out
    assert agencies(root) == before


def test_a_column_that_is_no_field_or_is_there_twice_stops_the_whole_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    before = agencies(root)
    table = write(tmp_path, "title,plaec,title,summary,contact.at\nHilltown Police,Hilltown,x,It serves.,a,extra\n")
    assert begin(root, "agency", table) == 1
    printed = capsys.readouterr().out
    assert "B1: `plaec` is not a field of an agency, or is here twice.\n    Did you mean `place`?\n" in printed
    for cell in ("C1: `title`", "E1: `contact.at`", "F1: ``"):  # a cell cannot hold a group; nothing is over it
        assert f"{cell} is not a field of an agency, or is here twice." in printed
    assert agencies(root) == before


def test_cells_of_a_workbook_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    book = Workbook()
    row = {"title": "A report", "summary": "It tells.[@own-2024]", "publisher": "Gazette", "genre": "report"}
    row |= {"pages": "12", "date": "2024", "sources.key": "own-2024", "sources.title": "A report"}
    row |= {"sources.publisher": "Gazette", "sources.seen": "whole", "topics": "interpreting\nofficer-training"}
    book.active.append(list(row))
    book.active.append([int(text) if text.isdecimal() else text for text in row.values()])
    book.save(tmp_path / "table.XLSX")
    assert begin(root, "publication", tmp_path / "table.XLSX") == 0
    record = yaml.safe_load((root / "practices" / "publication" / "report.yml").read_text("utf-8"))
    assert (record["pages"], record["date"], record["sources"][0]["key"]) == (12, "2024", "own-2024")


def test_a_toolkit_with_mistakes_takes_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_sample(tmp_path)
    (root / "agencies" / "broken.yml").write_text("title: x\n", "utf-8")
    assert begin(root, "agency", write(tmp_path, HEAD + QUOTED)) == 2
    assert "there are mistakes in this toolkit. `check` names them." in capsys.readouterr().err


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
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1">SUM(1)</f><v>1</v></c></row>'
HOSTILE = {
    "not-a-zip.xlsx": (b"title,place\n", "damaged"),
    "cut.xlsx": (packed()[:-30], "damaged"),
    "no-workbook.xlsx": (b"PK\x05\x06" + bytes(18), "damaged"),
    "bomb.xlsx": (packed(sheet1=bytes(120_000_000)), "it unpacks to more than"),
    "entities.xlsx": (
        packed(sheet1=f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'.encode() + sheet("<row><c><v>&l11;</v></c></row>")),
        "damaged",
    ),
    "wide.xlsx": (packed(sheet1=sheet(f'<row r="1">{CELL.format("XFD1")}</row>')), f" {MAX_COLUMNS} columns"),
    "tall.xlsx": (
        packed(sheet1=sheet("".join(f'<row r="{n}">{CELL.format(f"A{n}")}</row>' for n in range(1, MAX_ROWS + 3)))),
        f"more than {MAX_ROWS:,} rows",
    ),
    "big-cell.xlsx": (
        packed(sheet1=sheet(f'<row r="1">{CELL.format("A1")}</row>'.replace("title", "t" * 1_000_000))),
        "letters",
    ),
    "formula.xlsx": (packed(sheet1=sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')), "row 1 has a formula"),
    "array.xlsx": (packed(sheet1=sheet(ARRAY)), "row 1 has a formula"),
    "formula.csv": (b"title\n=1+1\n", "row 2 has a formula"),
    "wide.csv": (b"title," * 1_000_000, "Split it."),
    "long.csv": (b"title\n" * (MAX_ROWS + 2), "Split it."),
    "big-cell.csv": (b"t" * 200_000, "damaged"),
    "big.csv": (b"\n" * (MAX_BYTES + 1), "more than 10,000,000 bytes"),
    "nul.csv": (b"title\nA\0b\n", "damaged"),
    "utf16.csv": ("title\nA\n".encode("utf-16"), "CSV UTF-8"),
    "latin.csv": ("title\nÉ\n".encode("cp1252"), "CSV UTF-8"),
    "empty.csv": (b"\n\n", "it is empty"),
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
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    (tmp_path / "table.xlsx").write_bytes(packed(sheet1=sheet(rows, "A1:XFD1048576")))
    assert load_workbook(tmp_path / "table.xlsx", read_only=True).active.max_column > MAX_COLUMNS
    assert begin(root, "agency", tmp_path / "table.xlsx") == 0


def test_a_row_with_an_unknown_agency_and_another_mistake_is_told_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "title;summary;agencies;communities;sources.title;sources.publisher;sources.seen\n"
    row = "Soccer day;They play.;Rivertown PD;Latino;Report;Gazette;whole\n"
    assert begin(copy_sample(tmp_path), "practice", write(tmp_path, head + row)) == 1
    printed = capsys.readouterr().out
    assert "C2: agencies.1: there is no agency `Rivertown PD`.\n    Did you mean `rivertown-police-dep" in printed
    assert "D2: communities.1: `Latino` is not on the list.\n    Did you mean `hispanic`?" in printed
