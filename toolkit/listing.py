"""Listings: the part of a record that lists and other records' pages show."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from toolkit.schema import KINDS, UNSTATED, Document, Key, Record
from toolkit.schema.documents import Model, Podcast
from toolkit.schema.fields import Choice, Counted, Filter
from toolkit.schema.introspect import fields, marked_fields
from toolkit.schema.records import Agency, Practice, Principle, Strategy, newest_sworn
from toolkit.sources.messages import SOURCE_LANGUAGE

API = "api/v1"
"""The folder of the site that has the records as data."""
PERIOD = "period"
"""The facet of every record that says when its newest source was published."""
PERIODS = {"2020": "from-2020", "2010": "from-2010", "0": "before-2010"}
"""Its values, each with the first year of its period."""
LASTING = ("planned", "pilot", "running")
"""Stages that readers may take for today's."""
FRESH_YEARS = 2
"""For so many years the status of a practice is not called old."""


class Listing(NamedTuple):
    """A record without its long texts, in a language. A page that shows only listings does not change with the rest."""

    kind: str
    id: str
    title: str
    """A `LocalizedText` where it is translated, as are the summary and the place."""
    summary: str
    place: str
    """Of an agency or a study."""
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
    """Of a document: `file`, `link` or `described`; of a podcast that can only be read: `transcript`."""
    date: str
    """When its newest source was published. Empty if none has a date."""
    stage: str
    """Of a practice: how far it had come in the year `as_of`. Empty unless a source states it."""
    as_of: int
    is_old: bool
    """Whether its stage may long be over: nothing newer was known when the record was last checked."""
    filled: tuple[str, ...]
    """The fields marked as counted that it has."""
    questions: int
    """The number of open questions: entries of `unknown`."""
    aliases: tuple[str, ...]
    """Addresses that it had before."""
    practices: tuple[str, ...]
    """Of a document: the ids of the practices that it belongs to."""
    news: tuple[tuple[str, str], ...]
    """The day and text of each change that readers should hear of."""
    sworn: tuple[int, str]
    """Of an agency: its newest number of sworn officers, and what they are called; 0 if no source gives it."""
    result: str
    """Of a practice: the first of its results; empty if none is reported."""
    contact: tuple[str, str] | None
    """Of an agency: what its first contact is, and the number or address."""
    page_language: str
    """The language of its page: the listing's, if enough of the record is translated; else English."""

    @property
    def year(self) -> str:
        """The year of its newest source; empty if none has a date."""
        return self.date[:4]

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id

    @property
    def address(self) -> str:
        """The path of its page, from the root of a language: `practices/id-night`."""
        return address(self.kind, self.id)


Listings = Mapping[Key, Listing]
"""The records that a page may show, all in the same language."""


def address(kind: str, id: str) -> str:
    """The path of a record's page, from the root of a language: `practices/id-night`."""
    return f"{KINDS[kind].address}/{id}"


def listing(
    record: Record, records: Mapping[Key, Record], page_language: str = SOURCE_LANGUAGE
) -> Listing:
    """The listing of a record, whose agencies are among the `records`."""
    ids = agency_ids(record)
    effort, counted = getattr(record, "effort", UNSTATED), counted_fields(type(record))
    return Listing(
        kind=record.kind,
        id=record.id,
        title=record.title,
        summary=record.summary,
        place=getattr(record, "place", None) or "",
        state=getattr(record, "state", ""),
        number=ordinal(record),
        agencies=ids,
        facets=_facets(record, [records["agency", id] for id in ids]),
        effort="" if effort == UNSTATED else effort,
        access=_access(record),
        date=newest_date(record),
        **_status(record),
        filled=tuple(name for name in counted if getattr(record, name) not in (None, [], UNSTATED)),
        questions=len(getattr(record, "unknown", ())),
        aliases=tuple(address(*key) for key in record.former_keys),
        practices=tuple(getattr(record, "practices", ())),
        news=tuple((entry.date, entry.text) for entry in record.news),
        sworn=(figure.number, figure.of)
        if (figure := newest_sworn(getattr(record, "personnel", ())))
        else (0, ""),
        result=_result(record),
        contact=_contact(record),
        page_language=page_language,
    )


def changes(listings: Iterable[Listing]) -> list[tuple[str, str, Listing]]:
    """The day and text of each change that readers should hear of, and whose it is: the newest first."""
    entries = [(day, text, listing) for listing in listings for day, text in listing.news]
    return sorted(entries, key=lambda entry: entry[0], reverse=True)


def newest_date(record: Record) -> str:
    """When the newest source of a record was published; empty if none has a date."""
    return max((source.date for source in record.sources if source.date), default="")


def ordinal(record: Record) -> int:
    """The place of a principle or strategy among the others; else 0."""
    return record.number if isinstance(record, Principle | Strategy) else 0


def agency_ids(record: Record) -> tuple[str, ...]:
    """The ids of the agencies whose a record is; an agency names itself, and a model document is no agency's."""
    if isinstance(record, Agency | Model):
        return (record.id,) if isinstance(record, Agency) else ()
    guests = [guest.agency for guest in getattr(record, "guests", ()) if guest.agency]
    return tuple(dict.fromkeys([*getattr(record, "agencies", ()), *guests]))


@cache
def counted_fields(model: type[Record]) -> dict[str, str]:
    """The fields that the overview counts, each with the message key of its label."""
    return {name: spec.label for name, spec in marked_fields(model, Counted).items()}


@cache
def filters(model: type[Record]) -> dict[str, str]:
    """The fields that readers filter by, each with its facet: the vocabulary, else the name of the field."""
    choices = {name: spec.mark(Choice) for name, spec in marked_fields(model, Filter).items()}
    return {name: choice.vocabulary if choice else name for name, choice in choices.items()}


def facet_names(model: type[Record]) -> list[str]:
    """The facets of a kind, without those of its agencies."""
    return [*filters(model).values(), PERIOD]


def _facets(record: Record, agencies: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """The facet values of a record. It takes over its agencies' state, setting, size and type."""
    facets: dict[str, tuple[str, ...]] = {
        "kind": (record.kind,),
        PERIOD: (_period(newest_date(record)),),
    }
    for name, facet in filters(type(record)).items():
        if value := getattr(record, name):
            entries: list[Any] = value if isinstance(value, list) else [value]
            facets[facet] = tuple(
                dict.fromkeys(entry if isinstance(entry, str) else entry.id for entry in entries)
            )
    if agencies:
        facets["agencies"] = tuple(agency.id for agency in agencies)
        for name, facet in filters(Agency).items():
            if not fields(Agency)[name].is_list:
                facets[facet] = tuple(dict.fromkeys(getattr(agency, name) for agency in agencies))
    return facets


def _result(record: Record) -> str:
    return record.results[0] if isinstance(record, Practice) and record.results else ""


def _contact(record: Record) -> tuple[str, str] | None:
    if not isinstance(record, Agency) or not record.contact:
        return None
    first = record.contact[0]
    return first.what, first.at


def _access(record: Record) -> str:
    if isinstance(record, Model):
        return "file"
    if not isinstance(record, Document):
        return ""
    if record.file or record.url:
        return "file" if record.file else "link"
    return "transcript" if isinstance(record, Podcast) and record.transcript else "described"


def _status(record: Record) -> dict[str, Any]:
    if not isinstance(record, Practice) or not record.as_of:
        return {"stage": "", "as_of": 0, "is_old": False}
    last_year = int((record.checked or "0")[:4]) - FRESH_YEARS
    is_old = record.stage in LASTING and record.as_of < last_year
    return {"stage": record.stage, "as_of": record.as_of, "is_old": is_old}


def _period(date: str) -> str:
    return (
        next(id for first_year, id in PERIODS.items() if date >= first_year) if date else UNSTATED
    )
