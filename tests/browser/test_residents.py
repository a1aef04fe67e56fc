"""The page for residents: quickly found, and quickly left, by button, link and keys, from disk and over http."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.test_chromium import PHONE
from tests.browser.test_languages import CATALOGS, LANGUAGES
from tests.builds import ROOT
from toolkit.sources.config import read_settings

WEATHER = "https://www.weather.gov/"
FRONT_DOOR = "For residents: help in your language"
STORED = """
async () => [localStorage.length, sessionStorage.length, document.cookie,
  self.indexedDB ? (await indexedDB.databases()).length : 0]
"""


@contextmanager
def on_start_page(chromium: Browser, site: str, scripts: bool = True) -> Iterator[Page]:
    """The English start page on a phone, where the weather site answers after a while."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    page.route(f"{WEATHER}**", late)
    page.goto(f"{site}index.html")
    yield page
    context.close()


def neutral(site: str) -> str:
    """Where one leaves to: a copy on a disk may have no network."""
    return "about:blank" if site.startswith("file:") else WEATHER


def ask_for_help(page: Page) -> None:
    """Go to the page for residents, and wait for its scripts."""
    page.get_by_role("link", name=FRONT_DOOR).first.click()
    page.wait_for_load_state()


def wait_for(page: Page, address: str) -> None:
    for _ in range(100):
        if page.url != address:
            page.wait_for_timeout(50)
    assert page.url == address


def assert_left(page: Page, site: str) -> None:
    """The neutral page is there, and the way back leads to the start page."""
    wait_for(page, neutral(site))
    page.go_back()
    assert page.url == f"{site}index.html"


@pytest.mark.parametrize("language", ["es", "ar", "so"])
def test_help_in_the_readers_language_is_two_taps_from_the_english_start_page_and_one_from_their_own(
    chromium: Browser, site: str, language: str
) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        page.locator(f".own-language [lang={language}]").click()
        help_page = f"{site}{language}/help.html"
        wait_for(page, help_page)
        page.goto(f"{site}{language}/index.html")
        page.locator(".for-residents a").click()
        wait_for(page, help_page)


def test_one_tap_hides_the_page_at_once_and_leaves_nothing_stored_and_no_way_back_to_it(
    chromium: Browser, site: str
) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        assert page.evaluate(STORED) == [0, 0, "", 0]
        length = page.evaluate("history.length")
        seen = page.evaluate(
            "() => { document.querySelector('.exit__button').click(); return [document.body.innerText.trim(),"
            " document.elementFromPoint(100, 100).className, document.querySelector('[role=alert]').textContent]; }"
        )
        assert seen == ["Loading.", "exit-overlay", "Loading."]
        wait_for(page, neutral(site))
        assert page.evaluate("history.length") == length
        assert_left(page, site)


def test_shift_three_times_leaves_and_says_so_before(chromium: Browser, site: str) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        status = page.locator(".exit__status")
        for left in ("two more times", "one more time"):
            page.keyboard.press("Shift")
            assert left in status.inner_text()
        page.keyboard.press("Shift")
        assert_left(page, site)


def test_capitals_and_interrupted_presses_of_shift_do_not_leave(chromium: Browser, http: str) -> None:
    with on_start_page(chromium, http) as page:
        ask_for_help(page)
        page.locator("#search-box").press_sequentially("USA")
        for letter in "ICE":
            page.keyboard.press(f"Shift+{letter}")
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.keyboard.press("x")
        page.keyboard.press("Shift")
        page.wait_for_timeout(500)
        assert page.url == f"{http}help.html"
        assert page.locator("h1").is_visible()


def test_the_second_tab_stop_leaves(chromium: Browser, site: str) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == CATALOGS["en"].t("exit.button")
        page.keyboard.press("Enter")
        assert_left(page, site)


def test_other_languages_and_places_of_the_page_are_no_way_back_to_it(chromium: Browser, site: str) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        page.locator(".own-language [lang=so]").click()
        page.wait_for_load_state()
        page.locator("a[href='#content']").press("Enter")
        page.locator(".own-language [lang=ar]").click()
        page.wait_for_load_state()
        page.locator(".exit__button").click()
        assert_left(page, site)


def test_without_javascript_the_button_is_a_link(chromium: Browser, http: str) -> None:
    with on_start_page(chromium, http, scripts=False) as page:
        page.goto(f"{http}so/help.html")
        page.locator(".exit__button").click()
        wait_for(page, WEATHER)


def test_offline_the_page_gives_way_to_a_blank_one(chromium: Browser, http: str) -> None:
    with on_start_page(chromium, http) as page:
        ask_for_help(page)
        page.context.set_offline(True)
        page.locator(".exit__button").click()
        wait_for(page, "about:blank")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_tab_gives_nothing_away(chromium: Browser, disk: str, language: str) -> None:
    page = chromium.new_page()
    page.goto(f"{disk}{'' if language == 'en' else f'{language}/'}help.html")
    assert page.title() == CATALOGS[language].texts["exit.tab"]
    assert read_settings(ROOT).site_names[language] not in page.title()
    assert page.locator("h1").inner_text() not in page.title()
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_the_page_for_residents_in_its_menu_and_its_footer(
    chromium: Browser, disk: str, language: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{disk}{'' if language == 'en' else f'{language}/'}practices/index.html")
    for part in (".site-nav", ".site-footer"):
        assert page.locator(f"{part} a[href='../help.html']").count() == 1
    page.close()


def test_nothing_of_the_button_is_printed(chromium: Browser, disk: str) -> None:
    page = chromium.new_page()
    page.goto(f"{disk}so/help.html")
    page.emulate_media(media="print")
    assert not page.locator(".exit__button").is_visible()
    assert page.locator(".english").first.is_visible()
    page.close()
