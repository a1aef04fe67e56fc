"""The page for residents: quickly found, and quickly left, by button, link and keys, from disk and over http.

What they type to find it stays in their browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote_plus

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.conftest import CHROMIUM, QUIET, QuietHandler, served, wait_until
from tests.browser.test_chromium import DESKTOP, PHONE, opened
from tests.browser.test_languages import CATALOGS
from tests.builds import SAMPLE
from toolkit.sources.config import read_settings

WEATHER = "https://www.weather.gov/"
FOLDERS = {"en": "", "es": "es/", "ar": "ar/"}
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
    wait_until(page, lambda: page.url == address)


def assert_left(page: Page, site: str) -> None:
    """The neutral page is there, and the way back leads to the start page."""
    wait_for(page, neutral(site))
    page.go_back()
    assert page.url == f"{site}index.html"


@pytest.mark.parametrize("language", ["es", "ar"])
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


def test_capitals_and_interrupted_presses_of_shift_do_not_leave(
    chromium: Browser, http: str
) -> None:
    with on_start_page(chromium, http) as page:
        ask_for_help(page)
        page.locator("#search-box").press_sequentially("USA")
        for letter in "ICE":
            page.keyboard.press(f"Shift+{letter}")
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.keyboard.press("x")
        page.keyboard.press("Shift")
        assert page.evaluate("document.querySelector('.exit-overlay')") is None
        assert page.url == f"{http}help.html"
        assert page.locator("h1").is_visible()


def test_the_second_tab_stop_leaves(chromium: Browser, site: str) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == CATALOGS["en"].t(
            "exit.button"
        )
        page.keyboard.press("Enter")
        assert_left(page, site)


def test_other_languages_and_places_of_the_page_are_no_way_back_to_it(
    chromium: Browser, site: str
) -> None:
    with on_start_page(chromium, site) as page:
        ask_for_help(page)
        page.locator(".own-language [lang=es]").click()
        page.wait_for_load_state()
        page.locator("a[href='#content']").press("Enter")
        page.locator(".own-language [lang=ar]").click()
        page.wait_for_load_state()
        page.locator(".exit__button").click()
        assert_left(page, site)


def test_without_javascript_the_button_is_a_link(chromium: Browser, http: str) -> None:
    with on_start_page(chromium, http, scripts=False) as page:
        page.goto(f"{http}es/help.html")
        page.locator(".exit__button").click()
        wait_for(page, WEATHER)


def test_offline_the_page_gives_way_to_a_blank_one(chromium: Browser, http: str) -> None:
    with on_start_page(chromium, http) as page:
        ask_for_help(page)
        page.context.set_offline(True)
        page.locator(".exit__button").click()
        wait_for(page, "about:blank")


def test_the_title_of_the_tab_gives_nothing_away(chromium: Browser, disk: str) -> None:
    page = chromium.new_page()
    for language, folder in FOLDERS.items():
        page.goto(f"{disk}{folder}help.html")
        assert page.title() == CATALOGS[language].texts["exit.tab"]
        assert read_settings(SAMPLE).site_names[language] not in page.title()
        assert page.locator("h1").inner_text() not in page.title()
    page.close()


def test_every_page_leads_to_the_page_for_residents_in_its_menu_and_its_footer(
    chromium: Browser, disk: str
) -> None:
    page = chromium.new_page()
    for folder in FOLDERS.values():
        page.goto(f"{disk}{folder}practices/index.html")
        for part in (".tools", ".site-footer"):
            assert page.locator(f"{part} a[href='../help.html']").count() == 1
    page.close()


def test_on_english_pages_help_is_in_the_language_that_the_reader_comes_from(
    chromium: Browser, site: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{site}ar/law/index.html")
    page.locator(".laws a[href*='law/ia.html']").first.click()
    page.wait_for_url(f"{site}law/ia.html?from=ar*")
    for part in (".tools", ".for-police", ".site-footer"):
        link = page.locator(f"{part} a[href*='help.html']")
        assert link.evaluate("link => link.href") == f"{site}ar/help.html"
    page.locator(".site-nav a[href*='practices/index.html']").click()
    page.wait_for_url("**/practices/index.html?from=ar")
    page.locator(".languages [lang=en]").click()
    page.wait_for_url(f"{site}practices/index.html")
    page.locator(".tools a[href$='help.html']").click()
    page.wait_for_url(f"{site}help.html")
    page.close()


def test_on_a_phone_the_menu_of_every_page_leaves_with_no_way_back_to_it(
    chromium: Browser, site: str
) -> None:
    with on_start_page(chromium, site) as page:
        page.goto(f"{site}practices/id-night.html")
        page.locator(".menu").click()
        page.locator(".leave a").click()
        assert_left(page, site)


def test_nothing_of_the_button_is_printed(chromium: Browser, disk: str) -> None:
    page = chromium.new_page()
    page.goto(f"{disk}es/help.html")
    page.emulate_media(media="print")
    assert not page.locator(".exit__button").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".english li").first.is_visible()
    page.close()


SMALL_PHONE = ViewportSize(width=320, height=568)


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE])
def test_the_numbers_to_tap_are_on_the_first_screen_above_every_notice(
    chromium: Browser, disk: str, size: ViewportSize
) -> None:
    for folder in FOLDERS.values():
        with opened(chromium, f"{disk}{folder}help.html", size) as page:
            places = "links => links.map(link => link.getBoundingClientRect().toJSON())"
            lines = page.locator(".call a").evaluate_all(places)
            assert all(line["height"] >= 44 for line in lines)
            assert lines[-1]["bottom"] <= size["height"]
            notices = page.locator(".notice").evaluate_all(places)
            assert all(notice["top"] > lines[-1]["bottom"] for notice in notices)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_text_at_200_percent_fits_a_small_phone(chromium: Browser, disk: str) -> None:
    browser = chromium.browser_type.launch(
        executable_path=next(filter(None, map(shutil.which, CHROMIUM))),
        args=[*QUIET, "--blink-settings=defaultFontSize=32"],
    )
    page = browser.new_page(viewport=SMALL_PHONE)
    for folder in FOLDERS.values():
        for name in ("index", "help", "find"):
            page.goto(f"{disk}{folder}{name}.html")
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
            assert page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE["width"]
    browser.close()


def test_nothing_at_the_top_of_the_page_names_the_site(chromium: Browser, disk: str) -> None:
    for language, folder in FOLDERS.items():
        with opened(chromium, f"{disk}{folder}help.html", DESKTOP) as page:
            assert page.locator(".brand").inner_text() == CATALOGS[language].texts["exit.tab"]
            assert not page.locator(".brand svg").is_visible()


def test_the_bar_of_languages_has_a_font_for_every_name(chromium: Browser, disk: str) -> None:
    with opened(chromium, f"{disk}help.html", PHONE) as page:
        shown = page.evaluate(
            "() => [...document.querySelectorAll('.own-language a')].map((link) => getComputedStyle(link).fontFamily)"
        )
        assert all('"Language Names"' in family for family in shown)
        assert (
            page.evaluate(
                "document.fonts.load('1em \"Language Names\"', 'ة').then((f) => f.length)"
            )
            == 1
        )


def test_the_part_that_is_read_is_kept_in_another_language(chromium: Browser, disk: str) -> None:
    with opened(chromium, f"{disk}help.html", SMALL_PHONE) as page:
        page.locator("#call").evaluate("heading => heading.scrollIntoView()")
        page.locator(".own-language [lang=es]").dispatch_event("pointerdown")
        address = page.locator(".own-language [lang=es]").get_attribute("href")
        assert address and address.endswith("es/help.html#call")


def test_the_english_of_a_machine_translation_is_folded_and_runs_from_the_left(
    chromium: Browser, disk: str
) -> None:
    with opened(chromium, f"{disk}ar/help.html", PHONE) as page:
        english = page.locator(".english").first
        assert not english.locator("li").first.is_visible()
        english.locator("summary").click()
        style = "item => [getComputedStyle(item).direction, getComputedStyle(item).textAlign]"
        direction, align = english.locator("li").first.evaluate(style)
        assert (direction, align) in (("ltr", "start"), ("ltr", "left"))


# ------------------------------------------------------------------ what they type

SENTENCE = "mi esposo me pega"


class Logging(QuietHandler):
    """Keeps what a server's log would have of a visit: each request, and where it says that it comes from."""

    log: list[str]

    def log_message(self, format: str, *arguments: object) -> None:
        self.log.append(unquote_plus(f"{self.requestline} {self.headers.get('Referer', '')}"))


@pytest.fixture
def logged(sample: Path) -> Iterator[tuple[str, list[str]]]:
    """The sample over http, and the server's log."""
    log: list[str] = []
    with served(sample / "site", type("Logged", (Logging,), {"log": log})) as address:
        yield address, log


def ask(page: Page, sentence: str) -> None:
    """Type a sentence into the header's box, and wait for the results on Search."""
    box = page.locator("#search-box")
    box.press_sequentially(sentence)
    expect(page.locator("#search-list [role=option]").last).to_contain_text(sentence)
    box.press("Enter")
    page.wait_for_url("**/find.html#*")
    expect(page.locator(".find__results")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#find-status")).to_be_focused()


def test_a_sentence_is_in_no_request_title_or_entry_of_the_history_once_the_page_is_left(
    chromium: Browser, logged: tuple[str, list[str]]
) -> None:
    site, log = logged
    with on_start_page(chromium, site) as page:
        page.goto(f"{site}es/index.html")
        before = page.evaluate("history.length")
        ask(page, SENTENCE)
        assert unquote_plus(page.url) == f"{site}es/find.html#q={SENTENCE}"
        titles = [page.title()]
        page.fill("#find-query", f"{SENTENCE} mucho")
        page.wait_for_url("**mucho")
        page.select_option("#find-sort", "new")
        page.wait_for_url("**sort=new")
        assert page.evaluate("history.length") == before + 1
        page.locator(".result__title a").first.click()
        page.wait_for_url(f"{site}es/help.html")
        titles.append(page.title())
        page.locator(".exit__button").click()
        wait_for(page, WEATHER)
        assert page.evaluate("history.length") == before + 1
        page.go_back()
        page.wait_for_url(f"{site}es/index.html")
        assert page.input_value("#search-box") == ""
        assert SENTENCE not in page.content()
        titles.append(page.title())
    assert [text for text in [*titles, *log] if "pega" in text] == []
    assert any("GET /es/help.html HTTP" in line for line in log)


@pytest.mark.parametrize("prefix", ["", "es/", "ar/"])
def test_search_is_left_as_the_page_for_residents_is(
    chromium: Browser, http: str, prefix: str
) -> None:
    with on_start_page(chromium, http) as page:
        page.goto(f"{http}{prefix}index.html")
        ask(page, SENTENCE)
        address = page.url
        page.locator("a[href='#content']").press("Enter")
        page.wait_for_url(address)
        page.locator(".exit__button").click()
        wait_for(page, WEATHER)
        page.go_back()
        page.wait_for_url(f"{http}{prefix}index.html")


def test_from_search_in_another_language_and_from_help_nothing_leads_back_to_a_sentence(
    chromium: Browser, http: str
) -> None:
    with on_start_page(chromium, http) as page:
        ask(page, SENTENCE)
        page.locator(".find__offers a").click()
        page.wait_for_url(f"{http}es/find.html#*")
        page.locator(".find__danger a[data-help]").click()
        page.wait_for_url(f"{http}es/help.html")
        ask(page, SENTENCE)
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        assert_left(page, http)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_search_begins_with_whom_to_call(chromium: Browser, http: str, language: str) -> None:
    prefix = "" if language == "en" else f"{language}/"
    with opened(chromium, f"{http}{prefix}find.html#q=xqzjvxqzjv", PHONE) as page:
        expect(page.locator(".find__nothing")).to_be_visible()
        line = page.locator(".find__danger")
        assert CATALOGS[language].texts["exit.danger"] in line.inner_text()
        assert line.locator("[href='tel:911']").count() == 1
        assert line.locator("[data-help]").get_attribute("href") == "help.html"
        assert page.locator("#find-help").inner_text().count("?") == 0
        assert line.bounding_box()["y"] < page.locator("#find-query").bounding_box()["y"]  # type: ignore[index]


def test_an_address_with_its_question_in_the_query_still_works_and_loses_it(
    chromium: Browser, http: str
) -> None:
    with opened(
        chromium, f"{http}find.html?q=tea&kind=practice&keep=practices/id-night", DESKTOP
    ) as page:
        expect(page.locator(".find__results")).to_have_attribute("aria-busy", "false")
        assert page.input_value("#find-query") == "tea"
        assert page.url == f"{http}find.html?keep=practices/id-night#q=tea&kind=practice"
        assert page.locator("#find-chips .chip").count() == 1


def test_without_javascript_there_is_no_box_that_could_send_a_sentence(
    chromium: Browser, http: str
) -> None:
    with on_start_page(chromium, http, scripts=False) as page:
        for name, box in (("index", "#search-box"), ("find", "#find-query")):
            page.goto(f"{http}{name}.html")
            assert page.locator(box).is_hidden()
            assert page.locator("form:visible").count() == 0


def offers_its_language(chromium: Browser, site: str, language: str, sentence: str) -> None:
    with opened(chromium, f"{site}find.html#q={quote(sentence)}", PHONE) as page:
        page.locator(f".find__offers a[hreflang='{language}']").click()
        page.wait_for_url(f"{site}{language}/find.html#*")
        expect(page.locator(".result__title a").first).to_have_attribute(
            "href", f"../{language}/help.html"
        )


def test_a_sentence_in_another_script_is_offered_its_language(chromium: Browser, http: str) -> None:
    offers_its_language(chromium, http, "ar", "زوجي يضربني")


@pytest.mark.parametrize(("language", "sentence"), [("zh-Hans", "我丈夫打我"), ("lo", "ຜົວຕີຂ້ອຍ")])
def test_a_sentence_without_spaces_is_offered_its_language(
    chromium: Browser, real_http: str, language: str, sentence: str
) -> None:
    offers_its_language(chromium, real_http, language, sentence)
