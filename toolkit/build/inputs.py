"""Inputs that several targets share, each digested only once."""

from collections.abc import Iterable
from dataclasses import astuple
from functools import cached_property

from toolkit.build.targets import Input
from toolkit.fingerprint import digest_of
from toolkit.linking import record_file
from toolkit.pages.overview import language_stats
from toolkit.project import Project
from toolkit.schema import Key
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

IN_FULL = ("strategy", "publication")
"""The kinds of which lists show more than listings have."""


class ProjectInputs:
    """The inputs of a project's targets."""

    def __init__(self, project: Project) -> None:
        library = project.library
        self.project = project
        self.doc_pages = Input(project.doc_pages, doc_pages_digest(project.doc_pages))
        self.document_texts = digest_of(sorted(library.document_texts.items()))
        """The digest of the texts of all PDFs."""
        self.neighbors = {key: Input.of(library.neighbors(key)) for key in library.records}
        self.around = {key: library.around(key) for key in library.records}
        """The records that each record's page shows, itself included."""
        self.listings = {SOURCE_LANGUAGE: self._listings(SOURCE_LANGUAGE, {})}
        """The listings of each language."""
        for language in project.catalogs:
            self.listings[language] = self._listings(language, self.listings[SOURCE_LANGUAGE])

    @cached_property
    def stats(self) -> Input:
        """How far each language is translated."""
        library, doc_pages = self.project.library, self.project.doc_pages
        statuses = {of: {key: library.statuses(of, key) for key in library.records} for of in self.project.catalogs}
        catalogs = self.project.catalogs.items()
        return Input.of([language_stats(catalog, statuses[of], doc_pages) for of, catalog in catalogs])

    @cached_property
    def examples(self) -> Input:
        """For each kind the text of the record with the most fields."""
        records = self.project.library.records.values()
        by_fields = sorted(records, key=lambda record: (len(record.model_fields_set), record.id))
        fullest = {record.kind: record for record in by_fields}
        return Input.of({kind: self.project.source_text(record) for kind, record in fullest.items()})

    def in_full(self, language: str) -> Input:
        """The strategies and publications in a language, with all their texts."""
        library = self.project.library
        keys = [record.key for kind in IN_FULL for record in library.of_kind(kind)]
        digests = [(self.record(key).digest, self.translation(key, language).digest) for key in keys]
        return Input([library.localized(language, key) for key in keys], digest_of(digests))

    def all_listings(self, language: str) -> Input:
        """All listings of a language."""
        return Input.joined(self.listings[language])

    def record(self, key: Key) -> Input:
        """A record, identified by the digest of its file."""
        return Input(self.project.library.records[key], self.project.digests[record_file(key)])

    def translation(self, key: Key, language: str) -> Input:
        """A record's translation, or None."""
        value = self.project.library.translations.get((language, key))
        return Input(value, self.project.digests[record_file(key, language)] if value else "")

    def _listings(self, language: str, english: dict[Key, Input]) -> dict[Key, Input]:
        """Untranslated listings are the English objects, so their digests are reused."""
        return {
            key: english[key] if key in english and english[key].value is listing else Input.of(listing)
            for key, listing in self.project.library.listings(language).items()
        }


def doc_pages_digest(pages: Iterable[DocPage]) -> str:
    """A digest of authored pages, front matter included."""
    return digest_of([astuple(page) for page in pages])
