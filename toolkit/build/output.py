"""The site's folder: its next version is assembled beside it, then takes its place.

Unchanged files are hard links, so no content is copied. Whoever reads the site, or kills the build at any moment, has a
whole version; the next build clears up what a killed build left.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from toolkit.build.manifest import FileState, scan

if sys.platform == "win32":
    from errno import EDEADLK
    from msvcrt import LK_LOCK, locking
else:
    from fcntl import LOCK_EX, LOCK_NB, flock

AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From linux/fcntl.h and linux/fs.h."""
SITE_FILE = "web/page.*.js"
"""A file that every site of a toolkit has."""


@dataclass(frozen=True)
class SiteFolder:
    """A published folder and its next version."""

    path: Path

    @property
    def next(self) -> Path:
        """Where the next version is assembled."""
        return self.path.with_name(f".{self.path.name}.next")

    @property
    def previous(self) -> Path:
        """Where the previous version waits while two renames are needed to replace it."""
        return self.path.with_name(f".{self.path.name}.previous")

    def begin(self) -> None:
        """Clear up what a killed build left, and begin an empty next version."""
        if self.previous.exists() and not self.path.exists():
            self.previous.rename(self.path)
        self.discard()
        self.next.mkdir(parents=True)

    def discard(self) -> None:
        """Remove all but the published version."""
        for folder in (self.next, self.previous):
            shutil.rmtree(folder, ignore_errors=True)

    def states(self) -> dict[str, FileState]:
        """The files of the published version, by path."""
        return scan(self.path)

    def write(self, name: str, content: bytes) -> FileState:
        """Add a file to the next version. One with the content of the published file is that file."""
        path, published = self.next / name, self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if _has_content(published, content):
            link(published, path)
        else:
            path.write_bytes(content)
        stat = path.stat()
        return FileState(stat.st_size, stat.st_mtime_ns)

    def keep(self, names: Iterable[str]) -> None:
        """Take files of the published version over into the next."""
        folders: set[str] = set()
        for name in names:
            folder = name.rpartition("/")[0]
            if folder not in folders:
                (self.next / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            link(f"{self.path}/{name}", f"{self.next}/{name}")

    def publish(self) -> None:
        """Put the next version in the place of the published one."""
        if not (self.path.exists() and exchange(self.path, self.next)):
            if self.path.exists():
                self.path.rename(self.previous)
            self.next.rename(self.path)
        self.discard()


def _has_content(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError):
        return False


def link(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; on a disk without hard links, copy it with its times."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(source, target)


def exchange(path: Path, other: Path) -> bool:
    """Let two folders swap places in one step, where the system can: Linux, renameat2(2)."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except AttributeError:  # a C library from before 2018
        return False
    names = os.fsencode(path), os.fsencode(other)
    return bool(renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)


def is_other_folder(site: Path) -> bool:
    """Whether something is there that no build of a toolkit wrote, and that none may replace."""
    if site.is_symlink() or site.is_file():
        return True
    return site.is_dir() and any(site.iterdir()) and not any(site.glob(SITE_FILE))


@contextmanager
def build_lock(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Let builds with this folder take turns. `on_wait` is called before waiting for another.

    A lock lasts as long as the process and its forks, so no worker of a killed build writes into the next.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
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
                if error.errno != EDEADLK:  # which says that ten seconds of waiting have passed (Microsoft C runtime)
                    raise
                on_wait()
    else:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            on_wait()
            flock(file, LOCK_EX)
