"""Records in a frame on another site: an agency's page has one line of HTML and no script of ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import served
from tests.browser.test_chromium import violations
from toolkit.project import load_project

FRAME = '<!doctype html><title>Agency</title><iframe src="{}embed.html#{}" width="320" height="300"></iframe>'


TOPICS = ("identification", "youth")


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Another site: its folder and its address."""
    folder = tmp_path_factory.mktemp("agency")
    with served(folder) as address:
        yield folder, address


def test_one_line_of_html_shows_a_record_in_its_language_and_leads_to_its_page(
    chromium: Browser, sample_http: str, sample: Path, agency: tuple[Path, str]
) -> None:
    folder, address = agency
    project = load_project(Path("tests/sample"))
    for language, name in (("en", "practices/id-night"), ("es", "practices/id-night")):
        (folder / "index.html").write_text(FRAME.format(sample_http, f"{language}/{name}"), "utf-8")
        page = chromium.new_page()
        page.goto(address)
        card = page.frame_locator("iframe")
        record = project.library.localized(language, ("practice", "id-night"))
        expect(card.get_by_role("link", name=record.title)).to_have_attribute("lang", language)
        link = card.get_by_role("link", name=record.title).get_attribute("href") or ""
        path = link.removeprefix("https://sample.example/toolkit/")
        assert (sample / "site" / path).is_file()
        summary = card.locator("#records p").inner_text()
        assert summary and "@" not in summary
        assert summary.split(".")[0] in record.summary
        page.close()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "en/practices/nothing",
        "../secret",
        "en/practices/../../../x",
        "//evil.example/x/y",
        "en/practices/id-night?x=<b>",
        "en/practices?x=<b>",
        "en/secrets?topics=language-access",
    ],
)
def test_an_address_that_names_no_record_shows_the_site_and_asks_no_other_host(
    chromium: Browser, sample_http: str, name: str
) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sample_http}embed.html#{name}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#records")).to_be_empty()
    expect(page.get_by_role("link", name="Sample toolkit")).to_be_visible()
    assert all(url.startswith(sample_http) for url in asked)
    page.close()


def test_a_card_is_accessible_and_its_texts_are_never_markup(chromium: Browser, sample_http: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 300})
    text = "<img src=x onerror=alert(1)> [a](https://x.example) *b*.[@c]"
    answer = {"language": "en", "page": "practices/x.html", "record": {"title": text, "summary": text}}
    page.route("**/api/v1/en/practices/x.json", lambda route: route.fulfill(json=answer))
    page.goto(f"{sample_http}embed.html#en/practices/x")
    expect(page.locator("#records p")).to_have_text("<img src=x onerror=alert(1)> a b.")
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.close()


def test_a_list_has_the_records_that_match_its_filters_and_no_other(
    chromium: Browser, sample_http: str, agency: tuple[Path, str]
) -> None:
    folder, address = agency
    project = load_project(Path("tests/sample"))
    listings = [entry for key, entry in project.library.listings["en"].items() if key[0] == "practice"]
    topics = {value: [entry.title for entry in listings if value in entry.facets["topics"]] for value in TOPICS}
    assert len({tuple(titles) for titles in topics.values()}) == len(TOPICS)
    asked = {f"topics={value}": titles for value, titles in topics.items()} | {
        "&".join(f"topics={value}" for value in TOPICS): [
            entry.title for entry in listings if set(TOPICS) & set(entry.facets["topics"])
        ],
        f"topics={TOPICS[0]}&stage=no-such": [],
        "constructor=a": [],
    }
    for filters, titles in asked.items():
        (folder / "index.html").write_text(FRAME.format(sample_http, f"en/practices?{filters}"), "utf-8")
        page = chromium.new_page()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        shown = page.frame_locator("iframe")
        expect(shown.locator("h1")).to_have_text(titles)
        assert len(shown.locator("a[lang=en]").all()) == len(titles)
        page.close()
    page = chromium.new_page(viewport={"width": 320, "height": 300})
    page.goto(f"{sample_http}embed.html#en/practices")
    expect(page.locator("h1")).to_have_count(len(listings))
    assert violations(page) == []
    page.close()
