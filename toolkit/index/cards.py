"""Records and hand-written pages to cards: what is searched of each, what a result shows, what it is filtered by."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown.extensions.toc import slugify, unique

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.facets import values_of
from toolkit.join import Toolkit
from toolkit.pages.markdown import plain
from toolkit.pages.page import Here, address, moment
from toolkit.pages.views import UNSTATED

PAGE = "page"
"""The kind of a page written by hand."""
FIRST = ("practice", "policy", "curriculum", "outreach", "podcast", "publication", "strategy", "principle", "agency")
"""The order of kinds where nothing else decides: what is done before who does it."""
OWN_WORDS = ("form", "length", "series", "host", "publisher", "authors", "identifiers", "place", "county")
"""Fields that stand in the panel beside the text, not in a section."""


@dataclass(frozen=True)
class Passage:
    """A piece of a page that a result can lead to."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Card:
    """One page as it is searched and found, in one language."""

    path: str
    """From the root of the language, without an ending."""
    kind: str
    """What it is, as the reader's language calls one of it."""
    title: str
    language: str
    """The language of its text, which is not the page's where nobody has translated it."""
    passages: tuple[Passage, ...]
    """The summary first, without heading and anchor."""
    labels: str
    """What it is called and filed under, in the reader's language: searched, not shown as an excerpt."""
    agencies: tuple[str, ...]
    place: str
    effort: str
    date: str
    values: Mapping[str, tuple[str, ...]]
    """Ids by facet."""


Told = Iterable[tuple[str, str]]
"""Pieces of a section, each with the anchor of its own or an empty one."""


def _texts(value: Any) -> Told:
    return [("", text) for text in ([value] if isinstance(value, str) else value or ())]


SHAPES: dict[str, Callable[[Any], Told]] = {
    "quotes": lambda quotes: [("", f"{quote.text} — {quote.speaker}") for quote in quotes],
    "modules": lambda modules: [("", f"{module.title} {module.text}") for module in modules],
    "guests": lambda guests: [("", f"{guest.name}, {guest.rank}") for guest in guests],
    "examples": lambda examples: [("", example.text) for example in examples],
    # Each moment is a place of its own.
    "points": lambda points: [(moment(point.at), f"{point.at} {point.text}") for point in points],
}
"""How to read fields that hold more than texts."""

SECTIONS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "practice": (
        ("practice.problem", "problem", ("problem",)),
        ("practice.steps", "steps", ("steps",)),
        ("practice.takes", "what-it-takes", ("run_by", "staffing", "resources", "partners")),
        ("practice.results", "results", ("results",)),
        ("practice.lessons", "lessons", ("lessons",)),
        ("page.quotes", "quotes", ("quotes",)),
        ("page.since", "since", ("since",)),
    ),
    "agency": (
        ("page.since", "since", ("since",)),
        ("agency.context", "context", ("context",)),
        ("agency.leaders", "leaders", ("leaders",)),
        ("page.quotes", "quotes", ("quotes",)),
    ),
    "podcast": (
        ("page.since", "since", ("since",)),
        ("podcast.guests", "guests", ("guests",)),
        ("podcast.points", "points", ("points",)),
        ("document.contents", "contents", ("contents",)),
    ),
    "principle": (("principle.examples", "examples", ("examples",)),),
    "strategy": (
        ("strategy.examples", "examples", ("examples",)),
        ("practice.lessons", "lessons", ("lessons",)),
    ),
}
"""Of each kind, the sections of its page: the key of the heading, the anchor, the fields.

`unknown` and `sources` are not searched: a page that says "no evaluation was found" is no answer to `evaluation`.
"""
DOCUMENT_SECTIONS = (
    ("page.since", "since", ("since",)),
    ("document.contents", "contents", ("contents",)),
    ("document.objectives", "objectives", ("objectives",)),
    ("document.modules", "modules", ("modules",)),
)


def cards(toolkit: Toolkit, words: Words, hand: Iterable[HandPage]) -> Iterator[Card]:
    """Everything that can be found in one language, in an order that is the same in all of them.

    Records of one agency stand side by side: a reader without a question sees them together, and the columns of the
    facets become runs of equal values, which take a third of the bytes.
    """

    def place(entry: Entry) -> tuple[int, list[str], str]:
        agencies = Here("", "", words, toolkit).agencies(entry)
        return FIRST.index(entry.kind), [agency.id for agency in agencies], entry.id

    for entry in sorted(toolkit.entries.values(), key=place):
        yield record_card(entry, toolkit, words)
    own = {page.path: page for page in hand if page.language == words.language}
    for page in hand:
        if page.language == SOURCE_LANGUAGE:
            yield hand_card(own.get(page.path, page), words)


def record_card(entry: Entry, toolkit: Toolkit, words: Words) -> Card:
    """A record as it is found."""
    record: Any = entry.record
    here = Here(address(entry), "", words, toolkit)
    agencies = here.agencies(entry)
    values = values_of(entry, here)
    states = ", ".join(here.label("states", id) for id in values.get("states", ()))
    effort = getattr(record, "effort", UNSTATED)
    return Card(
        path=address(entry),
        kind=here.t(f"kinds.{entry.kind}.one"),
        title=plain(record.title),
        language=here.foreign(record.title) or words.language,
        passages=(Passage("", "", plain(record.summary)), *_passages(entry, here)),
        labels=" . ".join([here.t(f"kinds.{entry.kind}.one"), *_labels(record, values, here)]),
        agencies=() if entry.kind == "agency" else tuple(plain(agency.record.title) for agency in agencies),
        place=f"{record.place}, {states}" if entry.kind == "agency" else states,
        effort=here.label("effort", effort) if effort != UNSTATED else "",
        date=_date(record),
        values=values,
    )


def hand_card(page: HandPage, words: Words) -> Card:
    """A page written by hand, cut at its headings."""
    title = str(page.front["title"])
    passages = tuple(_hand_passages(page.body))
    kind = words.say("search.kind_page")
    return Card(page.path, kind, title, page.language, passages, "", (), "", "", "", {"kind": (PAGE,)})


def _passages(entry: Entry, here: Here) -> Iterator[Passage]:
    for key, anchor, names in SECTIONS.get(entry.kind, DOCUMENT_SECTIONS):
        told = [
            piece
            for name in names
            if hasattr(entry.record, name)
            for piece in SHAPES.get(name, _texts)(getattr(entry.record, name))
        ]
        for own in dict.fromkeys(own for own, _ in told):
            text = " ".join(plain(text) for place, text in told if place == own)
            yield Passage(here.t(key), own or anchor, text)


def _labels(record: Any, values: Mapping[str, tuple[str, ...]], here: Here) -> Iterator[str]:
    for name in OWN_WORDS:
        for _, text in _texts(getattr(record, name, None)):
            yield text
    for name, ids in values.items():
        for id in ids:
            if name == "agencies":
                yield here.toolkit.get("agency", id).record.title
            elif name not in ("kind", "principles") and id != UNSTATED:
                yield here.label(name, id)


def _date(record: Any) -> str:
    """When it was made or begun; else what the newest source says. Empty if nothing does."""
    started = getattr(record, "started", None)
    own = getattr(record, "date", None) or (str(started.year) if started else None)
    return own or max((source.date for source in record.sources if source.date), default="")


# ------------------------------------------------------------------ pages written by hand

HEADING = re.compile(r"^(#{2,3}) +(.*?)(?: *\{#([\w-]+)\})? *$", re.M)
SIGNS = re.compile(r"<[^>]*>|^[#>|*+ -]+|[*`|]|\{[#.:][^}]*\}", re.M)


def _hand_passages(body: str) -> Iterator[Passage]:
    taken: set[str] = set()
    heading, anchor, start = "", "", 0
    for found in [*HEADING.finditer(body), None]:
        text = " ".join(SIGNS.sub(" ", plain(body[start : found.start() if found else None])).split())
        if text or not start:
            yield Passage(heading, anchor, text)
        if found:
            heading = SIGNS.sub("", plain(found[2])).strip()
            # The ids that the page's headings get (Python-Markdown, extension `toc`).
            anchor, start = found[3] or unique(slugify(heading, "-"), taken), found.end()
            taken.add(anchor)
