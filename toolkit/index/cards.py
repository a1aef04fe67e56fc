"""Records and hand-written pages to cards: what is searched of each, what a result shows, what it is filtered by."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import itemgetter
from typing import Any, NamedTuple, overload

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.facets import values_of
from toolkit.join import Name, Toolkit
from toolkit.join.translations import laid_on, text_states
from toolkit.pages.markdown import plain
from toolkit.pages.page import Here, Said, address, agency_ids, moment
from toolkit.pages.views import UNSTATED

PAGE = "page"
"""The kind of a page written by hand."""
HAND = "kind_page"
"""The key of what one of it is called."""
HAND_VALUES = {"kind": (PAGE,)}
FIRST = ("practice", "policy", "curriculum", "outreach", "podcast", "publication", "strategy", "principle", "agency")
"""The order of kinds where nothing else decides: what is done before who does it."""
OWN_WORDS = ("form", "length", "series", "host", "publisher", "authors", "identifiers", "place", "county")
"""Fields that stand in the panel beside the text, not in a section."""


class Passage(NamedTuple):
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


class Card(NamedTuple):
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


Told = tuple[str, str]
"""A text in the reader's language, and its language if it is another: what nobody translated is English."""
Say = Callable[[str, str], Told]
"""Tells a text of a record by its field, `points.text`, and its English."""
Pieces = Iterable[tuple[str, str, str]]
"""Pieces of a section, each with the anchor of its own or an empty one, its text, and its language."""


def _quotes(quotes: Any, say: Say) -> Pieces:
    for quote in quotes:
        text, language = say("quotes.text", quote.text)
        yield "", f"{text} — {say('quotes.speaker', quote.speaker)[0]}", language


def _modules(modules: Any, say: Say) -> Pieces:
    for module in modules:
        text, language = say("modules.text", module.text)
        yield "", f"{say('modules.title', module.title)[0]} {text}", language


def _guests(guests: Any, say: Say) -> Pieces:
    for guest in guests:
        rank, language = say("guests.rank", guest.rank)
        yield "", f"{guest.name}, {rank}", language


def _examples(examples: Any, say: Say) -> Pieces:
    for example in examples:
        yield "", *say("examples.text", example.text)


def _points(points: Any, say: Say) -> Pieces:
    """Each moment is a place of its own."""
    for point in points:
        text, language = say("points.text", point.text)
        yield moment(point.at), f"{point.at} {text}", language


SHAPES: dict[str, Callable[[Any, Say], Pieces]] = {
    "quotes": _quotes,
    "modules": _modules,
    "guests": _guests,
    "examples": _examples,
    "points": _points,
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


class Values(dict[Name, Mapping[str, tuple[str, ...]]]):
    """What records are filed under: ids by facet, the same in all languages, worked out when first asked for."""

    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit.source

    def __missing__(self, name: Name) -> Mapping[str, tuple[str, ...]]:
        self[name] = made = values_of(self.toolkit.entries[name], self.toolkit)
        return made


class RecordCards(Mapping[Name, Card]):
    """Every record as it is found in one language, made when it is asked for, and not kept."""

    def __init__(self, words: Words, values: Values) -> None:
        self.toolkit, self.words, self.language = values.toolkit, words, words.language
        self.filed_under = values
        self.here = Here("", "", words, self.toolkit)
        self.called: Callable[[Name], Told] = cache(self._called)
        self.label: Callable[[str, str], str] = cache(self.here.label)

    def __getitem__(self, name: Name) -> Card:
        """A record as it is found."""
        own = self._told(name)
        entry, say = own.entry, own.say
        record: Any = entry.record
        values = self.filed_under[name]
        effort = getattr(record, "effort", UNSTATED)
        is_agency = entry.kind == "agency"
        title, title_language = say("title", record.title)
        kind = f"kinds.{entry.kind}.one"
        return Card(
            path=address(entry),
            kind=kind,
            title="" if own.is_foreign else plain(title),
            language=SOURCE_LANGUAGE if own.is_foreign else self.language,
            passages=(NOTHING,) if own.is_foreign else (*self._passages(entry, say), *self._file_pages(entry)),
            labels=" . ".join([self.words.say(kind), *self._labels(record, values, say)]),
            agencies=() if is_agency else tuple([self.name(("agency", id)) for id in values.get("agencies", ())]),
            place=_said(say("place", record.place)) if is_agency else "",
            effort=f"lists.effort.{effort}" if effort != UNSTATED else "",
            date=_date(record),
            values=values,
            title_language=title_language,
            states=tuple([f"lists.states.{id}" for id in values.get("states", ())]),
            is_outdated=own.is_outdated,
        )

    def __iter__(self) -> Iterator[Name]:
        """The names of the records."""
        return iter(self.toolkit.entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.toolkit.entries)

    def name(self, name: Name) -> Said:
        """What a record is called, for the theme."""
        return _said(self.called(name))

    def _called(self, name: Name) -> Told:
        own = self._told(name)
        return own.say("title", own.entry.record.title)

    def _told(self, name: Name) -> "_Telling":
        entry = self.toolkit.entries[name]
        if self.language == SOURCE_LANGUAGE:
            return _Telling(entry, _as_written)
        if fitting := self.toolkit.fitting(self.language, name):
            said = dict(zip(map(OF_TEXT, self.toolkit.texts[name]), fitting[0], strict=True))
            return _Telling(entry, partial(_looked_up, said))
        translation = self.toolkit.translations.get((self.language, name))
        if not translation:
            return _Telling(entry, _in_english, is_foreign=True)
        texts = self.toolkit.texts[name]
        units = {OF_UNIT(unit): unit[2] for unit in translation[3] if unit[2]}
        wanted = set(map(OF_TEXT, texts))
        found = units.keys() & wanted
        if len(found) < len(units):
            if len(found) < len(wanted):  # what is left of the one may be a former text of the other
                states = text_states(texts, translation)
                told = {state.state for state in states}
                laid = laid_on(entry, self.language, states)
                return _Telling(laid, self._as_laid, told == {"missing"}, "outdated" in told)
            units = {key: units[key] for key in found}
        return _Telling(entry, partial(_looked_up, units), is_foreign=not found)

    def _as_laid(self, _: str, text: str) -> Told:
        return text, self.here.foreign(text)

    def _passages(self, entry: Entry, say: Say) -> Iterator[Passage]:
        """Each in one language: a section that is only partly translated is two."""
        record = entry.record
        text, language = say("summary", record.summary)
        yield Passage("", "", plain(text), language=language)
        for key, anchor, names in SECTIONS.get(entry.kind, DOCUMENT_SECTIONS):
            pieces: dict[tuple[str, str], list[str]] = {}
            for name in names:
                value = getattr(record, name, None)
                if value:
                    told = SHAPES[name](value, say) if name in SHAPES else _texts(name, value, say)
                    for place, text, language in told:
                        pieces.setdefault((place, language), []).append(plain(text))
            for (place, language), texts in pieces.items():
                yield Passage(self.words.say(key), place or anchor, " ".join(texts), key, language)

    def _file_pages(self, entry: Entry) -> Iterator[Passage]:
        """The document beside a record, in the index of each language that it is in, and in any case in English.

        A reader asks in the language of the words to find: a Spanish brochure is found in Spanish. But one whose record
        nobody has translated is found through the English index, as the record is, so that one has all of them.
        """
        pages = self.toolkit.attached.get((entry.kind, entry.id))
        if not pages:
            return
        own: Any = entry.record
        spoken = getattr(own, "languages", None) or [SOURCE_LANGUAGE]
        is_own = self.language.partition("-")[0] in spoken
        if not is_own and self.language != SOURCE_LANGUAGE:
            return
        # In a document in several languages nobody has said which page is in which.
        told = UNDETERMINED if len(spoken) > 1 else "" if is_own else spoken[0]
        for number, text in enumerate(pages, 1):
            if text:
                address = f"files/{entry.kind}/{own.file}#page={number}"  # RFC 8118
                yield Passage("", address, text, FILE_PAGE, told, own.file, number)

    def _labels(self, record: Any, values: Mapping[str, tuple[str, ...]], say: Say) -> Iterator[str]:
        for name in OWN_WORDS:
            value = getattr(record, name, None)
            if value:
                for _, text, _ in _texts(name, value, say):
                    yield text
        for name, ids in values.items():
            for id in ids:
                if name == "agencies":
                    yield self.called(("agency", id))[0]
                elif name not in ("kind", "principles") and id != UNSTATED:
                    yield self.label(name, id)


OF_UNIT, OF_TEXT = itemgetter(0, 1), itemgetter(0, 2)
"""The field and the English of a translated text, and of one that can be translated."""


class _Telling(NamedTuple):
    """How to tell a record in a language."""

    entry: Entry
    say: Say
    is_foreign: bool = False
    """Whether nobody has translated any text."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""


def _as_written(_: str, text: str) -> Told:
    return text, ""


def _in_english(_: str, text: str) -> Told:
    return text, SOURCE_LANGUAGE


def _looked_up(texts: Mapping[tuple[str, str], str], at: str, text: str) -> Told:
    """Names often stay as they are in a translation. They are English there too."""
    said = texts.get((at, text))
    return (said, "" if said != text else SOURCE_LANGUAGE) if said else (text, SOURCE_LANGUAGE)


def _texts(name: str, value: Any, say: Say) -> Pieces:
    return [("", *say(name, text)) for text in ([value] if isinstance(value, str) else value)]


def _said(told: Told) -> Said:
    """A record's text for the theme."""
    text, language = told
    return {"text": plain(text), "lang": language, "dir": "ltr"} if language else plain(text)


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


def filed(values: Values, hand: Iterable[HandPage]) -> Iterator[tuple[Mapping[str, tuple[str, ...]], str]]:
    """What each card is filed under, in the order of the cards: values by facet, and a date."""
    for name in ordered(values.toolkit):
        yield values[name], _date(values.toolkit.entries[name].record)
    for page in hand:
        if page.language == SOURCE_LANGUAGE:
            yield HAND_VALUES, ""


def hand_card(page: HandPage, words: Words, is_outdated: bool) -> Card:
    """A page written by hand, cut at its headings."""
    is_foreign = page.language != words.language
    return Card(
        path=page.path,
        kind=HAND,
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


def _date(record: Any) -> str:
    """When it was made or begun; else what the newest source says. Empty if nothing does."""
    started = getattr(record, "started", None)
    own: str | None = getattr(record, "date", None) or (str(started.year) if started else None)
    return own or max([source.date for source in record.sources if source.date], default="")


# ------------------------------------------------------------------ pages written by hand

HEADING = re.compile(r"^(#{2,3}) +(.*?)(?: *\{#([\w-]+)\})? *$", re.M)
SIGNS = re.compile(r"<[^>]*>|^[#>|*+ -]+|[*`|]|\{[#.:][^}]*\}", re.M)


def _hand_passages(body: str) -> Iterator[Passage]:
    from markdown.extensions.toc import slugify, unique

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
