"""A model document as a spreadsheet: a sheet for each chapter, tables as cells to fill in; what to settle comes last.

A log offers what may be chosen in a column, and its numbers are worked out of its rows. A budget works out its sums.
"""

from collections.abc import Iterable, Sequence
from textwrap import shorten

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.export.pieces import Handout, Row, is_empty, text_of
from toolkit.export.zipped import saved

EMPTY_ROWS = 200
"""How many rows a sheet has in place of those that are there to be filled in: a quarter has no more."""
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
FIRST_ROW = 3
"""Of a chapter's text on its sheet, below the notices and the title."""
FORMULA_TYPE = "f"
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
    for number, chapter in enumerate(handout["chapters"], 1):
        _add_sheet(workbook, f"{number} {text_of(chapter['title'])}", handout, chapter)
    _add_choices(workbook, handout["chapters"])
    _add_tallies(workbook, handout["chapters"])
    for chapter in handout["apart"]:
        _add_sheet(workbook, text_of(chapter["title"]), handout, chapter)
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
    empty_rows = [cells for cells in run["rows"] if is_empty(cells)]
    rows = [cells for cells in run["rows"] if cells not in empty_rows]
    rows += empty_rows[:1] * EMPTY_ROWS
    for index, cells in enumerate(rows):
        sheet.append([text_of(cell) for cell in cells])
        _format_last_row(sheet, cells, is_table=is_table, is_head=is_table and index == 0)
    if run.get("product"):
        _add_products(sheet, sheet.max_row - len(rows) + 2)
    if empty_rows:
        sheet.freeze_panes = sheet.cell(sheet.max_row - EMPTY_ROWS + 1, 1)
        sheet.print_title_rows = f"{sheet.max_row - EMPTY_ROWS}:{sheet.max_row - EMPTY_ROWS}"


def _add_products(sheet: Worksheet, first: int) -> None:
    """In the last column of a table, from its `first` row on, the two numbers before multiplied; below, their sum."""
    last, column = sheet.max_row, sheet.max_column
    one, other, product = (get_column_letter(number) for number in (column - 2, column - 1, column))
    for row in range(first, last):
        formula = f'=IF(COUNT({one}{row}:{other}{row})=2,{one}{row}*{other}{row},"")'
        _add_formula(sheet.cell(row, column), formula)
    _add_formula(sheet.cell(last, column), f"=SUM({product}{first}:{product}{last - 1})")


def _add_formula(cell: Cell, formula: str) -> None:
    cell.value = formula
    cell.data_type = FORMULA_TYPE


def _add_choices(workbook: Workbook, chapters: Sequence[Handout]) -> None:
    """Lists to choose from in columns of a log: the points of another chapter, or yes and no."""
    for sheet, chapter in zip(workbook.worksheets, chapters, strict=False):
        for choice in _of_runs(chapter, "choices"):
            column = get_column_letter(choice["column"])
            source = _choices(workbook, choice)
            validation = DataValidation(type="list", formula1=source, allow_blank=True)
            validation.add(f"{column}{sheet.max_row - EMPTY_ROWS + 1}:{column}{sheet.max_row}")
            sheet.add_data_validation(validation)


def _choices(workbook: Workbook, choice: Handout) -> str:
    """What may be chosen, as a list or where it stands."""
    if not choice["chapter"]:
        return '"{}"'.format(",".join(choice["texts"]))
    sheet = workbook.worksheets[choice["chapter"] - 1]
    return f"{quote_sheetname(sheet.title)}!$A${FIRST_ROW}:$A${sheet.max_row}"


def _add_tallies(workbook: Workbook, chapters: Sequence[Handout]) -> None:
    """Numbers of a log, as formulas in the second column of their rows."""
    logs = [
        (sheet, _of_runs(chapter, "choices"))
        for sheet, chapter in zip(workbook.worksheets, chapters, strict=False)
        if sheet.freeze_panes
    ]
    for sheet, chapter in zip(workbook.worksheets, chapters, strict=False):
        for tally in _of_runs(chapter, "tallies"):
            log, choices = logs[0]
            formula = _formula(workbook, log, choices, tally)
            _add_formula(sheet.cell(FIRST_ROW + tally["row"], 2), formula)


def _formula(workbook: Workbook, log: Worksheet, choices: Iterable[Handout], tally: Handout) -> str:
    """How a number is worked out of a column of the log: a sum, the rows filled in, or those with a choice."""
    column = get_column_letter(tally["column"])
    first = log.max_row - EMPTY_ROWS + 1
    cells = f"{quote_sheetname(log.title)}!{column}{first}:{column}{log.max_row}"
    if tally["sum"]:
        return f"=SUM({cells})"
    if not tally["choice"]:
        return f"=COUNTA({cells})"
    (choice,) = (choice for choice in choices if choice["column"] == tally["column"])
    if not choice["chapter"]:
        text = choice["texts"][tally["choice"] - 1].replace('"', '""')
        return f'=COUNTIF({cells},"{text}")'
    sheet = workbook.worksheets[choice["chapter"] - 1]
    return f"=COUNTIF({cells},{quote_sheetname(sheet.title)}!A{FIRST_ROW + tally['choice'] - 1})"


def _of_runs(chapter: Handout, name: str) -> list[Handout]:
    """What the runs of a chapter have of this name."""
    return [entry for run in chapter["runs"] for entry in run.get(name, [])]


def _format_last_row(sheet: Worksheet, pieces_of_cells: Row, is_table: bool, is_head: bool) -> None:
    """The look of a row that was just appended. Blanks to fill in are yellow."""
    for cell, pieces in zip(sheet[sheet.max_row], pieces_of_cells, strict=False):
        cell.data_type = TEXT_TYPE
        cell.alignment = WRAPPED
        cell.border = GRID if is_table else NO_BORDER
        cell.font = Font(bold=is_head)
        if any(piece.get("blank") for piece in pieces):
            cell.fill = YELLOW
