"""Documents: what there is to read, show, hand out or fill in."""

from typing import Annotated, ClassVar

from annotated_types import Ge, MinLen

from toolkit.schema.fields import (
    AgencyId,
    Audiences,
    Choice,
    Date,
    FileName,
    Filter,
    Identifier,
    Keyword,
    Languages,
    Line,
    Note,
    Panel,
    PracticeId,
    Prose,
    Section,
    Text,
    Time,
    Topics,
    Url,
    Words,
)
from toolkit.schema.parts import Blank, Chapter, Decision, Finding, Guest, Module, Point
from toolkit.schema.records import SINCE, Shared


class Model(Shared):
    """A document drafted by this toolkit, to fill in and hand out. It says so itself, everywhere."""

    kind: ClassVar[str] = "model"

    agencies: list[AgencyId] = []
    """Agencies that its sources name. It is not theirs, so readers do not filter it by them."""
    practices: list[PracticeId] = []
    """The practices that it serves."""
    purpose: Annotated[Text, Choice("purpose"), Filter(), Panel()]
    """What kind of document it is."""
    audience: Audiences = []
    """Whom its words speak to."""
    formats: Annotated[list[Annotated[Text, Choice("format")]], MinLen(1)]
    """The files that are made of it, to take away."""
    languages: Languages = []
    """Languages that it is in: English, and those of its translations."""
    topics: Topics = []
    """What it is about."""
    blanks: list[Blank] = []
    """What each agency fills in, in the order of the form."""
    decide: Annotated[list[Decision], Section("model.decide", "decide")] = []
    """What to settle before using it."""
    chapters: Annotated[list[Chapter], MinLen(1), Section("model.text", "text")]
    """The text as it is handed out."""
    left_out: Annotated[list[Note], Section("model.left_out", "left-out")] = []
    """What we left out, and why."""


class Document(Shared):
    """Something to read, show or hand out: a file here, a link, or only described."""

    practices: list[PracticeId] = []
    """The practices that it belongs to."""
    file: FileName | None = None
    """A file beside the record, to take away: `id-night.pdf`. The search finds the text of a PDF."""
    url: Url | None = None
    """Its address elsewhere, if it can be read or downloaded there. Leave it out if the page only tells of it."""
    form: Annotated[Words | None, Panel(), Keyword()] = None
    """What it is made of: `brochure in five languages`, `90-minute webcast`."""
    date: Annotated[Date | None, Panel()] = None
    """When it was made or published."""
    since: Annotated[list[Prose], SINCE] = []
    """What happened later that a reader should know before using it."""
    contents: Annotated[list[Prose], Section("document.contents", "contents")] = []
    """What is in it, point by point."""
    languages: Languages = []
    """Languages that it is in. In these, and in English, the text of its `file` is searched."""
    topics: Topics = []
    """What it is about."""
    unknown: list[Words] = []
    """What we looked for and did not find."""


class Policy(Document):
    """A rule that an agency sets itself."""

    kind: ClassVar[str] = "policy"

    number: Annotated[Line | None, Panel()] = None
    """Its number in the agency's manual."""


class Curriculum(Document):
    """A course, for officers or for residents."""

    kind: ClassVar[str] = "curriculum"

    audience: Audiences = []
    """Who is taught."""
    length: Annotated[Words | None, Panel(), Keyword()] = None
    """How long it takes: `six weekly classes`."""
    objectives: Annotated[list[Prose], Section("document.objectives", "objectives")] = []
    """What people can do or know afterwards."""
    modules: Annotated[list[Module], Section("document.modules", "modules")] = []
    """Its units in order."""


class Outreach(Document):
    """Something that reaches residents: a leaflet, a video, a broadcast, a form."""

    kind: ClassVar[str] = "outreach"

    audience: Audiences = []
    """Who it is for."""
    medium: Annotated[Text, Choice("medium"), Filter(), Panel()]
    """How it reaches people."""


AUDIO = (".mp3", ".m4a", ".mp4")
"""How the files of recordings end."""


class Podcast(Document):
    """A recording in which people who did the work tell of it."""

    kind: ClassVar[str] = "podcast"

    series: Annotated[Line, Panel(), Keyword()]
    """The series that it is an episode of."""
    host: Annotated[Words | None, Keyword()] = None
    """Who asks the questions."""
    guests: Annotated[list[Guest], MinLen(1), Section("podcast.guests", "guests")]
    """Who is heard."""
    length: Annotated[Time | None, Panel(), Keyword()] = None
    """How long it lasts, in minutes and seconds."""
    transcript: Url | None = None
    """The address of its full text."""
    points: Annotated[list[Point], Section("podcast.points", "points")] = []
    """What is said when."""

    @property
    def has_recording(self) -> bool:
        """Whether the recording is here."""
        return (self.file or "").endswith(AUDIO)


class Publication(Document):
    """A report, article or study."""

    kind: ClassVar[str] = "publication"

    authors: Annotated[list[Line], Panel(), Keyword()] = []
    """Who wrote it."""
    publisher: Annotated[Line, Panel(), Keyword()]
    """Who published it."""
    genre: Annotated[Text, Choice("genre"), Filter(), Panel()]
    """What kind of publication it is."""
    pages: Annotated[Annotated[int, Ge(1)] | None, Panel()] = None
    """How many pages it has."""
    identifiers: Annotated[list[Identifier], Panel(), Keyword()] = []
    """Numbers to order it by: `ISBN 978-1-932582-63-5`, `NCJ 240198`."""
    design: Annotated[
        Annotated[Text, Choice("design", is_scale=True)] | None, Filter(), Panel()
    ] = None
    """How a study was done."""
    place: Annotated[Words | None, Panel(), Keyword()] = None
    """Where it was done."""
    studied: Annotated[Words | None, Panel(), Keyword()] = None
    """How many people or places it studied: `512 undocumented immigrants`."""
    findings: Annotated[list[Finding], Section("publication.findings", "findings")] = []
    """What it found; what did not work comes first."""
    reach: Annotated[list[Prose], Section("publication.reach", "reach")] = []
    """Whom and what the findings do not cover."""
