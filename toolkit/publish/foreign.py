"""What is wrong with what settings bring into MkDocs: what fails there, and what is never used."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import format_exception_only, walk_tb

from jinja2 import TemplateError, TemplateSyntaxError

from toolkit.brought import brought
from toolkit.cache import FRAME, HERE, WEB
from toolkit.problems import Problem
from toolkit.publish.theme import THEME

CALLING, LOADING = ("plugins.py", "run_event"), ("base.py", "load_config")
"""Where MkDocs calls plugins and hooks, and where it loads them: its file, and what it is called there."""
LIBRARIES = "site-packages"
"""A folder of them, which may be anywhere."""
MEND = "Mend it, or take it out."
Spot = tuple[Path, int, str]
"""A file, a line in it, and the function that the line is in."""


def unused(root: Path, folder: str) -> Iterator[Problem]:
    """Templates in a folder of one's own that have the name of one of the toolkit's, which is looked for first."""
    for place, files in ((FRAME, "*"), (THEME, "*.html")):
        for own in sorted(place.rglob(files)):
            path = Path(folder, own.relative_to(place))
            if path.is_file():
                what = "is never used, for the toolkit has a template of that name."
                fix = f"Take it out, and change `{own.relative_to(HERE.parent).as_posix()}` instead."
                yield Problem(_within(root, path), 0, "", what, fix)


def failed(root: Path, error: BaseException) -> Problem | None:
    """Where and why a hook, plugin or template failed, if it was one of these that did."""
    places = [*_places(error)]
    why = " ".join("".join(format_exception_only(error)).split()).rstrip(".")
    if given := _given(root, places):
        path, line, _ = given
        what = f"fails with {why}."
        if isinstance(error, SyntaxError):
            what = f"is no Python: {error.msg}."
        elif isinstance(error, TemplateError):
            what = f"cannot be filled in: {str(error.message).rstrip('.')}."
        return Problem(_within(root, path), line, "", what, MEND)
    if isinstance(error, TemplateError):
        what = f"brings in a template that MkDocs cannot fill in: {error}."
        return Problem("mkdocs.yml", 0, "", what, "Mend the template, or take it out.")
    calls = [at for at, (path, _, name) in enumerate(places) if (path.name, name) in (CALLING, LOADING)]
    called = places[calls[-1] + 1 :] if calls else []
    if not called or called[0][0].is_relative_to(HERE):
        return None
    path, line, _ = called[0 if places[calls[-1]][2] == CALLING[1] else -1]
    what = f"brings in a plugin that fails with {why} ({'/'.join(path.parts[-3:])}, line {line})."
    return Problem("mkdocs.yml", 0, "plugins", what, "Take it out, or set it up as its maker says.")


def _places(error: BaseException) -> Iterator[Spot]:
    """The files that an error came through, the one where it began last."""
    frames = [*walk_tb(error.__traceback__)]
    for frame, line in frames:
        path = Path(frame.f_code.co_filename)
        if path.is_absolute() and path.is_file():
            yield path, line, frame.f_code.co_name
    last = frames[-1][0]
    is_calling = (Path(last.f_code.co_filename).name, last.f_code.co_name) == CALLING  # what takes other arguments
    if is_calling and (called := getattr(last.f_locals.get("method"), "__code__", None)):
        yield Path(called.co_filename), called.co_firstlineno, called.co_name
    if isinstance(error, SyntaxError | TemplateSyntaxError) and error.filename:
        yield Path(error.filename), error.lineno or 0, ""


def _given(root: Path, places: Sequence[Spot]) -> Spot | None:
    """The last of these places that is in what was given with the settings, and not in the program or a library."""
    homes = [path.resolve() for path in (root, *brought(root))]
    for place in reversed(places):
        whole = place[0].resolve()
        is_ours = whole.is_relative_to(HERE) or whole.is_relative_to(WEB) or LIBRARIES in whole.parts
        if whole.is_file() and not is_ours and any(whole.is_relative_to(home) for home in homes):
            return place
    return None


def _within(root: Path, path: Path) -> str:
    """A file as a person finds it: from the toolkit's folder, if it is there."""
    for known, home in ((path, root), (path.resolve(), root.resolve())):
        if known.is_relative_to(home):
            return known.relative_to(home).as_posix()
    return str(path)
