"""Pages that list records: by kind, by state, by the values of a facet, and the strategies in full."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.listing import Listing
from toolkit.pages.context import PageContext
from toolkit.pages.facets import Values, sort_key
from toolkit.pages.generated import DOCUMENTS, FACETS, facet_path, page_title, titled_page
from toolkit.pages.page import Page, kind_path
from toolkit.pages.start import start_notices, us_map
from toolkit.pages.templates import render
from toolkit.schema import DOCUMENT_KINDS, KINDS, Record

WITHOUT_SCRIPTS = (FACETS, kind_path("practice"), kind_path("agency"), DOCUMENTS, kind_path("podcast"))
"""Pages that the find page links to without JavaScript; together they lead to everything."""


class Group(NamedTuple):
    """Records under a heading."""

    listings: Sequence[Listing]
    title: str = ""
    id: str = ""
    note: str = ""


def list_page(page: PageContext, intro: str, groups: list[Group], **shown: Any) -> Page:
    """Records under headings; `intro` is a message."""
    texts = [listing.summary for group in groups for listing in group.listings]
    notices = [{"text": page.t("translation.missing_list")}] if any(map(page.foreign_language, texts)) else []
    body = render("list", page, intro=page.t(intro), groups=groups)
    return titled_page(page, page.t(intro), body, notices=notices, **shown)


def kind_page(page: PageContext, kind: str, facets: Mapping[str, Values]) -> Page:
    """All records of a kind."""
    listings = page.of_kind(kind)
    if kind != "principle":
        listings.sort(key=lambda listing: sort_key(listing.title))
    jump = [
        page.theme_link(page.t(f"facets.{name}"), facet_path(name))
        for name, values in facets.items()
        if any(listing.kind == kind for under_value in values.values() for listing in under_value)
    ]
    groups = [Group(listings)] if listings else []
    return list_page(page, f"kinds.{kind}.intro", groups, jump_label=page.t("theme.browse_by"), jump=jump)


def documents_page(page: PageContext) -> Page:
    """All documents, by kind."""
    groups = [
        Group(listings, page.t(f"kinds.{kind}.many"), KINDS[kind].address)
        for kind in DOCUMENT_KINDS
        if (listings := page.of_kind(kind))
    ]
    return list_page(page, "documents.intro", groups)


def agencies_page(page: PageContext) -> Page:
    """The agencies by state, with the map."""
    by_state: dict[str, list[Listing]] = {}
    for listing in page.of_kind("agency"):
        by_state.setdefault(listing.state, []).append(listing)
    groups = [Group(listings, page.label("states", id), id) for id, listings in by_state.items()]
    groups.sort(key=lambda group: sort_key(group.title))
    return list_page(
        page, "kinds.agency.intro", groups, template="agencies.html", **jump_links(page, groups), **us_map(page)
    )


def facet_page(page: PageContext, name: str, values: Values) -> Page:
    """All records under each value of a facet."""
    groups = []
    for id, listings in values.items():
        meaning = f"meaning.{name}.{id}"
        note = page.t(meaning) if page.catalog.knows(meaning) else ""
        groups.append(Group(listings, page.label(name, id), id, note))
    return list_page(page, f"facet_intros.{name}", groups, **jump_links(page, groups))


def jump_links(page: PageContext, groups: Iterable[Group]) -> dict[str, Any]:
    """Links to groups on the same page, for the theme."""
    jump = [{"text": group.title, "url": f"#{group.id}", "count": len(group.listings)} for group in groups]
    return {"jump_label": page.t("theme.jump"), "jump": jump}


def facet_index(page: PageContext, facets: Mapping[str, Values]) -> Page:
    """Every facet with its values and how many records each has."""
    return titled_page(page, page.t("browse.index_intro"), render("facets", page, facets=facets))


def plan_page(page: PageContext, strategies: Iterable[Record]) -> Page:
    """The strategies as a plan to begin with."""
    cited = [{source.key for source in strategy.sources} for strategy in strategies]
    shared = [key for key in page.sources if all(key in keys for keys in cited)]
    body = render("plan", page, strategies=strategies, shared=shared)
    return titled_page(page, page.t("plan.description"), body)


def find_page(page: PageContext) -> Page:
    """The search page, which a script fills. Without JavaScript it leads to the pages that list everything."""
    lists = [page.theme_link(page_title(page, path), path) for path in WITHOUT_SCRIPTS]
    return titled_page(
        page, page.t("search.description"), template="find.html", notices=start_notices(page), lists=lists
    )
