"""The pieces that records are made of. A field is its name, its type, its marks and the docstring below it."""

from typing import Annotated, Self

from annotated_types import Ge, MinLen
from pydantic import model_validator

from toolkit.schema.fields import (
    AgencyId,
    Choice,
    Contact,
    Date,
    Day,
    HandedOut,
    Id,
    Keys,
    Line,
    Note,
    Part,
    PracticeId,
    PrincipleId,
    Prose,
    PublicationId,
    StrategyId,
    Text,
    Time,
    Url,
    Words,
    Year,
)
from toolkit.schema.rules import YEAR, FieldError

OWN_WORD = "own"
"""How a source was `seen` that is the word of an overlay's agency about itself."""


class Source(Part):
    """Where statements come from. Text cites it by its key, `[@key]`."""

    key: Id
    """A short name for citing it: `radioiowa-2009`."""
    title: Line
    """The title, exactly as the source has it."""
    publisher: Line
    """Who published it. The author comes first, if one is named."""
    date: Date | None = None
    """When it was published. Leave it out if the source does not say."""
    url: Url | None = None
    """Its address. Leave it out if it is not on the web."""
    seen: Annotated[Text, Choice("seen")]
    """How much of it you read yourself. `own`, an agency's word about itself, is for the records of an overlay."""
    note: Note | None = None
    """What a reader must know about it, such as: seen only as a repost."""


class News(Part):
    """What changed on the page of a record, or in what it tells of."""

    date: Day
    """The day of the change: `2026-11-27`."""
    text: Words
    """What readers should know, in one line."""


class Figure(Part):
    """A counted number, with its year and source."""

    number: Annotated[int, Ge(0)]
    """The number, in digits: `47`."""
    of: Annotated[Text, Choice("counted")]
    """What was counted."""
    about: bool = False
    """`true` if the source gives a round or rough number."""
    year: Year | None = None
    """The year that the number is for. Leave it out if the source does not say."""
    note: Note | None = None
    """What the number leaves out or adds."""
    cite: Keys
    """The key of its source."""

    @model_validator(mode="after")
    def _has_its_year(self) -> Self:
        if not (self.year or YEAR.search(self.note or "")):
            raise FieldError(
                "has no year.", "Add its `year`, or say in `note` that it has no year."
            )
        return self


class ContactPoint(Part):
    """A public way to reach an agency: its switchboard or the page of a unit, never a private person."""

    what: Words
    """What answers there: `Community outreach unit`."""
    at: Contact
    """A phone number, a mail address or a web address."""
    checked: Day
    """The day on which we saw it at its source."""
    cite: Keys
    """The key of its source."""


class Confirmation(Part):
    """What those who do it have told us, when we asked whether their page is right."""

    day: Day
    """The day of the answer."""
    office: Words
    """Who answered, never a person: `Community outreach unit`."""
    text: Note
    """What the answer says, in our own words."""


class Quote(Part):
    """Somebody's public words, exactly as printed."""

    text: Note
    """The words themselves, without quotation marks."""
    speaker: Words
    """Name and post, and the year: `Mark Prosser, Public Safety Director, 2012`."""
    cite: Keys
    """The key of its source."""


class Started(Part):
    """When a practice began."""

    year: Year
    """The year."""
    basis: Annotated[Text, Choice("basis")] = "stated"
    """Whether the source says so or we infer it."""
    note: Note | None = None
    """What the year means, if that is not plain: the year of the report, of the grant."""
    cite: Keys
    """The key of its source."""


class ShowsPrinciple(Part):
    """A principle that the record shows."""

    id: PrincipleId
    """The principle."""
    basis: Annotated[Text, Choice("basis")]
    """Whether a source says so or we infer it."""
    cite: Keys | None = None
    """The key of the source, where it is stated."""


class ShowsStrategy(Part):
    """A strategy that the record is an example of."""

    id: StrategyId
    """The strategy."""
    basis: Annotated[Text, Choice("basis")]
    """Whether a source says so or we infer it."""
    cite: Keys | None = None
    """The key of the source, where it is stated."""


class Study(Part):
    """A publication that bears on a practice."""

    publication: PublicationId
    """The publication. Its page says how it was done."""
    nearness: Annotated[Text, Choice("nearness")]
    """How near what it studied is to the practice."""
    text: Note
    """What it says about a practice like this one, and where it does not reach."""


class Finding(Part):
    """Something that a study found."""

    effect: Annotated[Text, Choice("effect")]
    """Which way it went."""
    outcome: Annotated[Text, Choice("outcome")] | None = None
    """What changed, or did not, such as trust in the police. Without it, the table of outcomes has no such finding."""
    text: Prose
    """What was found, and for whom."""


class Guest(Part):
    """Who is heard."""

    name: Line
    """The guest's name."""
    rank: Words
    """Rank or post at the time."""
    agency: AgencyId | None = None
    """The guest's agency, if it has a record."""


class Point(Part):
    """What is said at a moment of a recording."""

    at: Time
    """Minutes and seconds from the start, as in the transcript: `1:25`."""
    text: Prose
    """What is said there, in our own words."""


class Module(Part):
    """A unit of a course."""

    title: Words
    """What the unit is called."""
    text: Prose
    """What is taught in it."""


class Instance(Part):
    """How one of the agencies did it."""

    agency: AgencyId
    """The agency; it is among the practice's `agencies`."""
    when: Words | None = None
    """When it did it, or began: `2007 to 2023, twice a year`."""
    length: Words | None = None
    """How long it took: `ten Wednesday evenings, 6 to 9 p.m.`"""
    place: Words | None = None
    """Where it was held: `public library`."""
    text: Prose
    """What it did in its own way."""


class Example(Part):
    """Who has done it."""

    text: Prose
    """What they did, in one sentence."""
    agency: AgencyId | None = None
    """The agency that did it."""
    practice: PracticeId | None = None
    """The practice that shows it in full."""
    basis: Annotated[Text, Choice("basis")]
    """Whether a source matches the example, or we do."""


class Blank(Part):
    """A place in a model document that each agency fills in."""

    name: Id
    """What stands in the text between braces: `agency` for `{agency}`."""
    label: Words
    """What goes there, in a few words: `your agency's name`."""
    help: Words | None = None
    """What to know before filling it in."""
    example: Words | None = None
    """What it may look like, filled in."""
    optional: bool = False
    """`true` if the clauses that it stands in are left out as long as it is empty."""
    translatable: bool = False
    """`true` if words go there that each language needs of its own: not a name, number, date or address."""


class Decision(Part):
    """Something to settle before a model document is used."""

    text: Note
    """What to decide, and what depends on it."""
    counsel: bool = False
    """`true` if it depends on state law or a contract, so that the agency's lawyer must be asked."""


class ColumnChoices(Part):
    """What may be chosen in a column of a log."""

    column: Annotated[int, Ge(1)]
    """The number of the column, from 1."""
    chapter: Annotated[int, Ge(1)] | None = None
    """The number of the chapter whose points are the choices. Leave it out if they are yes and no."""


class Tally(Part):
    """A number that a spreadsheet works out of the rows of a log."""

    column: Annotated[int, Ge(1)]
    """The number of the log's column, from 1."""
    sum: bool = False
    """`true` if the numbers in the column are added up. Otherwise the rows that are filled in are counted."""
    choice: Annotated[int, Ge(1)] | None = None
    """The number of the choice, from 1, if only rows with it are counted. Yes is the first."""


class Clause(Part):
    """A paragraph, step, line or row of a model document, and what it rests on."""

    text: HandedOut
    """The words as they are handed out, with blanks such as `{agency}`. A vertical bar parts the cells of a row."""
    style: Annotated[Text, Choice("clause_style")] = "paragraph"
    """How it is set. Rows of a table stand together; the first is its head."""
    cite: Keys
    """The key of the source that it rests on, or a list of keys."""
    state_law: bool = False
    """`true` if state law decides whether it may stand as it is: its text then says so."""
    pictures: list[Annotated[Text, Choice("picture")]] = []
    """What is drawn in a flyer: one before the text, or one before each of its words in bold."""
    choices: list[ColumnChoices] = []
    """Of the first row of a log: the columns in which something is chosen."""
    tally: Tally | None = None
    """Of a row: how a spreadsheet works out its number."""
    product: bool = False
    """Of a table's first row: `true` if its last column is the two before it multiplied, and its last row a sum."""
    why: Prose | None = None
    """Why it is there."""


class Chapter(Part):
    """A part of a model document under a heading."""

    title: HandedOut
    """The heading."""
    apart: bool = False
    """`true` if it is for whoever uses the document, not for those who get it: a key, a note for the agency."""
    clauses: Annotated[list[Clause], MinLen(1)]
    """Its text, piece by piece."""
