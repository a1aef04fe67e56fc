"""What templates can say on a page, and what they can link to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from posixpath import dirname
from typing import Any
from urllib.parse import urlsplit

from toolkit.listing import Listing, Listings
from toolkit.pages.markdown import escape, in_language, markdown, note_link, pieces, plain
from toolkit.pages.page import ThemeLink, ThemeText, picture_name, relative_link, with_suffix
from toolkit.schema import DOCUMENT_KINDS, Key
from toolkit.schema.documents import Document
from toolkit.schema.parts import Source
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.translation import LocalizedText


@dataclass
class PageContext:
    """The page that is being rendered: its language, its place and its numbered notes.

    It sees only the values passed to it, so that a build knows what each page depends on. Methods return Markdown
    unless they say otherwise.
    """

    path: str
    """From the root of the language: `practices/id-night`."""
    catalog: Catalog
    default_language: str
    """The language at the root of the site."""
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The closed lists; only their ids and order are used."""
    listings: Listings = field(default_factory=dict)
    """The records that the page may show."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """The sources that the page may cite, by key."""
    site_names: Mapping[str, str] = field(default_factory=dict)
    """By language."""
    site_url: str = ""
    """Where the site is published; empty if the settings do not say."""
    has_data: bool = False
    """Whether there are data files in the page's language."""
    home_language: str = SOURCE_LANGUAGE
    """The language in which every page exists."""
    elsewhere: Collection[str] = ()
    """The authored pages that exist in that language only, not in the page's."""
    notes: dict[str, int] = field(default_factory=dict)
    """The number of the note of each source cited so far, by key."""

    @property
    def language(self) -> str:
        """The page's language."""
        return self.catalog.language

    # -------------------------------------------------------------- messages

    def t(self, key: str, **values: object) -> str:
        """A message in the page's language."""
        return self.catalog.t(key, **values)

    def n(self, key: str, number: int, **values: object) -> str:
        """A message in the plural form for that number."""
        return self.catalog.n(key, number, **values)

    def label(self, vocabulary: str, id: str) -> str:
        """The label of a choice."""
        return self.t(f"lists.{vocabulary}.{id}")

    def comma_list(self, texts: Iterable[str]) -> str:
        """Texts as a list in a sentence, with the commas of the page's language. Not Markdown."""
        return reduce(lambda first, second: self.t("page.list", first=first, second=second), texts)

    def date(self, value: str) -> str:
        """A date as the reader writes it, as exact as it was given: `February 2009`."""
        return self.catalog.locale.date(value)

    def number(self, value: int) -> str:
        """A whole number as it is written in the United States, in every language: Lao `4.000` would be read as 4."""
        return f"{value:,}"

    def size(self, size: int) -> str:
        """A size in bytes: `1.2 MB`."""
        if size >= 1_000_000:
            return f"{size / 1_000_000:.1f} MB"
        return f"{max(size / 1_000, 1):.0f} KB"

    # -------------------------------------------------------------- records' texts

    def say(self, text: str) -> str:
        """A text with its notes, marked if it is in another language than the page.

        Notes are inside the mark, so that they follow their statements in the direction of the text.
        """
        language = self.foreign_language(text)
        note_language = self.language if language else ""
        noted = ""
        for piece in pieces(text):
            noted += piece.markdown or self.notes_of(piece.keys, note_language)
        return in_language(noted, language)

    def bare(self, text: str) -> str:
        """A text without its notes, marked if it is in another language than the page."""
        return in_language(markdown(text), self.foreign_language(text))

    def meta(self, text: str) -> ThemeText:
        """A text for the theme."""
        language = self.foreign_language(text)
        if not language:
            return plain(text)
        return {"text": plain(text), "lang": language, "dir": "ltr"}

    def foreign_language(self, text: str) -> str:
        """The language of a record's text if it is another than the page's; else empty.

        Names often stay as they are in a translation. They are English there, too.
        """
        is_translated = isinstance(text, LocalizedText) and text != text.english
        language = text.language if is_translated else SOURCE_LANGUAGE  # type: ignore[attr-defined]
        if language == self.language:
            return ""
        return language

    def notes_of(self, keys: Iterable[str], lang: str = "") -> str:
        """Links to the notes of these sources. A source gets its number, and a way back, when it is first cited.

        `lang` is the language of the links' names, if they are in a text of another language.
        """
        links = ""
        for key in keys:
            is_first = key not in self.notes
            number = self.notes.setdefault(key, len(self.notes) + 1)
            links += note_link(
                number,
                id=f"cite-{number}" if is_first else "",
                lang=lang,
                **{"aria-label": self.t("page.note", n=number)},
                title=self._publication(self.sources[key]),
            )
        return links

    def _publication(self, source: Source) -> str:
        """Who published a source, and when, if it says so."""
        if not source.date:
            return source.publisher
        return self.comma_list([source.publisher, self.date(source.date)])

    def source(self, source: Source) -> str:
        """A source's title, publisher and date, linked if it has an address. Title and publisher are not translated."""
        title = escape(source.title)
        linked = f"[{title}](<{source.url}>)" if source.url else title
        language = self.foreign_language(source.title)
        reference = in_language(f"{linked}. {escape(source.publisher)}", language)
        date = self.date(source.date) if source.date else self.t("page.undated")
        return self.t("page.source", source=reference, date=date)

    def facts(self, listing: Listing) -> list[str]:
        """A record in a few words: what it is, whose, how far it has come, how new its sources are."""
        newest = markdown(self.newest(listing))
        if listing.kind == "agency":
            return [self.bare(listing.place), markdown(self.label("states", listing.state)), newest]
        facts = [markdown(self.t(f"kinds.{listing.kind}.one"))]
        facts += [self.bare(short_name(agency.title)) for agency in self.agencies(listing.key)]
        if listing.kind == "practice":
            facts.append(markdown(self.label("evidence", listing.facets["evidence"][0])))
            if listing.effort:
                facts.append(markdown(self.label("effort", listing.effort)))
        if listing.stage:
            facts.append(markdown(self.status(listing)))
        if listing.kind in DOCUMENT_KINDS and listing.access != "file":
            facts.append(markdown(self.t(f"document.short_{listing.access}")))
        return [*facts, newest]

    def status(self, listing: Listing) -> str:
        """How far a practice had come, and in which year; whether nothing newer is known. Not Markdown."""
        status = self.t(f"status.{listing.stage}", year=listing.as_of)
        if listing.is_old:
            return self.t("status.old", status=status)
        return status

    def newest(self, listing: Listing) -> str:
        """The year of a record's newest source, and of news of what happened later. Not Markdown.

        A publication has its own year instead, if that is known: its source may be an older or newer page about it.
        """
        age = self.t("page.no_dates")
        if listing.kind == "publication" and listing.published:
            age = self.t("page.published", year=listing.published[:4])
        elif listing.year:
            age = self.t("page.newest", year=listing.year)
        if listing.later:
            age += f" · {self.t('page.later', year=listing.later[:4])}"
        return age

    # -------------------------------------------------------------- records and links

    def of_kind(self, *kinds: str) -> list[Listing]:
        """The records of these kinds, in the library's order. Not Markdown."""
        return [listing for listing in self.listings.values() if listing.kind in kinds]

    def records(self, kind: str, ids: Iterable[str]) -> list[Listing]:
        """The records of a kind with these ids. Not Markdown."""
        return [self.listings[kind, id] for id in ids]

    def agencies(self, key: Key) -> list[Listing]:
        """The agencies of a record; for an agency, itself. Not Markdown."""
        return self.records("agency", self.listings[key].agencies)

    def language_of(self, target: Listing | str) -> str:
        """The language in which a page exists for readers of this page: theirs, or the one that has every page."""
        if isinstance(target, str):
            is_translated = target.partition("#")[0] not in self.elsewhere
        else:
            is_translated = target.page_language == self.language
        if is_translated:
            return self.language
        return self.home_language

    def link(self, target: Listing | str) -> str:
        """The link from this page to a record's page or a path, as a Markdown file: `../agencies/x.md`."""
        path = with_suffix(target if isinstance(target, str) else target.address, ".md")
        language = self.language_of(target)
        if language == self.language:
            return relative_link(path, dirname(self.path))
        return relative_link(f"{language}/{path}", dirname(f"{self.language}/{self.path}"))

    def file(self, record: Document) -> str:
        """The link from this page to a record's attachment. All languages share it, in a folder beside theirs."""
        folder = dirname(f"{self.language}/{self.path}")
        return relative_link(f"files/{record.kind}/{record.file}", folder)

    def picture_file(self, listing: Listing) -> str:
        """The picture of a model document's first page, in English unless the document has a page in this language."""
        has_page = listing.page_language == self.language
        return picture_name(listing.id, self.language if has_page else SOURCE_LANGUAGE)

    def picture(self, listing: Listing) -> str:
        """The link from this page to that picture, as an address in the site."""
        return relative_link(self.picture_file(listing), dirname(self.url(self.path)))

    def url(self, target: Listing | str) -> str:
        """The address of a page in the site, for the theme: `es/practices/id-night.html`."""
        language = self.language_of(target)
        root = "" if language == self.default_language else f"{language}/"
        path = target if isinstance(target, str) else target.address
        return f"{root}{with_suffix(path, '.html')}"

    @property
    def address(self) -> str:
        """Where the page is published; empty if the settings do not say where the site is."""
        if not self.site_url:
            return ""
        return f"{self.site_url}{self.url(self.path)}"

    def linked_data(self, type: str, name: str, language: str) -> dict[str, Any]:
        """What the page is, for search engines: JSON-LD (https://www.w3.org/TR/json-ld11/) of a type of schema.org."""
        site = {"@type": "WebSite", "name": self.site_names[language]}
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": type,
            "name": name,
            "inLanguage": language,
        }
        if self.address:
            site["url"] = self.site_url
            data["url"] = self.address
        data["isPartOf"] = site
        return data

    def theme_link(self, text: ThemeText, target: Listing | str) -> ThemeLink:
        """A link to a page, for the theme."""
        return {"text": text, "url": self.url(target)}

    def record_link(self, listing: Listing) -> ThemeLink:
        """A link to the page of a record, for the theme."""
        return self.theme_link(self.meta(listing.title), listing)


def short_name(title: str) -> str:
    """An agency's name without the words that most of them end with."""
    short = title.removesuffix(" Police Department").removesuffix(" Sheriff's Office")
    if isinstance(title, LocalizedText):
        return LocalizedText(short, title.language, title.status, short_name(title.english))
    return short


def moment(at: str) -> str:
    """The anchor of a moment in a recording, as W3C Media Fragments write it: `1:25` is `t=85`."""
    seconds = 0
    for part in at.split(":"):
        seconds = seconds * 60 + int(part)
    return f"t={seconds}"


def host(url: str) -> str:
    """The host of an address, for display: `example.org`."""
    return urlsplit(url).netloc.removeprefix("www.").rstrip(".")
