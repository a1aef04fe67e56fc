"""Targets: files of the site as a function of their inputs and of nothing else; the inputs that several share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.fingerprint import digest, digest_of
from toolkit.pages.model import WORD, handout_languages
from toolkit.pages.overview import language_stats
from toolkit.project import Project
from toolkit.rereading import law_day
from toolkit.schema import Key, Part
from toolkit.schema.documents import Model
from toolkit.schema.law import FEDERAL, Law
from toolkit.sources.doc_pages import DocPage

Files = dict[str, bytes]
"""Content by the file's path in the site."""
FULL_KINDS = ("strategy", "publication", "law")
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
        values = {key: entry.value for key, entry in inputs.items()}
        digests = {key: entry.digest for key, entry in inputs.items()}
        return cls(values, digest_of(digests))


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
        digests = [entry.digest for entry in self.inputs]
        return digest(" ".join([function, *digests]))

    def files(self) -> Files:
        """The files, rendered by this call."""
        values = [entry.value for entry in self.inputs]
        return self.make(*values)


class ProjectInputs:
    """The inputs of a project's targets."""

    def __init__(self, project: Project) -> None:
        library = project.library
        self.project = project
        self.records = {key: Input.of_part(record) for key, record in library.records.items()}
        self.translations: dict[tuple[str, Key], Input] = {}
        """By language and record."""
        for language_and_key, translation in library.translations.items():
            self.translations[language_and_key] = Input.of_part(translation)
        self.doc_pages = Input(project.doc_pages, doc_pages_digest(project.doc_pages))
        self.neighbors = {key: Input.of(library.neighbors(key)) for key in library.records}
        self.around = {key: library.around(key) for key in library.records}
        """The records that each record's page shows, itself included."""
        self.listings: dict[str, dict[Key, Input]] = {}
        """The listings of each language."""
        for language in project.all_catalogs:
            listings = library.listings[language]
            self.listings[language] = {key: Input.of(entry) for key, entry in listings.items()}

    @cached_property
    def laws(self) -> list[Law]:
        """What the law of each state says."""
        records = self.project.library.of_kind("law")
        return [record for record in records if isinstance(record, Law)]

    @cached_property
    def law_days(self) -> dict[str, str]:
        """Until when the law of each state is to be read against its sources again, if it ever was."""
        return {law.id: law_day(law) for law in self.laws}

    @cached_property
    def law_states(self) -> Input:
        """The states whose law we have."""
        return Input.of([law.id for law in self.laws if law.id != FEDERAL])

    @cached_property
    def stats(self) -> Input:
        """How far each language is translated."""
        library = self.project.library
        stats = []
        for language, catalog in self.project.catalogs.items():
            statuses = {key: library.statuses(language, key) for key in library.records}
            stats.append(language_stats(catalog, statuses, self.project.doc_pages))
        return Input.of(stats)

    @cached_property
    def examples(self) -> Input:
        """For each kind the text of the record with the most fields."""
        records = self.project.library.records.values()
        by_fields = sorted(records, key=lambda record: (len(record.model_fields_set), record.id))
        fullest = {record.kind: record for record in by_fields}
        texts = {kind: self.project.source_text(record) for kind, record in fullest.items()}
        return Input.of(texts)

    @cached_property
    def handed_out(self) -> Input:
        """The languages of each model document whose Word file can be filled in, by its id."""
        languages = {}
        for model in self.project.library.of_kind("model"):
            if isinstance(model, Model) and WORD in model.formats:
                languages[model.id] = handout_languages(self.project, model.key)
        return Input.of(languages)

    def in_full(self, language: str) -> Input:
        """The records in a language of which lists show more than listings have, with all their texts."""
        library = self.project.library
        keys = []
        for kind in FULL_KINDS:
            keys += [record.key for record in library.of_kind(kind)]
        digests = [self.localized_digest(language, key) for key in keys]
        return Input([library.localized(language, key) for key in keys], digest_of(digests))

    def all_listings(self, language: str) -> Input:
        """All listings of a language."""
        return Input.joined(self.listings[language])

    @cached_property
    def whole_project(self) -> Input:
        """Everything. Its edition stands for what its folders contain."""
        project = self.project
        settings = project.settings
        identity = (project.edition, settings.values, settings.languages)
        return Input(project, digest_of(identity))

    def translation(self, key: Key, language: str) -> Input:
        """A record's translation, or None."""
        return self.translations.get((language, key), Input(None, ""))

    def localized_digest(self, language: str, key: Key) -> str:
        """The digest of a record with its texts in a language."""
        return digest_of((self.records[key].digest, self.translation(key, language).digest))


def doc_pages_digest(pages: Iterable[DocPage]) -> str:
    """A digest of authored pages, front matter included."""
    return digest_of([astuple(page) for page in pages])
