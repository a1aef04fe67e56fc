"""Pages on paper, printed while the site is dark: readable, short, and with all that paper needs."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.test_chromium import PAGE_TYPES
from tests.builds import ROOT
from toolkit.sources.config import read_settings

PAPERS = ["Letter", "A4"]
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
    return [sheet.extract_text(extraction_mode="layout") for sheet in PdfReader(BytesIO(page.pdf(format=paper))).pages]


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
    chromium: Browser, http: str, folder: str, paper: str
) -> None:
    page = dark(chromium, http + folder + PAGE_TYPES["practice"])
    sources = page.eval_on_selector_all(".notes a[href^=http]", "links => links.map(link => link.href)")
    sheets = printed(page, paper)
    page.context.close()
    text = "".join("".join(sheets).split())
    assert len(sheets) <= 3
    assert sources
    assert [url for url in sources if url not in text] == []
    assert http + folder + PAGE_TYPES["practice"] in text
    assert "2026" in sheets[-1].splitlines()[-1] + sheets[-1].splitlines()[-2]


def test_a_printed_page_has_no_menu_no_related_cards_and_no_word_on_tracking(chromium: Browser, http: str) -> None:
    page = dark(chromium, http + PAGE_TYPES["practice"])
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    page.context.close()
    for text in ("Skip to content", "Guided routes", "On this page", "Related", "track you"):
        assert text not in shown
    assert "Notes and sources" in shown


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["practice", "route", "agencies", "overview"])
def test_no_sheet_ends_with_a_heading(chromium: Browser, http: str, name: str, paper: str) -> None:
    page = dark(chromium, http + PAGE_TYPES[name])
    headings = {" ".join(text.split()) for text in page.locator("article :is(h2, h3)").all_inner_texts()}
    sheets = printed(page, paper)
    page.context.close()
    assert len(sheets) > 1
    assert headings.isdisjoint(" ".join(sheet.rstrip().split("\n")[-1].split()) for sheet in sheets[:-1])


def test_the_find_page_prints_the_question_and_its_results_as_a_list(chromium: Browser, http: str) -> None:
    page = dark(chromium, http + PAGE_TYPES["find"] + "#q=somali&states=mn")
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
    assert "#q=somali&states=mn" in text


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
