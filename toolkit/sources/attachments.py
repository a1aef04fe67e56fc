"""Attachments: documents, pictures and recordings beside records, each checked to be of the type in its name."""

from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Problem, worded

MEGABYTE = 1_000_000
MAX_SIZE = 20 * MEGABYTE
"""Bytes that a phone on a slow connection can still download."""
MPEG_4 = b"ftyp"
"""Stands from the fifth byte on (ISO/IEC 14496-12)."""
FILE_TYPES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt"), (b"PK\x03\x04",)),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    **dict.fromkeys(("m4a", "mp4"), (MPEG_4,)),
    "txt": (b"",),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}
"""What an attachment may be, with the bytes that it may begin with."""


class Attachment(NamedTuple):
    """A file beside a record."""

    path: Path
    size: int


Attachments = Mapping[tuple[str, str], Attachment]
"""By kind and file name."""


def check_attachment(path: Path) -> Attachment | Problem:
    """The attachment, or what is wrong with it and what to do."""
    size = path.stat().st_size
    if not size:
        return worded("empty-file")
    if size > MAX_SIZE:
        return worded("big-file", size=ceil(size / MEGABYTE), most=MAX_SIZE // MEGABYTE)
    extension = path.suffix.removeprefix(".")
    with path.open("rb") as opened:
        head = opened.read(16)
    if _begins_as(extension, head):
        return Attachment(path, size)
    real_extension = _extension_by(head)
    problem = "file-looks-like" if real_extension else "file-unlike"
    return worded(problem, extension=extension, better=f"{path.stem}.{real_extension}")


def _extension_by(head: bytes) -> str:
    """The extension of a file that begins with these bytes; empty if they could be anything."""
    for extension in FILE_TYPES:
        if extension != "txt" and _begins_as(extension, head):
            return extension
    return ""


def _begins_as(extension: str, head: bytes) -> bool:
    """Whether a file with this extension may begin with these bytes."""
    for mark in FILE_TYPES[extension]:
        offset = 4 if mark == MPEG_4 else 0
        if head.startswith(mark, offset):
            return True
    return False
