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
    page_keys = {*IN_RESULTS, *(f"kinds.{kind}.one" for kind in KINDS)}
    for facet in facets.facets:
        if facet.name in LABELS_IN_RESULTS:
            page_keys.update(f"lists.{facet.name}.{value}" for value in facet.values)
    translated = [key for key, text in catalog.texts.items() if text]
    messages = {}
    for key in dict.fromkeys([*catalog.english, *translated]):
        if key in page_keys or key.startswith(PREFIX):
            messages[key.removeprefix(PREFIX)] = message(catalog, key)
    return messages


def facet_values(catalog: Catalog, facets: SearchFacets, listings: Listings) -> dict[str, object]:
    """The facets with their labels and the values of each document; `listings` must be in the catalog's language."""
    values = []
    for facet in facets.facets:
        heading = f"facets.{facet.name}"
        if heading not in catalog.english:
            heading = PREFIX + heading
        label = message(catalog, heading)
        labels = [_value_label(facet.name, value, catalog, listings) for value in facet.values]
        values.append([facet.name, label, facet.values, labels, int(facet.is_scale), facet.column])
    return {"facets": values, "dates": facets.dates}


def _value_label(facet: str, value: str, catalog: Catalog, listings: Listings) -> ThemeText:
    """The label of a facet's value."""
    record_kind = RECORD_FACETS.get(facet)
    if record_kind:
        title = listings[record_kind, value].title
        return PageContext("", catalog, SOURCE_LANGUAGE).meta(title)
    if facet == KIND and value in KINDS:
        return message(catalog, f"kinds.{value}.many")
    if facet == KIND:
        return message(catalog, PREFIX + DOC_PAGE_KIND)
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
    if isinstance(value, str):
        return value
    return {"text": value["text"], "lang": value["lang"]}
