"""What the search and the shortlist know of each record in a language, and nothing else of the library.

The files made from these views depend on what is in them, so the views are digested whole (`build/file_targets.py`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from toolkit.library import Library
from toolkit.listing import Listing
from toolkit.schema import Key, Record
from toolkit.schema.fields import Panel
from toolkit.schema.introspect import marked_fields
from toolkit.search.passages import keyword_texts


class SearchedRecord(NamedTuple):
    """A record as the search of a language sees it."""

    listing: Listing
    keywords: tuple[str, ...]
    record: Record | None
    """With its texts in the language; None if it has no page there, because the English index has them."""
    is_outdated: bool
    """Whether the English of some text has changed since it was translated."""
    pages: tuple[str, ...]
    """The text of its PDF, page by page."""


class KeptRecord(NamedTuple):
    """A record as the shortlist of a language shows it."""

    listing: Listing
    record: Record
    """With its title and the fields of its panel, and no others."""


def searched_records(library: Library, language: str) -> Mapping[Key, SearchedRecord]:
    """The records as a language's search sees them."""
    return {key: _searched_record(library, language, key) for key in library.records}


def kept_records(library: Library, language: str) -> Mapping[Key, KeptRecord]:
    """The records as a language's shortlist shows them."""
    records = {}
    for key, listing in library.listings[language].items():
        record = _with_panel_only(library.localized(language, key))
        records[key] = KeptRecord(listing, record)
    return records


def _searched_record(library: Library, language: str, key: Key) -> SearchedRecord:
    record = library.localized(language, key)
    listing = library.listings[language][key]
    has_page = listing.page_language == language
    return SearchedRecord(
        listing=listing,
        keywords=tuple(keyword_texts(record)),
        record=record if has_page else None,
        is_outdated=any(text.status == "outdated" for text in library.statuses(language, key)),
        pages=tuple(library.document_texts.get(key, ())) if has_page else (),
    )


def _with_panel_only(record: Record) -> Record:
    names = ("title", *marked_fields(type(record), Panel))
    values = {name: getattr(record, name) for name in names}
    reduced = type(record).model_construct(**values)
    reduced._id = record.id
    return reduced
