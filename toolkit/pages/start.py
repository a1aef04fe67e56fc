"""The start page, and guided routes: authored pages that lead through records step by step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.generated import (
    DOCUMENTS,
    FACETS,
    TRANSLATIONS,
    facet_path,
    page_title,
    titled_page,
)
from toolkit.pages.notices import Notice
from toolkit.pages.overview import ACCESS
from toolkit.pages.page import Page, ThemeLink, doc_pages_in, kind_path
from toolkit.pages.panel import agency_link
from toolkit.schema import DOCUMENT_KINDS, UNSTATED
from toolkit.sources.doc_pages import DocPage

START_LINKS = {
    "strategies": ("clock", kind_path("strategy")),
    "browse": ("compass", FACETS),
    "agencies": ("map-pin", kind_path("agency")),
    "podcasts": ("headphones", kind_path("podcast")),
    "documents": ("file-text", DOCUMENTS),
}
"""What a visitor may have come for: the key of its text, its icon, and the page that it leads to and is named for."""
COUNTED_KINDS = (
    "practice",
    "agency",
    "model",
    "policy",
    "curriculum",
    "outreach",
    "podcast",
    "publication",
)
RARE_FACETS = ("effort", "cost")
"""Facets that few sources report: the start page says how few."""
RECENT = "2020"
"""The first year whose sources are called recent."""


def start_view(page: PageContext, doc_pages: Sequence[DocPage]) -> dict[str, Any]:
    """What the start page shows in addition to its text."""
    numbers = Counter(kind for kind, _ in page.listings)
    counts = {"browse": rare_facets(page), **access_counts(page)}
    return {
        "evidence": evidence(page) if numbers["practice"] else None,
        "residents": residents_link(page, doc_pages),
        "links": [
            {
                "title": page_title(page, path),
                "text": page.t(f"start.links.{key}"),
                "counts": counts.get(key, []),
                "icon": icon,
                "url": page.url(path),
            }
            for key, (icon, path) in START_LINKS.items()
        ],
        "routes": [
            link for link in route_links(page, doc_pages) if isinstance(link["title"], str)
        ],  # translated ones
        "numbers": [
            page.theme_link(page.n(f"numbers.{kind}", numbers[kind]), kind_path(kind))
            for kind in COUNTED_KINDS
            if numbers[kind]
        ],
        "principles": [
            page.record_link(principle)
            | {"number": principle.number, "summary": page.meta(principle.summary)}
            for principle in page.of_kind("principle")
        ],
        "agencies": [agency_link(page, agency) for agency in page.of_kind("agency")],
        "map": us_map(page),
    }


def evidence(page: PageContext) -> dict[str, Any]:
    """How many practices have each kind of evidence, the strongest first, and how many have a recent source."""
    practices = page.of_kind("practice")
    numbers = Counter(practice.facets["evidence"][0] for practice in practices)
    recent = sum(practice.date >= RECENT for practice in practices)
    return {
        "kinds": [
            {
                "number": page.number(numbers[id]),
                "text": page.label("evidence", id),
                "meaning": page.t(f"meaning.evidence.{id}"),
                "url": page.url(f"{facet_path('evidence')}#{id}") if numbers[id] else "",
            }
            for id in page.vocabularies["evidence"]
        ],
        "recent": page.t(
            "start.recent", n=page.number(recent), total=page.number(len(practices)), year=RECENT
        ),
    }


def rare_facets(page: PageContext) -> list[str]:
    """How many practices have a value in the facets that few sources report."""
    practices, counts = page.of_kind("practice"), []
    for name in RARE_FACETS:
        number = sum(
            practice.facets.get(name, (UNSTATED,)) != (UNSTATED,) for practice in practices
        )
        values = {"n": page.number(number), "total": page.number(len(practices))}
        counts.append(page.t("start.count_of", label=page.t(f"facets.{name}"), **values))
    return counts


def access_counts(page: PageContext) -> dict[str, list[str]]:
    """How many podcasts can be listened to or only read; how many documents are here, elsewhere, or only described."""
    podcasts = Counter(podcast.access for podcast in page.of_kind("podcast"))
    documents = Counter(document.access for document in page.of_kind(*DOCUMENT_KINDS))
    recordings = podcasts["file"] + podcasts["link"]
    numbers = {
        "podcasts": {"start.recordings": recordings, "start.transcript": podcasts["transcript"]},
        "documents": {f"overview.{access}": documents[access] for access in ACCESS},
    }
    return {
        key: [
            page.t("start.count", label=page.t(label), n=page.number(number))
            for label, number in counts.items()
        ]
        for key, counts in numbers.items()
    }


def residents_link(page: PageContext, doc_pages: Iterable[DocPage]) -> dict[str, str] | None:
    """The link to the page for residents, if there is one."""
    residents = [english.path for english in doc_pages if english.front.get("show") == "residents"]
    return {"text": page.t("start.residents"), "url": page.url(residents[0])} if residents else None


def start_notices(page: PageContext) -> list[Notice]:
    """A notice about how many records are translated, unless all are."""
    total = len(page.listings)
    translated = sum(
        not page.foreign_language(listing.summary) for listing in page.listings.values()
    )
    if translated == total:
        return []
    text = page.t("translation.few", n=page.number(translated), total=page.number(total))
    return [{"text": text, "url": page.url(TRANSLATIONS), "link": page.t("translation.title")}]


def us_map(page: PageContext) -> dict[str, Any]:
    """The number of agencies and its label for each state that has any."""
    numbers = Counter(agency.state for agency in page.of_kind("agency"))
    labels = {
        id: page.n("map.agencies", number, state=page.label("states", id))
        for id, number in numbers.items()
    }
    return {"labels": labels, "counts": dict(numbers)}


def route_links(page: PageContext, doc_pages: Sequence[DocPage]) -> list[ThemeLink]:
    """Links to every route but this page, with the answers that each suits. English titles are marked as English."""
    links = []
    for route, english in doc_pages_in(page.language, doc_pages):
        if english.front.get("show") == "route" and english.path != page.path:
            texts = [str(route.front.get(field, "")) for field in ("title", "description")]
            title, text = texts if route.language == page.language else map(page.meta, texts)
            fits = english.front.get("fits", {}).items()
            answers = [
                id if field == "any" else f"{field}/{id}" for field, ids in fits for id in ids
            ]
            links.append(
                {"title": title, "text": text, "url": page.url(route.path), "fits": answers}
            )
    return links


def routes_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The routes, and the strategies, which are a way to begin in every language."""
    links = route_links(page, doc_pages)
    is_foreign = any(isinstance(link["title"], dict) for link in links)
    strategies = {
        "title": page_title(page, kind_path("strategy")),
        "text": page.t("plan.description"),
        "url": page.url(kind_path("strategy")),
    }
    return titled_page(
        page,
        page.t("routes.intro"),
        template="routes.html",
        notices=[{"text": page.t("translation.missing_list")}] if is_foreign else [],
        links=[*links, strategies],
    )
