"""A model document as a spreadsheet: what to settle, then a sheet for each chapter, tables as cells to fill in."""

from textwrap import shorten

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.export.handout import Handout, Row, text_of
from toolkit.export.zipped import saved

NOTHING = "—"
"""What stands in the cells of a row that is there to be filled in."""
EMPTY_ROWS = 60
"""How many rows a sheet has in place of such a row."""
FIRST_COLUMN_WIDTH = 46
"""In digits, as Excel counts."""
COLUMN_WIDTH = 18
"""Of the other columns, in digits."""
MAX_PORTRAIT_COLUMNS = 4
"""More are printed on paper that lies on its side."""
BAD_IN_TITLES = str.maketrans("", "", "[]:*?/\\\u2066\u2068\u2069")
"""What Excel refuses in the name of a sheet, and isolates, which such a name does without."""
MAX_TITLE_LENGTH = 31
"""Of the name of a sheet, in Excel."""
TEXT_TYPE = "s"
"""The type of a cell in which a text that begins with `=` is no formula."""
THIN = Side(style="thin")
GRID = Border(THIN, THIN, THIN, THIN)
NO_BORDER = Border()
WRAPPED = Alignment(wrap_text=True, vertical="top")
YELLOW = PatternFill("solid", fgColor="FFF0A8")


def xlsx_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = text_of(handout["title"])
    workbook.properties.language = handout["lang"]
    workbook.properties.creator = ""
    before = handout["before"]
    if before:
        _add_sheet(workbook, text_of(before["title"]), handout, before)
    for number, chapter in enumerate(handout["chapters"], 1):
        _add_sheet(workbook, f"{number} {text_of(chapter['title'])}", handout, chapter)
    return saved(workbook)


def sheet_title(title: str) -> str:
    """A title as the name of a sheet: shortened between words, if it has spaces."""
    title = title.translate(BAD_IN_TITLES)
    return shorten(title, MAX_TITLE_LENGTH, placeholder="") or title[:MAX_TITLE_LENGTH]


def _add_sheet(workbook: Workbook, title: str, handout: Handout, chapter: Handout) -> None:
    """A sheet with the notices, the chapter's title and its clauses, from top to bottom."""
    sheet = workbook.create_sheet(sheet_title(title))
    sheet.sheet_view.rightToLeft = handout["dir"] == "rtl"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    notices = [*handout["drafted"], *handout["notices"]]
    sheet.append([" ".join(text_of(notice) for notice in notices)])
    sheet["A1"].alignment = WRAPPED
    sheet.append([text_of(chapter["title"])])
    sheet["A2"].font = Font(bold=True, size=14)
    sheet["A2"].data_type = TEXT_TYPE
    for run in chapter["runs"]:
        _append_run(sheet, run)
    is_wide = sheet.max_column > MAX_PORTRAIT_COLUMNS
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    for column in sheet.columns:
        letter = column[0].column_letter
        width = FIRST_COLUMN_WIDTH if letter == "A" else COLUMN_WIDTH
        sheet.column_dimensions[letter].width = width


def _append_run(sheet: Worksheet, run: Handout) -> None:
    """Clauses of a style, each in a row; the first row of a table is its head."""
    is_table = run["style"] == "row"
    for index, cells in enumerate(run["rows"]):
        texts = [text_of(cell) for cell in cells]
        copies = EMPTY_ROWS if all(text == NOTHING for text in texts) else 1
        if is_table:
            texts = ["" if text == NOTHING else text for text in texts]
        for _ in range(copies):
            sheet.append(texts)
            _format_last_row(sheet, cells, is_table=is_table, is_head=is_table and index == 0)


def _format_last_row(sheet: Worksheet, pieces_of_cells: Row, is_table: bool, is_head: bool) -> None:
    """The look of a row that was just appended. Blanks to fill in are yellow."""
    for cell, pieces in zip(sheet[sheet.max_row], pieces_of_cells, strict=False):
        cell.data_type = TEXT_TYPE
        cell.alignment = WRAPPED
        cell.border = GRID if is_table else NO_BORDER
        cell.font = Font(bold=is_head)
        if any(piece.get("blank") for piece in pieces):
            cell.fill = YELLOW
