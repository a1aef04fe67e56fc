"""Placeholder pages: MkDocs renders a shell from each, and the build fills it with real pages."""

from collections.abc import Iterator
from posixpath import dirname

from toolkit.pages.authored import links_elsewhere
from toolkit.pages.generated import FIND, MOVED, REFERENCES, SHORTLIST, TITLES, page_title
from toolkit.pages.markdown import plain
from toolkit.pages.page import Page, doc_pages_in
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project

IN_SHELLS = ("title", "heading", "description", "template", "languages")
"""The front matter of authored pages that shells show."""
PLACEHOLDER = "zzNAMEzz"
"""The name of the page that stands for all pages of a folder."""


def placeholder_pages(project: Project) -> Iterator[Page]:
    """A page for each shell, in every language.

    They are the authored pages, the pages in the menu and the search, each with the front matter that shells show, and
    in each folder a page named `PLACEHOLDER`.
    """
    for language in project.catalogs:
        renderer = PageRenderer(project, language)
        authored = list(_authored_pages(project, renderer, language))
        yield from authored
        authored_paths = {page.path for page in authored}
        for path in dict.fromkeys((*project.settings.nav, FIND, SHORTLIST)):
            if path not in authored_paths:
                yield _page_in_menu(project, renderer, language, path)
        for folder in dict.fromkeys(map(dirname, (*TITLES, *REFERENCES, *MOVED))):
            if folder:
                yield Page(f"{folder}/{PLACEHOLDER}", language, {"template": "main.html"}, "")


def _authored_pages(project: Project, renderer: PageRenderer, language: str) -> Iterator[Page]:
    for doc_page, english in doc_pages_in(language, project.doc_pages):
        if english.path in project.elsewhere[language]:
            continue
        page = renderer.doc_page(
            doc_page,
            english,
            page_languages=project.page_languages(english.path),
            elsewhere=links_elsewhere(doc_page, english, project.elsewhere[language]),
        )
        yield page._replace(meta={key: page.meta[key] for key in IN_SHELLS})


def _page_in_menu(project: Project, renderer: PageRenderer, language: str, path: str) -> Page:
    """The placeholder of a generated page or of a record's; search and saved list have scripts of their own."""
    template = f"{path}.html" if path in (FIND, SHORTLIST) else "main.html"
    title = page_title(renderer.context(path), path) or _record_title(project, language, path)
    return Page(path, language, {"title": title, "template": template}, "")


def _record_title(project: Project, language: str, path: str) -> str:
    """The title of the record whose page is or was at a path; the path if there is none."""
    for listing in project.library.listings[language].values():
        if path in (listing.address, *listing.aliases):
            return plain(listing.title)
    return path
