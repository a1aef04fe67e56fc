"""What is wrong with what settings bring into MkDocs: what fails there, and what is never used."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from traceback import format_exception_only, walk_tb
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from toolkit.brought import brought
from toolkit.cache import FRAME, HERE, WEB
from toolkit.problems import Problem
from toolkit.publish.theme import THEME

CALLING, CALLED = ("mkdocs", "plugins.py", "run_event"), ("publish", "foreign.py", "called")
LOADING, CONVERTING = ("config", "base.py", "load_config"), ("markdown", "core.py", "convert")
"""Where MkDocs calls plugins and hooks, by `watch` or not, where it loads them, and where it lets Python-Markdown call
extensions: folder, file, and what it is called there."""
RUNNING = ("with_mkdocs", "running.py", "run")
"""Where MkDocs is run."""
PAGES = "mkdocs", "structure"
"""The folder of what lets Python-Markdown convert pages."""
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


class Misgiven(Exception):
    """A hook or plugin gave MkDocs something of another kind than it was given."""


def watch(events: Iterable[list[Callable[..., Any]]], ours: object) -> None:
    """Let a Misgiven be raised where one of others' methods does so: MkDocs would fail somewhere later."""
    for methods in events:
        methods[:] = [one if getattr(one, "__self__", None) is ours else _watched(one) for one in methods]


def _watched(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def called(*item: Any, **more: Any) -> Any:
        given = method(*item, **more)
        for wanted in item:
            if given is not None and not isinstance(given, type(wanted)) and not isinstance(wanted, type(given)):
                raise Misgiven(f"a value of the kind `{type(given).__name__}`, not `{type(wanted).__name__}`")
        return given

    return called


def failed(root: Path, error: BaseException, has_others: bool = False) -> Problem | None:
    """Where and why a hook, plugin, extension or template failed, if it was one of these that did.

    If settings bring plugins, hooks or templates, as `has_others` says, they may have led MkDocs itself astray, too.
    """
    places = [*_places(error)]
    why = " ".join("".join(format_exception_only(error)).split()).rstrip(".")
    does = f"gives MkDocs {error}" if isinstance(error, Misgiven) else f"fails with {why}"
    if given := _given(root, places):
        path, line, _ = given
        what = f"{does}."
        if isinstance(error, SyntaxError):
            what = f"is no Python: {error.msg}."
        elif isinstance(error, TemplateError):
            what = f"cannot be filled in: {str(error.message).rstrip('.')}."
        return Problem(_within(root, path), line, "", what, MEND)
    if isinstance(error, TemplateError):
        what = f"brings in a template that MkDocs cannot fill in: {error}."
        return Problem("mkdocs.yml", 0, "", what, "Mend the template, or take it out.")
    ours = [_spot(place) for place in places if place[0].is_relative_to(HERE)]
    if not ours or ours[-1] not in (RUNNING, CALLED):
        return None
    if told := _of_library(places, does):
        return told
    if not has_others or isinstance(error, OSError | MemoryError):
        return None
    what = f"lets MkDocs fail with {why} ({_named(places[-1])})."
    fix = "Take out plugins, hooks and templates one by one, to find which of them leads to it."
    return Problem("mkdocs.yml", 0, "", what, fix)


def _of_library(places: Sequence[Spot], does: str) -> Problem | None:
    """The same of a plugin or an extension, which is installed."""
    fix = "Take it out, or set it up as its maker says."
    for at in range(len(places) - 1, -1, -1):
        call, folder = _spot(places[at]), places[at][0].parent
        called = [place for place in places[at + 1 :] if not place[0].is_relative_to(HERE)]
        if call == CONVERTING and at and places[at - 1][0].parts[-3:-1] == PAGES:
            others = [place for place in called if place[0].parent != folder and place[0].parts[-3:-1] != PAGES]
            if others:
                what = f"brings in an extension that {does} ({_named(others[0])})."
                return Problem("mkdocs.yml", 0, "markdown_extensions", what, fix)
            if not any(place[0].parts[-3:-1] == PAGES for place in called):
                what = f"bring in one after which Python-Markdown {does} ({_named(places[-1])})."
                fix = "Take them out one by one, to find which it is."
                return Problem("mkdocs.yml", 0, "markdown_extensions", what, fix)
            return None
        if call in (CALLING, CALLED, LOADING) and called:
            what = f"brings in a plugin that {does} ({_named(called[-1 if call == LOADING else 0])})."
            return Problem("mkdocs.yml", 0, "plugins", what, fix)
    return None


def _spot(place: Spot) -> tuple[str, ...]:
    """A place as those above are written: folder, file, and what it is called there."""
    path, _, name = place
    return (*path.parts[-2:], name)


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
    at = *Path(last.f_code.co_filename).parts[-2:], last.f_code.co_name
    if at in (CALLING, CALLED) and (called := getattr(last.f_locals.get("method"), "__code__", None)):
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
