"""What the theme shows inside its frame: each page's own part, filled in without MkDocs."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from posixpath import dirname
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context

from toolkit.cache import FRAME
from toolkit.gather.words import Words
from toolkit.pages.page import Page, way
from toolkit.pages.templates import Templates

HERE = Path(__file__).parent.parent
THEME = HERE / "theme"
VENDOR = HERE.parent / "web" / "vendor"
LATIN_FACES = ("source-serif-4-latin.woff2", "public-sans-latin.woff2")
"""The fonts of the first lines of a page in Latin letters."""
LATIN_END = "\u0250"
"""The first sign after those of the Latin alphabets (Unicode blocks)."""
CUT = "\0"
BASE = "base.html"
INNER = f"{{% block extrahead %}}{{% endblock %}}{CUT}{{% block container %}}{{% endblock %}}"
"""What stands here for Material's `BASE`: only the two blocks that differ from page to page."""
OWN = FileSystemLoader([THEME, VENDOR])
"""Templates of pages' own parts."""
LOADER = FileSystemLoader([FRAME, THEME, VENDOR])
"""All templates of the theme."""


def templates() -> Iterator[str]:
    """The text of each template that writes a part of a page."""
    for path in sorted([*THEME.rglob("*.html"), *(HERE / "templates").glob("*.jinja")]):
        yield path.read_text("utf-8")


def compile_templates() -> None:
    """All that write a part of a page, before the first page asks."""
    names = [path.relative_to(THEME).as_posix() for path in [*THEME.glob("*.html"), THEME / "partials" / "macros.html"]]
    names += [path.relative_to(VENDOR).as_posix() for path in (VENDOR / "icons").glob("*.svg")]
    for name in [BASE, *names]:
        _environment().get_template(name)


class Theme:
    """The theme's templates for pages of one language."""

    def __init__(self, words: Words, is_first: bool, say: Callable[..., str] | None = None) -> None:
        """`say` gives the toolkit's texts by key, if the language is not to."""
        self.page = SimpleNamespace()
        """The page being shown. It is one for all, so that macros, made once, know of each."""
        self.shown = outside(words, "" if is_first else f"{words.language}/") | {"page": self.page}
        self.shown["t"] = say or words.say
        self.shown["m"] = macros(_environment(), self.shown)

    def parts(self, page: Page, html: str, contents: tuple[tuple[str, str], ...]) -> tuple[str, str]:
        """What a page adds to the head, and its own part."""
        shown = self.page
        shown.meta, shown.content, shown.url = page.meta, html, f"{self.shown['language_root']}{page.path}.html"
        shown.toc = [SimpleNamespace(children=[SimpleNamespace(url=url, title=title) for url, title in contents])]
        made = _environment().get_template(page.meta["template"]).render(self.shown)
        head, _, body = made.partition(CUT)
        return head, body

    def notices(self, told: list[dict[str, str]]) -> str:
        """The notices on top of a page."""
        return str(self.shown["m"].notices(told))


def macros(environment: Environment, shown: Mapping[str, Any]) -> Any:
    """What templates call as `m`: pieces of HTML in the language, and on the page, that is shown."""
    return environment.get_template("partials/macros.html").make_module(dict(shown))


def outside(words: Words, root: str) -> dict[str, Any]:
    """What every template can say, whichever page it shows."""
    faces = LATIN_FACES if words.name < LATIN_END else ()
    return {
        "words": words,
        "t": words.say,
        "language_root": root,
        "us_states": _states(),
        "faces": [f"web/vendor/fonts/{face}" for face in faces],
    }


@cache
def _environment() -> Templates:
    environment = Templates(loader=ChoiceLoader([DictLoader({BASE: INNER}), OWN]))
    environment.filters["url"] = _url
    return environment


@pass_context
def _url(context: Context, target: str) -> str:
    """The way from the page being shown to a place in the site, as MkDocs' filter of that name gives it."""
    return _way(str(target), dirname(context["page"].url))


@lru_cache(5_000)
def _way(target: str, folder: str) -> str:
    if not target or target.startswith(("#", "/")) or ":" in target.partition("/")[0]:
        return target
    path, mark, anchor = target.partition("#")
    return way(path, folder) + mark + anchor


@cache
def _states() -> Mapping[str, Any]:
    states: dict[str, Any] = json.loads((VENDOR / "us-atlas" / "states.json").read_text("utf-8"))
    return states
