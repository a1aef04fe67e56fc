"""Pages on paper, printed while the site is dark: readable, short, and with all that paper needs.

What depends on how much a record says is measured on the sample's `LONG` record: real records may grow.
"""

import re
from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.test_chromium import PAGE_TYPES
from tests.builds import ROOT
from toolkit.sources.config import read_settings

PAPERS = ["Letter", "A4"]
LONG = "practices/evenings-in-three-towns.html"
"""A record of the sample, as long as a real one of some 1,000 words with 13 sources."""
LINES = """
() => [...document.querySelectorAll(".md-typeset :is(h1, h2, h3, p, li, dd)")]
  .filter(element => element.checkVisibility() && element.innerText.trim())
  .map(element => [getComputedStyle(element).color, element.innerText.slice(0, 60)])
"""
DARKEST_GRAY = 110
"""Of 255: text of this gray has a contrast of 5 to 1 on white (WCAG 2.2, 1.4.3 asks for 4.5)."""


def dark(chromium: Browser, address: str) -> Page:
    """A page as a reader has it who chose dark colors, on a dark device."""
    page = chromium.new_context(color_scheme="dark").new_page()
    page.add_init_script("try { localStorage.setItem('scheme', 'dark') } catch {}")
    page.goto(address)
    return page


def printed(page: Page, paper: str = "Letter") -> list[str]:
    """The text of each sheet, as it stands there from top to bottom."""
    sheets = PdfReader(BytesIO(page.pdf(format=paper))).pages
    return [normalize("NFKC", sheet.extract_text(extraction_mode="layout")) for sheet in sheets]  # ligatures apart


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_dark_page_is_printed_in_dark_letters_on_white(chromium: Browser, http: str, name: str) -> None:
    page = dark(chromium, http + PAGE_TYPES[name])
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pale = [
        (color, text)
        for color, text in page.evaluate(LINES)
        if sum(weight * int(part) for weight, part in zip((0.3, 0.6, 0.1), re.findall(r"\d+", color)[:3], strict=True))
        > DARKEST_GRAY
    ]
    page.context.close()
    assert pale == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("folder", ["", "ar/"])
def test_a_long_practice_is_printed_on_three_sheets_at_most_with_addresses_of_its_sources_and_itself(
    chromium: Browser, sample_http: str, folder: str, paper: str
) -> None:
    page = dark(chromium, sample_http + folder + LONG)
    sources = page.eval_on_selector_all(".notes a[href^=http]", "links => links.map(link => link.href)")
    sheets = printed(page, paper)
    page.context.close()
    text = "".join("".join(sheets).split())
    assert len(sheets) <= 3
    assert sources
    assert [url for url in sources if url not in text] == []
    assert sample_http + folder + LONG in text
    assert "2024" in sheets[-1].splitlines()[-1] + sheets[-1].splitlines()[-2]


def test_a_printed_page_has_no_menu_no_related_cards_and_no_word_on_tracking(
    chromium: Browser, sample_http: str
) -> None:
    page = dark(chromium, sample_http + LONG)
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    page.context.close()
    for text in ("Skip to content", "Guided routes", "On this page", "Related", "track you"):
        assert text not in shown
    assert "Notes and sources" in shown


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("path", [LONG, "overview/index.html", "models/sample-flyer.html", "contribute/practice.html"])
def test_no_sheet_ends_with_a_heading(chromium: Browser, sample_http: str, path: str, paper: str) -> None:
    page = dark(chromium, sample_http + path)
    headings = {" ".join(text.split()) for text in page.locator("article :is(h2, h3)").all_inner_texts()}
    sheets = printed(page, paper)
    page.context.close()
    assert len(sheets) > 1
    assert headings.isdisjoint(" ".join(sheet.rstrip().split("\n")[-1].split()) for sheet in sheets[:-1])


def test_the_find_page_prints_the_question_and_its_results_as_a_list(chromium: Browser, sample_http: str) -> None:
    page = dark(chromium, sample_http + PAGE_TYPES["find"] + "#q=evenings&topics=youth")
    page.wait_for_selector(".result")
    page.emulate_media(media="print")
    assert page.locator("#find-query").is_visible()
    assert not page.locator("#find-filters").is_visible()
    result, sheet = (page.locator(place).first.bounding_box() for place in (".result", ".find"))
    text = "".join(printed(page))
    assert page.locator("#find-more").is_hidden()
    shown = f"{page.locator('.result').count()} of {page.inner_text('#find-status').split()[0]} shown"
    page.context.close()
    assert result and sheet
    assert result["width"] == sheet["width"]
    assert shown in " ".join(text.split())
    assert "#q=evenings&topics=youth" in text


def test_a_copy_of_a_site_without_an_address_prints_no_example_of_one(chromium: Browser, disk: str) -> None:
    assert "example.org" in read_settings(ROOT).url
    page = dark(chromium, disk + PAGE_TYPES["route"])
    text = "".join(printed(page))
    page.context.close()
    assert "example.org" not in text


@pytest.mark.parametrize(
    ("folder", "title", "mark"),
    [("", "Before you use this", "[State law decides]"), ("es/", "Antes de usar", "[Lo decide la ley estatal]")],
)
def test_what_to_settle_before_a_document_is_used_is_above_its_files_and_is_printed_and_copied_before_it(
    chromium: Browser, sample_http: str, folder: str, title: str, mark: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{sample_http}{folder}models/sample-flyer.html")
    headings = page.eval_on_selector_all(".body h2", "headings => headings.map(heading => heading.id)")
    page.evaluate("window.print = () => {}")
    page.locator("button[value=print]").click()
    page.locator(".prints-paper").wait_for()
    before, sheet = printed(page)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.evaluate("document.execCommand = () => { window.copied = window.getSelection().toString(); return true; }")
    page.locator("button[value=copy]").click()
    page.locator(".fill output:not(:empty)").wait_for()
    copied = page.evaluate("window.copied")
    page.close()
    assert headings[:4] == ["decide", "take", "fill", "text"]
    assert title in before and mark in before
    assert "ID night" in sheet and mark not in sheet
    assert 0 <= copied.index(title) < copied.index(mark) < copied.index("ID night")
