"""What a visitor's first page costs: few bytes, no layout shift, and no wait for a script.

It is measured on the sample's long record, because real records may grow, and on the page for residents.
"""

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize

from tests.browser.conftest import wait_until
from tests.browser.test_chromium import DESKTOP, PAGE_TYPES, PHONE
from tests.browser.test_print import LONG
from tests.builds import ROOT
from toolkit.sources.config import read_settings

MAX_BYTES = 150_000
"""Of a record's page with all that it loads, compressed."""
GZIP_LEVEL = 6
"""As web servers have it."""
COMPRESSED_ALREADY = ".woff2"
FOLDERS = ["", *(f"{language}/" for language in read_settings(ROOT).languages[1:])]
PAGES = [LONG, "es/practices/walk-along-the-lake.html", "ar/practices/id-night.html"]
PAINTED = (
    "new Promise(done => new PerformanceObserver(done).observe({type: 'paint', buffered: true}))"
)
"""When something was drawn."""
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: "layout-shift", buffered: true});
"""
ALL_STYLES = """
() => [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(element, part);
  if (part && style.content === "none") return "";
  return [...style].filter(name => !name.startsWith("--")).map(name => style[name]).join();
}))
"""


@contextmanager
def blank(chromium: Browser, size: ViewportSize) -> Iterator[Page]:
    """A new page with an empty cache."""
    context = chromium.new_context(viewport=size)
    yield context.new_page()
    context.close()


def bytes_by_type(browser: Browser, address: str) -> Counter[str]:
    """What a browser with an empty cache loads for a page, its icon included, by the endings of names."""
    context = browser.new_context()
    page = context.new_page()
    bodies: dict[str, bytes] = {}

    def keep(request: Request) -> None:
        answer = request.response()
        bodies[request.url] = answer.body() if answer else b""

    page.on("requestfinished", keep)
    page.goto(address, wait_until="networkidle")
    icon = urljoin(address, page.locator("link[rel=icon]").get_attribute("href"))
    bodies[icon] = context.request.get(icon).body()  # a browser without a window does not load it
    context.close()
    sizes = Counter[str]()
    for url, body in bodies.items():
        ending = PurePosixPath(urlsplit(url).path).suffix
        sizes[ending] += len(
            body if ending == COMPRESSED_ALREADY else gzip.compress(body, GZIP_LEVEL)
        )
    return sizes


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_to_a_record_loads_at_most_150_kilobytes(
    chromium: Browser, http: str, path: str
) -> None:
    sizes = bytes_by_type(chromium, http + path)
    assert sizes.total() <= MAX_BYTES, sizes


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_first_visit_to_the_page_for_residents_loads_at_most_150_kilobytes_in_any_language(
    chromium: Browser, real_http: str, folder: str
) -> None:
    sizes = bytes_by_type(chromium, f"{real_http}{folder}help.html")
    assert sizes.total() <= MAX_BYTES, sizes


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_late_fonts_cause_no_layout_shift(
    chromium: Browser, http: str, path: str, size: ViewportSize
) -> None:
    held_back: list[Route] = []

    def hold(route: Route) -> None:
        held_back.append(route)

    with blank(chromium, size) as page:
        page.add_init_script(SHIFTS)
        page.route("**/*.woff2*", hold)
        page.goto(http + path, wait_until="domcontentloaded")
        page.evaluate(PAINTED)
        wait_until(page, lambda: held_back)
        for route in held_back:
            route.continue_()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("shifts") == []


def test_text_is_drawn_before_any_script_but_that_for_the_color_scheme(
    chromium: Browser, http: str
) -> None:
    held_back: list[str] = []

    def hold(route: Route) -> None:
        held_back.append(route.request.url)

    with blank(chromium, PHONE) as page:
        page.route(lambda url: url.endswith(".js") and "/early." not in url, hold)
        page.goto(http + LONG, wait_until="commit")
        page.evaluate(PAINTED)
        assert page.locator("#notes").is_visible()
        assert held_back


@pytest.mark.parametrize("path", [LONG, PAGE_TYPES["find"], PAGE_TYPES["reference"]])
def test_omitted_rules_of_materials_style_sheet_change_no_style(
    chromium: Browser, http: str, path: str
) -> None:
    """Every style of every element is the same with Material's whole style sheet."""
    sheets = Path(
        str(distribution("mkdocs-material").locate_file("material/templates/assets/stylesheets"))
    )
    with blank(chromium, DESKTOP) as page:
        page.route("**/*.woff2*", lambda route: route.fulfill(body=""))

        def styles() -> list[str]:
            page.goto(http + path, wait_until="networkidle")
            values: list[str] = page.evaluate(ALL_STYLES)
            return values

        omitted = styles()
        page.route(
            "**/main.*.css", lambda route: route.fulfill(path=next(sheets.glob("main.*.css")))
        )
        assert styles() == omitted
