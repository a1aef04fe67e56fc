"""Reads a stranger's table, CSV as Excel saves it, as texts. What is damaged, worked out or too big is refused."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from toolkit.schema.fields import FieldError
from toolkit.sources.scan import MAX_RECORD

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 10_000_000, 2_000, 200
MOST = f"{MAX_ROWS:,} rows, {MAX_COLUMNS} columns or {MAX_RECORD:,} letters in a row"
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
    table: dict[int, list[str]] = {}
    try:
        for number, row in enumerate(_rows(content.decode(encoding)), 1):
            width = max((i for i, cell in enumerate(row, 1) if cell), default=0)
            if width > MAX_COLUMNS or len(table) > MAX_ROWS or sum(map(len, row)) > MAX_RECORD:
                raise FieldError(f"it has more than {MOST}.", "Split it.")
            if any(cell.startswith("=") for cell in row):
                raise FieldError(
                    f"row {number} has a formula.", "Copy its cells, and paste them as values."
                )
            table |= {number: row[:width]} if width else {}
    except (UnicodeDecodeError, csv.Error) as error:
        raise FieldError("it is not CSV, or it is damaged.", SAVE_AS_CSV) from error
    if len(table) < 2:
        reason = "it has only the row with the names of fields." if table else "it is empty."
        raise FieldError(reason, "Write a row for each record.")
    width = max(map(len, table.values()))
    return Sheet(
        {number: row + [""] * (width - len(row)) for number, row in table.items()}, encoding
    )


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
    named = SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    head = text.lstrip("\n").partition("\n")[0]
    separator = named[1] if named else max(",;\t", key=head.count)
    # Without `strict`, a quotation mark that is never closed makes one cell of all that follows.
    for row in csv.reader(StringIO(text), delimiter=separator, strict=True):
        yield [cell.strip() for cell in row]
