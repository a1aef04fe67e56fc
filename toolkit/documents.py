"""Reads the text of attached PDFs, page by page, for the search.

Nothing here stops a build: a document whose text cannot be searched is better than none.
"""

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from toolkit import pdf_text
from toolkit.diagnostics import Diagnostic
from toolkit.fingerprint import code_fingerprint, digest, read_cache, write_cache
from toolkit.pdf_text import PdfText, State
from toolkit.schema import KINDS, Key, Record
from toolkit.sources.attachments import Attachment
from toolkit.texts import read_texts

READER = Path(pdf_text.__file__)
TIMEOUT = 120
"""Seconds, for systems that do not limit processor time."""
READERS = 4
"""Processes at the same time; each may take `pdf_text.MAX_MEMORY`."""
CACHE = "documents.json"

PROBLEMS: dict[State, tuple[str, str]] = read_texts("pdf_problems.yml")
"""Message and hint for a document that cannot be searched as a whole."""


_CACHE: TypeAdapter[dict[str, PdfText]] = TypeAdapter(dict[str, PdfText])
"""Texts by the digest of the document."""
_TEXT = TypeAdapter(PdfText)


def read_documents(
    attachments: Mapping[tuple[str, str], Attachment], records: Mapping[Key, Record], cache: Path | None
) -> tuple[dict[Key, tuple[str, ...]], list[Diagnostic]]:
    """The pages of each record's PDF, and a note on every PDF that cannot be searched as a whole.

    `cache` is a folder. A document is identified by its content: it is read once, however often it is copied or
    renamed.
    """
    paths = {name: attachment.path for name, attachment in attachments.items() if attachment.path.suffix == ".pdf"}
    if not paths:
        return {}, []
    digests = {name: digest(path.read_bytes()) for name, path in paths.items()}
    cached: dict[str, PdfText] = {}
    if cache:
        with suppress(OSError, ValueError):  # missing, damaged or foreign; a ValidationError is a ValueError
            cached = _CACHE.validate_json(read_cache(cache / CACHE, code_fingerprint()), strict=True)
    new = {content: paths[name] for name, content in digests.items() if content not in cached}
    with ThreadPoolExecutor(READERS) as pool:
        read = dict(zip(new, pool.map(extract_apart, new.values()), strict=True))
    current = {content: (cached | read)[content] for content in digests.values()}
    if cache and current.keys() != cached.keys():
        with suppress(OSError):  # a check needs no writable folder: what cannot be cached is read again
            write_cache(cache / CACHE, _CACHE.dump_json(current).decode(), code_fingerprint())
    texts = {name: current[content] for name, content in digests.items()}
    pages = {
        key: texts[name].pages
        for key, record in records.items()
        if (name := (record.kind, getattr(record, "file", ""))) in texts
    }
    return pages, sorted(_note(*name, text) for name, text in texts.items() if text.state != "read")


def extract_apart(path: Path) -> PdfText:
    """The searchable text of a PDF, read by another process with limited time and memory."""
    try:
        command = [sys.executable, "-I", str(READER), str(path)]
        return _TEXT.validate_json(subprocess.check_output(command, stderr=subprocess.DEVNULL, timeout=TIMEOUT))
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return PdfText("heavy")
    except ValidationError:
        return PdfText("broken")


def _note(kind: str, file: str, text: PdfText) -> Diagnostic:
    message, hint = PROBLEMS[text.state]
    message = message.format(total=text.total, read=len(text.pages))
    return Diagnostic(f"{KINDS[kind].folder}/{file}", 0, "", message, hint)
