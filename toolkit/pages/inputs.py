"""Every page of a project, and the inputs of each."""

from collections.abc import Iterator, Sequence

from toolkit.library import Library, Neighbors
from toolkit.listing import Listings
from toolkit.pages.model import HandoutLanguages, handout_languages
from toolkit.pages.page import Page, doc_pages_in
from toolkit.pages.renderer import PageRenderer
from toolkit.pages.translations_page import LanguageStats, language_stats
from toolkit.project import Project
from toolkit.schema import Key, Record
from toolkit.sources.doc_pages import DocPage
from toolkit.translation import TextStatus, localize

RecordInputs = tuple[Record, list[TextStatus], Neighbors, Listings, int, HandoutLanguages]
"""The inputs of a record's page, as `PageRenderer.record_page` takes them."""
DocPageInputs = tuple[DocPage, DocPage, Listings, Sequence[DocPage]]
"""The inputs of an authored page, as `PageRenderer.doc_page` takes them."""

IN_FULL = ("strategy", "publication")
"""The kinds of which lists show more than listings have."""


def all_pages(project: Project) -> Iterator[Page]:
    """Every page in every language."""
    library, doc_pages = project.library, project.doc_pages
    stats, examples = translation_stats(project), reference_examples(project)
    for language in project.catalogs:
        renderer, listings = page_renderer(project, language), library.listings(language)
        for doc_inputs in doc_page_inputs(project, language, listings):
            yield renderer.doc_page(*doc_inputs)
        for key, listing in listings.items():
            yield renderer.record_page(*record_inputs(project, language, key, listings))
            yield from renderer.redirect_pages(listing)
        yield from renderer.list_pages(listings, records_in_full(library, language), doc_pages)
        yield from renderer.reference_pages(examples)
        yield from renderer.moved_pages()
        yield renderer.translations_page(stats)
        yield renderer.overview_page(listings, stats, doc_pages)


def page_renderer(project: Project, language: str) -> PageRenderer:
    """The renderer of a language."""
    return PageRenderer(project.catalogs[language], project.vocabularies, project.settings)


def record_inputs(project: Project, language: str, key: Key, listings: Listings) -> RecordInputs:
    """The inputs of a record's page; `listings` are of all records in the language."""
    library, record = project.library, project.library.records[key]
    statuses = library.statuses(language, key)
    around = {other: listings[other] for other in library.around(key)}
    size = project.sizes.get((record.kind, getattr(record, "file", "")), 0)
    languages = handout_languages(project, key)
    return localize(record, language, statuses), statuses, library.neighbors(key), around, size, languages


def doc_page_inputs(project: Project, language: str, listings: Listings) -> Iterator[DocPageInputs]:
    """The inputs of a language's authored pages, with listings and other pages only where they are shown."""
    for doc_page, english in doc_pages_in(language, project.doc_pages):
        show = english.front.get("show")
        shown = listings if show in ("start", "share", "data") else {}
        yield doc_page, english, shown, project.doc_pages if show else ()


def records_in_full(library: Library, language: str) -> list[Record]:
    """The strategies and publications in a language, with all their texts."""
    return [library.localized(language, record.key) for kind in IN_FULL for record in library.of_kind(kind)]


def translation_stats(project: Project) -> list[LanguageStats]:
    """How far each language is translated."""
    library = project.library
    return [
        language_stats(catalog, {key: library.statuses(language, key) for key in library.records}, project.doc_pages)
        for language, catalog in project.catalogs.items()
    ]


def reference_examples(project: Project) -> dict[str, str]:
    """For each kind the text of the record with the most fields."""
    by_fields = sorted(project.library.records.values(), key=lambda record: (len(record.model_fields_set), record.id))
    fullest = {record.kind: record for record in by_fields}
    return {kind: project.source_text(record) for kind, record in fullest.items()}
