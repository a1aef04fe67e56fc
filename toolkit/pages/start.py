"""The start page: the questions of "Agencies like mine", three doors, and the way to help for residents."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.context import PageContext
from toolkit.pages.generated import DOCUMENTS, EVIDENCE, NEAR, ROUTES, TRANSLATIONS
from toolkit.pages.near import question
from toolkit.pages.notices import Notice
from toolkit.pages.page import ThemeLink, kind_path
from toolkit.pages.routes import route_links
from toolkit.sources.doc_pages import DocPage

QUESTIONS = ("size", "setting", "communities")
"""What the start page asks of a reader's department."""
PURPOSES = ("flyer", "policy", "script", "course")
"""Types of model documents of which the start page shows the first."""
COUNTED_KINDS = ("practice", "agency", "podcast")
"""Kinds whose number the start page tells, with a link to the list."""
RECENT_YEAR = "2020"
"""The first year whose sources are called recent."""


def start_view(page: PageContext, doc_pages: Sequence[DocPage]) -> dict[str, Any]:
    """What the start page shows in addition to its text."""
    numbers = Counter(kind for kind, _ in page.listings)
    return {
        "residents": residents_link(page, doc_pages),
        "near": page.url(NEAR) if numbers["agency"] else "",
        "asks": [question(page, facet) for facet in QUESTIONS] if numbers["agency"] else [],
        "routes": _translated_routes(page, doc_pages),
        "routes_url": page.url(ROUTES),
        "documents": _documents(page),
        "documents_url": page.url(DOCUMENTS),
        "evidence": evidence(page) if numbers["practice"] else None,
        "evidence_url": page.url(EVIDENCE),
        "numbers": _numbers(page, numbers),
    }


def _numbers(page: PageContext, numbers: Mapping[str, int]) -> list[ThemeLink]:
    """Links to the lists of records, each with its number; that of laws says more without one."""
    links = []
    for kind in COUNTED_KINDS:
        if numbers[kind]:
            text = page.n(f"numbers.{kind}", numbers[kind])
            links.append(page.theme_link(text, kind_path(kind)))
    if numbers["law"]:
        links.append(page.theme_link(page.t("kinds.law.many"), kind_path("law")))
    return links


def _translated_routes(page: PageContext, doc_pages: Sequence[DocPage]) -> list[ThemeLink]:
    """The routes that there are in the page's language; the strategies are a way to begin in every language."""
    links = route_links(page, doc_pages)
    translated = [link for link in links if isinstance(link["title"], str)]
    strategies = {
        "title": page.t("kinds.strategy.many"),
        "url": page.url(kind_path("strategy")),
    }
    return [*translated, strategies]


def _documents(page: PageContext) -> list[ThemeLink]:
    """The first model document of each of several types."""
    first_by_purpose: dict[str, Listing] = {}
    for model in page.of_kind("model"):
        for purpose in model.facets.get("purpose", ()):
            first_by_purpose.setdefault(purpose, model)
    first = [first_by_purpose[purpose] for purpose in PURPOSES if purpose in first_by_purpose]
    return [page.record_link(model) for model in first]


def evidence(page: PageContext) -> dict[str, Any]:
    """How many practices have each kind of evidence, the strongest first, and how many have a recent source."""
    practices = page.of_kind("practice")
    numbers = Counter(practice.facets["evidence"][0] for practice in practices)
    recent = sum(practice.date >= RECENT_YEAR for practice in practices)
    return {
        "kinds": [_evidence_kind(page, id, numbers[id]) for id in page.vocabularies["evidence"]],
        "recent": page.t(
            "start.recent",
            n=page.number(recent),
            total=page.number(len(practices)),
            year=RECENT_YEAR,
        ),
    }


def _evidence_kind(page: PageContext, id: str, number: int) -> dict[str, str]:
    """A kind of evidence, and the link to the practices that have it."""
    return {
        "number": page.number(number),
        "text": page.label("evidence", id),
        "meaning": page.t(f"meaning.evidence.{id}"),
        "url": page.url(f"{EVIDENCE}#{id}") if number else "",
    }


def residents_link(page: PageContext, doc_pages: Sequence[DocPage]) -> ThemeLink | None:
    """The link to the page for residents, if there is one, its path and the languages that it is in."""
    for english in doc_pages:
        if english.front.get("show") == "residents":
            return {
                "text": page.t("start.residents"),
                "url": page.url(english.path),
                "path": english.path,
                "languages": [other.language for other in doc_pages if other.path == english.path],
            }
    return None


def start_notices(page: PageContext) -> list[Notice]:
    """A notice about how many records have a page in this language, and a title and summary only, unless all have."""
    listings = page.listings.values()
    whole = sum(listing.page_language == page.language for listing in listings)
    in_lists = sum(not page.foreign_language(listing.summary) for listing in listings)
    if in_lists == len(listings):
        return []
    text = page.t(
        "translation.few",
        whole=page.number(whole),
        n=page.number(in_lists - whole),
        total=page.number(len(listings)),
    )
    return [{"text": text, "url": page.url(TRANSLATIONS), "link": page.t("translation.title")}]
