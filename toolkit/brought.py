"""What `mkdocs.yml` brings into a build beside itself: files, folders and the environment.

Each build asks, and a parser of YAML takes long to load. So it is told by words: rather one too many than one too few,
for what does not change makes nothing anew.
"""

import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

INHERITS = re.compile(r"^INHERIT:\s*(['\"]?)(.+?)\1\s*(#.*)?$", re.M)
"""Settings that begin as those of another file (MkDocs, Configuration inheritance)."""
REMARK = re.compile(r"(?:^|\s)#.*")
BETWEEN = re.compile(r"[\[\]{},\n]|:\s|(?:^|(?<=\s))-\s")
"""What stands between values, each of which may be the name of a file: a program that MkDocs runs, a text that an
extension puts into pages."""
CUSTOM_DIR = re.compile(r"\bcustom_dir['\"]?\s*:\s*(.+)")
"""A folder of templates (MkDocs, `theme`)."""
WORD = re.compile(r"[^\s,'\"\[\]{}]+")
IN_BRACES = re.compile("[,}]")
"""What ends a value in braces (YAML 1.2, 7.4, flow collections)."""
ENVIRONMENT = "!ENV"
"""Settings that the environment gives (MkDocs, Environment Variables)."""
TIME = "SOURCE_DATE_EPOCH", "0"
"""When a build says that it was, in seconds (reproducible-builds.org), and what MkDocs is told if nobody says it."""


def settings_files(path: Path) -> Iterator[Path]:
    """A file of settings, and those that it inherits from; the last may lead back to one of them."""
    known = []
    while path.resolve() not in known:
        yield path
        known.append(path.resolve())
        if not (found := INHERITS.search(_as_it_is(path))):
            return
        path = path.parent / found[2]


def brought(root: Path) -> list[Path]:
    """The files that settings name, the folder of templates, what lies beside a hook, and where links there lead.

    MkDocs looks for all of them from the first file's folder, whichever file names them.
    """
    texts = [REMARK.sub("", _as_it_is(path)) for path in settings_files(root / "mkdocs.yml")]
    named = (root / name.strip().strip("'\"") for text in texts for name in BETWEEN.split(text))
    files = [path for path in named if _is_there(path, Path.is_file)]
    folders = [root / name for text in texts for told in CUSTOM_DIR.findall(text) for name in _folder_names(told)]
    beside = {path.parent for path in files if path.suffix == ".py"}
    folders += [folder for folder in beside if not _is_around(folder, root)]
    files += [path for folder in beside for where in ("*.py", "*/*.py") for path in folder.glob(where)]
    return _with_targets([*files, *(path for path in folders if _is_there(path, Path.is_dir))], root)


def environment(root: Path) -> str:
    """What the environment gives to settings, as a digest: it may be a secret.

    Any word of settings may be the name of a variable.
    """
    texts = [text for path in settings_files(root / "mkdocs.yml") if ENVIRONMENT in (text := _as_it_is(path))]
    names = sorted({name for text in texts for name in re.findall(r"\w+", text)})
    told = [os.environ.get(*TIME), *((name, os.environ.get(name)) for name in names)]
    return sha256(repr(told).encode()).hexdigest()


def _folder_names(told: str) -> dict[str, None]:
    """What may be the name of a folder in what follows `custom_dir:`, such as `ours, name: material}`."""
    whole = told.strip().strip("'\"")
    return dict.fromkeys([whole, IN_BRACES.split(whole)[0].strip().strip("'\""), *WORD.findall(told)])


def _with_targets(places: list[Path], root: Path) -> list[Path]:
    """The same, and what symbolic links in them lead to. Nothing that the toolkit itself is in."""
    found: dict[Path, None] = {}
    while places:
        place = places.pop()
        if place not in found and not _is_around(place, root):
            found[place] = None
            places += [path.resolve() for path in place.rglob("*") if path.is_symlink()] if place.is_dir() else []
    return sorted(found)


def _is_there(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Whether a text that may be no name at all is that of such a file."""
    try:
        return kind(path)
    except (OSError, ValueError):  # too long, or with a sign that no name has
        return False


def _is_around(folder: Path, root: Path) -> bool:
    return folder.is_dir() and root.resolve().is_relative_to(folder.resolve())


def _as_it_is(settings: Path) -> str:
    """A file's text, even if it is not in UTF-8: whoever reads the settings tells of that."""
    return settings.read_text("utf-8", "replace")
