"""The law of the state that a reader chose: on pages, along links, and in what a model document gives."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_chromium import NARROW

LINE = "Driver's licenses and ID cards: In force: Sample card for all; Not in force yet: No sample card by mail"
LATE = "This law should have been checked against its sources again by August 6, 2024."


def test_the_law_of_the_chosen_state_goes_along_and_into_the_file_that_is_saved(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport=NARROW)
    page.goto(f"{site}practices/id-night.html")
    page.get_by_role("combobox", name="In your state").select_option(label="Iowa")
    lines = page.locator(".your-state__lines")
    expect(lines.get_by_role("listitem")).to_have_text([LINE])
    expect(lines.locator(".late")).to_contain_text(LATE)
    page.locator("a[href*='models/sample-flyer']").first.click()
    page.wait_for_url("**/models/sample-flyer.html?state=ia")
    expect(page.locator(".before .your-state li")).to_have_text([LINE])
    with page.expect_download() as download:
        page.locator("button[value=save]").click()
    file = tmp_path / "flyer.html"
    download.value.save_as(file)
    saved = file.read_text("utf-8").replace("&nbsp;", " ").replace("\xa0", " ")
    assert LINE in saved.partition('class="apart kept"')[2]  # not on the sheet that is handed out
    assert page.evaluate("localStorage.length") == 0
    page.close()


@pytest.mark.parametrize("address", ["law/index.html", "evidence/index.html"])
def test_a_chosen_state_leads_to_its_law(chromium: Browser, site: str, address: str) -> None:
    page = chromium.new_page(viewport=NARROW)
    page.goto(site + address)
    page.get_by_role("combobox", name="In your state").select_option(label="Iowa")
    page.locator(".to-state button").click()
    page.wait_for_url("**/law/ia.html?state=ia")
    page.close()


@pytest.mark.parametrize("address", ["law/ia.html", "law/index.html", "practices/id-night.html"])
def test_a_law_past_its_day_says_so(chromium: Browser, http: str, address: str) -> None:
    page = chromium.new_page(viewport=NARROW)
    page.goto(http + address)
    notice = page.get_by_text("should have been checked against its sources again by August 6")
    expect(notice.first).to_be_visible()
    page.clock.install(time="2024-06-01")
    page.reload()
    expect(notice.first).not_to_be_visible()
    page.close()


def test_a_state_that_there_is_not_is_no_choice(chromium: Browser, http: str) -> None:
    page = chromium.new_page(viewport=NARROW)
    page.goto(f"{http}practices/id-night.html?state=zz")
    expect(page.get_by_role("combobox", name="In your state")).to_have_value("")
    expect(page.locator(".your-state__lines")).to_be_empty()
    page.close()
