"""Every type of page in Chromium: accessible, without warnings, and without requests to other hosts."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

import axe_playwright_python
import docx
import pytest
from playwright.sync_api import Browser, Dialog, Page, ViewportSize
from pypdf import PdfReader

from tests.builds import SAMPLE
from toolkit.project import load_project

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE_TYPES = {
    "start": "index.html",
    "routes": "routes/index.html",
    "route": "routes/victims-not-reporting.html",
    "plan": "strategies/index.html",
    "strategy": "strategies/visit-businesses.html",
    "practices": "practices/index.html",
    "practice": "practices/brooklyn-center-joint-partnership.html",
    "agencies": "agencies/index.html",
    "agency": "agencies/brooklyn-center-police-department.html",
    "principles": "principles/index.html",
    "principle": "principles/root-causes.html",
    "podcast": "podcasts/practical-language-training.html",
    "model": "models/flyer-call-911.html",
    "policy": "policies/tulsa-immigration-status-questions.html",
    "curriculum": "curricula/brooklyn-center-new-americans-course.html",
    "outreach": "outreach/storm-lake-service-survey-form.html",
    "publication": "publications/epic-report.html",
    "documents": "documents/index.html",
    "browse": "browse/index.html",
    "facet": "browse/communities.html",
    "evidence": "browse/evidence.html",
    "like mine": "like-mine/index.html",
    "overview": "overview/index.html",
    "translations": "translations/index.html",
    "news": "news/index.html",
    "authored page": "about.html",
    "residents": "help.html",
    "reference": "contribute/practice.html",
    "find": "find.html",
    "shortlist": "shortlist.html",
}
PLACE = "Police and Immigrant Communities, models/flyer-call-911"
"""Where paper sends its reader as long as the site has no address."""
AGENCY = "Policía <b>de</b> Rivertown & شرطة"
"""A name in two scripts, and what would be markup."""
Scheme = Literal["light", "dark"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}


@contextmanager
def opened(chromium: Browser, address: str, size: ViewportSize, scheme: Scheme = "light") -> Iterator[Page]:
    """A page. At its end it has sent no request to another host, and printed no error or warning."""
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    host = urlsplit(address)[:2]
    assert [url for url in requests if urlsplit(url)[:2] != host and not url.startswith("data:")] == []
    assert complaints == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core reports, a line each."""
    page.evaluate(AXE.read_text("utf-8"))
    report = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG)
    return [f"{v['id']}: {n['html'][:120]}" for v in report["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("name", PAGE_TYPES)
@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("", DESKTOP, "light"), ("es/", PHONE, "dark")],
    ids=["light desktop in English", "dark phone in Spanish"],
)
def test_axe_reports_no_violation(
    chromium: Browser, http: str, sample_http: str, name: str, language: str, size: ViewportSize, scheme: Scheme
) -> None:
    # Long tables would take axe a minute.
    site = sample_http if name in ("translations", "practices", "evidence") else http
    with opened(chromium, site + language + PAGE_TYPES[name], size, scheme) as page:
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_page_type_opens_from_disk(chromium: Browser, disk: str, name: str) -> None:
    with opened(chromium, disk + "es/" + PAGE_TYPES[name], DESKTOP) as page:
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.size)") > 0
        assert "Public Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_page_type_fits_a_screen_of_320_pixels(chromium: Browser, disk: str, name: str) -> None:
    """WCAG 2.2, 1.4.10 Reflow: 320 CSS pixels, which is also 1280 at 400 %."""
    with opened(chromium, disk + PAGE_TYPES[name], NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_a_visitor_goes_from_the_start_page_to_a_source_and_changes_the_language(chromium: Browser, site: str) -> None:
    with opened(chromium, site + "index.html", DESKTOP) as page:
        page.locator(".tiles").get_by_role("link", name="Agencies", exact=True).click()
        page.get_by_role("link", name="Storm Lake Police Department").click()
        page.locator(".cards a[href*='practices/']").first.click()
        first = page.locator("a[href='#note-1']").first
        first.click()
        assert page.url.endswith("#note-1")
        page.locator(".languages summary").click()
        page.get_by_role("link", name="Español").click()
        assert "/es/practices/" in page.url
        assert page.locator("html").get_attribute("lang") == "es"


def test_the_first_tab_stop_skips_to_the_content(chromium: Browser, site: str) -> None:
    with opened(chromium, site + PAGE_TYPES["practice"], DESKTOP) as page:
        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        assert skip == "#content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")


def test_the_phone_menu_opens_and_closes_by_keyboard(chromium: Browser, site: str) -> None:
    with opened(chromium, site + "index.html", PHONE) as page:
        menu = page.get_by_role("button", name="Menu")
        navigation = page.get_by_role("navigation", name="Main")
        assert not navigation.is_visible()
        menu.press("Enter")
        assert menu.get_attribute("aria-expanded") == "true"
        assert navigation.is_visible()
        navigation.get_by_role("link").first.press("Escape")
        assert not navigation.is_visible()
        assert page.evaluate("document.activeElement.className") == "menu"


def test_the_dark_color_scheme_is_remembered_on_the_next_page(chromium: Browser, http: str) -> None:
    with opened(chromium, http + "index.html", DESKTOP) as page:
        button = page.locator(".scheme")
        button.click()
        button.click()
        page.goto(http + PAGE_TYPES["practice"])
        assert page.locator("html").get_attribute("data-scheme") == "dark"
        assert page.locator(".scheme").inner_text() == "Dark"


def test_without_javascript_every_page_can_be_reached(chromium: Browser, disk: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(disk + "index.html")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_role("button").first.is_visible()
    page.locator(".tiles").get_by_role("link", name="Browse", exact=True).click()
    page.get_by_role("link", name="Somali").first.click()
    assert page.url.endswith("browse/communities.html#somali")
    context.close()


def test_what_a_reader_types_stands_in_the_document_and_in_what_is_taken_away(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with opened(chromium, site + PAGE_TYPES["model"], DESKTOP) as page:
        page.get_by_label("your agency’s name").fill(AGENCY)
        assert AGENCY in page.locator(".paper").inner_text()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as a web page").click()
        download.value.save_as(tmp_path / "saved.html")
        page.get_by_role("button", name="Copy").click()
        assert page.get_by_role("article").get_by_role("status").inner_text().startswith("Copied")
        page.reload()
        assert AGENCY not in page.locator(".paper").inner_text()
    saved = (tmp_path / "saved.html").read_text("utf-8")
    assert escape(AGENCY, quote=False) in saved
    assert "[non-emergency number]" in saved
    assert "Drafted by this toolkit" in saved
    assert "In Seattle, help came" not in saved  # a reason, which is not handed out


def test_a_word_file_has_what_a_reader_typed_as_text_in_both_languages(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    for language in ("es", "ar"):
        with opened(chromium, site + f"{language}/" + PAGE_TYPES["model"], DESKTOP) as page:
            for blank in page.locator(".fill input:visible").all():
                blank.fill(AGENCY + "\x01")
            with page.expect_download() as download:
                page.locator("button[value=word]").click()
            download.value.save_as(tmp_path / "saved.docx")
        document = docx.Document(str(tmp_path / "saved.docx"))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        own, english = cells[::2], cells[1::2]
        assert sum(AGENCY in text for text in own) == sum(AGENCY in text for text in english) > 0
        assert not [text for text in cells if "[" in text or "\x01" in text]


def test_a_line_whose_blank_may_be_left_empty_is_left_out_of_what_is_taken_away(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    with opened(chromium, disk + PAGE_TYPES["model"], DESKTOP) as page:
        for state in ("empty", "filled"):
            if state == "filled":
                page.get_by_label("what your 911 center says about immigration status (English)").fill(AGENCY)
            with page.expect_download() as download:
                page.get_by_role("button", name="Save as a web page").click()
            download.value.save_as(tmp_path / f"{state}.html")
            with page.expect_download() as download:
                page.get_by_role("button", name="Save as a Word file").click()
            download.value.save_as(tmp_path / f"{state}.docx")
    line = "what your 911 center says"
    pages = [(tmp_path / f"{state}.html").read_text("utf-8") for state in ("empty", "filled")]
    words = [
        "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / f"{state}.docx")).paragraphs)
        for state in ("empty", "filled")
    ]
    assert [line in text for text in pages + words] == [False] * 4
    assert [escape(AGENCY, quote=False) in text for text in pages] == [False, True]
    assert [AGENCY in text for text in words] == [False, True]


def test_a_reader_sees_how_many_blanks_are_empty_and_is_warned_before_they_are_lost(
    chromium: Browser, disk: str
) -> None:
    with opened(chromium, disk + PAGE_TYPES["model"], DESKTOP) as page:
        empty, questions = page.locator("#fill-empty"), list[str]()

        def answer(dialog: Dialog) -> None:
            questions.append(dialog.type)
            dialog.accept()

        page.on("dialog", answer)
        assert empty.inner_text() == "2 blanks are still empty."
        page.get_by_label("your agency’s name").fill(AGENCY)
        assert empty.inner_text() == "1 blank is still empty."
        page.get_by_label("non-emergency number").fill("555-0100")
        assert empty.inner_text() == ""
        page.reload()
        assert questions == ["beforeunload"]
        page.get_by_label("your agency’s name").fill(AGENCY)
        with page.expect_download():
            page.get_by_role("button", name="Save as a web page").click()
        page.reload()
        assert questions == ["beforeunload"]


def test_a_bilingual_word_file_is_filled_in_on_the_english_page(chromium: Browser, disk: str, tmp_path: Path) -> None:
    with opened(chromium, disk + PAGE_TYPES["model"], DESKTOP) as page:
        page.get_by_label("your agency’s name").fill(AGENCY)
        page.locator(".fill").get_by_label("Language").select_option("Spanish and English, side by side")
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as a Word file").click()
        assert download.value.suggested_filename == "flyer-call-911.es.docx"
        download.value.save_as(tmp_path / "saved.docx")
    tables = docx.Document(str(tmp_path / "saved.docx")).tables
    assert sum(AGENCY in cell.text for table in tables for row in table.rows for cell in row.cells) == 2


@pytest.mark.parametrize(("folder", "choice"), [("", "Spanish and English, side by side"), ("es/", ""), ("ar/", "")])
def test_a_flyer_in_a_resident_s_language_is_printed_copied_and_saved_with_english_beside_it(
    chromium: Browser, disk: str, tmp_path: Path, folder: str, choice: str
) -> None:
    complaints: list[str] = []
    with opened(chromium, disk + folder + PAGE_TYPES["model"], DESKTOP) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.evaluate("window.print = () => {}")
        page.locator("#fill-agency").fill(AGENCY)
        if choice:
            page.locator("#fill-word").select_option(choice)
        page.locator("button[value=print]").click()
        page.emulate_media(media="print")
        page.locator(".prints-other .paper").wait_for()
        printed = page.locator("article").inner_text()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        page.locator("button[value=copy]").click()
        page.locator(".fill output:not(:empty)").wait_for()
        with page.expect_download() as download:
            page.locator("button[value=save]").click()
        assert download.value.suggested_filename == f"flyer-call-911.{folder[:-1] or 'es'}.html"
        download.value.save_as(tmp_path / "saved.html")
        assert page.locator(".paper").count() == 1 and page.locator("html.prints-paper").count() == 0
    saved = (tmp_path / "saved.html").read_text("utf-8")
    for text in printed, saved.replace(escape(AGENCY, quote=False), AGENCY):
        assert text.count(AGENCY) == 2 and "What to do" in text
        assert "Before you hand it out" in text and "what your 911 center says" not in text
    assert "<style>" in saved and complaints == []


def test_the_scripts_of_a_document_s_page_weigh_less_than_20_kilobytes(chromium: Browser, http: str) -> None:
    with opened(chromium, http + PAGE_TYPES["model"], DESKTOP) as page:
        loaded = page.evaluate("[...document.scripts].filter(script => script.src).map(script => script.src)")
        zip_library = page.evaluate("document.querySelector('.fill').dataset.zip")
        scripts = [*loaded, urljoin(page.url, zip_library)]
        sizes = {address: len(gzip.compress(page.request.get(address).body(), 6)) for address in scripts}
    assert len(sizes) == 7 and sum(sizes.values()) < 20_000, sizes


def test_a_card_is_printed_ten_times_on_one_sheet(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + "models/liaison-contact-card.html", DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.get_by_label("your agency’s name").fill(AGENCY)
        page.get_by_role("button", name="Print").click()
        before, sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert "Before you use this" in before.extract_text()
        assert sheet.extract_text().count("Rivertown") == 10
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(".paper").count() == 1


def test_a_document_is_printed_without_reasons_notes_and_form(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + PAGE_TYPES["model"], DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Print").click()
        page.emulate_media(media="print")
        assert page.locator(".paper").is_visible()
        assert (
            page.locator(".foot").inner_text().startswith(f"Drafted by this toolkit from the sources named at {PLACE}.")
        )
        for hidden in (".fill", ".paper .why", ".notes", ".paper a", ".age", ".drafted", ".paper [data-optional]"):
            assert not page.locator(hidden).first.is_visible(), hidden


def test_printed_pages_have_the_notes_and_no_menus(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + PAGE_TYPES["practice"], DESKTOP) as page:
        mark = page.get_by_role("img", name="another site").first
        assert mark.is_visible()
        page.emulate_media(media="print")
        assert not mark.is_visible()
        assert not page.get_by_role("navigation", name="Main").is_visible()
        assert page.locator(".notes").is_visible()


@pytest.mark.parametrize(
    ("place", "day", "age"),
    [
        ("disk", "2024-07-01", ""),
        ("disk", "2024-07-20", "2"),
        ("web", "2025-05-01", ""),
        ("web", "2025-06-01", "12"),
        ("disk", "1980-01-01", ""),
    ],
)
def test_an_old_copy_says_how_old_it_is_and_leads_to_a_newer_one(
    chromium: Browser, sample: Path, sample_http: str, place: str, day: str, age: str
) -> None:
    """The sample is an edition of 2024-05-06. On the web an edition lasts, a copy on a stick does not."""
    site = sample_http if place == "web" else (sample / "offline" / "toolkit").as_uri() + "/"
    for language, text in (("", f"This copy is {age} months old."), ("ar/", f"عمر هذه النسخة بالأشهر: {age}.")):
        page = chromium.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto(f"{site}{language}practices/id-night.html")
        assert load_project(SAMPLE).edition.digest in page.locator(".privacy .edition").inner_text()
        notice = page.locator(".copy-age")
        assert notice.is_visible() == bool(age)
        if age:
            assert notice.locator("strong").inner_text() == text
            notice.get_by_role("link").click()
            assert page.url == f"{site}START-HERE.html#{language.rstrip('/') or 'en'}"
            assert page.get_by_role("heading", level=1).inner_text() == "Sample toolkit"
        page.close()
