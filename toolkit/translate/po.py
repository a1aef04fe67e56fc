"""gettext PO files, which the tools of most translators read and write.

A message's context is its record and field, `practice/id-night#steps`. Its comments say what the field means and what
status it has; an outdated translation is fuzzy and carries the English that it was translated from. The status has a
digest of the translation: an import sees what the translator changed, and what somebody else changed meanwhile.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, escape, read_po, unescape, write_po

from toolkit.diagnostics import Diagnostic, shorten, worded

PROJECT = "Project-Id-Version"
LANGUAGE = "Language"
"""The two fields of the header that an import compares."""
ENCODING = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
HEADER_ROW = re.compile(rf'^"(?:{PROJECT}|{LANGUAGE}): (?:[^"\\]|\\.)*"', re.M)
STATUS = re.compile(r"status: (\w+)(?: \((\w+)\))?")
QUOTED = re.compile(r'(?:"(?:[^"\\]|\\.)*")?')
"""A string between quotation marks, or its place before the lines that continue it."""


class ParsedFile(NamedTuple):
    """The content of a PO file, and what is wrong with its format."""

    header: Mapping[str, tuple[str, int]]
    """The value and line of each of those fields."""
    messages: Sequence[Message]
    """Those that are translated."""
    diagnostics: Sequence[Diagnostic]


def status_comment(status: str, text: str) -> str:
    """The comment with the status of a translation, and its digest if there is one."""
    if not text:
        return f"status: {status}"
    return f"status: {status} ({digest(text)})"


def exported_as(message: Message) -> tuple[str, str]:
    """The status and the digest that a message was exported with; empty if a tool has lost its comments."""
    for comment in message.auto_comments:
        match = STATUS.fullmatch(comment)
        if match:
            return match[1], match[2] or ""
    return "", ""


def digest(text: str) -> str:
    """Tells a translation from any other of the same text."""
    return sha256(text.encode()).hexdigest()[:8]


def write(catalog: Catalog, header: Mapping[str, str]) -> bytes:
    """A PO file with these messages."""
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    fields = {**header, **ENCODING}
    rows = [escape(f"{label}: {value}\n") for label, value in fields.items()]
    head = "\n".join(['msgid ""', 'msgstr ""', *rows])
    return f"{head}\n\n".encode() + out.getvalue()


def parse(text: str, file: str) -> ParsedFile:
    """The content of a PO file."""
    header: dict[str, tuple[str, int]] = {}  # Babel drops fields that it does not know
    for row in HEADER_ROW.finditer(text):
        label, _, value = unescape(row[0]).rstrip("\n").partition(": ")
        header.setdefault(label, (value, text.count("\n", 0, row.start()) + 1))
    diagnostics = list(_unquoted(text, file))
    if diagnostics:
        return ParsedFile(header, (), diagnostics)
    try:
        catalog = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line_index = getattr(error, "lineno", None) or 0
        return ParsedFile(header, (), [_truncated(file, line_index + 1)])
    translated = [message for message in catalog if message.id and message.string]
    return ParsedFile(header, translated, ())


def _unquoted(text: str, file: str) -> Iterator[Diagnostic]:
    """Strings that lack a quotation mark. Babel would cut off their first or last letter instead."""
    lines = [line.strip() for line in text.rstrip().split("\n")]
    for number, line in enumerate(lines, 1):
        keyword = line.split()[0] if line.startswith("msg") else ""
        string = line.removeprefix(keyword).strip()
        if not keyword and not _is_string(line):
            continue
        if QUOTED.fullmatch(string):
            continue
        if number == len(lines) and not string.endswith('"'):
            yield _truncated(file, number)
        else:
            yield Diagnostic(file, number, shorten(keyword), *worded("po-unquoted"))


def _is_string(line: str) -> bool:
    """Whether a line continues a string, even if a quotation mark is missing."""
    return line.startswith('"') or (line.endswith('"') and not line.startswith("#"))


def _truncated(file: str, line: int) -> Diagnostic:
    """The diagnostic for a file that ends too early or breaks its format."""
    return Diagnostic(file, line, "", *worded("po-cut-off"))
