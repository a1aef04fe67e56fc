"""What the files of the API have in them, declared once: the files, their JSON Schema and OpenAPI follow.

A field of a file is only ever added. If one has to go or to mean something else, the API gets another number.
"""

from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import Field, RootModel, create_model

from toolkit.schema import KINDS, Part, Record
from toolkit.schema.parts import Source

R = TypeVar("R", bound=Record)


class Entry(Part):
    """A record in the list of its kind."""

    id: str
    """It never changes."""
    title: str
    """Its title in this language; in English if that is not translated. So is the summary."""
    summary: str
    """One or two sentences, each with its source, `[@key]`."""
    page: str
    """The address of its page. The path from the top of the site, if the site does not say where it is published."""
    data: str
    """Its file, as a path in the API: `en/practices/id-night.json`."""
    translation: str
    """`original`, or how far the translation can be trusted: `reviewed`, `draft`, `machine`."""
    newest_source: str
    """When its newest source was published, as exact as the source says; empty if none has a date."""
    facets: dict[str, list[str]]
    """What readers can filter it by, with the values of its agencies. The labels are in `labels.json`."""


class List(RootModel[list[Entry]]):
    """The records of a kind in a language."""


class Labels(RootModel[dict[str, dict[str, str]]]):
    """The closed lists, each with its ids and their labels in a language."""


class Translated(Part):
    """How a record was translated."""

    status: str
    """How far it can be trusted: `reviewed`, `draft`, `machine`."""
    by: str
    """Who translated it, or the name of the program that did."""
    date: str
    """When."""
    texts: dict[str, str]
    """Texts with another status, by JSON Pointer (RFC 6901) in `record`. A `missing` one is in English; the English of
    an `outdated` one has changed since."""


class Attachment(Part):
    """A file to take away."""

    url: str
    """Its address."""
    size: int
    """In bytes."""


class RecordFile(Part, Generic[R]):
    """A record in a language. A record named here by its path has a file `PATH.json`, if not here then in `en`."""

    id: str
    """It never changes."""
    kind: str
    """Its kind: `practice`."""
    language: str
    """The language of its texts, as a BCP 47 tag."""
    languages: list[str]
    """The languages in which it has a file: English, and those in which this site has data."""
    page: str
    """The address of its page. The path from the top of the site, if the site does not say where it is published."""
    newest_source: str
    """When its newest source was published, as exact as the source says; empty if none has a date."""
    translation: Translated | None = None
    """How it was translated. Left out in English."""
    attachment: Attachment | None = None
    """The record's `file`. Left out if it has none."""
    refers_to: list[str]
    """The records that it names: `agencies/rivertown-police-department`."""
    referred_by: list[str]
    """The records that name it."""
    related: list[str]
    """Records of its kind about the same subjects, the most related first."""
    record: R
    """Its fields, as its source file has them. What the file leaves out is left out here."""


@cache
def record_file(kind: str) -> type[RecordFile[Any]]:
    """The shape of a record's file. To make all takes half a second, which no command but a build should wait for."""
    model = KINDS[kind].model
    base = RecordFile[model]  # type: ignore[valid-type]
    return create_model(f"{model.__name__}File", __base__=base, __doc__=RecordFile.__doc__)


class RowStart(Part):
    """The first columns of a record in the table of its kind. Its fields follow."""

    id: str
    """It never changes."""
    page: str
    """The address of its page."""
    translation: str
    """`original`, or how far the translation can be trusted: `reviewed`, `draft`, `machine`."""
    newest_source: str | None = None
    """When its newest source was published, as exact as the source says."""


class AnyRow(RowStart):
    """A row in the table of all records: what every kind has."""

    kind: str
    """The kind of the record."""
    title: str
    """What the record is about."""
    summary: str
    """What it says in short."""
    checked: str | None = None
    """When it was last checked against its sources."""


class SourceRow(Source):
    """A row in the table of sources."""

    kind: str
    """The kind of the record that cites it."""
    record: str
    """The id of that record."""
    bibliography: str
    """Its key in `sources.bib` and `sources.ris`, where each source is once."""


class LawRow(Part):
    """A row in the table of what the law of each state says: one statement."""

    state: str
    """The id of the law's record: `mn`; federal law's is `us`."""
    state_name: str
    """The title of that record."""
    topic: str
    """What the statement is about."""
    effect: str
    """What it does: `requires`, `forbids`, `limits`, `allows`, `open`."""
    standing: str
    """Whether it is in force."""
    since: str | None
    """Since when; empty if no source says."""
    short: str
    """What it comes to."""
    text: str
    """What it says, without the marks of its sources."""
    standing_note: str | None
    """If it is not simply in force: by whose order, until when, and what comes next."""
    sources: list[str]
    """The addresses of its sources."""
    checked: str | None
    """When it was last read against its sources."""
    due: str
    """Until when it is to be read against them again."""
    page: str
    """The address of its page."""


class FindingRow(Part):
    """A row in the table of what studies found: one finding."""

    study: str
    """The id of the study's record."""
    title: str
    """The title of the study."""
    date: str | None
    """When it was published, as exact as it is known."""
    design: str | None
    """How it was done."""
    place: str | None
    """Where it was done."""
    outcome: str | None
    """What changed, or did not."""
    effect: str
    """Which way it went."""
    text: str
    """What was found, without the marks of its sources."""
    sources: list[str]
    """The keys of its sources in that record."""
    page: str
    """The address of its page."""


class LanguageEntry(Part):
    """A language of the API."""

    language: str
    """A BCP 47 tag, which is the folder of its files."""
    name: str
    """Its name in the language itself."""
    records: int
    """How many records are in it."""


class KindEntry(Part):
    """A kind of record."""

    kind: str
    """Its name in records: `practice`."""
    folder: str
    """Its folder in each language: `practices`."""
    records: int
    """How many there are in English."""


class Index(Part):
    """What the API has."""

    version: str = Field(pattern=r"^1\.\d+$")
    """The first number changes if a field goes or means something else, the second if there is more or a file goes."""
    site: str
    """The site's name."""
    url: str
    """The site's address; empty if the site does not say where it is published."""
    languages: list[LanguageEntry]
    """English has every record. Another language is here if nearly all records are translated into it."""
    kinds: list[KindEntry]
    """The kinds of record."""
