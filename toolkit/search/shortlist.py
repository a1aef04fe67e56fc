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
OTHER_WORDS = ("page.notes", "overview.untold", "search.in_english", "agency.contact")
UNKNOWN = ("page.unknown", "unknown")
"""The heading and anchor of a section that the comparison shows although it is not searched."""
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
        "", catalog, SOURCE_LANGUAGE, vocabularies, listings, home_language=home_language
    )
    texts = Texts()
    records = {
        listing.address: [*_entry(page, record, listing, texts), page.language_of(listing)]
        for listing, record in kept.values()
    }
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
    title = str(route.front["title"])
    is_translated = route.language == page.language
    return [
        title if is_translated else shown_text(page.meta(title)),
        texts.number(page.t("keep.route")),
        texts.number(""),
        [],
        [],
        page.language if is_translated else page.home_language,
    ]


def _former_addresses(listings: Iterable[Listing]) -> dict[str, str]:
    """The present address of each record that had another."""
    former = {}
    for listing in listings:
        former.update(dict.fromkeys(listing.aliases, listing.address))
    return former


def _words(catalog: Catalog) -> dict[str, Any]:
    """The messages of the saved list and its tools, by the last part of their key."""
    words = {}
    for key in dict.fromkeys([*catalog.english, *catalog.texts]):
        if key.startswith(PREFIXES) or key in OTHER_WORDS:
            words[key.removeprefix(PREFIX)] = message(catalog, key)
    return words


def _headings() -> dict[str, str]:
    """The headings of the sections that the comparison shows, as message keys with their anchors."""
    marked = [
        spec.mark(Section)
        for kind in KINDS.values()
        for spec in marked_fields(kind.model, Section).values()
    ]
    sections = [
        (section.heading, section.anchor)
        for section in marked
        if section and section.anchor not in TOO_LONG
    ]
    return dict([*sections, UNKNOWN])


def _entry(page: PageContext, record: Record, listing: Listing, texts: "Texts") -> list[Any]:
    """Title, kind, age, the rows of the panel, each a label and its values, and whom to call."""
    rows: list[tuple[str, Iterable[ThemeText]]] = []
    if listing.kind != "agency" and (agencies := page.agencies(record.key)):
        rows.append((page.t("kinds.agency.many"), [page.meta(agency.title) for agency in agencies]))
    for row in panel(page, record):
        unstated = [
            (value["text"], [row["label"]]) for value in row["values"] if value.get("muted")
        ]
        rows += unstated or [(row["label"], [value["text"] for value in row["values"]])]
    shown = [
        [texts.number(label), [texts.number(value) for value in values]] for label, values in rows
    ]
    kind, age = page.t(f"kinds.{record.kind}.one"), page.newest(listing)
    agencies = [listing] if listing.kind == "agency" else page.agencies(record.key)
    calls = [texts.number(text) for text in contact_texts(page, agencies)]
    return [
        shown_text(page.meta(record.title)),
        texts.number(kind),
        texts.number(age),
        shown,
        calls,
    ]


class Texts(dict[str, tuple[int, ThemeText]]):
    """The texts of a file, each once: entries have their numbers."""

    def number(self, text: ThemeText) -> int:
        """The place of a text among them."""
        value = shown_text(text)
        return self.setdefault(repr(value), (len(self), value))[0]
