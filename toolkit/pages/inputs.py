"""What pages show of a whole project."""

from toolkit.library import Library
from toolkit.pages.renderer import PageRenderer
from toolkit.pages.translations_page import LanguageStats, language_stats
from toolkit.project import Project
from toolkit.schema import Record

IN_FULL = ("strategy", "publication")
"""The kinds of which lists show more than listings have."""


def page_renderer(project: Project, language: str) -> PageRenderer:
    """The renderer of a language."""
    return PageRenderer(project.catalogs[language], project.vocabularies, project.settings)


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
