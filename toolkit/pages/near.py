"""The page "Agencies like mine": what a reader may say, and every agency and practice with what it has of that."""

from collections.abc import Iterator, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.context import PageContext
from toolkit.pages.facets import in_order, sort_key
from toolkit.pages.generated import titled_page
from toolkit.pages.overview import OUTSIDE_US
from toolkit.pages.page import Page
from toolkit.pages.start import route_links
from toolkit.pages.weigh import stated
from toolkit.schema import UNSTATED
from toolkit.sources.doc_pages import DocPage

ONE_OF = ("size", "setting", "states")
"""What a department has one of."""
ANY_OF = ("communities", "languages")
"""What there can be many of."""
NO_ANSWER = (UNSTATED, OUTSIDE_US)
LISTED_KINDS = ("agency", "practice")


def near_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The form, the routes, and the two lists by name, which a script puts in order."""
    lists = {kind: sorted(page.of_kind(kind), key=lambda listing: sort_key(listing.title)) for kind in LISTED_KINDS}
    return titled_page(
        page,
        page.t("weigh.near_intro"),
        template="near.html",
        asks=[_ask(page, name, lists["agency"] + lists["practice"]) for name in (*ONE_OF, *ANY_OF)],
        routes=route_links(page, doc_pages),
        lists=[
            {
                "title": page.t("kinds.agency.many" if kind == "agency" else "weigh.near_practices"),
                "id": kind,
                "all": page.t("search.more_values", n=page.number(len(listings))),
                "items": [
                    {**page.record_link(listing), "key": "/".join(listing.key), "facts": list(_facts(page, listing))}
                    for listing in listings
                ],
            }
            for kind, listings in lists.items()
        ],
    )


def _ask(page: PageContext, name: str, listings: list[Listing]) -> dict[str, Any]:
    """A question with its answers; where many can be given, only those that some agency or practice has."""
    used = {id for listing in listings for id in stated(listing, name)}
    answers = (id for id in page.vocabularies[name] if id in used or (name in ONE_OF and id not in NO_ANSWER))
    labels = {id: page.label(name, id) for id in answers}
    choices = [(id, labels[id]) for id in in_order(name, labels)]
    return {"name": name, "label": page.t(f"facets.{name}"), "is_one": name in ONE_OF, "choices": choices}


def _facts(page: PageContext, listing: Listing) -> Iterator[dict[str, Any]]:
    """What is known, in words, with those that were there before: `Somali` is a community and a language.

    An agency has its number of officers rather than its size.
    """
    number, of = listing.sworn
    seen: set[str] = set()
    for name in (*ONE_OF, *ANY_OF):
        for id in stated(listing, name):
            text = page.label(name, id)
            if name == "size" and number:
                text = page.t("agency.figure", number=page.number(number), of=page.label("counted", of))
            yield {"field": name, "id": id, "text": text, "is_repeated": text in seen}
            seen.add(text)
