"""What a record is: every kind, every field, declared once.

The check, the page's order, the filters, the JSON Schema for editors and the contributor's reference are all made
from the declarations here. A field is its name, its type and the docstring below it.
"""

from typing import Annotated, NamedTuple

from toolkit.records.declared import Part
from toolkit.records.text import (
    AgencyId,
    AtLeast,
    Audiences,
    Choice,
    Communities,
    Date,
    File,
    Filter,
    Id,
    Keys,
    Languages,
    Line,
    Note,
    PracticeId,
    PrincipleId,
    Prose,
    StrategyId,
    Text,
    Time,
    Topics,
    Url,
    Words,
    Year,
)


class Source(Part):
    """Where statements come from. Text cites it by its key, `[@key]`."""

    key: Id
    """A short name for citing it: `radioiowa-2009`."""
    title: Line
    """Its own title, as it was printed."""
    publisher: Line
    """Who published it; the author first, if named."""
    date: Date | None = None
    """When it was published. Leave it out if the source does not say."""
    url: Url | None = None
    """Its address. Leave it out if it is not on the web."""
    seen: Annotated[Text, Choice("seen")]
    """How much of it we read ourselves."""
    note: Note | None = None
    """What a reader must know about it, such as: seen only as a repost."""


class Figure(Part):
    """A counted number, with its year and source."""

    number: Annotated[int, AtLeast(0)]
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


class Guest(Part):
    """Who is heard."""

    name: Line
    """The guest's name."""
    rank: Words
    """Rank or post at the time."""
    agency: AgencyId | None = None
    """The guest's agency, if it has a record."""


class Point(Part):
    """What is said at one moment of a recording."""

    at: Time
    """Minutes and seconds from the start, as in the transcript: `1:25`."""
    text: Prose
    """What is said there, in our own words."""


class Module(Part):
    """One unit of a course."""

    title: Words
    """What the unit is called."""
    text: Prose
    """What is taught in it."""


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


class Record(Part):
    """What every kind of record has."""

    title: Words
    """Its name. For a practice, say what is done; for an agency or a document, give its own name."""
    summary: Prose
    """One or two sentences that let a busy reader decide whether to read on."""
    sources: Annotated[list[Source], AtLeast(1)]
    """Where the statements come from; each must be cited, and each citation must be here."""
    was: list[Id] = []
    """Ids that the record had before; their pages lead here."""


class Shared(Record):
    """What practices and documents have in common."""

    agencies: Annotated[list[AgencyId], Filter()] = []
    """Whose it is: ids of agencies, which are the names of files in agencies/."""


class Agency(Record):
    """A police agency that shares what it does."""

    type: Annotated[Text, Choice("agency_type"), Filter()]
    """What kind of agency it is."""
    place: Words
    """The city, town or county that it serves."""
    county: Words | None = None
    """The county that the place is in."""
    state: Annotated[Text, Choice("states"), Filter()]
    """The state, by its postal letters in small: `ia`."""
    setting: Annotated[Text, Choice("setting"), Filter()] = "not-stated"
    """What kind of place it is, where a source says so."""
    profiled: bool = False
    """`true` for the ten agencies of the 2012 report."""
    website: Url | None = None
    """The agency's own address on the web."""
    personnel: list[Figure] = []
    """How many people work there."""
    residents: list[Figure] = []
    """How many people live there."""
    communities: Communities = []
    """Immigrant communities that a source names."""
    languages: Languages = []
    """Languages that a source names among residents or in the agency's work."""
    context: list[Prose] = []
    """What a reader must know of the place and its people."""
    leaders: list[Prose] = []
    """Who led the work, in their public role."""
    quotes: list[Quote] = []
    """Their own words."""
    since: list[Prose] = []
    """What happened after the 2012 report that a reader should know before copying a practice."""
    unknown: list[Words] = []
    """What we looked for and did not find."""


class Practice(Shared):
    """Something that an agency does with and for immigrant communities."""

    agencies: Annotated[list[AgencyId], Filter(), AtLeast(1)]
    """Who does it: ids of agencies, which are the names of files in agencies/."""
    problem: Prose | None = None
    """What was wrong or missing before."""
    steps: list[Prose] = []
    """How it works, one step an entry, in the order a reader would follow."""
    partners: list[Prose] = []
    """Who else takes part, and with what."""
    run_by: Prose | None = None
    """Who runs it from day to day."""
    staffing: Prose | None = None
    """The people it takes."""
    resources: list[Prose] = []
    """The money, rooms and things it takes, and who gave them."""
    communities: Communities = []
    """Immigrant communities that it is for, where a source names them."""
    effort: Annotated[Text, Choice("effort"), Filter()] = "not-stated"
    """The least time that it takes, where a source says so."""
    cost: Annotated[Text, Choice("cost"), Filter()] = "not-stated"
    """The money that it took, where a source says so."""
    started: Started | None = None
    """When it began."""
    stage: Annotated[Text, Choice("stage"), Filter()] = "not-stated"
    """How far it had come when last reported."""
    evidence: Annotated[Text, Choice("evidence"), Filter()] = "described"
    """What kind of evidence there is."""
    results: list[Prose] = []
    """What came of it, good or bad."""
    lessons: list[Prose] = []
    """What those who did it would tell others: what to watch for."""
    principles: Annotated[list[ShowsPrinciple], Filter()] = []
    """Which of the eight principles it shows."""
    strategies: list[ShowsStrategy] = []
    """Which of the seven strategies it is an example of."""
    languages: Languages = []
    """Languages that it uses, where a source names them."""
    topics: Topics = []
    """What it is about."""
    quotes: list[Quote] = []
    """Words of those who did it."""
    since: list[Prose] = []
    """What happened later that a reader should know before copying it."""
    unknown: list[Words] = []
    """What we looked for and did not find."""


class Document(Shared):
    """Something to read, show or hand out: a file here, a link, or only described."""

    practices: list[PracticeId] = []
    """The practices that it belongs to."""
    file: File | None = None
    """A file beside the record, to take away: `id-night.pdf`. The text of a PDF is found by the search."""
    url: Url | None = None
    """Its address elsewhere, if it can be read or downloaded there. Leave it out if the page only tells of it."""
    form: Words | None = None
    """What it is made of: `brochure in five languages`, `90-minute webcast`."""
    date: Date | None = None
    """When it was made or published."""
    contents: list[Prose] = []
    """What is in it, point by point."""
    languages: Languages = []
    """Languages that it is in. In these, and in English, the text of its `file` is searched."""
    topics: Topics = []
    """What it is about."""
    since: list[Prose] = []
    """What happened later that a reader should know before using it."""
    unknown: list[Words] = []
    """What we looked for and did not find."""


class Policy(Document):
    """A rule that an agency sets itself."""

    number: Line | None = None
    """Its number in the agency's manual."""


class Curriculum(Document):
    """A course, for officers or for residents."""

    audience: Audiences = []
    """Who is taught."""
    length: Words | None = None
    """How long it takes: `six weekly classes`."""
    objectives: list[Prose] = []
    """What people can do or know afterwards."""
    modules: list[Module] = []
    """Its units in order."""


class Outreach(Document):
    """Something that reaches residents: a leaflet, a video, a broadcast, a form."""

    audience: Audiences = []
    """Who it is for."""
    medium: Annotated[Text, Choice("medium"), Filter()]
    """How it reaches people."""


class Podcast(Document):
    """A recording in which people who did the work tell of it."""

    series: Line
    """The series that it is an episode of."""
    host: Words | None = None
    """Who asks the questions."""
    guests: Annotated[list[Guest], AtLeast(1)]
    """Who is heard."""
    length: Time | None = None
    """How long it lasts, in minutes and seconds."""
    transcript: Url | None = None
    """The address of its full text."""
    points: list[Point] = []
    """What is said when."""


class Publication(Document):
    """A report, article or study."""

    authors: list[Line] = []
    """Who wrote it."""
    publisher: Line
    """Who published it."""
    genre: Annotated[Text, Choice("genre"), Filter()]
    """What kind of publication it is."""
    pages: Annotated[int, AtLeast(1)] | None = None
    """How many pages it has."""
    identifiers: list[Line] = []
    """Numbers to order it by: `ISBN 978-1-932582-63-5`, `NCJ 240198`."""


class Principle(Record):
    """One of the eight principles that the ten agencies' work shows."""

    number: Annotated[int, AtLeast(1)]
    """Its place among the eight."""
    examples: list[Example] = []
    """Who has shown it."""


class Strategy(Record):
    """One of the seven ways to begin."""

    number: Annotated[int, AtLeast(1)]
    """Its place among the seven."""
    effort: Annotated[Text, Choice("effort"), Filter()] = "not-stated"
    """The least time that it takes, where a source says so."""
    examples: list[Example] = []
    """Who has done it."""
    lessons: list[Prose] = []
    """What to watch for."""


class Kind(NamedTuple):
    """A kind of record: the class that declares it, and where its files and pages are."""

    id: str
    of: type[Record]
    folder: str
    """Where contributors put its files."""
    address: str
    """The folder of its pages, which stands in their addresses for good."""


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("agency", Agency, "agencies", "agencies"),
        Kind("practice", Practice, "practices/practice", "practices"),
        Kind("policy", Policy, "practices/policy", "policies"),
        Kind("curriculum", Curriculum, "practices/curriculum", "curricula"),
        Kind("outreach", Outreach, "practices/outreach", "outreach"),
        Kind("podcast", Podcast, "practices/podcast", "podcasts"),
        Kind("publication", Publication, "practices/publication", "publications"),
        Kind("principle", Principle, "practices/principle", "principles"),
        Kind("strategy", Strategy, "practices/strategy", "strategies"),
    )
}

DOCUMENT_KINDS = ("policy", "curriculum", "outreach", "publication")
"""The kinds that a reader takes away."""
