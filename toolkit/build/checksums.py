"""SHA256SUMS: a checksum of each file of a copy, as `sha256sum -c` reads them, and what differs from it.

A copy to verify may be hostile. Nothing is unpacked, no link is followed, and only files that are there are read.
"""

import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import file_digest
from io import FileIO
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from toolkit.build import signing
from toolkit.diagnostics import Diagnostic

NAME, SIGNATURE = "SHA256SUMS", "SHA256SUMS.minisig"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
MOST_BYTES, MOST_FILES = 1 << 30, 100_000
"""What a copy may unpack to. The whole toolkit is 200 MB in 9,200 files; a zip bomb is more."""
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
    open: Callable[[], IO[bytes]]

    def read(self) -> bytes:
        """All that it contains."""
        with self.open() as file:
            return file.read()


def as_lines(checksums: Mapping[str, str]) -> bytes:
    """SHA256SUMS of these checksums by file."""
    return "".join(f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items())).encode()


def as_checksums(listing: bytes) -> dict[str, str]:
    """The checksums in SHA256SUMS, by file. Raises a ValueError if it is damaged."""
    matches = [LINE.fullmatch(row) for row in listing.decode("utf-8", "replace").splitlines()]
    if not all(matches):
        raise ValueError(f"{NAME} is damaged")
    return {match[2]: match[1] for match in matches if match}


class Copy(NamedTuple):
    """A copy that has not been compared with its list."""

    files: Sequence[CopiedFile]
    listing: bytes
    """Its SHA256SUMS."""
    checksums: Mapping[str, str]
    """Those in the list, by file."""
    signature: bytes
    """Of the list; empty if nobody signed it."""

    def problems(self, key: signing.PublicKey | None = None) -> list[Diagnostic]:
        """Each file that was changed, is missing or is extra, and a signature that is not of this key."""
        known, seen = {NAME, SIGNATURE, *self.checksums}, set[str]()
        problems: list[tuple[str, str]] = []
        for file in self.files:
            if file.name in seen or file.name not in known:
                problems.append((file.name, "is extra: it does not belong to the copy."))
            elif file.name in self.checksums and not (
                file.is_plain and _checksum(file) == self.checksums[file.name]
            ):
                problems.append((file.name, "was changed."))
            seen.add(file.name)
        problems += [(name, "is missing.") for name in self.checksums if name not in seen]
        try:
            if key:
                signing.check(self.listing, self.signature, key)
        except ValueError as error:
            problems.append(
                (
                    SIGNATURE,
                    str(error) if self.signature else "is missing: nobody signed this copy.",
                )
            )
        return sorted(Diagnostic(name, 0, "", message) for name, message in problems)


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """A copy, a folder or a zip, open for reading. Raises a ValueError with the reason if nothing can be compared."""
    if path.is_dir():
        yield _copy(path, list(_files_in_folder(path)))
        return
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError):
        raise ValueError(f"{path} is no folder, and no zip file, or a damaged zip file") from None
    with archive:
        yield _copy(path, _files_in_zip(archive))


def _files_in_folder(folder: Path) -> Iterator[CopiedFile]:
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in [*folders, *names]):
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode):
                name, is_plain = path.relative_to(folder).as_posix(), stat.S_ISREG(status.st_mode)
                yield CopiedFile(name, status.st_size, is_plain, partial(FileIO, path))


def _files_in_zip(archive: ZipFile) -> list[CopiedFile]:
    """The files, named from the folder that has SHA256SUMS; those outside it with the path in the zip."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    lists = [
        entry.filename
        for entry in entries
        if entry.filename.count("/") < 2 and Path(entry.filename).name == NAME
    ]
    folder = min(lists, default=NAME).removesuffix(NAME)
    return [
        CopiedFile(
            entry.filename.removeprefix(folder)
            if entry.filename.startswith(folder)
            else f"../{entry.filename}",
            entry.file_size,
            stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)
            and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED),
            partial(archive.open, entry),
        )
        for entry in entries
    ]


def _copy(path: Path, files: Sequence[CopiedFile]) -> Copy:
    if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_BYTES:
        raise ValueError(
            f"{path} has more than {MOST_FILES:,} files or unpacks to more than {MOST_BYTES:,} bytes"
        )
    listing = _content(files, NAME, MOST_LISTED)
    if not listing:
        raise ValueError(f"{path} has no {NAME}, or a damaged one")
    return Copy(
        files, listing, as_checksums(listing), _content(files, SIGNATURE, signing.MOST_BYTES)
    )


def _content(files: Sequence[CopiedFile], name: str, most: int) -> bytes:
    """What a file contains; nothing if it is not there, too big or damaged."""
    for file in files:
        if file.name == name and file.is_plain and file.size <= most:
            with suppress(*UNREADABLE):
                return file.read()
    return b""


def _checksum(file: CopiedFile) -> str:
    """The SHA-256 of a file, in hexadecimal digits; empty if it cannot be read."""
    with suppress(*UNREADABLE), file.open() as opened:
        return file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]  # files and zips have `readinto`
    return ""
