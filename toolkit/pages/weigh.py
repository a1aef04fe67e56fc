"""What helps a reader weigh a practice before opening it: the table of all practices, and "Is it for us?"."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.listing import PERIOD, Listing
from toolkit.pages.context import PageContext, of_kind
from toolkit.pages.facets import sort_key
from toolkit.schema import UNSTATED

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
MAX_LIKE = 2
"""With more settings or sizes than these, a practice is for nobody in particular."""


def table(page: PageContext) -> dict[str, Any]:
    """Every practice as a row, the strongest evidence first; then the newest, then by title."""
    taken: dict[str, set[str]] = {}
    for document in of_kind(page.listings.values(), *TAKEN_KINDS):
        for id in document.practices:
            taken.setdefault(id, set()).add(document.access)
    strength = list(page.vocabularies["evidence"])
    practices = sorted(page.of_kind("practice"), key=lambda practice: sort_key(practice.title))
    practices.sort(key=lambda practice: practice.year, reverse=True)
    practices.sort(key=lambda practice: strength.index(practice.facets["evidence"][0]))
    rows = [_row(page, practice, taken.get(practice.id, ())) for practice in practices]
    return {"columns": [_column(page, name, rows) for name in COLUMNS], "rows": rows}


def _column(page: PageContext, name: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A column's heading, what is said where a row has nothing, and the choices that some row has."""
    used = {id for row in rows for id in row["values"][name]}
    return {
        "name": name,
        "order": COLUMNS[name],
        "label": page.t("weigh.take" if name == "take" else f"facets.{name}"),
        "none": page.t("weigh.take_none" if name == "take" else "overview.untold"),
        "choices": [(id, _label(page, name, id)) for id in (page.vocabularies.get(name, TAKEN)) if id in used],
    }


def _row(page: PageContext, practice: Listing, taken: Iterable[str]) -> dict[str, Any]:
    values = {name: stated(practice, name) for name in COLUMNS} | {"take": [id for id in TAKEN if id in taken][:1]}
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


def for_us(page: PageContext, practice: Listing) -> list[dict[str, str]]:
    """Questions for a reader to answer with yes or no, each with what the record says of those who did it."""
    like = [ids for name in ("setting", "size") if (ids := _labels(page, practice, name, MAX_LIKE))]
    answers = {
        "like": [label for labels in like for label in labels],
        "time": _labels(page, practice, "effort"),
        "speakers": _labels(page, practice, "languages"),
    }
    return [
        {"question": page.t(f"weigh.{name}"), "answer": page.comma_list(labels)}
        for name, labels in answers.items()
        if labels
    ]


def _labels(page: PageContext, practice: Listing, facet: str, most: int = 9) -> Sequence[str]:
    """The labels of a facet's values but English, which every reader has; none if there are more than `most`."""
    ids = [id for id in stated(practice, facet) if id != page.catalog.in_english.language]
    return [page.label(facet, id) for id in ids] if len(ids) <= most else []
