"""Glossaries and synonyms: their files, and what a translation may do against a glossary."""

from pathlib import Path

import pytest

from tests.builds import ROOT
from toolkit.diagnostics import Diagnostic, as_text
from toolkit.paths import GLOSSARIES, SYNONYMS
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.word_lists import (
    Term,
    breaches,
    message_breaches,
    read_glossaries,
    read_synonyms,
)

SPANISH = read_glossaries(["es"])[0]["es"]


def places(diagnostics: list[Diagnostic]) -> list[tuple[int, str, str]]:
    return [(diagnostic.line, diagnostic.field, diagnostic.message) for diagnostic in diagnostics]


def test_the_glossaries_and_synonyms_have_no_mistakes() -> None:
    for folder, read in ((GLOSSARIES, read_glossaries), (SYNONYMS, read_synonyms)):
        languages = sorted(path.stem for path in folder.glob("*.yml"))
        values, diagnostics = read(languages)
        assert (sorted(values), as_text(diagnostics)) == (languages, "")


@pytest.mark.parametrize(
    ("english", "text", "is_fine"),
    [
        ("The sheriff spoke.", "Habló el alguacil.", True),
        ("The sheriff spoke.", "Habló el comisario.", False),
        ("Sheriffs speak.", "Los alguaciles hablan.", True),
        (
            "Ask the Orange County Sheriff's Office.",
            "Preguntar en Orange County Sheriff's Office.",
            True,
        ),
        ("Human trafficking is a crime.", "El tráfico de personas es un delito.", False),
        ("Handkerchiefs are no chiefs.", "Los pañuelos no son jefes.", True),
        ("A handkerchief.", "Un pañuelo.", True),
        ("The sheriff", "The sheriff", True),
    ],
)
def test_a_translation_uses_the_words_of_the_glossary(
    english: str, text: str, is_fine: bool
) -> None:
    assert (list(breaches(SPANISH, english, text)) == []) is is_fine


def test_a_word_to_avoid_is_named() -> None:
    term = Term(en="interpreter", use=["intérprete"], avoid=["traductor"])
    assert list(breaches([term], "Call an interpreter.", "Llamar a una traductora.")) == [
        ("says `traductor` for `interpreter`.", "The glossary has `intérprete`.")
    ]


def test_a_word_to_avoid_is_found_in_scripts_without_spaces_and_behind_an_article() -> None:
    smuggling = Term(en="human trafficking", use=["人口贩运"], avoid=["走私"])
    assert [message for message, _ in breaches([smuggling], "Human trafficking", "防止走私")] == [
        "says `走私` for `human trafficking`."
    ]
    officer = Term(en="officer", use=["شرط"], avoid=["ضابط"])
    assert [message for message, _ in breaches([officer], "Ask the officer.", "اسأل الضابط.")] == [
        "says `ضابط` for `officer`."
    ]


def test_a_word_to_avoid_may_stand_for_a_term_beside() -> None:
    advocate = Term(en="advocate", use=["apoy"], avoid=["abogad"], beside=["lawyer"])
    assert list(breaches([advocate], "Ask an advocate.", "Pida apoyo a un abogado."))
    assert not list(
        breaches([advocate], "Ask a lawyer or an advocate.", "Pida a un abogado o apoyo.")
    )


def test_a_longer_term_is_not_the_one_that_is_a_part_of_it() -> None:
    term = Term.model_construct(
        en="deputy", use=["县警"], avoid=[], beside=["deputy chief"], note=None
    )
    assert not list(breaches([term], "The deputy chief agreed.", "副局长表示同意。"))
    assert list(breaches([term], "A deputy and the deputy chief agreed.", "副局长表示同意。"))


def test_a_term_may_only_have_words_to_avoid() -> None:
    record = Term(en="record", use=[], avoid=["fichas"])
    assert not list(breaches([record], "Read these records.", "Lea estas páginas."))
    assert list(breaches([record], "Read these records.", "Lea estas fichas.")) == [
        ("says `fichas` for `record`.", "Use another word.")
    ]


def test_check_names_the_message_that_breaks_the_glossary() -> None:
    catalogs = read_catalogs(["es"]).by_language
    danger = Term(en="emergency", use=["urgencia"])
    assert [
        (problem.field, problem.message)
        for problem in message_breaches(catalogs, {"es": [danger]})
        if problem.field == "exit.danger"
    ] == [("exit.danger", "has no word of the glossary for `emergency`.")]


@pytest.mark.parametrize("language", sorted(path.stem for path in GLOSSARIES.glob("*.yml")))
def test_the_messages_of_the_toolkit_follow_the_glossary(language: str) -> None:
    catalog, terms = (
        read_catalogs([language]).by_language[language],
        read_glossaries([language])[0][language],
    )
    broken = {
        key: list(breaches(terms, text, catalog.texts.get(key, text)))
        for key, text in catalog.english.items()
    }
    assert {key: mistakes for key, mistakes in broken.items() if mistakes} == {}


def test_every_language_but_english_has_a_glossary() -> None:
    assert {path.stem for path in GLOSSARIES.glob("*.yml")} == {*read_settings(ROOT).languages} - {
        "en"
    }


def test_a_glossary_is_a_list_of_terms(tmp_path: Path) -> None:
    (tmp_path / "es.yml").write_text("terms:\n- en: chief\n  use: [jefe]\n", "utf-8")
    glossaries, diagnostics = read_glossaries(["en", "es"], tmp_path)
    assert (glossaries, diagnostics) == ({"es": [Term(en="chief", use=["jefe"])]}, [])


def test_a_glossary_with_mistakes_says_what_is_so(tmp_path: Path) -> None:
    terms = "terms:\n- en: chief\n- use: [x]\n- en: chief\n  use: [jefe]\n  shun: [x]\n- en: chief\n  use: jefe\n"
    (tmp_path / "es.yml").write_text(terms, "utf-8")
    (tmp_path / "so.yml").write_text("- chief\n", "utf-8")
    glossaries, diagnostics = read_glossaries(["es", "so"], tmp_path)
    assert glossaries == {}
    assert places(diagnostics) == [
        (2, "terms.1.use", "is missing."),
        (3, "terms.2.en", "is missing."),
        (6, "terms.3.shun", "is not a field of `terms.3`."),
        (8, "terms.4.use", "is a text (`jefe`) where a list belongs."),
        (1, "", "is a list where the fields `terms` belong."),
    ]


def test_synonyms_are_read_in_both_directions_if_they_are_alike(tmp_path: Path) -> None:
    text = "called:\n  police: [cops]\nalike:\n  - [police, law]\nendings:\n  ies: [y]\nstop_words: [the]\n"
    (tmp_path / "en.yml").write_text(text, "utf-8")
    synonyms, diagnostics = read_synonyms(["en", "es"], tmp_path)
    assert (list(synonyms), diagnostics) == (["en"], [])
    assert synonyms["en"].alternatives == {"police": ["law", "cops"], "law": ["police"]}
    assert (synonyms["en"].endings, synonyms["en"].stop_words) == ({"ies": ["y"]}, ["the"])


def test_a_synonyms_file_with_mistakes_says_what_is_so(tmp_path: Path) -> None:
    text = "called:\n  police: cops\n  law: ['']\nalike: [[]]\nstop_word: [a]\nstop_words: the\nendings: [y]\n"
    (tmp_path / "en.yml").write_text(text, "utf-8")
    text = "called:\n  a b c d e: [x]\n  law: [Law]\nalike:\n  - [x, f g h i j]\n"
    (tmp_path / "es.yml").write_text(text, "utf-8")
    synonyms, diagnostics = read_synonyms(["en", "es"], tmp_path)
    assert synonyms == {}
    assert places(diagnostics) == [
        (2, "called.police", "is a text (`cops`) where a list belongs."),
        (3, "called.law.1", "is empty."),
        (4, "alike.1", "has no entry."),
        (5, "stop_word", "is not a field of synonyms."),
        (6, "stop_words", "is a text (`the`) where a list belongs."),
        (7, "endings", "is a list where fields belong."),
        (2, "called.a b c d e", "`a b c d e` is too long to be looked up."),
        (3, "called.law", "`law` is in the list for itself."),
        (5, "alike.1", "`f g h i j` is too long to be looked up."),
    ]
