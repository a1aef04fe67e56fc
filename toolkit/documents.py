"""Reads the text of attached PDFs, page by page, for the search.

Nothing here stops a build: a document whose text cannot be searched is better than none.
"""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from toolkit import pdf_text
from toolkit.diagnostics import Diagnostic, worded
from toolkit.fingerprint import code_fingerprint, digest, read_cache, write_cache
from toolkit.pdf_text import PdfText
from toolkit.schema import KINDS, Key, Record
from toolkit.sources.attachments import Attachment

READER = Path(pdf_text.__file__)
TIMEOUT = 120
"""Seconds, for systems that do not limit processor time."""
CACHE = "documents.json"
TEXTS = TypeAdapter(dict[str, PdfText])
"""The cache: texts by the digest of the document. Reading 30 pages may take two seconds, too long for each command."""


def read_documents(
    attachments: Mapping[tuple[str, str], Attachment],
    records: Mapping[Key, Record],
    folder: Path | None,
) -> tuple[dict[Key, tuple[str, ...]], list[Diagnostic]]:
    """The pages of each record's PDF, and a note on every PDF that cannot be searched as a whole.

    With a folder for the cache, a document is read again only if its content changes.
    """
    pages: dict[Key, tuple[str, ...]] = {}
    notes: set[Diagnostic] = set()
    cached: dict[str, PdfText] = {}
    current: dict[str, PdfText] = {}
    if folder:
        with suppress(
            OSError, ValueError
        ):  # missing, damaged or foreign; a ValidationError is a ValueError
            cached = TEXTS.validate_json(
                read_cache(folder / CACHE, code_fingerprint()), strict=True
            )
    for key, record in records.items():
        attachment = attachments.get((record.kind, getattr(record, "file", "")))
        if attachment and attachment.path.suffix == ".pdf":
            content = digest(attachment.path.read_bytes())
            text = current[content] = cached.get(content) or extract_apart(attachment.path)
            pages[key] = text.pages
            if text.state != "read":
                problem = worded(f"pdf-{text.state}", total=text.total, read=len(text.pages))
                notes.add(
                    Diagnostic(
                        f"{KINDS[record.kind].folder}/{attachment.path.name}", 0, "", *problem
                    )
                )
    if folder and current.keys() != cached.keys():
        with suppress(
            OSError
        ):  # a check needs no writable folder: what cannot be cached is read again
            write_cache(folder / CACHE, TEXTS.dump_json(current).decode(), code_fingerprint())
    return pages, sorted(notes)


def extract_apart(path: Path) -> PdfText:
    """The searchable text of a PDF, read by another process with limited time and memory."""
    try:
        command = [sys.executable, "-I", str(READER), str(path)]
        output = subprocess.check_output(command, stderr=subprocess.DEVNULL, timeout=TIMEOUT)
        return TypeAdapter(PdfText).validate_json(output)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return PdfText("heavy")
    except ValidationError:
        return PdfText("broken")
