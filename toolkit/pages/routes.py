"""Guided routes: authored pages that lead through records step by step."""

import re
from collections.abc import Sequence

from toolkit.pages.context import PageContext
from toolkit.pages.generated import page_title, titled_page
from toolkit.pages.page import Page, ThemeLink, doc_pages_in, kind_path
from toolkit.schema import KINDS
from toolkit.sources.doc_pages import DocPage

RECORD_LINK = re.compile(r"\]\(\.\./(([a-z]+)/(?!index\.)[a-z0-9-]+)\.md[)#]")
"""A link from a route to a page in another folder: its path, and the folder."""
PAGES_PER_DOCUMENT = 0.5
"""Of a packet in short. Measured with seven routes: 21 practices and 19 others, 32 pages; 15 and 25, 30 pages."""


def route_links(page: PageContext, doc_pages: Sequence[DocPage]) -> list[ThemeLink]:
    """Links to every route but this page, with the answers that each suits. English titles are marked as English."""
    return [
        _route_link(page, route, english)
        for route, english in doc_pages_in(page.language, doc_pages)
        if english.front.get("show") == "route" and english.path != page.path
    ]


def _route_link(page: PageContext, route: DocPage, english: DocPage) -> ThemeLink:
    title = str(route.front.get("title", ""))
    text = str(route.front.get("description", ""))
    is_translated = route.language == page.language
    return {
        "title": title if is_translated else page.meta(title),
        "text": text if is_translated else page.meta(text),
        "url": page.url(route.path),
        "fits": _suited_answers(english),
    }


def pages_on_paper(page: PageContext, route: DocPage) -> str:
    """About how many sheets a route and its records fill: the route two, a practice one, another half of one."""
    addresses = {kind.address for kind in KINDS.values()}
    folders = dict(RECORD_LINK.findall(route.body)).values()
    practices = sum(folder == KINDS["practice"].address for folder in folders)
    others = sum(folder in addresses for folder in folders) - practices
    number = 2 + practices + round(others * PAGES_PER_DOCUMENT)
    return page.t("keep.pages", n=page.number(number))


def _suited_answers(english: DocPage) -> list[str]:
    """The answers in "Agencies like mine" that a route suits: `size/under-25`; or a field, `communities`."""
    answers = []
    for field, ids in english.front.get("fits", {}).items():
        answers += [id if field == "any" else f"{field}/{id}" for id in ids]
    return answers


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
