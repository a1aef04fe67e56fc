"""The facets of the find page: fields marked as filters, and the kind. They are the same in all languages."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from toolkit.library import Library
from toolkit.listing import Listing
from toolkit.pages.facets import SCALES, in_order, sort_key
from toolkit.schema import KINDS, Key, Vocabularies
from toolkit.search.document import DOC_PAGE
from toolkit.search.documents import document_order
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

KIND = "kind"
ORDER = (
    KIND,
    "topics",
    "communities",
    "languages",
    "states",
    "agencies",
    *SCALES,
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


class FacetRow(NamedTuple):
    """What a document is filtered and sorted by."""

    facets: Mapping[str, tuple[str, ...]]
    """Values by facet."""
    date: str


class SearchFacet(NamedTuple):
    """A filter of the find page."""

    name: str
    values: tuple[str, ...]
    """The values in use: scales in the order of their list, others by their label in the source language."""
    is_scale: bool
    """Whether that order means something; else the page shows the most frequent values first."""


def facet_rows(library: Library, doc_pages: Iterable[DocPage]) -> list[FacetRow]:
    """The facet values of each document, in the order of `search_documents`."""
    listings = library.listings(SOURCE_LANGUAGE)
    rows = [FacetRow(listings[key].facets, listings[key].date) for key in document_order(library)]
    doc_page_row = FacetRow({KIND: (DOC_PAGE,)}, "")
    return rows + [doc_page_row for page in doc_pages if page.language == SOURCE_LANGUAGE]


def search_facets(
    rows: Iterable[FacetRow], listings: Mapping[Key, Listing], vocabularies: Vocabularies
) -> list[SearchFacet]:
    """Every facet with the values in use; `listings` must be in the source language."""
    used: dict[str, set[str]] = {}
    for row in rows:
        for name, values in row.facets.items():
            used.setdefault(name, set()).update(values)
    names = [*(name for name in ORDER if name in used), *sorted(used.keys() - set(ORDER))]
    in_order = {name: _values_in_order(name, listings, vocabularies) for name in names}
    return [SearchFacet(name, tuple(id for id in in_order[name] if id in used[name]), name in SCALES) for name in names]


def _values_in_order(facet: str, listings: Mapping[Key, Listing], vocabularies: Vocabularies) -> list[str]:
    if facet == KIND:
        return [*KINDS, DOC_PAGE]
    if kind := RECORD_FACETS.get(facet):
        records = [listing for listing in listings.values() if listing.kind == kind]
        return [record.id for record in sorted(records, key=lambda record: (record.number, sort_key(record.title)))]
    return in_order(facet, vocabularies[facet])
