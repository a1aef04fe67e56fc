"""The library: all records, linked, with their translations, in memory. It does not change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, log
from typing import NamedTuple

from toolkit.listing import Listing, agency_ids, listing, source_dates
from toolkit.schema import KINDS, Key, Record
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import (
    TextStatus,
    english_texts,
    is_translated,
    text_statuses,
    with_translations,
)

Subject = tuple[str, str]
"""What a record is about: a vocabulary and an id in it, `("topics", "youth")`."""
Related = tuple[tuple[Key, tuple[Subject, ...]], ...]
"""Records, the most related first, each with the subjects that it shares, rarest first."""
WHOLE_SHARE = 0.85
"""The share of all records that must be translated for a language to have data files of its own."""
MAX_RELATED = 4
"""How many related records a page shows."""


class Neighbors(NamedTuple):
    """The other records on a record's page."""

    backlinks: tuple[Key, ...]
    """The records that refer to it."""
    related: Related
    """Records of its kind that share subjects, each with the subjects that it shares."""


@dataclass(frozen=True)
class Library:
    """All records, by kind and id, with the links between them."""

    records: Mapping[Key, Record]
    """In the order of kinds; then by number or id."""
    references: Mapping[Key, tuple[Key, ...]] = field(repr=False)
    backlinks: Mapping[Key, tuple[Key, ...]] = field(repr=False)
    """The records that each record refers to, and that refer to it."""
    translations: Mapping[tuple[str, Key], Translation] = field(repr=False)
    """By language and record."""
    document_texts: Mapping[Key, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The text of a record's PDF, page by page."""

    @property
    def last_checked(self) -> str:
        """The newest day on which a record was checked; empty if none says when."""
        return max((record.checked or "" for record in self.records.values()), default="")

    def of_kind(self, kind: str) -> list[Record]:
        """The records of a kind: in file order, numbered kinds by number."""
        return [record for key, record in self.records.items() if key[0] == kind]

    def neighbors(self, key: Key) -> Neighbors:
        """The other records on a record's page, and why they are there."""
        return Neighbors(self.backlinks.get(key, ()), self._related[key])

    def around(self, key: Key) -> tuple[Key, ...]:
        """The records that a record's page shows: itself, its references, its neighbors, and the agencies of each."""
        neighbors = self.neighbors(key)
        related = [other for other, _ in neighbors.related]
        keys = [key, *self.references[key], *neighbors.backlinks, *related]
        agencies: list[Key] = []
        for other in keys:
            agencies += [("agency", id) for id in agency_ids(self.records[other])]
        return tuple(dict.fromkeys([*keys, *agencies]))

    def statuses(self, language: str, key: Key) -> list[TextStatus]:
        """The status of each text of a record in a language. The source language has none."""
        if language == SOURCE_LANGUAGE:
            return []
        return self._statuses.get((language, key), self._english_texts[key])

    @cached_property
    def whole_languages(self) -> frozenset[str]:
        """English, and the languages into which nearly all records are translated."""
        translated: Counter[str] = Counter()
        for language, key in self.translations:
            if key in self.records and is_translated(self.statuses(language, key)):
                translated[language] += 1
        least = WHOLE_SHARE * len(self.records)
        whole = [language for language, number in translated.items() if number >= least]
        return frozenset([SOURCE_LANGUAGE, *whole])

    def localized(self, language: str, key: Key) -> Record:
        """A record with its texts in a language, as far as they are translated."""
        return self._localized.get((language, key), self.records[key])

    @cached_property
    def _localized(self) -> dict[tuple[str, Key], Record]:
        """Every record that has a translation, with its texts in that language."""
        localized: dict[tuple[str, Key], Record] = {}
        for (language, key), statuses in self._statuses.items():
            translation = self.translations[language, key]
            record = self.records[key]
            localized[language, key] = with_translations(record, language, translation, statuses)
        return localized

    @cached_property
    def _statuses(self) -> dict[tuple[str, Key], list[TextStatus]]:
        """The status of each text of every record that has a translation, by language."""
        statuses = {}
        for (language, key), translation in self.translations.items():
            if key in self.records:
                english = self._english_texts[key]
                statuses[language, key] = text_statuses(english, translation)
        return statuses

    @cached_property
    def _english_texts(self) -> dict[Key, list[TextStatus]]:
        """The texts of each record, as they are in a language that it is not translated into."""
        return {key: english_texts(record) for key, record in self.records.items()}

    @cached_property
    def listings(self) -> Mapping[str, dict[Key, Listing]]:
        """The listing of each record, by language."""
        dates = {key: source_dates(record) for key, record in self.records.items()}
        english = {}
        for key, record in self.records.items():
            english[key] = listing(record, self.records, dates=dates[key])
        listings = _ListingsByLanguage(english)
        for language, key in self.translations:
            if key not in self.records:
                continue
            if language not in listings:
                listings[language] = english.copy()
            is_page = is_translated(self.statuses(language, key))
            listings[language][key] = listing(
                record=self.localized(language, key),
                records=self.records,
                page_language=language if is_page else SOURCE_LANGUAGE,
                dates=dates[key],
            )
        return listings

    @cached_property
    def _related(self) -> dict[Key, Related]:
        related: dict[Key, Related] = {}
        for kind in KINDS:
            subjects_by_key = {record.key: subjects(record) for record in self.of_kind(kind)}
            related |= related_records(subjects_by_key)
        return related


class _ListingsByLanguage(dict[str, dict[Key, Listing]]):
    """The listings of the languages that records are translated into; any other language has the English ones."""

    def __init__(self, english: dict[Key, Listing]) -> None:
        super().__init__({SOURCE_LANGUAGE: english})

    def __missing__(self, language: str) -> dict[Key, Listing]:
        return self[SOURCE_LANGUAGE]


def subjects(record: Record) -> tuple[Subject, ...]:
    """What a record is about."""
    topics = [("topics", id) for id in getattr(record, "topics", ())]
    communities = [("communities", id) for id in getattr(record, "communities", ())]
    return (*topics, *communities)


def related_records(subjects_by_key: Mapping[Key, Sequence[Subject]]) -> dict[Key, Related]:
    """The most related records of each record of a kind.

    A subject that few records have says more: its weight is log(all records / records with it), the inverse
    document frequency of Spärck Jones (1972).
    """
    keys_by_subject = _keys_by_subject(subjects_by_key)
    weights: dict[Subject, float] = {}
    for subject, keys in keys_by_subject.items():
        weights[subject] = log(len(subjects_by_key) / len(keys))

    def rarest_first(subject: Subject) -> tuple[int, Subject]:
        return len(keys_by_subject[subject]), subject

    related: dict[Key, Related] = {}
    for key, subjects_of_key in subjects_by_key.items():
        shared: dict[Key, list[Subject]] = defaultdict(list)
        for subject in sorted(set(subjects_of_key), key=rarest_first):
            for other in keys_by_subject[subject]:
                shared[other].append(subject)
        shared.pop(key, None)
        rated = []
        for other, subjects_shared in shared.items():
            weight = fsum(weights[subject] for subject in subjects_shared)
            rated.append((-weight, other))
        nearest = [other for _, other in sorted(rated)[:MAX_RELATED]]
        related[key] = tuple((other, tuple(shared[other])) for other in nearest)
    return related


def _keys_by_subject(
    subjects_by_key: Mapping[Key, Sequence[Subject]],
) -> dict[Subject, list[Key]]:
    """The records that are about each subject."""
    keys: dict[Subject, list[Key]] = defaultdict(list)
    for key, subjects_of_key in subjects_by_key.items():
        for subject in dict.fromkeys(subjects_of_key):
            keys[subject].append(key)
    return keys
