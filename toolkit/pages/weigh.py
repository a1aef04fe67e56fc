"""The table of all practices, which a reader filters and puts in order."""

from collections.abc import Collection, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.answers import TAKEN, TAKEN_KINDS, brief
from toolkit.pages.context import PageContext
from toolkit.pages.facets import in_order, sort_key
from toolkit.pages.near import stated

FILTERS = ("topics", "communities", "states", "size", "evidence")
"""The facets by which the table can be filtered."""
ORDERS = ("evidence", "period", "effort")
"""By what the table can be put in order: the strongest, the newest, the least first."""
TAGS = ("effort", "cost")
"""Facets that few sources report. They are shown where they are known."""


def table(page: PageContext) -> dict[str, Any]:
    """Every practice as a row, the strongest evidence first; then the newest, then by title."""
    practices = page.of_kind("practice")
    strength = list(page.vocabularies["evidence"])
    practices.sort(
        key=lambda practice: (
            strength.index(practice.facets["evidence"][0]),
            -int(practice.year or 0),
            sort_key(practice.title),
        )
    )
    return {
        "filters": [_filter(page, facet, practices) for facet in FILTERS],
        "orders": [(name, page.t(f"facets.{name}")) for name in ORDERS],
        "rows": [_row(page, practice) for practice in practices],
    }


def _filter(page: PageContext, facet: str, practices: Sequence[Listing]) -> dict[str, Any]:
    """A facet with the values that some practice has."""
    used = {id for practice in practices for id in stated(practice, facet)}
    labels = {id: page.label(facet, id) for id in page.vocabularies[facet] if id in used}
    choices = [(id, labels[id]) for id in in_order(facet, labels)]
    return {"name": facet, "label": page.t(f"facets.{facet}"), "choices": choices}


def _row(page: PageContext, practice: Listing) -> dict[str, Any]:
    evidence = practice.facets["evidence"][0]
    efforts = list(page.vocabularies["effort"])
    return {
        **page.record_link(practice),
        "key": "/".join(practice.key),
        "summary": page.meta(practice.summary),
        "places": [_place(page, agency) for agency in page.agencies(practice.key)],
        "evidence": page.label("evidence", evidence),
        "strength": len(page.vocabularies["evidence"])
        - list(page.vocabularies["evidence"]).index(evidence),
        "result": brief(page, practice.result) if practice.result else "",
        "year": practice.year,
        "effort_rank": efforts.index(practice.effort) if practice.effort else "",
        "tags": _tags(page, practice),
        "values": {facet: stated(practice, facet) for facet in FILTERS},
    }


def _place(page: PageContext, agency: Listing) -> dict[str, Any]:
    """Where an agency is, and how large it is."""
    sizes = [page.label("size", id) for id in stated(agency, "size")]
    return {
        "text": page.meta(agency.place),
        "state": page.label("states", agency.state),
        "size": sizes[0] if sizes else "",
    }


def _tags(page: PageContext, practice: Listing) -> list[str]:
    """Time, cost, and whether there is a document to take away, each where it is known."""
    tags = [page.label(facet, id) for facet in TAGS for id in stated(practice, facet)]
    access = _best_access(page, practice)
    if access:
        tags.append(page.t(f"weigh.take_{access}"))
    return tags


def _best_access(page: PageContext, practice: Listing) -> str:
    """How the nearest of its documents can be had; empty if there is none."""
    accesses: Collection[str] = {
        document.access
        for document in page.of_kind(*TAKEN_KINDS)
        if practice.id in document.practices
    }
    return next((access for access in TAKEN if access in accesses), "")
