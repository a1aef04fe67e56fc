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
        renderer, listings = (
            PageRenderer(project, language),
            project.library.listings[language].values(),
        )
        records = {
            path: plain(listing.title)
            for listing in listings
            for path in (listing.address, *listing.aliases)
        }
        authored = set()
        for doc_page, english in doc_pages_in(language, project.doc_pages):
            if english.path in project.elsewhere[language]:
                continue
            links = links_elsewhere(doc_page, english, project.elsewhere[language])
            languages = project.page_languages(english.path)
            page = renderer.doc_page(doc_page, english, page_languages=languages, elsewhere=links)
            yield page._replace(meta={key: page.meta[key] for key in IN_SHELLS})
            authored.add(page.path)
        for path in dict.fromkeys((*project.settings.nav, FIND, SHORTLIST)):
            if path not in authored:
                template = (
                    f"{path}.html" if path in (FIND, SHORTLIST) else "main.html"
                )  # with more scripts
                title = page_title(renderer.context(path), path) or records.get(path, path)
                yield Page(path, language, {"title": title, "template": template}, "")
        for folder in dict.fromkeys(map(dirname, (*TITLES, *REFERENCES, *MOVED))):
            if folder:
                yield Page(f"{folder}/{PLACEHOLDER}", language, {"template": "main.html"}, "")
