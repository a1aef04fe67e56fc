"""The toolkit as a data set, as search engines find it."""

import json
from pathlib import Path
from typing import Any

from lxml import html

from tests.builds import build, copy_sample, replace_text

DATA = "---\ntitle: Data\ndescription: Files.\nshow: data\n---\n\nWords.\n"


def linked_data(page: Path) -> Any:
    [script] = html.fromstring(page.read_bytes()).xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def test_the_page_on_data_names_files_that_are_there_and_no_license(real: Path) -> None:
    site, url = real / "site", "https://example.org/"
    for page in ("data.html", "es/data.html"):
        about = linked_data(site / page)
        assert about["@type"] == "Dataset"
        assert 50 <= len(about["description"]) <= 5000  # as search engines ask
        files = {
            file["contentUrl"].removeprefix(url): file["encodingFormat"]
            for file in about["distribution"]
        }
        assert len(files) > 20
        assert all((site / name).is_file() for name in files)
    assert about["inLanguage"] == "es"
    assert "license" not in json.dumps(about).lower()


def test_a_site_without_an_address_describes_no_data_set(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    (root / "docs" / "data.md").write_text(DATA, "utf-8")
    page = root / "build" / "site" / "data.html"
    assert build(root) == 0
    assert linked_data(page)["@type"] == "Dataset"
    replace_text(root / "mkdocs.yml", "site_url: https://sample.example/toolkit/", "site_url: ''")
    assert build(root) == 0
    assert linked_data(page)["@type"] == "WebPage"


def test_zotero_saves_a_record_as_a_web_page_of_this_site_and_takes_no_agency_for_its_author(
    real: Path,
) -> None:
    """Its translator takes a page with `citation_title` for an article, and the text of these classes for authors."""
    for name in (
        "practices/citizens-academy-in-spanish",
        "publications/building-and-crossing-bridges",
    ):
        page = html.fromstring((real / "site" / f"{name}.html").read_bytes())
        about = {
            meta.get("name") or meta.get("property"): meta.get("content")
            for meta in page.iter("meta")
        }
        [title] = page.xpath("//h1")
        assert about["DC.title"] == title.text_content().strip()
        assert about["og:site_name"] == about["DC.publisher"] == "Police and Immigrant Communities"
        assert about["citation_public_url"] == f"https://example.org/{name}.html"
        assert not about.keys() & {"citation_title", "citation_author", "DC.type", "author"}
        classes = " ".join(page.xpath("//@class")).lower()
        assert "byline" not in classes and "vcard" not in classes
