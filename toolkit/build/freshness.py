"""Whether anything changed since the last build, by file times and sizes, before any parser or model is imported."""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from toolkit.build.output import FileState, scan
from toolkit.fingerprint import (
    digest_of,
    entries,
    installed_packages,
    read_cache,
    stable_time,
    write_cache,
)
from toolkit.paths import CONTRIBUTED, PACKAGE, WEB

NOTE = ".cache/freshness.json"
"""The note of the last build, in its output folder."""
VARIABLE = re.compile(r"\w+")
"""Any word may name an environment variable in settings that use `!ENV`: an extra name does no harm."""


class Freshness(NamedTuple):
    """The state of a build's inputs and of the site that it wrote."""

    inputs: str
    """A digest of the times and sizes of the files it reads, the settings, the environment and the packages."""
    site: str
    """A digest of the times and sizes of the files it wrote; empty before."""
    settings_files: list[str]
    """mkdocs.yml and the files that it inherits from."""


def is_fresh(root: Path, out: Path, languages: Sequence[str] = ()) -> bool:
    """Whether a build would change nothing, according to the last build's note."""
    try:
        noted = Freshness(**json.loads(read_cache(out / NOTE)))
        now = before_build(root, map(Path, noted.settings_files), languages)
        return noted == now._replace(site=digest_of(sorted(scan(out / "site").items())))
    except (OSError, ValueError, TypeError, RecursionError):
        return False  # the note is missing, damaged or foreign


def before_build(
    root: Path, settings_files: Iterable[Path], languages: Sequence[str] = ()
) -> Freshness:
    """The state of a build's inputs, taken before it reads them. `languages` are those asked for; none for all."""
    files = list(settings_files)
    now = time_ns()
    settings = [path.read_text("utf-8", "replace") for path in files if path.is_file()]
    stamped = []
    for folder in (*(root / name for name in CONTRIBUTED), PACKAGE, WEB):
        for path, changed, size in stamps(folder):
            stamped.append((path, stable_time(changed, now), size))
    inputs = (
        sys.version,
        installed_packages(),
        str(root),
        list(languages),
        settings,
        _environment(settings),
        stamped,
    )
    return Freshness(digest_of(inputs), "", [str(path) for path in files])


def _environment(settings: Iterable[str]) -> list[tuple[str, str | None]]:
    """The environment variables that the texts of settings may name, with their values."""
    names: set[str] = set()
    for text in settings:
        if "!ENV" in text:
            names.update(VARIABLE.findall(text))
    return [(name, os.environ.get(name)) for name in sorted(names)]


def note_build(out: Path, before: Freshness, site: Mapping[str, FileState]) -> None:
    """Write the note: the build's inputs, and the files of the site as it wrote them."""
    noted = before._replace(site=digest_of(sorted(site.items())))
    write_cache(out / NOTE, json.dumps(noted._asdict()))


def forget_build(out: Path) -> None:
    """Make the next build check everything, even if this build fails."""
    (out / NOTE).unlink(missing_ok=True)


def stamps(folder: Path) -> list[tuple[str, int, int]]:
    """The path, time of the last change and size of everything in a folder and below."""
    stamped = []
    for entry in entries(folder):
        if entry.is_dir(follow_symlinks=False):
            stamped.append((entry.path, 0, 0))
            continue
        stat = entry.stat(follow_symlinks=False)
        # Copying or moving a file keeps its modification time, but not the time of its last status change.
        changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
        stamped.append((entry.path, changed, stat.st_size))
    return sorted(stamped)
