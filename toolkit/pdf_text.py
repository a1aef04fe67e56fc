"""Extracts the text of a PDF, page by page. Runs as a script: `python -I pdf_text.py FILE` prints JSON.

A hostile PDF may take forever or fill the memory. So a separate process reads it, which ends when it has used too much
time or memory (`setrlimit`, where the system has it); the caller only gets the text.
"""

import json
import re
import sys
import unicodedata
from contextlib import suppress
from itertools import islice
from typing import Literal, NamedTuple

if sys.platform != "win32":
    from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, setrlimit

MAX_PAGES = 200
MAX_CHARACTERS = 100_000
"""The limit for a document, about 30 full pages: a search result loads the text that it matched."""
MAX_MEMORY = 1_000_000_000
"""Bytes. A PDF of 20 MB takes a tenth of that."""
MAX_SECONDS = 30
"""Processor time, which does not depend on what else the machine does. 200 full pages take three seconds."""

HYPHENATED = re.compile(r"(?<=\w)([-\u2010\xad])[^\S\n]*\n[^\S\n]*(?=(\w))")
"""A word broken at the end of a line."""
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
    import pypdf  # noqa: PLC0415 - only the process that reads a PDF needs it

    too_much = (pypdf.errors.LimitReachedError, MemoryError)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return PdfText("locked")
        total = len(reader.pages)
        pages, left, is_damaged = list[str](), MAX_CHARACTERS, False
        for page in islice(reader.pages, MAX_PAGES):
            try:
                text = page.extract_text()
            except (pypdf.errors.DependencyError, *too_much):
                raise
            except Exception:  # a page that cannot be read must not hide the others
                text, is_damaged = "", True
            pages.append(clean(text[: 2 * left])[:left])
            left -= len(pages[-1])
            if not left:
                break
    except pypdf.errors.DependencyError:  # AES, which pypdf decrypts only with another library
        return PdfText("locked")
    except too_much:
        return PdfText("heavy")
    except Exception:  # a damaged file can raise anything in pypdf
        return PdfText("broken")
    if not any(pages):
        return PdfText("broken" if is_damaged or not pages else "scanned")
    return PdfText("read" if len(pages) == total and left else "long", tuple(pages), total)


def clean(text: str) -> str:
    """A text on a single line, with hyphenated words joined and invisible characters removed."""
    visible = "".join(map(_visible, HYPHENATED.sub(_hyphen, text)))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _hyphen(broken: re.Match[str]) -> str:
    """The hyphen of `Mexican-American` and `2012-2014` belongs to the word; the hyphen of `inter-preter` does not."""
    return "" if broken[1] == "\xad" or broken[2].islower() else broken[1]


def _visible(character: str) -> str:
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
