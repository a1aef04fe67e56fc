"""Guided routes: pages written by hand that lead through records step by step, and the page that lists them."""

from collections.abc import Iterable
from typing import Any

from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.pages.page import Here, Page
from toolkit.pages.translations import with_words_notice
from toolkit.pages.views import kind_page

PATH = "routes/index"


def routes(here: Here, hand: Iterable[HandPage]) -> list[dict[str, Any]]:
    """Every route but the page itself, as far as it is translated."""
    hand = list(hand)
    own = {page.path: page for page in hand if page.language == here.words.language}
    return [
        _door(here, own.get(page.path), page)
        for page in hand
        if page.language == SOURCE_LANGUAGE and page.front.get("show") == "route" and page.path != here.path
    ]


def routes_page(here: Here, hand: Iterable[HandPage]) -> Page:
    """The routes, and the strategies, which are a way to begin in every language."""
    strategies = {
        "title": here.t("kinds.strategy.many"),
        "text": here.t("plan.description"),
        "url": here.url(kind_page("strategy")),
    }
    title, found = here.t("routes.title"), routes(here, hand)
    foreign = [{"text": here.t("translation.missing_list")}] if any(isinstance(r["title"], dict) for r in found) else []
    meta = {
        "title": title,
        "heading": title,
        "description": here.t("routes.intro"),
        "template": "routes.html",
        "notices": with_words_notice(here, foreign),
        "doors": [*found, strategies],
    }
    return Page(here.path, here.words.language, meta, here.t("routes.intro"))


def _door(here: Here, own: HandPage | None, english: HandPage) -> dict[str, Any]:
    texts = [str((own or english).front.get(field, "")) for field in ("title", "description")]
    title, text = texts if own else map(here.meta, texts)
    return {"title": title, "text": text, "url": here.url(english.path)}
