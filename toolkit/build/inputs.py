"""Inputs that several targets share, each digested only once."""

from collections.abc import Iterable
from dataclasses import astuple
from functools import cached_property

from toolkit.build.targets import Input
from toolkit.fingerprint import digest_of
from toolkit.linking import record_file
from toolkit.pages.inputs import reference_examples, translation_stats
from toolkit.project import Project
from toolkit.schema import Key
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE


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
        return Input.of(translation_stats(self.project))

    @cached_property
    def examples(self) -> Input:
        """A whole record for each kind, for the contributor's reference."""
        return Input.of(reference_examples(self.project))

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
