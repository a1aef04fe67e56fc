"""Our templates: read when one has changed, and compiled before the first page asks."""

from pathlib import Path
from typing import NamedTuple

from toolkit.cache import FRAME, TEMPLATES, Cache, contents, files, program, stamps
from toolkit.pages import compile_templates
from toolkit.pages.templates import compiled
from toolkit.publish import theme
from toolkit.publish.style import names

THEME, PAGES = TEMPLATES


class Known(NamedTuple):
    """What is known of all templates."""

    of: bytes
    """What all are known by together."""
    around: bytes
    """What those of the theme are known by, which stand around pages, too."""
    classes: list[str]
    """What a style sheet may ask for of pages' own parts."""
    own: dict[str, str]
    """The text of each, but of those that only stand around pages, by name in its folder."""


def templates(cache: Cache) -> Known:
    """What is known of them now."""
    key = program(), sorted(stamps(TEMPLATES).items())
    kept = cache.get("templates", key)
    if not kept:
        kept = contents(TEMPLATES), contents([THEME]), _classes(), _own()
        cache.put("templates", key, kept)
    return Known(*kept)


def _classes() -> list[str]:
    return sorted({name for path in PAGES.glob("*.jinja") for name in names(path.read_text("utf-8"))})


def _own() -> dict[str, str]:
    paths = [(place, Path(path)) for place in TEMPLATES for path in files([place])]
    return {
        path.relative_to(place).as_posix(): path.read_text("utf-8")
        for place, path in paths
        if FRAME not in path.parents
    }


def compile_changed(known: Known) -> None:
    """Compile those of pages' own parts that changed, and keep them."""
    if compiled().of != known.of:
        compile_templates()
        theme.compile_templates()
        compiled().keep(known.of)
