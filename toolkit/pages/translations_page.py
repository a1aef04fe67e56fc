"""How far each language is translated."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.pages.page import doc_pages_in
from toolkit.schema import Key
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import Catalog
from toolkit.translation import TextStatus

Counts = Mapping[str, int]
"""How many texts have each status."""


class LanguageStats(NamedTuple):
    """How far a language is translated."""

    language: str
    name: str
    direction: str
    messages: Counts
    doc_pages: Counts
    texts: Mapping[str, Mapping[str, Counts]]
    """Of records, by kind and field: `texts["podcast"]["points.text"]`."""
    complete: int
    """How many records are translated in full."""
    partial: int
    """How many records are translated in part."""

    def of_kind(self, kind: str) -> Counts:
        """The texts of all fields of a kind."""
        return sum(map(Counter, self.texts[kind].values()), Counter())


def language_stats(
    catalog: Catalog, statuses: Mapping[Key, Sequence[TextStatus]], doc_pages: Sequence[DocPage]
) -> LanguageStats:
    """A language's counts. `statuses` are of each record's texts; the source language has none."""
    counts = Counter((kind, text.field, text.status) for (kind, _), texts in statuses.items() for text in texts)
    texts: dict[str, dict[str, dict[str, int]]] = {}
    for (kind, field, status), number in counts.items():
        texts.setdefault(kind, {}).setdefault(field, {})[status] = number
    complete = partial = 0
    for record_statuses in statuses.values():
        untranslated = sum(text.status == "missing" for text in record_statuses)
        complete += not untranslated
        partial += 0 < untranslated < len(record_statuses)
    missing = len(catalog.missing)
    messages = {catalog.status: len(catalog.english) - missing, "missing": missing}
    pages = Counter(
        page.status_beside(english) if page.language == catalog.language else "missing"
        for page, english in doc_pages_in(catalog.language, doc_pages)
    )
    return LanguageStats(catalog.language, catalog.name, catalog.direction, messages, pages, texts, complete, partial)
