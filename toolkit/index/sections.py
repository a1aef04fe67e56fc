"""What is searched of a record, section by section, told by whoever knows a language or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from toolkit.check import Entry
from toolkit.pages.page import moment
from toolkit.pages.views import UNSTATED

OWN_WORDS = ("form", "length", "series", "host", "publisher", "authors", "identifiers", "place", "county")
"""Fields that stand in the panel beside the text, not in a section."""
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


def sections(entry: Entry, say: Say) -> Iterator[tuple[str, str, str, list[str]]]:
    """Each passage but the summary: the key of its heading, anchor, language, and texts with notes. Each is in one
    language: a section that is only partly translated is two.
    """
    for key, anchor, names in SECTIONS.get(entry.kind, DOCUMENT_SECTIONS):
        pieces: dict[tuple[str, str], list[str]] = {}
        for name in names:
            value = getattr(entry.record, name, None)
            if value:
                told = SHAPES[name](value, say) if name in SHAPES else texts_of(name, value, say)
                for place, text, language in told:
                    pieces.setdefault((place, language), []).append(text)
        for (place, language), texts in pieces.items():
            yield key, place or anchor, language, texts


def own_words(record: Any, say: Say) -> Iterator[str]:
    """The texts of the fields that stand in the panel."""
    for name in OWN_WORDS:
        value = getattr(record, name, None)
        if value:
            for _, text, _ in texts_of(name, value, say):
                yield text


def labelled(values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What a record is filed under and searched by: facet and id."""
    for name, ids in values.items():
        if name not in ("kind", "principles"):
            yield from [(name, id) for id in ids if name == "agencies" or id != UNSTATED]


def texts_of(name: str, value: Any, say: Say) -> Pieces:
    """The pieces of a field that holds a text or several."""
    return [("", *say(name, text)) for text in ([value] if isinstance(value, str) else value)]
