"""The text of PDFs beside records, page by page, so that it can be searched.

Nothing here stops a build: a document whose text cannot be searched is better than none.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cache import Cache, digest, program
from toolkit.problems import Problem
from toolkit.processes import side_by_side
from toolkit.read import Read
from toolkit.records import KINDS

if TYPE_CHECKING:
    from toolkit.attached.pdf import Text

READER = Path(__file__).parent / "pdf.py"
WAIT = 120
"""Seconds, where the system does not count those of the processor (`toolkit/attached/pdf.py`)."""

NOTES: Mapping[str, tuple[str, str]] = {
    "scanned": (
        "has no text, only pictures of it: neither search nor a screen reader finds a word in it.",
        "Run text recognition (OCR) on it, or export it again from the document that was scanned.",
    ),
    "locked": (
        "is locked by a password or against copying, so its text cannot be searched.",
        "Save a copy of it without protection.",
    ),
    "broken": (
        "is damaged, so its text cannot be read.",
        "Look whether it opens, and export it again from the program that made it.",
    ),
    "heavy": (
        "takes too much time or memory to read, so its text cannot be searched.",
        "Export it again from the program that made it, for the web or as small as can be.",
    ),
    "long": (
        "is long: of its {total} pages only {read} can be searched.",
        "Say in the record's `contents` what else is in it.",
    ),
}
"""Why a document cannot be searched as a whole: what is so, then what to do."""


def with_attached(found: Read, cache: Cache) -> Read:
    """The same, with the text of each PDF that belongs to a record, and notes on those that have less than all.

    A document is known by its content, so it is read once, however often it is copied or renamed.
    """
    pdfs = {name: one.path for name, one in found.attachments.items() if one.path.suffix == ".pdf"}
    if found.problems or not pdfs:
        return found
    kept: dict[bytes, Text] = cache.get("attached", program()) or {}
    contents = {name: digest(path.read_bytes()) for name, path in pdfs.items()}
    new = {content: pdfs[name] for name, content in contents.items() if content not in kept}
    with side_by_side([partial(text_of, path) for path in new.values()]) as texts_of:
        read = dict(zip(new, texts_of, strict=True))
    known = {content: (kept | read)[content] for content in contents.values()}
    if known.keys() != kept.keys():
        with suppress(OSError):  # a check needs no place to write to: what is not kept is read again
            cache.put("attached", program(), known)
    texts = {name: known[content] for name, content in contents.items()}
    attached = {
        name: tuple(texts[file]["pages"])
        for name, attachment in found.toolkit.outlines.attachments()
        if (file := (name[0], attachment)) in texts
    }
    notes = [_note(f"{KINDS[kind].folder}/{file}", text) for (kind, file), text in texts.items()]
    return replace(
        found, toolkit=replace(found.toolkit, attached=attached), notes=sorted(note for note in notes if note)
    )


def text_of(path: Path) -> "Text":
    """What can be searched of a PDF, read by a process of its own that may take only so much time and memory."""
    import subprocess

    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WAIT,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {"state": "heavy", "pages": [], "total": 0}
    text: Text = json.loads(done.stdout)
    return text


def _note(file: str, text: "Text") -> Problem | None:
    if text["state"] == "read":
        return None
    what, fix = NOTES[text["state"]]
    return Problem(file, 0, "", what.format(total=text["total"], read=len(text["pages"])), fix)
