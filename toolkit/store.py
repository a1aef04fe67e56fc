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
from time import time_ns
from typing import Any
from weakref import finalize

from toolkit.cache import Cache, Stamp

Row = tuple[Stamp, int, int, Any]
"""The stamp of what a value was made from, its place and length in the file, and what must be known of it at once."""
HAS_PREAD = hasattr(os, "pread")
WASTE = 1_000_000
"""Bytes that nobody asks for. If there are more, and more than are asked for, the others move to a new file."""


class Store:
    """Values by name. Without a cache, they last as long as the process."""

    def __init__(self, cache: Cache | None, name: str, key: object) -> None:
        self.cache, self.name, self.key = cache, name, key
        self.rows: dict[str, Row] = {}
        self.is_kept = True
        kept: tuple[int, int, dict[str, Row]] | None = cache.get(name, key) if cache else None
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
        self.rows |= rows
        self.is_kept = False

    def value(self, name: str) -> bytes:
        """The value of that name."""
        _, at, size, _ = self.rows[name]
        # Copies of this process share the place where the next `read` would begin.
        if HAS_PREAD and not isinstance(self.file, BytesIO):
            return os.pread(self.file.fileno(), size, at)
        self.file.seek(at)
        return self.file.read(size)

    def keep(self, names: Iterable[str]) -> None:
        """From now on these are all; and they are kept for the next time."""
        rows = {name: self.rows[name] for name in names}
        is_kept = self.is_kept and len(rows) == len(self.rows)
        self.rows = rows
        if not self.cache or is_kept:
            return
        sizes = [size for _, _, size, _ in rows.values()]
        if self._end > 2 * sum(sizes) + WASTE:
            values = b"".join([self.value(name) for name in rows])
            self._begin()
            places = accumulate(sizes, initial=self.put(values))
            self.rows = {
                name: (stamp, at, size, known)
                for at, (name, (stamp, _, size, known)) in zip(places, rows.items(), strict=False)
            }
        self.cache.put(self.name, self.key, (self.number, self._end, self.rows))
        self.is_kept = True
        for former in self.cache.folder.glob(f"{self.name}-*"):
            if former != self._path(self.number):
                with suppress(OSError):  # whoever still reads it may hinder that (Windows)
                    former.unlink()

    def _reopened(self, number: int, end: int, rows: dict[str, Row]) -> bool:
        """Whether the file is there, with all that the catalog tells of. What a killed build added is cut off."""
        try:
            file = FileIO(self._path(number), "r+b")
        except OSError:
            return False
        self._open(file, self._path(number))
        self.number, self.rows = number, rows
        size = self._end
        if size > end:
            file.truncate(end)
        return size >= end

    def _begin(self) -> None:
        """With an empty file."""
        self.number, self.rows = time_ns(), {}
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


def _there(path: str, flags: int) -> int:
    """A file that is not made anew where somebody deleted it: this process still reads the deleted one."""
    return os.open(path, flags & ~os.O_CREAT)
