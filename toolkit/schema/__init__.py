"""The kinds of record and their fields, declared once."""

from typing import NamedTuple

from toolkit.schema import documents, law, records
from toolkit.schema.documents import Document
from toolkit.schema.fields import FieldPath, Key, Part, Vocabularies
from toolkit.schema.records import UNSTATED, Record
from toolkit.schema.rules import DOCUMENT_KINDS

__all__ = [
    "DOCUMENT_KINDS",
    "KINDS",
    "UNSTATED",
    "Document",
    "FieldPath",
    "Key",
    "Part",
    "Record",
    "Vocabularies",
]


class Kind(NamedTuple):
    """A kind of record: the model that declares it, and where its files and pages are."""

    id: str
    model: type[Record]
    folder: str
    """Where contributors put its files."""
    address: str
    """The folder of its pages, a permanent part of their addresses."""


KINDS: dict[str, Kind] = {
    model.kind: Kind(model.kind, model, folder, address)
    for model, folder, address in (
        (records.Agency, "agencies", "agencies"),
        (records.Practice, "practices/practice", "practices"),
        (documents.Model, "practices/model", "models"),
        (documents.Policy, "practices/policy", "policies"),
        (documents.Curriculum, "practices/curriculum", "curricula"),
        (documents.Outreach, "practices/outreach", "outreach"),
        (documents.Podcast, "practices/podcast", "podcasts"),
        (documents.Publication, "practices/publication", "publications"),
        (law.Law, "practices/law", "law"),
        (records.Principle, "practices/principle", "principles"),
        (records.Strategy, "practices/strategy", "strategies"),
    )
}
