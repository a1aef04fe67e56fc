"""Reads a stranger's table, CSV or XLSX, as texts. Nothing in it is worked out, and what is too big is refused."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook

from toolkit.schema.fields import FieldError
from toolkit.sources.scan import MAX_RECORD

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS = 10_000_000, 50_000_000, 2_000, 200
MOST = f"{MAX_ROWS:,} rows, {MAX_COLUMNS} columns or {MAX_RECORD:,} letters in a row"


def read_sheet(path: Path) -> dict[int, list[str]]:
    """The rows that are not empty, equally wide, by number; of a workbook, the first sheet's. Raises a FieldError."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise FieldError(f"it is not there, or has more than {MAX_BYTES:,} bytes.", "Name another, or split it.")
    table: dict[int, list[str]] = {}
    try:
        for number, row in enumerate(_rows(path), 1):
            width = max((i for i, cell in enumerate(row, 1) if cell), default=0)
            if width > MAX_COLUMNS or len(table) > MAX_ROWS or sum(map(len, row)) > MAX_RECORD:
                raise FieldError(f"it has more than {MOST}.", "Split it.")
            if any(cell.startswith("=") for cell in row):
                raise FieldError(f"row {number} has a formula.", "Copy its cells, and paste them as values.")
            table |= {number: [cell.strip() for cell in row[:width]]} if width else {}
        width = max(map(len, table.values()))
        return {number: row + [""] * (width - len(row)) for number, row in table.items()}
    except FieldError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        hint = "Save it as XLSX, or as CSV in UTF-8 (“CSV UTF-8” in Excel)."
        raise FieldError("it is empty, damaged, or not what its ending says.", hint) from error


def _rows(path: Path) -> Iterable[list[str]]:
    if path.suffix.lower() != ".xlsx":
        text = path.read_text("utf-8-sig")
        if "\0" in text:
            raise ValueError("It is no text.")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)  # a European Excel writes semicolons
        return csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    with ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise FieldError(f"it unpacks to more than {MAX_UNPACKED:,} bytes.", "Split it.")
    sheet = load_workbook(BytesIO(path.read_bytes()), read_only=True, keep_links=False).worksheets[0]
    sheet.reset_dimensions()  # a file may say that each row is a million columns wide, or that there are more rows
    rows = sheet.iter_rows(max_row=1 << 20, values_only=True)
    texts = (["" if value is None else str(getattr(value, "text", value)) for value in row] for row in rows)
    return ([text.removesuffix(" 00:00:00") for text in row] for row in texts)  # of a day
