"""Generated pages, which are neither a record's nor authored: their paths, titles and shared front matter."""

from collections.abc import Sequence
from typing import Any

from toolkit.listing import facet_names
from toolkit.pages.context import PageContext
from toolkit.pages.notices import Notice, with_catalog_notice
from toolkit.pages.page import Page, kind_path
from toolkit.schema import KINDS

DOCUMENTS = "documents/index"
EVIDENCE = "evidence/index"
FIND = "find"
LAW_CHANGES = "law/changes"
NEAR = "like-mine/index"
NEWS = "news/index"
OVERVIEW = "overview/index"
ROUTES = "routes/index"
SHORTLIST = "shortlist"
TRANSLATIONS = "translations/index"


def found_by(facet: str, id: str) -> str:
    """The path of the search page with a value of a facet chosen."""
    return f"{FIND}#{facet}={id}"


TITLES = {
    **{kind_path(kind): f"kinds.{kind}.many" for kind in KINDS},
    DOCUMENTS: "documents.title",
    EVIDENCE: "evidence.title",
    FIND: "search.title",
    LAW_CHANGES: "law.changes",
    NEAR: "weigh.near_title",
    NEWS: "news.title",
    OVERVIEW: "overview.title",
    ROUTES: "routes.title",
    SHORTLIST: "keep.title",
    TRANSLATIONS: "translation.title",
}
"""The message key of each page's title."""
SCHEMA_TYPES = {FIND: "SearchResultsPage", **dict.fromkeys((OVERVIEW, TRANSLATIONS), "WebPage")}
"""What schema.org calls those generated pages that are no `CollectionPage`."""
FACETS = [name for kind in KINDS.values() for name in facet_names(kind.model)]
"""The facets of all kinds, agencies' facets included."""
MOVED_FACETS = {f"browse/{name.replace('_', '-')}": name for name in FACETS}
"""Former addresses of lists by the values of a facet, with the facet: an anchor there was a value."""
MOVED = {
    "routes/eight-weeks": kind_path("strategy"),
    "browse/format": kind_path("model"),
    "browse/index": FIND,
    **dict.fromkeys(MOVED_FACETS, FIND),
    "browse/evidence": EVIDENCE,
}
"""Former addresses of pages, with their present paths."""
REFERENCES = {f"contribute/{kind}": kind for kind in KINDS}
"""The contributor's reference of each kind."""


def page_title(page: PageContext, path: str) -> str:
    """The title of the page at a path; empty if no page is generated there."""
    kind = REFERENCES.get(path)
    if kind:
        return page.t("reference.title", kind=page.t(f"kinds.{kind}.one"))
    message = TITLES.get(MOVED.get(path, path), "")
    if message not in page.catalog.english:
        return ""
    return page.t(message)


def titled_page(
    page: PageContext,
    description: str,
    body: str = "",
    template: str = "list.html",
    notices: Sequence[Notice] = (),
    **values: Any,
) -> Page:
    """The generated page at a path. Without a `body`, its text is the description; `values` go to the theme."""
    title = page_title(page, page.path)
    type = "WebPage" if page.path in REFERENCES else SCHEMA_TYPES.get(page.path, "CollectionPage")
    meta = {
        "title": title,
        "heading": title,
        "description": description,
        "template": template,
        "notices": with_catalog_notice(page, notices),
        "linked_data": page.linked_data(type, title, page.language),
        **values,
    }
    return Page(page.path, page.language, meta, body or description)
