"""The built site, asked questions. Of the sample, which has every kind of page, and of the real one."""

import itertools
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, built
from tests.site.reading import Html, html_pages
from toolkit.gather.settings import settings
from toolkit.gather.words import strings
from toolkit.publish import FONTS, sitemaps

LANGUAGES = settings(ROOT).languages
ROOT_LANGUAGE = LANGUAGES[0]
WORDS = strings(LANGUAGES).words
FULLY = ("es", "ar")
"""Languages whose pages are all read. Of the others, made by the same templates, those of the sample's kinds."""


@pytest.fixture(params=["sample", "real"], scope="session")
def pages(request: pytest.FixtureRequest) -> list[Html]:
    every = html_pages(request.getfixturevalue(request.param) / "site")
    return [
        page for page in every if language_of(page) in (ROOT_LANGUAGE, *FULLY) or page.path.stem in ("index", "monitor")
    ]


def language_of(page: Html) -> str:
    first = page.name.partition("/")[0]
    return first if first in WORDS else ROOT_LANGUAGE


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(pages: list[Html]) -> None:
    known = {page.path: set(page.ids) for page in pages}
    dead = []
    for page in pages:
        for tag, address in page.addresses():
            target = page.target(address)
            if not target:
                continue
            path, anchor = target
            if not path.is_file() or (anchor and path in known and anchor not in known[path]):
                dead.append(f"{page.name}: <{tag}> {address}")
    assert dead == []


def test_every_page_is_valid_html_with_ids_of_its_own(pages: list[Html]) -> None:
    wrong = {page.name: page.errors for page in pages if page.errors}
    twice = {
        page.name: {i for i in page.ids if page.ids.count(i) > 1}
        for page in pages
        if len(set(page.ids)) < len(page.ids)
    }
    assert wrong == {}
    assert twice == {}


def test_no_page_fetches_anything_from_another_host(pages: list[Html]) -> None:
    elsewhere = [f"{page.name}: {address}" for page in pages for address in page.fetched() if not page.target(address)]
    assert elsewhere == []


def test_styles_name_no_other_host(sample: Path) -> None:
    for path in (sample / "site").rglob("*.css"):
        hosts = {
            urlsplit(found).netloc for found in re.findall(r"url\([\"']?(https?:[^)\"']+)", path.read_text("utf-8"))
        }
        assert hosts == set(), path.name


def test_every_page_forbids_inline_scripts_and_has_none(pages: list[Html]) -> None:
    for page in pages:
        policies = [
            m.get("content") for m in page.root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies and "script-src 'self';" in policies[0] and "default-src 'none'" in policies[0], page.name
        assert [s for s in page.root.iter("script") if not s.get("src")] == [], page.name
        assert list(page.root.iter("style")) == [], page.name
        assert [
            e.tag for e in page.root.iter() if e.get("style") or any(name.startswith("on") for name in e.attrib)
        ] == []


def test_every_page_exists_in_every_language_and_leads_to_the_others(pages: list[Html]) -> None:
    for page in pages:
        language = language_of(page)
        assert page.root.get("lang") == language
        assert next(page.root.iter("body")).get("dir") == WORDS[language].direction
        alternates = [link for link in page.root.iter("link") if link.get("rel") == "alternate"]
        others = {link.get("hreflang"): page.target(link.get("href")) for link in alternates}
        assert len(others) >= 3, page.name
        assert all(target and target[0].is_file() for target in others.values()), page.name
        assert others[language] == (page.path, "")


def test_english_text_on_a_spanish_page_is_marked_as_english(sample: Path) -> None:
    page = Html(sample / "site", sample / "site" / "es" / "practices" / "tea-with-officers.html")
    heading = next(page.root.iter("h1"))
    assert [(e.get("lang"), e.text) for e in heading.iter("span")] == [("en", "Drink tea with young people")]
    summary = next(e for e in page.root.iter("div") if e.get("class") == "lede")
    assert [e.get("lang") for e in summary.iter("span")] == ["en"]


def test_every_page_has_one_main_heading_and_a_title(pages: list[Html]) -> None:
    for page in pages:
        assert len(list(page.root.iter("h1"))) == 1, page.name
        assert "".join(next(page.root.iter("title")).itertext()).strip(), page.name


def test_headings_step_down_one_level_at_a_time(pages: list[Html]) -> None:
    for page in pages:
        levels = [int(e.tag[1]) for e in page.root.iter() if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)]
        steps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert steps == [], page.name


def test_each_table_that_counts_says_what_it_counts_and_names_its_rows_and_columns(pages: list[Html]) -> None:
    for page in (page for page in pages if page.name.endswith("overview/index.html")):
        tables = list(page.root.iter("table"))
        assert len(tables) >= 6
        for table in tables:
            assert "".join(table.find("caption").itertext()).strip()
            scopes = [[cell.get("scope") for cell in row if cell.tag == "th"] for row in table.iter("tr")]
            assert set(scopes[0]) == {"col"} and all(row == ["row"] for row in scopes[1:]), page.name


def test_a_page_that_was_renamed_leads_to_its_new_address(sample: Path) -> None:
    page = Html(sample / "site", sample / "site" / "practices" / "papers-night.html")
    refresh = next(m.get("content") for m in page.root.iter("meta") if m.get("http-equiv") == "refresh")
    assert page.target(refresh.partition("url=")[2]) == (sample / "site" / "practices" / "id-night.html", "")


def test_an_attachment_can_be_taken_from_every_language(sample: Path) -> None:
    for name in ("policies/sample-language-policy.html", "es/policies/sample-language-policy.html"):
        page = Html(sample / "site", sample / "site" / name)
        files = [page.target(address) for tag, address in page.addresses() if tag == "a" and address.endswith(".pdf")]
        assert files and files[0] and files[0][0].read_bytes().startswith(b"%PDF")


def test_a_described_document_offers_no_download(sample: Path) -> None:
    page = Html(sample / "site", sample / "site" / "curricula" / "sample-course.html")
    take = next(e for e in page.root.iter("div") if e.get("class") == "take")
    assert list(take.iter("a")) == []
    assert "Described only" in "".join(take.itertext())


def test_the_offline_zip_is_the_whole_site_and_opens_at_its_index(sample: Path) -> None:
    site = {
        p.relative_to(sample / "site").as_posix(): p.read_bytes() for p in (sample / "site").rglob("*") if p.is_file()
    }
    left_out = {"404.html", "sitemap.xml", *(f"sitemap-{language}.xml" for language in ("en", "es", "ar"))}
    with zipfile.ZipFile(sample / "offline" / "toolkit.zip") as packed:
        held = {name.removeprefix("toolkit/"): packed.read(name) for name in packed.namelist()}
    fonts = next((sample / "site").glob(FONTS)).relative_to(sample / "site").as_posix()
    assert b"optional;" in site[fonts] and b"optional;" not in held[fonts]
    site[fonts] = held[fonts]
    assert held == {name: content for name, content in site.items() if name not in left_out}
    assert "index.html" in held


def test_a_page_that_is_only_called_like_a_list_for_search_engines_is_in_the_offline_copy(copy: Path) -> None:
    (copy / "docs" / "sitemap.md").write_text("---\ntitle: All pages\n---\n\nHere they are.\n", "utf-8")
    built(copy, copy / "build")
    assert (copy / "build" / "offline" / "toolkit" / "sitemap.html").is_file()


def test_a_list_for_search_engines_has_addresses_in_ascii() -> None:
    _, content = next(iter(sitemaps({"en": ["über uns & mehr.html"]}, "https://e.example/")))
    assert b"<loc>https://e.example/%C3%BCber%20uns%20%26%20mehr.html</loc>" in content


def test_no_machine_path_and_no_clock_is_in_what_is_built(sample: Path) -> None:
    for path in (sample / "site").rglob("*.html"):
        assert str(sample) not in path.read_text("utf-8")
    assert "lastmod" not in (sample / "site" / "sitemap-en.xml").read_text("utf-8")


def test_a_sitemap_lists_each_language_and_each_language_its_pages(sample: Path) -> None:
    place = "https://sample.example/toolkit/"
    lists = re.findall("<loc>(.*?)</loc>", (sample / "site" / "sitemap.xml").read_text("utf-8"))
    assert lists == [f"{place}sitemap-{language}.xml" for language in ("en", "es", "ar")]
    spanish = re.findall("<loc>(.*?)</loc>", (sample / "site" / "sitemap-es.xml").read_text("utf-8"))
    pages = {
        f"{place}es/{page.relative_to(sample / 'site' / 'es').as_posix()}": page
        for page in (sample / "site" / "es").rglob("*.html")
    }
    moved = {address for address, page in pages.items() if 'http-equiv="refresh"' in page.read_text("utf-8")}
    assert set(spanish) == pages.keys() - moved
    assert moved


def test_the_map_links_every_state_that_has_an_agency(real: Path) -> None:
    page = Html(real / "site", real / "site" / "agencies" / "index.html")
    drawn = page.text[page.text.index('<svg class="map"') :].partition("</svg>")[0]
    states = set(re.findall(r'<a href="[^"#]*#(..)"', drawn))
    assert states == {heading for heading in page.ids if len(heading) == 2}
    assert {"fl", "ia", "ma", "mn", "ok", "tn"} <= states
