"""What values, files and the program are identified by: equal digests stand for equal content."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from toolkit.paths import PACKAGE, WEB

DIGEST_SIZE = 16


def digest(content: bytes | str) -> str:
    """The digest of a content, in hexadecimal digits."""
    return blake2b(content.encode() if isinstance(content, str) else content, digest_size=DIGEST_SIZE).hexdigest()


def digest_of(value: object) -> str:
    """The digest of a value of texts, numbers, tuples, named tuples, lists and dicts, in the order they stand in."""
    return digest(repr(value))


def digest_of_files(folders: Iterable[Path]) -> str:
    """The digest of all files in these folders, with their names."""
    whole = blake2b(digest_size=DIGEST_SIZE)
    for folder in folders:
        for path in sorted(Path(entry.path) for entry in entries(folder) if entry.is_file()):
            content = path.read_bytes()
            whole.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


@cache
def code_fingerprint() -> str:
    """The digest of the program: its files, the installed packages' versions, and Python's."""
    return digest_of((sys.version, installed_packages(), digest_of_files([PACKAGE, WEB])))


def installed_packages() -> list[str]:
    """The installed packages with their versions, as their folders are named: `jinja2-3.1.6.dist-info`."""
    folders = [Path(folder) for folder in sys.path if folder and Path(folder).is_dir()]
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and below. Links are not followed, bytecode is left out."""
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.name != "__pycache__":
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
