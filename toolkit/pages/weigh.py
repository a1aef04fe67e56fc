"""What helps a reader choose: the table of all practices, "Is it for us?", and the page "Agencies like mine"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from toolkit.listing import PERIOD, Listing
from toolkit.pages.context import PageContext
from toolkit.pages.facets import in_order, sort_key
from toolkit.pages.generated import titled_page
from toolkit.pages.overview import OUTSIDE_US
from toolkit.pages.page import Page
from toolkit.pages.start import route_links
from toolkit.schema import UNSTATED
from toolkit.sources.doc_pages import DocPage

COLUMNS = {
    "evidence": "descending",
    "effort": "ascending",
    "cost": "ascending",
    "size": "ascending",
    PERIOD: "descending",
    "take": "other",
}
"""The columns after the title, each with the order in which they are sorted, as `aria-sort` names it."""
TAKEN = ("file", "link")
"""What can be taken away, the nearest at hand first."""
TAKEN_KINDS = ("model", "policy", "curriculum", "outreach")
"""Kinds of documents to take away; a publication is to be read."""
ONE_OF = ("size", "setting", "states")
"""What a department has a single value of."""
ANY_OF = ("communities", "languages")
"""What there can be many of."""
NO_ANSWER = (UNSTATED, OUTSIDE_US)
LISTED_KINDS = ("agency", "practice")


def table(page: PageContext) -> dict[str, Any]:
    """Every practice as a row, the strongest evidence first; then the newest, then by title."""
    taken: dict[str, set[str]] = {}
    for document in page.of_kind(*TAKEN_KINDS):
        for id in document.practices:
            taken.setdefault(id, set()).add(document.access)
    strength = list(page.vocabularies["evidence"])
    practices = page.of_kind("practice")
    practices.sort(
        key=lambda it: (
            strength.index(it.facets["evidence"][0]),
            -int(it.year or 0),
            sort_key(it.title),
        )
    )
    rows = [_row(page, practice, taken.get(practice.id, ())) for practice in practices]
    return {"columns": [_column(page, name, rows) for name in COLUMNS], "rows": rows}


def _column(page: PageContext, name: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A column's heading, what stands where a row has nothing, and the choices that some row has."""
    used = {id for row in rows for id in row["values"][name]}
    return {
        "name": name,
        "order": COLUMNS[name],
        "label": page.t("weigh.take" if name == "take" else f"facets.{name}"),
        "none": page.t("weigh.take_none" if name == "take" else "overview.untold"),
        "choices": [
            (id, _label(page, name, id))
            for id in (page.vocabularies.get(name, TAKEN))
            if id in used
        ],
    }


def _row(page: PageContext, practice: Listing, taken: Iterable[str]) -> dict[str, Any]:
    values = {name: stated(practice, name) for name in COLUMNS} | {
        "take": [id for id in TAKEN if id in taken][:1]
    }
    texts = {name: _label(page, name, ids[0]) for name, ids in values.items() if ids}
    texts |= {PERIOD: practice.year} if practice.year else {}
    texts |= {"size": page.t("weigh.several")} if len(values["size"]) > 1 else {}
    return {
        **page.record_link(practice),
        "key": "/".join(practice.key),
        "year": practice.year,
        "values": values,
        "cells": [texts.get(name, "") for name in COLUMNS],
    }


def _label(page: PageContext, name: str, id: str) -> str:
    return page.t(f"weigh.take_{id}") if name == "take" else page.label(name, id)


def stated(listing: Listing, facet: str) -> list[str]:
    """The values of a facet that some source states."""
    return [id for id in listing.facets.get(facet, ()) if id != UNSTATED]


def near_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The form, the routes, and the two lists by name, which a script puts in order."""
    lists = {
        kind: sorted(page.of_kind(kind), key=lambda listing: sort_key(listing.title))
        for kind in LISTED_KINDS
    }
    return titled_page(
        page,
        page.t("weigh.near_intro"),
        template="near.html",
        asks=[_ask(page, name, lists["agency"] + lists["practice"]) for name in (*ONE_OF, *ANY_OF)],
        routes=route_links(page, doc_pages),
        lists=[
            {
                "title": page.t(
                    "kinds.agency.many" if kind == "agency" else "weigh.near_practices"
                ),
                "id": kind,
                "all": page.t("search.more_values", n=page.number(len(listings))),
                "items": [
                    {
                        **page.record_link(listing),
                        "key": "/".join(listing.key),
                        "facts": list(_facts(page, listing)),
                    }
                    for listing in listings
                ],
            }
            for kind, listings in lists.items()
        ],
    )


def _ask(page: PageContext, name: str, listings: list[Listing]) -> dict[str, Any]:
    """A question with its answers; where many can be given, only those that some agency or practice has."""
    used = {id for listing in listings for id in stated(listing, name)}
    answers = (
        id
        for id in page.vocabularies[name]
        if id in used or (name in ONE_OF and id not in NO_ANSWER)
    )
    labels = {id: page.label(name, id) for id in answers}
    choices = [(id, labels[id]) for id in in_order(name, labels)]
    return {
        "name": name,
        "label": page.t(f"facets.{name}"),
        "is_one": name in ONE_OF,
        "choices": choices,
    }


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
                text = page.t(
                    "agency.figure", number=page.number(number), of=page.label("counted", of)
                )
            yield {"field": name, "id": id, "text": text, "is_repeated": text in seen}
            seen.add(text)
