"""Assembles pages: Markdown to HTML, HTML into the theme's template, and that into the folder's shell.

Generated pages use headings with an id, paragraphs, lists, tables, quotations, code and a few tags, which
CommonMark (https://spec.commonmark.org/0.31.2/) and Python-Markdown read alike; a test compares the two. Authored
pages may use any syntax of Python-Markdown's extensions, so MkDocs renders them.

Within a folder, Material puts the same HTML around all pages except for a few texts. So MkDocs renders a placeholder
page per folder, with markers where those texts go, and each real page's texts replace the markers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape as html_escape
from posixpath import basename
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from pyromark import Markdown, Options

from toolkit.diagnostics import Diagnostic
from toolkit.pages.page import Page
from toolkit.pages.placeholders import PLACEHOLDER
from toolkit.render.marks import mark_external_links, mark_fallbacks, mark_links_elsewhere
from toolkit.render.theme import CUT, PLAIN, language_context, macros
from toolkit.sources.config import Settings
from toolkit.sources.messages import Catalog

RENDERER = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_HEADING_ATTRIBUTES)
MARKDOWN_INSIDE = ' markdown="1"'
"""Python-Markdown needs this to read Markdown inside a tag; CommonMark reads it after an empty line anyway."""
PAGE_LINK = re.compile(r'(<a href="[^":#]*)\.md(?=["#])')
"""A link to another page, up to its ending; an address elsewhere has a colon."""
HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
"""A heading below the title, for the table of contents."""
ALIGNMENT = re.compile(r' style="text-align: (left|center|right)"')
"""The site's content security policy forbids inline styles."""


def to_html(markdown: str) -> str:
    """A page's Markdown as HTML, with links to `.md` files turned into links to pages."""
    html = ALIGNMENT.sub(r' align="\1"', RENDERER.html(markdown.replace(MARKDOWN_INSIDE, "")))
    return PAGE_LINK.sub(r"\1.html", html)


MARKERS = {
    "title": "zzTITLEzz",
    "description": "zzDESCRIPTIONzz",
    "name": PLACEHOLDER,
    "head": "zzHEADzz",
    "languages": "zzLANGUAGESzz",
    "body": "zzBODYzz",
}
"""Each part of a page with its marker: letters only, which no template filter changes."""
MARKER = re.compile(f"({'|'.join(MARKERS.values())})")
PARTS = {marker: part for part, marker in MARKERS.items()}


class Shell(NamedTuple):
    """The HTML around a page's parts."""

    pieces: tuple[str, ...]
    """HTML alternating with the names of the parts that go between."""

    @classmethod
    def cut(cls, html: str) -> "Shell":
        """A placeholder page cut at its markers. Raises a ValueError unless it has head and body exactly once."""
        missing = [part for part in ("head", "body") if html.count(MARKERS[part]) != 1]
        if missing:
            parts = " and ".join(missing)
            raise ValueError(f"The theme does not show a page's {parts} exactly once.")
        pieces = MARKER.split(html)
        pieces[1::2] = [PARTS[marker] for marker in pieces[1::2]]
        return cls(tuple(pieces))

    def fill(self, parts: Mapping[str, str]) -> str:
        """The whole page. `parts` are HTML: those in `MARKERS`; the name is that of the page's file."""
        pieces = list(self.pieces)
        pieces[1::2] = [parts[part] for part in self.pieces[1::2]]
        return "".join(pieces)


@dataclass(frozen=True)
class Shells:
    """Everything that MkDocs renders for a build."""

    shells: Mapping[str, Mapping[str, Shell]] = field(default_factory=dict)
    """By language and path: a page's shell, or the shell of all pages in a folder (`practices/zzNAMEzz`)."""
    bodies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The HTML of authored pages without their shell, by language and path."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name in the site: the theme's style sheet and 404.html."""
    diagnostics: tuple[Diagnostic, ...] = ()


FILE_LINK = re.compile(r'(<a href="(?:\.\./)*)\.\./(?=files/)')
"""A link to a shared file from a page in its language's folder. The default language has no folder in the site, so its
links go up a level less."""


class PageAssembler:
    """Assembles the pages of a language."""

    def __init__(self, catalog: Catalog, catalogs: Iterable[Catalog], settings: Settings) -> None:
        self.catalog = catalog
        self.catalogs = list(catalogs)
        self.settings = settings
        self.root = settings.folder(catalog.language)
        """The folder of the language's pages in the site: `es/`; empty for the default language."""
        self.current_page = SimpleNamespace()
        """The page that templates show. All pages share this object, so that the macros load only once."""

    @cached_property
    def context(self) -> dict[str, Any]:
        """The templates' variables."""
        context = language_context(self.catalog, self.catalogs, self.settings)
        context["page"] = self.current_page
        context["m"] = macros(PLAIN, context)
        return context

    def placed(self, html: str) -> str:
        """Links between staged pages, which are in folders of their languages, as links between pages of the site."""
        home = self.settings.home_language
        up = "../" if self.root else ""
        link = re.compile(rf'(<a href="(?:\.\./)*)\.\./{home}/')
        html = link.sub(rf"\1{up}{self.settings.folder(home)}", html)
        return html if self.root else FILE_LINK.sub(r"\1", html)

    def files(self, page: Page, shell: Shell, html: str | None = None) -> dict[str, bytes]:
        """The page's file, by name in the site. `html` is its content, if MkDocs has rendered it already."""
        if html is None:
            html = self.placed(to_html(page.body))
        name = f"{self.root}{page.path}.html"
        self.current_page.meta = page.meta
        self.current_page.content = html
        self.current_page.url = name
        self.current_page.toc = [SimpleNamespace(children=_headings(html))]
        template = PLAIN.get_template(page.meta["template"])
        head, _, body = template.render(self.context).partition(CUT)
        description = page.meta.get("description") or self.catalog.t("site.description")
        parts = {
            "title": escape(page.meta["title"]),
            "description": escape(description),
            "name": basename(page.path),
            "head": head,
            "languages": self.context["m"].languages(page.path),
            "body": body,
        }
        whole = mark_external_links(shell.fill(parts), self.catalog)
        whole = mark_links_elsewhere(whole, name, self.catalog, self.settings)
        return {name: mark_fallbacks(whole).encode()}


def _headings(html: str) -> list[SimpleNamespace]:
    """The headings below the title, as Material's table of contents has them."""
    headings = []
    for anchor, inner_html in HEADING.findall(html):
        title = html_escape(Markup(inner_html).striptags(), quote=False)
        headings.append(SimpleNamespace(url=f"#{anchor}", title=title))
    return headings
