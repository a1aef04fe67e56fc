"""Targets: files of the site as a function of their inputs and of nothing else; the inputs that several share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.fingerprint import digest, digest_of
from toolkit.pages.overview import language_stats
from toolkit.project import Project
from toolkit.schema import Key, Part
from toolkit.sources.doc_pages import DocPage

Files = dict[str, bytes]
"""Content by the file's path in the site."""
IN_FULL = ("strategy", "publication", "law")
"""The kinds of which lists show more than listings have."""


class Input(NamedTuple):
    """A value and the digest that identifies it."""

    value: Any
    digest: str

    @classmethod
    def of(cls, value: object) -> "Input":
        """A value that is small enough to digest whole."""
        return cls(value, digest_of(value))

    @classmethod
    def of_part(cls, part: Part) -> "Input":
        """A record or translation, identified by what its file says."""
        return cls(part, digest(part.model_dump_json(exclude_unset=True)))

    @classmethod
    def joined(cls, inputs: Mapping[Any, "Input"]) -> "Input":
        """Several inputs combined, their values under the same keys."""
        digests = {key: item.digest for key, item in inputs.items()}
        return cls({key: item.value for key, item in inputs.items()}, digest_of(digests))


@dataclass(frozen=True)
class Target:
    """Files produced together. `make` sees only the inputs' values, so no dependency can be missed."""

    name: str
    """`es record practices/id-night`"""
    make: Callable[..., Files]
    inputs: tuple[Input, ...]
    language: str = ""
    """The language of pages that search engines should list; else empty."""

    @cached_property
    def fingerprint(self) -> str:
        """Targets with equal fingerprints have equal files."""
        function = f"{self.make.__module__}.{self.make.__qualname__}"
        return digest(" ".join([function, *(item.digest for item in self.inputs)]))

    def files(self) -> Files:
        """The files, rendered by this call."""
        return self.make(*(item.value for item in self.inputs))


class ProjectInputs:
    """The inputs of a project's targets."""

    def __init__(self, project: Project) -> None:
        library = project.library
        self.project = project
        self.records = {key: Input.of_part(record) for key, record in library.records.items()}
        self.translations = {
            place: Input.of_part(value) for place, value in library.translations.items()
        }
        self.doc_pages = Input(project.doc_pages, doc_pages_digest(project.doc_pages))
        self.neighbors = {key: Input.of(library.neighbors(key)) for key in library.records}
        self.around = {key: library.around(key) for key in library.records}
        """The records that each record's page shows, itself included."""
        self.listings = {
            language: {
                key: Input.of(listing) for key, listing in library.listings[language].items()
            }
            for language in project.all_catalogs
        }
        """The listings of each language."""

    @cached_property
    def stats(self) -> Input:
        """How far each language is translated."""
        library, doc_pages = self.project.library, self.project.doc_pages
        statuses = {
            of: {key: library.statuses(of, key) for key in library.records}
            for of in self.project.catalogs
        }
        catalogs = self.project.catalogs.items()
        return Input.of(
            [language_stats(catalog, statuses[of], doc_pages) for of, catalog in catalogs]
        )

    @cached_property
    def examples(self) -> Input:
        """For each kind the text of the record with the most fields."""
        records = self.project.library.records.values()
        by_fields = sorted(records, key=lambda record: (len(record.model_fields_set), record.id))
        fullest = {record.kind: record for record in by_fields}
        return Input.of(
            {kind: self.project.source_text(record) for kind, record in fullest.items()}
        )

    def in_full(self, language: str) -> Input:
        """The strategies and publications in a language, with all their texts."""
        library = self.project.library
        keys = [record.key for kind in IN_FULL for record in library.of_kind(kind)]
        digests = [self.localized_digest(language, key) for key in keys]
        return Input([library.localized(language, key) for key in keys], digest_of(digests))

    def all_listings(self, language: str) -> Input:
        """All listings of a language."""
        return Input.joined(self.listings[language])

    @cached_property
    def whole_project(self) -> Input:
        """Everything. Its edition stands for what its folders contain."""
        project = self.project
        return Input(
            project,
            digest_of((project.edition, project.settings.values, project.settings.languages)),
        )

    def translation(self, key: Key, language: str) -> Input:
        """A record's translation, or None."""
        return self.translations.get((language, key), Input(None, ""))

    def localized_digest(self, language: str, key: Key) -> str:
        """The digest of a record with its texts in a language."""
        return digest_of((self.records[key].digest, self.translation(key, language).digest))


def doc_pages_digest(pages: Iterable[DocPage]) -> str:
    """A digest of authored pages, front matter included."""
    return digest_of([astuple(page) for page in pages])
