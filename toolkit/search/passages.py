"""The searched texts of a record: the sections of its page, and keywords. Marks in the schema declare both."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from toolkit.pages.context import PageContext, moment
from toolkit.pages.markdown import plain
from toolkit.schema import KINDS, Part, Record, law, parts
from toolkit.schema.fields import Keyword, Section
from toolkit.schema.introspect import fields
from toolkit.schema.markup import BLANK
from toolkit.search.document import Passage

ATTACHED_HEADING = "document.file_page"
"""The message key of the heading of an attachment's page."""
SOURCES_HEADING = "page.notes"
"""The message key of the heading of a page's sources."""
ASIDE = (ATTACHED_HEADING, SOURCES_HEADING)
"""The headings of texts that are not the words of the page."""


class PartText(NamedTuple):
    """A part of a record as it is searched."""

    text: str
    translatable: str
    """The text whose language counts as the language of the whole."""
    anchor: str = ""
    """Where a result can lead to, if not just to the section."""


PART_TEXTS: Mapping[type[Part], Callable[[Any], PartText]] = {
    parts.Quote: lambda quote: PartText(f"{quote.text} — {quote.speaker}", quote.text),
    parts.Module: lambda module: PartText(f"{module.title} {module.text}", module.text),
    parts.Guest: lambda guest: PartText(f"{guest.name}, {guest.rank}", guest.rank),
    parts.ContactPoint: lambda point: PartText(f"{point.what} {point.at}", point.what),
    parts.Instance: lambda row: PartText(
        " ".join(filter(None, (row.when, row.length, row.place, row.text))), row.text
    ),
    parts.Chapter: lambda chapter: PartText(
        BLANK.sub("…", " ".join([chapter.title, *(clause.text for clause in chapter.clauses)])),
        chapter.title,
    ),
    parts.Point: lambda point: PartText(f"{point.at} {point.text}", point.text, moment(point.at)),
    law.Statement: lambda said: PartText(
        " ".join(filter(None, (f"{said.short}.", said.text, said.standing_note))),
        said.text,
        said.topic,
    ),
    law.Sought: lambda sought: PartText(sought.text, sought.text, sought.topic),
    **dict.fromkeys(
        (parts.Finding, parts.Decision, parts.Example), lambda part: PartText(part.text, part.text)
    ),
}
"""How the parts in searched sections are written as text."""


def record_passages(record: Record, context: PageContext) -> Iterator[Passage]:
    """The summary, then the sections of a record's page in order: a section that is only partly translated is two.

    `unknown` is not searched: a page that says "no evaluation is known" is no answer to `evaluation`. Nor are the
    reasons for the clauses of a model document: readers search for its words.
    """
    yield Passage("", "", plain(record.summary), language=context.foreign_language(record.summary))
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for section, names in _sections(type(record)).items():
        for part in (part for name in names for part in _part_texts(getattr(record, name))):
            place = (
                section.heading,
                part.anchor or section.anchor,
                context.foreign_language(part.translatable),
            )
            grouped.setdefault(place, []).append(plain(part.text))
    for (heading, anchor, language), texts in grouped.items():
        yield Passage(context.t(heading), anchor, " ".join(texts), heading, language)


def source_passage(record: Record) -> Passage:
    """Titles and publishers of the record's sources. They are in English, so only that index has them."""
    text = " ".join(f"{source.title}. {source.publisher}." for source in record.sources)
    return Passage("", "notes", text, SOURCES_HEADING)


def keyword_texts(record: Record) -> list[str]:
    """The texts of the fields marked as keywords."""
    names = [name for name, spec in fields(type(record)).items() if spec.mark(Keyword)]
    return [part.text for name in names for part in _part_texts(getattr(record, name))]


def headings() -> set[str]:
    """The message keys of all headings that results can show."""
    return {section.heading for kind in KINDS.values() for section in _sections(kind.model)} | set(
        ASIDE
    )


@cache
def _sections(model: type[Record]) -> dict[Section, list[str]]:
    """The names of the fields in each section."""
    sections: dict[Section, list[str]] = {}
    for name, spec in fields(model).items():
        if section := spec.mark(Section):
            sections.setdefault(section, []).append(name)
    return sections


def _part_texts(value: Any) -> Iterator[PartText]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            yield PartText(entry, entry)
        elif entry is not None:
            yield PART_TEXTS[type(entry)](entry)
