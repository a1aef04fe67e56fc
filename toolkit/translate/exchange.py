"""What goes to a translation tool and comes back, whatever the format of the file.

Each text goes with its context, `practice/id-night#steps`: where it stands. The header of the file names the project,
the language and a base: a hash of all English texts and translations at the time. An import with another base could
overwrite newer work, so it is refused.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic

SAVE_AGAIN = "Export the file again, or save it again in the translation tool."


class Header(NamedTuple):
    """What a file is for."""

    project: str
    language: str
    base: str


class HeaderField(NamedTuple):
    """A value of a file's header, with its line and the name that the format gives it."""

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
    """All that the translator should read beside the text."""


class ImportUnit(NamedTuple):
    """A translation from the translation tool."""

    context: str
    english: str
    text: str
    line: int
    is_unconfirmed: bool
    """Whether the file says that somebody still has to look at it."""


class ParsedFile(NamedTuple):
    """What a file of a translation tool says, and what is wrong with its format."""

    header: Mapping[str, HeaderField] = {}
    """By the field of `Header`."""
    units: Sequence[ImportUnit] = ()
    diagnostics: Sequence[Diagnostic] = ()


def truncated(file: str, line: int) -> Diagnostic:
    """For a file that ends too early, or has something in it that is not of its format."""
    return Diagnostic(file, line, "", "cannot be read from here on, as if a part of it were missing.", SAVE_AGAIN)
