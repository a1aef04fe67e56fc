"""Every type of page in Chromium: accessible, quiet, and of one host."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE_TYPES = {
    "start": "index.html",
    "routes": "routes/index.html",
    "route": "routes/victims-not-reporting.html",
    "plan": "strategies/index.html",
    "strategy": "strategies/visit-businesses.html",
    "practices": "practices/index.html",
    "practice": "practices/brooklyn-center-joint-partnership.html",
    "agencies": "agencies/index.html",
    "agency": "agencies/brooklyn-center-police-department.html",
    "principles": "principles/index.html",
    "principle": "principles/root-causes.html",
    "podcast": "podcasts/practical-language-training.html",
    "policy": "policies/tulsa-immigration-status-questions.html",
    "curriculum": "curricula/brooklyn-center-new-americans-course.html",
    "outreach": "outreach/storm-lake-service-survey.html",
    "publication": "publications/epic-report.html",
    "documents": "documents/index.html",
    "browse": "browse/index.html",
    "facet": "browse/communities.html",
    "overview": "overview/index.html",
    "translations": "translations/index.html",
    "by hand": "about.html",
    "reference": "contribute/practice.html",
    "find": "find.html",
}
Scheme = Literal["light", "dark"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}


@contextmanager
def opened(chromium: Browser, address: str, size: ViewportSize, scheme: Scheme = "light") -> Iterator[Page]:
    """A page, and at its end the promise that it asked no other host and complained of nothing."""
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    own = urlsplit(address)[:2]
    assert [url for url in asked if urlsplit(url)[:2] != own and not url.startswith("data:")] == []
    assert complaints == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG)
    return [f"{v['id']}: {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("name", PAGE_TYPES)
@pytest.mark.parametrize("language", ["", "es/"], ids=["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone_or_a_desk(
    chromium: Browser, http: str, name: str, language: str, scheme: Scheme
) -> None:
    size = PHONE if scheme == "dark" else DESK
    with opened(chromium, http + language + PAGE_TYPES[name], size, scheme) as page:
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_page_opens_from_disk(chromium: Browser, disk: str, name: str) -> None:
    with opened(chromium, disk + "es/" + PAGE_TYPES[name], DESK) as page:
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.size)") > 0
        assert "Public Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_nothing_is_wider_than_the_narrowest_screen(chromium: Browser, disk: str, name: str) -> None:
    """WCAG 2.2, 1.4.10 Reflow: 320 CSS pixels, which is also 1280 at 400 %."""
    with opened(chromium, disk + PAGE_TYPES[name], NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_a_visitor_walks_from_the_start_to_a_source_and_changes_language(chromium: Browser, site: str) -> None:
    with opened(chromium, site + "index.html", DESK) as page:
        page.get_by_role("link", name="See who did it").click()
        page.get_by_role("link", name="Storm Lake Police Department").click()
        page.locator(".cards a[href*='practices/']").first.click()
        first = page.locator("a[href='#note-1']").first
        first.click()
        assert page.url.endswith("#note-1")
        page.locator(".languages summary").click()
        page.get_by_role("link", name="Español").click()
        assert "/es/practices/" in page.url
        assert page.locator("html").get_attribute("lang") == "es"


def test_the_keyboard_reaches_the_content_first_and_then_the_menu(chromium: Browser, site: str) -> None:
    with opened(chromium, site + PAGE_TYPES["practice"], DESK) as page:
        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        assert skip == "#content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")


def test_the_menu_on_a_phone_opens_and_closes_by_keyboard(chromium: Browser, site: str) -> None:
    with opened(chromium, site + "index.html", PHONE) as page:
        menu = page.get_by_role("button", name="Menu")
        navigation = page.get_by_role("navigation", name="Main")
        assert not navigation.is_visible()
        menu.press("Enter")
        assert menu.get_attribute("aria-expanded") == "true"
        assert navigation.is_visible()
        navigation.get_by_role("link").first.press("Escape")
        assert not navigation.is_visible()
        assert page.evaluate("document.activeElement.className") == "menu"


def test_the_choice_of_dark_stays_from_page_to_page(chromium: Browser, http: str) -> None:
    with opened(chromium, http + "index.html", DESK) as page:
        button = page.locator(".scheme")
        button.click()
        button.click()
        page.goto(http + PAGE_TYPES["practice"])
        assert page.locator("html").get_attribute("data-scheme") == "dark"
        assert page.locator(".scheme").inner_text() == "Dark"


def test_without_scripts_every_page_can_still_be_reached(chromium: Browser, disk: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(disk + "index.html")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_role("button").first.is_visible()
    page.get_by_role("link", name="Find what fits my agency").click()
    page.get_by_role("link", name="Somali").click()
    assert page.url.endswith("browse/communities.html#somali")
    context.close()


def test_printed_pages_keep_the_notes_and_leave_out_the_menus(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + PAGE_TYPES["practice"], DESK) as page:
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation", name="Main").is_visible()
        assert page.locator(".notes").is_visible()
