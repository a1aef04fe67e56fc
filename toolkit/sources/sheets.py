"""Reads a stranger's table, CSV as Excel saves it, as texts. What is damaged, worked out or too big is refused."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from toolkit.schema.rules import FieldError
from toolkit.sources.scan import MAX_RECORD

MAX_BYTES = 10_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 200
TABLE_LIMITS = f"{MAX_ROWS:,} rows, {MAX_COLUMNS} columns or {MAX_RECORD:,} letters in a row"
WORKBOOKS = b"PK\3\4", b"\xd0\xcf\x11\xe0"
"""How the files of Excel and LibreOffice begin: a zip, or what Excel wrote before 2007."""
SAVE_AS_CSV = "Save it as CSV in Excel (File, Save as, CSV UTF-8), and give that file."
WINDOWS = "cp1252"
"""The encoding of Excel's plain CSV on Windows, in the United States and Western Europe."""
SEPARATOR = re.compile(r'"?sep=([,;|\t])"?\n')
"""The first line in which a table may tell Excel its separator. Excel does not show it as a row."""


class Sheet(NamedTuple):
    """A table as it was read."""

    rows: dict[int, list[str]]
    """The rows that are not empty, equally wide, by their number in Excel. The first names the columns."""
    encoding: str


def read_sheet(path: Path) -> Sheet:
    """The table in a CSV file. Raises a FieldError."""
    if not path.is_file():
        raise FieldError("it is not there.", "Name another.")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if content.startswith(WORKBOOKS):
        raise FieldError("it is a workbook, and only CSV is read.", SAVE_AS_CSV)
    if len(content) > MAX_BYTES:
        raise FieldError(f"it has more than {MAX_BYTES:,} bytes.", "Split it.")
    encoding = _encoding(content)
    try:
        table = _table(content.decode(encoding))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FieldError("it is not CSV, or it is damaged.", SAVE_AS_CSV) from error
    if not table:
        raise FieldError("it is empty.", "Write a row for each record.")
    if len(table) == 1:
        message = "it has only the row with the names of fields."
        raise FieldError(message, "Write a row for each record.")
    return Sheet(_equally_wide(table), encoding)


def _table(text: str) -> dict[int, list[str]]:
    """The rows that are not empty, up to their last cell with words, by their number."""
    table: dict[int, list[str]] = {}
    for number, row in enumerate(_rows(text), 1):
        while row and not row[-1]:
            row.pop()
        letters = sum(map(len, row))
        if len(row) > MAX_COLUMNS or letters > MAX_RECORD or len(table) > MAX_ROWS:
            raise FieldError(f"it has more than {TABLE_LIMITS}.", "Split it.")
        if any(cell.startswith("=") for cell in row):
            message = f"row {number} has a formula."
            raise FieldError(message, "Copy its cells, and paste them as values.")
        if row:
            table[number] = row
    return table


def _equally_wide(table: Mapping[int, list[str]]) -> dict[int, list[str]]:
    """The rows of a table, filled up with empty cells."""
    width = max(len(row) for row in table.values())
    return {number: row + [""] * (width - len(row)) for number, row in table.items()}


def _encoding(content: bytes) -> str:
    """In which encoding Excel saved it: as “Unicode Text”, as “CSV UTF-8”, or else as plain “CSV”."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        return WINDOWS
    return "utf-8-sig"


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each row. Outside the United States, Excel separates them with semicolons."""
    if "\0" in text:
        raise csv.Error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator_line = SEPARATOR.match(text)
    if separator_line:
        separator = separator_line[1]
        text = text[separator_line.end() :]
    else:
        first_row = text.lstrip("\n").partition("\n")[0]
        separator = max(",;\t", key=first_row.count)
    # Without `strict`, a quotation mark that is never closed makes one cell of all that follows.
    for row in csv.reader(StringIO(text), delimiter=separator, strict=True):
        yield [cell.strip() for cell in row]
