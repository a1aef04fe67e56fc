"""`new KIND --from` writes what `check` takes of a table, and says of the rest which cell is wrong."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from tests.builds import copy_sample
from toolkit.cli import main
from toolkit.project import load_project
from toolkit.sources.sheets import MAX_BYTES, MAX_ROWS, read_sheet

HEAD = "title;summary;type;place;state;communities;sources.title;sources.publisher;sources.date;sources.seen\n"
QUOTED = 'Hilltown Police;"It serves; a town.";municipal;Hilltown;ia;"hispanic; hmong";Report;Gazette;2024-05;whole\n'
LINES = QUOTED.replace("hispanic; hmong", "hispanic\nhmong").replace("serves;", "serves")
TAKEN = "Rivertown Police Department (sample)"


def begin(root: Path, kind: str, table: Path) -> int:
    return main(["new", kind, "--from", str(table), "--root", str(root)])


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def as_excel_saves_it(separator: str, rows: list[list[str]]) -> str:
    csv.writer(file := StringIO(newline=""), delimiter=separator).writerows(rows)
    return file.getvalue()


def agencies(root: Path) -> set[str]:
    return {path.stem for path in (root / "agencies").glob("*.yml")}


@pytest.mark.parametrize("table", [HEAD + QUOTED, HEAD + LINES])
def test_a_row_becomes_a_file_that_check_takes_with_its_source_cited(
    tmp_path: Path, table: str
) -> None:
    root = copy_sample(tmp_path)
    assert begin(root, "agency", write(tmp_path, table)) == 0
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
        QUOTED.replace("Hilltown Police", "Valley Police")
        .replace(";ia;", ";Ioway;")
        .replace("2024-05", "May 2024"),
        QUOTED.replace("Hilltown Police", TAKEN),
        QUOTED.replace("Hilltown Police", "").replace(";Hilltown;", ";;"),
        QUOTED.replace("Hilltown Police", "Hilltown: Police"),
        QUOTED,
    ]
    before = agencies(root), taken.read_bytes()
    assert begin(root, "agency", write(tmp_path, HEAD + "".join(rows))) == 1
    printed = capsys.readouterr()
    assert "E3: state: `Ioway` is not on the list.\n    Did you mean `ia`?\n" in printed.out
    assert "I3: sources.1.date: `May 2024` is not a date.\n    Write `2024-05`.\n" in printed.out
    assert (
        f"A4: title: `{TAKEN}` is also the title of agencies/rivertown-police-department.yml.\n"
        in printed.out
    )
    assert "A5: title: is missing.\n    Add it: its name." in printed.out
    assert "D5: place: is missing.\n    Add it: the city" in printed.out
    assert (
        "A7: title: `Hilltown Police` is also the title of agencies/hilltown-police-2.yml.\n"
        in printed.out
    )
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
    assert (
        "A2: title: `Hilltown Police` is also the title of agencies/zz.yml."
        in capsys.readouterr().out
    )
    assert agencies(root) == before


def test_a_column_that_is_no_field_or_is_there_twice_stops_the_whole_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    before = agencies(root)
    table = write(
        tmp_path,
        "title,plaec,title,summary,contact.at\nHilltown Police,Hilltown,x,It serves.,a,extra\n",
    )
    assert begin(root, "agency", table) == 1
    printed = capsys.readouterr().out
    assert (
        "B1: `plaec` is not a field of an agency, or is here twice.\n    Did you mean `place`?\n"
        in printed
    )
    for cell in (
        "C1: `title`",
        "E1: `contact.at`",
        "F1: ``",
    ):  # a cell cannot hold a group; nothing is over it
        assert f"{cell} is not a field of an agency, or is here twice." in printed
    assert agencies(root) == before


def test_a_number_is_a_number_a_year_stays_a_text_and_a_key_of_ones_own_is_kept(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    row = {
        "title": "A report",
        "summary": "It tells.[@own-2024]",
        "publisher": "Gazette",
        "genre": "report",
    }
    row |= {"pages": "12", "date": "2024", "sources.key": "own-2024", "sources.title": "A report"}
    row |= {"sources.publisher": "Gazette", "sources.seen": "whole", "topics": "interpreting"}
    table = write(tmp_path, as_excel_saves_it(",", [[*row], [*row.values()]]))
    assert begin(root, "publication", table) == 0
    record = yaml.safe_load((root / "practices" / "publication" / "report.yml").read_text("utf-8"))
    assert (record["pages"], record["date"], record["sources"][0]["key"]) == (
        12,
        "2024",
        "own-2024",
    )


ROWS = [
    ["title", "summary", "topics"],
    ["Peñasco", "It, José; it\t“serves”.", "interpreting\nofficer-training"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(("above", "first"), [("", 1), ("sep={}\r\n", 1), ("\r\n", 2)])
def test_csv_is_read_however_excel_saves_it_and_its_rows_have_the_numbers_that_excel_shows(
    tmp_path: Path, encoding: str, separator: str, above: str, first: int
) -> None:
    table = write(tmp_path, above.format(separator) + as_excel_saves_it(separator, ROWS), encoding)
    assert read_sheet(table).rows == dict(enumerate(ROWS, first))


def test_letters_of_a_table_that_is_not_in_utf8_are_to_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for encoding, is_warned in (("utf-8", False), ("cp1252", True)):
        root = copy_sample(tmp_path / encoding)
        table = write(tmp_path, HEAD + QUOTED.replace("It serves", "José serves"), encoding)
        assert begin(root, "agency", table) == 0
        assert "José serves" in (root / "agencies" / "hilltown-police.yml").read_text("utf-8")
        assert (
            "Check that letters such as é and ñ came out right" in capsys.readouterr().out
        ) == is_warned


def test_what_a_cell_has_in_several_lines_or_after_a_tab_is_one_text(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    assert (
        begin(
            root,
            "agency",
            write(tmp_path, HEAD + QUOTED.replace("It serves; a", "It\tserves\r\na")),
        )
        == 0
    )
    assert "It serves a town.[@gazette-2024]" in (
        root / "agencies" / "hilltown-police.yml"
    ).read_text("utf-8")


@pytest.mark.parametrize("state", ["IA", "Iowa", "iowa"])
def test_an_entry_of_a_list_may_go_by_its_label_or_be_in_capitals(
    tmp_path: Path, state: str
) -> None:
    root = copy_sample(tmp_path)
    row = QUOTED.replace(";ia;", f";{state};").replace(
        "hispanic; hmong", "Hispanic and Latino; Hmong"
    )
    assert begin(root, "agency", write(tmp_path, HEAD + row)) == 0
    record = yaml.safe_load((root / "agencies" / "hilltown-police.yml").read_text("utf-8"))
    assert (record["state"], record["communities"]) == ("ia", ["hispanic", "hmong"])


def test_a_toolkit_with_mistakes_takes_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_sample(tmp_path)
    (root / "agencies" / "broken.yml").write_text("title: x\n", "utf-8")
    assert begin(root, "agency", write(tmp_path, HEAD + QUOTED)) == 2
    assert "there are mistakes in this toolkit. `check` names them." in capsys.readouterr().err


def workbook() -> bytes:
    Workbook().save(file := BytesIO())
    return file.getvalue()


SAVE_AS_CSV = "Save it as CSV in Excel (File, Save as, CSV UTF-8), and give that file."
REFUSED = {
    "book.xlsx": (workbook(), f"it is a workbook, and only CSV is read. {SAVE_AS_CSV}"),
    "book.ods": (b"PK\3\4" + bytes(100), SAVE_AS_CSV),
    "renamed.csv": (workbook(), SAVE_AS_CSV),
    "old.xls": (b"\xd0\xcf\x11\xe0" + bytes(100), SAVE_AS_CSV),
    "big.xlsx": (workbook() + bytes(MAX_BYTES), SAVE_AS_CSV),
    "head.csv": (
        HEAD.encode(),
        "it has only the row with the names of fields. Write a row for each record.",
    ),
    "unclosed.csv": (b'title,summary\nA,"It serves\nB,It serves.\n', "damaged"),
    "formula.csv": (b"title\n=1+1\n", "row 2 has a formula"),
    "wide.csv": (b"title," * 1_000_000, "Split it."),
    "long.csv": (b"title\n" * (MAX_ROWS + 2), "Split it."),
    "big-cell.csv": (b"t" * 200_000, "damaged"),
    "big.csv": (b"\n" * (MAX_BYTES + 1), "more than 10,000,000 bytes"),
    "nul.csv": (b"title\nA\0b\n", "damaged"),
    "cut.csv": ("title\nA\n".encode("utf-16")[:-1], "damaged"),
    "empty.csv": (b"\n\n", "it is empty"),
    "none.csv": (None, "it is not there"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_is_no_csv_damaged_too_big_or_worked_out_is_refused_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, reason = REFUSED[name]
    root = copy_sample(tmp_path)
    before = agencies(root)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert begin(root, "agency", tmp_path / name) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("Cannot read ")
    assert reason in printed.err
    assert agencies(root) == before


def test_a_row_with_an_unknown_agency_and_another_mistake_is_told_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "title;summary;agencies;communities;sources.title;sources.publisher;sources.seen\n"
    row = "Soccer day;They play.;Rivertown PD;Latino;Report;Gazette;whole\n"
    assert begin(copy_sample(tmp_path), "practice", write(tmp_path, head + row)) == 1
    printed = capsys.readouterr().out
    assert (
        "C2: agencies.1: there is no agency `rivertown-pd`.\n    Did you mean `rivertown-police-dep"
        in printed
    )
    assert (
        "D2: communities.1: `Latino` is not on the list.\n    Did you mean `hispanic`?" in printed
    )
