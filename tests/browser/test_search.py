"""Search in Chromium, from disk and over http: the find page, suggestions, highlights, and failures."""

import csv
import functools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import QuietHandler, served, wait_until
from tests.browser.test_chromium import DESKTOP, PHONE, opened, violations
from tests.builds import build, replace_text
from toolkit.cli import DONE
from toolkit.sources.messages import read_catalogs

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
)
ODD = [
    "x" * 10_000,
    "😀😀",
    "\u202e\u200f",
    '"',
    "<img src=x onerror=alert(1)>",
    "(.*)+$[",
    "constructor __proto__",
]


def results(page: Page) -> list[str]:
    expect(page.locator(".find__results")).to_have_attribute("aria-busy", "false")
    return page.locator(".result__title").all_inner_texts()


def number(page: Page) -> int:
    return int(page.inner_text("#find-status").split()[0])


def test_what_a_reader_filtered_is_saved_as_a_table_also_from_disk(
    chromium: Browser, disk: str
) -> None:
    with opened(chromium, f"{disk}es/find.html#kind=practice&sort=new", DESKTOP) as page:
        shown = results(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Guardar estos resultados como tabla (CSV)").click()
        content = download.value.path().read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(content.decode("utf-8-sig").splitlines(keepends=True))
        assert header[:4] == ["id", "Título", "URL", "Tipo"]
        assert len(rows) == number(page)
        assert [row[1] for row in rows] == shown
        assert {row[3] for row in rows} == {"Prácticas"}
        assert [row[2].endswith(f"/practices/{row[0]}.html") for row in rows] == [True] * 4
        page.fill("#find-query", "xqzjvxqzjv")
        expect(page.locator("#find-save")).to_be_hidden()
        assert results(page) == []


def test_find_page_queries_filters_sorts_and_shares(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#q=made-up+cops", DESKTOP) as page:
        assert "Walk along the lake together" in results(page)
        assert page.locator(".result mark").count()
        all_ = number(page)
        row = page.locator(".facet label", has_text="Practices")
        promised = int(row.locator(".count").inner_text())
        siblings = page.locator("details.facet").first.locator(".count").all_inner_texts()
        row.locator("input").check()
        results(page)
        assert number(page) == promised < all_
        assert page.locator("details.facet").first.locator(".count").all_inner_texts() == siblings
        page.select_option("#find-sort", "new")
        sorted_ = results(page)
        shared = page.url
        assert "q=made-up" in shared and "kind=practice" in shared and "sort=new" in shared
        page.reload()
        assert results(page) == sorted_
        page.get_by_role("button", name="Remove Practices").click()
        results(page)
        assert number(page) == all_


def test_results_are_shown_whichever_script_of_the_page_is_late(
    chromium: Browser, http: str
) -> None:
    address = f"{http}find.html#q=tea"
    with opened(chromium, address, DESKTOP) as page:
        expected = results(page)
        written = re.findall(r'<script src="([^"]+)"', page.request.get(address).text())
    scripts = [urljoin(address, script) for script in written]
    assert expected and len(scripts) > 3
    for i, script in enumerate(scripts):
        assert results_with_late(chromium, address, script, set(scripts[:i])) == expected, script


def results_with_late(chromium: Browser, address: str, late: str, before: set[str]) -> list[str]:
    """The results of a page of whose scripts one arrives only after those before it have run."""
    page = chromium.new_page()
    held_back, arrived = list[Route](), set[str]()

    def hold(route: Route) -> None:
        held_back.append(route)

    page.on("requestfinished", lambda request: arrived.add(request.url))
    page.route(late, hold)
    page.goto(address, wait_until="commit")
    wait_until(page, lambda: held_back and before <= arrived)
    held_back[0].continue_()
    shown = results(page)
    page.close()
    return shown


def years(page: Page) -> list[int]:
    """Of the newest source of each result that is a record."""
    ages = page.locator(
        ".result__about span:last-child", has_text="Newest source"
    ).all_inner_texts()
    return [int(age.removeprefix("Newest source: ")) for age in ages]


def test_the_newest_source_and_the_strongest_evidence_come_first(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}find.html#sort=new", DESKTOP) as page:
        all_shown(page)
        assert len(set(years(page))) > 1 and years(page) == sorted(years(page), reverse=True)
    with opened(chromium, f"{http}find.html#kind=practice&sort=evidence", DESKTOP) as page:
        first = results(page)[0]
        page.locator("details.facet", has_text="Evidence").locator("summary").click()
        page.locator(".facet label", has_text="Counted").locator("input").check()
        assert results(page) == [first]


def all_shown(page: Page) -> list[str]:
    """The addresses of all results."""
    shown, more = page.locator(".result__title a"), page.locator("#find-more")
    results(page)
    while more.is_visible():
        before = shown.count()
        more.click()
        expect(shown.nth(before)).to_be_attached()
        expect(page.locator(".find__results")).to_have_attribute("aria-busy", "false")
    addresses: list[str] = shown.evaluate_all("links => links.map(link => link.href)")
    return addresses


def test_asking_for_more_shows_every_result_once(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html", DESKTOP) as page:
        addresses = all_shown(page)
        assert len(addresses) == len(set(addresses)) == number(page) > 10


def test_results_are_filtered_by_the_year_of_the_newest_source(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}find.html#period=from-2010", DESKTOP) as page:
        results(page)
        assert years(page) == [2015]
        page.get_by_role("button", name="Remove 2010 to 2019").click()
        results(page)
        assert number(page) > 1


@pytest.mark.parametrize("folder", ["", "ar/"])
def test_a_result_in_an_attachment_links_to_its_page(
    chromium: Browser, site: str, folder: str
) -> None:
    with opened(chromium, f"{site}{folder}find.html#q=courthouse", DESKTOP) as page:
        assert results(page) == ["Sample language policy"]
        part = page.locator(".result__part")
        catalog = read_catalogs(["en", "ar"]).by_language["ar" if folder else "en"]
        name = "sample-language-policy.pdf"
        expect(part).to_have_text(catalog.t("document.file_page", file=name, page=2))
        assert part.evaluate("link => link.href") == f"{site}files/policy/{name}#page=2"
        expect(page.locator(".result__passage mark")).to_have_text("courthouse")


def test_find_page_shows_all_without_a_query_and_corrects_typos(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        assert len(results(page)) == 10
        page.locator("#find-query").press_sequentially("librray evenngs")
        expect(page.locator("#find-status")).to_contain_text(
            "Showing results for library instead of librray."
        )
        assert "Help residents get identity papers on one evening" in results(page)


TYPED = """query => {
    const box = document.querySelector("#find-query");
    box.value = query;
    box.dispatchEvent(new Event("input"));
    return document.querySelector(".find__results").ariaBusy;
}"""


def test_results_are_marked_busy_until_they_answer_the_query(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        everything = results(page)
        assert page.evaluate(TYPED, "evening") == "true"
        answers = results(page)
        assert answers != everything
        assert page.evaluate(TYPED, "evenings") == page.evaluate(TYPED, "evening") == "true"
        assert results(page) == answers


def test_a_sort_order_chosen_right_after_typing_keeps_the_query(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        results(page)
        page.evaluate(
            f"""() => {{
                ({TYPED})("evening");
                const sort = document.querySelector("#find-sort");
                sort.value = "new";
                sort.dispatchEvent(new Event("change"));
            }}"""
        )
        results(page)
        assert page.input_value("#find-query") == "evening"
        assert page.url.endswith("#q=evening&sort=new")


def test_enter_right_after_the_last_key_searches_what_is_in_the_box(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        results(page)
        for query in ("lake", "library"):
            page.click("#find-query")
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(query)
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile(f"#q={query}$"))
            results(page)
            assert page.input_value("#find-query") == query


def test_a_search_without_results_offers_help(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}find.html#q=zzqqxx&topics=youth", DESKTOP) as page:
        assert results(page) == []
        expect(page.locator("#find-help")).to_contain_text("No results found.")
        page.locator(".find__topics button").first.click()
        assert results(page)
        assert violations(page) == []


@pytest.mark.parametrize("typed", ODD)
def test_odd_queries_are_answered(chromium: Browser, http: str, typed: str) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        results(page)
        page.fill("#find-query", typed)
        results(page)
        assert "result" in page.inner_text("#find-status") or "page" in page.inner_text(
            "#find-status"
        )
        assert page.locator(".find img").count() == 0


def test_the_search_box_is_an_accessible_combobox(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.focus()
        page.keyboard.type("evenin")
        expect(box).to_have_attribute("aria-expanded", "true")
        options = page.get_by_role("option")
        expect(options.last).to_contain_text("evenin")
        assert options.count() > 2
        # The last option leads to all results.
        expect(page.locator(".search [role=status]")).to_have_text(
            f"Suggestions: {options.count() - 1}"
        )
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute(
            "aria-activedescendant", options.first.get_attribute("id") or ""
        )
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url("**/find.html#q=evenin")
        assert results(page)


def test_arrow_keys_choose_from_the_latest_suggestions(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("eve")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press_sequentially("ning")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        options = page.get_by_role("option")
        expect(options.last).to_contain_text("evening")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute(
            "aria-activedescendant", options.nth(1).get_attribute("id") or ""
        )


def test_enter_opens_the_chosen_suggestion(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("evenings")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "about.html" not in url)
        assert "find.html" not in page.url and "evenings" not in page.url.partition("#")[2]


def test_typing_on_clears_the_chosen_suggestion(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("eve")
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        page.keyboard.type("ning")
        page.keyboard.press("Enter")
        page.wait_for_url("**/find.html#q=evening")


def test_after_a_failure_the_next_query_loads_the_index_again(chromium: Browser, http: str) -> None:
    page = chromium.new_page()
    failed: list[Route] = []

    def fail_once(route: Route) -> None:
        if failed:
            route.continue_()
            return
        failed.append(route)
        route.abort()

    page.route("**/search/en.*.js", fail_once)
    page.goto(f"{http}about.html")
    box = page.get_by_role("combobox", name="Search the toolkit")
    with page.expect_event("requestfailed"):
        box.fill("tea")
    box.fill("evening")
    expect(page.get_by_role("option").last).to_contain_text("evening")
    page.close()


def test_enter_in_an_empty_box_opens_the_search(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        page.get_by_role("combobox", name="Search the toolkit").press("Enter")
        page.wait_for_url("**/find.html")
        assert results(page)


@pytest.mark.parametrize("folder", ["", "es/", "ar/"])
def test_the_first_result_is_on_the_first_screen_of_a_phone(
    chromium: Browser, http: str, folder: str
) -> None:
    with opened(chromium, f"{http}{folder}find.html", {"width": 390, "height": 844}) as page:
        assert results(page)
        first = page.locator(".result").first.bounding_box()
        assert first and first["y"] < 600


def test_every_result_shows_its_summary_and_at_most_one_passage(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}find.html#q=forty+evening+tea", DESKTOP) as page:
        titles = all_shown(page)
        assert page.locator(".result__summary").count() == len(titles) > 1
        passages = page.locator(".result").evaluate_all(
            "results => results.map(result => result.querySelectorAll('.result__passage').length)"
        )
        assert max(passages) == 1


def test_find_page_on_a_phone_has_a_dialog_of_filters(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}find.html#q=made-up", PHONE) as page:
        results(page)
        before = number(page)
        page.get_by_role("button", name="Filters").click()
        sheet = page.get_by_role("dialog", name="Filters")
        expect(sheet).to_be_visible()
        sheet.locator("label", has_text="Practices").locator("input").check()
        page.get_by_role("button", name="Show results").click()
        expect(sheet).to_have_count(0)
        results(page)
        assert number(page) < before
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []


def test_find_page_in_spanish(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}es/find.html#q=inventada", DESKTOP) as page:
        assert results(page)
        expect(page.locator("#find-status")).to_contain_text("resultado")
        assert page.locator("details.facet summary", has_text="Tema").count() == 1


def test_without_javascript_the_find_page_links_to_browse_pages(
    chromium: Browser, http: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{http}find.html")
    expect(page.locator("noscript p")).to_contain_text("Search needs JavaScript.")
    assert page.locator("noscript a").count() >= 4
    assert page.locator("noscript p").bounding_box()
    context.close()


class StrictServer(ThreadingHTTPServer):
    """A site with a policy in the header, and an English index that can be replaced."""

    index: bytes | None = None
    """The content of the index, if another than it has. Empty: the index is missing."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class StrictHandler(QuietHandler):
    server: StrictServer

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_GET(self) -> None:
        index = self.server.index
        if index is None or "/search/en." not in self.path:
            super().do_GET()
        elif not index:
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(index)


@contextmanager
def strictly_served(site: Path) -> Iterator[StrictServer]:
    server = StrictServer(("127.0.0.1", 0), functools.partial(StrictHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def strict(sample: Path) -> Iterator[StrictServer]:
    with strictly_served(sample / "site") as server:
        yield server


DAMAGED = (
    b"",
    b"Toolkit.data(",
    b'Toolkit.data("en",["a","AAAA"])',
    b"Toolkit.data('en',7)",
)


def test_search_works_under_a_content_security_policy_in_the_header(
    chromium: Browser, strict: StrictServer
) -> None:
    with opened(chromium, f"{strict.address}find.html#q=youth", DESKTOP) as page:
        assert results(page)


@pytest.mark.parametrize("index", DAMAGED)
def test_a_missing_or_damaged_index_is_reported_to_the_reader(
    chromium: Browser, strict: StrictServer, index: bytes
) -> None:
    strict.index = index
    page = chromium.new_page()
    failed: list[str] = []
    page.on(
        "pageerror",
        lambda error: failed.append(str(error)) if "SyntaxError" not in repr(error) else None,
    )
    page.goto(f"{strict.address}find.html#q=youth")
    expect(page.locator("#find-status")).to_contain_text("could not be loaded")
    page.close()
    assert [text for text in failed if "Unexpected end" not in text] == []


@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_an_open_page_never_mixes_the_old_and_the_new_search_index(
    chromium: Browser, built_copy: Path, protocol: str
) -> None:
    """It answers from the old index; loaded again, it answers from the new one."""
    folder = built_copy / "build" / "site"
    with served(folder) as address:
        site = address if protocol == "http" else folder.as_uri() + "/"
        page = chromium.new_page()
        page.goto(f"{site}find.html#q=tea")
        assert results(page)
        record = built_copy / "practices" / "practice" / "id-night.yml"
        replace_text(record, "Forty made-up people came.", "Fifty zebras came.")
        assert build(built_copy) == DONE
        page.fill("#find-query", "zebras")
        expect(page.locator("#find-status")).to_contain_text("0 results")
        page.reload()
        assert results(page) == ["Help residents get identity papers on one evening"]
        page.close()


# ------------------------------------------------------------------ in another language


def test_a_result_says_that_its_translation_is_outdated(
    chromium: Browser, built_copy: Path
) -> None:
    record = built_copy / "practices" / "practice" / "id-night.yml"
    replace_text(record, "Forty made-up people", "Forty-one made-up people")
    assert build(built_copy) == DONE
    with opened(
        chromium, f"{(built_copy / 'build' / 'site').as_uri()}/es/find.html", DESKTOP
    ) as page:
        results(page)
        outdated = page.locator(".result", has_text="El inglés ha cambiado")
        expect(outdated).to_have_count(1)
        expect(outdated.locator("h2")).to_contain_text("Ayudar a los vecinos")


def test_untranslated_records_are_found_and_marked_as_english(chromium: Browser, http: str) -> None:
    with opened(chromium, f'{http}ar/find.html#q="made-up+pier"', DESKTOP) as page:
        first = results(page)
        assert first
        expect(page.locator(".result__title a").first).to_have_attribute("lang", "en")
        expect(page.locator(".result__title a").first).to_have_css("direction", "ltr")
        page.goto(f'{http}find.html#q="made-up+pier"')
        assert results(page) == first
        page.goto(f"{http}ar/find.html#q=مكتبة")
        assert results(page)
        assert page.locator(".result__title a").first.get_attribute("lang") is None
