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
    real_index,
    real_project,
    real_rows,
    search,
    value_of,
    write_index,
)
from tests.search_oracle import Question, SearchOracle, differences
from toolkit.listing import address, facet_names
from toolkit.pages.inputs import page_renderer, record_inputs
from toolkit.pages.markdown import plain
from toolkit.project import Project, load_project
from toolkit.schema import KINDS
from toolkit.schema.fields import Keyword, Section, Translatable
from toolkit.schema.introspect import fields, marked_values
from toolkit.search.document import EMPTY, Passage, SearchDocument
from toolkit.search.documents import doc_page_documents, search_documents
from toolkit.search.encoding import LARGEST, SURROGATE_SHIFT, SURROGATES, ZERO, Files, character, facet_column
from toolkit.search.index import language_index
from toolkit.search.passages import PART_TEXTS
from toolkit.search.postings import GAP, MOST_PLACES, TEXT, strength, terms_and_lengths, weighted_texts
from toolkit.search.tokens import tokens_by_position, words
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.synonyms import Synonyms
from toolkit.translation import Translation, Unit

NOT_SEARCHED = ("sources", "blanks", "why", "unknown", "personnel", "residents", "started", "studies")
SAMPLE = ROOT / "tests" / "sample"
POLICY = ("policy", "sample-language-policy")
DATES = {"status": "draft", "by": "nobody", "date": "2026-01-01"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(real_index(), tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def sample() -> Project:
    return load_project(SAMPLE)


def documents_of(project: Project, language: str) -> dict[str, SearchDocument]:
    """What can be found in a language, by path."""
    documents = search_documents(project.library, project.catalogs[language], project.doc_pages)
    return {document.path: document for document in documents}


# ------------------------------------------------------------------ what is searched


def test_every_text_of_every_record_is_searched() -> None:
    searched = {
        document.path: " ".join([document.title, document.keywords, *(p.text for p in document.passages)])
        for document in real_documents("en")
    }
    for key, listing in real_project().library.listings("en").items():
        for path, _, value in marked_values(real_project().library.records[key], Translatable):
            if not {path[0], path[-1]} & {*NOT_SEARCHED}:
                assert plain(value) in searched[listing.address], (listing.address, path)


def test_every_searched_field_can_be_written_as_text() -> None:
    specs = [spec for kind in KINDS.values() for spec in fields(kind.model).values()]
    searched = [spec for spec in specs if spec.mark(Section) or spec.mark(Keyword)]
    assert {spec.base for spec in searched} == {str, *PART_TEXTS}


def test_every_anchor_is_on_its_page() -> None:
    project = real_project()
    listings, renderer = project.library.listings("en"), page_renderer(project, "en")
    documents = {document.path: document for document in real_documents("en")}
    for key, listing in listings.items():
        body = renderer.record_page(*record_inputs(project, "en", key, listings)).body
        for passage in documents[listing.address].passages[1:]:
            anchors = (f"{{#{passage.anchor}}}", f'id="{passage.anchor}"')
            assert passage.file or any(anchor in body for anchor in anchors), (listing.address, passage.anchor)


def test_every_field_marked_as_a_filter_is_a_facet() -> None:
    names = {facet for kind in KINDS.values() for facet in facet_names(kind.model)}
    used = {name for row in real_rows() for name in row.facets}
    assert used <= names | {"kind"}
    assert {"agencies", "states", "principles", "topics", "effort", "kind", "period"} <= used


def test_documents_have_the_same_order_in_every_language() -> None:
    assert [document.path for document in real_documents("en")] == [document.path for document in real_documents("es")]
    assert len(real_rows()) == len(real_documents("en"))


def test_only_a_translated_document_has_texts_in_a_language(sample: Project) -> None:
    english, spanish = documents_of(sample, "en"), documents_of(sample, "es")
    translations = {address(*key) for language, key in sample.library.translations if language == "es"}
    pages = {page.path for page in sample.doc_pages if page.language == "es"}
    assert {path for path, document in spanish.items() if document.language == "es"} == translations | pages
    assert translations | pages < set(english) == set(spanish)
    untranslated = spanish["practices/tea-with-officers"]
    assert (untranslated.title, untranslated.passages) == ("", (EMPTY,))
    assert "Práctica" in untranslated.keywords


def test_a_section_that_is_partly_translated_is_two_passages(sample: Project) -> None:
    steps = [p for p in documents_of(sample, "es")["practices/id-night"].passages if p.key == "practice.steps"]
    assert [(passage.anchor, passage.language) for passage in steps] == [("steps", "en"), ("steps", "")]


def test_a_document_with_an_outdated_text_says_so(sample: Project) -> None:
    key = ("practice", "id-night")
    record = sample.library.records[key]
    changed = record.model_copy(update={"results": ["Forty-one made-up people came.[@example-2026]"]})
    library = replace(sample.library, records={**sample.library.records, key: changed})
    documents = documents_of(replace(sample, library=library), "es")
    assert [path for path, document in documents.items() if document.is_outdated] == ["practices/id-night"]


# ------------------------------------------------------------------ PDFs beside records


def with_pdf(sample: Project, languages: list[str]) -> Project:
    """The sample with a PDF of two pages beside a policy that is in these languages and has a Spanish title."""
    library = sample.library
    record = library.records[POLICY].model_copy(update={"languages": languages})
    unit = Unit("title", record.title, "Norma de muestra", None)
    library = replace(
        library,
        records={**library.records, POLICY: record},
        translations={**library.translations, ("es", POLICY): Translation(**DATES, units=(unit,))},
        document_texts={POLICY: ("Ask which language.", "Call at the courthouse.")},
    )
    return replace(sample, library=library)


def test_a_page_of_a_pdf_leads_to_that_page(sample: Project) -> None:
    *_, second = documents_of(with_pdf(sample, ["en"]), "en")["policies/sample-language-policy"].passages
    name = sample.library.records[POLICY].model_dump()["file"]
    expected = ("", f"files/policy/{name}#page=2", "Call at the courthouse.", "document.file_page", "", name, 2)
    assert second == expected


@pytest.mark.parametrize(
    ("languages", "english", "spanish"),
    [
        (["en"], "", None),
        ([], "", None),
        (["es"], "es", ""),
        (["en", "es"], "und", "und"),
        (["so"], "so", None),
    ],
)
def test_a_pdf_is_found_in_its_languages_and_in_english(
    sample: Project, languages: list[str], english: str, spanish: str | None
) -> None:
    project = with_pdf(sample, languages)
    for language, expected in (("en", english), ("es", spanish)):
        document = documents_of(project, language)["policies/sample-language-policy"]
        pages = [passage.language for passage in document.passages if passage.file]
        assert pages == ([] if expected is None else [expected, expected])


def test_a_pdf_does_not_make_its_record_longer(sample: Project) -> None:
    documents = [PLAIN._replace(passages=(*PLAIN.passages, *added)) for added in ([], [_pdf("a b c")])]
    _, (length, with_pdf) = terms_and_lengths(documents)
    assert with_pdf == length


def _pdf(text: str) -> Passage:
    return Passage("", "files/a.pdf#page=3", text, "document.file_page", "", "a.pdf", 3)


# ------------------------------------------------------------------ authored pages


def test_what_nobody_sees_in_an_authored_page_separates_no_words() -> None:
    page = DocPage("about", "en", "about.md", {"title": "About"}, "red \0 tram")
    [document] = doc_page_documents([page], "en")
    assert [passage.text for passage in document.passages] == ["red tram"]


# ------------------------------------------------------------------ files


def numbers(text: str) -> list[int]:
    """The numbers that characters stand for."""
    shifted = SURROGATES.start + SURROGATE_SHIFT
    return [code - ZERO if code < shifted else code - ZERO - SURROGATE_SHIFT for code in map(ord, text)]


def decoded(files: Files, language: str) -> dict[str, dict[int, tuple[int, list[int]]]]:
    """By word and document: how strong the word is there, and its places."""
    shards: dict[str, Any] = {name.split(".")[0]: value_of(content) for name, content in files.items()}
    terms: dict[str, dict[int, tuple[int, list[int]]]] = {}
    for key, value in shards.items():
        if not key.startswith(f"search/{language}/t/"):
            continue
        places = shards[key.replace("/t/", "/p/")].split(" ")
        for word, postings, written in zip(value[0].split("\n"), value[1].split(" "), places, strict=True):
            runs: list[list[int]] = []
            for number in numbers(written):
                if number & 1:
                    runs[-1].append(runs[-1][-1] + (number >> 1))
                else:
                    runs.append([number >> 1])
            skipped = numbers(postings)
            documents = [n - 1 for n in accumulate(1 + (number >> 2) for number in skipped)]
            strengths = [number & 3 for number in skipped]
            terms[word] = dict(zip(documents, zip(strengths, runs, strict=True), strict=True))
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
            terms.setdefault(word, {})[number] = (strength(counts[word]), places)
    return terms


WORDS = st.text("ab éดก'", max_size=12)
DOCUMENTS = st.builds(
    lambda title, summary, keywords, passages: PLAIN._replace(
        title=title, passages=(Passage("", "", summary), *passages), keywords=keywords
    ),
    WORDS,
    WORDS,
    WORDS,
    st.lists(st.builds(_pdf, WORDS) | st.builds(lambda text: Passage("Steps", "steps", text), WORDS), max_size=3),
)


@settings(deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=12))
def test_the_files_have_every_word_with_its_documents_strengths_and_places(documents: list[SearchDocument]) -> None:
    assert decoded(language_index("en", documents, Synonyms()), "en") == expected_terms(documents)


def test_the_real_files_have_every_word_too() -> None:
    documents = real_documents("es")
    assert decoded(language_index("es", documents, Synonyms()), "es") == expected_terms(documents)


def test_a_word_in_the_title_is_stronger_and_one_in_a_pdf_weaker() -> None:
    document = PLAIN._replace(
        title="red", passages=(Passage("", "", "blue"), Passage("", "a", "tram"), _pdf("far far"))
    )
    terms = decoded(language_index("en", [document], Synonyms()), "en")
    assert [terms[word][0][0] for word in ("red", "blue", "tram", "far")] == [3, 1, 0, 0]
    assert strength(TEXT * 100) == 3


def test_a_document_may_have_more_values_than_one_character_can_count() -> None:
    values = [f"town-{number}" for number in range(100)]
    digits, counts, _, count_digits = facet_column([tuple(values[:99]), ("town-1",)], values)
    assert (digits, counts, count_digits) == (2, "$+#$", 2)  # as tests/js/search.test.js reads it


def test_equal_input_gives_equal_bytes() -> None:
    assert real_index() == real_index()


@given(st.integers(0, 70_000) | st.integers(0, LARGEST))
def test_each_number_has_its_character_in_a_file(number: int) -> None:
    assert numbers(character(number).encode().decode()) == [number]


def test_a_number_too_large_for_a_character_is_an_error_and_no_other_number() -> None:
    with pytest.raises(OverflowError):
        character(LARGEST + 1)


@pytest.mark.parametrize("word_after", ["zebra", "斑馬"])
def test_words_beyond_the_last_position_of_a_page_are_not_found_and_break_nothing(word_after: str) -> None:
    long = PLAIN._replace(passages=(Passage("", "", f"{'a ' * 600_000} {word_after} end"),))
    terms = decoded(language_index("en", [long], Synonyms()), "en")
    assert "end" not in terms
    assert max(terms["a"][0][1]) < MOST_PLACES


def test_a_changed_word_rewrites_few_files_of_a_large_index() -> None:
    documents = [document for document, _ in generated(1_000)]
    before = language_index("en", documents, Synonyms())
    documents[7] = documents[7]._replace(title=f"{documents[7].title} zebra")
    changed = language_index("en", documents, Synonyms()).keys() - before.keys()
    folders = Counter(name.split("/")[2] for name in changed)  # the places of all words after it change, too
    assert (folders["t"], folders["x"]) == (1, 1)


# ------------------------------------------------------------------ answers


def test_the_engine_finds_every_document_and_counts_every_value(folder: Path) -> None:
    facets = [row.facets for row in real_rows()]
    oracle = SearchOracle(real_documents("en"), facets, real_project().synonyms["en"])
    words = [Question(((word,),), {}) for word in oracle.plain[::7]]
    questions = [*words, *oracle.questions(300)]
    answers = search(folder, "en", [question.values for question in questions])
    assert not differences(oracle, questions, answers)


def test_the_engine_is_right_about_made_up_documents(tmp_path: Path) -> None:
    pairs = list(generated(300))
    documents, rows = [document for document, _ in pairs], [row for _, row in pairs]
    synonyms = real_project().synonyms["en"]
    oracle = SearchOracle(documents, [row.facets for row in rows], synonyms)
    write_index(index_of("en", documents, rows, synonyms), tmp_path)
    questions = list(oracle.questions(300))
    answers = search(tmp_path, "en", [question.values for question in questions])
    assert not differences(oracle, questions, answers)


def test_one_letter_typos_are_found(folder: Path) -> None:
    titles = [
        (number, word)
        for number, document in enumerate(real_documents("en"))
        for word in words(document.title)
        if len(word) > 4 and re.fullmatch("[a-z]+", word)
    ]
    sample = titles[:: max(1, len(titles) // 200)]
    queries = []
    for n, (_, word) in enumerate(sample):
        place = 1 + (n * 7) % (len(word) - 2)
        misspelled = [
            word[:place] + word[place + 1 :],
            word[:place] + "q" + word[place:],
            word[:place] + "q" + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        ]
        queries.append(misspelled[n % 4])
    answers = search(folder, "en", [{"query": query} for query in queries])
    hits = sum(number in answer["documents"] for (number, _), answer in zip(sample, answers, strict=True))
    print(f"\n{hits} of {len(sample)} misspelled words found")
    assert hits >= 0.95 * len(sample)
