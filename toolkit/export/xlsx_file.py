"""A model document as a spreadsheet: what to settle, then a sheet for each chapter, tables as cells to fill in."""

from textwrap import shorten

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.export.handout import Handout, text_of
from toolkit.export.zipped import saved

NOTHING = "—"
"""What stands in the cells of a row that is there to be filled in."""
EMPTY_ROWS = 60
"""How many rows a sheet has in place of such a row."""
WIDE, NARROW = 46, 18
"""The widths of the first column and the others, in digits."""
PORTRAIT_COLUMNS = 4
"""More are printed on paper that lies on its side."""
BAD_IN_TITLES = str.maketrans("", "", "[]:*?/\\\u2066\u2068\u2069")
LONGEST_TITLE = 31
"""Both are Excel's rules for the name of a sheet, which also does without isolates."""


def xlsx_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title, workbook.properties.language = (
        text_of(handout["title"]),
        handout["lang"],
    )
    workbook.properties.creator = ""
    before = [handout["before"]] if handout["before"] else []
    titles = [text_of(chapter["title"]) for chapter in before]
    titles += [
        f"{number} {text_of(chapter['title'])}"
        for number, chapter in enumerate(handout["chapters"], 1)
    ]
    for title, chapter in zip(titles, before + handout["chapters"], strict=True):
        sheet = workbook.create_sheet(sheet_title(title))
        sheet.sheet_view.rightToLeft = handout["dir"] == "rtl"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = (
            0,
            PageSetupProperties(fitToPage=True),
        )
        _fill(sheet, handout, chapter)
    return saved(workbook)


def sheet_title(title: str) -> str:
    """A title as the name of a sheet: shortened between words, if it has spaces."""
    title = title.translate(BAD_IN_TITLES)
    return shorten(title, LONGEST_TITLE, placeholder="") or title[:LONGEST_TITLE]


def _fill(sheet: Worksheet, handout: Handout, chapter: Handout) -> None:
    """The notices, the chapter's title and its clauses, from top to bottom."""
    thin = Side(style="thin")
    border, wrapped = Border(thin, thin, thin, thin), Alignment(wrap_text=True, vertical="top")
    yellow = PatternFill("solid", fgColor="FFF0A8")
    sheet.append([" ".join(map(text_of, [*handout["drafted"], *handout["notices"]]))])
    sheet.append([text_of(chapter["title"])])
    sheet["A1"].alignment = wrapped
    sheet["A2"].font, sheet["A2"].data_type = Font(bold=True, size=14), "s"
    for run in chapter["runs"]:
        for i, cells in enumerate(run["rows"]):
            texts = [text_of(cell) for cell in cells]
            is_row, is_empty = run["style"] == "row", set(texts) == {NOTHING}
            for _ in range(EMPTY_ROWS if is_empty else 1):
                sheet.append(
                    ["" if text == NOTHING else text for text in texts] if is_row else texts
                )
                for cell, pieces in zip(sheet[sheet.max_row], cells, strict=False):
                    cell.data_type = "s"  # a text that begins with `=` is no formula
                    cell.alignment = wrapped
                    cell.border = border if is_row else Border()
                    cell.font = Font(bold=is_row and i == 0)
                    if any(piece.get("blank") for piece in pieces):
                        cell.fill = yellow
    sheet.page_setup.orientation = (
        "landscape" if sheet.max_column > PORTRAIT_COLUMNS else "portrait"
    )
    for column in sheet.columns:
        letter = column[0].column_letter
        sheet.column_dimensions[letter].width = WIDE if letter == "A" else NARROW
