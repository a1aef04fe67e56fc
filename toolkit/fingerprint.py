"""Digests that identify values, files and the program: equal digests mean equal content.

Cache files have a digest before their text, so that a damaged file, or a file of another version, is detected. A folder
from a stranger may have links or pipes in their place: nothing is read or written through them.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from toolkit.paths import CONTRIBUTED, PACKAGE, WEB

STABLE_AFTER = 2_000_000_000
"""Nanoseconds. A file that changed this recently may change again with the same time: FAT stores only even seconds."""


def digest(content: bytes | str) -> str:
    """The digest of content, in hexadecimal digits."""
    encoded = content.encode() if isinstance(content, str) else content
    return blake2b(encoded, digest_size=16).hexdigest()


def digest_of(value: object) -> str:
    """The digest of a value of strings, numbers, tuples, named tuples, lists and dicts; their order counts."""
    return digest(repr(value))


@cache
def code_fingerprint() -> str:
    """The digest of the program: its files, the installed packages' versions, and Python's."""
    files = [(path.as_posix(), digest(path.read_bytes())) for path in _files(PACKAGE, WEB)]
    return digest_of((sys.version, installed_packages(), files))


def content_digest(root: Path) -> str:
    """The digest of what contributors wrote. Hidden files and the ends of lines do not count: systems add their own."""
    contents: list[tuple[str, str]] = []
    for path in _files(*(root / name for name in CONTRIBUTED)):
        if not path.name.startswith("."):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            contents.append((path.relative_to(root).as_posix(), digest(content)))
    return digest_of(sorted(contents))


def _files(*folders: Path) -> list[Path]:
    """The files in folders and below, sorted."""
    paths: list[Path] = []
    for folder in folders:
        paths += [Path(entry.path) for entry in entries(folder) if entry.is_file()]
    return sorted(paths)


def installed_packages() -> list[str]:
    """The installed packages with their versions, as their folders are named: `jinja2-3.1.6.dist-info`."""
    names: set[str] = set()
    for folder in sys.path:
        if folder and Path(folder).is_dir():
            names.update(path.name for path in Path(folder).glob("*.dist-info"))
    return sorted(names)


def stable_time(changed: int, now: int) -> int:
    """When a file changed, in nanoseconds; while it may change without a new time, a time that no file ever has."""
    return changed if now - changed > STABLE_AFTER else -now


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and below. Links are not followed, bytecode is left out."""
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.name != "__pycache__":
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def read_cache(path: Path, version: str = "") -> str:
    """The text of a cache file. Raises an OSError if there is none, a ValueError if it is damaged or outdated."""
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(path)
    sealed, _, text = path.read_text("utf-8").partition("\n")
    if sealed != digest(version + text):
        raise ValueError(f"{path} is damaged or outdated")
    return text


def write_cache(path: Path, text: str, version: str = "") -> None:
    """Write a cache file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, f"{digest(version + text)}\n{text}".encode())


def replace_file(path: Path, content: bytes, mode: int = 0) -> None:
    """Write a file at once, with the rights `mode`: even if the process is killed, it has what it had or the new."""
    draft = path.with_name(f".{path.name}.draft")  # hidden, so that no scan of the records sees it
    draft.unlink(missing_ok=True)
    with draft.open("xb") as file:
        file.write(content)
    if mode:
        draft.chmod(mode)
    draft.replace(path)
