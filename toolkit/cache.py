"""What was worked out before, kept for the next build. Safe to delete; nothing else is kept between two builds."""

import marshal
import os
import pickle
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from io import FileIO
from pathlib import Path
from stat import S_ISREG
from struct import Struct
from time import time_ns
from typing import Any, NamedTuple

from toolkit.brought import brought, environment, settings_files

if sys.platform == "win32":
    from errno import EDEADLK
    from msvcrt import LK_LOCK, locking
else:
    from fcntl import LOCK_EX, LOCK_NB, flock

HERE = Path(__file__).parent
WEB = HERE.parent / "web"
OURS = (HERE, WEB / "vendor" / "icons", WEB / "vendor" / "us-atlas", HERE.parent / "requirements.lock")
"""The program itself: another one works out other things."""
FRAME = HERE / "theme" / "frame"
"""Templates of what stands around pages, and of no page's own part."""
TEMPLATES = (HERE / "theme", HERE / "templates")
"""All templates. What they write is known by them, so to know the program they are left out."""
GIVEN = ("agencies", "practices", "docs", "mkdocs.yml")
"""What a toolkit's folder gives."""
BY_CONTENT = re.compile(r"\.[0-9a-f]{8}\.\w+$")
"""How the name of a file ends that holds a hash of its content."""
TICK = 20_000_000
"""Nanoseconds. A file that changed so short a time ago may change again without a later time on it."""
COARSE = 10_000_000
"""Nanoseconds. Where times are whole multiples of it, the disk may be a stick's, whose FAT tells every other second."""
COARSE_TICK = 2_000_000_000
DIGEST = 16
"""Bytes of a digest."""
WITHOUT_REFERENCES = 2
"""The version of marshal's format that writes equal values as equal bytes."""
NO_SIZE = -1
"""What stands for the size of a link. None is followed, but for those to the folders where a look begins."""
STAMP = Struct("<2q")

Stamp = bytes
"""When a file last changed, in nanoseconds, and its bytes, packed as `STAMP`. A file that may yet change without a
later time on it has no time but that of the look at it, negative, which no other look has."""
Stamps = Mapping[str, Stamp]
"""By path. That of a folder ends as a way into it does: `docs/about/`."""
FOLDER = STAMP.pack(0, NO_SIZE)
"""What stands for the stamp of a folder."""


def stamps(places: Iterable[Path]) -> Stamps:
    """The files and folders under these places, without reading them."""
    found: dict[str, Stamp] = {}
    now = time_ns()
    waiting = []
    for place in places:
        if place.is_dir():
            waiting.append(str(place))
        elif place.exists():
            found[str(place)] = stamp(place.stat(), now)
    while waiting:
        folder = waiting.pop()
        with _opened(folder) as opened, os.scandir(opened) as entries:
            for entry in entries:
                path = f"{folder}{os.sep}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    found[path] = stamp(entry.stat(follow_symlinks=False), now)
                elif entry.name != "__pycache__":
                    found[f"{path}{os.sep}"] = FOLDER
                    waiting.append(path)
    return found


def files(places: Iterable[Path]) -> Iterator[str]:
    """The paths of the files under these places."""
    return (path for path, own in stamps(places).items() if own is not FOLDER)


@contextmanager
def _opened(folder: str) -> Iterator[str | int]:
    """A folder by its number, if the system can look at files from there: it need not walk the way to each anew."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)


def stamp(stat: os.stat_result, now: int) -> Stamp:
    """What a file is known by without reading it.

    A file that was copied or moved here keeps the time that it was written at, but not the time of that change.
    """
    changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
    tick = TICK if changed % COARSE else COARSE_TICK
    time = changed if now - changed > tick else -now
    return STAMP.pack(time, stat.st_size if S_ISREG(stat.st_mode) else NO_SIZE)


def is_file(stamp: Stamp) -> bool:
    """Whether it is a file's: neither a link's nor a folder's."""
    _, size = STAMP.unpack(stamp)
    return bool(size != NO_SIZE)


def given(root: Path) -> Stamps:
    """What a toolkit's folder gives, by file from there, with forward slashes."""
    start = len(f"{root}{os.sep}")
    found = stamps(root / name for name in GIVEN)
    return {path[start:].replace(os.sep, "/"): own for path, own in found.items()}


class Inputs(NamedTuple):
    """All that a build is made from."""

    given: bytes
    """What was given, packed. Equal ones are equal bytes."""
    beside: bytes
    """A digest of the stamps of all else."""


def inputs(root: Path) -> Inputs:
    """All that a build is made from."""
    beside = stamps([*settings_files(root / "mkdocs.yml"), *brought(root), *frame_makers(), *OURS, WEB])
    others = sys.version, str(root), environment(root)
    return Inputs(_as_bytes(dict(given(root))), digest(_as_bytes((dict(beside), others))))


def _as_bytes(value: tuple[Any, ...] | dict[str, Stamp]) -> bytes:
    return marshal.dumps(value, WITHOUT_REFERENCES)


def frame_makers() -> list[Path]:
    """What renders the frames: of each package the first file, which an upgrade beside the locked one writes anew."""
    specs = map(PathFinder.find_spec, ("mkdocs", "material"))
    return [Path(spec.origin) for spec in specs if spec and spec.origin]


def digest(content: bytes) -> bytes:
    """What a content is known by: a part of SHA-256 (FIPS 180-4), for which most processors have instructions."""
    return sha256(content).digest()[:DIGEST]


def by_content(name: str, content: bytes) -> str:
    """A file's name with what its content is known by: `web/page.3f2a9c1b.js`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{digest(content)[:4].hex()}.{ending}"


@cache
def program() -> str:
    """What the program is known by: a hash of its files, but for templates, and of the Python that runs it."""
    known = sha256(sys.version.encode())
    known.update(contents(OURS, without=TEMPLATES))
    return known.hexdigest()


def contents(places: Iterable[Path], without: Iterable[Path] = ()) -> bytes:
    """What the files under these places are known by together, with their names in this folder."""
    known = sha256()
    left_out = tuple(f"{place}{os.sep}" for place in without)
    for path, own in sorted(stamps(places).items()):
        if own is not FOLDER and not path.startswith(left_out):
            content = _content(path) if is_file(own) else _leads_to(Path(path))
            known.update(os.fsencode(path.removeprefix(str(HERE.parent))) + b"\0" + content)
    return known.digest()


def _content(path: str) -> bytes:
    try:
        with FileIO(path) as file:
            return file.readall()
    except FileNotFoundError:  # some editors save in several steps
        return b""


def _leads_to(link: Path) -> bytes:
    """What the file holds that a link leads to, or where it leads; of what is no link, such as a pipe, nothing."""
    if link.is_file():
        return link.read_bytes()
    return os.fsencode(link.readlink()) if link.is_symlink() else b""


@contextmanager
def alone(folder: Path, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """One build at a time: another waits here, if the file system has locks; `waits` is called before that.

    The lock lasts as long as the process or one that it started, so nothing that a killed build left running can write
    into the next one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        with suppress(OSError):
            _wait_for(file.fileno(), waits)
        for path in list(folder.iterdir()):
            if path.suffix == ".part":  # left by a build that was killed
                path.unlink(missing_ok=True)
        yield


def _wait_for(lock: int, waits: Callable[[], None]) -> None:
    """Hold the lock as soon as no other process does. An OSError if there are no locks here."""
    if sys.platform == "win32":
        while True:
            try:
                locking(lock, LK_LOCK, 1)
                return
            except OSError as error:
                if error.errno != EDEADLK:  # else ten seconds were not enough (Microsoft C runtime, `_locking`)
                    raise
    else:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            waits()
            flock(lock, LOCK_EX)


def packed(value: Any) -> bytes:
    """A value as it is kept. Of texts, bytes, numbers and what holds only these, it is several times as quick."""
    try:
        return marshal.dumps(value)
    except ValueError:  # it is of a class of ours, or of a library's
        return pickle.dumps(value, -1)


def unpacked(content: bytes) -> Any:
    """The value."""
    return pickle.loads(content) if content.startswith(pickle.PROTO) else marshal.loads(content)


def sealed(content: bytes) -> bytes:
    """A content with what tells whether it is damaged."""
    return digest(content) + content


def unsealed(content: bytes) -> bytes:
    """What was sealed. A ValueError if it is damaged."""
    own = content[DIGEST:]
    if not content.startswith(digest(own)):
        raise ValueError
    return own


class Cache:
    """A folder of values, each with the key that it was made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str, key: object) -> Any:
        """The value kept under a name, if it was made from this key; else None."""
        try:
            kept, value = unpacked(unsealed((self.folder / name).read_bytes()))
        except Exception:  # there is none, it is damaged, or what it is of is no more: it is only a cache
            return None
        return value if kept == key else None

    def put(self, name: str, key: object, value: object) -> None:
        """Keep a value. A process killed here leaves the one before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.{os.getpid()}.part"
        part.write_bytes(sealed(packed((key, value))))
        part.replace(self.folder / name)

    def forget(self, name: str) -> None:
        """Keep it no longer."""
        (self.folder / name).unlink(missing_ok=True)
