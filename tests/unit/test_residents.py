"""The page for residents: the same in every language, and no machine translation of it stands alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builds import ROOT, real_project
from tests.search_index import PLAIN, index_of, search, write_index
from toolkit.diagnostics import as_text
from toolkit.pages.authored import HEADING, PART, with_english
from toolkit.pages.page import Page, doc_pages_in
from toolkit.pages.renderer import PageRenderer
from toolkit.project import load_project
from toolkit.readability import grade
from toolkit.schema.markup import citations, uncited
from toolkit.search.documents import doc_page_documents
from toolkit.sources.config import read_settings
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.word_lists import Synonyms

LANGUAGES = read_settings(ROOT).languages
MARKUP = re.compile(r"\{:[^}]*\}|\*\*|\]\([^)]*\)|\[|>")
LINK = re.compile(r"\]\(([^)]*)\)")
BLANK_LINES = re.compile(r"\n\s*\n")
UNDER = re.compile(
    r'<details class="english" lang="en" dir="ltr" [^>]*>\n<summary>English</summary>\n\n(.*?)\n\n</details>',
    re.S,
)
HARDEST = 6


def texts(language: str) -> tuple[DocPage, DocPage]:
    """The page for residents in a language, and in English."""
    return next(
        pages
        for pages in doc_pages_in(language, real_project().doc_pages)
        if pages[1].path == "help"
    )


def page(language: str) -> Page:
    return PageRenderer(real_project(), language).doc_page(*texts(language))


def machine_translations() -> Iterator[str]:
    return (language for language in LANGUAGES if texts(language)[0].status == "machine")


def start_page(language: str) -> tuple[DocPage, DocPage]:
    return next(
        pages
        for pages in doc_pages_in(language, real_project().doc_pages)
        if pages[1].path == "index"
    )


def test_the_start_page_of_four_languages_begins_with_a_warning_in_the_language_and_in_english() -> (
    None
):
    warned = {}
    for language, catalog in real_project().catalogs.items():
        notices = (
            PageRenderer(real_project(), language).doc_page(*start_page(language)).meta["notices"]
        )
        if warnings := [notice["text"] for notice in notices if "is_warning" in notice]:
            warned[language] = warnings
            assert warnings == [
                catalog.texts["care.rely"],
                {"lang": "en", "dir": "ltr", "text": catalog.english["care.rely"]},
            ]
    assert [*warned] == ["ht", "so", "hmn", "am"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_page_for_residents_with_the_same_numbers_and_sources(
    language: str,
) -> None:
    translated, english = texts(language)
    assert translated.language == language
    assert translated.status_beside(english) != "outdated"
    assert LINK.findall(translated.body) == LINK.findall(english.body)
    assert len(BLANK_LINES.split(translated.body.strip())) == len(
        BLANK_LINES.split(english.body.strip())
    )


def test_ten_languages_are_machine_translations_that_say_so_in_their_language_and_in_english() -> (
    None
):
    assert len([*machine_translations()]) == 10
    for language in machine_translations():
        own, english = (
            notice["text"]
            for notice in page(language).meta["notices"]
            if "is_warning" not in notice
        )
        assert own == real_project().catalogs[language].texts["exit.machine_notice"]
        assert english["lang"] == "en"
        assert english["text"].startswith(
            "A machine translated this page. No person has checked it"
        )


def test_each_part_of_a_machine_translation_has_its_english_folded_under_it() -> None:
    _, *parts = PART.split(texts("en")[1].body)
    for language in machine_translations():
        body = page(language).body
        under = UNDER.findall(body)
        assert len(under) == len(parts)
        headings = [match[1] for part in parts if (match := HEADING.search(part))]
        assert [text.partition("\n")[0] for text in under] == [f"**{text}**" for text in headings]
        assert "{#" not in "".join(under)
        assert "[@" not in body
        assert body.index("tel:911") < body.index("<details")


def test_a_translation_with_other_parts_has_the_whole_english_at_its_end() -> None:
    english = DocPage("help", "en", "docs/help.md", {}, "- 911\n\n## One\n\n## Two\n\nText.")
    translation = DocPage(
        "help", "so", "docs/help.so.md", {"status": "machine"}, "- 911\n\n## Kow iyo laba"
    )
    text = with_english(translation, english)
    assert text.startswith("- 911\n\n## Kow iyo laba\n\n<details")
    assert "**One**\n\n**Two**\n\nText." in text


def test_notes_have_the_sources_of_the_english_page_in_every_language() -> None:
    for language in LANGUAGES:
        body = page(language).body
        assert body.count('role="doc-backlink"') == len(texts("en")[1].sources)
        assert [*dict.fromkeys(citations(texts(language)[0].body))] == [
            *dict.fromkeys(citations(texts("en")[1].body))
        ]


def test_a_page_that_cites_an_unknown_source_or_does_not_cite_one_is_told_so(
    copy: Path,
) -> None:
    for name, old, new in (
        ("help.es.md", "[@made-up-1]", "[@made-up-2]"),
        ("help.md", "[@made-up-1]", ""),
    ):
        file = copy / "docs" / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    assert as_text(load_project(copy).diagnostics).splitlines() == [
        "docs/help.es.md:13: cites `made-up-2`, which is not among the sources.",
        "    Did you mean `made-up-1`? Otherwise add it under `sources`.",
        "docs/help.md:1: sources: `made-up-1` is never cited.",
        "    Write `[@made-up-1]` after what it says, or delete the source.",
    ]


def test_a_draft_stands_alone() -> None:
    assert "<details" not in page("es").body + page("en").body


def test_the_start_page_leads_to_help_and_to_no_route_in_english() -> None:
    for language in LANGUAGES:
        start = next(
            pages
            for pages in doc_pages_in(language, real_project().doc_pages)
            if pages[1].path == "index"
        )
        shown = (
            PageRenderer(real_project(), language)
            .doc_page(*start, {}, real_project().doc_pages)
            .meta["show"]
        )
        assert shown["residents"]["url"].endswith("help.html")
        routes = [link for link in shown["routes"] if "/routes/" in f"/{link['url']}"]
        written = [
            page
            for page in real_project().doc_pages
            if page.language == language and page.path.startswith("routes/")
        ]
        assert len(routes) == len(written)


def test_the_english_reads_at_grade_six_or_below() -> None:
    words = MARKUP.sub("", uncited(texts("en")[0].body))
    paragraphs = [
        " ".join(block.split())
        for block in BLANK_LINES.split(words.strip())
        if not block.startswith("#")
    ]
    assert round(grade(*paragraphs), 1) <= HARDEST


SAYINGS = {
    "en": ("hits me", "I have no papers", "domestic violence"),
    "es": ("me pega", "le pega a mi hija", "violencia doméstica"),
    "pt": ("me bate",),
    "so": ("ninkaygu i garaacaa",),
    "zh-Hans": ("丈夫打我", "没有身份"),
    "lo": ("ຜົວຕີຂ້ອຍ",),
    "ar": ("زوجي يضربني",),
}
"""Keywords of a page for residents."""
SAID = {
    "en": [
        "my husband hits me when he drinks",
        "he hit me",
        "He hitss me",
        "i have no papers can i call",
        "domestic violence",
    ],
    "es": [
        "mi esposo me pega",
        "me pega mi pareja",
        "le pegan a mi hija en la casa",
        "violencia domestica",
    ],
    "pt": ["meu marido me bate muito"],
    "so": ["ninkaygu wuu i garaacaa"],
    "zh-Hans": ["我丈夫打我了怎么办", "我丈夫昨天又打了我", "我沒有身份可以報警嗎"],
    "lo": ["ຜົວຂ້ອຍຕີຂ້ອຍ", "ຜົວຕີຂ້ອຍຂ້ອຍຢ້ານ"],
    "ar": ["وزوجي بيضربني كل يوم", "زوجي يضربني"],
}
NOT_SAID = {
    "en": [
        "domestic violence training for officers",
        "papers",
        "husband",
        "my officers hit traffic",
    ],
    "es": ["capacitación sobre violencia doméstica para agentes", "pareja"],
    "zh-Hans": ["丈夫", "警察打击犯罪"],
}


def answers(language: str, questions: list[str], folder: Path) -> list[bool]:
    """Whether the page for residents comes first, before studies that have all words of a question in their titles."""
    help_page = PLAIN._replace(title="Help", keywords="\n".join(SAYINGS[language]))
    studies = [PLAIN._replace(title=question, summary=f"{question} " * 9) for question in questions]
    documents = [*studies, help_page._replace(sayings=SAYINGS[language])]
    synonyms = real_project().synonyms.get(language, Synonyms())
    write_index(index_of(language, documents, synonyms=synonyms), folder)
    found = search(folder, language, [{"query": question} for question in questions])
    return [answer["documents"][0] == len(studies) for answer in found]


@pytest.mark.parametrize("language", SAYINGS)
def test_a_question_with_what_residents_say_leads_to_their_page_first(
    language: str, tmp_path: Path
) -> None:
    said, other = SAID[language], NOT_SAID.get(language, [])
    assert answers(language, said + other, tmp_path) == [True] * len(said) + [False] * len(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyword_of_the_page_for_residents_leads_there_first(
    language: str, tmp_path: Path
) -> None:
    documents = [*doc_page_documents(real_project().doc_pages, language)]
    (number,) = (i for i, document in enumerate(documents) if document.sayings)
    keywords = [keyword.strip() for keyword in documents[number].sayings]
    other = PLAIN._replace(title=" ".join(keywords), summary=" ".join(keywords))
    synonyms = real_project().synonyms.get(language, Synonyms())
    files = index_of(language, [*documents, other], synonyms=synonyms)
    files |= index_of("en", [*doc_page_documents(real_project().doc_pages, "en"), PLAIN])
    write_index(files, tmp_path)
    found = search(tmp_path, language, [{"query": keyword} for keyword in keywords])
    firsts = [answer["documents"][0] for answer in found]
    missed = [keyword for keyword, first in zip(keywords, firsts, strict=True) if first != number]
    assert missed == []


def test_what_residents_say_is_read_from_the_keywords_of_their_page() -> None:
    for language in LANGUAGES:
        documents = [*doc_page_documents(real_project().doc_pages, language)]
        sayings = {document.path: document.sayings for document in documents if document.sayings}
        assert list(sayings) == ["help"]
        assert len(sayings["help"]) > 9
        assert not any(mark in saying for saying in sayings["help"] for mark in ",;،；，፣")
