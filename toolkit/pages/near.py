"""The page "Agencies like mine", and its questions, which the start page asks, too."""

from collections.abc import Iterator, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.context import PageContext
from toolkit.pages.facets import in_order, sort_key
from toolkit.pages.generated import titled_page
from toolkit.pages.overview import OUTSIDE_US
from toolkit.pages.page import Page
from toolkit.pages.routes import route_links
from toolkit.schema import UNSTATED
from toolkit.sources.doc_pages import DocPage

SINGLE_FACETS = ("size", "setting", "states")
"""Questions with one answer."""
MULTIPLE_FACETS = ("communities", "languages")
"""Questions with several."""
NO_ANSWER = (UNSTATED, OUTSIDE_US)
LISTED_KINDS = ("agency", "practice")
TAKEN = ("effort", "cost")
"""What a practice took, which nobody is asked for."""


def near_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The form, the routes, and the two lists by name, which a script puts in order."""
    facets = (*SINGLE_FACETS, *MULTIPLE_FACETS)
    return titled_page(
        page,
        page.t("weigh.near_intro"),
        template="near.html",
        asks=[question(page, facet) for facet in facets],
        routes=route_links(page, doc_pages),
        lists=[_list(page, kind) for kind in LISTED_KINDS],
    )


def question(page: PageContext, facet: str) -> dict[str, Any]:
    """A question with its answers; where many can be given, only those that some agency or practice has."""
    used = {id for listing in page.of_kind(*LISTED_KINDS) for id in stated(listing, facet)}
    is_single = facet in SINGLE_FACETS
    labels = {}
    for id in page.vocabularies[facet]:
        if id in used or (is_single and id not in NO_ANSWER):
            labels[id] = page.label(facet, id)
    return {
        "name": facet,
        "label": page.t(f"facets.{facet}"),
        "is_one": is_single,
        "choices": [(id, labels[id]) for id in in_order(facet, labels)],
    }


def stated(listing: Listing, facet: str) -> list[str]:
    """The values of a facet that some source states."""
    return [id for id in listing.facets.get(facet, ()) if id != UNSTATED]


def _list(page: PageContext, kind: str) -> dict[str, Any]:
    listings = sorted(page.of_kind(kind), key=lambda listing: sort_key(listing.title))
    title = "kinds.agency.many" if kind == "agency" else "weigh.near_practices"
    return {
        "title": page.t(title),
        "id": kind,
        "all": page.t("search.more_values", n=page.number(len(listings))),
        "items": [_item(page, listing) for listing in listings],
    }


def _item(page: PageContext, listing: Listing) -> dict[str, Any]:
    facts = list(_facts(page, listing))
    return {**page.record_link(listing), "key": "/".join(listing.key), "facts": facts}


def _facts(page: PageContext, listing: Listing) -> Iterator[dict[str, Any]]:
    """What is known, in words, with those that were there before: `Somali` is a community and a language.

    An agency has its number of officers rather than its size. A practice in a language is one for its speakers.
    """
    seen: set[str] = set()
    for facet in (*SINGLE_FACETS, *MULTIPLE_FACETS):
        for id in stated(listing, facet):
            text = _fact(page, listing, facet, id)
            yield {"field": facet, "id": id, "text": text, "is_repeated": text in seen}
            seen.add(text)
    if listing.kind != "practice":
        return
    for id in _speakers(page, listing):
        text = page.label("communities", id)
        yield {"field": "communities", "id": id, "text": text, "is_repeated": True}
    for facet in TAKEN:
        for id in stated(listing, facet):
            text = page.label(facet, id)
            yield {"field": facet, "id": id, "text": text, "is_repeated": False}


def _speakers(page: PageContext, listing: Listing) -> list[str]:
    """The communities called as a language of a practice is, in English, that it does not name itself."""
    english = page.catalog.in_english
    languages = {english.t(f"lists.languages.{id}") for id in stated(listing, "languages")}
    named = stated(listing, "communities")
    return [
        id
        for id in page.vocabularies["communities"]
        if id not in named and english.t(f"lists.communities.{id}") in languages
    ]


def _fact(page: PageContext, listing: Listing, facet: str, id: str) -> str:
    number, counted = listing.sworn
    if facet == "size" and number:
        return page.t(
            "agency.figure", number=page.number(number), of=page.label("counted", counted)
        )
    return page.label(facet, id)
