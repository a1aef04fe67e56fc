"""The tables of a language as one workbook: a sheet for each kind; in English one of all sources, too."""

from collections.abc import Mapping, Sequence

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

WIDEST = 60
"""The width of a column of sentences, in digits."""


def workbook(project: Project, language: str) -> dict[str, bytes]:
    """The workbook of a language by its name in the site."""
    tables = record_rows(project, language)
    if language == SOURCE_LANGUAGE:
        tables |= {SOURCES: source_rows(project)}
    return {f"{API}/{language}/toolkit.xlsx": _workbook(project.all_catalogs[language], tables)}


def _workbook(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> bytes:
    """The file; the same tables give the same bytes."""
    labels = {
        **{kind.address: f"kinds.{kind.id}.many" for kind in KINDS.values()},
        SOURCES: "data.sources",
    }
    workbook = Workbook(write_only=True)
    workbook.properties.creator, workbook.properties.language = "", catalog.language
    for name in filter(tables.get, labels):
        title = catalog.raw(labels[name]).strip(FALLBACK_START + FALLBACK_END)
        sheet = workbook.create_sheet(sheet_title(title))
        sheet.sheet_view.rightToLeft, sheet.freeze_panes = catalog.direction == "rtl", "B2"
        columns = COLUMNS[name]
        rows = [[cell_text(spec, row[spec.name]) for spec in columns] for row in tables[name]]
        for number, spec in enumerate(columns):
            width = max(len(spec.name), *(len(row[number]) for row in rows))
            sheet.column_dimensions[get_column_letter(number + 1)].width = min(width + 2, WIDEST)
        header = [WriteOnlyCell(sheet, spec.name) for spec in columns]
        for cell in header:
            cell.font = Font(bold=True)
        sheet.append(header)
        for row in rows:
            sheet.append(
                [_cell(sheet, spec, text) for spec, text in zip(columns, row, strict=True)]
            )
    return saved(workbook)


def _cell(sheet: WriteOnlyWorksheet, spec: FieldSpec, text: str) -> object:
    """A value as a spreadsheet has it: whole numbers can be added up, and a text that begins with `=` is no formula."""
    if spec.base is int and not spec.is_list:
        return int(text) if text else None
    if not text.startswith("="):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
