"""A published folder that changes all at once, and only where something changed.

There are two folders: the published one, and the next, which was published before it. The next is brought up to date
with what changed in the last two builds and takes the published one's place: in one step where the system can, else by
two renames, between which there is none for a moment. Whoever reads the site never sees half of it, and a killed build
leaves the published folder as it was, or as the next build finds and puts it right.

What differs between the two is noted, if it is little. Then the next one is brought level with the published one before
a build begins, and nothing need be asked of files that stay.
"""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from toolkit.cache import packed, sealed, unpacked, unsealed
from toolkit.processes import apart

Files = dict[str, bytes]
"""What the content of each file is known by, by its name from the folder: random bytes, given to each new content. A
digest would have to be worked out of all; a content is only compared with the one before, and if the sizes differ, or
nothing was before, not even that.
"""
KNOWN = 16
"""How many such bytes: no two contents of a file ever have the same. One content may have several, one after the other:
what was published before the last version is not compared."""
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there yet. Windows would change the ends of lines without `O_BINARY`."""
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From linux/fcntl.h and linux/fs.h."""
TAKEN = FileNotFoundError, NotADirectoryError
"""What says that a file or folder has made room for one that bears the name of it or of a folder around it."""
LITTLE = 1000
"""So many files that differ are noted. Where very many do, most are made once more than they need be."""
ATTEMPTS = 1000
"""How often something may be in a file's way, or its folder missing, since other processes make files, too: far more
often than they can."""


class Noted(NamedTuple):
    """What is known of a folder."""

    version: bytes = b""
    """Random bytes: equal ones say that all files are equal."""
    before: bytes = b""
    """The version that was published before it, if not much differs."""
    differing: tuple[str, ...] = ()
    """The files that do: there is another, or none, in one of the two."""
    times: Mapping[str, int] = {}
    """When each folder last gained or lost a file."""
    packed: bytes = b""
    """What it holds."""

    @property
    def files(self) -> Files:
        """What it holds."""
        return unpacked(self.packed) if self.packed else {}


class Tree:
    """The next version of a folder, written file by file, in this process or in several."""

    def __init__(self, place: Path, notes: Path) -> None:
        """`notes` is a folder for what is known of the two versions."""
        self.place, self.notes = place, notes
        self.next, self.old = (place.with_name(f".{place.name}.{which}") for which in ("next", "old"))
        self._recover()
        self.noted, self.noted_next = self._noted(place), self._noted(self.next)
        self.published = self.noted.files
        self.coming = os.urandom(KNOWN)
        """What the next version will be known by."""
        self.is_level = False
        """Whether the next version holds the same as the published one, or will, but for what is put there."""
        self.waiting: Files = {}
        """What the next version holds, or will, before anything is put there."""
        self._is_being_filled = False
        self._wait: Callable[[], None] = lambda: None

    @contextmanager
    def being_filled(self) -> Iterator[None]:
        """If the next version holds nothing yet: meanwhile a copy of this process takes over all that is published.

        That is well done where it is known that most of it stays. What is put there comes first.
        """
        if not self.published or self.noted_next.packed:
            yield
            return
        self.begin()
        self.is_level, self.waiting = True, self.published
        with apart(self._fill) as filled:
            self._is_being_filled, self._wait = True, filled
            yield

    def _fill(self) -> None:
        inside: dict[str, list[str]] = {}
        for path in self.published:
            folder, _, name = path.rpartition("/")
            inside.setdefault(folder, []).append(name)
        for folder, names in inside.items():
            target = self.next / folder
            try:
                target.mkdir(parents=True, exist_ok=True)
                for name in names:
                    with suppress(FileExistsError):  # it is a new one
                        _link(f"{self.place}/{folder}/{name}", f"{target}/{name}")
            except (*TAKEN, FileExistsError):
                if target.is_dir():
                    raise  # else a new file has taken its place

    def _filled(self) -> None:
        """Wait until all is taken over."""
        wait, self._wait = self._wait, lambda: None
        wait()

    def begin(self) -> None:
        """From here on the next version is neither the old nor the new, should this process be killed."""
        if self._is_being_filled:
            return
        waiting = self.noted_next
        self.is_level = bool(waiting.version) and waiting.version in (self.noted.version, self.noted.before)
        self.waiting = self.published if self.is_level else waiting.files
        if not self.waiting:
            _clear(self.next)
            self.next.mkdir(parents=True)
            return
        self._note(self.next).unlink()
        if self.is_level and waiting.version != self.noted.version:
            self._level(self.noted.differing)

    def _level(self, differing: Iterable[str]) -> None:
        """Take these files from the published version, or away if it does not have them."""
        gone = set(differing) - self.published.keys()
        self._take_away(gone, _folders(self.published) if gone else set())
        for name in differing:
            if name in self.published:
                self._new(name, partial(_link, f"{self.place}/{name}"))

    def put(self, name: str, content: bytes) -> bytes:
        """Give a file its content in the next version. Gives what it is known by."""
        known = self.published.get(name)
        if known and self._is_published(name, content):
            self.keep({name: known})
            return known
        self._new(name, partial(_write, content))
        return os.urandom(KNOWN)

    def keep(self, files: Files) -> None:
        """Take files from the published version as they are."""
        if self.is_level or files.items() <= self.waiting.items():
            return
        for name, own in files.items():
            if self.waiting.get(name) != own:
                self._new(name, partial(_link, f"{self.place}/{name}"))

    def _is_published(self, name: str, content: bytes) -> bool:
        path = f"{self.place}/{name}"
        try:
            if os.stat(path).st_size != len(content):  # noqa: PTH116 - a `Path` of each takes as long again
                return False
            with FileIO(path) as file:
                return file.readall() == content
        except OSError:
            return False

    def former(self, name: str) -> bytes:
        """A file of the published version."""
        return (self.place / name).read_bytes()

    def read(self, name: str) -> bytes:
        """A file of the next version, for the first process: a copy of it would wait without end while it is filled."""
        self._filled()
        return (self.next / name).read_bytes()

    def publish(self, files: Files) -> bool:
        """Let the next version, which is to have just these files, be the published one. Tells whether it differs."""
        self._filled()
        folders = _folders(files)
        self._take_away(self.waiting.keys() - files.keys(), folders)
        differing = [name for name, own in files.items() if self.published.get(name) != own]
        differing += self.published.keys() - files.keys()
        before, noted = (self.noted.version, differing) if len(differing) <= LITTLE else (b"", [])
        self._write_note(self.next, Noted(self.coming, before, tuple(noted)), files, folders)
        if self.noted.version and not differing:  # the two are one version now
            self._write_note(self.place, Noted(self.coming), files, folders)
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
                _clear(path)
            except TAKEN:
                self._open_way(path)
        else:
            make(path)

    def _open_way(self, path: str) -> None:
        """Make the folders of a file, in place of files of such a name, as far as no other process is in the way."""
        for folder in reversed(Path(path).relative_to(self.next).parents):
            way = self.next / folder
            with suppress(*TAKEN, FileExistsError, IsADirectoryError):
                try:
                    way.mkdir(parents=True)
                except FileExistsError:
                    if way.is_file():
                        way.unlink()
                        way.mkdir(exist_ok=True)

    def _take_away(self, gone: Collection[str], folders: Collection[str]) -> None:
        """Delete files, and their folders if these are none of those that there are to be."""
        for name in gone:
            if name not in folders:
                with suppress(*TAKEN):
                    (self.next / name).unlink()
        for folder in sorted(_folders(gone).difference(folders), reverse=True):
            with suppress(*TAKEN):
                (self.next / folder).rmdir()

    def _recover(self) -> None:
        """Put right what a process that was killed between two renames left."""
        if not self.old.exists():
            return
        if self.place.exists():
            _clear(self.next)
            self.old.rename(self.next)
        else:
            self.old.rename(self.place)

    # ------------------------------------------------------------------ what is known of a folder

    def _note(self, folder: Path) -> Path:
        """By the folder's own number, which a rename does not change."""
        return self.notes / f"{folder.stat().st_ino}.tree"

    def _noted(self, folder: Path) -> Noted:
        """What is known of it, or nothing: files came or went by other hands."""
        with suppress(Exception):  # there is no note, it is damaged, or another program's
            noted = Noted(*unpacked(unsealed(self._note(folder).read_bytes())))
            if noted.times and noted.times == _times(folder, noted.times):
                return noted
        return Noted()

    def _write_note(self, folder: Path, noted: Noted, files: Files, folders: Iterable[str]) -> None:
        self.notes.mkdir(parents=True, exist_ok=True)
        note = self._note(folder)
        part = note.with_suffix(".part")
        times = _times(folder, ["", *folders])
        part.write_bytes(sealed(packed(tuple(noted._replace(times=times or {}, packed=packed(files))))))
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
        return {name: os.stat(f"{folder}/{name}").st_mtime_ns for name in names}  # noqa: PTH116 - as for `put`
    except OSError:
        return None


def _folders(files: Iterable[str]) -> set[str]:
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


def _clear(path: str | Path) -> None:
    """Take away what is there: a file, or a folder of that name."""
    if Path(path).is_dir():
        from shutil import rmtree

        rmtree(path, ignore_errors=True)
    else:
        _unlink(path)


def _unlink(path: str | Path) -> None:
    with suppress(*TAKEN):
        os.unlink(path)  # noqa: PTH108 - a `Path` of each takes as long again


def _link(source: str, target: str) -> None:
    """The same file under a second name; a copy where the file system has no such names."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError, NotADirectoryError):
        raise
    except OSError:
        _write(Path(source).read_bytes(), target)
