"""Values in one file, each read alone when it is asked for: whoever needs one of very many need not hold them all.

The file is only added to. A catalog says where in it each value is, and is kept by the cache, which replaces it all at
once. So a killed build leaves the catalog before, all that it names, and at most some bytes after those that nobody
asks for.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import time_ns
from typing import Any, BinaryIO
from weakref import finalize

from toolkit.cache import Cache, Stamp

Row = tuple[Stamp, int, int, Any]
"""The stamp of what a value was made from, its place and length in the file, and what must be known of it at once."""
Named = tuple[str, Stamp, int, Any]
"""The name of a value, the stamp, the length in the file, and what must be known of it."""
WASTE = 1_000_000
"""Bytes that nobody asks for. If there are more, and more than are asked for, the others move to a new file."""


class Store:
    """Values by name. Without a cache, they last as long as the process."""

    def __init__(self, cache: Cache | None, name: str, key: object) -> None:
        self.cache, self.name, self.key = cache, name, key
        self.rows: dict[str, Row] = {}
        self.is_kept = True
        self.end = 0
        kept: tuple[int, int, dict[str, Row]] | None = cache.get(name, key) if cache else None
        if not kept or not self._reopened(*kept):
            self._begin()

    def add(self, named: Iterable[Named], values: bytes) -> None:
        """Put values in, in place of those of their names. They stand one after the other."""
        self.file.seek(self.end)
        left = memoryview(values)
        while left:
            left = left[self.file.write(left) :]
        for name, stamp, size, known in named:
            self.rows[name] = stamp, self.end, size, known
            self.end += size
        self.is_kept = False

    def value(self, name: str) -> bytes:
        """The value of that name."""
        _, at, size, _ = self.rows[name]
        # Copies of this process share the place where the next `read` would begin.
        if self.cache and hasattr(os, "pread"):
            return os.pread(self.file.fileno(), size, at)
        self.file.seek(at)
        return self.file.read(size)

    def keep(self, names: Iterable[str]) -> None:
        """From now on these are all; and they are kept for the next time."""
        rows = {name: self.rows[name] for name in names}
        if not self.cache or (self.is_kept and len(rows) == len(self.rows)):
            self.rows = rows
            return
        self.rows = rows
        live = sum([size for _, _, size, _ in rows.values()])
        if self.end > 2 * live + WASTE:
            values = b"".join([self.value(name) for name in rows])
            self._begin()
            self.add([(name, stamp, size, known) for name, (stamp, _, size, known) in rows.items()], values)
        self.cache.put(self.name, self.key, (self.number, self.end, self.rows))
        self.is_kept = True
        for former in self.cache.folder.glob(f"{self.name}-*"):
            if former != self._path(self.number):
                with suppress(OSError):  # whoever still reads it may hinder that (Windows)
                    former.unlink()

    def _reopened(self, number: int, end: int, rows: dict[str, Row]) -> bool:
        """Whether the file is there, with all that the catalog tells of."""
        try:
            file = self._path(number).open("r+b", buffering=0)
        except OSError:
            return False
        self._open(file)
        self.number, self.end, self.rows = number, end, rows
        return os.fstat(file.fileno()).st_size >= end

    def _begin(self) -> None:
        """With an empty file."""
        self.number, self.end, self.rows = time_ns(), 0, {}
        if self.cache:
            self.cache.folder.mkdir(parents=True, exist_ok=True)
            self._open(self._path(self.number).open("w+b", buffering=0))
        else:
            self._open(BytesIO())

    def _open(self, file: BinaryIO) -> None:
        self.file = file
        finalize(self, file.close)

    def _path(self, number: int) -> Path:
        assert self.cache
        return self.cache.folder / f"{self.name}-{number}"
