"""A page, and the page being written: what a template can say and where it can point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname
from typing import Any, NamedTuple

from toolkit.check import Entry
from toolkit.gather.words import BORROWED, RETURNED, SOURCE_LANGUAGE, Words
from toolkit.join import Toolkit
from toolkit.join.translations import Translated
from toolkit.pages.markdown import escape, markdown, pieces, plain
from toolkit.records import KINDS, Document, Source

MARK = '[{number}](#note-{number} "{source}")'
"""The mark of a note, which leads to it."""
Said = str | dict[str, str]
"""A text for the theme: bare if it is in the page's language, else with its `lang` and `dir`."""


def said(text: str) -> Said:
    """A text of the toolkit's as the browser gets it: English where the language has none."""
    if not text.startswith(BORROWED):
        return text
    return {"text": text.strip(BORROWED + RETURNED), "lang": SOURCE_LANGUAGE, "dir": "ltr"}


class Page(NamedTuple):
    """A page of one language: an address, what the theme shows around it, and its Markdown."""

    path: str
    """From the root of the language, without an ending: `practices/id-night`."""
    language: str
    meta: dict[str, Any]
    """Front matter: title, description, template and what that template shows."""
    body: str

    @property
    def text(self) -> str:
        """The whole Markdown file."""
        import yaml

        front = yaml.dump(self.meta, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
        return f"---\n{front}---\n\n{self.body.strip()}\n"


def address(entry: Entry) -> str:
    """Where a record's page is, from the root of a language: `practices/id-night`."""
    return f"{KINDS[entry.kind].address}/{entry.id}"


def words_of(said: Said) -> str:
    """What the theme says, in whichever language."""
    return said if isinstance(said, str) else said["text"]


def way(target: str, folder: str) -> str:
    """The way from a folder to a file, both named from one root: `../agencies/x.html`."""
    shared, up = f"{folder}/" if folder else "", ""
    while not target.startswith(shared):
        shared, up = shared[: shared.rfind("/", 0, -1) + 1], f"../{up}"
    return f"{up}{target[len(shared) :]}"


def in_language(markdown: str, language: str) -> str:
    """Markdown that says its language."""
    return f'<span lang="{language}" dir="ltr">{markdown}</span>'


def moment(at: str) -> str:
    """The anchor of a moment in a recording, as W3C Media Fragments write it: `1:25` is `t=85`."""
    seconds = 0
    for part in at.split(":"):
        seconds = seconds * 60 + int(part)
    return f"t={seconds}"


@dataclass
class Here:
    """The page being written: its words, its place, and its numbered notes.

    Templates call its methods; everything they return is Markdown, unless the name says `meta`.
    """

    path: str
    """From the root of the language: `practices/id-night`."""
    root: str
    """The language's folder in the site: empty for the first language, else its tag."""
    words: Words
    toolkit: Toolkit
    sizes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Bytes of each attachment, by kind and file name."""
    sources: dict[str, Source] = field(default_factory=dict)
    cards_made: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """What cards say, by record: up to the way to its page, and from there on. The same card stands on many pages."""
    marks: dict[str, str] = field(default_factory=dict)
    """The mark of the note of each source cited so far, by key, in the order of their numbers."""

    @cached_property
    def folder(self) -> str:
        """Where the page lies."""
        return dirname(self.path)

    # -------------------------------------------------------------- the toolkit's own words

    def t(self, key: str, **values: object) -> str:
        """A text of the toolkit's."""
        return self.words.say(key, **values)

    def n(self, key: str, number: int, **values: object) -> str:
        """A text of the toolkit's for that many."""
        return self.words.count(key, number, **values)

    def label(self, name: str, id: str) -> str:
        """The label of an entry of a closed list."""
        return self.words.say(f"lists.{name}.{id}")

    def date(self, written: str) -> str:
        """A date as the reader writes it, as exact as it was given: `February 2009`."""
        return self.words.usage.date(written)

    def number(self, value: int) -> str:
        """A whole number, not negative, as the reader writes it."""
        return self.words.usage.number(value)

    # -------------------------------------------------------------- records' words

    def say(self, text: str) -> str:
        """A text with its notes. Each stretch that is in another language than the page says so."""
        foreign, said = self.foreign(text), ""
        for piece in pieces(text):
            said += self.marked(piece.markdown, foreign) if piece.markdown else self.notes_of(piece.keys)
        return said

    def bare(self, text: str) -> str:
        """A text without its notes, marked if it is in another language than the page."""
        return self.marked(markdown(text), self.foreign(text))

    def marked(self, markdown: str, foreign: str) -> str:
        """Markdown that says its language, if it is another than the page's."""
        return in_language(markdown, foreign) if foreign else markdown

    def notes_of(self, keys: Iterable[str]) -> str:
        """The numbers of the notes for sources, each leading to it. One gets its number when it is first cited."""
        said = ""
        for key in keys:
            if key not in self.marks:
                number = len(self.marks) + 1
                self.marks[key] = MARK.format(number=number, source=self.source_name(key))
            said += self.marks[key]
        return said

    def source_name(self, key: str) -> str:
        """Who says it and when, for the tip on a note's number."""
        source = self.sources[key]
        return escape(", ".join(filter(None, [source.publisher, source.date and self.date(source.date)]))).replace(
            '"', "&quot;"
        )

    def foreign(self, text: str) -> str:
        """The language of a record's text, if it is another than the page's; else nothing.

        Names often stay as they are in a translation. They are English there too.
        """
        language = SOURCE_LANGUAGE
        if isinstance(text, Translated) and text != text.made_from:
            language = text.language
        return "" if language == self.words.language else language

    def meta(self, text: str) -> Said:
        """A record's text for the theme."""
        language, bare = self.foreign(text), plain(text)
        return {"text": bare, "lang": language, "dir": "ltr"} if language else bare

    def called(self, entry: Entry) -> Said:
        """What a record is called, for the theme."""
        return self.meta(self.toolkit.get(entry.kind, entry.id).record.title)

    def cited(self) -> list[Source]:
        """The sources in the order of their numbers."""
        return [self.sources[key] for key in self.marks]

    def source(self, source: Source) -> str:
        """What a source is, linked if it has an address. Its own words stay in its language."""
        title = escape(source.title)
        linked = f"[{title}](<{source.url}>)" if source.url else title
        words = self.marked(f"{linked}. {escape(source.publisher)}", self.foreign(source.title))
        return f"{words}, {self.date(source.date) if source.date else self.t('page.undated')}."

    def card(self, entry: Entry, why: str = "") -> str:
        """A titled link, a line about it and what it is, as an entry of a list. `why` is the reason that it is here."""
        key = entry.kind, entry.id
        if key not in self.cards_made:
            what = " · ".join(self.line(entry))
            title, summary = self.bare(entry.record.title), self.bare(entry.record.summary)
            self.cards_made[key] = f"- [{title}](", f")\n\n    {summary}\n\n    {what}\n"
        title, more = self.cards_made[key]
        return f"{title}{self.link(entry)}{more}\n    *{why}*\n" if why else f"{title}{self.link(entry)}{more}"

    def cards(self, entries: Iterable[Entry]) -> str:
        """Cards under each other."""
        return '<div class="cards" markdown="1">\n\n' + "\n".join(map(self.card, entries)) + "\n\n</div>"

    def line(self, entry: Entry) -> list[str]:
        """What a record is, in a few words: kind, whose, where, and what it takes."""
        record: Any = entry.record
        if entry.kind == "agency":
            return [self.bare(record.place), self.own(self.label("states", record.state))]
        parts = [self.own(self.t(f"kinds.{entry.kind}.one"))]
        parts += [self.short(agency.record.title) for agency in self.agencies(entry)]
        if entry.kind == "practice" and record.effort != "not-stated":
            parts.append(self.own(self.label("effort", record.effort)))
        if isinstance(record, Document) and entry.kind != "podcast" and not record.file:
            parts.append(self.own(self.t("document.short_link" if record.url else "document.short_described")))
        return parts

    def own(self, text: str) -> str:
        """A text of the toolkit's among records' texts, written as they are."""
        return markdown(text)

    def short(self, title: str) -> str:
        """An agency's name without the words that all of them have."""
        return self.bare(short_name(title))

    # -------------------------------------------------------------- where things are

    def link(self, target: Entry | str) -> str:
        """The way from this page to a record or an address, as a Markdown file: `../agencies/x.md`."""
        path, _, anchor = (address(target) if isinstance(target, Entry) else target).partition("#")
        found = way(f"{path}.md", self.folder)
        return f"{found}#{anchor}" if anchor else found

    def file(self, entry: Entry) -> str:
        """The way from this page to a record's attachment, which all languages share."""
        name = getattr(entry.record, "file", "")
        return way(f"files/{entry.kind}/{name}", dirname(f"{self.root}/{self.path}".lstrip("/")))

    def agencies(self, entry: Entry) -> list[Entry]:
        """The agencies that a record names; an agency names itself."""
        return [self.toolkit.get("agency", id) for id in agency_ids(entry)] if entry.kind != "agency" else [entry]

    def url(self, target: str) -> str:
        """The place of a page or file in the site, for the theme: `es/practices/id-night.html`."""
        path, _, anchor = target.partition("#")
        return f"{self.root}/{path}.html".lstrip("/") + (f"#{anchor}" if anchor else "")

    def entry(self, kind: str, id: str) -> Entry:
        """A record with its name."""
        return self.toolkit.get(kind, id)

    def record(self, kind: str, id: str) -> Any:
        """A record's fields."""
        return self.toolkit.get(kind, id).record

    def moment(self, at: str) -> str:
        """The anchor of a moment in a recording."""
        return moment(at)

    def size(self, entry: Entry) -> str:
        """The size of a record's attachment: `1.2 MB`."""
        name = getattr(entry.record, "file", None)
        if not name:
            return ""
        amount = self.sizes[entry.kind, name]
        if amount >= 1_000_000:
            return f"{self.words.usage.decimal(amount / 1_000_000, '0.0')} MB"
        return f"{self.words.usage.decimal(max(amount / 1_000, 1), '0')} KB"


def agency_ids(entry: Entry) -> list[str]:
    """The ids of the agencies that a record names; an agency names itself."""
    if entry.kind == "agency":
        return [entry.id]
    ids: Iterable[str] = getattr(entry.record, "agencies", ())
    if entry.kind == "podcast":
        ids = [*ids, *(g.agency for g in entry.record.guests if g.agency)]  # type: ignore[attr-defined]
    return list(dict.fromkeys(ids))


def short_name(title: str) -> str:
    """An agency's name without the words that all of them have."""
    short = title.removesuffix(" Police Department").removesuffix(" Sheriff's Office")
    if isinstance(title, Translated):
        return Translated.of(short, title.language, title.state, short_name(title.made_from))
    return short
