"""The manifest: the files of each target after the last build, as JSON, which is safe to read from anyone."""

import json
import os
from pathlib import Path
from typing import NamedTuple

from toolkit.fingerprint import entries, read_cache, write_cache


class FileState(NamedTuple):
    """The size and time of a file in the site; unchanged, so is the file."""

    size: int
    modified: int
    """The modification time in nanoseconds."""


class Output(NamedTuple):
    """The fingerprint and files of a target that was built."""

    fingerprint: str
    files: dict[str, FileState]


Outputs = dict[str, Output]
"""By the target's name."""


def read_manifest(path: Path, program: str) -> Outputs:
    """The outputs of the last build; empty if the manifest is damaged or another version of the program wrote it."""
    try:
        return {
            name: Output(fingerprint, {file: FileState(*state) for file, state in files.items()})
            for name, (fingerprint, files) in json.loads(read_cache(path, program)).items()
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):  # everything is built then
        return {}


def write_manifest(path: Path, program: str, outputs: Outputs) -> None:
    """Write the outputs of a build, with the fingerprint of the program."""
    write_cache(path, json.dumps(outputs), program)


def scan(folder: Path) -> dict[str, FileState]:
    """The files in a folder by path, without following links."""
    start = len(str(folder)) + 1
    files = (entry for entry in entries(folder) if not entry.is_dir(follow_symlinks=False))
    stats = ((entry.path[start:], entry.stat(follow_symlinks=False)) for entry in files)
    return {path.replace(os.sep, "/"): FileState(stat.st_size, stat.st_mtime_ns) for path, stat in stats}
