"""Pages on paper, printed while the site is dark: readable, short, and with all that paper needs.

What depends on how much a record says is measured on the sample's `LONG` record: real records may grow.
"""

from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.test_chromium import PAGE_TYPES
from tests.builds import SAMPLE
from toolkit.sources.config import read_settings

PAPERS = ["Letter", "A4"]
LONG = "practices/evenings-in-three-towns.html"
"""A record of the sample, as long as a real one of some 1,000 words with 13 sources."""


def dark(chromium: Browser, address: str) -> Page:
    """A page as a reader has it who chose dark colors, on a dark device."""
    page = chromium.new_context(color_scheme="dark").new_page()
    page.add_init_script("try { localStorage.setItem('scheme', 'dark') } catch {}")
    page.goto(address)
    return page


def printed(page: Page, paper: str = "Letter") -> list[str]:
    """The text of each sheet, as it stands there from top to bottom."""
    sheets = PdfReader(BytesIO(page.pdf(format=paper))).pages
    return [
        normalize("NFKC", sheet.extract_text(extraction_mode="layout")) for sheet in sheets
    ]  # ligatures apart


def test_a_long_practice_is_printed_on_three_sheets_at_most_with_addresses_of_its_sources_and_itself(
    chromium: Browser, http: str
) -> None:
    page = dark(chromium, http + LONG)
    sources = page.eval_on_selector_all(
        ".notes a[href^=http]", "links => links.map(link => link.href)"
    )
    papers = [printed(page, paper) for paper in PAPERS]
    page.context.close()
    assert sources
    for sheets in papers:
        text = "".join("".join(sheets).split())
        assert len(sheets) <= 3
        assert [url for url in [*sources, http + LONG] if url not in text] == []
        assert "2024" in sheets[-1].splitlines()[-1] + sheets[-1].splitlines()[-2]


def test_a_printed_page_has_no_menu_no_related_cards_and_no_word_on_tracking(
    chromium: Browser, http: str
) -> None:
    page = dark(chromium, http + LONG)
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    page.context.close()
    for text in ("Skip to content", "Guided routes", "On this page", "Related", "track you"):
        assert text not in shown
    assert "Notes and sources" in shown


@pytest.mark.parametrize(
    "path", [LONG, "overview/index.html", "models/sample-flyer.html", "contribute/practice.html"]
)
def test_no_sheet_ends_with_a_heading(chromium: Browser, http: str, path: str) -> None:
    page = dark(chromium, http + path)
    headings = {
        " ".join(text.split()) for text in page.locator("article :is(h2, h3)").all_inner_texts()
    }
    papers = [printed(page, paper) for paper in PAPERS]
    page.context.close()
    for sheets in papers:
        assert len(sheets) > 1
        assert headings.isdisjoint(
            " ".join(sheet.rstrip().split("\n")[-1].split()) for sheet in sheets[:-1]
        )


def test_the_find_page_prints_the_question_and_its_results_as_a_list(
    chromium: Browser, http: str
) -> None:
    page = dark(chromium, http + PAGE_TYPES["find"] + "#q=evenings&topics=youth")
    page.wait_for_selector(".result")
    page.emulate_media(media="print")
    assert page.locator("#find-query").is_visible()
    assert not page.locator("#find-filters").is_visible()
    result, sheet = (page.locator(place).first.bounding_box() for place in (".result", ".find"))
    text = "".join(printed(page))
    assert page.locator("#find-more").is_hidden()
    shown = (
        f"{page.locator('.result').count()} of {page.inner_text('#find-status').split()[0]} shown"
    )
    page.context.close()
    assert result and sheet
    assert result["width"] == sheet["width"]
    assert shown in " ".join(text.split())
    assert "#q=evenings&topics=youth" in text


def test_a_copy_of_a_site_without_an_address_prints_no_example_of_one(
    chromium: Browser, disk: str
) -> None:
    assert read_settings(SAMPLE).url.startswith("https://sample.example/")
    page = dark(chromium, disk + PAGE_TYPES["route"])
    text = "".join(printed(page))
    page.context.close()
    assert "sample.example" not in text


SHEETS = {"": "ID night", "es/": "Noche de identificaciones"}


@pytest.mark.parametrize(
    ("folder", "title", "mark"),
    [
        ("", "Before you use this", "[State law decides]"),
        ("es/", "Antes de usar", "[Lo decide la ley estatal]"),
    ],
)
def test_what_to_settle_before_a_document_is_used_is_above_its_files_and_is_not_printed_or_copied(
    chromium: Browser, http: str, folder: str, title: str, mark: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{http}{folder}models/sample-flyer.html")
    headings = page.eval_on_selector_all(
        ".body h2", "headings => headings.map(heading => heading.id)"
    )
    page.evaluate("window.print = () => {}")
    page.locator("button[value=print]").click()
    page.locator(".prints-paper").wait_for()
    (sheet,) = printed(page)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.evaluate(
        "document.execCommand = () => { window.copied = window.getSelection().toString(); return true; }"
    )
    page.locator("button[value=copy]").click()
    page.locator(".fill output:not(:empty)").wait_for()
    copied = page.evaluate("window.copied")
    page.close()
    assert headings[:5] == ["decide", "your-state", "take", "fill", "text"]
    for text in (sheet, copied):
        assert SHEETS[folder] in text and title not in text and mark not in text
