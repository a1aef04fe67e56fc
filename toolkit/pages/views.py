"""What each kind of page shows, worked out once so that templates only say it."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from toolkit.check import Entry
from toolkit.join import Toolkit
from toolkit.pages.markdown import escape
from toolkit.pages.page import Here, address
from toolkit.records import DOCUMENT_KINDS, KINDS, Record, ShowsPrinciple
from toolkit.records.declared import fields
from toolkit.records.text import Choice, Filter

View = dict[str, Any]
SCALES = ("effort", "cost", "stage", "evidence")
"""Lists whose own order means something; the others are sorted by label."""
UNSTATED = "not-stated"


class Group(NamedTuple):
    """Records under one heading."""

    title: str = ""
    id: str = ""
    entries: Sequence[Entry] = ()
    note: str = ""


class Facet(NamedTuple):
    """A field that readers narrow the records by, and the records under each of its values."""

    name: str
    """The closed list that its values are from."""
    values: dict[str, list[Entry]]
    """By id of the value, in the list's order; only values that some record has."""

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"browse/{self.name.replace('_', '-')}"


def facets(toolkit: Toolkit, lists: Iterable[str]) -> list[Facet]:
    """Every filter over a closed list, with its records. From the marks in `records.py`."""
    found: dict[str, dict[str, list[Entry]]] = {name: {} for name in lists}
    for entry in toolkit.entries.values():
        for name, facet in filters(type(entry.record)).items():
            if facet in found:
                value = getattr(entry.record, name)
                for id in value if isinstance(value, list) else [value]:
                    found[facet].setdefault(id, []).append(entry)
    return [Facet(name, values) for name, values in found.items() if values]


@cache
def filters(record: type[Record]) -> dict[str, str]:
    """The fields marked as filters, and the facet that each belongs to."""
    found = {}
    for name, spec in fields(record).items():
        if spec.mark(Filter):
            choice = spec.mark(Choice)
            found[name] = choice.name if choice else name
    return found


def sorted_values(facet: Facet, here: Here, order: Iterable[str]) -> list[str]:
    """A facet's values as a reader expects them: scales from least to most, the rest by label, `not-stated` last."""
    places = {id: i for i, id in enumerate(order)}
    key: Callable[[str], Any] = (
        places.__getitem__ if facet.name in SCALES else lambda id: sort_key(here.label(facet.name, id))
    )
    return sorted(facet.values, key=lambda id: (id == UNSTATED, key(id)))


def sort_key(label: str) -> str:
    """Letters without case and accents, so that `é` stands with `e`."""
    if label.isascii():
        return label.casefold()
    return "".join([c for c in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(c)])


# ------------------------------------------------------------------ one record


def practice_view(here: Here, entry: Entry) -> View:
    """A practice with its documents, recordings, agencies, principles and neighbors."""
    record: Any = entry.record
    return {
        "documents": here.toolkit.naming(entry, *DOCUMENT_KINDS),
        "podcasts": here.toolkit.naming(entry, "podcast"),
        "agencies": here.agencies(entry),
        "principles": [
            {
                "entry": here.toolkit.get("principle" if isinstance(shown, ShowsPrinciple) else "strategy", shown.id),
                "basis": shown.basis,
                "cite": shown.cite,
            }
            for shown in [*record.principles, *record.strategies]
        ],
        "related": [
            {"entry": other, "why": here.t("related.why", shared=", ".join(here.label(*value) for value in shared))}
            for other, shared in here.toolkit.related(entry)
        ],
    }


def agency_view(here: Here, entry: Entry) -> View:
    """All that is an agency's."""
    return {
        "practices": here.toolkit.naming(entry, "practice"),
        "documents": here.toolkit.naming(entry, "policy", "curriculum", "outreach"),
        "podcasts": here.toolkit.naming(entry, "podcast"),
        "publications": here.toolkit.naming(entry, "publication"),
    }


def document_view(here: Here, entry: Entry) -> View:
    """A document with the practices that it belongs to."""
    record: Any = entry.record
    return {
        "practices": [here.toolkit.get("practice", id) for id in record.practices],
        "agencies": here.agencies(entry),
        "host": escape(_host(record.url)),
        "transcript_host": escape(_host(getattr(record, "transcript", None))),
        "size": here.size(entry),
    }


def idea_view(here: Here, entry: Entry) -> View:
    """A principle or strategy with the practices that show it."""
    return {"practices": here.toolkit.naming(entry, "practice")}


def _host(url: str | None) -> str:
    return urlsplit(url).netloc.removeprefix("www.").rstrip(".") if url else ""


KIND_VIEWS: dict[str, tuple[str, Callable[[Here, Entry], View]]] = {
    "practice": ("practice", practice_view),
    "agency": ("agency", agency_view),
    "policy": ("document", document_view),
    "curriculum": ("document", document_view),
    "outreach": ("document", document_view),
    "publication": ("document", document_view),
    "podcast": ("podcast", document_view),
    "principle": ("idea", idea_view),
    "strategy": ("idea", idea_view),
}
"""The template of a kind of record, and what it is given."""


# ------------------------------------------------------------------ the panel at the top of a record


def glance(here: Here, entry: Entry) -> list[dict[str, Any]]:
    """What a busy reader needs first: label and values, some of them leading on."""
    record = entry.record
    rows: list[dict[str, Any]] = []

    def row(key: str, values: list[dict[str, Any]]) -> None:
        if values:
            rows.append({"label": here.t(f"glance.{key}"), "values": values})

    def choices(name: str, ids: Iterable[str]) -> list[dict[str, Any]]:
        where = f"browse/{name.replace('_', '-')}"
        return [
            {"text": here.label(name, id)} | ({"muted": True} if id == UNSTATED else {"url": here.url(f"{where}#{id}")})
            for id in ids
        ]

    for name, choice in _closed_lists(type(record)).items():
        value = getattr(record, name)
        if choice:
            row(name, choices(choice, value if isinstance(value, list) else [value]))
        elif name in ("form", "length", "place", "county") and value:
            row(name, [{"text": here.meta(value)}])
        elif (
            name in ("number", "series", "publisher", "pages") and value and entry.kind not in ("principle", "strategy")
        ):
            row(name, [{"text": here.meta(value) if isinstance(value, str) else str(value)}])
        elif name in ("authors", "identifiers"):
            row(name, [{"text": here.meta(text)} for text in value])
        elif name == "date" and value:
            row("date", [{"text": here.date(value)}])
        elif name == "started" and value:
            row("started", [{"text": here.t(f"glance.started_{value.basis}", year=value.year)}])
        elif name == "website" and value:
            row("website", [{"text": _host(value), "href": value}])
    return rows


@cache
def _closed_lists(record: type[Record]) -> dict[str, str]:
    """The fields of a record, each with the closed list that it is a filter over, or nothing."""
    return {
        name: choice.name if (choice := spec.mark(Choice)) and spec.mark(Filter) else ""
        for name, spec in fields(record).items()
    }


def agency_links(here: Here, entry: Entry) -> list[dict[str, Any]]:
    """The agencies of a record with their state, for the line above its title."""
    return [
        {
            "text": here.meta(agency.record.title),
            "url": here.url(address(agency)),
            "state": here.label("states", agency.record.state),  # type: ignore[attr-defined]
        }
        for agency in (here.agencies(entry) if entry.kind != "agency" else [])
    ]


def kind_page(kind: str) -> str:
    """The page that lists a kind."""
    return f"{KINDS[kind].address}/index"
