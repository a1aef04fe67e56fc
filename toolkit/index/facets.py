"""What readers narrow the records by: fields marked as filters, and the kind. One dictionary for all languages."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from toolkit.check import Entry
from toolkit.gather.words import Words
from toolkit.join import Toolkit
from toolkit.pages.page import Said, agency_ids, said
from toolkit.pages.views import SCALES, UNSTATED, filters, sort_key
from toolkit.records import KINDS, Agency
from toolkit.records.declared import Spec, fields

KIND = "kind"
ORDER = (
    KIND,
    "topics",
    "communities",
    "languages",
    "states",
    "agencies",
    "effort",
    "cost",
    "stage",
    "evidence",
    "principles",
    "setting",
    "agency_type",
    "audience",
    "medium",
    "genre",
)
"""The order in which the find page shows them. A filter that is not named here comes last."""


class Facet(NamedTuple):
    """A filter and its values."""

    name: str
    values: tuple[str, ...]
    """Ids that some record has: scales from least to most, the rest by the source language's labels."""
    is_scale: bool
    """Whether that order means something; else a page shows the most frequent values first."""


def values_of(entry: Entry, toolkit: Toolkit) -> dict[str, tuple[str, ...]]:
    """The values of one record by facet. What an agency is, its records are too: where, what kind, what setting."""
    agencies = agency_ids(entry)
    found: dict[str, tuple[str, ...]] = {KIND: (entry.kind,)}
    for name, facet in filters(type(entry.record)).items():
        ids = _ids(getattr(entry.record, name))
        if ids:
            found[facet] = ids
    if agencies:
        found["agencies"] = tuple(agencies)
        whose = [toolkit.get("agency", id).record for id in agencies]
        for name, facet in _of_agencies():
            found[facet] = tuple(dict.fromkeys([getattr(agency, name) for agency in whose]))
    return found


@cache
def _of_agencies() -> list[tuple[str, str]]:
    """What an agency gives to its records: the fields with one value, and their facets."""
    return [(name, facet) for name, facet in filters(Agency).items() if not isinstance(fields(Agency)[name].item, Spec)]


def dictionary(
    rows: Iterable[Mapping[str, tuple[str, ...]]], lists: Mapping[str, Mapping[str, str]], toolkit: Toolkit
) -> list[Facet]:
    """Every facet with the values that some record has."""
    used: dict[str, set[str]] = {}
    for row in rows:
        for name, ids in row.items():
            used.setdefault(name, set()).update(ids)
    names = [*(name for name in ORDER if name in used), *sorted(used.keys() - set(ORDER))]
    return [Facet(name, _sorted(name, used[name], lists, toolkit), name in SCALES) for name in names]


def label(facet: str, id: str, words: Words) -> Said:
    """What a reader calls a value that is no record."""
    if facet == KIND:
        return said(words.say(f"kinds.{id}.many") if id in KINDS else words.say("search.kind_page"))
    return said(words.say(f"lists.{facet}.{id}"))


REFS = {"agencies": "agency", "principles": "principle"}
"""Facets whose values are records."""


def _sorted(name: str, ids: set[str], lists: Mapping[str, Mapping[str, str]], toolkit: Toolkit) -> tuple[str, ...]:
    if name == KIND:
        return tuple(id for id in (*KINDS, "page") if id in ids)
    if name in REFS:
        kind = REFS[name]
        return tuple(
            sorted(
                ids,
                key=lambda id: (
                    getattr(toolkit.get(kind, id).record, "number", 0),
                    sort_key(toolkit.get(kind, id).record.title),
                ),
            )
        )
    if name in SCALES:
        places = list(lists[name])
        return tuple(sorted(ids, key=lambda id: (id == UNSTATED, places.index(id))))
    return tuple(sorted(ids, key=lambda id: (id == UNSTATED, sort_key(lists[name][id]))))


def _ids(value: Any) -> tuple[str, ...]:
    """The ids in a field: one, a list, or a list of pieces that each name one."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys([one if isinstance(one, str) else one.id for one in values]))
