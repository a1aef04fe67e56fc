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
    order = document_order(listings)
    pages = [
        *(page for page in doc_pages if page.language == SOURCE_LANGUAGE),
        *generated_pages(listings),
    ]
    rows = [listings[key].facets for key in order] + [{KIND: (DOC_PAGE,)} for _ in pages]
    dates = (*(listings[key].date for key in order), *("" for _ in pages))
    used = {name for row in rows for name in row}
    names = [*(name for name in ORDER if name in used), *sorted(used - set(ORDER))]
    return SearchFacets(
        tuple(_facet(name, rows, _in_order(name, listings, vocabularies)) for name in names), dates
    )


def _facet(
    name: str, rows: Sequence[Mapping[str, Sequence[str]]], ids: Sequence[str]
) -> SearchFacet:
    used = {id for row in rows for id in row.get(name, ())}
    values = tuple(id for id in ids if id in used)
    numbers = {id: number for number, id in enumerate(values)}
    column = tuple(tuple(numbers[id] for id in row.get(name, ())) for row in rows)
    return SearchFacet(name, values, name in SCALES, column)


def _in_order(facet: str, listings: Mapping[Key, Listing], vocabularies: Vocabularies) -> list[str]:
    if facet == KIND:
        return [*KINDS, DOC_PAGE]
    if kind := RECORD_FACETS.get(facet):
        records = [listing for listing in listings.values() if listing.kind == kind]
        return [
            record.id
            for record in sorted(
                records, key=lambda record: (record.number, sort_key(record.title))
            )
        ]
    return in_order(facet, vocabularies[facet])
