"""What the index promises: nothing left out, anchors that exist, the same bytes, and right answers."""

import re
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builds import real_project
from tests.search_index import (
    PLAIN,
    ROOT,
    index_of,
    real_documents,
    real_facets,
    real_index,
    search,
    write_index,
)
from toolkit.build.page_targets import doc_groups, record_groups, rendered
from toolkit.build.targets import ProjectInputs
from toolkit.listing import address, facet_names
from toolkit.pages.markdown import plain
from toolkit.pages.page import Page
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project, load_project
from toolkit.render.shortlist_texts import shortlist_text, whole_text
from toolkit.schema import KINDS
from toolkit.schema.fields import Keyword, Section, Translatable
from toolkit.schema.introspect import fields, marked_values
from toolkit.schema.markup import BLANK
from toolkit.schema.translation import Translation, Unit
from toolkit.search.document import SearchDocument
from toolkit.search.documents import doc_page_documents, generated_pages, search_documents
from toolkit.search.index import language_index
from toolkit.search.passages import PART_TEXTS
from toolkit.search.postings import (
    DIGITS,
    MAX_COUNT,
    SYMBOLS,
    postings_and_lengths,
    text_of,
    weighted_texts,
)
from toolkit.search.tokens import tokens, words
from toolkit.search.views import searched_records
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.word_lists import Synonyms

NOT_SEARCHED = (
    "sources",
    "news",
    "blanks",
    "why",
    "unknown",
    "personnel",
    "residents",
    "started",
    "studies",
)
SAMPLE = ROOT / "tests" / "sample"
POLICY = ("policy", "sample-language-policy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(real_index(), tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def sample() -> Project:
    return load_project(SAMPLE)


def documents_of(project: Project, language: str) -> dict[str, SearchDocument]:
    """What can be found in a language, by path."""
    documents = search_documents(
        searched_records(project.library, language), project.catalogs[language], project.doc_pages
    )
    return {document.path: document for document in documents}


# ------------------------------------------------------------------ what is searched


def test_every_text_of_every_record_is_searched() -> None:
    searched = {
        document.path: " ".join(text for _, text in weighted_texts(document))
        for document in real_documents("en")
    }
    for key, listing in real_project().library.listings["en"].items():
        for path, _, value in marked_values(real_project().library.records[key], Translatable):
            if not {path[0], path[-1]} & {*NOT_SEARCHED}:
                assert BLANK.sub("…", plain(value)) in searched[listing.address], (
                    listing.address,
                    path,
                )


def test_every_searched_field_can_be_written_as_text() -> None:
    specs = [spec for kind in KINDS.values() for spec in fields(kind.model).values()]
    searched = [spec for spec in specs if spec.mark(Section) or spec.mark(Keyword)]
    assert {spec.base for spec in searched} == {str, *PART_TEXTS}


def test_every_field_marked_as_a_filter_is_a_facet() -> None:
    names = {facet for kind in KINDS.values() for facet in facet_names(kind.model)}
    used = {facet.name for facet in real_facets().facets}
    assert used <= names | {"kind"}
    assert {"agencies", "states", "principles", "topics", "effort", "kind", "period"} <= used


def test_documents_have_the_same_order_in_every_language() -> None:
    assert [document.path for document in real_documents("en")] == [
        document.path for document in real_documents("es")
    ]
    assert len(real_facets().dates) == len(real_documents("en"))


def test_only_a_page_of_a_language_has_texts_there(sample: Project) -> None:
    english, spanish = documents_of(sample, "en"), documents_of(sample, "es")
    translations = {address(*key) for key in sample.pages_in("es")}
    pages = {page.path for page in sample.doc_pages if page.language == "es"}
    assert {path for path, document in spanish.items() if document.has_page} == (
        translations | pages | set(generated_pages(sample.library.listings["en"]))
    )
    assert translations | pages < set(english) == set(spanish)
    untranslated = spanish["practices/tea-with-officers"]
    assert (untranslated.title, untranslated.texts) == ("", ())
    assert "Práctica" in untranslated.keywords


def test_a_title_and_a_summary_in_a_language_are_shown_there_and_lead_to_the_english_page(
    sample: Project, tmp_path: Path
) -> None:
    key = ("practice", "tea-with-officers")
    record = sample.library.records[key]
    units = [
        Unit.model_construct(at="title", en=record.title, text="Té con agentes"),
        Unit.model_construct(at="summary", en=record.summary, text="Los agentes sirven té."),
    ]
    translation = Translation.model_construct(
        status="draft", by="nobody", date="2026-01-01", texts=units
    )
    translations = {**sample.library.translations, ("es", key): translation}
    project = replace(sample, library=replace(sample.library, translations=translations))
    documents = documents_of(project, "es")
    document = documents["practices/tea-with-officers"]
    assert (document.title, document.summary) == ("Té con agentes", "Los agentes sirven té.")
    assert not document.has_page
    assert document.texts == ()
    files = index_of("es", [*documents.values()])
    files |= index_of("en", [*documents_of(project, "en").values()])
    (answer,) = search(write_index(files, tmp_path), "es", [{"query": "sirven té"}])
    assert [*documents][answer["documents"][0]] == "practices/tea-with-officers"


def test_every_document_with_a_text_has_its_file(sample: Project) -> None:
    inputs = ProjectInputs(sample)
    renderer = PageRenderer(sample, "en")
    groups = [*record_groups(inputs, "en"), *doc_groups(inputs, "en")]
    published = {
        page.path
        for group in groups
        for page in rendered(renderer, group.render, *(item.value for item in group.inputs))
        if shortlist_text(page, sample.settings)
    }
    documents = documents_of(sample, "en").values()
    assert {document.path for document in documents if document.has_text} <= published


def test_a_passage_of_an_authored_page_shows_no_raw_attributes_of_a_link() -> None:
    page = Page("help", "ar", {}, 'Call [a](tel:1) or [911](tel:911){: dir="ltr" }.')
    html = '<p>Call <a href="tel:1">a</a> or <a dir="ltr" href="tel:911">911</a>.</p>'
    assert whole_text(page, "en", "").strip() == html


def test_a_record_is_found_by_what_people_type_in_each_language(
    sample: Project, tmp_path: Path
) -> None:
    for language, typed in {"en": "lost my wallet", "es": "perdí la cartera"}.items():
        documents = search_documents(
            searched_records(sample.library, language), sample.catalogs[language], sample.doc_pages
        )
        files = index_of(language, documents) | index_of("en", documents)
        (answer,) = search(write_index(files, tmp_path / language), language, [{"query": typed}])
        assert documents[answer["documents"][0]].path == "practices/id-night"


def test_the_name_of_a_state_is_a_name_of_its_law_in_every_language(sample: Project) -> None:
    documents = documents_of(sample, "en")
    assert documents["law/ia"].names == ("Iowa",)
    assert "Iowa" in documents["law/ia"].keywords
    arabic = documents_of(sample, "ar")["law/ia"]
    assert arabic.names == ("آيوا",) and "آيوا" in arabic.keywords
    assert "Iowa" in documents["agencies/rivertown-police-department"].names
    assert documents["practices/id-night"].names == ()


def test_a_document_with_an_outdated_text_says_so(sample: Project) -> None:
    key = ("practice", "id-night")
    record = sample.library.records[key]
    changed = record.model_copy(
        update={"results": ["Forty-one made-up people came.[@example-2026]"]}
    )
    library = replace(sample.library, records={**sample.library.records, key: changed})
    documents = documents_of(replace(sample, library=library), "es")
    assert [path for path, document in documents.items() if document.is_outdated] == [
        "practices/id-night"
    ]


# ------------------------------------------------------------------ PDFs beside records


def with_pdf(sample: Project, languages: list[str]) -> Project:
    """The sample with a PDF of two pages beside a policy that is in these languages and has a Spanish title."""
    library = sample.library
    record = library.records[POLICY].model_copy(update={"languages": languages})
    unit = Unit.model_construct(at="title", en=record.title, text="Norma de muestra")
    translation = Translation.model_construct(
        status="draft", by="nobody", date="2026-01-01", texts=[unit]
    )
    library = replace(
        library,
        records={**library.records, POLICY: record},
        translations={**library.translations, ("es", POLICY): translation},
        document_texts={POLICY: ("Ask which language.", "Call at the courthouse.")},
    )
    return replace(sample, library=library)


@pytest.mark.parametrize(
    ("languages", "is_in_spanish"),
    [(["en"], False), ([], False), (["es"], True), (["en", "es"], True), (["so"], False)],
)
def test_a_pdf_is_found_in_english_and_where_its_record_has_a_page_in_its_language(
    sample: Project, languages: list[str], is_in_spanish: bool
) -> None:
    project = with_pdf(sample, languages)
    for language, is_found in (("en", True), ("es", is_in_spanish and "es" in has_page(project))):
        document = documents_of(project, language)["policies/sample-language-policy"]
        assert ("Call at the courthouse." in document.asides) == is_found
        assert document.attachment == ("sample-language-policy.pdf" if is_found else "")


def has_page(project: Project) -> tuple[str, ...]:
    """The languages in which the sample policy has a page."""
    return tuple(language for language in ("en", "es") if POLICY in project.pages_in(language))


def test_a_pdf_does_not_make_its_record_longer(sample: Project) -> None:
    _, (length, with_pdf) = postings_and_lengths([PLAIN, PLAIN._replace(asides=("a b c",))])
    assert with_pdf == length


# ------------------------------------------------------------------ authored pages


def test_what_nobody_sees_in_an_authored_page_separates_no_words() -> None:
    page = DocPage(
        "about",
        "en",
        "about.md",
        {"title": "About", "description": "Lines"},
        "red \0 [tram](../tram.md) **line**",
    )
    [document] = doc_page_documents([page], "en")
    assert (document.summary, document.lead) == ("Lines", "red tram line")


def test_no_searched_text_has_raw_markdown() -> None:
    # The titles of sources are as their publishers wrote them.
    texts = [(d.path, text) for d in real_documents("en") for w, text in weighted_texts(d) if w]
    assert [text for text in texts if re.search(r"\]\(|\*\*|\[@|^#|\{[#.:]", text[1])] == []


# ------------------------------------------------------------------ files


def unpacked(text: str) -> list[int]:
    """The numbers of a word's postings, as `web/search/index.js` reads them."""
    numbers, number = list[int](), 0
    for symbol in map(SYMBOLS.index, text):
        number = number * DIGITS + symbol % DIGITS
        if symbol < DIGITS:
            numbers.append(number)
            number = 0
    return numbers


def decoded(documents: list[SearchDocument]) -> dict[str, dict[int, int]]:
    """By word and document: how strong the word is there."""
    index: dict[str, Any] = language_index(documents, Synonyms())
    terms: dict[str, dict[int, int]] = {}
    packed = index["postings"].split(" ") if index["postings"] else []
    for word, text in zip(index["words"].split(), packed, strict=True):
        postings = unpacked(text)
        numbers = [n - 1 for n in accumulate(1 + (posting >> 3) for posting in postings)]
        terms[word] = dict(zip(numbers, (posting & 7 for posting in postings), strict=True))
    return terms


def expected_terms(documents: list[SearchDocument]) -> dict[str, dict[int, int]]:
    """The same, from the documents."""
    terms: dict[str, dict[int, int]] = {}
    for number, document in enumerate(documents):
        counts = Counter[str]()
        for weight, text in weighted_texts(document):
            for token in tokens(text):
                counts[token] += weight
        for word, count in counts.items():
            terms.setdefault(word, {})[number] = min(count, MAX_COUNT).bit_length()
    return terms


WORDS = st.text("ab éดก'", max_size=12)
DOCUMENTS = st.builds(
    lambda title, summary, keywords, texts, asides: PLAIN._replace(
        title=title, summary=summary, keywords=keywords, texts=tuple(texts), asides=tuple(asides)
    ),
    WORDS,
    WORDS,
    WORDS,
    st.lists(WORDS, max_size=3),
    st.lists(WORDS, max_size=2),
)


@settings(deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=12))
def test_the_index_has_every_word_with_its_documents_and_strengths(
    documents: list[SearchDocument],
) -> None:
    assert decoded(documents) == expected_terms(documents)


def test_a_word_in_the_title_is_stronger_and_one_in_a_pdf_weaker() -> None:
    document = PLAIN._replace(
        title="red", summary="blue", texts=(f"tram {'often ' * 100}",), asides=("far far",)
    )
    terms = decoded([document])
    strengths = [terms[word][0] for word in ("red", "blue", "tram", "far", "often")]
    assert strengths == [4, 2, 1, 0, 4]


def test_equal_input_gives_equal_bytes() -> None:
    assert real_index() == real_index()


# ------------------------------------------------------------------ answers


@pytest.mark.real
def test_slips_of_a_letter_are_found(folder: Path) -> None:
    titles = [
        (number, word)
        for number, document in enumerate(real_documents("en"))
        for word in words(text_of(document.title))
        if len(word) > 4 and re.fullmatch("[a-z]+", word)
    ]
    sample = titles[::4]
    queries = []
    for n, (_, word) in enumerate(sample):
        place = 1 + (n * 7) % (len(word) - 2)
        row = next(row for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") if word[place] in row)
        beside = row[row.index(word[place]) - 1 or 1]
        misspelled = [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + beside + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        ]
        queries.append(misspelled[n % 4])
    answers = search(folder, "en", [{"query": query} for query in queries])
    hits = sum(
        number in answer["documents"] for (number, _), answer in zip(sample, answers, strict=True)
    )
    print(f"\n{hits} of {len(sample)} misspelled words found")
    assert hits >= 0.95 * len(sample)
