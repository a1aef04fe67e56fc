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

from tests.search_index import (
    PLAIN,
    ROOT,
    generated,
    index_of,
    real_documents,
    real_facets,
    real_index,
    real_project,
    search,
    write_index,
)
from tests.search_oracle import Question, SearchOracle, differences
from toolkit.build.page_targets import record_groups, rendered
from toolkit.build.targets import ProjectInputs
from toolkit.listing import address, facet_names
from toolkit.pages.markdown import plain
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project, load_project
from toolkit.schema import KINDS
from toolkit.schema.fields import Keyword, Section, Translatable
from toolkit.schema.introspect import fields, marked_values
from toolkit.schema.markup import BLANK
from toolkit.schema.translation import Translation, Unit
from toolkit.search.document import EMPTY, Passage, SearchDocument
from toolkit.search.documents import doc_page_documents, generated_pages, search_documents
from toolkit.search.facets import SearchFacets
from toolkit.search.index import language_index
from toolkit.search.passages import PART_TEXTS
from toolkit.search.postings import ENOUGH, GAP, terms_and_lengths, weighted_texts
from toolkit.search.tokens import tokens_by_position, words
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


def rows_of(facets: SearchFacets) -> list[dict[str, tuple[str, ...]]]:
    """The values of each document, by facet."""
    rows: list[dict[str, tuple[str, ...]]] = [{} for _ in facets.dates]
    for facet in facets.facets:
        for row, numbers in zip(rows, facet.column, strict=True):
            row[facet.name] = tuple(facet.values[number] for number in numbers)
    return rows


def documents_of(project: Project, language: str) -> dict[str, SearchDocument]:
    """What can be found in a language, by path."""
    documents = search_documents(
        searched_records(project.library, language), project.catalogs[language], project.doc_pages
    )
    return {document.path: document for document in documents}


# ------------------------------------------------------------------ what is searched


def test_every_text_of_every_record_is_searched() -> None:
    searched = {
        document.path: " ".join(
            [document.title, document.keywords, *(p.text for p in document.passages)]
        )
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


def test_every_anchor_is_on_its_page() -> None:
    project = real_project()
    renderer = PageRenderer(project, "en")
    documents = {document.path: document for document in real_documents("en")}
    groups = record_groups(ProjectInputs(project), "en")
    pages = [
        page
        for g in groups
        for page in rendered(renderer, g.render, *(item.value for item in g.inputs))
    ]
    for page in (page for page in pages if page.path in documents):
        for passage in documents[page.path].passages[1:]:
            anchors = (f"{{#{passage.anchor}}}", f'id="{passage.anchor}"')
            assert passage.file or any(anchor in page.body for anchor in anchors), (
                page.path,
                passage.anchor,
            )


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


def test_only_a_translated_document_has_texts_in_a_language(sample: Project) -> None:
    english, spanish = documents_of(sample, "en"), documents_of(sample, "es")
    translations = {address(*key) for key in sample.pages_in("es")}
    pages = {page.path for page in sample.doc_pages if page.language == "es"}
    assert {
        path for path, document in spanish.items() if document.language == "es"
    } == translations | pages | set(generated_pages(sample.library.listings["en"]))
    assert translations | pages < set(english) == set(spanish)
    untranslated = spanish["practices/tea-with-officers"]
    assert (untranslated.title, untranslated.passages) == ("", (EMPTY,))
    assert "Práctica" in untranslated.keywords


def test_a_section_that_is_partly_translated_is_two_passages(sample: Project) -> None:
    steps = [
        p
        for p in documents_of(sample, "es")["practices/id-night"].passages
        if p.key == "practice.steps"
    ]
    assert [(passage.anchor, passage.language) for passage in steps] == [
        ("steps", "en"),
        ("steps", ""),
    ]


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


def test_a_page_of_a_pdf_leads_to_that_page(sample: Project) -> None:
    passages = documents_of(with_pdf(sample, ["en"]), "en")[
        "policies/sample-language-policy"
    ].passages
    *_, second = (passage for passage in passages if passage.file)
    name = sample.library.records[POLICY].model_dump()["file"]
    expected = (
        "",
        f"files/policy/{name}#page=2",
        "Call at the courthouse.",
        "document.file_page",
        "",
        name,
        2,
    )
    assert second == expected


@pytest.mark.parametrize(
    ("languages", "english", "spanish"),
    [
        (["en"], "", None),
        ([], "", None),
        (["es"], "es", None),
        (["en", "es"], "und", None),
        (["so"], "so", None),
    ],
)
def test_a_pdf_is_found_where_its_record_has_a_page(
    sample: Project, languages: list[str], english: str, spanish: str | None
) -> None:
    project = with_pdf(sample, languages)
    for language, expected in (("en", english), ("es", spanish)):
        document = documents_of(project, language)["policies/sample-language-policy"]
        pages = [passage.language for passage in document.passages if passage.file]
        assert pages == ([] if expected is None else [expected, expected])


def test_a_pdf_does_not_make_its_record_longer(sample: Project) -> None:
    documents = [
        PLAIN._replace(passages=(*PLAIN.passages, *added)) for added in ([], [_pdf("a b c")])
    ]
    _, (length, with_pdf) = terms_and_lengths(documents)
    assert with_pdf == length


def _pdf(text: str) -> Passage:
    return Passage("", "files/a.pdf#page=3", text, "document.file_page", "", "a.pdf", 3)


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
    assert [passage.text for passage in document.passages] == ["Lines red tram line"]


def test_no_excerpt_has_raw_markdown() -> None:
    texts = [(d.path, p.text) for d in real_documents("en") for p in d.passages]
    assert [text for text in texts if re.search(r"\]\(|\*\*|\[@|^#|\{[#.:]", text[1])] == []


# ------------------------------------------------------------------ files


def decoded(
    documents: list[SearchDocument], language: str = "en"
) -> dict[str, dict[int, tuple[int, list[int]]]]:
    """By word and document: how strong the word is there, and its places."""
    index: dict[str, Any] = language_index(language, documents, Synonyms())
    terms: dict[str, dict[int, tuple[int, list[int]]]] = {}
    for key, value in index.items():
        if not key.startswith("t/"):
            continue
        for word, postings, written in zip(*value, index[key.replace("t/", "p/")], strict=True):
            runs: list[list[int]] = []
            for number in written:
                if number & 1:
                    runs[-1].append(runs[-1][-1] + (number >> 1))
                else:
                    runs.append([number >> 1])
            numbers = [n - 1 for n in accumulate(1 + (posting >> 3) for posting in postings)]
            strengths = [posting & 7 for posting in postings]
            terms[word] = dict(zip(numbers, zip(strengths, runs, strict=True), strict=True))
    return terms


def expected_terms(documents: list[SearchDocument]) -> dict[str, dict[int, tuple[int, list[int]]]]:
    """The same, from the documents."""
    terms: dict[str, dict[int, tuple[int, list[int]]]] = {}
    for number, document in enumerate(documents):
        place, counts = 0, Counter[str]()
        runs: dict[str, list[int]] = {}
        for weight, texts in weighted_texts(document):
            for text in texts:
                for position in tokens_by_position(text):
                    for token in position:
                        counts[token] += weight
                        runs.setdefault(token, []).append(place)
                    place += 1
                place += GAP
        for word, places in runs.items():
            terms.setdefault(word, {})[number] = (min(counts[word], ENOUGH).bit_length(), places)
    return terms


WORDS = st.text("ab éดก'", max_size=12)
DOCUMENTS = st.builds(
    lambda title, summary, keywords, passages: PLAIN._replace(
        title=title, passages=(Passage("", "", summary), *passages), keywords=keywords
    ),
    WORDS,
    WORDS,
    WORDS,
    st.lists(
        st.builds(_pdf, WORDS) | st.builds(lambda text: Passage("Steps", "steps", text), WORDS),
        max_size=3,
    ),
)


@settings(deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=12))
def test_the_files_have_every_word_with_its_documents_strengths_and_places(
    documents: list[SearchDocument],
) -> None:
    assert decoded(documents) == expected_terms(documents)


def test_the_real_files_have_every_word_too() -> None:
    documents = real_documents("es")
    assert decoded(documents, "es") == expected_terms(documents)


def test_a_word_in_the_title_is_stronger_and_one_in_a_pdf_weaker() -> None:
    document = PLAIN._replace(
        title="red",
        passages=(
            Passage("", "", "blue"),
            Passage("", "a", f"tram {'often ' * 100}"),
            _pdf("far far"),
        ),
    )
    terms = decoded([document])
    assert [terms[word][0][0] for word in ("red", "blue", "tram", "far", "often")] == [
        4,
        2,
        1,
        0,
        4,
    ]


def test_equal_input_gives_equal_bytes() -> None:
    assert real_index() == real_index()


# ------------------------------------------------------------------ answers


def test_the_engine_finds_every_document(folder: Path) -> None:
    oracle = SearchOracle(
        real_documents("en"), rows_of(real_facets()), real_project().synonyms["en"]
    )
    words = [Question(((word,),), {}) for word in oracle.plain[::7]]
    questions = [*words, *oracle.questions(300)]
    answers = search(folder, "en", [question.values for question in questions])
    assert not differences(oracle, questions, answers)


def test_the_engine_is_right_about_made_up_documents(tmp_path: Path) -> None:
    pairs = list(generated(300))
    documents, rows = [document for document, _ in pairs], [row for _, row in pairs]
    synonyms = real_project().synonyms["en"]
    oracle = SearchOracle(documents, rows, synonyms)
    write_index(index_of("en", documents, rows, synonyms), tmp_path)
    questions = list(oracle.questions(300))
    answers = search(tmp_path, "en", [question.values for question in questions])
    assert not differences(oracle, questions, answers)


@pytest.mark.real
def test_slips_of_a_letter_are_found(folder: Path) -> None:
    titles = [
        (number, word)
        for number, document in enumerate(real_documents("en"))
        for word in words(document.title)
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
