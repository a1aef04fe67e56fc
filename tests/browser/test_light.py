"""What a visitor's first page costs: few bytes, nothing that moves, and no wait for a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from bench.pages.weight import weight
from tests.browser.test_chromium import DESK, PAGE_TYPES, PHONE
from tests.conftest import ROOT
from toolkit.gather.settings import settings

MOST = 150_000
"""Bytes of a record's page, all in."""
SLOW = 500
"""Milliseconds that each font waits, long after the text was drawn."""
FOLDERS = ["", *(f"{language}/" for language in settings(ROOT).languages[1:])]
ALWAYS_READABLE = ["", "es/", "vi/", "ar/"]
"""Every machine has letters for these: where it may have none, a late font replaces boxes, and may move a line."""
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: "layout-shift", buffered: true});
"""
LOOK = """
() => [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(element, part);
  if (part && style.content === "none") return "";
  return [...style].filter(name => !name.startsWith("--")).map(name => style[name]).join();
}))
"""


@contextmanager
def blank(chromium: Browser, size: ViewportSize) -> Iterator[Page]:
    """A page that has been nowhere yet."""
    context = chromium.new_context(viewport=size)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_first_visit_to_a_record_is_light(chromium: Browser, http: str, folder: str) -> None:
    sizes = weight(chromium, http + folder + PAGE_TYPES["practice"])
    assert sizes.total() <= MOST, sizes


@pytest.mark.parametrize("folder", ALWAYS_READABLE)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_when_the_fonts_are_late(chromium: Browser, http: str, folder: str, size: ViewportSize) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(SLOW)
        route.continue_()

    with blank(chromium, size) as page:
        page.add_init_script(SHIFTS)
        page.route("**/*.woff2*", late)
        page.goto(http + folder + PAGE_TYPES["practice"], wait_until="networkidle")
        assert page.evaluate("shifts") == []


def test_text_is_drawn_before_any_script_but_the_one_for_colors(chromium: Browser, http: str) -> None:
    held: list[str] = []

    def hold(route: Route) -> None:
        held.append(route.request.url)

    with blank(chromium, PHONE) as page:
        page.route(lambda url: url.endswith(".js") and "/early." not in url, hold)
        page.goto(http + PAGE_TYPES["practice"], wait_until="commit")
        page.evaluate("new Promise(done => new PerformanceObserver(done).observe({type: 'paint', buffered: true}))")
        assert page.locator(".notes").is_visible()
        assert held


@pytest.mark.parametrize("name", ["practice", "find", "reference"])
def test_materials_rules_that_were_left_out_change_nothing(chromium: Browser, http: str, name: str) -> None:
    """Every style of every element is the same with the whole sheet."""
    sheets = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets/stylesheets")))
    with blank(chromium, DESK) as page:
        page.route("**/*.woff2*", lambda route: route.fulfill(body=""))

        def look() -> list[str]:
            page.goto(http + PAGE_TYPES[name], wait_until="networkidle")
            seen: list[str] = page.evaluate(LOOK)
            return seen

        ours = look()
        page.route("**/main.*.css", lambda route: route.fulfill(path=next(sheets.glob("main.*.css"))))
        assert look() == ours
