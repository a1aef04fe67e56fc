"""The variables, macros and filters of the theme's templates, with and without MkDocs."""

from collections.abc import Iterable, Mapping
from posixpath import dirname
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context

from toolkit.pages.charts import US_STATES
from toolkit.pages.page import relative_link
from toolkit.paths import THEME, VENDOR
from toolkit.render.assets import load_assets
from toolkit.schema import KINDS
from toolkit.sources.config import Settings
from toolkit.sources.messages import Catalog

LATIN_FONTS = (
    "web/vendor/fonts/source-serif-4-latin.woff2",
    "web/vendor/fonts/public-sans-latin.woff2",
)
"""The fonts that pages in Latin letters preload."""
LATIN_END = "\u0250"
"""The first character after the Latin alphabets (Unicode blocks)."""
CUT = "\0"
"""Separates head and body in a page that is rendered without MkDocs."""
INNER = f"{{% block extrahead %}}{{% endblock %}}{CUT}{{% block container %}}{{% endblock %}}"
"""Replaces Material's `base.html` there: only the two blocks that differ from page to page."""
LOADER = FileSystemLoader([THEME / "frame", THEME, VENDOR])
"""All templates of the theme, and the icons."""


def language_context(
    catalog: Catalog, catalogs: Iterable[Catalog], settings: Settings
) -> dict[str, Any]:
    """The variables that all pages of a language share; `catalogs` are those of the site."""
    return {
        "catalog": catalog,
        "catalogs": list(catalogs),
        "t": catalog.t,
        "default_language": settings.languages[0],
        "home_root": settings.folder(settings.home_language),
        "language_root": settings.folder(catalog.language),
        "site_url": settings.url,
        "us_states": US_STATES,
        "keepable": [*(kind.address for kind in KINDS.values()), "routes"],
        "fonts": _preloaded_fonts(catalog),
    }


def _preloaded_fonts(catalog: Catalog) -> tuple[str, ...]:
    """The fonts that every page of a language needs: a language's own name is in its letters."""
    return LATIN_FONTS if catalog.name < LATIN_END else ()


def macros(environment: Environment, context: Mapping[str, Any]) -> Any:
    """The macros that templates call as `m`, bound to the language and page of the context."""
    return environment.get_template("partials/macros.html").make_module(dict(context))


@pass_context
def _url(context: Context, target: str) -> str:
    """A link from the current page to a path in the site, like MkDocs' filter of that name."""
    target = load_assets().names.get(str(target), str(target))
    if not target or target.startswith(("#", "/")) or ":" in target.partition("/")[0]:
        return target
    path, mark, anchor = target.partition("#")
    return relative_link(path, dirname(context["page"].url)) + mark + anchor


PLAIN = Environment(
    loader=ChoiceLoader([DictLoader({"base.html": INNER}), LOADER]), auto_reload=False
)
"""The templates without MkDocs and Material: they render a page's head, `CUT` and its body. They escape themselves."""
PLAIN.filters["url"] = _url
