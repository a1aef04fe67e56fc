"""gettext PO files, for the tools that most translators use.

A message's comments say what its field means and what status it has; an outdated translation is fuzzy and carries the
English that it was translated from.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, escape, read_po, unescape, write_po

from toolkit.diagnostics import Diagnostic, shorten
from toolkit.translate.exchange import ExportUnit, Header, HeaderField, ImportUnit, ParsedFile, truncated

FIELDS = {"Project-Id-Version": "project", "Language": "language", "X-Toolkit-Base": "base"}
"""The fields of `Header`, by their names in a PO header."""
ENCODING = {"MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
HEADER_ROW = re.compile(rf'^"(?:{"|".join(FIELDS)}): (?:[^"\\]|\\.)*"', re.M)
QUOTED = re.compile(r'(?:"(?:[^"\\]|\\.)*")?')
"""A string between quotation marks, or its place before the lines that continue it."""


def write(units: Iterable[ExportUnit], header: Header) -> bytes:
    """A PO file with these texts."""
    catalog = Catalog(fuzzy=False)
    for unit in units:
        flags = ["fuzzy"] if unit.status == "outdated" else []
        catalog.add(unit.english, unit.text, context=unit.context, auto_comments=unit.comments, flags=flags)
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    rows = dict(zip(FIELDS, header, strict=True)) | ENCODING
    lines = "".join(escape(f"{label}: {value}\n") + "\n" for label, value in rows.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue()


def parse(text: str, file: str) -> ParsedFile:
    """The content of a PO file."""
    header: dict[str, HeaderField] = {}  # Babel drops fields that it does not know
    for row in HEADER_ROW.finditer(text):
        label, _, value = unescape(row[0]).rstrip("\n").partition(": ")
        header.setdefault(FIELDS[label], HeaderField(value, text.count("\n", 0, row.start()) + 1, label))
    if diagnostics := list(_unquoted(text, file)):
        return ParsedFile(header, (), diagnostics)
    try:
        catalog = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        return ParsedFile(header, (), [truncated(file, (getattr(error, "lineno", None) or 0) + 1)])
    units = [
        ImportUnit(message.context or "", str(message.id), str(message.string), message.lineno or 1, message.fuzzy)
        for message in catalog
        if message.id and message.string
    ]
    return ParsedFile(header, units)


def _unquoted(text: str, file: str) -> Iterator[Diagnostic]:
    """Strings that lack a quotation mark. Babel would cut off their first or last letter instead."""
    lines = text.rstrip().split("\n")
    for number, line in enumerate(map(str.strip, lines), 1):
        keyword = line.split()[0] if line.startswith("msg") else ""
        string = line.removeprefix(keyword).strip()
        is_string = keyword or string.startswith('"') or (string.endswith('"') and not string.startswith("#"))
        if not is_string or QUOTED.fullmatch(string):
            continue
        if number == len(lines) and not string.endswith('"'):
            yield truncated(file, number)
        else:
            message = "is a text that lacks a quotation mark at an end, or has another inside."
            hint = 'Write `"` before and after the text, and `\\"` inside it.'
            yield Diagnostic(file, number, shorten(keyword), message, hint)
