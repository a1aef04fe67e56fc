"""Values in one file, each read alone when it is asked for: whoever needs one of very many need not hold them all.

The file is only added to. A catalog says where in it each value is, and is kept by the cache, which replaces it all at
once. So a killed build leaves the catalog before, all that it names, and at most some bytes that nobody asks for.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import FileIO
from itertools import accumulate
from pathlib import Path
from time import time_ns
from typing import Any
from weakref import finalize

from toolkit.cache import Cache, Stamp

Row = tuple[Stamp, int, int, Any]
"""The stamp of what a value was made from, its place and length in the file, and what must be known of it at once."""
SHARED = hasattr(os, "pread")
"""Whether a file can be read and written wherever copies of this process, which share it, read or write next."""
PLACE = 8
"""Bytes of a place in the file."""
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

        Copies of this process may do so at a time.
        """
        taken, given = self.ends
        at = int.from_bytes(os.read(taken, PLACE))
        os.write(given, (at + len(values)).to_bytes(PLACE))
        left, place = memoryview(values), at
        while left:
            written = self._write(left, place)
            left, place = left[written:], place + written
        return at

    def add(self, rows: Mapping[str, Row]) -> None:
        """Let values that were put in be those of their names."""
        self.rows |= rows
        self.is_kept = False

    def value(self, name: str) -> bytes:
        """The value of that name."""
        _, at, size, _ = self.rows[name]
        if SHARED:
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
        """Whether the file is there, with all that the catalog tells of."""
        try:
            file = self._path(number).open("r+b", buffering=0)
        except OSError:
            return False
        self._open(file)
        self.number, self.rows = number, rows
        return self._end >= end

    def _begin(self) -> None:
        """With an empty file."""
        self.number, self.rows = time_ns(), {}
        if self.cache:
            self.cache.folder.mkdir(parents=True, exist_ok=True)
            self._open(self._path(self.number).open("w+b", buffering=0))
        else:
            from tempfile import TemporaryFile

            self._open(TemporaryFile(buffering=0))  # noqa: SIM115

    def _open(self, file: FileIO) -> None:
        self.file = file
        finalize(self, file.close)
        self.ends = os.pipe()
        """Holds where the file ends. Whoever takes that out, puts back where it ends once it has written."""
        for end in self.ends:
            finalize(self, os.close, end)
        os.write(self.ends[1], self._end.to_bytes(PLACE))

    def _write(self, content: memoryview, place: int) -> int:
        if SHARED:
            return os.pwrite(self.file.fileno(), content, place)
        self.file.seek(place)
        return self.file.write(content)

    @property
    def _end(self) -> int:
        return os.fstat(self.file.fileno()).st_size

    def _path(self, number: int) -> Path:
        assert self.cache
        return self.cache.folder / f"{self.name}-{number}"
