"""The library: all records, linked, with their translations, in memory. It does not change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.listing import Listing, agency_ids, listing
from toolkit.related import Related, related_records, subjects
from toolkit.schema import KINDS, Key, Record
from toolkit.schema.introspect import TextSlot, translatable_texts
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import TextStatus, localize, localized_texts, text_statuses

LISTED = ("title", "summary", "place")
"""The translatable fields that a listing has."""


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
    """The records that each record refers to."""
    backlinks: Mapping[Key, tuple[Key, ...]] = field(repr=False)
    """The records that refer to each record."""
    translations: Mapping[tuple[str, Key], Translation] = field(repr=False)
    """By language and record."""
    document_texts: Mapping[Key, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The text of a record's PDF, page by page."""

    @property
    def edition(self) -> str:
        """The newest day on which a record was checked: the same records are the same edition, whenever it is built."""
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
        near = [key, *self.references[key], *neighbors.backlinks, *(other for other, _ in neighbors.related)]
        agencies = [("agency", id) for other in near for id in agency_ids(self.records[other])]
        return tuple(dict.fromkeys([*near, *agencies]))

    @cached_property
    def texts(self) -> dict[Key, list[TextSlot]]:
        """Every text of each record that can be translated."""
        return {key: translatable_texts(record) for key, record in self.records.items()}

    def statuses(self, language: str, key: Key) -> list[TextStatus]:
        """The status of each text of a record in a language. The source language has none."""
        if language == SOURCE_LANGUAGE:
            return []
        return text_statuses(self.texts[key], self.translations.get((language, key)))

    def localized(self, language: str, key: Key) -> Record:
        """A record with its texts in a language, as far as they are translated."""
        return localize(self.records[key], language, self.statuses(language, key))

    def listings(self, language: str) -> Mapping[Key, Listing]:
        """The listing of each record in a language."""
        listings = dict(self._english_listings)
        for (of_language, key), translation in self.translations.items():
            if of_language == language and key in listings:
                slots = [slot for slot in self.texts[key] if slot.field in LISTED]
                texts = localized_texts(language, text_statuses(slots, translation))
                changed: dict[str, Any] = {str(field): text for (field,), text in texts.items()}
                listings[key] = listings[key]._replace(**changed)
        return listings

    @cached_property
    def _english_listings(self) -> dict[Key, Listing]:
        agencies = {record.id: record for record in self.of_kind("agency")}
        return {key: listing(record, agencies) for key, record in self.records.items()}

    @cached_property
    def _related(self) -> dict[Key, Related]:
        related: dict[Key, Related] = {}
        for kind in KINDS:
            related |= related_records({record.key: subjects(record) for record in self.of_kind(kind)})
        return related
