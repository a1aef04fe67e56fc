"""Extracts the text of a PDF, page by page. Runs as a script: `python -I extract.py FILE` prints JSON.

A hostile PDF may take forever or fill the memory. So a separate process reads it, which ends when it has used too much
time or memory (`setrlimit`, where the system has it); the caller only gets the text. The process has nothing of the
toolkit but this file, so this file imports nothing of it.
"""

import json
import re
import sys
import unicodedata
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

if sys.platform != "win32":
    from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, setrlimit

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 200
MAX_CHARACTERS = 100_000
"""The limit for a document, about 30 full pages: a search result loads the text that it matched."""
MAX_MEMORY = 1_000_000_000
"""Bytes. A PDF of 20 MB takes a tenth of that."""
MAX_SECONDS = 30
"""Processor time, which does not depend on what else the machine does. 200 full pages take three seconds."""

HYPHENATED = re.compile(r"(?<=\w)([-\u2010\xad])[^\S\n]*\n[^\S\n]*(?=(\w))")
"""A word broken at the end of a line."""
SOFT_HYPHEN = "\xad"
JOINERS = "\u200c\u200d"
"""Invisible, but Persian and several Indian scripts are misspelled without them."""

State = Literal["read", "long", "scanned", "locked", "broken", "heavy"]
"""`read`, or why some or all of the text is missing."""


class PdfText(NamedTuple):
    """The text that could be read from a PDF."""

    state: State
    pages: tuple[str, ...] = ()
    """The text of each page, up to the last that was read."""
    total: int = 0
    """How many pages the document has, if any text was read."""


def extract(path: str) -> PdfText:
    """The searchable text of a PDF. Never raises: a damaged file has a state that says so."""
    from pypdf import PdfReader, errors  # noqa: PLC0415 - only the process that reads a PDF needs it

    try:
        fatal = (errors.DependencyError, errors.LimitReachedError, MemoryError)
        return _read(PdfReader(path), fatal)
    except errors.DependencyError:  # AES, which pypdf decrypts only with another library
        return PdfText("locked")
    except (errors.LimitReachedError, MemoryError):
        return PdfText("heavy")
    except Exception:  # a damaged file can raise anything in pypdf
        return PdfText("broken")


def _read(reader: "PdfReader", fatal: tuple[type[Exception], ...]) -> PdfText:
    """The text of a document. Only `fatal` errors end the reading: another hides its page, not the others."""
    if reader.is_encrypted and not reader.decrypt(""):
        return PdfText("locked")
    total = len(reader.pages)
    pages: list[str] = []
    characters_left = MAX_CHARACTERS
    is_damaged = total == 0
    for page in islice(reader.pages, MAX_PAGES):
        text = _page_text(page, fatal)
        if text is None:
            is_damaged = True
            text = ""
        text = clean(text[: 2 * characters_left])[:characters_left]
        pages.append(text)
        characters_left -= len(text)
        if not characters_left:
            break
    if not any(pages):
        return PdfText("broken" if is_damaged else "scanned")
    is_whole = len(pages) == total and characters_left
    return PdfText("read" if is_whole else "long", tuple(pages), total)


def _page_text(page: "PageObject", fatal: tuple[type[Exception], ...]) -> str | None:
    """The text of a page; None if the page is damaged."""
    try:
        return page.extract_text()
    except fatal:
        raise
    except Exception:
        return None


def clean(text: str) -> str:
    """A text on a single line, with hyphenated words joined and invisible characters removed."""
    visible = "".join(map(_visible, HYPHENATED.sub(_hyphen, text)))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _hyphen(broken: re.Match[str]) -> str:
    """The hyphen of `Mexican-American` and `2012-2014` belongs to the word; the hyphen of `inter-preter` does not."""
    hyphen, next_letter = broken.groups()
    if hyphen == SOFT_HYPHEN or next_letter.islower():
        return ""
    return hyphen


def _visible(character: str) -> str:
    """A character as a reader sees it: nothing of a format character, a space for any other control character."""
    category = unicodedata.category(character)
    if category[0] != "C" or character in JOINERS:
        return character
    return "" if category == "Cf" else " "


def limit_resources() -> None:
    """End this process once it has used too much time or memory."""
    if sys.platform != "win32":
        setrlimit(RLIMIT_CORE, (0, 0))
        setrlimit(RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        with suppress(ValueError, OSError):  # macOS does not limit memory
            setrlimit(RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    limit_resources()
    sys.stdout.write(json.dumps(extract(sys.argv[1])))
