"""The manifest: what the last build put into the site, as JSON that is safe to read whoever wrote it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from toolkit.cache_file import read_cache, write_cache
from toolkit.fingerprint import entries


class FileState(NamedTuple):
    """What shows that a file in the site is still the one that was written."""

    size: int
    modified: int
    """Nanoseconds."""


class Output(NamedTuple):
    """What a target gave."""

    fingerprint: str
    files: dict[str, FileState]


@dataclass(frozen=True)
class Manifest:
    """The outputs of a build by target."""

    program: str
    """The fingerprint of the program that built them."""
    outputs: Mapping[str, Output]

    @classmethod
    def read(cls, path: Path, program: str) -> "Manifest":
        """What the file says, if this program wrote it; else, or if it is damaged, an empty manifest."""
        try:
            written = json.loads(read_cache(path))
            if written["program"] == program:
                return cls(program, {name: _output(*entry) for name, entry in written["outputs"].items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass  # everything is built then
        return cls(program, {})

    def write(self, path: Path) -> None:
        """Replace the file in one step."""
        write_cache(path, json.dumps({"program": self.program, "outputs": self.outputs}))


def scan(folder: Path) -> dict[str, FileState]:
    """The files in a folder by path, without following links."""
    start = len(str(folder)) + 1
    files = (entry for entry in entries(folder) if not entry.is_dir(follow_symlinks=False))
    stats = ((entry.path[start:], entry.stat(follow_symlinks=False)) for entry in files)
    return {path.replace(os.sep, "/"): FileState(stat.st_size, stat.st_mtime_ns) for path, stat in stats}


def _output(fingerprint: str, files: Mapping[str, tuple[int, int]]) -> Output:
    return Output(fingerprint, {name: FileState(*state) for name, state in files.items()})
