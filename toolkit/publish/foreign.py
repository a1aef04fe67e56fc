"""What is wrong with what settings bring into MkDocs: what fails there, and what is never used."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import format_exception_only, walk_tb

from jinja2 import TemplateError, TemplateSyntaxError

from toolkit.brought import brought
from toolkit.cache import FRAME, HERE, WEB
from toolkit.problems import Problem
from toolkit.publish.theme import THEME

CALLING, LOADING, CONVERTING = ("plugins.py", "run_event"), ("base.py", "load_config"), ("core.py", "convert")
"""Where MkDocs calls plugins and hooks, where it loads them, and where Python-Markdown calls extensions: the file, and
what it is called there."""
CALLS = {
    CALLING: ("plugins", "a plugin"),
    LOADING: ("plugins", "a plugin"),
    CONVERTING: ("markdown_extensions", "an extension"),
}
"""The setting that brings in what is called there, and what that is."""
RUNNING = "_run"
"""What runs MkDocs (`with_mkdocs.py`)."""
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


def failed(root: Path, error: BaseException, is_alone: bool = True) -> Problem | None:
    """Where and why a hook, plugin, extension or template failed, if it was one of these that did.

    If nothing of these `is_alone`, so may MkDocs itself have been led astray, as by a hook that gives it something else
    than it asked for.
    """
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
    return _of_library(places, why, is_alone)


def _of_library(places: Sequence[Spot], why: str, is_alone: bool) -> Problem | None:
    """The same of what is installed: a plugin, an extension, or MkDocs itself."""
    ours = [name for path, _, name in places if path.is_relative_to(HERE)]
    if ours[-1:] != [RUNNING]:
        return None
    calls = [at for at, (path, _, name) in enumerate(places) if (path.name, name) in CALLS]
    if calls:
        (caller, _, call), called = places[calls[-1]], places[calls[-1] + 1 :]
        if call == CONVERTING[1]:  # Python-Markdown itself is in the same folder
            called = [place for place in called if place[0].parent != caller.parent]
        if called:
            setting, what = CALLS[caller.name, call]
            what = f"brings in {what} that fails with {why} ({_named(called[-1 if call == LOADING[1] else 0])})."
            return Problem("mkdocs.yml", 0, setting, what, "Take it out, or set it up as its maker says.")
    if is_alone:
        return None
    what = f"lets MkDocs fail with {why} ({_named(places[-1])})."
    fix = "Take out hooks and plugins one by one, to find which of them leads to it."
    return Problem("mkdocs.yml", 0, "", what, fix)


def _named(place: Spot) -> str:
    return f"{'/'.join(place[0].parts[-3:])}, line {place[1]}"


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
