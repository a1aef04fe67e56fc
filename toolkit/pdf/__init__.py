"""Reads the text of attached PDFs, page by page, for the search.

Nothing here stops a build: a document whose text cannot be searched is better than none.
"""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from toolkit.diagnostics import Diagnostic, worded
from toolkit.fingerprint import code_fingerprint, digest, read_cache, write_cache
from toolkit.pdf import extract
from toolkit.pdf.extract import PdfText
from toolkit.schema import KINDS, Key, Record
from toolkit.sources.attachments import Attachments

READER = Path(extract.__file__)
"""The script that another process runs, without the rest of the program."""
TIMEOUT = 120
"""Seconds, for systems that do not limit processor time."""
CACHE = "documents.json"
TEXTS = TypeAdapter(dict[str, PdfText])
"""The cache: texts by the digest of the document. Reading 30 pages may take two seconds, too long for each command."""


def read_pdf_texts(
    attachments: Attachments,
    records: Mapping[Key, Record],
    cache_folder: Path | None,
) -> tuple[dict[Key, tuple[str, ...]], list[Diagnostic]]:
    """The pages of each record's PDF, and a note on every PDF that cannot be searched as a whole.

    With a folder for the cache, a document is read again only if its content changes.
    """
    cached = _cached_texts(cache_folder) if cache_folder else {}
    current: dict[str, PdfText] = {}
    pages: dict[Key, tuple[str, ...]] = {}
    notes: set[Diagnostic] = set()
    for key, record in records.items():
        attachment = attachments.get((record.kind, getattr(record, "file", "")))
        if not attachment or attachment.path.suffix != ".pdf":
            continue
        content = digest(attachment.path.read_bytes())
        text = cached.get(content) or extract_apart(attachment.path)
        current[content] = text
        pages[key] = text.pages
        if text.state != "read":
            file = f"{KINDS[record.kind].folder}/{attachment.path.name}"
            problem = worded(f"pdf-{text.state}", total=text.total, read=len(text.pages))
            notes.add(Diagnostic(file, 0, "", *problem))
    if cache_folder and current.keys() != cached.keys():
        _store_texts(cache_folder, current)
    return pages, sorted(notes)


def extract_apart(path: Path) -> PdfText:
    """The searchable text of a PDF, read by another process with limited time and memory."""
    command = [sys.executable, "-I", str(READER), str(path)]
    try:
        output = subprocess.check_output(command, stderr=subprocess.DEVNULL, timeout=TIMEOUT)
        return TypeAdapter(PdfText).validate_json(output)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return PdfText("heavy")
    except ValidationError:
        return PdfText("broken")


def _cached_texts(folder: Path) -> dict[str, PdfText]:
    """The texts in the cache; none if it is missing, damaged or foreign."""
    try:
        return TEXTS.validate_json(read_cache(folder / CACHE, code_fingerprint()), strict=True)
    except (OSError, ValueError):  # a ValidationError is a ValueError
        return {}


def _store_texts(folder: Path, texts: dict[str, PdfText]) -> None:
    """Put the texts into the cache. A check needs no writable folder: what cannot be stored is read again."""
    with suppress(OSError):
        write_cache(folder / CACHE, TEXTS.dump_json(texts).decode(), code_fingerprint())
