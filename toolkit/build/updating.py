"""Updates: what changed between two editions in one small file, and a copy that it brings from the one to the other.

A package is a zip with a SHA256SUMS of its own. `from` is the checksum of the old edition's list. `changes` has the new
list, then each file whose content the old edition lacks, as Zstandard frames after their lengths. The old file is the
dictionary of the new.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PureWindowsPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import zstandard

from toolkit.build import checksums, signing
from toolkit.build.checksums import MOST_BYTES, NAME, SIGNATURE, UNREADABLE, CopiedFile, Copy, opened
from toolkit.build.output import SiteFolder, is_other_folder, link
from toolkit.diagnostics import printable

FROM, CHANGES, SIGNED = "from", "changes", "signature"
"""The files of a package; the signature is that of the new edition."""
HASH = re.compile(r"\.[0-9a-f]{8}(?=\.)")
"""What changes in the name of a file with its content."""
MOST_IN_ONE = 1 << 26
"""Bytes of a file that changed, which is unpacked in memory."""
FLUSH = getattr(os, "sync", lambda: None)
"""Writes all to the disk. Windows holds nothing back for a disk that can be unplugged."""


def write_package(old_path: Path, new_path: Path, package: Path) -> None:
    """Write what changed between two copies. Raises a ValueError if one of them is not as it was packed."""
    with opened(old_path) as old, opened(new_path) as new:
        old_files, new_files = _files(old_path, old), _files(new_path, new)
        changes = [_packed(new.listing, old.listing)]
        for name, source, is_same in _sources(old.checksums, new.checksums):
            if not is_same:
                changes.append(_packed(new_files[name].read(), old_files[source].read() if source else b""))
    members = {FROM: sha256(old.listing).digest(), CHANGES: b"".join(changes), SIGNED: new.signature}
    members[NAME] = checksums.as_lines({name: sha256(member).hexdigest() for name, member in members.items()})
    with ZipFile(package, "w") as archive:
        for name, member in members.items():
            archive.writestr(ZipInfo(name), member, ZIP_DEFLATED)


def update(path: Path, package: Path, key: signing.PublicKey | None) -> None:
    """Bring a copy to the new edition of a package, wholly or not at all.

    Raises a ValueError with the reason if the package is not for this copy, or one of them is altered or hostile.
    """
    folder = SiteFolder(path.resolve())
    folder.recover()
    if is_other_folder(folder.path):
        raise ValueError(f"{path} is no folder with a copy")
    with opened(folder.path) as old, opened(package) as packed:
        _files(path, old)
        members = _files(package, packed)
        if members.keys() != {FROM, CHANGES, SIGNED, NAME} or members[SIGNED].size > signing.MOST_BYTES:
            raise ValueError(f"{package} is no update")
        if packed.checksums[FROM] != sha256(sha256(old.listing).digest()).hexdigest():
            raise ValueError(f"{package} is for another edition or languages than {path}, or was applied already")
        folder.begin()
        try:
            with members[CHANGES].open() as changes:
                _assemble(folder, old, changes)
            if signature := members[SIGNED].read():
                folder.write(SIGNATURE, signature)
            with opened(folder.next) as new:
                _files(package, new, key)
            FLUSH()
            folder.publish(keeps_previous=True)
            FLUSH()
        finally:
            folder.recover()


def undo(path: Path) -> None:
    """Let a copy and the version before its last update change places. Raises a ValueError if that was altered."""
    folder = SiteFolder(path.resolve())
    folder.recover()
    if not folder.previous.is_dir():
        raise ValueError(f"{path} was not updated here, so there is no version before")
    with opened(folder.previous) as previous:
        _files(folder.previous, previous)
    folder.previous.rename(folder.next)
    try:
        folder.publish(keeps_previous=True)
    except OSError:  # Windows renames no folder of which a file is open
        folder.next.rename(folder.previous)
        raise
    FLUSH()


def _files(path: Path, copy: Copy, key: signing.PublicKey | None = None) -> dict[str, CopiedFile]:
    """The files of a copy by name. Raises a ValueError if it is not as it was packed, or not signed with this key."""
    for problem in copy.problems(key):
        raise ValueError(printable(f"in {path}, {problem.file} {problem.message}".rstrip(".")))
    return {file.name: file for file in copy.files}


def _assemble(folder: SiteFolder, old: Copy, changes: IO[bytes]) -> None:
    """Write the next version: what stays, from the published one, and what changed."""
    listing, room = _unpacked(changes, old.listing), MOST_BYTES
    new = checksums.as_checksums(listing)
    if any((path := PureWindowsPath(name)).anchor or ".." in path.parts for name in new):
        raise ValueError("the update names a file outside of the copy")
    for name, source, is_same in _sources(old.checksums, new):
        target = folder.next / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_same:
            link(folder.path / source, target)
        else:
            folder.write(name, _unpacked(changes, (folder.path / source).read_bytes() if source else b""))
        room -= target.stat().st_size
        if room < 0:
            raise ValueError(f"the update unpacks to more than {MOST_BYTES:,} bytes")
    folder.write(NAME, listing)


def _sources(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Each file of the new edition, the old file nearest to it, if any, and whether that has the same content."""
    by_content = {checksum: name for name, checksum in old.items()}
    by_name = {HASH.sub("", name): name for name in old}
    for name, checksum in new.items():
        yield name, by_content.get(checksum) or by_name.get(HASH.sub("", name), ""), checksum in by_content


def _packed(new: bytes, old: bytes) -> bytes:
    dictionary = zstandard.ZstdCompressionDict(old, zstandard.DICT_TYPE_RAWCONTENT)
    frame = zstandard.ZstdCompressor(zstandard.MAX_COMPRESSION_LEVEL, dictionary).compress(new)
    return len(frame).to_bytes(4, "big") + frame


def _unpacked(changes: IO[bytes], old: bytes) -> bytes:
    dictionary = zstandard.ZstdCompressionDict(old, zstandard.DICT_TYPE_RAWCONTENT)
    with suppress(*UNREADABLE, zstandard.ZstdError):
        frame = changes.read(min(int.from_bytes(changes.read(4), "big"), MOST_IN_ONE))
        if 0 <= zstandard.frame_content_size(frame) <= MOST_IN_ONE:  # negative if the frame does not say it
            return zstandard.ZstdDecompressor(dictionary).decompress(frame)
    raise ValueError("the update is damaged")
