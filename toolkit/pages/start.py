"""The start page, and guided routes: authored pages that lead through records step by step."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.generated import DOCUMENTS, FACETS, titled_page
from toolkit.pages.page import Page, ThemeLink, doc_pages_in, kind_path
from toolkit.sources.doc_pages import DocPage

START_LINKS = (
    ("begin", "clock", kind_path("strategy")),
    ("fit", "compass", FACETS),
    ("who", "map-pin", kind_path("agency")),
    ("hear", "headphones", kind_path("podcast")),
    ("take", "file-text", DOCUMENTS),
)
"""What a visitor may have come for: the key of its messages, its icon, and where it leads."""
COUNTED_KINDS = ("practice", "agency", "model", "policy", "curriculum", "outreach", "podcast", "publication")


def start_view(page: PageContext, doc_pages: Sequence[DocPage]) -> dict[str, Any]:
    """What the start page shows in addition to its text."""
    numbers = Counter(kind for kind, _ in page.listings)
    return {
        "doors": [
            {
                "title": page.t(f"doors.{key}.title"),
                "text": page.t(f"doors.{key}.text"),
                "icon": icon,
                "url": page.url(path),
            }
            for key, icon, path in START_LINKS
        ],
        "routes": route_links(page, doc_pages),
        "numbers": [
            page.theme_link(page.n(f"numbers.{kind}", numbers[kind]), kind_path(kind))
            for kind in COUNTED_KINDS
            if numbers[kind]
        ],
        "principles": [
            {
                "number": principle.number,
                "title": page.meta(principle.title),
                "text": page.meta(principle.summary),
                "url": page.url(principle.address),
            }
            for principle in page.of_kind("principle")
        ],
        "agencies": [
            {
                "title": page.meta(agency.title),
                "state": page.label("states", agency.state),
                "url": page.url(agency.address),
            }
            for agency in page.of_kind("agency")
        ],
        **us_map(page),
    }


def us_map(page: PageContext) -> dict[str, Any]:
    """The map's label and number of agencies for each state that has any."""
    numbers = Counter(agency.state for agency in page.of_kind("agency"))
    labels = {id: page.n("map.agencies", number, state=page.label("states", id)) for id, number in numbers.items()}
    return {"map": labels, "map_counts": dict(numbers)}


def route_links(page: PageContext, doc_pages: Sequence[DocPage]) -> list[ThemeLink]:
    """Links to every route except this page. An untranslated route has its English title, marked."""
    links = []
    for route, english in doc_pages_in(page.language, doc_pages):
        if english.front.get("show") == "route" and english.path != page.path:
            texts = [str(route.front.get(field, "")) for field in ("title", "description")]
            title, text = texts if route.language == page.language else map(page.meta, texts)
            links.append({"title": title, "text": text, "url": page.url(route.path)})
    return links


def routes_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The routes, and the strategies, which are a way to begin in every language."""
    links = route_links(page, doc_pages)
    is_foreign = any(isinstance(link["title"], dict) for link in links)
    strategies = {
        "title": page.t("plan.title"),
        "text": page.t("plan.description"),
        "url": page.url(kind_path("strategy")),
    }
    return titled_page(
        page,
        page.t("routes.intro"),
        template="routes.html",
        notices=[{"text": page.t("translation.missing_list")}] if is_foreign else [],
        doors=[*links, strategies],
    )
