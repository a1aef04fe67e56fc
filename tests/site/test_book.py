"""The book to print, read back as a PDF reader and a screen reader would."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.builds import SAMPLE, copy_sample, files, pack, replace_text
from toolkit.cli import CANNOT, DONE, main
from toolkit.library import Library
from toolkit.project import load_project

HOSTILE = '#eval("1+1") *x $y$ \\end @key a < b // = #{ "quoted" ]'
"""Markup of Typst, as a contributor may type it."""
LANGUAGES = ("en", "es", "ar")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toolkit with a hostile text, packed with its books."""
    root = copy_sample(tmp_path_factory.mktemp("book"))
    record = root / "practices/practice/tea-with-officers.yml"
    replace_text(record, "summary: A second", f"summary: >-\n  {HOSTILE} A second")
    assert main(["pack", "--root", str(root), "--book", *LANGUAGES]) == DONE
    return root


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def book(toolkit: Path, language: str) -> PdfReader:
    return PdfReader(toolkit / "build" / "offline" / f"toolkit-{language}.pdf")


def library(toolkit: Path) -> Library:
    return load_project(toolkit).library


def bookmarks(outline: Any) -> list[Any]:
    """The entries of a PDF's outline."""
    return [
        entry
        for part in outline
        for entry in (bookmarks(part) if isinstance(part, list) else [part])
    ]


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_every_practice_stands_in_it_once(toolkit: Path, language: str) -> None:
    reader, records = book(toolkit, language), library(toolkit)
    text, titles = text_of(reader), Counter(str(entry.title) for entry in bookmarks(reader.outline))
    practices = [
        records.localized(language, practice.key) for practice in records.of_kind("practice")
    ]
    assert practices
    assert {practice.title: titles[practice.title] for practice in practices} == dict.fromkeys(
        (practice.title for practice in practices), 1
    )
    read = [
        title for title in titles if language != "ar" or title.isascii()
    ]  # Arabic is not read in its order
    assert [
        practice.title
        for practice in practices
        if practice.title in read and practice.title not in text
    ] == []


def test_the_contents_name_the_page_on_which_each_entry_begins(
    toolkit: Path, language: str
) -> None:
    reader = book(toolkit, language)
    contents: Any = reader.pages[1]
    printed = re.findall(r"\. +(\d+)$", contents.extract_text(), re.M)
    places = [link.get_object()["/Dest"] for link in contents["/Annots"]]
    pages = [
        reader.get_destination_page_number(reader.named_destinations[place]) for place in places
    ]
    assert pages
    assert [int(number) for number in printed] == [(page or 0) + 1 for page in pages]
    assert "practices/id-night" in places


def test_every_source_of_a_practice_is_named_with_its_address(toolkit: Path) -> None:
    text = text_of(book(toolkit, "en")).replace(" ", "")
    sources = [
        source for practice in library(toolkit).of_kind("practice") for source in practice.sources
    ]
    assert [source.key for source in sources if source.title.replace(" ", "") not in text] == []
    assert [source.url for source in sources if source.url and source.url not in text] == []


def test_screen_readers_find_tags_and_the_language(toolkit: Path, language: str) -> None:
    root: Any = book(toolkit, language).root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/Direction"] == ("/R2L" if language == "ar" else "/L2R")


def test_a_book_says_once_what_is_not_translated(toolkit: Path) -> None:
    catalog = load_project(toolkit).catalogs["es"]
    assert text_of(book(toolkit, "es")).count(catalog.t("book.missing")) == 1
    assert catalog.t("translation.missing_all") not in text_of(book(toolkit, "es"))


def test_markup_in_a_text_is_printed_as_it_was_typed(toolkit: Path, language: str) -> None:
    assert HOSTILE in text_of(book(toolkit, language))


def test_the_list_of_downloads_has_the_books(toolkit: Path, language: str) -> None:
    folder, name = toolkit / "build" / "offline", f"toolkit-{language}.pdf"
    content = (folder / name).read_bytes()
    page = (folder / "index.html").read_text("utf-8")
    assert f'<a href="{name}"' in page
    assert sha256(content).hexdigest() in page
    assert f"{sha256(content).hexdigest()}  {name}\n" in (folder / "SHA256SUMS").read_text()


def test_the_same_records_give_the_same_bytes(toolkit: Path, tmp_path: Path) -> None:
    assert (
        main(
            ["pack", "--root", str(toolkit), "--out", str(tmp_path), "--languages", "en", "--book"]
        )
        == DONE
    )
    again = tmp_path / "offline" / "toolkit-en.pdf"
    assert again.read_bytes() == (toolkit / "build" / "offline" / "toolkit-en.pdf").read_bytes()
    assert not (tmp_path / "offline" / "toolkit-es.pdf").exists()


def test_there_is_no_book_unless_one_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [
        name for name in files(pack(SAMPLE, tmp_path) / "offline") if name.startswith("toolkit-")
    ] == []
    assert main(["pack", "--root", str(SAMPLE), "--out", str(tmp_path), "--book", "xx"]) == CANNOT
    assert "`xx` is not a language of the site." in capsys.readouterr().err


def test_a_pdf_that_is_no_book_is_not_offered(toolkit: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    (out / "offline").mkdir(parents=True)
    for name, content in {"notes.pdf": b"%PDF-1.7", "empty.pdf": b""}.items():
        (out / "offline" / name).write_bytes(content)
    pack(SAMPLE, out)
    assert "pdf" not in (out / "offline" / "index.html").read_text("utf-8")
