"""What a record is: every kind, every field, declared once.

Validation, the order on the page, the panel, the filters, what is searched and counted, the JSON Schema for editors and
the contributor's reference all follow from the declarations here. Marks are explained in `fields.py`.
"""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from annotated_types import Ge, MaxLen, MinLen
from pydantic import AfterValidator, Field, PrivateAttr

from toolkit.schema import parts
from toolkit.schema.fields import (
    AgencyId,
    Choice,
    Communities,
    Counted,
    Day,
    DocumentKey,
    Filter,
    FormerId,
    Key,
    Keyword,
    Languages,
    Line,
    Money,
    Panel,
    Part,
    Prose,
    Section,
    Text,
    Topics,
    Url,
    Words,
    Year,
)
from toolkit.schema.rules import FieldError

UNSTATED = "not-stated"
"""The choice for what no source says, in several vocabularies."""

SINCE = Section("page.since", "since")
QUOTES = Section("page.quotes", "quotes")
TAKES = Section("practice.takes", "what-it-takes")
SWORN = ("officers", "deputies")
"""What counts toward the size of a department."""
SIZES = ((25, "under-25"), (50, "25-to-49"), (250, "50-to-249"))
"""The sizes of departments, each with the number of officers that it stays below."""
LARGEST = "250-or-more"


def newest_sworn(personnel: Iterable[parts.Figure]) -> parts.Figure | None:
    """The newest number of sworn officers of an agency, if a source gives one."""
    sworn = [figure for figure in personnel if figure.of in SWORN]
    return max(sworn, key=lambda figure: (figure.year or 0, figure.number), default=None)


def _size(values: dict[str, Any]) -> str:
    """The size of an agency by its newest number of sworn officers."""
    sworn = newest_sworn(values.get("personnel", ()))
    if not sworn:
        return UNSTATED
    for limit, size in SIZES:
        if sworn.number < limit:
            return size
    return LARGEST


def _not_written(value: str) -> str:
    """The rule of a field that is worked out from others."""
    raise FieldError(
        "is worked out from `personnel`.", "Delete the line, and give the number of officers there."
    )


class Record(Part):
    """What every kind of record has. Its kind is its model's, its id is the name of its file."""

    kind: ClassVar[str] = ""
    """The key of its kind in `KINDS`."""
    _id: str = PrivateAttr(default="")

    title: Words
    """Its name. For a practice, say what is done; for an agency or a document, give its own name."""
    summary: Prose
    """One or two sentences that let a busy reader decide whether to read on."""
    asked: Annotated[Line | None, Keyword()] = None
    """Words that people may type to find it, if they do not know its own: `kids who interpret; relatives at a call`."""
    checked: Day | None = None
    """The day when somebody last read it against its sources: `2026-11-27`."""
    sources: Annotated[list[parts.Source], MinLen(1)]
    """Where the statements come from; each must be cited, and each citation must be here."""
    news: list[parts.News] = []
    """What changed that readers should hear of; for the page and feeds of what is new."""
    was: list[FormerId] = []
    """Ids that the record had before; their pages lead here. If its kind changed too: `publication/old-id`."""

    @property
    def former_keys(self) -> list[Key]:
        """The kinds and ids that it had before."""
        keys: list[Key] = []
        for former_id in self.was:
            kind, _, id = former_id.rpartition("/")
            keys.append((kind or self.kind, id))
        return keys

    def model_post_init(self, context: Any, /) -> None:
        """Take the id from the validation context: a file does not repeat its name."""
        if context:
            self._id = context.get("id", "")

    @property
    def id(self) -> str:
        """The name of its file without the ending: `id-night`."""
        return self._id

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self._id


class Shared(Record):
    """What practices and documents have in common."""

    agencies: Annotated[list[AgencyId], Filter()] = []
    """Whose it is: ids of agencies, which are the names of files in agencies/."""


class Agency(Record):
    """A police agency that shares what it does."""

    kind: ClassVar[str] = "agency"

    type: Annotated[Text, Choice("agency_type"), Filter(), Panel()]
    """What kind of agency it is."""
    place: Annotated[Words, Panel(), Keyword()]
    """The city, town or county that it serves."""
    county: Annotated[Words | None, Panel(), Keyword()] = None
    """The county that the place is in."""
    state: Annotated[Text, Choice("states"), Filter(), Panel()]
    """The state, by its postal letters in small: `ia`."""
    setting: Annotated[Text, Choice("setting"), Filter(), Panel(), Counted()] = UNSTATED
    """What kind of place it is: our own label. A small city has under 75,000 people, a mid-size city up to 300,000."""
    profiled: bool = False
    """`true` for the ten agencies of the 2012 report."""
    website: Annotated[Url | None, Panel()] = None
    """The agency's own address on the web."""
    contact: Annotated[
        list[parts.ContactPoint], Section("agency.contact", "contact"), Counted()
    ] = []
    """How to reach it: its switchboard or a unit, as it publishes it. Never a private person."""
    contact_sought: Day | None = None
    """The day when we last looked for a `contact` that the agency publishes, and found none."""
    personnel: Annotated[list[parts.Figure], Counted("overview.personnel")] = []
    """How many people work there."""
    size: Annotated[
        Text, AfterValidator(_not_written), Choice("size", is_scale=True), Filter(), Panel()
    ] = Field(default_factory=_size)
    """How many sworn officers it has. Not written: it is worked out from `personnel`."""
    residents: Annotated[list[parts.Figure], Counted("overview.residents")] = []
    """How many people live there."""
    communities: Communities = []
    """Immigrant communities that a source names."""
    languages: Languages = []
    """Languages that a source names among residents or in the agency's work."""
    since: Annotated[list[Prose], SINCE] = []
    """What happened after the 2012 report that a reader should know before copying a practice."""
    context: Annotated[list[Prose], Section("agency.context", "context")] = []
    """What a reader must know of the place and its people."""
    leaders: Annotated[list[Prose], Section("agency.leaders", "leaders")] = []
    """Who led the work, in their public role."""
    quotes: Annotated[list[parts.Quote], QUOTES] = []
    """Their own words."""
    unknown: list[Words] = []
    """What we looked for and did not find."""
    confirmed: list[parts.Confirmation] = []
    """What the agency answered, the newest first. Without an answer it stays empty."""


class Practice(Shared):
    """Something that an agency does with and for immigrant communities."""

    kind: ClassVar[str] = "practice"

    agencies: Annotated[list[AgencyId], Filter(), MinLen(1)]
    """Who does it: ids of agencies, which are the names of files in agencies/."""
    problem: Annotated[Prose | None, Section("practice.problem", "problem"), Counted()] = None
    """What was wrong or missing before."""
    first_step: Annotated[Prose | None, Section("practice.first_step", "first-step"), Counted()] = (
        None
    )
    """What to do first, according to those who did it."""
    steps: Annotated[list[Prose], Section("practice.steps", "steps"), Counted()] = []
    """How it works: one step per entry, in the order a reader would follow."""
    instances: Annotated[list[parts.Instance], Section("practice.instances", "instances")] = []
    """How each agency did it, if several did it in much the same way; one entry an agency."""
    run_by: Annotated[Prose | None, TAKES, Counted("practice.run_by")] = None
    """Who runs it from day to day."""
    staffing: Annotated[Prose | None, TAKES, Counted("practice.staffing")] = None
    """The staff it takes."""
    hours: Annotated[list[Prose], TAKES, Counted("practice.hours")] = []
    """The hours it takes, for staff and for the people who come."""
    spending: Annotated[list[Money], TAKES, Counted("practice.spending")] = []
    """What it cost in money, each sum with its year."""
    resources: Annotated[list[Prose], TAKES, Counted("practice.resources")] = []
    """The money, space and supplies it takes, and who gave them."""
    partners: Annotated[list[Prose], TAKES, Counted("practice.partners")] = []
    """Who else takes part, and with what."""
    take_away: Annotated[list[DocumentKey], MaxLen(3), Counted("practice.take_away")] = []
    """Documents here that a reader can use for it, the best first, as kind and id: `model/id-night`."""
    evidence: Annotated[Text, Choice("evidence", is_scale=True), Filter(), Panel()] = "described"
    """What kind of evidence there is."""
    communities: Communities = []
    """Immigrant communities that it is for, where a source names them."""
    effort: Annotated[Text, Choice("effort", is_scale=True), Filter(), Panel(), Counted()] = (
        UNSTATED
    )
    """The least time that it takes, where a source says so."""
    cost: Annotated[Text, Choice("cost", is_scale=True), Filter(), Panel(), Counted()] = UNSTATED
    """The money that it took, where a source says so."""
    started: Annotated[parts.Started | None, Panel(), Counted()] = None
    """When it began."""
    stage: Annotated[Text, Choice("stage", is_scale=True), Filter(), Panel(), Counted()] = UNSTATED
    """How far it had come when last reported."""
    as_of: Year | None = None
    """The year of the newest source that gives the stage; for `ended` on a page without a date, the year we read it."""
    results: Annotated[list[Prose], Section("practice.results", "results"), Counted()] = []
    """What came of it, good or bad."""
    studies: Annotated[list[parts.Study], Counted("practice.studies")] = []
    """Publications that bear on it, the nearest first. What the agency itself reports goes into `results`."""
    lessons: Annotated[list[Prose], Section("practice.lessons", "lessons"), Counted()] = []
    """What those who did it would tell others: what to watch for."""
    legal_limits: Annotated[
        list[Prose], Section("practice.legal_limits", "legal-limits"), Counted()
    ] = []
    """What law allows or forbids, and where."""
    principles: Annotated[list[parts.ShowsPrinciple], Filter()] = []
    """Which of the eight principles it shows."""
    strategies: list[parts.ShowsStrategy] = []
    """Which of the seven strategies it is an example of."""
    languages: Languages = []
    """Languages that it uses, where a source names them."""
    topics: Topics = []
    """What it is about."""
    quotes: Annotated[list[parts.Quote], QUOTES] = []
    """Words of those who did it."""
    since: Annotated[list[Prose], SINCE] = []
    """What happened later that a reader should know before copying it. The page begins with the first entry."""
    limited_by_law: bool = False
    """`true` if the first entry of `since` says that law now forbids or limits it: the page warns of it first."""
    unknown: list[Words] = []
    """What we looked for and did not find."""
    confirmed: list[parts.Confirmation] = []
    """What those who do it answered, the newest first. Without an answer it stays empty."""


class Principle(Record):
    """One of the eight principles that the ten agencies' work shows."""

    kind: ClassVar[str] = "principle"

    number: Annotated[int, Ge(1)]
    """Its place among the eight."""
    examples: Annotated[list[parts.Example], Section("principle.examples", "examples")] = []
    """Who has shown it."""


class Strategy(Record):
    """One of the seven ways to begin."""

    kind: ClassVar[str] = "strategy"

    number: Annotated[int, Ge(1)]
    """Its place among the seven."""
    effort: Annotated[Text, Choice("effort", is_scale=True), Filter(), Panel()] = UNSTATED
    """The least time that it takes, where a source says so."""
    examples: Annotated[list[parts.Example], Section("strategy.examples", "examples")] = []
    """Who has done it."""
    lessons: Annotated[list[Prose], Section("practice.lessons", "lessons")] = []
    """What to watch for."""
