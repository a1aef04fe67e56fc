"""The same site in Firefox."""

import base64
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import docx
import pytest

from tests.browser.firefox import Firefox, firefox
from tests.browser.test_chromium import PAGE_TYPES


@pytest.fixture(scope="module")
def browser() -> Iterator[Firefox]:
    with firefox() as tab:
        yield tab


def test_firefox_opens_every_page_type_without_warnings_or_requests_to_other_hosts(browser: Firefox, site: str) -> None:
    browser.requests.clear()
    browser.complaints.clear()
    for name, path in PAGE_TYPES.items():
        browser.open(site + "es/" + path)
        assert browser.evaluate("document.querySelectorAll('h1').length") == 1, name
        assert browser.evaluate("document.documentElement.className") == "js", name
    host = urlsplit(site)[:2]
    assert [url for url in browser.requests if urlsplit(url)[:2] != host and not url.startswith("data:")] == []
    assert browser.complaints == []


def test_firefox_applies_the_style_sheet_and_the_fonts(browser: Firefox, site: str) -> None:
    browser.open(site + PAGE_TYPES["practice"])
    assert browser.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Public Sans\"'))")
    assert (
        browser.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor")
        == "rgb(20, 64, 92)"
    )


def test_firefox_follows_a_note_to_its_source(browser: Firefox, site: str) -> None:
    browser.open(site + PAGE_TYPES["practice"])
    browser.evaluate("document.querySelector('a[href=\"#note-1\"]').click()")
    assert browser.evaluate("location.hash") == "#note-1"
    assert browser.evaluate("document.querySelector(':target') !== null")


CAPTURED = """new Promise(async (resolve) => {
    URL.createObjectURL = (blob) => (blob.arrayBuffer().then(bytes => resolve(bytesAsText(bytes))), "#");
    const bytesAsText = (bytes) => btoa([...new Uint8Array(bytes)].map(byte => String.fromCharCode(byte)).join(""));
    const field = document.querySelector("#fill-agency");
    field.value = "Rivertown Police & شرطة";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("button[value=word]").click();
})"""
"""Fills in the agency's name, and gives the Word file that the page would save."""


def test_firefox_fills_in_a_bilingual_flyer_as_a_word_file(browser: Firefox, site: str) -> None:
    browser.complaints.clear()
    browser.open(site + "es/" + PAGE_TYPES["model"])
    content = base64.b64decode(browser.evaluate(CAPTURED))
    assert "Rivertown Police & شرطة" in browser.evaluate("document.querySelector('.paper').innerText")
    tables = docx.Document(BytesIO(content)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert sum("Rivertown Police & شرطة" in text for text in cells) == 2
    assert browser.complaints == []


PRINTED = """new Promise((resolve) => {
    window.print = () => resolve(document.querySelector(".prints-other .paper").innerText);
    document.querySelector("button[value=print]").click();
})"""
"""What is on the paper when a reader presses "Print"."""


def test_firefox_prints_a_flyer_with_english_beside_it(browser: Firefox, site: str) -> None:
    browser.complaints.clear()
    browser.open(site + "ar/" + PAGE_TYPES["model"])
    printed = browser.evaluate(PRINTED)
    assert "ماذا تفعل" in printed and "Stay on the line." in printed and "Before you hand it out" in printed
    assert browser.complaints == []
