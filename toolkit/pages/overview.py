"""What is here and what is missing, counted from the records."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.join import Toolkit
from toolkit.pages.page import Here, Page, address, words_of
from toolkit.pages.translations import PATH as TRANSLATIONS
from toolkit.pages.translations import with_words_notice
from toolkit.pages.views import UNSTATED, Facet, kind_page, sort_key, sorted_values
from toolkit.records import DOCUMENT_KINDS, KINDS

PATH = "overview/index"
COUNTED = ("states", "agency_type", "setting")
"""Facets that say which agencies are here."""
WANTED = ("agency_type", "communities", "topics")
"""Lists of which a contributor may know what no record has yet."""
ABROAD = "outside-us"
"""An entry of the list of states that is no state."""
TOLD = {
    "problem": "practice.problem",
    "steps": "practice.steps",
    "partners": "practice.partners",
    "run_by": "practice.run_by",
    "staffing": "practice.staffing",
    "resources": "practice.resources",
    "effort": "glance.effort",
    "cost": "glance.cost",
    "started": "glance.started",
    "stage": "glance.stage",
    "results": "practice.results",
    "lessons": "practice.lessons",
}
"""What a reader wants to know of a practice: the field, and the key of its heading."""
ACCESS = ("file", "link", "described")
HELP = (
    ("search.suggest", "contribute/index", "search.suggest_link"),
    ("overview.help_language", TRANSLATIONS, "translation.title"),
    ("page.unknown_intro", "left-out", "nav.left-out"),
)
"""Ways to help: the key of a question, the page that it leads to, and the key of the link."""

Table = dict[str, Any]
Cell = dict[str, Any]
"""A text, and perhaps where it leads and a note."""


class Counts:
    """What is counted of records, which is the same in all languages."""

    def __init__(self, toolkit: Toolkit) -> None:
        english = toolkit.source
        self.by_agency = {agency.id: _of_agency(english, agency) for agency in english.of_kind("agency")}
        """Of each agency, by id: its practices, documents, podcasts, and the questions that are open there."""
        practices = [entry.record for entry in english.of_kind("practice")]
        self.practices = len(practices)
        self.told = {field: sum(getattr(one, field) not in (None, [], UNSTATED) for one in practices) for field in TOLD}
        """How many practices tell what a reader wants to know, by field."""
        self.by_access: dict[str, dict[str, list[Entry]]] = {}
        """The documents of each kind that has some, by whether they are here, elsewhere, or only known of."""
        for kind in DOCUMENT_KINDS:
            for entry in english.of_kind(kind):
                self.by_access.setdefault(kind, {}).setdefault(_access(entry), []).append(entry)


def _of_agency(toolkit: Toolkit, agency: Entry) -> list[int]:
    shared = toolkit.naming(agency, "practice", *DOCUMENT_KINDS, "podcast")
    kinds = Counter("document" if entry.kind in DOCUMENT_KINDS else entry.kind for entry in shared)
    questions = sum(len(getattr(entry.record, "unknown", ())) for entry in [agency, *shared])
    return [kinds["practice"], kinds["document"], kinds["podcast"], questions]


def overview_page(
    here: Here,
    counts: Counts,
    facets: Iterable[Facet],
    lists: Mapping[str, Mapping[str, str]],
    words: Mapping[str, Words],
    translated: Mapping[str, tuple[int, int]],
    hand: Iterable[HandPage],
) -> Page:
    """The page. `translated` is how many records each language has in full, and in part."""
    known = {facet.name: facet for facet in facets}
    title = here.t("overview.title")
    meta = {
        "title": title,
        "heading": title,
        "description": here.t("overview.intro"),
        "template": "overview.html",
        "notices": with_words_notice(here, []),
        "here": [
            _by_kind(here),
            *(_by_value(here, known[name], lists[name]) for name in COUNTED if name in known),
            _by_language(here, words, translated),
        ],
        "agencies": _by_agency(here, counts),
        "missing": [_by_field(here, counts), _by_access(here, counts)],
        "unseen": [_record(here, entry) for own in counts.by_access.values() for entry in own.get("described", ())],
        "no_agency": _unused(here, known["states"], lists["states"]) if "states" in known else [],
        "unused": [
            {"title": here.t(f"facets.{name}"), "values": values}
            for name in WANTED
            if name in known and (values := _unused(here, known[name], lists[name]))
        ],
        "help": _help(here, {page.path for page in hand} | {TRANSLATIONS}),
    }
    return Page(here.path, here.words.language, meta, here.t("overview.intro"))


# ------------------------------------------------------------------ what is here


def _by_kind(here: Here) -> Table:
    rows = [
        ({"text": here.t(f"kinds.{kind}.many"), "url": here.url(kind_page(kind))}, [len(named)])
        for kind in KINDS
        if (named := here.toolkit.named(kind))
    ]
    return _table(here, "overview.by_kind", ["search.facets.kind", "overview.records"], rows)


def _by_value(here: Here, facet: Facet, order: Iterable[str]) -> Table:
    rows = [
        ({"text": here.label(facet.name, id), "url": here.url(f"{facet.address}#{id}")}, [len(facet.values[id])])
        for id in sorted_values(facet, here, order)
    ]
    return _table(here, f"facet_intros.{facet.name}", [f"facets.{facet.name}", "kinds.agency.many"], rows)


def _by_language(here: Here, words: Mapping[str, Words], translated: Mapping[str, tuple[int, int]]) -> Table:
    rows: list[tuple[Cell, list[int]]] = []
    for tag, own in words.items():
        name: Cell = {"text": {"text": own.name, "lang": tag, "dir": own.direction}}
        if tag == SOURCE_LANGUAGE:
            rows.append((name, [len(here.toolkit.entries), 0]))
        else:
            rows.append((name | {"url": here.url(f"{TRANSLATIONS}#{tag}")}, [*translated[tag]]))
    return _table(here, "overview.by_language", ["theme.language", "overview.in_full", "overview.in_part"], rows)


def _by_agency(here: Here, counts: Counts) -> Table:
    agencies = [(_record(here, entry), entry) for entry in here.toolkit.source.of_kind("agency")]
    rows = [
        (row | {"note": here.label("states", entry.record.state)}, counts.by_agency[entry.id])  # type: ignore[attr-defined]
        for row, entry in sorted(agencies, key=lambda one: sort_key(words_of(one[0]["text"])))
    ]
    columns = ("search.facets.agencies", "kinds.practice.many", "nav.documents/index", "kinds.podcast.many")
    return _table(here, "overview.by_agency", [*columns, "overview.questions"], rows)


# ------------------------------------------------------------------ what is missing


def _by_field(here: Here, counts: Counts) -> Table:
    told = counts.told
    rows = [
        ({"text": here.t(TOLD[field])}, [told[field], counts.practices - told[field]])
        for field in sorted(TOLD, key=told.__getitem__)
    ]
    return _table(here, "overview.by_field", ["translation.what", "overview.told", "overview.untold"], rows)


def _by_access(here: Here, counts: Counts) -> Table:
    rows = [
        (
            {"text": here.t(f"kinds.{kind}.many"), "url": here.url(kind_page(kind))},
            [len(own.get(access, ())) for access in ACCESS],
        )
        for kind, own in counts.by_access.items()
    ]
    return _table(
        here, "overview.by_access", ["search.facets.kind", *(f"overview.{access}" for access in ACCESS)], rows
    )


def _access(document: Entry) -> str:
    record: Any = document.record
    return "file" if record.file else "link" if record.url else "described"


def _unused(here: Here, facet: Facet, choices: Iterable[str]) -> list[str]:
    unused = set(choices) - set(facet.values) - {UNSTATED, ABROAD}
    return sorted((here.label(facet.name, id) for id in unused), key=sort_key)


def _help(here: Here, paths: set[str]) -> list[dict[str, str]]:
    answer = here.t("overview.help_answer", heading=here.t("page.unknown"))
    ways = [
        {"text": here.t(question), "url": here.url(path), "link": here.t(link)}
        for question, path, link in HELP
        if path in paths
    ]
    return [{"text": answer}, *ways]


def _record(here: Here, entry: Entry) -> Cell:
    return {"text": here.called(entry), "url": here.url(address(entry))}


def _table(here: Here, caption: str, columns: Iterable[str], rows: Iterable[tuple[Cell, Iterable[int]]]) -> Table:
    return {
        "caption": here.t(caption),
        "columns": [here.t(column) for column in columns],
        "rows": [{"head": head, "cells": [here.number(cell) for cell in cells]} for head, cells in rows],
    }
