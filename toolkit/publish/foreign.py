"""What is wrong with what settings bring into MkDocs: what fails there, and what is never used."""

from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb, format_exception_only

from toolkit.cache import FRAME, HERE
from toolkit.problems import Problem
from toolkit.publish.theme import THEME, VENDOR

OURS = (FRAME, THEME, VENDOR)
"""Where a template is looked for first."""
CALLER = "mkdocs/plugins.py", "run_event"
"""What calls plugins and hooks: how the name of its file ends, and its own."""
LIBRARIES = "site-packages"
"""A folder of them, which may be anywhere."""
MEND = "Mend it, or take it out of mkdocs.yml."


def unused(root: Path, folder: str) -> Iterator[Problem]:
    """Templates in a folder of one's own that have the name of one of the toolkit's."""
    for path in sorted(Path(folder).rglob("*")):
        own = next((own for place in OURS if (own := place / path.relative_to(folder)).is_file()), None)
        if own and path.is_file():
            what = "is never used, for the toolkit has a template of that name."
            fix = f"Take it out, and change `{own.relative_to(HERE.parent).as_posix()}` instead."
            yield Problem(_within(root, path), 0, "", what, fix)


def failed(root: Path, error: BaseException) -> Problem | None:
    """Where and why a hook, plugin, extension or template failed, if it was one of these that did."""
    why = " ".join("".join(format_exception_only(error)).split()).rstrip(".")
    if isinstance(error, SyntaxError) and error.filename and _is_given(root, Path(error.filename)):
        return Problem(_within(root, Path(error.filename)), error.lineno or 0, "", f"is no Python: {error.msg}.", MEND)
    frames = extract_tb(error.__traceback__)
    given = [frame for frame in frames if _is_given(root, Path(frame.filename))]
    if given:
        return Problem(_within(root, Path(given[-1].filename)), given[-1].lineno or 0, "", f"fails with {why}.", MEND)
    ends = [frame.filename.replace("\\", "/").endswith(CALLER[0]) and frame.name == CALLER[1] for frame in frames]
    called = [frame for frame, is_caller in zip(frames[1:], ends, strict=False) if is_caller]
    if called and not Path(called[-1].filename).is_relative_to(HERE):
        where = "/".join(Path(called[-1].filename).parts[-3:])
        what = f"brings in a plugin that fails with {why} ({where}, line {called[-1].lineno})."
        return Problem("mkdocs.yml", 0, "plugins", what, "Take it out, or set it up as its maker says.")
    return None


def _is_given(root: Path, path: Path) -> bool:
    """Whether a file is given with the settings, and none of the program's or a library's."""
    path = path.resolve()
    return path.is_relative_to(root.resolve()) and not path.is_relative_to(HERE) and LIBRARIES not in path.parts


def _within(root: Path, path: Path) -> str:
    path, home = path.resolve(), root.resolve()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)
