"""The text of one PDF, page by page. A program of its own: `python -I pdf.py FILE` prints it as JSON.

A PDF from a stranger may be made to run for ever or to fill the memory. So whoever wants its text starts this program
and waits; where the system can, it ends by itself when it takes too much (`setrlimit`).
"""

import json
import re
import sys
import unicodedata
from contextlib import suppress
from itertools import islice
from typing import TypedDict

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

if sys.platform != "win32":
    from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, setrlimit

PAGES = 200
SIGNS = 100_000
"""What is read of one document, some 30 full pages: a result loads the text that it is found in."""
MEMORY = 1_000_000_000
"""Bytes. A PDF of 20 MB takes a tenth of it."""
SECONDS = 30
"""Of the processor's time, which does not depend on what else the machine does. 200 full pages take three."""

BROKEN = re.compile(r"(\w)([-\u2010\xad])[^\S\n]*\n[^\S\n]*(\w)")
"""A word broken at the end of a line."""
JOINERS = "\u200c\u200d"
"""They cannot be seen, but Persian and several Indian scripts are misspelt without them."""


class Text(TypedDict):
    """What came of reading a PDF."""

    state: str
    """`read`, or else why there is less text than in the document or none: a key of `toolkit.attached.NOTES`."""
    pages: list[str]
    """The text of each, up to the last that was read."""
    total: int
    """How many pages the document has."""


def text_of(path: str) -> Text:
    """What can be searched of a PDF."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return _none("locked")
        total = len(reader.pages)
        pages, left, is_damaged = list[str](), SIGNS, False
        for page in islice(reader.pages, PAGES):
            try:
                text = page.extract_text()
            except (DependencyError, LimitReachedError, MemoryError):
                raise
            except Exception:  # one page that cannot be read does not hide the others
                text, is_damaged = "", True
            pages.append(clean(text[: 2 * left])[:left])
            left -= len(pages[-1])
            if not left:
                break
    except DependencyError:  # only what decrypts AES is not there
        return _none("locked")
    except (LimitReachedError, MemoryError):
        return _none("heavy")
    except Exception:  # whatever a damaged file does to pypdf, it has no text
        return _none("broken")
    if not any(pages):
        return _none("broken" if is_damaged or not pages else "scanned")
    return Text(state="read" if len(pages) == total and left else "long", pages=pages, total=total)


def clean(text: str) -> str:
    """A text in one line, words that were broken at the end of a line put together, without signs nobody can see."""
    whole = BROKEN.sub(lambda found: found[1] + _kept(found[2], found[3]) + found[3], text)
    return unicodedata.normalize("NFC", " ".join("".join(map(_seen, whole)).split()))


def _kept(hyphen: str, following: str) -> str:
    """The hyphen of `Mexican-American` and `2012-2014` belongs to the word."""
    return "" if hyphen == "\xad" or following.islower() else hyphen


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] != "C" or sign in JOINERS:
        return sign
    return "" if category == "Cf" else " "


def _none(state: str) -> Text:
    return Text(state=state, pages=[], total=0)


def _limit() -> None:
    if sys.platform != "win32":
        setrlimit(RLIMIT_CORE, (0, 0))
        setrlimit(RLIMIT_CPU, (SECONDS, SECONDS))
        with suppress(ValueError, OSError):  # macOS does not count memory
            setrlimit(RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(text_of(sys.argv[1])))
