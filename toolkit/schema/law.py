"""What federal and state law says to police about immigrants: one record a jurisdiction, one entry a statement.

Other pages show these statements where they bear, and never retell them.
"""

from collections.abc import Collection, Iterable
from typing import Annotated, ClassVar, NamedTuple, Self

from annotated_types import MaxLen, MinLen
from pydantic import ValidationInfo, model_validator

from toolkit.diagnostics import suggest
from toolkit.schema.fields import Choice, Date, Day, Note, Part, Prose, Section, Text, Words
from toolkit.schema.records import Record
from toolkit.schema.rules import FieldError

FEDERAL = "us"
"""The id of federal law."""
BEARING = {
    "immigration-enforcement": (
        "asking-about-status",
        "detainers",
        "agreements",
        "data",
        "federal-agents",
    ),
    "u-visas": ("u-t-certifications",),
    "human-trafficking": ("u-t-certifications",),
    "interpreting": ("language-access",),
    "identification": ("licenses-and-id",),
}
"""The topics of law that bear on a topic of records."""
ON_AGENCIES = {"asking-about-status", "detainers", "agreements", "u-t-certifications"}
"""The topics of law that every agency's page shows."""


class Statement(Part):
    """Something that a law, an order or a court says."""

    topic: Annotated[Text, Choice("law_topic")]
    """What it is about."""
    effect: Annotated[Text, Choice("law_effect")]
    """What it does, from the point of view of a local officer or sheriff."""
    short: Annotated[Words, MaxLen(40)]
    """What it comes to, in at most 40 characters, for the table: `May not hold without a judge's warrant`."""
    since: Date | None = None
    """Since when. Leave it out if no source says."""
    standing: Annotated[Text, Choice("standing")] = "in-force"
    """Whether it is in force."""
    standing_note: Note | None = None
    """If it is not simply in force: by whose order, until when, and what comes next."""
    text: Prose
    """Who must, may or may not do what, with exceptions and numbers, in at most three short sentences."""
    checked: Day | None = None
    """If it is not simply in force: the day on which it was last read against its sources, if later than the rest."""

    @property
    def shown_standing(self) -> str:
        """Its standing; empty where no law is in force: what is left open, without a day, is what no law settles."""
        is_settled = self.effect != "open" or self.since or self.standing != "in-force"
        return self.standing if is_settled else ""

    @property
    def is_hypothetical(self) -> bool:
        """Whether it would do what it says, but does not: it is blocked, on hold or not in force yet."""
        return self.standing in ("blocked", "stayed", "pending")


class Sought(Part):
    """Something that we looked for and did not find."""

    topic: Annotated[Text, Choice("law_topic")]
    """What it is about."""
    text: Note
    """What we looked for."""


class Law(Record):
    """What the law of a state says. Its id is the state's in `lists.states`, such as `ia`; federal law's is `us`."""

    kind: ClassVar[str] = "law"

    statements: Annotated[list[Statement], MinLen(1), Section("kinds.law.one", "law")]
    """What the law says, by topic, the weightiest first."""
    looked_for: Annotated[list[Sought], Section("law.not_found", "law")] = []
    """What we looked for and did not find. Each topic has a statement or an entry here."""

    @model_validator(mode="after")
    def _answers_for_a_state(self, info: ValidationInfo) -> Self:
        """A law whose id is no state would be shown nowhere, and a missing topic would read as `not found`."""
        vocabularies = info.context["vocabularies"] if info.context else {}
        states = {**vocabularies.get("states", {}), FEDERAL: "Federal law"}
        if vocabularies and self.id not in states:
            raise FieldError(f"is named `{self.id}`, which is no state.", suggest(self.id, states))
        topics = {statement.topic for statement in self.statements}
        topics |= {sought.topic for sought in self.looked_for}
        for topic in vocabularies.get("law_topic", ()):
            if topic not in topics:
                raise FieldError(
                    f"says nothing about `{topic}`.", "Add a statement, or what you looked for."
                )
        return self


class Bearing(NamedTuple):
    """What the law of a state says about a topic, in short."""

    id: str
    """Of the record."""
    topic: str
    statements: tuple[Statement, ...]
    checked: str = ""
    """When the record was last read against its sources."""
    due: str = ""
    """Until when it is to be read again."""


def topics_of_law(topics: Iterable[str]) -> set[str]:
    """The topics of law that bear on these topics of records."""
    law_topics: set[str] = set()
    for topic in topics:
        law_topics.update(BEARING.get(topic, ()))
    return law_topics


def bearing_law(
    laws: Iterable[Law], states: Iterable[str], law_topics: Collection[str]
) -> tuple[Bearing, ...]:
    """What the law of these states says on these topics of law, by state and topic."""
    by_state = {law.id: law for law in laws}
    bearings: list[Bearing] = []
    for state in dict.fromkeys(states):
        if state not in by_state:
            continue
        for topic, statements in by_topic(by_state[state]).items():
            if topic in law_topics:
                checked = by_state[state].checked or ""
                bearings.append(Bearing(state, topic, statements, checked))
    return tuple(bearings)


def by_topic(law: Law) -> dict[str, tuple[Statement, ...]]:
    """A law's statements by topic, each topic's in the record's order."""
    topics: dict[str, tuple[Statement, ...]] = {}
    for statement in law.statements:
        topics[statement.topic] = (*topics.get(statement.topic, ()), statement)
    return topics
