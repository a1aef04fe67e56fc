"""Search in Chromium and Firefox, from disk and over http: the find page, suggestions, highlights, and failures."""

import csv
import functools
import json
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import QuietHandler, served
from tests.browser.firefox import Firefox, firefox
from tests.browser.test_chromium import DESKTOP, PHONE, opened, violations
from tests.builds import build, replace_text
from toolkit.cli import DONE
from toolkit.sources.messages import read_catalogs

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
ODD = ["x" * 10_000, "😀😀", "\u202e\u200f", '"', "<img src=x onerror=alert(1)>", "(.*)+$[", "constructor __proto__"]


def results(page: Page) -> list[str]:
    # The page hears of a step back a little after the browser has done it.
    page.wait_for_timeout(100)
    expect(page.locator(".find__results")).to_have_attribute("aria-busy", "false")
    return page.locator(".result__title").all_inner_texts()


def accessible(page: Page) -> bool:
    # From disk axe-core cannot read the style sheets, and says so in the console.
    return page.url.startswith("file:") or violations(page) == []


def number(page: Page) -> int:
    return int(page.inner_text("#find-status").split()[0])


def test_what_a_reader_filtered_is_saved_as_a_table_also_from_disk(chromium: Browser, disk: str) -> None:
    with opened(chromium, f"{disk}es/find.html#kind=practice&sort=new", DESKTOP) as page:
        shown = results(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Guardar estos resultados como tabla (CSV)").click()
        content = download.value.path().read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(content.decode("utf-8-sig").splitlines(keepends=True))
        assert header[:4] == ["id", "Título", "URL", "Tipo"]
        assert len(rows) == number(page) > len(shown)
        assert [row[1] for row in rows[: len(shown)]] == shown
        assert {row[3] for row in rows} == {"Prácticas"}
        assert all(row[2] == f"https://example.org/es/practices/{row[0]}.html" for row in rows)
        page.fill("#find-query", "xqzjvxqzjv")
        expect(page.locator("#find-save")).to_be_hidden()
        assert results(page) == []


def test_find_page_queries_filters_sorts_and_shares(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#q=recruit+cops", DESKTOP) as page:
        first = results(page)
        assert "Travel to Puerto Rico to recruit bilingual deputies" in first[:5]
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
        results(page)
        shared = page.url
        assert "q=recruit" in shared and "kind=practice" in shared and "sort=new" in shared
        sorted_ = results(page)
        page.reload()
        assert results(page) == sorted_
        page.get_by_role("button", name="Remove Practices").click()
        results(page)
        assert number(page) == all_


def test_results_are_shown_whichever_script_of_the_page_arrives_last(chromium: Browser, sample_http: str) -> None:
    address = f"{sample_http}find.html#q=tea"
    with opened(chromium, address, DESKTOP) as page:
        expected = results(page)
        scripts = page.eval_on_selector_all("script[src]", "scripts => scripts.map(script => script.src)")
    assert expected and len(scripts) > 3
    for script in scripts:
        page = chromium.new_page()
        page.route(script, arrive_late)
        page.goto(address)
        assert results(page) == expected, script
        page.close()


def arrive_late(route: Route) -> None:
    time.sleep(0.5)
    route.continue_()


def test_the_newest_source_and_the_strongest_evidence_come_first(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#kind=policy&sort=new", DESKTOP) as page:
        results(page)
        while page.locator("#find-more").is_visible():
            page.locator("#find-more").click()
            page.wait_for_timeout(200)
        results(page)
        ages = page.locator(".result__about span:last-child").all_inner_texts()
        years = [int(age.removeprefix("Newest source: ")) for age in ages if age != "Sources undated"]
        assert len(set(years)) > 1 and years == sorted(years, reverse=True)
        assert len(years) < len(ages) and set(ages[len(years) :]) == {"Sources undated"}
        page.goto(f"{site}find.html#kind=practice&sort=evidence")
        first = results(page)[0]
        page.locator("details.facet", has_text="Evidence").locator("summary").click()
        page.locator(".facet label", has_text="Evaluated").locator("input").check()
        assert first in results(page)


def test_asking_for_more_while_more_is_added_shows_no_result_twice(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#kind=practice", DESKTOP) as page:
        results(page)
        page.locator("#find-more").click()
        expect(page.locator(".result").nth(10)).to_be_attached()
        page.wait_for_timeout(300)
        addresses = page.locator(".result__title a").evaluate_all("links => links.map(link => link.href)")
        assert len(addresses) == len(set(addresses)) > 10


def test_results_are_filtered_by_the_year_of_the_newest_source(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#period=before-2010", DESKTOP) as page:
        results(page)
        ages = page.locator(".result__about span:last-child").all_inner_texts()
        assert ages and all(int(age.removeprefix("Newest source: ")) < 2010 for age in ages)
        page.get_by_role("button", name="Remove Before 2010").click()
        page.goto(f"{site}find.html#period=not-stated")
        results(page)
        assert set(page.locator(".result__about span:last-child").all_inner_texts()) == {"Sources undated"}


@pytest.mark.parametrize("page_of", ["find.html", "ar/find.html"])
@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_a_result_in_an_attachment_links_to_its_page(
    chromium: Browser, sample: Path, protocol: str, page_of: str
) -> None:
    with served(sample / "site") as address:
        site = address if protocol == "http" else (sample / "site").as_uri() + "/"
        with opened(chromium, f"{site}{page_of}#q=courthouse", DESKTOP) as page:
            assert results(page) == ["Sample language policy"]
            part = page.locator(".result__part")
            catalog = read_catalogs(["en", "ar"]).by_language["ar" if page_of.startswith("ar/") else "en"]
            name = "sample-language-policy.pdf"
            expect(part).to_have_text(catalog.t("document.file_page", file=name, page=2))
            assert part.evaluate("link => link.href") == f"{site}files/policy/{name}#page=2"
            expect(page.locator(".result__passage mark")).to_have_text("courthouse")


def test_find_page_shows_all_without_a_query_and_corrects_typos(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html", DESKTOP) as page:
        assert len(results(page)) >= 10
        page.locator("#find-query").focus()
        page.keyboard.type("interprter volunters", delay=20)
        assert any("volunteer" in title for title in results(page))
        expect(page.locator("#find-status")).to_contain_text("Showing results for interpreter instead of interprter.")


TYPED = """query => {
    const box = document.querySelector("#find-query");
    box.value = query;
    box.dispatchEvent(new Event("input"));
    return document.querySelector(".find__results").ariaBusy;
}"""


def test_results_are_marked_busy_until_they_answer_the_query(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html", DESKTOP) as page:
        everything = results(page)
        assert page.evaluate(TYPED, "interpreter") == "true"
        answers = results(page)
        assert answers != everything
        assert page.evaluate(TYPED, "interpreters") == page.evaluate(TYPED, "interpreter") == "true"
        assert results(page) == answers


def test_a_sort_order_chosen_right_after_typing_keeps_the_query(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html", DESKTOP) as page:
        results(page)
        page.evaluate(
            f"""() => {{
                ({TYPED})("interpreter");
                const sort = document.querySelector("#find-sort");
                sort.value = "new";
                sort.dispatchEvent(new Event("change"));
            }}"""
        )
        results(page)
        assert page.input_value("#find-query") == "interpreter"
        assert page.url.endswith("#q=interpreter&sort=new")


def test_a_search_without_results_offers_help(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#q=zzqqxx&topics=youth", DESKTOP) as page:
        assert results(page) == []
        expect(page.locator("#find-help")).to_contain_text("No results found.")
        page.locator(".find__topics button").first.click()
        assert results(page)
        assert accessible(page)


@pytest.mark.parametrize("typed", ODD)
def test_odd_queries_are_answered(chromium: Browser, http: str, typed: str) -> None:
    with opened(chromium, f"{http}find.html", DESKTOP) as page:
        results(page)
        page.fill("#find-query", typed)
        results(page)
        assert "result" in page.inner_text("#find-status") or "page" in page.inner_text("#find-status")
        assert page.locator(".find img").count() == 0


def test_the_search_box_is_an_accessible_combobox(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.focus()
        page.keyboard.type("interpr", delay=20)
        expect(box).to_have_attribute("aria-expanded", "true")
        options = page.get_by_role("option")
        assert options.count() > 2
        # The last option leads to all results.
        expect(page.locator(".search [role=status]")).to_have_text(f"Suggestions: {options.count() - 1}")
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert accessible(page)
        page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url("**/find.html#q=interpr")
        assert results(page)


def test_arrow_keys_choose_from_the_latest_suggestions(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("inter")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press_sequentially("preter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        options = page.get_by_role("option")
        expect(options.last).to_contain_text("interpreter")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")


def test_enter_opens_the_chosen_suggestion(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("interpreter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "about.html" not in url)
        assert "find.html" not in page.url and "interpreter" not in page.url.partition("#")[2]


def test_typing_on_clears_the_chosen_suggestion(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}about.html", DESKTOP) as page:
        box = page.get_by_role("combobox", name="Search the toolkit")
        box.press_sequentially("inter")
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        page.keyboard.type("preter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/find.html#q=interpreter")


def test_a_failed_query_does_not_hide_the_next_suggestions(chromium: Browser, http: str) -> None:
    page = chromium.new_page()
    held_back: list[Route] = []
    page.route("**/search/en/t/*", lambda route: route.continue_() if held_back else held_back.append(route))
    page.goto(f"{http}about.html")
    box = page.get_by_role("combobox", name="Search the toolkit")
    with page.expect_request("**/search/en/t/*"):
        box.fill("youth")
    with page.expect_request(lambda request: "/search/en/t/" in request.url and request != held_back[0].request):
        box.fill("interpreter")
    held_back[0].abort()
    expect(page.get_by_role("option").last).to_contain_text("interpreter")
    page.close()


def test_find_page_on_a_phone_has_a_dialog_of_filters(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}find.html#q=youth", PHONE) as page:
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
        assert accessible(page)


def test_find_page_in_spanish(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}es/find.html#q=interpretes+voluntarios", DESKTOP) as page:
        assert results(page)
        expect(page.locator("#find-status")).to_contain_text("resultado")
        assert page.locator("details.facet summary", has_text="Tema").count() == 1


def test_without_javascript_the_find_page_links_to_browse_pages(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}find.html")
    expect(page.locator("noscript p")).to_contain_text("Search needs JavaScript.")
    assert page.locator("noscript a").count() >= 4
    assert page.locator("noscript p").bounding_box()
    context.close()


class StrictServer(ThreadingHTTPServer):
    """The real site with a policy in the header, and shards that can be replaced."""

    shard: bytes | None = None
    """The content of every shard of the English index, if another than it has. Empty: the shard is missing."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class StrictHandler(QuietHandler):
    server: StrictServer

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_GET(self) -> None:
        shard = self.server.shard
        if shard is None or "/search/en/t/" not in self.path:
            super().do_GET()
        elif not shard:
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(shard)


@pytest.fixture
def strict(real: Path) -> Iterator[StrictServer]:
    server = StrictServer(("127.0.0.1", 0), functools.partial(StrictHandler, directory=str(real / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


DAMAGED = (b"", b"Toolkit.data(", b'Toolkit.data("en/t/0",["a","AAAA"])', b"Toolkit.data('en/t/0',7)")


def test_search_works_under_a_content_security_policy_in_the_header(chromium: Browser, strict: StrictServer) -> None:
    with opened(chromium, f"{strict.address}find.html#q=youth", DESKTOP) as page:
        assert results(page)


@pytest.mark.parametrize("shard", DAMAGED)
def test_a_missing_or_damaged_shard_is_reported_to_the_reader(
    chromium: Browser, strict: StrictServer, shard: bytes
) -> None:
    strict.shard = shard
    page = chromium.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)) if "SyntaxError" not in repr(error) else None)
    page.goto(f"{strict.address}find.html#q=youth")
    expect(page.locator("#find-status")).to_contain_text("could not be loaded")
    page.close()
    assert [text for text in failed if "Unexpected end" not in text] == []


@pytest.mark.parametrize("protocol", ["http", "disk"])
def test_an_open_page_never_mixes_the_old_and_the_new_search_index(
    chromium: Browser, built_copy: Path, protocol: str
) -> None:
    """It answers from the old index or says that it cannot; loaded again, it answers from the new index."""
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
        expect(page.locator("#find-status")).to_contain_text("could not be loaded")
        page.reload()
        assert results(page) == ["Help residents get identity papers on one evening"]
        page.close()


# ------------------------------------------------------------------ in another language


def test_a_result_says_that_its_translation_is_outdated(chromium: Browser, built_copy: Path) -> None:
    record = built_copy / "practices" / "practice" / "id-night.yml"
    replace_text(record, "Forty made-up people", "Forty-one made-up people")
    assert build(built_copy) == DONE
    with opened(chromium, f"{(built_copy / 'build' / 'site').as_uri()}/es/find.html", DESKTOP) as page:
        results(page)
        outdated = page.locator(".result", has_text="El inglés ha cambiado")
        expect(outdated).to_have_count(1)
        expect(outdated.locator("h2")).to_contain_text("Ayudar a los vecinos")


def test_untranslated_records_are_found_and_marked_as_english(chromium: Browser, site: str) -> None:
    with opened(chromium, f'{site}ar/find.html#q="certifications+for"', DESKTOP) as page:
        first = results(page)
        assert first
        expect(page.locator(".result__title a").first).to_have_attribute("lang", "en")
        expect(page.locator(".result__title a").first).to_have_css("direction", "ltr")
        page.goto(f'{site}find.html#q="certifications+for"')
        assert results(page) == first
        page.goto(f"{site}ar/find.html#q=المبادئ")
        assert results(page)
        assert page.locator(".result__title a").first.get_attribute("lang") is None


# ------------------------------------------------------------------ Firefox


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as tab:
        yield tab


def until(fox: Firefox, condition: str) -> None:
    """Wait until a JavaScript condition holds."""
    script = (
        "new Promise(done => { let n = 0; const look = () => "
        f"({condition}) ? done(true) : ++n > 100 ? done(false) : setTimeout(look, 50); look(); }})"
    )
    assert fox.evaluate(script), condition


def test_firefox_queries_and_filters(fox: Firefox, site: str) -> None:
    fox.requests.clear()
    fox.complaints.clear()
    fox.open(f"{site}find.html#q=recruit+cops")
    until(fox, "document.querySelectorAll('.result').length > 1")
    before = fox.evaluate("document.querySelector('#find-status').textContent")
    fox.evaluate("void document.querySelector('.facet input').click()")
    until(fox, "document.querySelector('#find-chips .chip')")
    assert "kind=" in fox.evaluate("location.hash")
    fox.evaluate("void document.querySelector('.facet input').click()")
    text = "document.querySelector('#find-status').textContent"
    until(fox, f"!document.querySelector('#find-chips .chip') && {text} === {before!r}")
    assert [url for url in fox.requests if not url.startswith((site, "data:"))] == []
    assert fox.complaints == []


def test_firefox_suggests(fox: Firefox, site: str) -> None:
    fox.complaints.clear()
    fox.open(f"{site}about.html")
    fox.evaluate(
        "void (() => { const box = document.querySelector('#search-box'); box.focus(); box.value = 'visa';"
        "box.dispatchEvent(new Event('input')); })()"
    )
    until(fox, "document.querySelectorAll('[role=option]').length > 2")
    assert fox.complaints == []


@pytest.mark.parametrize("typed", ODD)
def test_firefox_answers_odd_queries_under_a_content_security_policy_in_the_header(
    fox: Firefox, strict: StrictServer, typed: str
) -> None:
    fox.complaints.clear()
    fox.open(f"{strict.address}find.html")
    until(fox, "document.querySelectorAll('.result').length > 1")
    fox.evaluate(
        f"new Promise(done => {{ const box = document.querySelector('#find-query'); box.value = {json.dumps(typed)};"
        "box.dispatchEvent(new Event('input', { bubbles: true })); setTimeout(done, 600); })"
    )
    until(fox, "/result|page/.test(document.querySelector('#find-status').textContent)")
    assert fox.evaluate("document.querySelectorAll('.find img').length") == 0
    assert fox.complaints == []


@pytest.mark.parametrize("shard", DAMAGED)
def test_firefox_reports_a_missing_or_damaged_shard(fox: Firefox, strict: StrictServer, shard: bytes) -> None:
    strict.shard = shard
    fox.open(f"{strict.address}find.html#q=youth")
    until(fox, "document.querySelector('#find-status').textContent.includes('could not be loaded')")
