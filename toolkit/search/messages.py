"""The search's texts in a language: its messages, and the labels of facets and their values."""

from toolkit.listing import Listings
from toolkit.pages.context import PageContext
from toolkit.pages.page import ThemeText
from toolkit.schema import KINDS
from toolkit.search.document import DOC_PAGE_KIND
from toolkit.search.facets import KIND, RECORD_FACETS, SearchFacets
from toolkit.sources.messages import (
    AS_ISOLATES,
    FALLBACK_END,
    FALLBACK_START,
    SOURCE_LANGUAGE,
    Catalog,
)

PREFIX = "search."
"""The prefix of messages that only the browser uses."""
IN_RESULTS = ("page.newest", "page.no_dates", "translation.outdated_notice", "document.file_page")
"""Messages of pages that results show, too."""
LABELS_IN_RESULTS = ("states", "evidence", "effort")
"""Facets whose labels results show."""


def result_messages(catalog: Catalog, facets: SearchFacets) -> dict[str, ThemeText]:
    """What the search box and results say. Messages have their placeholders, and every plural form of the language."""
    shown = {*IN_RESULTS, *(f"kinds.{kind}.one" for kind in KINDS)}
    shown |= {
        f"lists.{f.name}.{value}"
        for f in facets.facets
        if f.name in LABELS_IN_RESULTS
        for value in f.values
    }
    keys = dict.fromkeys([*catalog.english, *(key for key, text in catalog.texts.items() if text)])
    shown |= {key for key in keys if key.startswith(PREFIX)}
    return {key.removeprefix(PREFIX): message(catalog, key) for key in keys if key in shown}


def facet_values(catalog: Catalog, facets: SearchFacets, listings: Listings) -> dict[str, object]:
    """The facets with their labels and the values of each document; `listings` must be in the catalog's language."""
    values = []
    for facet in facets.facets:
        heading = f"facets.{facet.name}"
        label = message(catalog, heading if heading in catalog.english else PREFIX + heading)
        labels = [_value_label(facet.name, value, catalog, listings) for value in facet.values]
        values.append([facet.name, label, facet.values, labels, int(facet.is_scale), facet.column])
    return {"facets": values, "dates": facets.dates}


def _value_label(facet: str, value: str, catalog: Catalog, listings: Listings) -> ThemeText:
    """The label of a facet's value."""
    if kind := RECORD_FACETS.get(facet):
        return PageContext("", catalog, SOURCE_LANGUAGE).meta(listings[kind, value].title)
    if facet == KIND:
        return message(catalog, f"kinds.{value}.many" if value in KINDS else PREFIX + DOC_PAGE_KIND)
    return message(catalog, f"lists.{facet}.{value}")


def message(catalog: Catalog, key: str) -> ThemeText:
    """A message as the browser gets it: English where the language has none."""
    return unmarked(catalog.raw(key))


def unmarked(text: str) -> ThemeText:
    """A text as the browser gets it, whether or not it stands in for a missing message."""
    english = text.removeprefix(FALLBACK_START).removesuffix(FALLBACK_END)
    if len(english) < len(text) - 1 and FALLBACK_END not in english:
        return {"text": english, "lang": SOURCE_LANGUAGE, "dir": "ltr"}
    return text.translate(AS_ISOLATES)  # perhaps English in a text of the language


def shown_text(text: ThemeText) -> ThemeText:
    """A text as the browser gets it; its letters give its direction."""
    value = unmarked(text) if isinstance(text, str) else text
    return value if isinstance(value, str) else {"text": value["text"], "lang": value["lang"]}
