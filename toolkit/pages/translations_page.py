"""How far each language is translated."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.pages.charts import percent
from toolkit.pages.context import PageContext
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
    texts: Mapping[str, Counts]
    """Of records, by kind."""
    complete: int
    """How many records are translated in full."""
    partial: int
    """How many records are translated in part."""


def language_stats(
    catalog: Catalog, statuses: Mapping[Key, Sequence[TextStatus]], doc_pages: Sequence[DocPage]
) -> LanguageStats:
    """A language's counts. `statuses` are of each record's texts; the source language has none."""
    texts: dict[str, Counter[str]] = {}
    complete = partial = 0
    for (kind, _), record_statuses in statuses.items():
        texts.setdefault(kind, Counter()).update(text.status for text in record_statuses)
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


def translated_share(page: PageContext, stats: LanguageStats) -> dict[str, Any]:
    """How much of everything is translated, as a bar and in words."""
    counts = [stats.messages, stats.doc_pages, *stats.texts.values()]
    total = sum(sum(count.values()) for count in counts)
    done = total - sum(count.get("missing", 0) for count in counts)
    text = page.t("weigh.translated", n=page.number(done), total=page.number(total))
    return {"filled": percent(done, total), "text": text}
