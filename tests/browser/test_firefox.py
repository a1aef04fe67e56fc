"""Firefox: one walk through the sample, and with `--all` the real site in full."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pytest

from tests.browser.firefox import Firefox, firefox
from tests.browser.test_chromium import PAGE_TYPES, REAL_PAGE_TYPES
from tests.browser.test_search import DAMAGED, ODD, StrictServer, strictly_served


@pytest.fixture(scope="module")
def browser() -> Iterator[Firefox]:
    with firefox() as tab:
        yield tab


def until(browser: Firefox, condition: str) -> None:
    """Wait until a JavaScript condition holds."""
    script = (
        "new Promise(done => { let n = 0; const look = () => "
        f"({condition}) ? done(true) : ++n > 1200 ? done(false) : setTimeout(look, 50); look(); }})"
    )
    assert browser.evaluate(script), condition


def test_firefox_opens_each_page_type_searches_and_fills_in_a_flyer(
    browser: Firefox, sample: Path, disk: str
) -> None:
    with watched(browser, disk):
        open_each(browser, disk, sample / "site", PAGE_TYPES)
        browser.open(f"{disk}find.html#q=evenings")
        until(browser, "document.querySelectorAll('.result').length > 1")
        fill_in_both_languages(browser, f"{disk}es/{PAGE_TYPES['model']}")


def test_firefox_opens_every_page_type_in_full(
    browser: Firefox, real: Path, real_site: str
) -> None:
    with watched(browser, real_site):
        open_each(browser, real_site, real / "site", REAL_PAGE_TYPES)


@contextmanager
def watched(browser: Firefox, site: str) -> Iterator[None]:
    """Meanwhile no page has printed a warning, or sent a request to another host."""
    browser.requests.clear()
    browser.complaints.clear()
    yield
    host = urlsplit(site)[:2]
    assert [
        url for url in browser.requests if urlsplit(url)[:2] != host and not url.startswith("data:")
    ] == []
    assert browser.complaints == []


def open_each(browser: Firefox, site: str, folder: Path, page_types: Mapping[str, str]) -> None:
    """Open a page of each type, in Spanish where it is there."""
    for name, path in page_types.items():
        browser.open(site + (f"es/{path}" if (folder / "es" / path).is_file() else path))
        assert browser.evaluate("document.querySelectorAll('h1').length") == 1, name
        assert browser.evaluate("document.documentElement.className") == "js", name


def test_firefox_applies_the_style_sheet_and_the_fonts(browser: Firefox, real_site: str) -> None:
    browser.open(real_site + REAL_PAGE_TYPES["practice"])
    assert browser.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Public Sans\"'))"
    )
    assert (
        browser.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor")
        == "rgb(20, 64, 92)"
    )


def test_firefox_follows_a_note_to_its_source(browser: Firefox, real_site: str) -> None:
    browser.open(real_site + REAL_PAGE_TYPES["practice"])
    browser.evaluate("document.querySelector('a[href=\"#note-1\"]').click()")
    assert browser.evaluate("location.hash") == "#note-1"
    assert browser.evaluate("document.querySelector(':target') !== null")


CAPTURED = """new Promise(async (resolve) => {
    URL.createObjectURL = (blob) => (blob.arrayBuffer().then(bytes => resolve(bytesAsText(bytes))), "#");
    const bytesAsText = (bytes) => btoa([...new Uint8Array(bytes)].map(byte => String.fromCharCode(byte)).join(""));
    const word = document.querySelector("#fill-word");
    word.value = [...word.options].find((option) => option.value.includes("-en.")).value;
    word.dispatchEvent(new Event("input", { bubbles: true }));
    const field = document.querySelector("#fill-agency");
    field.value = "Rivertown Police & شرطة";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("button[value=word]").click();
})"""
"""Fills in the agency's name, and gives the Word file that the page would save."""


def fill_in_both_languages(browser: Firefox, address: str) -> None:
    """The agency that is typed stands on the page, and as often in the Word file's one column as in its other."""
    browser.open(address)
    content = base64.b64decode(browser.evaluate(CAPTURED))
    assert "Rivertown Police & شرطة" in browser.evaluate(
        "(paper => (paper.shadowRoot?.querySelector('body') ?? paper).innerText)(document.querySelector('.paper'))"
    )
    tables = docx.Document(BytesIO(content)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    own, english = (
        sum("Rivertown Police & شرطة" in text for text in half)
        for half in (cells[::2], cells[1::2])
    )
    assert own == english > 0


def test_firefox_fills_in_a_bilingual_flyer_as_a_word_file(
    browser: Firefox, real_site: str
) -> None:
    with watched(browser, real_site):
        fill_in_both_languages(browser, f"{real_site}es/{REAL_PAGE_TYPES['model']}")


PRINTED = """new Promise((resolve) => {
    const sheet = () => document.querySelector(".prints-paper .paper--sheet").shadowRoot.querySelector("body");
    window.print = () => resolve(sheet().innerText);
    document.querySelector("button[value=print]").click();
})"""
"""What is on the paper when a reader presses "Print"."""


def test_firefox_prints_a_flyer_with_english_beside_it(browser: Firefox, real_site: str) -> None:
    browser.complaints.clear()
    browser.open(real_site + "es/" + REAL_PAGE_TYPES["model"])
    printed = browser.evaluate(PRINTED)
    assert (
        "Qué hacer" in printed
        and "Stay on the line." in printed
        and "Before you hand it out" in printed
    )
    assert browser.complaints == []


# ------------------------------------------------------------------ search


def test_firefox_queries_and_filters(browser: Firefox, real_site: str) -> None:
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(f"{real_site}find.html#q=recruit+cops")
    until(browser, "document.querySelectorAll('.result').length > 1")
    before = browser.evaluate("document.querySelector('#find-status').textContent")
    browser.evaluate("void document.querySelector('.facet input').click()")
    until(browser, "document.querySelector('#find-chips .chip')")
    assert "kind=" in browser.evaluate("location.hash")
    browser.evaluate("void document.querySelector('.facet input').click()")
    text = "document.querySelector('#find-status').textContent"
    until(browser, f"!document.querySelector('#find-chips .chip') && {text} === {before!r}")
    assert [url for url in browser.requests if not url.startswith((real_site, "data:"))] == []
    assert browser.complaints == []


def test_firefox_suggests(browser: Firefox, real_site: str) -> None:
    browser.complaints.clear()
    browser.open(f"{real_site}about.html")
    browser.evaluate(
        "void (() => { const box = document.querySelector('#search-box'); box.focus(); box.value = 'visa';"
        "box.dispatchEvent(new Event('input')); })()"
    )
    until(browser, "document.querySelectorAll('[role=option]').length > 2")
    assert browser.complaints == []


@pytest.fixture
def real_strict(real: Path) -> Iterator[StrictServer]:
    with strictly_served(real / "site") as server:
        yield server


@pytest.mark.parametrize("typed", ODD)
def test_firefox_answers_odd_queries_under_a_content_security_policy_in_the_header(
    browser: Firefox, real_strict: StrictServer, typed: str
) -> None:
    browser.complaints.clear()
    browser.open(f"{real_strict.address}find.html")
    until(browser, "document.querySelectorAll('.result').length > 1")
    browser.evaluate(
        f"new Promise(done => {{ const box = document.querySelector('#find-query'); box.value = {json.dumps(typed)};"
        "box.dispatchEvent(new Event('input', { bubbles: true })); done(); })"
    )
    until(browser, "document.querySelector('.find__results').ariaBusy === 'false'")
    until(browser, "/result|page/.test(document.querySelector('#find-status').textContent)")
    assert browser.evaluate("document.querySelectorAll('.find img').length") == 0
    assert browser.complaints == []


@pytest.mark.parametrize("index", DAMAGED)
def test_firefox_reports_a_missing_or_damaged_index(
    browser: Firefox, real_strict: StrictServer, index: bytes
) -> None:
    real_strict.index = index
    browser.open(f"{real_strict.address}find.html#q=youth")
    until(
        browser,
        "document.querySelector('#find-status').textContent.includes('could not be loaded')",
    )
