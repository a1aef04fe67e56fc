"""A published folder that changes all at once, and only where something changed.

There are two folders: the published one, and the next, which was published before it. The next is brought up to date
with what changed in the last two builds and takes the published one's place: in one step where the system can, else by
two renames, between which there is none for a moment. Whoever reads the site never sees half of it, and a killed build
leaves the published folder as it was, or as the next build finds and puts it right.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from toolkit.cache import digest, packed, unpacked

Files = dict[str, bytes]
"""Digest of each file's content, by its name from the folder."""
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there yet. Windows would change the ends of lines without `O_BINARY`."""
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From linux/fcntl.h and linux/fs.h."""
ATTEMPTS = 8
"""How often a file may be in the way, or its folder missing: once, and once for each other process that makes it."""


class Tree:
    """The next version of a folder, written file by file, in this process or in several."""

    def __init__(self, place: Path, notes: Path) -> None:
        """`notes` is a folder for what is known of the two versions."""
        self.place, self.notes = place, notes
        self.next, self.old = (place.with_name(f".{place.name}.{which}") for which in ("next", "old"))
        self._recover()
        self.published = self._noted(place)

    @cached_property
    def waiting(self) -> Files:
        """What the next version held when this build began."""
        return self._noted(self.next)

    def begin(self) -> None:
        """From here on the next version is neither the old nor the new, should this process be killed."""
        if self.waiting:
            self._note(self.next).unlink()
        else:
            shutil.rmtree(self.next, ignore_errors=True)
            self.next.mkdir(parents=True)

    def put(self, name: str, content: bytes) -> bytes:
        """Give a file its content in the next version. Gives its digest."""
        own = digest(content)
        if self.waiting.get(name) != own:
            if self.published.get(name) == own:
                self._new(name, partial(_link, f"{self.place}/{name}"))
            else:
                self._new(name, partial(_write, content))
        return own

    def keep(self, files: Files) -> None:
        """Take files from the published version as they are."""
        if files.items() <= self.waiting.items():
            return
        for name, own in files.items():
            if self.waiting.get(name) != own:
                self._new(name, partial(_link, f"{self.place}/{name}"))

    def former(self, name: str) -> bytes:
        """A file of the published version."""
        return (self.place / name).read_bytes()

    def read(self, name: str) -> bytes:
        """A file of the next version."""
        return (self.next / name).read_bytes()

    def publish(self, files: Files) -> bool:
        """Let the next version, which is to have just these files, be the published one. Tells whether it differs."""
        folders = _folders(files)
        if gone := self.waiting.keys() - files.keys():
            for name in gone:
                (self.next / name).unlink()
            for folder in sorted(_folders(self.waiting) - folders, reverse=True):
                (self.next / folder).rmdir()
        self._write_note(self.next, files, folders)
        if files == self.published:
            return False
        if self.place.exists() and _exchanged(self.place, self.next):
            return True
        if self.place.exists():
            self.place.rename(self.old)
        self.next.rename(self.place)
        if self.old.exists():
            self.old.rename(self.next)
        return True

    def _new(self, name: str, make: Callable[[str], None]) -> None:
        """Make a file where none is: one that is there may be one with the published file, so it is not written to.

        Another process may be making it, too: whose pages have one address is told only when all are made.
        """
        path = f"{self.next}/{name}"
        if name in self.waiting:
            _unlink(path)
        for _ in range(ATTEMPTS):
            try:
                make(path)
                break
            except FileExistsError:
                _unlink(path)
            except FileNotFoundError:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
        else:
            make(path)

    def _recover(self) -> None:
        """Put right what a process that was killed between two renames left."""
        if not self.old.exists():
            return
        if self.place.exists():
            shutil.rmtree(self.next, ignore_errors=True)
            self.old.rename(self.next)
        else:
            self.old.rename(self.place)

    # ------------------------------------------------------------------ what is known of a folder

    def _note(self, folder: Path) -> Path:
        """By the folder's own number, which a rename does not change."""
        return self.notes / f"{folder.stat().st_ino}.tree"

    def _noted(self, folder: Path) -> Files:
        """What the folder holds, or nothing if that is not known: files came or went by other hands."""
        try:
            files, times = unpacked(self._note(folder).read_bytes())
            return files if times == _times(folder, times) else {}
        except Exception:  # whatever a damaged note does, then the folder is not known
            return {}

    def _write_note(self, folder: Path, files: Files, folders: Iterable[str]) -> None:
        self.notes.mkdir(parents=True, exist_ok=True)
        note = self._note(folder)
        part = note.with_suffix(".part")
        part.write_bytes(packed((files, _times(folder, ["", *folders]))))
        part.replace(note)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders take each other's place in one step, if the system can (Linux, renameat2(2))."""
    if sys.platform != "linux":
        return False
    from ctypes import CDLL

    try:
        renameat2 = CDLL(None).renameat2
    except (AttributeError, OSError):  # the system's library is an older one, or another
        return False
    return bool(renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _times(folder: Path, names: Iterable[str]) -> dict[str, int] | None:
    """When each of these folders inside last gained or lost a file."""
    try:
        return {name: (folder / name).stat().st_mtime_ns for name in names}
    except OSError:
        return None


def _folders(files: Files) -> set[str]:
    found: set[str] = set()
    waiting = {name.rpartition("/")[0] for name in files} - {""}
    while waiting:
        found |= waiting
        waiting = {name.rpartition("/")[0] for name in waiting} - found - {""}
    return found


def _write(content: bytes, target: str) -> None:
    file = os.open(target, NEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - a `Path` of each takes as long again


def _link(source: str, target: str) -> None:
    """The same file under a second name; a copy where the file system has no such names."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        shutil.copyfile(source, target)
