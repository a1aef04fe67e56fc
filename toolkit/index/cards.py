"""Records and hand-written pages to cards: what is searched of each, what a result shows, what it is filtered by."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from markdown.extensions.toc import slugify, unique

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.facets import values_of
from toolkit.join import Lazily, Name, Toolkit
from toolkit.pages.markdown import plain
from toolkit.pages.page import Here, Said, address, agency_ids, moment
from toolkit.pages.views import UNSTATED

PAGE = "page"
"""The kind of a page written by hand."""
HAND_VALUES = {"kind": (PAGE,)}
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
    key: str = ""
    """Of its heading, if the toolkit gave it."""
    language: str = ""
    """If it is another than the page's."""
    file: str = ""
    """If it is a page of the document beside the record; then the anchor is its address from the root of the site."""
    page: int = 0
    """Which page of the document."""


UNDETERMINED = "und"
"""The language of a text that may be in one of several (RFC 5646, 4.1)."""
NOTHING = Passage("", "", "")


@dataclass(frozen=True)
class Card:
    """One page as it is searched and found, in one language."""

    path: str
    """From the root of the language, without an ending."""
    kind: str
    """The key of what one of it is called."""
    title: str
    language: str
    """The language of its texts. Where nobody has translated any, they are English, and not told again here."""
    passages: tuple[Passage, ...]
    """The summary first, without heading and anchor."""
    labels: str
    """What it is called and filed under, in the reader's language: searched, not shown as an excerpt."""
    agencies: tuple[Said, ...]
    place: Said
    effort: str
    """The key of its label."""
    date: str
    values: Mapping[str, tuple[str, ...]]
    """Ids by facet."""
    title_language: str = ""
    """If it is another than the page's."""
    states: tuple[str, ...] = ()
    """The keys of their labels."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""


Told = Iterable[tuple[str, str, str]]
"""Pieces of a section, each with the anchor of its own or an empty one, and the text that says its language."""


def _texts(value: Any) -> Told:
    return [("", text, text) for text in ([value] if isinstance(value, str) else value or ())]


SHAPES: dict[str, Callable[[Any], Told]] = {
    "quotes": lambda quotes: [("", f"{quote.text} — {quote.speaker}", quote.text) for quote in quotes],
    "modules": lambda modules: [("", f"{module.title} {module.text}", module.text) for module in modules],
    "guests": lambda guests: [("", f"{guest.name}, {guest.rank}", guest.rank) for guest in guests],
    "examples": lambda examples: [("", example.text, example.text) for example in examples],
    # Each moment is a place of its own.
    "points": lambda points: [(moment(point.at), f"{point.at} {point.text}", point.text) for point in points],
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
FILE_PAGE = "document.file_page"
HEADINGS = (
    *dict.fromkeys(key for sections in (*SECTIONS.values(), DOCUMENT_SECTIONS) for key, _, _ in sections),
    FILE_PAGE,
)
"""The keys of all headings."""


def ordered(toolkit: Toolkit) -> list[Name]:
    """The names of the records in the order of the cards, which is the same in all languages.

    Records of one agency stand side by side: a reader without a question sees them together, and the columns of the
    facets become runs of equal values, which take a third of the bytes.
    """
    places = {
        name: (FIRST.index(entry.kind), agency_ids(entry), entry.id) for name, entry in toolkit.source.entries.items()
    }
    return sorted(places, key=places.__getitem__)


def record_cards(toolkit: Toolkit, words: Words) -> Mapping[Name, Card]:
    """Every record as it is found, made when it is asked for."""
    return Lazily(toolkit.entries, lambda name: record_card(toolkit.entries[name], toolkit, words))


class Cards(Sequence[Card]):
    """Everything that can be found in one language, in order: records, then pages by hand."""

    def __init__(
        self, records: Mapping[Name, Card], order: Sequence[Name], words: Words, hand: Sequence[HandPage]
    ) -> None:
        self.records, self.order, self.words = records, order, words
        own = {page.path: page for page in hand if page.language == words.language}
        self.hand = [(own.get(page.path, page), page) for page in hand if page.language == SOURCE_LANGUAGE]

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> list[Card]: ...
    def __getitem__(self, at: int | slice) -> Card | list[Card]:
        """A card by its number."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at < len(self.order):
            return self.records[self.order[at]]
        page, english = self.hand[at - len(self.order)]
        return hand_card(page, self.words, page.state(english) == "outdated")

    def __len__(self) -> int:
        """How many there are."""
        return len(self.order) + len(self.hand)


def filed(
    toolkit: Toolkit, words: Words, hand: Iterable[HandPage]
) -> Iterator[tuple[Mapping[str, tuple[str, ...]], str]]:
    """What each card is filed under, in the order of the cards: values by facet, and a date."""
    for name in ordered(toolkit):
        entry = toolkit.entries[name]
        yield values_of(entry, Here(address(entry), "", words, toolkit)), _date(entry.record)
    for page in hand:
        if page.language == SOURCE_LANGUAGE:
            yield HAND_VALUES, ""


def record_card(entry: Entry, toolkit: Toolkit, words: Words) -> Card:
    """A record as it is found."""
    record: Any = entry.record
    here = Here(address(entry), "", words, toolkit)
    agencies = here.agencies(entry)
    values = values_of(entry, here)
    effort = getattr(record, "effort", UNSTATED)
    states = toolkit.states_of(entry)
    is_agency = entry.kind == "agency"
    is_foreign = states == {"missing"}
    return Card(
        path=address(entry),
        kind=f"kinds.{entry.kind}.one",
        title="" if is_foreign else plain(record.title),
        language=SOURCE_LANGUAGE if is_foreign else words.language,
        passages=(NOTHING,) if is_foreign else (*_passages(entry, here), *_file_pages(entry, here)),
        labels=" . ".join([here.t(f"kinds.{entry.kind}.one"), *_labels(record, values, here)]),
        agencies=() if is_agency else tuple(here.meta(agency.record.title) for agency in agencies),
        place=here.meta(record.place) if is_agency else "",
        effort=f"lists.effort.{effort}" if effort != UNSTATED else "",
        date=_date(record),
        values=values,
        title_language=here.foreign(record.title),
        states=tuple(f"lists.states.{id}" for id in values.get("states", ())),
        is_outdated="outdated" in states,
    )


def hand_card(page: HandPage, words: Words, is_outdated: bool) -> Card:
    """A page written by hand, cut at its headings."""
    is_foreign = page.language != words.language
    return Card(
        path=page.path,
        kind="kind_page",
        title="" if is_foreign else str(page.front["title"]),
        language=page.language,
        passages=(NOTHING,) if is_foreign else tuple(_hand_passages(page.body)),
        labels="",
        agencies=(),
        place="",
        effort="",
        date="",
        values=HAND_VALUES,
        is_outdated=is_outdated,
    )


def _passages(entry: Entry, here: Here) -> Iterator[Passage]:
    """Each in one language: a section that is only partly translated is two."""
    summary = entry.record.summary
    yield Passage("", "", plain(summary), language=here.foreign(summary))
    for key, anchor, names in SECTIONS.get(entry.kind, DOCUMENT_SECTIONS):
        told = [
            piece
            for name in names
            if hasattr(entry.record, name)
            for piece in SHAPES.get(name, _texts)(getattr(entry.record, name))
        ]
        pieces: dict[tuple[str, str], list[str]] = {}
        for own, text, spoken in told:
            pieces.setdefault((own, here.foreign(spoken)), []).append(plain(text))
        for (own, language), texts in pieces.items():
            yield Passage(here.t(key), own or anchor, " ".join(texts), key, language)


def _file_pages(entry: Entry, here: Here) -> Iterator[Passage]:
    """The document beside a record, in the index of each language that it is in, and in any case in the English one.

    A reader asks in the language of the words to find: a Spanish brochure is found in Spanish. But one whose record
    nobody has translated is found through the English index, as the record is, so that one has all of them.
    """
    own: Any = entry.record
    language = here.words.language
    pages = here.toolkit.attached.get((entry.kind, entry.id), ())
    spoken = getattr(own, "languages", None) or [SOURCE_LANGUAGE]
    is_own = language.partition("-")[0] in spoken
    if not is_own and language != SOURCE_LANGUAGE:
        return
    # In a document in several languages nobody has said which page is in which.
    told = UNDETERMINED if len(spoken) > 1 else "" if is_own else spoken[0]
    for number, text in enumerate(pages, 1):
        if text:
            address = f"files/{entry.kind}/{own.file}#page={number}"  # RFC 8118
            yield Passage("", address, text, FILE_PAGE, told, own.file, number)


def _labels(record: Any, values: Mapping[str, tuple[str, ...]], here: Here) -> Iterator[str]:
    for name in OWN_WORDS:
        for _, text, _ in _texts(getattr(record, name, None)):
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
