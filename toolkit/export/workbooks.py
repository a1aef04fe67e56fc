"""The tables of a language as one workbook: a sheet for each kind; in English one of all sources, too."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from toolkit.export.tables import COLUMNS, SOURCES, Row, cell_text, record_rows, source_rows
from toolkit.export.xlsx_file import sheet_title
from toolkit.export.zipped import saved
from toolkit.listing import API
from toolkit.project import Project
from toolkit.schema import KINDS
from toolkit.schema.introspect import FieldSpec
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START, SOURCE_LANGUAGE, Catalog

MAX_WIDTH = 60
"""Of a column of sentences, in digits, as Excel counts."""
MARGIN_WIDTH = 2
"""What a column has beside its longest text, in digits."""
LABELS = {
    **{kind.address: f"kinds.{kind.id}.many" for kind in KINDS.values()},
    SOURCES: "data.sources",
}
"""The message that names a sheet, by the name of its table, in the order of the sheets."""
FIRST_SCROLLED_CELL = "B2"
"""The names of columns and the ids of records stay in sight."""


def workbook(project: Project, language: str) -> dict[str, bytes]:
    """The workbook of a language by its name in the site."""
    tables = record_rows(project, language)
    if language == SOURCE_LANGUAGE:
        tables[SOURCES] = source_rows(project)
    return {f"{API}/{language}/toolkit.xlsx": _workbook(project.all_catalogs[language], tables)}


def _workbook(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> bytes:
    """The file; the same tables give the same bytes."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = ""
    workbook.properties.language = catalog.language
    for name, label in LABELS.items():
        if tables.get(name):
            title = catalog.raw(label).strip(FALLBACK_START + FALLBACK_END)
            sheet = workbook.create_sheet(sheet_title(title))
            sheet.sheet_view.rightToLeft = catalog.direction == "rtl"
            sheet.freeze_panes = FIRST_SCROLLED_CELL
            _fill(sheet, COLUMNS[name], tables[name])
    return saved(workbook)


def _fill(sheet: WriteOnlyWorksheet, columns: Sequence[FieldSpec], rows: Iterable[Row]) -> None:
    """The names of the columns, and the rows below them."""
    rows_of_texts = [_texts(columns, row) for row in rows]
    # A sheet that is written from top to bottom needs the widths first.
    for index, spec in enumerate(columns):
        longest = max(len(texts[index]) for texts in rows_of_texts)
        width = max(len(spec.name), longest) + MARGIN_WIDTH
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(width, MAX_WIDTH)
    header = [WriteOnlyCell(sheet, spec.name) for spec in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for texts in rows_of_texts:
        cells = zip(columns, texts, strict=True)
        sheet.append([_cell(sheet, spec, text) for spec, text in cells])


def _texts(columns: Iterable[FieldSpec], row: Row) -> list[str]:
    """A row as the texts of its cells."""
    return [cell_text(spec, row[spec.name]) for spec in columns]


def _cell(sheet: WriteOnlyWorksheet, spec: FieldSpec, text: str) -> object:
    """A value as a spreadsheet has it: whole numbers can be added up, and a text that begins with `=` is no formula."""
    if spec.base is int and not spec.is_list:
        return int(text) if text else None
    if not text.startswith("="):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
