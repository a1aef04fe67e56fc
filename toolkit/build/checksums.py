"""SHA256SUMS: a checksum of each file of a copy, as `sha256sum -c` reads them, and what differs from it.

A copy to verify may be hostile. Nothing is unpacked, no link is followed, and only files that are there are read.
"""

import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from toolkit.diagnostics import Diagnostic

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
MOST_BYTES, MOST_FILES = 1 << 30, 100_000
"""What a copy may unpack to. The whole toolkit is 80 MB in 3,500 files; a zip bomb is more."""
CHUNK = 1 << 20
MOST_LISTED = 20_000_000
"""Bytes of SHA256SUMS, which is read at once: 200 for each of so many files."""
UNREADABLE = (BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError)
"""What reading a damaged, encrypted or forged file may raise."""


class CopiedFile(NamedTuple):
    """A file of a copy that has not been read."""

    name: str
    """Its path in the copy."""
    size: int
    is_plain: bool
    """Whether it may be read: not if it is a link or a device."""
    place: Path | tuple[ZipFile, ZipInfo]

    def open(self) -> IO[bytes]:
        """The file, open for reading."""
        return self.place.open("rb") if isinstance(self.place, Path) else self.place[0].open(self.place[1])


def as_lines(checksums: Mapping[str, str]) -> bytes:
    """SHA256SUMS of these checksums by file."""
    return "".join(f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items())).encode()


def verify(copy: Path) -> tuple[int, list[Diagnostic]]:
    """How many files a copy, a folder or a zip, should have, and each that was changed, is missing or is extra.

    Raises a ValueError with the reason if nothing can be compared.
    """
    if copy.is_dir():
        return _compared(list(_files_in_folder(copy)))
    try:
        with ZipFile(copy) as archive:
            return _compared(_files_in_zip(archive))
    except BadZipFile:
        raise ValueError("it is no folder, and no zip file, or a damaged zip file") from None


def _files_in_folder(folder: Path) -> Iterator[CopiedFile]:
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in [*folders, *names]):
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode):
                name, is_plain = path.relative_to(folder).as_posix(), stat.S_ISREG(status.st_mode)
                yield CopiedFile(name, status.st_size, is_plain, path)


def _files_in_zip(archive: ZipFile) -> list[CopiedFile]:
    """The files, named from the folder that has SHA256SUMS; those outside it with the path in the zip."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    lists = [entry.filename for entry in entries if entry.filename.count("/") < 2 and Path(entry.filename).name == NAME]
    folder = min(lists, default=NAME).removesuffix(NAME)
    return [
        CopiedFile(
            entry.filename.removeprefix(folder) if entry.filename.startswith(folder) else f"../{entry.filename}",
            entry.file_size,
            stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)
            and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED),
            (archive, entry),
        )
        for entry in entries
    ]


def _compared(files: Sequence[CopiedFile]) -> tuple[int, list[Diagnostic]]:
    if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_FILES:,} files or unpacks to more than {MOST_BYTES:,} bytes")
    expected = _expected(files)
    seen: set[str] = set()
    problems: list[Diagnostic] = []
    for file in files:
        if file.name == NAME and NAME not in seen:
            message = ""
        elif file.name in seen or file.name not in expected:
            message = "is extra: it does not belong to the copy."
        else:
            message = "" if _checksum(file) == expected[file.name] else "was changed."
        seen.add(file.name)
        problems += [Diagnostic(file.name, 0, "", message)] if message else []
    problems += [Diagnostic(name, 0, "", "is missing.") for name in expected if name not in seen]
    return len(expected), sorted(problems)


def _expected(files: Sequence[CopiedFile]) -> dict[str, str]:
    """The checksums that the copy's SHA256SUMS lists, by file."""
    listing = next((file for file in files if file.name == NAME and file.is_plain), None)
    if not listing or listing.size > MOST_LISTED:
        raise ValueError(f"it has no {NAME}, or a list that is too big")
    try:
        with listing.open() as opened:
            rows = opened.read().decode().splitlines()
    except (*UNREADABLE, UnicodeDecodeError):
        raise ValueError(f"its {NAME} is damaged") from None
    matches = [LINE.fullmatch(row) for row in rows]
    if not rows or not all(matches):
        raise ValueError(f"its {NAME} is damaged")
    return {match[2]: match[1] for match in matches if match}


def _checksum(file: CopiedFile) -> str:
    """The SHA-256 of a file, in hexadecimal digits; empty if it cannot be read."""
    if not file.is_plain:
        return ""
    digest = sha256()
    try:
        with file.open() as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
    except UNREADABLE:
        return ""
    return digest.hexdigest()
