"""The tables as one workbook of each language: what somebody who opens it in a spreadsheet may rely on."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.builds import SAMPLE, replace_text, translate_whole
from toolkit.export.tables import tables
from toolkit.export.workbooks import workbook
from toolkit.export.xlsx_file import sheet_title
from toolkit.listing import API
from toolkit.project import Project, load_project
from toolkit.schema import KINDS


def opened(project: Project, language: str) -> Workbook:
    return openpyxl.load_workbook(
        BytesIO(workbook(project, language)[f"{API}/{language}/toolkit.xlsx"])
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_workbook_has_the_rows_of_every_table_accents_included(copy: Path, language: str) -> None:
    translate_whole(copy, "es")
    project = load_project(copy)
    catalog, files, book = (
        project.all_catalogs[language],
        tables(project, {}),
        opened(project, language),
    )
    for kind in KINDS.values():
        content = files.get(f"{API}/{language}/{kind.address}.csv")
        if not content:
            continue
        sheet = book[sheet_title(catalog.t(f"kinds.{kind.id}.many"))]
        cells = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        table = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
        # What `tables` puts before a cell that could be run, a workbook does not need.
        assert cells == [[re.sub("^'(?=[=+@-])", "", cell) for cell in row] for row in table]
        assert sheet.freeze_panes == "B2"
        assert sheet["A1"].font.bold
        assert all(3 < dimension.width < 70 for dimension in sheet.column_dimensions.values())


def test_the_english_workbook_has_every_source_and_no_other_repeats_them() -> None:
    project = load_project(SAMPLE)
    catalogs = project.all_catalogs
    sources = opened(project, "en")[catalogs["en"].t("data.sources")]
    assert sources.max_row - 1 == sum(
        len(record.sources) for record in project.library.records.values()
    )
    assert catalogs["es"].t("data.sources") not in opened(project, "es").sheetnames


def test_sheets_of_a_language_that_is_written_from_the_right_begin_at_the_right(copy: Path) -> None:
    translate_whole(copy, "ar")
    project = load_project(copy)
    assert all(sheet.sheet_view.rightToLeft for sheet in opened(project, "ar"))
    assert not any(sheet.sheet_view.rightToLeft for sheet in opened(project, "en"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "#N/A "])
def test_no_cell_of_a_workbook_is_a_formula(copy: Path, start: str) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    title = load_project(copy).library.records["practice", "id-night"].title
    replace_text(record, f"title: {title}", f"title: '{start}HYPERLINK(1)'")
    sheet = opened(load_project(copy), "en")["Practices"]
    [cell] = [cell for row in sheet for cell in row if str(cell.value).endswith("HYPERLINK(1)")]
    assert (cell.value, cell.data_type) == (f"{start}HYPERLINK(1)", "s")


def test_the_same_records_give_the_same_workbook() -> None:
    project = load_project(SAMPLE)
    assert workbook(project, "en") == workbook(project, "en")


def test_the_site_has_the_workbooks_and_the_data_page_leads_to_them(real: Path) -> None:
    for page, languages in (("data.html", ["en"]), ("es/data.html", ["en", "es"])):
        text = (real / "site" / page).read_text("utf-8")
        linked = re.findall(r'href="(?:\.\./)?(api/v1/([^"]+)/toolkit\.xlsx)"', text)
        assert [language for _, language in linked] == languages
        assert all((real / "site" / name).is_file() for name, _ in linked)


def test_the_name_of_a_sheet_is_shortened_between_words() -> None:
    assert (
        sheet_title("1 Who does what [in each: language]")
        == "1 Who does what in each language"[:24].strip()
    )
    assert sheet_title("ຄຳສັບ" * 9) == ("ຄຳສັບ" * 9)[:31]
    assert sheet_title("Policies") == "Policies"
