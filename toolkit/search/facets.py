"""The facets of the find page: fields marked as filters, and the kind. They are the same in all languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from toolkit.listing import Listing, Listings
from toolkit.pages.facets import SCALES, in_order, sort_key
from toolkit.schema import KINDS, Key, Vocabularies
from toolkit.search.document import DOC_PAGE
from toolkit.search.documents import document_order, generated_pages
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

KIND = "kind"
MAIN = (KIND, "topics", "communities", "states", "size", "evidence")
"""The find page always offers these, and the others behind "More filters" (`web/find/view.js`)."""
ORDER = (
    *MAIN,
    *(scale for scale in SCALES if scale not in MAIN),
    "languages",
    "agencies",
    "principles",
    "setting",
    "agency_type",
    "audience",
    "purpose",
    "medium",
    "genre",
)
"""Their order on the find page; filters that are not listed here come last."""
RECORD_FACETS = {"agencies": "agency", "principles": "principle"}
"""Facets whose values are ids of records, with the kind of those records."""


class SearchFacet(NamedTuple):
    """A filter of the find page."""

    name: str
    values: tuple[str, ...]
    """The values in use: scales in the order of their list, others by their label in the source language."""
    is_scale: bool
    """Whether that order means something; else the page shows the most frequent values first."""
    column: tuple[tuple[int, ...], ...]
    """The numbers of each document's values."""


class SearchFacets(NamedTuple):
    """What readers filter and sort by."""

    facets: tuple[SearchFacet, ...]
    dates: tuple[str, ...]
    """When the newest source of each document was published; empty if none has a date."""


def search_facets(
    listings: Listings, doc_pages: Iterable[DocPage], vocabularies: Vocabularies
) -> SearchFacets:
    """Every facet with the values in use, by document in the order of `search_documents`; `listings` are in English."""
    rows: list[Mapping[str, Sequence[str]]] = []
    dates: list[str] = []
    for key in document_order(listings):
        rows.append(listings[key].facets)
        dates.append(listings[key].date)
    authored = [page for page in doc_pages if page.language == SOURCE_LANGUAGE]
    for _ in [*authored, *generated_pages(listings)]:
        rows.append({KIND: (DOC_PAGE,)})
        dates.append("")
    facets = []
    for name in _names(rows):
        ids = _in_order(name, listings, vocabularies)
        facets.append(_facet(name, rows, ids))
    return SearchFacets(tuple(facets), tuple(dates))


def _names(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The facets that documents have, in their order on the find page."""
    names: set[str] = set()
    for row in rows:
        names.update(row)
    return [*[name for name in ORDER if name in names], *sorted(names.difference(ORDER))]


def _facet(
    name: str, rows: Sequence[Mapping[str, Sequence[str]]], ids: Sequence[str]
) -> SearchFacet:
    ids_by_row = [row.get(name, ()) for row in rows]
    ids_in_use: set[str] = set()
    for ids_of_row in ids_by_row:
        ids_in_use.update(ids_of_row)
    values = tuple(id for id in ids if id in ids_in_use)
    numbers = {id: number for number, id in enumerate(values)}
    column = [tuple(numbers[id] for id in ids_of_row) for ids_of_row in ids_by_row]
    return SearchFacet(name=name, values=values, is_scale=name in SCALES, column=tuple(column))


def _in_order(facet: str, listings: Mapping[Key, Listing], vocabularies: Vocabularies) -> list[str]:
    if facet == KIND:
        return [*KINDS, DOC_PAGE]
    kind = RECORD_FACETS.get(facet)
    if kind:
        records = [listing for listing in listings.values() if listing.kind == kind]
        records.sort(key=lambda record: (record.number, sort_key(record.title)))
        return [record.id for record in records]
    return in_order(facet, vocabularies[facet])
