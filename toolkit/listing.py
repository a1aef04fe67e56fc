"""Listings: the part of a record that lists and other records' pages show."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from toolkit.schema import KINDS, UNSTATED, Document, Key, Record
from toolkit.schema.fields import Choice, Counted, Filter
from toolkit.schema.introspect import fields
from toolkit.schema.records import Agency, Model, Principle, Strategy


class Listing(NamedTuple):
    """A record without its long texts, in a language. A page that shows only listings does not change with the rest."""

    kind: str
    id: str
    title: str
    """A `LocalizedText` where it is translated, as are the summary and the place."""
    summary: str
    place: str
    """Of an agency."""
    state: str
    """Of an agency."""
    number: int
    """Of a principle or strategy; else 0."""
    agencies: tuple[str, ...]
    """Ids; an agency lists itself."""
    facets: Mapping[str, tuple[str, ...]]
    """The values that readers can filter it by, including its agencies' values."""
    effort: str
    """Empty unless a source states it."""
    access: str
    """Of a document: `file`, `link` or `described`."""
    date: str
    """When it was made or began; else when its newest source was published. Empty if unknown."""
    filled: tuple[str, ...]
    """The fields marked as counted that it has."""
    questions: int
    """The number of open questions: entries of `unknown`."""
    aliases: tuple[str, ...]
    """Ids that it had before."""

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id

    @property
    def address(self) -> str:
        """The path of its page, from the root of a language: `practices/id-night`."""
        return address(self.kind, self.id)


Listings = Mapping[Key, Listing]
"""The records that a page may show, all in one language."""


def address(kind: str, id: str) -> str:
    """The path of a record's page, from the root of a language: `practices/id-night`."""
    return f"{KINDS[kind].address}/{id}"


def listing(record: Record, agencies: Mapping[str, Record]) -> Listing:
    """The listing of a record; `agencies` has every agency by id."""
    ids = agency_ids(record)
    effort, counted = getattr(record, "effort", UNSTATED), counted_fields(type(record))
    return Listing(
        kind=record.kind,
        id=record.id,
        title=record.title,
        summary=record.summary,
        place=getattr(record, "place", ""),
        state=getattr(record, "state", ""),
        number=ordinal(record),
        agencies=ids,
        facets=_facets(record, [agencies[id] for id in ids]),
        effort="" if effort == UNSTATED else effort,
        access=_access(record),
        date=_date(record),
        filled=tuple(name for name in counted if getattr(record, name) not in (None, [], UNSTATED)),
        questions=len(getattr(record, "unknown", ())),
        aliases=tuple(record.was),
    )


def ordinal(record: Record) -> int:
    """The place of a principle or strategy among the others; else 0."""
    return record.number if isinstance(record, Principle | Strategy) else 0


def agency_ids(record: Record) -> tuple[str, ...]:
    """The ids of the agencies whose a record is; an agency names itself, and a model document is no agency's."""
    if isinstance(record, Agency | Model):
        return (record.id,) if isinstance(record, Agency) else ()
    guests = [guest.agency for guest in getattr(record, "guests", ()) if guest.agency]
    return tuple(dict.fromkeys([*getattr(record, "agencies", ()), *guests]))


def counted_fields(model: type[Record]) -> dict[str, str]:
    """The fields that the overview counts, each with the message key of its label."""
    return {name: mark.heading for name, spec in fields(model).items() if (mark := spec.mark(Counted))}


def filters(model: type[Record]) -> dict[str, str]:
    """The fields that readers filter by, each with its facet: the vocabulary, else the name of the field."""
    return {
        name: choice.vocabulary if (choice := spec.mark(Choice)) else name
        for name, spec in fields(model).items()
        if spec.mark(Filter)
    }


def _facets(record: Record, agencies: list[Record]) -> dict[str, tuple[str, ...]]:
    """The facet values of a record. It takes over its agencies' state, setting and type."""
    facets: dict[str, tuple[str, ...]] = {"kind": (record.kind,)}
    for name, facet in filters(type(record)).items():
        if value := getattr(record, name):
            entries: list[Any] = value if isinstance(value, list) else [value]
            facets[facet] = tuple(dict.fromkeys(entry if isinstance(entry, str) else entry.id for entry in entries))
    if agencies:
        facets["agencies"] = tuple(agency.id for agency in agencies)
        for name, facet in filters(Agency).items():
            if not fields(Agency)[name].is_list:
                facets[facet] = tuple(dict.fromkeys(getattr(agency, name) for agency in agencies))
    return facets


def _access(record: Record) -> str:
    if isinstance(record, Model):
        return "file"
    if not isinstance(record, Document):
        return ""
    return "file" if record.file else "link" if record.url else "described"


def _date(record: Record) -> str:
    started = getattr(record, "started", None)
    date = getattr(record, "date", None) or (str(started.year) if started else "")
    return date or max((source.date for source in record.sources if source.date), default="")
