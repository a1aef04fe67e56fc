"""What holds for every page of a built site: of the sample, which has every kind of page, and of the real toolkit."""

import itertools
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.builds import ROOT, build, files, pack, replace_text
from tests.site.reading import Html, html_pages
from toolkit.build.offline import FONT_SHEETS
from toolkit.cli import DONE
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs

LANGUAGES = read_settings(ROOT).languages
DEFAULT_LANGUAGE = LANGUAGES[0]
CATALOGS = read_catalogs(LANGUAGES).by_language
WHOLE = (DEFAULT_LANGUAGE, "es", "ar")
"""Languages of which every page is read. Of the others, which have the same templates, the lists and one record."""
RECORD = "root-causes"


@pytest.fixture(params=["sample", "real"], scope="session")
def pages(request: pytest.FixtureRequest) -> list[Html]:
    every = html_pages(request.getfixturevalue(request.param) / "site")
    return [
        page for page in every if language_of(page) in WHOLE or page.path.stem in ("index", RECORD)
    ]


def language_of(page: Html) -> str:
    return language_at(page.name)


def language_at(name: str) -> str:
    first = name.partition("/")[0]
    return first if first in CATALOGS else DEFAULT_LANGUAGE


def is_redirect(page: Html) -> bool:
    return any(e.get("http-equiv") == "refresh" for e in page.root.iter("meta"))


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(pages: list[Html]) -> None:
    ids = {page.path: set(page.ids) for page in pages}
    dead = []
    for page in pages:
        for tag, address in page.addresses():
            target = page.target(address)
            if not target:
                continue
            path, anchor = target
            if path.name == "find.html" and "=" in anchor:  # a question, not an anchor
                anchor = ""
            if not path.is_file() or (anchor and path in ids and anchor not in ids[path]):
                dead.append(f"{page.name}: <{tag}> {address}")
    assert dead == []


def test_every_page_is_valid_html_with_unique_ids(pages: list[Html]) -> None:
    wrong = {page.name: page.errors for page in pages if page.errors}
    twice = {
        page.name: {i for i in page.ids if page.ids.count(i) > 1}
        for page in pages
        if len(set(page.ids)) < len(page.ids)
    }
    assert wrong == {}
    assert twice == {}


def test_no_page_loads_anything_from_another_host(pages: list[Html]) -> None:
    elsewhere = [
        f"{page.name}: {address}"
        for page in pages
        for address in page.loaded()
        if not page.target(address)
    ]
    assert elsewhere == []


def test_no_style_sheet_names_another_host(sample: Path) -> None:
    for path in (sample / "site").rglob("*.css"):
        hosts = {
            urlsplit(found).netloc
            for found in re.findall(r"url\([\"']?(https?:[^)\"']+)", path.read_text("utf-8"))
        }
        assert hosts == set(), path.name


def test_every_page_has_a_content_security_policy_without_inline_code_and_obeys_it(
    pages: list[Html],
) -> None:
    for page in pages:
        policies = [
            m.get("content")
            for m in page.root.iter("meta")
            if m.get("http-equiv") == "Content-Security-Policy"
        ]
        assert (
            policies and "script-src 'self';" in policies[0] and "default-src 'none'" in policies[0]
        ), page.name
        inline = [script for script in page.root.iter("script") if not script.get("src")]
        assert {script.get("type") for script in inline} <= {"application/ld+json"}, (
            page.name
        )  # data, which is not run
        assert list(page.root.iter("style")) == [], page.name
        assert [
            e.tag
            for e in page.root.iter()
            if e.get("style") or any(name.startswith("on") for name in e.attrib)
        ] == []


def test_every_page_has_its_language_and_direction(pages: list[Html]) -> None:
    for page in pages:
        language = language_of(page)
        assert page.root.get("lang") == language
        assert next(page.root.iter("body")).get("dir") == CATALOGS[language].direction


def test_a_page_names_itself_and_every_page_that_is_the_same_in_another_language(
    pages: list[Html],
) -> None:
    """As a crawler sees it: no address is told that does not exist, or that does not tell this page in return."""
    told: dict[str, dict[str, str]] = {}
    for page in pages:
        links = [(e.get("rel"), e.get("hreflang"), e.get("href")) for e in page.root.iter("link")]
        if is_redirect(page):
            continue
        (canonical,) = [address for relation, _, address in links if relation == "canonical"]
        assert canonical.endswith(f"/{page.name}"), page.name
        told[canonical] = {language: address for _, language, address in links if language}
    for canonical, alternates in told.items():
        assert canonical in alternates.values()
        assert alternates["x-default"] in alternates.values()
        for address in alternates.values():
            assert told.get(address, alternates) == alternates


def test_every_link_to_a_page_in_another_language_says_so(pages: list[Html]) -> None:
    names = {page.path for page in pages}
    tags = {catalog.hreflang: language for language, catalog in CATALOGS.items()}
    leaving = 0
    for page in pages:
        for link in page.root.iter("a"):
            target = page.target(link.get("href") or "")
            if not target or target[0] not in names or is_redirect(page):
                continue
            language = language_at(target[0].relative_to(page.site).as_posix())
            if language != language_of(page):
                leaving += 1
                assert tags.get(link.get("hreflang")) == language, (page.name, link.get("href"))
    assert leaving > 100


def test_every_page_has_one_main_heading_and_a_title(pages: list[Html]) -> None:
    for page in pages:
        assert len(list(page.root.iter("h1"))) == 1, page.name
        assert "".join(next(page.root.iter("title")).itertext()).strip(), page.name


def test_headings_step_down_one_level_at_a_time(pages: list[Html]) -> None:
    for page in pages:
        levels = [
            int(e.tag[1])
            for e in page.root.iter()
            if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)
        ]
        steps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert steps == [], page.name


def test_every_table_of_the_overview_has_a_caption_and_scoped_headers(pages: list[Html]) -> None:
    for page in (page for page in pages if page.name.endswith("overview/index.html")):
        tables = list(page.root.iter("table"))
        assert len(tables) >= 6
        for table in tables:
            assert "".join(table.find("caption").itertext()).strip()
            scopes = [
                [cell.get("scope") for cell in row if cell.tag == "th"] for row in table.iter("tr")
            ]
            assert set(scopes[0]) == {"col"} and all(row == ["row"] for row in scopes[1:]), (
                page.name
            )


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("practices/papers-night.html", "practices/id-night.html"),
        ("publications/sample-course.html", "curricula/sample-course.html"),
    ],
)
def test_the_former_address_of_a_record_redirects_to_its_page(
    sample: Path, former: str, present: str
) -> None:
    page = Html(sample / "site", sample / "site" / former)
    refresh = next(
        m.get("content") for m in page.root.iter("meta") if m.get("http-equiv") == "refresh"
    )
    assert page.target(refresh.partition("url=")[2]) == (sample / "site" / present, "")


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("routes/eight-weeks.html", "strategies/index.html"),
        ("browse/format.html", "models/index.html"),
    ],
)
def test_the_former_address_of_a_page_leads_to_what_took_its_place(
    sample: Path, former: str, present: str
) -> None:
    for root in ("", "es/", "ar/"):
        page = Html(sample / "site", sample / "site" / f"{root}{former}")
        refresh = next(
            m.get("content") for m in page.root.iter("meta") if m.get("http-equiv") == "refresh"
        )
        assert page.target(refresh.partition("url=")[2]) == (
            sample / "site" / f"{root}{present}",
            "",
        )


def links_in(page: Html, *classes: str) -> list[tuple[str, str]]:
    """The text and the address of each link within elements that have one of these classes."""
    parts = [e for e in page.root.iter() if {*(e.get("class") or "").split()} & {*classes}]
    return [(text_of(link), link.get("href")) for part in parts for link in part.iter("a")]


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_page_has_one_name_in_the_menu_on_the_start_page_and_in_breadcrumbs(
    pages: list[Html],
) -> None:
    headings = {page.path: text_of(next(page.root.iter("h1"))) for page in pages}
    homes = {
        page.path
        for page in pages
        if page.name.removeprefix(f"{language_of(page)}/") == "index.html"
    }
    misnamed, seen = set(), set()
    for page in pages:
        marks = {text_of(e) for e in page.root.iter("span") if e.get("class") == "elsewhere"}
        for text, address in links_in(page, "site-nav", "tiles", "crumbs"):
            if "weather.gov" in address:  # the way out
                continue
            target = page.target(address)
            assert target
            if target[0] in headings and target[0] not in homes:
                seen.add(target[0])
                heading = headings[target[0]]
                names = {
                    heading,
                    *(f"{heading} {mark}" for mark in marks),
                }  # with "In English" if it is
                misnamed |= {(page.name, text)} if text not in names else set()
    assert misnamed == set()
    assert len(seen) > 20


def test_no_two_cards_of_the_start_page_lead_to_one_page(pages: list[Html]) -> None:
    for page in pages:
        addresses = [
            address for _, address in links_in(page, "start") if not address.startswith("#")
        ]
        tiles = [address for _, address in links_in(page, "tiles")] if addresses else []
        assert len(tiles) == len(set(tiles)), page.name


def test_exactly_the_links_that_leave_the_site_are_marked_in_the_language_of_the_page(
    pages: list[Html],
) -> None:
    marked = 0
    for page in pages:
        label = CATALOGS[language_of(page)].t("theme.external")
        for link in page.root.iter("a"):
            marks = [
                (e.get("role"), e.get("aria-label"))
                for e in link.iter("span")
                if e.get("class") == "external"
            ]
            leaves = (link.get("href") or "").startswith("http")
            assert marks == ([("img", label)] if leaves else []), page.name
            marked += len(marks)
    assert marked


def test_every_page_says_what_to_show_with_a_link_to_it_and_what_it_is(pages: list[Html]) -> None:
    seen = set()
    for page in pages:
        card = {
            e.get("property"): e.get("content") for e in page.root.iter("meta") if e.get("property")
        }
        if (
            not card or page.path.stem == "help"
        ):  # a copy's first page, and the page whose title gives nothing away
            assert set(card) <= {"og:title"}, page.name
            continue
        address = next(e.get("href") for e in page.root.iter("link") if e.get("rel") == "canonical")
        image = card["og:image"].removeprefix(card["og:url"].removesuffix(page.name))
        assert card["og:url"] == address and (page.site / image).is_file(), page.name
        assert card["og:locale"].endswith("_US") and all(map(str.strip, card.values())), page.name
        if moved := [e for e in page.root.iter("meta") if e.get("http-equiv") == "refresh"]:
            assert moved
            continue
        scripts = [
            e.text for e in page.root.iter("script") if e.get("type") == "application/ld+json"
        ]
        data = json.loads(*scripts)
        assert (data["url"], data["inLanguage"] in (language_of(page), "en")) == (address, True), (
            page.name
        )
        seen.add(data["@type"])
    assert seen - {"Dataset"} == {"WebSite", "WebPage", "CollectionPage", "SearchResultsPage"}


def test_an_attachment_is_linked(sample: Path) -> None:
    page = Html(sample / "site", sample / "site" / "policies" / "sample-language-policy.html")
    links = [
        page.target(address)
        for tag, address in page.addresses()
        if tag == "a" and address.endswith(".pdf")
    ]
    assert links and links[0] and links[0][0].read_bytes().startswith(b"%PDF")


def test_a_document_that_is_only_described_has_no_download_link(sample: Path) -> None:
    page = Html(sample / "site", sample / "site" / "curricula" / "sample-course.html")
    take = next(e for e in page.root.iter("div") if e.get("class") == "take")
    assert list(take.iter("a")) == []
    assert "Described only" in "".join(take.itertext())


def test_every_pdf_of_a_model_document_is_marked_as_accessible(real: Path) -> None:
    files = [*(real / "offline" / "toolkit" / "files" / "model").glob("*.pdf")]
    assert len(files) > 50
    assert [file.name for file in files if b"pdfuaid:part" not in file.read_bytes()] == []


def test_a_model_document_as_html_has_its_language_one_heading_and_nothing_to_load(
    real: Path,
) -> None:
    site = real / "site"
    files = [Html(site, path) for path in (site / "files" / "model").glob("*.html")]
    assert len(files) > 50
    for file in files:
        language = file.path.name.split(".")[-2]
        direction = "rtl" if language in ("ar", "prs") else "ltr"
        assert (file.root.get("lang"), file.root.get("dir")) == (language, direction), file.name
        assert len(list(file.root.iter("h1"))) == 1 and not file.loaded() and not file.errors, (
            file.name
        )


def test_the_offline_zip_has_checksums_and_every_file_of_the_site_but_those_for_servers(
    sample: Path,
) -> None:
    site = files(sample / "site")
    for_servers = {
        "404.html",
        "llms.txt",
        "robots.txt",
        *(name for name in site if name.endswith(".md")),
        "sitemap.xml",
        *(f"sitemap-{language}.xml" for language in ("en", "es", "ar")),
    }
    with zipfile.ZipFile(sample / "offline" / "toolkit.zip") as archive:
        packed = {name.removeprefix("toolkit/"): archive.read(name) for name in archive.namelist()}
    fonts = next((sample / "site").glob(FONT_SHEETS)).relative_to(sample / "site").as_posix()
    assert b"optional;" in site[fonts] and b"optional;" not in packed[fonts]
    site[fonts] = packed[fonts]
    assert packed == files(sample / "offline" / "toolkit")
    assert packed.pop("SHA256SUMS")
    assert packed == {name: content for name, content in site.items() if name not in for_servers}
    assert "index.html" in packed


def test_each_english_record_is_plain_text_beside_its_page_with_its_sources_as_footnotes(
    sample: Path,
) -> None:
    site = sample / "site"
    listed = re.findall(r"\]\((\S+)\): ", (site / "llms.txt").read_text("utf-8"))
    names = [address.removeprefix("https://sample.example/toolkit/") for address in listed]
    assert len(names) == len(set(names)) >= 16
    for name in names:
        text = (site / name).read_text("utf-8")
        assert (site / name).with_suffix(".html").is_file()
        assert text.startswith("# ")
        assert not re.search(r"doc-noteref|<(?:div|span|!--)", text)
        cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
        assert cited <= set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    assert "Open the doors.[^1][^2]" in (site / "practices" / "id-night.md").read_text("utf-8")


def test_an_authored_page_called_sitemap_is_in_the_offline_copy(built_copy: Path) -> None:
    (built_copy / "docs" / "sitemap.md").write_text(
        "---\ntitle: All pages\n---\n\nHere they are.\n", "utf-8"
    )
    out = pack(built_copy, built_copy / "build")
    assert (out / "offline" / "toolkit" / "sitemap.html").is_file()


def test_a_site_without_an_address_has_no_sitemap(built_copy: Path) -> None:
    replace_text(built_copy / "mkdocs.yml", "https://sample.example/toolkit/", "''")
    assert build(built_copy) == DONE
    assert not list((built_copy / "build" / "site").glob("sitemap*"))


def test_the_site_contains_no_path_of_the_machine_and_no_time_of_the_build(sample: Path) -> None:
    for path in (sample / "site").rglob("*.html"):
        assert str(sample) not in path.read_text("utf-8")
    assert "lastmod" not in (sample / "site" / "sitemap-en.xml").read_text("utf-8")


def test_the_sitemap_lists_every_page_of_every_language_but_redirects(sample: Path) -> None:
    base = "https://sample.example/toolkit/"
    sitemaps = re.findall("<loc>(.*?)</loc>", (sample / "site" / "sitemap.xml").read_text("utf-8"))
    assert sitemaps == [f"{base}sitemap-{language}.xml" for language in ("en", "es", "ar")]
    spanish = re.findall(
        "<loc>(.*?)</loc>", (sample / "site" / "sitemap-es.xml").read_text("utf-8")
    )
    pages = {
        f"{base}es/{page.relative_to(sample / 'site' / 'es').as_posix()}": page
        for page in (sample / "site" / "es").rglob("*.html")
    }
    redirects = {
        address
        for address, page in pages.items()
        if 'http-equiv="refresh"' in page.read_text("utf-8")
    }
    assert set(spanish) == pages.keys() - redirects
    assert redirects


def test_the_map_links_to_every_state_that_has_an_agency(real: Path) -> None:
    page = Html(real / "site", real / "site" / "agencies" / "index.html")
    drawn = page.text[page.text.index('<svg class="map"') :].partition("</svg>")[0]
    states = set(re.findall(r'<a href="[^"#]*#(..)"', drawn))
    assert states == {heading for heading in page.ids if len(heading) == 2}
    assert {"fl", "ia", "ma", "mn", "ok", "tn"} <= states
