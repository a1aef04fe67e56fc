"""Reads a stranger's table, CSV or XLSX, as texts. Nothing in it is worked out, and what is too big is refused."""

import csv
from collections.abc import Collection, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from toolkit.schema.fields import FieldError

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS = 10_000_000, 100_000_000, 10_000, 200
GUARDED = ("'=", "'+", "'-", "'@")  # tables have an apostrophe before what spreadsheets would run as formulas
SAVE_AGAIN = "Save it as XLSX, or as CSV in UTF-8 (“CSV UTF-8” in Excel)."


def read_sheet(path: Path, titles: Collection[str], or_first: bool = True) -> dict[int, list[str]]:
    """The rows of a table that are not empty, by number from 1.

    Of a workbook, those of the sheet with one of these titles, else of the first or none.
    """
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise FieldError(f"it is not there, or has more than {MAX_BYTES:,} bytes.", "Name another, or split it.")
    table: dict[int, list[str]] = {}
    try:
        for number, row in enumerate(_rows(path, titles, or_first), 1):
            width = max((i for i, cell in enumerate(row, 1) if cell), default=0)
            if width > MAX_COLUMNS or (width and number > MAX_ROWS):
                raise FieldError(f"it has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns.", "Split it.")
            if formulas := [i for i, cell in enumerate(row, 1) if cell.startswith("=")]:
                place = f"{get_column_letter(formulas[0])}{number}"
                raise FieldError(f"{place} has a formula.", "Copy the cells, and paste them as values.")
            if width:
                table[number] = [cell[cell.startswith(GUARDED) :].strip() for cell in row[:width]]
    except FieldError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise FieldError("it is damaged, or not what its ending says.", SAVE_AGAIN) from error
    return table


def _rows(path: Path, titles: Collection[str], or_first: bool) -> Iterator[list[str]]:
    if path.suffix.lower() != ".xlsx":
        text = path.read_text("utf-8-sig")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)  # a European Excel writes semicolons
        if "\0" not in text:
            return csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    with ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise FieldError(f"what is packed in it has more than {MAX_UNPACKED:,} bytes.", "Split it.")
    sheets = load_workbook(path, read_only=True, keep_links=False).worksheets
    sheet = next((sheet for sheet in sheets if sheet.title.casefold() in titles), sheets[0] if or_first else None)
    if not sheet:
        return iter(())
    sheet.reset_dimensions()  # a file may say that each row is a million columns wide
    return ([_text(cell) for cell in row] for row in sheet.iter_rows(max_row=1 << 20))


def _text(cell: Any) -> str:
    """A cell's text as in a CSV file; of a formula, or the error of one, only that it is one."""
    value: Any = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    is_whole = isinstance(value, float) and value.is_integer()
    text = "" if value is None else str(int(value) if is_whole else value)
    return "=" if cell.data_type in ("f", "e") else f"'{text}" if text.startswith("=") else text
