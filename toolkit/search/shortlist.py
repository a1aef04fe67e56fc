"""What readers can keep: every record and guided route, as the shortlist and its comparison show them.

The whole texts are separate files, because readers keep few: `toolkit/render/shortlist_texts.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.answers import contact_texts
from toolkit.pages.context import PageContext
from toolkit.pages.page import ThemeText, doc_pages_in
from toolkit.pages.panel import panel
from toolkit.schema import KINDS, Key, Record, Vocabularies
from toolkit.schema.fields import Section
from toolkit.schema.introspect import marked_fields
from toolkit.search.index import Files, script
from toolkit.search.messages import message, shown_text
from toolkit.search.views import KeptRecord
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

PREFIX = "keep."
"""The prefix of the messages of the shortlist and its tools."""
PREFIXES = (PREFIX, "doing.plan.")
OTHER_WORDS = (
    "page.notes",
    "overview.untold",
    "search.in_english",
    "agency.contact",
    "kinds.practice.many",
)
NOT_SEARCHED = {"page.unknown": "unknown", "practice.studies": "studies"}
"""The headings and anchors of sections that the comparison shows although they are not searched."""
TOO_LONG = ("steps", "instances", "quotes", "text", "modules", "points", "examples")
"""Sections that nobody can read side by side."""


def shortlist_files(
    kept: Mapping[Key, KeptRecord],
    catalog: Catalog,
    vocabularies: Vocabularies,
    doc_pages: Iterable[DocPage],
    home_language: str,
) -> Files:
    """The file of the catalog's language; every page exists in the `home_language`."""
    listings = {key: record.listing for key, record in kept.items()}
    page = PageContext(
        path="",
        catalog=catalog,
        default_language=SOURCE_LANGUAGE,
        vocabularies=vocabularies,
        listings=listings,
        home_language=home_language,
    )
    texts = Texts()
    records = {}
    for listing, record in kept.values():
        entry = _entry(page, record, listing, texts)
        records[listing.address] = [*entry, page.language_of(listing)]
    for route, english in doc_pages_in(page.language, doc_pages):
        if english.front.get("show") == "route":
            records[route.path] = _route_entry(page, route, texts)
    value = {
        "records": records,
        "texts": [text for _, text in texts.values()],
        "former": _former_addresses(listings.values()),
        "headings": {anchor: message(catalog, heading) for heading, anchor in _headings().items()},
        "words": _words(catalog),
    }
    name = f"shortlist/{catalog.language}"
    return {f"{name}.js": script(name, value)}


def _route_entry(page: PageContext, route: DocPage, texts: "Texts") -> list[Any]:
    """A route as `_entry` has a record: it has no age and no panel. Its page's language stands last."""
    title: ThemeText = str(route.front["title"])
    language = page.language
    if route.language != page.language:
        title = shown_text(page.meta(str(title)))
        language = page.home_language
    return [title, texts.number(page.t("keep.route")), texts.number(""), [], [], language]


def _former_addresses(listings: Iterable[Listing]) -> dict[str, str]:
    """The present address of each record that had another."""
    addresses = {}
    for listing in listings:
        addresses.update(dict.fromkeys(listing.aliases, listing.address))
    return addresses


def _words(catalog: Catalog) -> dict[str, Any]:
    """The messages of the saved list and its tools, by the last part of their key."""
    words = {}
    for key in dict.fromkeys([*catalog.english, *catalog.texts]):
        if key.startswith(PREFIXES) or key in OTHER_WORDS:
            words[key.removeprefix(PREFIX)] = message(catalog, key)
    return words


def _headings() -> dict[str, str]:
    """The headings of the sections that the comparison shows, as message keys with their anchors."""
    headings = {}
    for kind in KINDS.values():
        for spec in marked_fields(kind.model, Section).values():
            section = spec.mark(Section)
            if section and section.anchor not in TOO_LONG:
                headings[section.heading] = section.anchor
    return headings | NOT_SEARCHED


def _entry(page: PageContext, record: Record, listing: Listing, texts: "Texts") -> list[Any]:
    """Title, kind, age, the rows of the panel, each a label and its values, and whom to call."""
    rows = []
    for label, values in _rows(page, record, listing):
        rows.append([texts.number(label), [texts.number(value) for value in values]])
    title = shown_text(page.meta(record.title))
    kind = texts.number(page.t(f"kinds.{record.kind}.one"))
    age = texts.number(page.newest(listing))
    agencies = [listing] if listing.kind == "agency" else page.agencies(record.key)
    calls = [texts.number(text) for text in contact_texts(page, agencies)]
    return [title, kind, age, rows, calls]


def _rows(
    page: PageContext, record: Record, listing: Listing
) -> list[tuple[ThemeText, list[ThemeText]]]:
    """The rows of a record's panel; what no source states has a row for each field, as others have it there."""
    rows: list[tuple[ThemeText, list[ThemeText]]] = []
    agencies = page.agencies(record.key)
    if agencies and listing.kind != "agency":
        rows.append((page.t("kinds.agency.many"), [page.meta(agency.title) for agency in agencies]))
    for row in panel(page, record):
        unstated = [value["text"] for value in row["values"] if value.get("muted")]
        if unstated:
            rows += [(text, [row["label"]]) for text in unstated]
        else:
            rows.append((row["label"], [value["text"] for value in row["values"]]))
    return rows


class Texts(dict[str, tuple[int, ThemeText]]):
    """The texts of a file, each once: entries have their numbers."""

    def number(self, text: ThemeText) -> int:
        """The place of a text among them."""
        value = shown_text(text)
        return self.setdefault(repr(value), (len(self), value))[0]
