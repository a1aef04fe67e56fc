"""Pages to files of the site: Markdown to HTML, the theme around it, and that into the shell of the page's place."""

import re
from collections.abc import Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from markupsafe import escape

from toolkit.pages.page import Page
from toolkit.pages.placeholders import PLACEHOLDER
from toolkit.render.fallback_text import mark_fallbacks
from toolkit.render.html import headings, to_html
from toolkit.render.shell import Shell
from toolkit.render.theme import CUT, language_context, macros, plain_environment
from toolkit.sources.messages import Catalog

FILE_LINK = re.compile(r'(<a href="(?:\.\./)*)\.\./(?=files/)')
"""A link to a file that languages share, from a page in the folder of a language. That of the default language has no
folder in the site, and so a step less to go up."""


class PageAssembler:
    """Assembles the pages of a language."""

    def __init__(self, catalog: Catalog, is_default: bool) -> None:
        """`is_default`: whether the language's pages stand at the root of the site."""
        self.catalog, self.is_default = catalog, is_default
        self.shown = SimpleNamespace()
        """The page that templates show. All pages share it, so that the macros are loaded once."""

    @cached_property
    def context(self) -> dict[str, Any]:
        """What the templates can use."""
        root = "" if self.is_default else f"{self.catalog.language}/"
        context = language_context(self.catalog, root) | {"page": self.shown}
        return context | {"m": macros(plain_environment(), context)}

    def files(self, page: Page, shell: Shell, html: str | None = None) -> dict[str, bytes]:
        """The page by its name in the site. `html` is its content, if MkDocs has rendered it already."""
        if html is None:
            html = to_html(page.body)
            html = FILE_LINK.sub(r"\1", html) if self.is_default else html
        name = site_name(page.path, self.catalog.language, self.is_default)
        toc = [SimpleNamespace(url=url, title=title) for url, title in headings(html)]
        vars(self.shown).update(meta=page.meta, content=html, url=name, toc=[SimpleNamespace(children=toc)])
        template = plain_environment().get_template(page.meta["template"])
        head, _, body = template.render(self.context).partition(CUT)
        parts = {
            "title": escape(page.meta["title"]),
            "description": escape(page.meta.get("description") or self.catalog.t("site.description")),
            "name": page.path.rpartition("/")[2],
            "head": head,
            "body": body,
        }
        return {name: mark_fallbacks(shell.fill(parts)).encode()}


def site_name(path: str, language: str, is_default: bool) -> str:
    """The name of a page's file in the site: `es/practices/id-night.html`; the default language has no folder."""
    return f"{path}.html" if is_default else f"{language}/{path}.html"


def shell_place(shells: Mapping[str, Shell], path: str) -> str:
    """Where the shell of a page of a language is: at its path if a shell is there, else at its folder's."""
    return path if path in shells else f"{path.rpartition('/')[0]}/{PLACEHOLDER}"
