"""Values in one file, each read alone when it is asked for: whoever needs one of very many need not hold them all.

The file is only added to. A catalog says where in it each value is, and is kept by the cache, which replaces it all at
once. So a killed build leaves the catalog before, all that it names, and at most some bytes after those that nobody
asks for, which the next build cuts off.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from errno import ENOSPC
from io import BytesIO, FileIO
from itertools import accumulate
from pathlib import Path
from struct import Struct
from time import time_ns
from weakref import finalize

from toolkit.cache import STAMP, Cache, Stamp

PLACE = Struct(f"<{STAMP.size}sQI")
Row = bytes
"""The stamp of what a value was made from, its place and length in the file, packed as `PLACE`; then what must be known
of it at once. One object each, for whoever starts a build waits until all of them are there."""
HAS_PREAD = hasattr(os, "pread")
WASTE = 1_000_000
"""Bytes that nobody asks for. If there are more, and more than are asked for, the others move to a new file."""


STAMPED, KNOWN = slice(STAMP.size), slice(PLACE.size, None)
"""Where in a row the stamp is, and what must be known of the value."""


def row(stamp: Stamp, place: int, size: int, known: bytes) -> Row:
    """What a catalog tells of a value."""
    return PLACE.pack(stamp, place, size) + known


class Store:
    """Values by name. Without a cache, they last as long as the process."""

    def __init__(self, cache: Cache | None, name: str, key: object) -> None:
        self.cache, self.name, self.key = cache, name, key
        self.rows: dict[str, Row] = {}
        self.is_kept = True
        self.asked = 0
        """Bytes of all values."""
        kept: tuple[int, int, int, dict[str, Row]] | None = cache.get(name, key) if cache else None
        if not kept or not self._reopened(*kept):
            self._begin()

    def put(self, values: bytes) -> int:
        """Add values to the file, one after the other. Gives the place of the first.

        Copies of this process may do so at a time: what is opened to be added to is written to at its end, wherever
        that is by then (POSIX, open(2), `O_APPEND`).
        """
        if isinstance(self.file, BytesIO):
            place = self.file.seek(0, os.SEEK_END)
            self.file.write(values)
            return place
        with FileIO(self.way, "ab", opener=_there) as file:
            if file.write(values) < len(values):
                raise OSError(ENOSPC, os.strerror(ENOSPC), str(self.way))
            return file.tell() - len(values)

    def add(self, rows: Mapping[str, Row]) -> None:
        """Let values that were put in be those of their names."""
        self.asked += _size(rows.values()) - _size([self.rows[name] for name in rows.keys() & self.rows.keys()])
        self.rows |= rows
        self.is_kept = False

    def value(self, name: str) -> bytes:
        """The value of that name."""
        _, at, size = PLACE.unpack_from(self.rows[name])
        # Copies of this process share the place where the next `read` would begin.
        if HAS_PREAD and not isinstance(self.file, BytesIO):
            return os.pread(self.file.fileno(), size, at)
        self.file.seek(at)
        return self.file.read(size)

    def keep(self, names: Iterable[str]) -> None:
        """From now on these are all; and they are kept for the next time."""
        if gone := self.rows.keys() - names:
            self.asked -= _size([self.rows.pop(name) for name in gone])
            self.is_kept = False
        if not self.cache or self.is_kept:
            return
        if self._end > 2 * self.asked + WASTE:
            self._move()
        self.cache.put(self.name, self.key, (self.number, self._end, self.asked, self.rows))
        self.is_kept = True
        for former in list(self.cache.folder.iterdir()):
            if former.name.startswith(f"{self.name}-") and former != self._path(self.number):
                with suppress(OSError):  # whoever still reads it may hinder that (Windows)
                    former.unlink()

    def _move(self) -> None:
        """Let the values that are asked for move to a new file."""
        rows, values = self.rows, list(map(self.value, self.rows))
        self._begin()
        places = accumulate(map(len, values), initial=self.put(b"".join(values)))
        moved = zip(rows.items(), places, values, strict=False)
        self.add({name: row(own[STAMPED], at, len(value), own[KNOWN]) for (name, own), at, value in moved})

    def _reopened(self, number: int, end: int, asked: int, rows: dict[str, Row]) -> bool:
        """Whether the file is there, with all that the catalog tells of. What a killed build added is cut off."""
        try:
            file = FileIO(self._path(number), "r+b")
        except OSError:
            return False
        self._open(file, self._path(number))
        self.number, self.asked, self.rows = number, asked, rows
        size = self._end
        if size > end:
            file.truncate(end)
        return size >= end

    def _begin(self) -> None:
        """With an empty file."""
        self.number, self.asked, self.rows = time_ns(), 0, {}
        if self.cache:
            self.cache.folder.mkdir(parents=True, exist_ok=True)
            self._open(FileIO(self._path(self.number), "w+b"), self._path(self.number))
        elif sys.platform == "linux":  # where copies of this process may add to it
            number = os.memfd_create(self.name)
            self._open(FileIO(number, "r+b"), Path(f"/proc/self/fd/{number}"))
        else:
            self._open(BytesIO(), Path())

    def _open(self, file: FileIO | BytesIO, way: Path) -> None:
        """`way` is where it can be opened once more."""
        self.file, self.way = file, way
        finalize(self, file.close)

    @property
    def _end(self) -> int:
        return os.fstat(self.file.fileno()).st_size

    def _path(self, number: int) -> Path:
        assert self.cache
        return self.cache.folder / f"{self.name}-{number}"


def _size(rows: Iterable[Row]) -> int:
    return sum([PLACE.unpack_from(own)[2] for own in rows])


def _there(path: str, flags: int) -> int:
    """A file that is not made anew where somebody deleted it: this process still reads the deleted one."""
    return os.open(path, flags & ~os.O_CREAT)
