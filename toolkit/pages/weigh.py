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
    accesses = _accesses(page)
    return {
        "filters": [_filter(page, facet, practices) for facet in FILTERS],
        "orders": [(name, page.t(f"facets.{name}")) for name in ORDERS],
        "rows": [_row(page, practice, accesses.get(practice.id, ())) for practice in practices],
    }


def _accesses(page: PageContext) -> dict[str, set[str]]:
    """How the documents of each practice can be had, by the practice's id."""
    accesses: dict[str, set[str]] = {}
    for document in page.of_kind(*TAKEN_KINDS):
        for id in document.practices:
            accesses.setdefault(id, set()).add(document.access)
    return accesses


def _filter(page: PageContext, facet: str, practices: Sequence[Listing]) -> dict[str, Any]:
    """A facet with the values that some practice has."""
    used = {id for practice in practices for id in stated(practice, facet)}
    labels = {id: page.label(facet, id) for id in page.vocabularies[facet] if id in used}
    choices = [(id, labels[id]) for id in in_order(facet, labels)]
    return {"name": facet, "label": page.t(f"facets.{facet}"), "choices": choices}


def _row(page: PageContext, practice: Listing, accesses: Collection[str]) -> dict[str, Any]:
    """A practice; `accesses` are the ways in which its documents can be had."""
    strengths = list(page.vocabularies["evidence"])
    evidence = practice.facets["evidence"][0]
    efforts = list(page.vocabularies["effort"])
    return {
        **page.record_link(practice),
        "key": "/".join(practice.key),
        "summary": page.meta(practice.summary),
        "places": [_place(page, agency) for agency in page.agencies(practice.key)],
        "evidence": page.label("evidence", evidence),
        "strength": len(strengths) - strengths.index(evidence),
        "result": brief(page, practice.result) if practice.result else "",
        "year": practice.year,
        "effort_rank": efforts.index(practice.effort) if practice.effort else "",
        "tags": _tags(page, practice, accesses),
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


def _tags(page: PageContext, practice: Listing, accesses: Collection[str]) -> list[str]:
    """Time, cost, and whether there is a document to take away, each where it is known."""
    tags = [page.label(facet, id) for facet in TAGS for id in stated(practice, facet)]
    nearest = next((access for access in TAKEN if access in accesses), "")
    if nearest:
        tags.append(page.t(f"weigh.take_{nearest}"))
    return tags
