"""Every type of page in Chromium: accessible, without warnings, and without requests to other hosts."""

import gzip
import re
from collections.abc import Callable, Iterator
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
RUN_AXE = """tags => axe.run({
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false
})"""
"""Without loading style sheets again, which it cannot from disk."""
PAGE_TYPES = {
    "start": "index.html",
    "routes": "routes/index.html",
    "route": "routes/first-week.html",
    "plan": "strategies/index.html",
    "strategy": "strategies/visit-businesses.html",
    "practices": "practices/index.html",
    "practice": "practices/id-night.html",
    "agencies": "agencies/index.html",
    "agency": "agencies/rivertown-police-department.html",
    "principles": "principles/index.html",
    "principle": "principles/root-causes.html",
    "podcast": "podcasts/sample-episode.html",
    "model": "models/sample-flyer.html",
    "policy": "policies/sample-language-policy.html",
    "curriculum": "curricula/sample-course.html",
    "outreach": "outreach/sample-leaflet.html",
    "publication": "publications/sample-study.html",
    "documents": "documents/index.html",
    "law by state": "law/index.html",
    "law": "law/ia.html",
    "evidence": "evidence/index.html",
    "like mine": "like-mine/index.html",
    "overview": "overview/index.html",
    "translations": "translations/index.html",
    "news": "news/index.html",
    "authored page": "about.html",
    "residents": "help.html",
    "reference": "contribute/strategy.html",
    "find": "find.html",
    "shortlist": "shortlist.html",
}
"""The address of a page of each type, in the sample."""
REAL_PAGE_TYPES = PAGE_TYPES | {
    "law": "law/mn.html",
    "route": "routes/victims-not-reporting.html",
    "practice": "practices/brooklyn-center-joint-partnership.html",
    "agency": "agencies/brooklyn-center-police-department.html",
    "podcast": "podcasts/practical-language-training.html",
    "model": "models/flyer-call-911.html",
    "policy": "policies/tulsa-immigration-status-questions.html",
    "curriculum": "curricula/brooklyn-center-new-americans-course.html",
    "outreach": "outreach/storm-lake-service-survey-form.html",
    "publication": "publications/epic-report.html",
    "reference": "contribute/practice.html",
}
"""The same of the real toolkit."""
PLACE = "https://sample.example/toolkit/models/sample-flyer.html"
"""Where paper sends its reader."""
AGENCY = "Policía <b>de</b> Rivertown & شرطة"
"""A name in two scripts, and what would be markup."""
SCRIPTS = {
    "ar": "Arabic",
    "prs": "Arabic",
    "fa-AF": "Arabic",
    "lo": "Lao",
    "am": "Ethiopic",
    "zh-Hans": "Han",
}
"""The script of each language; of all others Latin."""

STRAYS = r"""
scripts => {
  const strays = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (around.closest("script, noscript, style, code, svg")) continue;
    if (around.closest(".cite .code")) continue; // BibTeX and the like, for programs
    const letters = node.data.replace(/\S+\.[a-z]{2,}/g, "").match(/\p{L}/gu) || []; // a host has no language
    if (letters.length < 3) continue;
    const language = around.closest("[lang]").lang;
    const script = new RegExp(`\\p{Script=${scripts[language] || "Latin"}}`, "u");
    const own = letters.filter(letter => script.test(letter)).length;
    const direction = getComputedStyle(around).direction;
    const isRight = direction === (scripts[language] === "Arabic" ? "rtl" : "ltr");
    if (own < letters.length / 3 || !isRight) strays.push(`${language} ${direction}: ${node.data.trim().slice(0, 80)}`);
  }
  return strays;
}
"""
LINES = """
() => [...document.querySelectorAll(".md-typeset :is(h1, h2, h3, p, li, dd)")]
  .filter(element => element.checkVisibility() && element.innerText.trim())
  .map(element => [getComputedStyle(element).color, element.innerText.slice(0, 60)])
"""
DARKEST_GRAY = 110
"""Of 255: text of this gray has a contrast of 5 to 1 on white (WCAG 2.2, 1.4.3 asks for 4.5)."""
SPACED = """
() => {
  for (const { style } of document.querySelectorAll("body, body *")) {
    Object.assign(style, { letterSpacing: "0.12em", wordSpacing: "0.16em", lineHeight: "1.5" });
  }
  return document.documentElement.scrollWidth;
}
"""
Scheme = Literal["light", "dark"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}


@contextmanager
def opened(
    chromium: Browser, address: str, size: ViewportSize, scheme: Scheme = "light"
) -> Iterator[Page]:
    """A page. At its end it has sent no request to another host, and printed no error or warning."""
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    host = urlsplit(address)[:2]
    assert [
        url for url in requests if urlsplit(url)[:2] != host and not url.startswith("data:")
    ] == []
    assert complaints == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core reports, a line each."""
    page.evaluate(AXE.read_text("utf-8"))
    report = page.evaluate(RUN_AXE, WCAG)
    return [f"{v['id']}: {n['html'][:120]}" for v in report["violations"] for n in v["nodes"]]


def settle(page: Page) -> None:
    """Wait until the page has all that it draws itself."""
    if page.url.partition("#")[0].endswith("find.html"):
        page.wait_for_selector(".result")
    page.evaluate("document.fonts.ready.then(() => true)")


def frame(page: Page) -> list[str]:
    """What lacks of a heading, the script and the fonts."""
    found = page.evaluate(
        "[document.querySelectorAll('h1').length, document.documentElement.classList.contains('js'),"
        " document.fonts.size > 0, getComputedStyle(document.body).fontFamily.includes('Public Sans')]"
    )
    return [] if found == [1, True, True, True] else [f"{found}"]


def strays(page: Page) -> list[str]:
    """Each text that is not in the script and the direction of the language that it is marked with."""
    found: list[str] = page.evaluate(STRAYS, SCRIPTS)
    return found


def dark_phone(page: Page) -> list[str]:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.getAnimations().forEach(transition => transition.finish())")
    return violations(page)


def reflow(page: Page) -> list[str]:
    """How wide it is on 320 CSS pixels, which are also 1280 at 400 % (WCAG 2.2, 1.4.10)."""
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} pixels wide"] if width > NARROW["width"] else []


def dark_print(page: Page) -> list[str]:
    """Which lines are too pale on paper, for a reader who chose dark colors on a dark device."""
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    pale = [
        f"{color}: {text}" for color, text in page.evaluate(LINES) if gray(color) > DARKEST_GRAY
    ]
    page.emulate_media(media="screen")
    return pale if ground == "rgb(255, 255, 255)" else [f"on {ground}", *pale]


def gray(color: str) -> float:
    """How light a color is, from 0 to 255."""
    parts = map(int, re.findall(r"\d+", color)[:3])
    return sum(weight * part for weight, part in zip((0.3, 0.6, 0.1), parts, strict=True))


def spaced(page: Page) -> list[str]:
    """How wide it is on 320 CSS pixels if text is spaced as a reader may need it (WCAG 2.2, 1.4.12)."""
    width = page.evaluate(SPACED)
    return [f"{width} pixels wide"] if width > NARROW["width"] else []


SCRIPT = "language and direction"
REFLOW = "320 pixels"
SPACED_TEXT = "spaced text on 320 pixels"
DESK = "axe on a desktop"
"""In English. The same page in another language is on a phone."""
MEASURES: dict[str, Callable[[Page], list[str]]] = {
    "heading, script and fonts": frame,
    SCRIPT: strays,
    DESK: violations,
    "axe on a dark phone": dark_phone,
    REFLOW: reflow,
    "dark page on paper": dark_print,
    SPACED_TEXT: spaced,
}
"""What is measured of each page, in this order: each leaves the page as the next needs it."""


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_of_each_type_can_be_read_on_every_screen_on_paper_and_by_everyone_in_each_language(
    chromium: Browser, disk: str, sample: Path, name: str
) -> None:
    found: dict[str, list[str]] = {}
    for folder in ("", "es/", "ar/"):
        path = folder + PAGE_TYPES[name]
        if not (sample / "site" / path).is_file():
            continue
        with opened(chromium, disk + path, DESKTOP) as page:
            settle(page)
            for title, measure in MEASURES.items():
                if not (folder and title == DESK) and (wrong := measure(page)):
                    found[f"{path}: {title}"] = wrong
    assert found == {}


def test_a_visitor_goes_from_the_start_page_to_a_source_and_changes_the_language(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, site + "index.html", DESKTOP) as page:
        page.get_by_role("link", name="2 agencies").click()
        page.get_by_role("link", name="Rivertown Police Department (sample)").first.click()
        page.get_by_role(
            "link", name="Help residents get identity papers on one evening"
        ).first.click()
        first = page.locator("a[href='#note-1']").first
        first.click()
        assert page.url.endswith("#note-1")
        page.get_by_role("link", name="Español").click()
        assert page.url.startswith(f"{site}es/practices/id-night.html")
        assert page.locator("html").get_attribute("lang") == "es"


def test_the_first_tab_stop_skips_to_the_content(chromium: Browser, http: str) -> None:
    with opened(chromium, http + PAGE_TYPES["practice"], DESKTOP) as page:
        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        assert skip == "#content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")


def test_the_phone_menu_opens_and_closes_by_keyboard(chromium: Browser, http: str) -> None:
    with opened(chromium, http + "index.html", PHONE) as page:
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
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(disk + "index.html")
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_role("button").first.is_visible()
    page.get_by_role("link", name="Give me a document").click()
    page.get_by_role("link", name="Sample flyer to fill in").first.click()
    assert page.url.endswith("models/sample-flyer.html")
    context.close()


def test_what_a_reader_types_stands_in_the_document_and_in_what_is_taken_away(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with opened(chromium, site + PAGE_TYPES["model"], DESKTOP) as page:
        page.get_by_label("your agency's name").fill(AGENCY)
        assert AGENCY in page.locator(".paper").inner_text()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as a web page").click()
        download.value.save_as(tmp_path / "saved.html")
        page.get_by_role("button", name="Copy").click()
        assert page.get_by_role("article").get_by_role("status").inner_text().startswith("Copied")
        address = site + PAGE_TYPES["model"]
        page.goto("about:blank")  # the agency's name is in the address, and nowhere else
        page.goto(address)
        assert AGENCY not in page.locator(".paper").inner_text()
    saved = (tmp_path / "saved.html").read_text("utf-8")
    assert escape(AGENCY, quote=False) in saved
    assert "[phone number]" in saved
    assert "Adapted by" in saved
    assert "People came when the church" not in saved  # a reason, which is not handed out


def test_a_word_file_has_what_a_reader_typed_as_text_in_both_languages(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    for language in ("es", "ar"):
        with opened(chromium, disk + f"{language}/" + PAGE_TYPES["model"], DESKTOP) as page:
            beside = page.locator(f"#fill-word option[value*='.{language}-en.']")
            page.locator("#fill-word").select_option(beside.get_attribute("value"))
            for blank in page.locator(".fill input:visible:not([type=file])").all():
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
                page.get_by_label("one sentence on immigration status (English)").fill(AGENCY)
            with page.expect_download() as download:
                page.get_by_role("button", name="Save as a web page").click()
            download.value.save_as(tmp_path / f"{state}.html")
            with page.expect_download() as download:
                page.get_by_role("button", name="Save as a Word file").click()
            download.value.save_as(tmp_path / f"{state}.docx")
    line = "one sentence on immigration"
    pages = [(tmp_path / f"{state}.html").read_text("utf-8") for state in ("empty", "filled")]
    words = [
        "\n".join(
            paragraph.text
            for paragraph in docx.Document(str(tmp_path / f"{state}.docx")).paragraphs
        )
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
        page.get_by_label("your agency's name").fill(AGENCY)
        assert empty.inner_text() == "1 blank is still empty."
        page.get_by_label("phone number").fill("555-0100")
        assert empty.inner_text() == ""
        sentence = page.get_by_label("one sentence on immigration status (English)")
        sentence.fill(AGENCY)  # name and number stay in the address
        page.reload()
        assert questions == ["beforeunload"]
        sentence.fill(AGENCY)
        with page.expect_download():
            page.get_by_role("button", name="Save as a web page").click()
        page.reload()
        assert questions == ["beforeunload"]


@pytest.mark.parametrize(("folder", "language"), [("", "es"), ("es/", "es"), ("ar/", "ar")])
def test_a_flyer_in_a_resident_s_language_is_printed_copied_and_saved_with_english_beside_it(
    chromium: Browser, disk: str, tmp_path: Path, folder: str, language: str
) -> None:
    with opened(chromium, disk + folder + PAGE_TYPES["model"], DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.locator("#fill-agency").fill(AGENCY)
        beside = page.locator(f"#fill-word option[value*='.{language}-en.']")
        page.locator("#fill-word").select_option(beside.get_attribute("value"))
        page.locator("button[value=print]").click()
        page.locator(".prints-paper .paper--sheet").wait_for()
        page.emulate_media(media="print")
        printed = page.locator(".paper--sheet body").inner_text()
        page.emulate_media(media="screen")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        with page.expect_download() as download:
            page.locator("button[value=save]").click()
        assert download.value.suggested_filename == f"sample-flyer.{language}-en.html"
        download.value.save_as(tmp_path / "saved.html")
    saved = (tmp_path / "saved.html").read_text("utf-8")
    for text in printed, saved.replace(escape(AGENCY, quote=False), AGENCY):
        assert text.count(AGENCY) >= 4 and "Come to the side door." in text
        assert "one sentence on immigration" not in text
    assert "Before you use this" not in printed


@pytest.mark.xfail(
    reason="21.6 KB with the zip library, which loads only for a Word file: the law of the reader's state, a logo on"
    " sheets and cards, and another language came in; 15.2 KB without it"
)
def test_the_scripts_of_a_document_s_page_weigh_less_than_20_kilobytes(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, http + PAGE_TYPES["model"], DESKTOP) as page:
        loaded = page.evaluate(
            "[...document.scripts].filter(script => script.src).map(script => script.src)"
        )
        zip_library = page.evaluate("document.querySelector('.fill').dataset.zip")
        scripts = [*loaded, urljoin(page.url, zip_library)]
        sizes = {
            address: len(gzip.compress(page.request.get(address).body(), 6)) for address in scripts
        }
    assert len(sizes) == 8 and sum(sizes.values()) < 20_000, sizes


def test_a_card_is_printed_ten_times_on_one_sheet(chromium: Browser, real_disk: str) -> None:
    with opened(chromium, real_disk + "models/liaison-contact-card.html", DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.get_by_label("your agency’s name").fill(AGENCY)
        page.get_by_role("button", name="Print").click()
        sheet, *_ = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert "Before you use this" not in sheet.extract_text()
        assert sheet.extract_text().count("Rivertown") == 10
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(".paper").count() == 1


def test_a_document_is_printed_without_reasons_notes_and_form(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + PAGE_TYPES["model"], DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="Print").click()
        page.emulate_media(media="print")
        assert page.locator(".paper").is_visible()
        page.locator(".prints-paper .paper--sheet").wait_for()
        sheet = page.locator(".paper--sheet body").inner_text()
        assert f"Drafted by this toolkit from the sources named at {PLACE}." in " ".join(
            sheet.split()
        )
        assert "People came when the church" not in sheet  # a reason
        for hidden in (".fill", ".notes", ".age", ".drafted"):
            assert not page.locator(f".body > {hidden}, article > {hidden}").first.is_visible(), (
                hidden
            )


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
    chromium: Browser, http: str, disk: str, place: str, day: str, age: str
) -> None:
    """The sample is an edition of 2024-05-06. On the web an edition lasts, a copy on a stick does not."""
    site = http if place == "web" else disk
    for language, text in (
        ("", f"This copy is {age} months old."),
        ("ar/", f"عمر هذه النسخة بالأشهر: {age}."),
    ):
        page = chromium.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto(f"{site}{language}practices/id-night.html")
        assert load_project(SAMPLE).edition.digest in page.locator(".privacy .edition").inner_text()
        notice = page.locator(".copy-age")
        assert notice.is_visible() == bool(age)
        if age:
            assert notice.locator("strong").inner_text() == text
            notice.get_by_role("link").click()
            assert page.url == f"{site}0-START-HERE.html#{language.rstrip('/') or 'en'}"
            assert page.get_by_role("heading", level=1).inner_text() == "Sample toolkit"
        page.close()
