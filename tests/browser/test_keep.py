"""The shortlist: kept in the address, followed, shared, compared, printed and planned, and stored only if asked to."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize
from pypdf import PdfReader

from tests.browser.test_chromium import DESKTOP, NARROW, PHONE, opened, violations
from tests.browser.test_light import GZIP_LEVEL, SHIFTS
from tests.browser.test_residents import STORED

ID_NIGHT = "practices/id-night"
EVENINGS = "practices/evenings-in-three-towns"
TEA = "practices/tea-with-officers"
MODEL = "models/sample-flyer"
ROUTE = "routes/first-week"
RENAMED = "publications/sample-course", "curricula/sample-course"
LIST = f"{ID_NIGHT},{EVENINGS},{MODEL}"
NOTHING_STORED = [0, 0, "", 0]
HOSTILE = {
    "cut short": "practices/id-nig",
    "markup": "<img src=x onerror=alert(1)>,%3Cscript%3Ealert(1)%3C/script%3E",
    "another folder": "../../../etc/passwd,practices/../agencies/x,file:///etc/passwd,//evil.example/x",
    "names that every object has": "constructor,__proto__,toString,practices/constructor",
    "a thousand": ",".join(f"practices/practice-{number}" for number in range(1000)),
    "broken encoding": "%E0%A4%A",
}


@contextmanager
def shortlist(
    chromium: Browser, site: str, query: str, size: ViewportSize = DESKTOP
) -> Iterator[Page]:
    """The shortlist page, with all that a query asks for."""
    with opened(chromium, f"{site}shortlist.html?{query}", size) as page:
        drawn(page)
        yield page


def drawn(page: Page) -> None:
    page.wait_for_selector("#shortlist-view > nav", state="attached")


def titles(page: Page) -> list[str]:
    return [
        text.split("\n")[0]
        for text in page.locator(".shortlist__entries li > div").all_inner_texts()
    ]


def entries(page: Page) -> str:
    """The list in the address."""
    query: str = page.evaluate("location.search.slice(1)")
    return next((part[5:] for part in query.split("&") if part.startswith("keep=")), "")


def test_what_is_kept_is_in_the_address_goes_along_and_is_stored_nowhere(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}{ID_NIGHT}.html", DESKTOP) as page:
        button = page.get_by_role(
            "button", name="Save: Help residents get identity papers", exact=False
        )
        assert button.get_attribute("aria-pressed") == "false"
        button.press("Enter")
        assert button.get_attribute("aria-pressed") == "true"
        page.reload()
        assert button.get_attribute("aria-pressed") == "true"
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Practices").click()
        page.locator("button.keep").nth(1).click()
        kept = entries(page)
        assert kept.startswith(f"{ID_NIGHT},practices/")
        page.get_by_role("link", name="Saved (2)").click()
        drawn(page)
        assert entries(page) == kept
        assert len(titles(page)) == 2
        assert page.evaluate(STORED) == NOTHING_STORED


def test_a_step_back_keeps_what_was_kept_since(chromium: Browser, site: str) -> None:
    with opened(chromium, f"{site}practices/index.html", DESKTOP) as page:
        page.locator(".weigh a[href*='id-night']").first.click()
        page.locator("[data-keep-here] button").click()
        kept = entries(page)
        page.go_back()
        page.wait_for_selector(".kept:not(.is-empty)")
        assert page.locator(f"button.keep[value='{kept}']").get_attribute("aria-pressed") == "true"
        assert entries(page) == kept


def test_a_search_result_is_kept_and_filters_keep_the_list(chromium: Browser, http: str) -> None:
    with opened(chromium, f"{http}find.html#q=library", DESKTOP) as page:
        page.locator(".result button.keep").first.click()
        kept = entries(page)
        page.locator(".facet input").first.check()
        page.wait_for_url("**kind=**")
        assert kept
        assert entries(page) == kept
        page.locator("#find-query").fill("zzqqxx")
        page.wait_for_url("**zzqqxx**")
        assert entries(page) == kept


def test_without_javascript_nothing_of_it_is_shown_but_what_it_needs(
    chromium: Browser, disk: str
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{disk}{ID_NIGHT}.html")
    assert page.locator(".keep, .keep-here:visible, .kept:visible").count() == 0
    page.goto(f"{disk}shortlist.html")
    assert page.locator("noscript p").is_visible()
    assert page.get_by_role("button").count() == 0
    page.context.close()


def test_the_list_is_stored_only_when_the_reader_asks_for_it_and_forgotten_whole(
    chromium: Browser, http: str
) -> None:
    with shortlist(chromium, http, f"keep={LIST}") as page:
        box = page.get_by_role("checkbox", name="Remember my list on this device")
        assert not box.is_checked()
        assert page.evaluate(STORED) == NOTHING_STORED
        box.check()
        page.goto(f"{http}{EVENINGS}.html")
        assert page.get_by_role("link", name="Saved (3)").is_visible()
        page.locator("[data-keep-here] button").click()
        assert page.evaluate("localStorage.kept") == f"{ID_NIGHT},{MODEL}"
        page.goto(f"{http}shortlist.html?keep={ROUTE}")  # a list of somebody else replaces nothing
        drawn(page)
        assert page.evaluate("localStorage.kept") == f"{ID_NIGHT},{MODEL}"
        page.get_by_role("button", name="Delete the list").click()
        page.wait_for_selector("#shortlist-status:has-text('Deleted')")
        assert page.evaluate(STORED) == NOTHING_STORED
        assert page.url == f"{http}shortlist.html"


def test_a_renamed_record_is_found_under_its_former_address(chromium: Browser, http: str) -> None:
    former, present = RENAMED
    with shortlist(chromium, http, f"keep={former},{ID_NIGHT}") as page:
        assert page.locator(f".shortlist__entries a[href*='{present}']").is_visible()
        assert page.locator(".notice").count() == 0
        assert entries(page) == f"{present},{ID_NIGHT}"


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_of_a_hostile_address_the_known_is_shown_the_rest_is_told_and_nothing_runs(
    chromium: Browser, disk: str, bad: str
) -> None:
    with shortlist(chromium, disk, f"view=packet&title=<b>x</b>&keep={LIST},{bad}") as page:
        assert page.locator(".packet__cover h2").inner_text() == "<b>x</b>"
        assert page.get_by_text("Help residents get identity papers").first.is_visible()
        assert "Not in this copy of the toolkit" in page.locator(".notice").inner_text()
        assert page.locator("#shortlist-view :is(img, script, b)").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == DESKTOP["width"]


def test_a_list_that_is_too_long_is_cut_and_says_so(chromium: Browser, real_disk: str) -> None:
    page = chromium.new_page()
    page.goto(f"{real_disk}practices/index.html")
    many = page.eval_on_selector_all(
        "button.keep", "buttons => buttons.map(button => button.value)"
    )[:60]
    page.close()
    assert len(many) == 60
    with shortlist(chromium, real_disk, f"keep={','.join(many)}") as page:
        assert len(titles(page)) == 50
        assert "at most 50" in page.locator(".notice").inner_text()


def test_removing_an_entry_moves_the_focus_to_the_next(chromium: Browser, disk: str) -> None:
    with shortlist(chromium, disk, f"keep={LIST}") as page:
        before = titles(page)
        page.get_by_role("button", name=f"Remove: {before[0]}").press("Enter")
        page.wait_for_selector(".shortlist__entries li:nth-child(3)", state="detached")
        assert titles(page) == before[1:]
        assert page.evaluate("document.activeElement.textContent") == before[1]
        assert entries(page) == f"{EVENINGS},{MODEL}"


def test_a_comparison_shows_only_differences_on_request_and_the_notes_of_what_it_shows(
    chromium: Browser, http: str
) -> None:
    with shortlist(chromium, http, f"keep={ID_NIGHT},{TEA},{MODEL}") as page:
        page.get_by_role("checkbox", name="Compare: Sample flyer", exact=False).press("Space")
        page.get_by_role("button", name="Compare those checked").press("Enter")
        page.wait_for_selector("table.compare")
        table = page.get_by_role("table", name="The records side by side")
        assert table.get_by_role("columnheader").count() == 3
        rows = table.get_by_role("rowheader").all_inner_texts()
        deciding = ["In short", "Results", "What studies found", "What it takes", "Legal limits"]
        assert [row for row in rows if row in deciding] == rows[: len(deciding)]
        assert rows.index("Whom to call") < rows.index("Agencies") < rows.index("Topics")
        agencies, evidence = (
            table.get_by_role("rowheader", name=name, exact=True)
            for name in ("Agencies", "Evidence")
        )
        page.get_by_role("checkbox", name="Only differences").press("Space")
        assert evidence.is_visible()
        assert not agencies.is_visible()
        note = table.locator("a[href^='#']").first
        assert page.locator(note.get_attribute("href") or "").count() == 1
        assert page.locator(".notes a[href^=http]").count() > 0
        assert page.locator(".shortlist [id]").evaluate_all(
            "all => new Set(all.map(({id}) => id)).size === all.length"
        )


def test_one_entry_alone_is_not_compared_and_the_page_leads_to_more(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, f"keep={ID_NIGHT}&view=compare") as page:
        told = page.locator("#shortlist-view p")
        assert told.inner_text() == "Save at least two entries first. Practices"
        told.get_by_role("link").click()
        page.wait_for_url("**/practices/index.html**")


def test_what_is_compared_narrows_neither_the_packet_nor_the_plan_and_can_be_chosen_there(
    chromium: Browser, http: str
) -> None:
    five = f"{LIST},{ROUTE},agencies/rivertown-police-department"
    with shortlist(chromium, http, f"keep={five}&view=compare&of={ID_NIGHT},{EVENINGS}") as page:
        assert page.get_by_role("columnheader").count() == 3
        page.locator("summary", has_text="Check two to four entries").click()
        page.get_by_role("checkbox", name="Compare: Sample flyer").check()
        page.get_by_role("button", name="Compare those checked").click()
        page.wait_for_selector(".compare thead th:nth-child(4)")
        page.get_by_role("navigation", name="What to do with it").get_by_role(
            "link", name="Packet"
        ).click()
        page.wait_for_selector(".packet")
        assert page.locator(".packet__chapter:not(#call)").count() == 5
        page.get_by_role("navigation", name="What to do with it").get_by_role(
            "link", name="Compare"
        ).click()
        page.wait_for_selector(".compare")
        assert page.get_by_role("checkbox", name="Compare: ").first.is_visible()


def test_the_address_to_share_from_a_disk_names_nothing_of_that_disk(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, f"keep={LIST}") as page:
        shared = page.get_by_role("textbox", name="Address of the list").input_value()
        assert shared == f"shortlist.html?keep={LIST}"
        assert page.get_by_text("This copy has no address on the web.").is_visible()


def test_on_a_phone_each_value_of_a_comparison_says_whose_it_is(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, f"keep={ID_NIGHT},{EVENINGS}&view=compare", NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        assert page.get_by_label("Only differences").is_checked()
        page.get_by_role("rowheader", name="In short").get_by_role("button").click()
        cell = page.get_by_role("table").get_by_role("cell").nth(1)
        assert cell.inner_text().startswith("Share one made-up program of evenings")
        link = page.get_by_role("table").get_by_role("link").first
        link.focus()
        box = link.bounding_box()
        assert box and box["x"] >= 0 and box["width"] > 50 and box["height"] >= 16


@pytest.mark.parametrize("view", ["list", "compare", "packet", "plan"])
@pytest.mark.parametrize(("folder", "scheme"), [("", "light"), ("es/", "dark"), ("ar/", "light")])
def test_axe_reports_no_violation_in_any_view_and_it_fits_320_pixels(
    chromium: Browser, http: str, view: str, folder: str, scheme: str
) -> None:
    address = f"{http}{folder}shortlist.html?keep={EVENINGS},{MODEL}&view={view}"
    with opened(chromium, address, NARROW, "dark" if scheme == "dark" else "light") as page:
        page.wait_for_selector("#shortlist-view nav")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_english_in_a_view_of_another_language_is_marked(chromium: Browser, disk: str) -> None:
    with shortlist(chromium, f"{disk}ar/", f"keep={EVENINGS}&view=packet") as page:
        assert page.locator(".packet__text[lang=en][dir=ltr]").count() == 1
        assert (
            page.locator(".packet__chapter > h2 [lang=en], .packet__chapter > h2[lang=en]").count()
            == 1
        )


@pytest.mark.parametrize("text", ["", "&text=whole"])
def test_a_packet_is_printed_with_cover_notes_and_page_numbers_and_without_the_site(
    chromium: Browser, http: str, text: str
) -> None:
    with shortlist(chromium, http, f"keep={LIST}&view=packet{text}") as page:
        page.get_by_label("Title").fill("Council, Monday")
        sheets = [
            sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="Letter"))).pages
        ]
    words = " ".join(" ".join(sheets).split())
    assert "Council, Monday" in sheets[0].splitlines()[:2]
    assert "Contents" in sheets[0]
    assert "Edition of" in sheets[0]
    assert [sheet.strip().splitlines()[0] for sheet in sheets] == [
        str(n + 1) for n in range(len(sheets))
    ]
    for shown in ("Notes and sources", "Whom to call", "Appendix:"):
        assert shown in words
    assert f"/{ID_NIGHT}.html" in words.replace(" ", "")  # a long address is on two lines
    for chrome in (
        "Start here",
        "Skip to content",
        "Print or save",
        "Help in your language",
        "track you",
    ):
        assert chrome not in words
    for part in ("First step", "How it works", "What it takes", "Results", "What we do not know"):
        assert part in words
    assert ("In their own words" in words) == (text != "")


def test_a_route_is_a_packet_with_its_records_and_one_sheet_for_monday(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, f"{http}{ROUTE}.html", DESKTOP) as page:
        page.get_by_role("link", name="Print this route with its records").click()
        drawn(page)
        assert page.locator(".packet__chapter:not(#call)").count() == 2
        page.go_back()
        page.get_by_role("link", name="Make a plan of this route").click()
        drawn(page)
        assert page.get_by_role("textbox", name="Step 1").input_value() == "Go to the library"
        page.get_by_role("textbox", name="Who 1").fill("Sgt. Rivera")
        [sheet] = PdfReader(BytesIO(page.pdf(format="Letter"))).pages
        printed = sheet.extract_text()
        assert "By when" in printed
        assert "mm/dd" not in page.locator(".plan").inner_text()


def test_a_packet_begins_with_a_record_below_its_title_and_says_how_many_pages_it_fills(
    chromium: Browser, http: str
) -> None:
    with shortlist(chromium, http, f"keep={ID_NIGHT},{TEA}&view=packet") as page:
        told = page.get_by_text("Printed pages: about 2")
        assert told.is_visible()
        sheets = PdfReader(BytesIO(page.pdf(format="Letter"))).pages
        assert len(sheets) == 2
        first = sheets[0].extract_text()
        for shown in ("For our meeting", "Contents", "Results", "Printed pages"):
            assert (shown in first) == (shown != "Printed pages")
    with opened(chromium, f"{http}{ROUTE}.html", DESKTOP) as page:
        assert page.get_by_text("Printed pages: about 3").is_visible()


def test_a_plan_says_whom_to_call_at_each_step_also_on_paper_and_links_only_what_the_toolkit_has(
    chromium: Browser, http: str
) -> None:
    with shortlist(chromium, http, f"keep={ID_NIGHT}&view=plan") as page:
        call = page.locator(".plan__calls")
        assert call.get_by_role("link").get_attribute("href") == "tel:712-555-0100"
        assert "712-555-0100" in PdfReader(BytesIO(page.pdf())).pages[0].extract_text()
        page.get_by_role("button", name="Put the plan in the address").click()
        assert page.locator(".plan__calls a").count() == 1
        page.locator("input[type=file]").set_input_files(
            {
                "name": "plan.json",
                "mimeType": "application/json",
                "buffer": b'{"steps": [{"step": "x", "call": "Bank: https://evil.example/ 712-555-0199"}]}',
            }
        )
        page.wait_for_selector("#shortlist-status:has-text('The plan is open.')")
        assert call.inner_text().endswith("712-555-0199")
        assert call.get_by_role("link").count() == 0


def test_a_plan_begins_with_what_a_practice_took_and_leads_to_its_documents(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, f"keep={ID_NIGHT}&view=plan") as page:
        assert page.get_by_label("What it takes 1").input_value() == "Three hours on one evening."
        page.get_by_role("link", name="Sample flyer").click()
        page.wait_for_url(f"{disk}{MODEL}.html**")


def test_in_short_each_practice_is_one_sheet_with_its_contact_and_its_results(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, f"keep={ID_NIGHT},{TEA}&view=packet") as page:
        assert page.get_by_role("heading", level=1).inner_text() == "Packet"
        sheets = PdfReader(BytesIO(page.pdf(format="Letter"))).pages
    assert len(sheets) == 2
    for part in ("Results", "What studies found", "What it takes", "Whom to call"):
        assert part in sheets[0].extract_text()


def test_one_practice_alone_is_one_sheet_without_a_cover_however_long_it_is(
    chromium: Browser, http: str
) -> None:
    page = chromium.new_page(viewport=DESKTOP)
    address = f"**/shortlist/en/{ID_NIGHT}.js"
    page.route(address, lambda route: route.fulfill(body=lengthened(route.fetch().text())))
    page.goto(f"{http}shortlist.html?view=packet&of={ID_NIGHT}")
    page.wait_for_selector(".packet")
    assert page.locator(".packet__cover, .shortlist__options [dir=auto]").count() == 0
    assert page.get_by_text("Printed pages: about 1").is_visible()
    [sheet] = PdfReader(BytesIO(page.pdf(format="Letter"))).pages
    printed = sheet.extract_text()
    assert printed.index("First step") < printed.index("How it works") < printed.index("Results")
    assert "More on the page" in printed
    assert "Edition of" in printed
    page.close()


def lengthened(script: str) -> str:
    """The text of a record with each entry of its lists ten times."""
    return re.sub(r"<li>.*?</li>", lambda entry: entry[0] * 10, script)


def test_in_short_a_law_has_what_each_statement_comes_to_with_its_standing_and_date(
    chromium: Browser, disk: str
) -> None:
    with shortlist(chromium, disk, "keep=law/ia&view=packet") as page:
        text = page.locator(".packet__text").inner_text()
    assert "Sample interpreter before questions. Requires · In force · since May 2019" in text
    assert "Would forbid · Blocked by a court" in text


def test_a_plan_is_saved_opened_again_and_given_to_a_calendar(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with shortlist(chromium, site, f"keep={ID_NIGHT},{EVENINGS}&view=plan") as page:
        page.get_by_label("Who 2").fill("Sgt. Rivera; شرطة <b>")
        page.get_by_label("By when 2").fill("2026-12-01")
        page.get_by_label("Done 1").check()
        page.get_by_label("Look at this plan again on").fill("2027-03-01")
        for name, file in (("Save as a file", "plan.json"), ("Dates for a calendar", "plan.ics")):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            download.value.save_as(tmp_path / file)
        page.reload()
        drawn(page)
        assert page.get_by_label("Who 2").input_value() == ""
        page.locator("input[type=file]").set_input_files(tmp_path / "plan.json")
        page.wait_for_selector("#shortlist-status:has-text('The plan is open.')")
        assert page.get_by_label("Who 2").input_value() == "Sgt. Rivera; شرطة <b>"
        assert page.get_by_label("Done 1").is_checked()
        assert page.get_by_label("Look at this plan again on").input_value() == "2027-03-01"
        assert (
            "Look at this plan again on" in PdfReader(BytesIO(page.pdf())).pages[0].extract_text()
        )
        assert page.evaluate(STORED) == NOTHING_STORED
    events = (tmp_path / "plan.ics").read_bytes()
    assert events.count(b"BEGIN:VEVENT") == 2
    assert b"DTSTART;VALUE=DATE:20261201\r\n" in events
    assert b"DTSTART;VALUE=DATE:20270301\r\nSUMMARY:Look at the plan again: Our plan\r\n" in events
    assert all(len(line) <= 75 for line in events.split(b"\r\n"))


def test_a_plan_that_its_reader_puts_in_the_address_is_there_on_another_desk_and_in_another_language(
    chromium: Browser, site: str
) -> None:
    with shortlist(chromium, site, f"keep={ID_NIGHT}&view=plan") as page:
        assert "#" not in page.url
        page.get_by_role("button", name="Put the plan in the address").press("Enter")
        page.wait_for_selector("#shortlist-status:has-text('with names and dates')")
        page.get_by_label("Who 1").fill("Sgt. Rivera; شرطة <b>")
        page.get_by_label("Who 1").blur()
        assert page.evaluate(STORED) == NOTHING_STORED
        address = page.url
    with opened(chromium, address, NARROW) as page:
        drawn(page)
        assert page.get_by_label("Who 1").input_value() == "Sgt. Rivera; شرطة <b>"
        page.get_by_role("link", name="Skip to content").press("Enter")
        assert page.get_by_label("Who 1").input_value() == "Sgt. Rivera; شرطة <b>"
        page.go_back()
        page.get_by_role("link", name="Español").click()
        page.wait_for_selector("html[lang=es] .plan")
        assert page.get_by_label("Quién 1").input_value() == "Sgt. Rivera; شرطة <b>"


def test_a_damaged_plan_in_an_address_is_told_and_a_long_one_is_not_put_there(
    chromium: Browser, disk: str
) -> None:
    with shortlist(
        chromium, disk, f"keep={ID_NIGHT}&view=plan#plan=%3Cimg%20src=x%20onerror=alert(1)%3E"
    ) as page:
        assert "damaged" in page.locator(".notice").inner_text()
        assert (
            page.get_by_label("Step 1")
            .input_value()
            .endswith("on one evening. Ask the library for a room.")
        )
        for number in range(2, 16):
            page.get_by_role("button", name="Add a step").click()
            page.get_by_label(f"Step {number}").fill("شرطة " * 100)
        page.get_by_role("button", name="Put the plan in the address").click()
        page.wait_for_selector("#shortlist-status:has-text('too long')")
        assert "#" not in page.url


def test_a_file_that_is_no_plan_changes_nothing_and_one_with_more_in_it_runs_nothing(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    (tmp_path / "no.json").write_text("<script>alert(1)</script>")
    steps = [{"step": "<img src=x onerror=alert(1)>", "by": 7, "more": {}}, None]
    (tmp_path / "odd.json").write_text(json.dumps({"steps": steps}))
    with shortlist(chromium, disk, f"keep={ID_NIGHT}&view=plan") as page:
        first = page.get_by_label("Step 1").input_value()
        page.locator("input[type=file]").set_input_files(tmp_path / "no.json")
        page.wait_for_selector("#shortlist-status:has-text('not a plan')")
        assert page.get_by_label("Step 1").input_value() == first
        page.locator("input[type=file]").set_input_files(tmp_path / "odd.json")
        page.wait_for_selector("#shortlist-status:has-text('The plan is open.')")
        assert page.get_by_label("Step 1").input_value() == steps[0]["step"]  # type: ignore[index]
        assert page.locator(".plan img").count() == 0


@pytest.mark.parametrize(
    "path", ["shortlist.html?view=packet&", "practices/index.html?", f"{ID_NIGHT}.html?"]
)
def test_the_scripts_of_a_page_are_under_20_kilobytes_and_nothing_shifts(
    chromium: Browser, http: str, path: str
) -> None:
    page = chromium.new_context(viewport=PHONE).new_page()
    scripts: list[Response] = []
    page.on(
        "response", lambda response: scripts.append(response) if "/web/" in response.url else None
    )
    page.add_init_script(SHIFTS)
    page.goto(f"{http}{path}keep={ID_NIGHT},{EVENINGS}", wait_until="networkidle")
    sizes = [
        len(gzip.compress(script.body(), GZIP_LEVEL))
        for script in scripts
        if script.url.endswith(".js")
    ]
    assert len(sizes) > 3
    assert sum(sizes) < 20_000
    assert sum(page.evaluate("shifts")) < 0.05
    page.context.close()
