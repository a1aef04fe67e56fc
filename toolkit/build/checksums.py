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
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from toolkit.build import signing
from toolkit.diagnostics import Diagnostic

NAME = "SHA256SUMS"
EXTRA = "is extra: it does not belong to the copy."
SIGNATURE = "SHA256SUMS.minisig"
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
MAX_BYTES = 1 << 30
MAX_FILES = 100_000
"""What a copy may unpack to. The whole toolkit is 200 MB in 9,200 files; a zip bomb is more."""
MAX_LISTING_BYTES = 20_000_000
"""Bytes of SHA256SUMS, which is read at once: 200 for each of so many files."""
UNREADABLE = (BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError)
"""What reading a damaged, encrypted or forged file may raise."""


LEFT_BY_SYSTEMS = (
    ".DS_Store",
    ".apdisk",
    "Thumbs.db",
    "desktop.ini",
    ".Spotlight-V100",
    ".fseventsd",
    ".Trashes",
    ".TemporaryItems",
    ".DocumentRevisions-V100",
    "__MACOSX",
    "System Volume Information",
    "$RECYCLE.BIN",
)
"""Files and folders that a Mac or Windows leaves on a stick that somebody looked at. No page leads there."""
APPLE_DOUBLE = b"\0\5\x16\7"
"""How a Mac begins `._NAME`, where it keeps on other systems' disks what it knows of a file."""
MAX_LEFT_BYTES = 1 << 20
SHOWN_BY_BROWSERS = re.compile(r"\.(?:[sx]?html?|xht|mht(?:ml)?|svgz?|xml|xslt?|m?js|pdf)\Z", re.I)
"""How a file ends that a browser shows as a page or runs."""
BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0\t\n\x0c\r "
PROPERTY_LIST = b"<!DOCTYPE plist"


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
    lines = [f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items())]
    return "".join(lines).encode()


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

    def left_by_systems(self) -> list[str]:
        """Files that are not of the copy, but only say that a Mac or Windows has shown its folders."""
        others = [file for file in self.files if file.name not in self.checksums]
        return sorted(file.name for file in others if _is_left_by_system(file))

    def problems(self, key: signing.PublicKey | None = None) -> list[Diagnostic]:
        """Each file that was changed, is missing or is extra, and a signature that is not of this key."""
        problems = self._differences()
        if key:
            problem = self._signature_problem(key)
            if problem:
                problems.append((SIGNATURE, problem))
        return sorted(Diagnostic(name, 0, "", message) for name, message in problems)

    def _differences(self) -> list[tuple[str, str]]:
        """The files that are not as the list says, each with what is wrong."""
        differences: list[tuple[str, str]] = []
        expected_names = {NAME, SIGNATURE, *self.checksums}
        seen_names: set[str] = set()
        for file in self.files:
            if file.name not in expected_names and _is_left_by_system(file):
                continue
            if file.name in seen_names or file.name not in expected_names:
                differences.append((file.name, EXTRA))
            elif file.name in self.checksums and not self._is_unchanged(file):
                differences.append((file.name, "was changed."))
            seen_names.add(file.name)
        for name in self.checksums:
            if name not in seen_names:
                differences.append((name, "is missing."))
        return differences

    def _is_unchanged(self, file: CopiedFile) -> bool:
        return file.is_plain and _checksum(file) == self.checksums[file.name]

    def _signature_problem(self, key: signing.PublicKey) -> str:
        """What is wrong with the signature; empty if this key signed the list."""
        if not self.signature:
            return "is missing: nobody signed this copy."
        try:
            signing.check(self.listing, self.signature, key)
        except ValueError as error:
            return str(error)
        return ""


def _is_left_by_system(file: CopiedFile) -> bool:
    """Whether a Mac or Windows left a file, and no browser shows it: a stranger could name a page as they do theirs."""
    parts = file.name.split("/")
    is_theirs = any(name in LEFT_BY_SYSTEMS for name in parts)
    if not file.is_plain or not (is_theirs or parts[-1].startswith("._")):
        return False
    with suppress(*UNREADABLE), file.open() as opened:
        content = opened.read(MAX_LEFT_BYTES)
        if content.startswith(APPLE_DOUBLE):
            return _is_no_page(parts[-1], content, file.size)
        return is_theirs and _is_data(parts[-1], content)
    return False


def _is_no_page(name: str, content: bytes, size: int) -> bool:
    """Whether a browser finds no page in what a Mac keeps of a file: no markup or PDF after its first bytes."""
    if not SHOWN_BY_BROWSERS.search(name):
        return True
    return size <= MAX_LEFT_BYTES and b"<" not in content and b"%PDF" not in content


def _is_data(name: str, content: bytes) -> bool:
    """Whether a browser shows a file neither for its name nor for how it begins."""
    if SHOWN_BY_BROWSERS.search(name):
        return False
    if name == ".apdisk" or name.endswith(".plist"):
        return PROPERTY_LIST in content[:200] or content.startswith(b"bplist")
    return not content.lstrip(BEFORE_MARKUP).startswith((b"<", b"%PDF"))


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """A copy, a folder or a zip, open for reading. Raises a ValueError with the reason if nothing can be compared."""
    if path.is_dir():
        _refuse_folder_around(path)
        yield _copy(path, list(_files_in_folder(path)))
        return
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError):
        raise ValueError(f"{path} is neither a folder nor a readable zip file") from None
    with archive:
        yield _copy(path, _files_in_zip(archive))


def _refuse_folder_around(folder: Path) -> None:
    """Say which folder to give in place of the stick that it is on."""
    copies = [] if (folder / NAME).exists() else sorted(folder.glob(f"*/{NAME}"))
    if copies:
        names = " or ".join(f"`{copy.parent}`" for copy in copies)
        raise ValueError(f"{folder} is the folder around the copy: give {names}")


def _files_in_folder(folder: Path) -> Iterator[CopiedFile]:
    for parent, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(parent, name)
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            yield CopiedFile(
                name=path.relative_to(folder).as_posix(),
                size=status.st_size,
                is_plain=stat.S_ISREG(status.st_mode),
                open=partial(FileIO, path),
            )


def _files_in_zip(archive: ZipFile) -> list[CopiedFile]:
    """The files, named from the folder that has SHA256SUMS; those outside it with the path in the zip."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    lists = [entry.filename for entry in entries if _is_list(entry.filename)]
    folder = min(lists, default=NAME).removesuffix(NAME)
    return [
        CopiedFile(
            name=_name_from(folder, entry.filename),
            size=entry.file_size,
            is_plain=_is_plain(entry),
            open=partial(archive.open, entry),
        )
        for entry in entries
    ]


def _is_list(path: str) -> bool:
    """Whether a path in a zip is that of SHA256SUMS, in the zip itself or in a folder of it."""
    return path.count("/") < 2 and Path(path).name == NAME


def _name_from(folder: str, path: str) -> str:
    """A path in a zip from a folder of it."""
    return path.removeprefix(folder) if path.startswith(folder) else f"../{path}"


def _is_plain(entry: ZipInfo) -> bool:
    """Whether an entry is a file that may be read: no link or device, and compressed as zips are."""
    file_type = stat.S_IFMT(entry.external_attr >> 16)
    is_file = file_type in (0, stat.S_IFREG)
    return is_file and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)


def _copy(path: Path, files: Sequence[CopiedFile]) -> Copy:
    if len(files) > MAX_FILES or sum(file.size for file in files) > MAX_BYTES:
        limits = f"more than {MAX_FILES:,} files or unpacks to more than {MAX_BYTES:,} bytes"
        raise ValueError(f"{path} has {limits}")
    listing = _content(files, NAME, MAX_LISTING_BYTES)
    if not listing:
        raise ValueError(f"{path} has no {NAME}, or a damaged one")
    return Copy(
        files=files,
        listing=listing,
        checksums=as_checksums(listing),
        signature=_content(files, SIGNATURE, signing.MAX_BYTES),
    )


def _content(files: Sequence[CopiedFile], name: str, max_bytes: int) -> bytes:
    """What a file contains; nothing if it is not there, too big or damaged."""
    for file in files:
        if file.name == name and file.is_plain and file.size <= max_bytes:
            with suppress(*UNREADABLE):
                return file.read()
    return b""


def _checksum(file: CopiedFile) -> str:
    """The SHA-256 of a file, in hexadecimal digits; empty if it cannot be read."""
    with suppress(*UNREADABLE), file.open() as opened:
        return file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]  # files and zips have `readinto`
    return ""
