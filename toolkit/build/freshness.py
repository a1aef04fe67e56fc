"""Whether anything changed since the last build: answered by times and sizes, before a parser or a model is loaded."""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from toolkit.build.manifest import FileState, scan
from toolkit.cache_file import read_cache, write_cache
from toolkit.fingerprint import digest_of, entries, installed_packages
from toolkit.paths import PACKAGE, WEB

CONTRIBUTED = ("agencies", "practices", "docs")
"""The folders of a toolkit that a build reads."""
VARIABLE = re.compile(r"\w+")
"""What may be the name of an environment variable, in settings that read some: any word, for a name too many is no
harm."""
TICK = 20_000_000
"""Nanoseconds. A file that changed so recently may change again without a new time."""
COARSE, COARSE_TICK = 10_000_000, 2_000_000_000
"""The same where times are whole multiples of the first: the disk may be a stick's, whose FAT keeps every other second.
"""


class Freshness(NamedTuple):
    """What a build is made from, and what it gave."""

    inputs: str
    """The digest of the times and sizes of what it reads."""
    site: str
    """The digest of the times and sizes of what it wrote; empty before."""
    settings_files: list[str]
    """mkdocs.yml and the files that it inherits from."""
    variables: list[str]
    """The environment variables that settings may name."""


def is_fresh(root: Path, out: Path) -> bool:
    """Whether a build would change nothing, by what the last build noted."""
    try:
        noted = Freshness(**json.loads(read_cache(_note(out))))
        return noted == _freshness(root, noted.settings_files, noted.variables)._replace(
            site=_state(scan(out / "site"))
        )
    except (OSError, ValueError, TypeError, RecursionError):  # no note, or one that is damaged or from elsewhere
        return False


def before_build(root: Path, settings_files: Iterable[Path]) -> Freshness:
    """The state of what a build reads, taken before it reads."""
    texts = [path.read_text("utf-8", "replace") for path in settings_files]
    variables = sorted({name for text in texts if "!ENV" in text for name in VARIABLE.findall(text)})
    return _freshness(root, [str(path) for path in settings_files], variables)


def note_build(out: Path, before: Freshness, site: Mapping[str, FileState]) -> None:
    """Note what a build was made from, and the files of the site as it wrote them."""
    write_cache(_note(out), json.dumps(before._replace(site=_state(site))._asdict()))


def forget_build(out: Path) -> None:
    """Let the next build look at everything, whatever becomes of this build."""
    _note(out).unlink(missing_ok=True)


def _note(out: Path) -> Path:
    return out / ".cache" / "freshness.json"


def _state(site: Mapping[str, FileState]) -> str:
    return digest_of(sorted(site.items()))


def _freshness(root: Path, settings_files: list[str], variables: list[str]) -> Freshness:
    now = time_ns()
    places = [*map(Path, settings_files), *(root / name for name in CONTRIBUTED), PACKAGE, WEB]
    stamps = [stamp for place in places for stamp in _stamps(place, now)]
    environment = [(name, os.environ.get(name)) for name in variables]
    inputs = digest_of((sys.version, installed_packages(), str(root), environment, stamps))
    return Freshness(inputs, "", settings_files, variables)


def _stamps(place: Path, now: int) -> list[tuple[str, int, int]]:
    """The path, time and size of a file, or of all files and folders in a folder."""
    if not place.is_dir():
        return [_stamp(str(place), place.stat(), now)] if place.exists() else []
    return sorted(
        (entry.path, 0, 0)
        if entry.is_dir(follow_symlinks=False)
        else _stamp(entry.path, entry.stat(follow_symlinks=False), now)
        for entry in entries(place)
    )


def _stamp(path: str, stat: os.stat_result, now: int) -> tuple[str, int, int]:
    """A file that may yet change without a new time has a time that no later look will see.

    A file that was copied or moved here keeps the time of its writing, but not that of its status.
    """
    changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
    tick = TICK if changed % COARSE else COARSE_TICK
    return path, changed if now - changed > tick else -now, stat.st_size
