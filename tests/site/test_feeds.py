"""What is new: on a page, and for programs that follow it."""

import json
from pathlib import Path

from lxml import etree

from tests.builds import build, copy_sample, replace_text
from tests.golden import markdown_pages

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://sample.example/toolkit/"
RECORD = "practices/tea-with-officers.html"
CHANGES = ["A second made-up change.", "A made-up change & what came of it."]


def test_the_feeds_of_a_language_have_its_changes_the_newest_first_and_lead_to_their_pages(
    sample: Path,
) -> None:
    for folder, spoken in (("", None), ("es/", "en"), ("ar/", "en")):
        atom = etree.parse(sample / "site" / folder / "news/index.xml").getroot()
        items = json.loads((sample / "site" / folder / "news/index.json").read_text("utf-8"))[
            "items"
        ]
        entries = atom.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}summary") for entry in entries] == CHANGES
        assert [item["content_text"] for item in items] == CHANGES
        assert {item.get("language") for item in items} == {spoken}
        assert {item["url"] for item in items} == {f"{SITE}{RECORD}"}
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(items)
        assert atom.findtext(f"{ATOM}updated") == "2024-05-06T00:00:00Z"
        page = (sample / "site" / folder / "news/index.html").read_text("utf-8")
        assert page.index("A second made-up change.") < page.index("A made-up change &amp; what")
        assert 'href="index.xml"' in page
        start = (sample / "site" / folder / "index.html").read_text(
            "utf-8"
        )  # what readers give their feed reader
        assert (
            start.count('type="application/atom+xml"') == start.count('href="news/index.xml"') == 1
        )


def test_a_site_without_an_address_has_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / "mkdocs.yml", "site_url: https://sample.example/toolkit/", "site_url: ''")
    assert build(root) == 0
    assert not (root / "build" / "site" / "news/index.xml").exists()
    for page in ("index.html", "news/index.html"):
        assert "index.xml" not in (root / "build" / "site" / page).read_text("utf-8")


def test_the_page_says_last_what_ended_or_became_something_else_the_latest_first(
    copy: Path,
) -> None:
    assert "{#ended}" not in markdown_pages(copy)["en/news/index"]  # nothing did
    practices = copy / "practices" / "practice"
    replace_text(
        practices / "id-night.yml", "stage: running\nas_of: 2020", "stage: ended\nas_of: 2018"
    )
    with (practices / "tea-with-officers.yml").open("a", encoding="utf-8") as record:
        record.write("stage: changed\nas_of: 2020\n")
    pages = markdown_pages(copy)
    news, _, ended = pages["en/news/index"].partition(
        "## What ended or became something else {#ended}"
    )
    assert "A second made-up change." in news
    tea, night = ended.strip().splitlines()
    assert tea.endswith("(../practices/tea-with-officers.md): Had become another program by 2020")
    assert night.endswith("(../practices/id-night.md): Ended by 2018")
    assert "Ya había terminado en 2018" in pages["es/news/index"]
