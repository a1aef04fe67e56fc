"""The inputs that several targets of a project share, each with its digest, taken once."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from toolkit.build.targets import Input
from toolkit.fingerprint import digest, digest_of
from toolkit.linking import record_file
from toolkit.listing import Listing
from toolkit.project import Project
from toolkit.schema import Key
from toolkit.search.passages import keyword_texts
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE


class Listings(NamedTuple):
    """The listings of all records in a language."""

    values: Mapping[Key, Listing]
    digests: Mapping[Key, str]

    @property
    def all(self) -> Input:
        """All of them."""
        return Input(self.values, digest("".join(self.digests.values())))

    def some(self, keys: Sequence[Key]) -> Input:
        """Those of some records."""
        return Input({key: self.values[key] for key in keys}, digest("".join(self.digests[key] for key in keys)))


class Around(NamedTuple):
    """The other records on a record's page, which are the same in all languages."""

    neighbors: Input
    keys: tuple[Key, ...]
    """All records that the page shows, itself included."""


class ProjectInputs:
    """The inputs of a project's targets."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._listings: dict[str, Listings] = {}

    def record(self, key: Key) -> Input:
        """A record as it is written."""
        return Input(self.project.library.records[key], self.project.digests[record_file(key)])

    def translation(self, key: Key, language: str) -> Input:
        """The translation of a record, if there is one."""
        value = self.project.library.translations.get((language, key))
        return Input(value, self.project.digests[record_file(key, language)] if value else "")

    def listings(self, language: str) -> Listings:
        """What lists show of each record. Most are not translated: their digests are those of the English."""
        if language not in self._listings:
            values = self.project.library.listings(language)
            english = self.listings(SOURCE_LANGUAGE) if language != SOURCE_LANGUAGE else Listings({}, {})
            digests = {
                key: english.digests[key] if listing is english.values.get(key) else digest_of(listing)
                for key, listing in values.items()
            }
            self._listings[language] = Listings(values, digests)
        return self._listings[language]

    @cached_property
    def around(self) -> dict[Key, Around]:
        """The other records on each record's page."""
        library = self.project.library
        return {key: Around(Input.of(library.neighbors(key)), library.around(key)) for key in library.records}

    @cached_property
    def doc_pages(self) -> Input:
        """All authored pages."""
        pages = self.project.doc_pages
        return Input(pages, digest("".join(doc_page_input(page).digest for page in pages)))

    @cached_property
    def keywords(self) -> dict[Key, list[str]]:
        """What each record is searched by even where it is not translated."""
        return {key: keyword_texts(record) for key, record in self.project.library.records.items()}

    @cached_property
    def document_texts(self) -> str:
        """The digest of the texts of all PDFs."""
        return digest_of(sorted(self.project.library.document_texts.items()))

    @cached_property
    def whole(self) -> Input:
        """The whole project."""
        project = self.project
        parts = project.digests, project.sizes, project.settings.values, self.document_texts, self.doc_pages.digest
        return Input(project, digest_of(parts))


def doc_page_input(page: DocPage) -> Input:
    """An authored page with its front matter."""
    return Input(page, digest_of((page.path, page.language, page.file, page.front, page.body)))
