"""The site's folder: the next version is assembled beside the published version, then swapped in.

Unchanged files are hard links, so no content is copied. The published folder is complete at every moment, even if the
build is killed; the next build cleans up.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from toolkit.fingerprint import entries

if sys.platform == "win32":
    from errno import EDEADLK
    from msvcrt import LK_LOCK, locking
else:
    from fcntl import LOCK_EX, LOCK_NB, flock

AT_FDCWD = -100
"""From linux/fcntl.h."""
RENAME_EXCHANGE = 2
"""From linux/fs.h."""
SITE_FILE = "web/page.*.js"
"""A file that every toolkit site has and other folders do not."""


class FileState(NamedTuple):
    """The size and time of a file in the site; unchanged, so is the file."""

    size: int
    modified: int
    """The modification time in nanoseconds."""


class SiteFolder:
    """A published folder and its next version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next = path.with_name(f".{path.name}.next")
        """Where the next version is assembled."""
        self.previous = path.with_name(f".{path.name}.previous")
        """Where the previous version waits while two renames are needed to replace it."""

    def begin(self) -> None:
        """Clean up after a killed build and create an empty next version."""
        if self.previous.exists() and not self.path.exists():
            self.previous.rename(self.path)
        self.discard()
        self.next.mkdir(parents=True)

    def discard(self) -> None:
        """Remove everything but the published version."""
        for folder in (self.next, self.previous):
            shutil.rmtree(folder, ignore_errors=True)

    def write(self, name: str, content: bytes) -> FileState:
        """Add a file to the next version, as a hard link if its content is already published."""
        path = self.next / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two targets may have one name: the first file may be a link to what is published.
        path.unlink(missing_ok=True)
        published = self.path / name
        if _has_content(published, content):
            link(published, path)
        else:
            path.write_bytes(content)
        stat = path.stat()
        return FileState(stat.st_size, stat.st_mtime_ns)

    def keep(self, names: Iterable[str]) -> None:
        """Link published files into the next version."""
        folders: set[str] = set()
        for name in names:
            folder = name.rpartition("/")[0]
            if folder not in folders:
                (self.next / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            link(f"{self.path}/{name}", f"{self.next}/{name}")

    def publish(self) -> None:
        """Replace the published version with the next."""
        if not (self.path.exists() and exchange(self.path, self.next)):
            if self.path.exists():
                self.path.rename(self.previous)
            self.next.rename(self.path)
        self.discard()


def _has_content(path: Path, content: bytes) -> bool:
    """Whether a file is there and contains exactly this."""
    if not path.is_file() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def scan(folder: Path) -> dict[str, FileState]:
    """The files in a folder by path, without following links."""
    start = len(str(folder)) + 1
    files: dict[str, FileState] = {}
    for entry in entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            name = entry.path[start:].replace(os.sep, "/")
            files[name] = FileState(stat.st_size, stat.st_mtime_ns)
    return files


def link(source: str | Path, target: str | Path) -> None:
    """Hard-link a file; on a disk without hard links, copy it with its times."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(source, target)


def exchange(path: Path, other: Path) -> bool:
    """Swap two folders at once. Returns False if the system cannot: only Linux can, renameat2(2)."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except AttributeError:  # a C library from before 2018
        return False
    code = renameat2(AT_FDCWD, os.fsencode(path), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return bool(code == 0)


def is_other_folder(site: Path) -> bool:
    """Whether the path is something other than a toolkit site, so that no build may replace it."""
    if site.is_symlink() or site.is_file():
        return True
    return site.is_dir() and any(site.iterdir()) and not any(site.glob(SITE_FILE))


@contextmanager
def build_lock(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of an output folder, so that builds take turns. Calls `on_wait` before waiting.

    The lock lasts until the process and its forks end, so no worker of a killed build writes into the next build.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        with suppress(OSError):  # the file system has no locks
            _lock(file.fileno(), on_wait)
        yield


def _lock(file: int, on_wait: Callable[[], None]) -> None:
    if sys.platform == "win32":
        while True:
            try:
                locking(file, LK_LOCK, 1)
                return
            except OSError as error:
                if error.errno != EDEADLK:  # EDEADLK: it waited ten seconds (Microsoft C runtime)
                    raise
                on_wait()
    else:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            on_wait()
            flock(file, LOCK_EX)
