"""Listings: the part of a record that lists and other records' pages show."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from toolkit.schema import KINDS, UNSTATED, Document, Key, Record
from toolkit.schema.documents import Model, Podcast
from toolkit.schema.fields import Choice, Counted, Filter
from toolkit.schema.introspect import cited_keys, fields, marked_fields
from toolkit.schema.parts import Source
from toolkit.schema.records import Agency, Practice, Principle, Strategy, newest_sworn
from toolkit.sources.messages import SOURCE_LANGUAGE

API = "api/v1"
"""The folder of the site that has the records as data."""
LAW_TABLE = "law-statements"
"""The name of the table of all statements of law."""
FINDINGS_TABLE = "findings"
"""The name of the table of what studies found."""
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
    """When its newest source was published, but for those of what happened later. Empty if none has a date."""
    published: str
    """Of a document: when it was made or published, as exact as it is known; else empty."""
    later: str
    """When the newest source of what happened later was published, if it is newer; else empty."""
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
    contacts: tuple[tuple[str, str], ...]
    """Of an agency: what its first contact is, and the number or address; before a web page its telephone."""
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


class SourceDates(NamedTuple):
    """How new the sources of a record are. A date is as exact as it was given; empty if no source has one."""

    own: str
    """Of the newest source that is cited for the record itself."""
    later: str
    """Of the newest source that is cited only for what happened later, if it is newer."""


def listing(
    record: Record,
    records: Mapping[Key, Record],
    page_language: str = SOURCE_LANGUAGE,
    dates: SourceDates | None = None,
) -> Listing:
    """The listing of a record, whose agencies are among the `records`; `dates` are those of its sources."""
    dates = dates or source_dates(record)
    agencies = agency_ids(record)
    stage, as_of = _stage(record)
    return Listing(
        kind=record.kind,
        id=record.id,
        title=record.title,
        summary=record.summary,
        place=getattr(record, "place", None) or "",
        state=getattr(record, "state", ""),
        number=ordinal(record),
        agencies=agencies,
        facets=_facets(record, [records["agency", id] for id in agencies], dates.own),
        effort=_effort(record),
        access=_access(record),
        date=dates.own,
        published=getattr(record, "date", None) or "",
        later=dates.later,
        stage=stage,
        as_of=as_of,
        is_old=_is_old(stage, as_of, record.checked),
        filled=_filled(record),
        questions=len(getattr(record, "unknown", ())),
        aliases=tuple(address(*key) for key in record.former_keys),
        practices=tuple(getattr(record, "practices", ())),
        news=tuple((entry.date, entry.text) for entry in record.news),
        sworn=_sworn(record),
        result=_result(record),
        contacts=_contacts(record),
        page_language=page_language,
    )


def changes(listings: Iterable[Listing]) -> list[tuple[str, str, Listing]]:
    """The day and text of each change that readers should hear of, and whose it is: the newest first."""
    entries: list[tuple[str, str, Listing]] = []
    for listing in listings:
        entries += [(day, text, listing) for day, text in listing.news]
    return sorted(entries, key=lambda entry: entry[0], reverse=True)


def source_dates(record: Record) -> SourceDates:
    """How new the sources of a record are, those of what happened later apart."""
    confirmed = max((answer.day for answer in getattr(record, "confirmed", ())), default="")
    if not getattr(record, "since", []):
        return SourceDates(max(_newest(record.sources), confirmed), "")
    cited = cited_keys(record)
    sources_of_record_itself = []
    for source in record.sources:
        fields_citing = {path[0] for path in cited.get(source.key, ())}
        if fields_citing - {"since"}:
            sources_of_record_itself.append(source)
    newest = max(_newest(sources_of_record_itself), confirmed)
    newest_of_all = _newest(record.sources)
    if newest_of_all[:4] > newest[:4]:
        return SourceDates(newest, later=newest_of_all)
    return SourceDates(newest, later="")


def _newest(sources: Iterable[Source]) -> str:
    return max((source.date for source in sources if source.date), default="")


def ordinal(record: Record) -> int:
    """The place of a principle or strategy among the others; else 0."""
    if isinstance(record, Principle | Strategy):
        return record.number
    return 0


def agency_ids(record: Record) -> tuple[str, ...]:
    """The ids of the agencies whose a record is; an agency names itself, and a model document is no agency's."""
    if isinstance(record, Agency):
        return (record.id,)
    if isinstance(record, Model):
        return ()
    guests = [guest.agency for guest in getattr(record, "guests", ()) if guest.agency]
    return tuple(dict.fromkeys([*getattr(record, "agencies", ()), *guests]))


@cache
def counted_fields(model: type[Record]) -> dict[str, str]:
    """The fields that the overview counts, each with the message key of its label."""
    return {name: spec.label for name, spec in marked_fields(model, Counted).items()}


@cache
def filters(model: type[Record]) -> dict[str, str]:
    """The fields that readers filter by, each with its facet: the vocabulary, else the name of the field."""
    facets: dict[str, str] = {}
    for name, spec in marked_fields(model, Filter).items():
        choice = spec.mark(Choice)
        facets[name] = choice.vocabulary if choice else name
    return facets


def facet_names(model: type[Record]) -> list[str]:
    """The facets of a kind, without those of its agencies."""
    return [*filters(model).values(), PERIOD]


def _facets(
    record: Record, agencies: Sequence[Record], newest_date: str
) -> dict[str, tuple[str, ...]]:
    """The facet values of a record. It takes over its agencies' state, setting, size and type."""
    facets: dict[str, tuple[str, ...]] = {
        "kind": (record.kind,),
        PERIOD: (_period(newest_date),),
    }
    for name, facet in filters(type(record)).items():
        value = getattr(record, name)
        if value:
            facets[facet] = _facet_values(value)
    if not agencies:
        return facets
    facets["agencies"] = tuple(agency.id for agency in agencies)
    for name, facet in filters(Agency).items():
        if not fields(Agency)[name].is_list:
            facets[facet] = tuple(dict.fromkeys(getattr(agency, name) for agency in agencies))
    return facets


def _result(record: Record) -> str:
    if isinstance(record, Practice) and record.results:
        return record.results[0]
    return ""


def _contacts(record: Record) -> tuple[tuple[str, str], ...]:
    if not isinstance(record, Agency) or not record.contact:
        return ()
    first, *others = record.contact
    chosen = [first]
    if "://" in first.at:
        numbers = [point for point in others if "://" not in point.at and "@" not in point.at]
        chosen = [*numbers[:1], first]
    return tuple((point.what, point.at) for point in chosen)


def _facet_values(value: Any) -> tuple[str, ...]:
    """The ids in a field: it is an id or a list of ids, or of parts that have one."""
    entries: list[Any] = value if isinstance(value, list) else [value]
    ids = [entry if isinstance(entry, str) else entry.id for entry in entries]
    return tuple(dict.fromkeys(ids))


def _effort(record: Record) -> str:
    effort: str = getattr(record, "effort", UNSTATED)
    if effort == UNSTATED:
        return ""
    return effort


def _access(record: Record) -> str:
    if isinstance(record, Model):
        return "file"
    if not isinstance(record, Document):
        return ""
    if record.file:
        return "file"
    if record.url:
        return "link"
    if isinstance(record, Podcast) and record.transcript:
        return "transcript"
    return "described"


def _stage(record: Record) -> tuple[str, int]:
    """How far a practice had come, and in which year."""
    if not isinstance(record, Practice) or not record.as_of:
        return "", 0
    return record.stage, record.as_of


def _is_old(stage: str, as_of: int, checked: str | None) -> bool:
    year_checked = int((checked or "0")[:4])
    return stage in LASTING and as_of < year_checked - FRESH_YEARS


def _filled(record: Record) -> tuple[str, ...]:
    filled: list[str] = []
    for name in counted_fields(type(record)):
        if getattr(record, name) not in (None, [], UNSTATED):
            filled.append(name)
    return tuple(filled)


def _sworn(record: Record) -> tuple[int, str]:
    figure = newest_sworn(getattr(record, "personnel", ()))
    if not figure:
        return 0, ""
    return figure.number, figure.of


def _period(date: str) -> str:
    if not date:
        return UNSTATED
    return next(id for first_year, id in PERIODS.items() if date >= first_year)
