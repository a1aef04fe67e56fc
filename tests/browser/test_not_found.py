"""The page for an address that is not there, on a site that is hosted elsewhere than `site_url` says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import QuietHandler, served
from tests.browser.test_chromium import violations

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
)
ROOT = "x/y/"
PLACES = ["nowhere.html", "practices/nowhere.html", "es/practices/nowhere.html", "a/b/c/d/"]


class NotFoundHandler(QuietHandler):
    """Answers with 404.html where no file is, as web servers can be set up to, under a strict policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(Path(self.directory, ROOT, "404.html").read_bytes())


@pytest.fixture(scope="module")
def elsewhere(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample, whose `site_url` names another host and another path, under /x/y/."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "x").mkdir()
    (folder / "x" / "y").symlink_to(sample / "site")
    with served(folder, NotFoundHandler) as address:
        yield address + ROOT


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("place", PLACES)
def test_its_styles_links_and_search_stay_at_home(page: Page, elsewhere: str, place: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(elsewhere + place)
    shown = page.locator(".lost:visible")
    expect(shown).to_have_count(1)
    expect(page.locator(".site-header")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    kinds = shown.get_by_role("listitem").get_by_role("link").all()
    assert len(kinds) == 4
    assert [link for link in links if not link.startswith(elsewhere)] == []
    for link in kinds:
        assert page.request.get(str(link.evaluate("link => link.href"))).ok
    page.get_by_role("combobox").press_sequentially("made-up")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"{elsewhere}{'es/' if place.startswith('es/') else ''}find.html#q=made-up")
    expect(page.locator(".result").first).to_be_visible()
    assert [
        url for url in requests if not url.startswith((elsewhere.removesuffix(ROOT), "data:"))
    ] == []


def test_a_record_that_is_not_in_the_language_of_the_address_is_offered_in_english(
    page: Page, elsewhere: str
) -> None:
    page.goto(elsewhere + "es/practices/tea-with-officers.html")
    page.locator(".lost__elsewhere:visible").get_by_role("link").click()
    page.wait_for_url(elsewhere + "practices/tea-with-officers.html?from=es")
    page.goto(elsewhere + "practices/nowhere.html")
    expect(page.locator(".lost__elsewhere:visible")).to_have_count(0)


def test_it_speaks_the_language_of_the_address_and_offers_the_others(
    page: Page, elsewhere: str
) -> None:
    page.goto(elsewhere + "es/practices/nowhere.html")
    expect(page.locator("h1:visible")).to_have_text("No encontramos esta página")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.url == f"{elsewhere}ar/index.html"


def test_without_javascript_it_speaks_every_language(chromium: Browser, http: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{http}404.html")
    assert page.locator(".lost h1:visible").count() == page.locator(".languages a").count()
    assert (
        page.get_by_role("link", name="Buscar").first.get_attribute("href")
        == "/toolkit/es/find.html"
    )
    context.close()
