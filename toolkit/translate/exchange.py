"""The data exchanged with a translation tool, in any file format.

Each text has its context, its record and field: `practice/id-night#steps`. The header of the file names the project,
the language and a base: a hash of all English texts and translations at the time. An import with another base could
overwrite newer work, so it is refused.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic

SAVE_AGAIN = "Export the file again, or save it again in the translation tool."


class Header(NamedTuple):
    """What an exported file is for."""

    project: str
    language: str
    base: str


class HeaderField(NamedTuple):
    """A value in a file's header, with its line and its name in the format."""

    value: str
    line: int
    name: str


class ExportUnit(NamedTuple):
    """A text for the translation tool."""

    context: str
    english: str
    text: str
    """Its translation; empty if there is none."""
    status: str
    comments: Sequence[str]


class ImportUnit(NamedTuple):
    """A translation from the translation tool."""

    context: str
    english: str
    text: str
    line: int
    is_unconfirmed: bool
    """Whether the file says that somebody still has to look at it."""


class ParsedFile(NamedTuple):
    """The content of a translation tool's file, and what is wrong with its format."""

    header: Mapping[str, HeaderField] = {}
    """By the field of `Header`."""
    units: Sequence[ImportUnit] = ()
    diagnostics: Sequence[Diagnostic] = ()


def truncated(file: str, line: int) -> Diagnostic:
    """The diagnostic for a file that ends too early or breaks its format."""
    return Diagnostic(file, line, "", "cannot be read from here on, as if a part of it were missing.", SAVE_AGAIN)
