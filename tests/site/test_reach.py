"""On every page, whoever knows better can say so."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.builds import build, copy_sample, run
from tests.site.reading import html_pages

WHO = 'The "Rivertown" police <script>alert(1)</script>'


def pages_with(root: Path, settings: str) -> dict[str, str]:
    with (root / "mkdocs.yml").open("a") as file:
        file.write(f"site_author: '{WHO}'\n{settings}\n")
    assert build(root) == 0
    return {page.name: page.path.read_text("utf-8") for page in html_pages(root / "build" / "site")}


def addresses(html: str, start: str) -> list[str]:
    return [
        part.split('"')[0].replace("&amp;", "&")
        for part in html.split('href="')
        if part.startswith(start)
    ]


def test_pages_lead_to_a_filled_in_issue_and_to_their_file(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    pages = pages_with(root, "repo_url: https://github.com/a/b")
    edits = set()
    for name, html in pages.items():
        if name == "404.html":
            continue
        for address in addresses(html, "https://github.com/a/b/issues/new"):
            (body,) = parse_qs(urlsplit(address).query)["body"]
            page = f"https://sample.example/toolkit/{name}"
            # A letter asks about the English page of what the agency does.
            assert body == page or "https://sample.example/toolkit/" in body.splitlines()[0]
        is_asked = "practices/" in name or "agencies/" in name
        is_record = is_asked and "data-key=" in html and "index" not in name
        issues = addresses(html, "https://github.com/a/b/issues/new")
        assert len(issues) == (3 if is_record else 2), name
        assert "<script>alert" not in html
        edits |= {*addresses(html, "https://github.com/a/b/edit/main/")}
    files = {address.removeprefix("https://github.com/a/b/edit/main/") for address in edits}
    assert {"practices/practice/id-night.yml", "docs/about.md", "docs/about.es.md"} <= files
    assert [file for file in files if not (root / file).is_file()] == []


@pytest.mark.parametrize(
    ("settings", "expected"), [("extra: {contact: t@sample.example}", "mailto:t@"), ("", "")]
)
def test_without_a_repository_a_mail_is_begun_or_a_line_can_be_copied(
    settings: str, expected: str, tmp_path: Path
) -> None:
    html = pages_with(copy_sample(tmp_path), settings)["es/practices/id-night.html"]
    mails = addresses(html, "mailto:t@")
    assert len(mails) == (3 if expected else 0)
    assert all("practices/id-night" in unquote(mail) for mail in mails)
    assert ('<code dir="ltr">practices/id-night</code>' in html) == (not expected)
    assert "“nosotros” se refiere a <bdi>The &#34;Rivertown&#34; police &lt;script&gt;" in html


def test_a_build_that_leaves_readers_without_an_address_says_so(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    done = run("build", "--root", root)
    assert "repo_url: names no place for reports" in done.stdout


def test_every_page_says_who_we_are_and_about_begins_with_it(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    assert build(root) == 0
    pages = {
        page.name: page.path.read_text("utf-8") for page in html_pages(root / "build" / "site")
    }
    unnamed = "“We” on this site means those who gathered and wrote its pages."
    about = pages["about.html"]
    assert about.index(unnamed) < about.index('<div class="text"')
    for path in ("practices/id-night.html", "evidence/index.html"):
        assert '<a href="#we">Who “we” are</a>' in pages[path]
        assert f'<p id="we">{unnamed}' in pages[path]
