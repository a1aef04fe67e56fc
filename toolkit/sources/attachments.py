"""Attachments: documents, pictures and recordings beside records, each checked to be of the type in its name."""

from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import worded

MAX_SIZE = 20_000_000
"""Bytes that a phone on a slow connection can still download."""
FILE_TYPES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt"), (b"PK\x03\x04",)),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    **dict.fromkeys(("m4a", "mp4"), (b"ftyp",)),
    "txt": (b"",),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}
"""What an attachment may be, with the bytes it begins with (from the fifth byte on for MPEG-4, ISO/IEC 14496-12)."""


class Attachment(NamedTuple):
    """A file beside a record."""

    path: Path
    size: int


def check_attachment(path: Path) -> Attachment | tuple[str, str]:
    """The attachment, or what is wrong with it and what to do."""
    extension, size = path.suffix[1:], path.stat().st_size
    if not size:
        return worded("empty-file")
    if size > MAX_SIZE:
        return worded("big-file", size=-(-size // 1_000_000), most=MAX_SIZE // 1_000_000)
    with path.open("rb") as opened:
        head = opened.read(16)
    if not _begins_as(extension, head):
        real = next(
            (other for other in FILE_TYPES if other != "txt" and _begins_as(other, head)), ""
        )
        return worded(
            "file-looks-like" if real else "file-unlike",
            extension=extension,
            better=f"{path.stem}.{real}",
        )
    return Attachment(path, size)


def _begins_as(extension: str, head: bytes) -> bool:
    return any(head.startswith(mark, 4 if mark == b"ftyp" else 0) for mark in FILE_TYPES[extension])
