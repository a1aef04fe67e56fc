"""The searched texts of a record: the sections of its page, and keywords. Marks in the schema declare both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from toolkit.pages.markdown import plain
from toolkit.schema import Part, Record, law, parts
from toolkit.schema.fields import Keyword, Section
from toolkit.schema.introspect import fields
from toolkit.schema.markup import BLANK

SINCE_HEADING = "page.since"
"""The message key of the heading over what happened later, which is not what the page is about."""


def _joined(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)


def _chapter_text(chapter: parts.Chapter) -> str:
    text = _joined(chapter.title, *(clause.text for clause in chapter.clauses))
    return BLANK.sub("…", text)


def _statement_text(statement: law.Statement) -> str:
    return _joined(f"{statement.short}.", statement.text, statement.standing_note)


PART_TEXTS: Mapping[type[Part], Callable[[Any], str]] = {
    parts.Quote: lambda quote: f"{quote.text} — {quote.speaker}",
    parts.Module: lambda module: f"{module.title} {module.text}",
    parts.Guest: lambda guest: f"{guest.name}, {guest.rank}",
    parts.ContactPoint: lambda point: f"{point.what} {point.at}",
    parts.Instance: lambda row: _joined(row.when, row.length, row.place, row.text),
    parts.Chapter: _chapter_text,
    parts.Point: lambda point: f"{point.at} {point.text}",
    law.Statement: _statement_text,
    law.Sought: lambda sought: sought.text,
    parts.Finding: lambda finding: finding.text,
    parts.Decision: lambda decision: decision.text,
    parts.Example: lambda example: example.text,
}
"""How the parts in searched sections are written as text."""


def section_texts(record: Record) -> Iterator[tuple[str, str]]:
    """The sections of a record's page in order: the message key of each heading, and the text.

    `unknown` is not searched: a page that says "no evaluation is known" is no answer to `evaluation`. Nor are the
    reasons for the clauses of a model document: readers search for its words.
    """
    for section, names in _sections(type(record)).items():
        texts = _texts_of(record, names)
        if texts:
            yield section.heading, " ".join(map(plain, texts))


def keyword_texts(record: Record) -> list[str]:
    """The texts of the fields marked as keywords."""
    names = [name for name, spec in fields(type(record)).items() if spec.mark(Keyword)]
    return _texts_of(record, names)


def _texts_of(record: Record, names: Iterable[str]) -> list[str]:
    """The texts in these fields of a record."""
    texts: list[str] = []
    for name in names:
        value = getattr(record, name)
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str):
                texts.append(entry)
            elif entry is not None:
                texts.append(PART_TEXTS[type(entry)](entry))
    return texts


@cache
def _sections(model: type[Record]) -> dict[Section, list[str]]:
    """The names of the fields in each section."""
    sections: dict[Section, list[str]] = {}
    for name, spec in fields(model).items():
        section = spec.mark(Section)
        if section:
            sections.setdefault(section, []).append(name)
    return sections
