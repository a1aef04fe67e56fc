"""Citations of pages and sources."""

import json
import re
from pathlib import Path

import pytest

from tests.builds import SAMPLE, replace_text
from toolkit.build.page_targets import all_pages
from toolkit.export.bibliography import bibliography
from toolkit.listing import API
from toolkit.pages.citation import Work, bibtex, csl, ris
from toolkit.project import load_project
from toolkit.schema.documents import Publication

WORK = Work("a-key", "50% of A&B_C {so}", "Press #1", "2009-02", "https://example.org/a_b", "es")


def citations(root: Path, path: str) -> dict[str, str]:
    texts: dict[str, str] = next(
        p for p in all_pages(load_project(root)) if p.staged_path == path
    ).meta["citations"]
    return texts


def test_a_page_is_cited_with_its_site_and_the_day_when_it_was_checked() -> None:
    address = "https://sample.example/toolkit/practices/id-night.html"
    texts = citations(SAMPLE, "en/practices/id-night.md")
    title = "Help residents get identity papers on one evening."
    assert texts["APA"] == f"{title} (2024, May 6). Sample toolkit. {address}"
    checked = "Last checked against its sources on May 6, 2024."
    assert texts["Chicago"] == f"“{title}” Sample toolkit. {checked} {address}"
    assert json.loads(texts["CSL-JSON"])[0]["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert list(texts) == ["APA", "Chicago", "BibTeX", "RIS", "CSL-JSON"]


@pytest.mark.parametrize("address", ["''", "https://example.org/"])
def test_a_page_of_a_site_without_an_address_is_cited_without_one(copy: Path, address: str) -> None:
    replace_text(copy / "mkdocs.yml", "https://sample.example/toolkit/", address)
    texts = citations(copy, "en/practices/id-night.md")
    assert texts["APA"].endswith("Sample toolkit.")
    assert not any(
        word in text for text in texts.values() for word in ("http", "url", "URL", "UR  -")
    )


def test_a_publication_is_cited_with_its_authors_its_publisher_and_its_own_date() -> None:
    page = next(
        p
        for p in all_pages(load_project(SAMPLE))
        if p.staged_path.endswith("publications/sample-report.md")
    )
    record = load_project(SAMPLE).library.records["publication", "sample-report"]
    assert isinstance(record, Publication)
    texts = page.meta["original"]
    [item] = json.loads(texts["CSL-JSON"])
    assert record.authors == ["Pat Example"]
    assert item["author"] == [{"family": "Example", "given": "Pat"}]
    assert (item["title"], item["container-title"]) == (record.title, record.publisher)
    assert record.url == item["URL"] != page.meta["work"]["url"]
    assert "AU  - Example, Pat\n" in texts["RIS"]
    assert "author = {Example, Pat}" in texts["BibTeX"]
    assert record.date
    assert record.date in texts["BibTeX"]


def test_an_article_has_its_journal_and_its_number_and_an_organization_its_whole_name() -> None:
    authors = ["Nancy G. La Vigne", "Rivertown Police Department"]
    article = WORK._replace(authors=authors, doi="10.1/2")
    assert bibtex(article).startswith("@article{a-key,")
    assert "author = {La Vigne, Nancy G. and {Rivertown Police Department}}" in bibtex(article)
    assert r"journal = {{Press \#1}}" in bibtex(article) and "doi = {10.1/2}" in bibtex(article)
    for line in ("TY  - JOUR", "JO  - Press #1", "DO  - 10.1/2", "AU  - La Vigne, Nancy G."):
        assert f"{line}\n" in ris(article)
    assert csl(article)["author"][1] == {"literal": "Rivertown Police Department"}
    assert (csl(article)["type"], csl(article)["DOI"]) == ("article-journal", "10.1/2")


def test_characters_that_tex_reads_as_commands_are_escaped() -> None:
    assert r"title = {{50\% of A\&B\_C \{so\}}}" in bibtex(WORK)
    assert "url = {https://example.org/a_b}" in bibtex(WORK)  # which BibLaTeX prints as it is


def test_a_month_stays_a_month_in_every_format() -> None:
    assert "date = {2009-02}" in bibtex(WORK)
    assert "DA  - 2009/02//\n" in ris(WORK)
    assert csl(WORK)["issued"] == {"date-parts": [[2009, 2]]}


def test_all_sources_are_in_both_files_once_under_their_own_key() -> None:
    project = load_project(SAMPLE)
    sources = [source for record in project.library.records.values() for source in record.sources]
    works = {(source.title, source.publisher, source.date, source.url) for source in sources}
    files = {name: content.decode() for name, content in bibliography(project, {}).items()}
    keys = re.findall(r"^@online{(.*),$", files[f"{API}/sources.bib"], re.M)
    assert len(keys) == len(set(keys)) == len(works)
    assert re.findall(r"^ID  - (.*)$", files[f"{API}/sources.ris"], re.M) == keys
    assert files[f"{API}/sources.ris"].count("\nER  - \n") == len(keys)
    unescaped = re.sub(r"\\[{}]", "", files[f"{API}/sources.bib"])
    assert unescaped.count("{") == unescaped.count("}")
