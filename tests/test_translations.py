"""Translations by field: what the reader sees, what the translator gets, and what is refused."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.conftest import ROOT, SAMPLE, written
from toolkit.gather.glossary import GLOSSARIES, breaches, glossaries, words_in
from toolkit.gather.hand import HandPage
from toolkit.gather.words import strings
from toolkit.index.files import index
from toolkit.join.translations import standing, text_states, translatable
from toolkit.read import read
from toolkit.records.declared import marked
from toolkit.records.text import Translatable
from toolkit.translate import Desk, xliff
from toolkit.translate.exchange import Going, Head
from toolkit.translate.sidecar import Credit

NAME = ("practice", "id-night")
LANGUAGES = sorted(path.stem for path in GLOSSARIES.glob("*.yml"))
SIDECAR = "practices/practice/id-night.es.yml"
RECORD = "practices/practice/id-night.yml"
CREDIT = Credit("draft", "Sam Example", "2026-02-01")


def desk(root: Path) -> Desk:
    found = read(root)
    assert found.problems == []
    return Desk(root, found.toolkit, "es", found.settings.name)


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def told(root: Path) -> list[str]:
    return [f"{problem.file}:{problem.line}: {problem.what}" for problem in read(root).problems]


def sidecars(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.rglob("*.es.yml")}


def searched(root: Path) -> dict[str, str]:
    """The files of the search, by name."""
    found = read(root)
    files = index(found.toolkit, found.strings.words, found.strings.lists, found.hand, found.synonyms)
    return {name: content.decode() for name, content in files}


def results(files: dict[str, str], language: str) -> Iterator[dict[str, Any]]:
    """What the search can show, but for what it shows of another language."""
    names = ("path", "kind", "title", "language", "about", "labels", "is_outdated", "passages")
    for name, call in files.items():
        if name.startswith(f"search/{language}/x/"):
            rows = json.loads(call[call.index(",") + 1 : call.rindex(")")])
            yield from (dict(zip(names, row, strict=True)) for row in rows)


# ------------------------------------------------------------------ the reader


def test_a_translated_text_is_shown_and_the_others_are_marked_as_english(copy: Path) -> None:
    page = written(copy)["es/practices/id-night"]
    assert "title: Ayudar a los vecinos a obtener sus documentos en una noche" in page
    assert "2. Abrir las puertas.[1]" in page
    assert '1. <span lang="en" dir="ltr">1\\. is how this step begins.</span>' in page


def test_the_page_says_what_is_missing_a_draft_or_made_by_a_machine(copy: Path) -> None:
    page = written(copy)["es/practices/id-night"]
    words = strings(["en", "es"]).words["es"]
    for key in ("missing_some", "machine_notice", "draft_notice"):
        assert words.say(f"translation.{key}") in page
    assert words.say("translation.outdated_notice") not in page


def test_changing_one_english_field_makes_exactly_that_one_outdated(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    assert desk(copy).counts()["outdated"] == 1
    page = written(copy)["es/practices/id-night"]
    assert "Vinieron cuarenta personas inventadas." in page
    assert "url: '#changes'" in page
    assert 'Antes: <span lang="en" dir="ltr">Forty made-up people came.</span>' in page
    assert 'Ahora: <span lang="en" dir="ltr">Forty-one made-up people came.</span>' in page
    dashboard = written(copy)["translations/index"]
    row = next(line for line in dashboard.splitlines() if line.startswith("| `results`"))
    assert row == "| `results` | 1 | 0 | 0 | 0 | 1 | 0 |"
    assert b'#, fuzzy\nmsgctxt "practice/id-night#results"' in desk(copy).take_away("es.po")
    rows = results(searched(copy), "es")
    assert [row["path"] for row in rows if row["is_outdated"]] == ["practices/id-night"]


def test_a_language_keeps_no_copy_of_what_nobody_has_translated(copy: Path) -> None:
    files = searched(copy)
    english, spanish, arabic = ({row["path"]: row for row in results(files, tag)} for tag in ("en", "es", "ar"))
    assert set(spanish) == {"practices/id-night", "about"} < set(english)
    assert arabic == {}
    more = [passage[3:] for passage in spanish["practices/id-night"]["passages"]]
    assert [] in more and [{"language": "en"}] in more
    assert [name for name, text in files.items() if name.startswith("search/ar/") and "Forty" in text] == []


def test_a_title_keeps_no_link_that_its_english_once_had(copy: Path) -> None:
    (copy / SIDECAR).write_text(
        "status: draft\nby: Pat Example\ndate: '2026-01-15'\ntexts:\n"
        "  - at: title\n    en: '[Help](https://e.example/) residents get identity papers on one evening'\n"
        "    text: '[Ayudar](https://e.example/) a los vecinos'\n",
        "utf-8",
    )
    (told,) = read(copy).problems
    assert (told.line, told.field) == (7, "texts.1.text")
    assert told.what == "holds a link, `[Ayudar](https://e.example/)`, where only words can stand."


def test_moving_a_step_loses_no_translation(copy: Path) -> None:
    record = yaml.safe_load((copy / RECORD).read_text("utf-8"))
    before = desk(copy).counts()
    record["steps"].reverse()
    (copy / RECORD).write_text(yaml.dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    assert desk(copy).counts() == before


def test_a_translation_that_fits_whole_stands_as_if_each_text_were_looked_for() -> None:
    toolkit = read(ROOT).toolkit
    fitting = [key for key in toolkit.sidecars if toolkit.fitting(*key)]
    assert 0 < len(fitting) < len(toolkit.sidecars)
    for language, name in toolkit.sidecars:
        one_by_one = text_states(toolkit.texts[name], toolkit.translations[language, name])
        assert toolkit.standing(language, name) == standing(one_by_one), (language, name)


def test_texts_made_to_be_hard_to_compare_are_compared_at_once() -> None:
    entry = ("steps", ("steps", 0), "ab " * 660)
    units = tuple(("steps", "ba " * 660 + str(number), "x", None) for number in range(30))
    start = perf_counter()
    text_states([entry] * 30, ("draft", "A", "2026", units))
    assert perf_counter() - start < 10


def test_a_rewritten_text_is_missing_and_not_outdated(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Nobody ever counted.")
    counts = desk(copy).counts()
    assert counts["outdated"] == 0


def test_the_words_of_the_toolkit_are_complete_in_spanish(copy: Path) -> None:
    dashboard = written(copy)["translations/index"]
    row = next(line for line in dashboard.splitlines() if line.startswith("| The toolkit's own words"))
    assert row.endswith("| 0 | 0 |")


# ------------------------------------------------------------------ the translator


def test_what_waits_comes_outdated_first_and_nearest_the_start_page_next(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    waiting = [(file, state.at) for file, state in desk(copy).waiting()]
    assert waiting[0] == (SIDECAR, "results")
    assert waiting[1][0] == "practices/strategy/visit-businesses.es.yml"


def test_starting_a_translation_writes_a_place_for_every_text_and_keeps_what_is_there(copy: Path) -> None:
    assert desk(copy).start([NAME, ("policy", "sample-language-policy")], CREDIT) == [
        SIDECAR,
        "practices/policy/sample-language-policy.es.yml",
    ]
    written = yaml.safe_load((copy / SIDECAR).read_text("utf-8"))
    assert written["by"] == "Pat Example"
    assert {"at": "lessons", "en": "Bring more chairs.[@rivertown-2020]"} in written["texts"]
    assert desk(copy).start([NAME], CREDIT) == []


def test_a_minor_change_can_be_declared_minor(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty made-up people came in.")
    assert desk(copy).counts()["outdated"] == 1
    assert desk(copy).keep(NAME, CREDIT) == [SIDECAR]
    counts = desk(copy).counts()
    assert (counts["outdated"], counts["machine"], counts["draft"]) == (0, 1, 2)


@pytest.mark.parametrize("file", ["es.po", "es.xlf"])
def test_a_file_goes_out_and_in_and_changes_nothing(copy: Path, file: str) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    desk(copy).start(list(desk(copy).toolkit.entries), CREDIT)
    before = sidecars(copy)
    assert desk(copy).bring_back(desk(copy).take_away(file), file, CREDIT) == ([], [])
    assert sidecars(copy) == before


@pytest.mark.parametrize("file", ["es.po", "es.xlf"])
def test_a_text_translated_in_a_tool_lands_in_its_sidecar(copy: Path, file: str) -> None:
    content = FILLED[file](desk(copy).take_away(file), LESSONS, "Llevar más sillas.[@rivertown-2020]")
    assert desk(copy).bring_back(content, file, CREDIT) == ([SIDECAR], [])
    texts = yaml.safe_load((copy / SIDECAR).read_text("utf-8"))["texts"]
    assert {
        "at": "lessons",
        "en": "Bring more chairs.[@rivertown-2020]",
        "text": "Llevar más sillas.[@rivertown-2020]",
    } in texts


def test_an_outdated_text_that_a_translator_finds_right_is_so_again(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    for file, before, after in (
        ("es.po", "#, fuzzy\n", ""),
        ("es.xlf", 'state="initial" subState="toolkit:outdated"', 'state="translated"'),
    ):
        content = desk(copy).take_away(file).decode()
        assert content.count(before) == 1
        assert desk(copy).bring_back(content.encode(), file, CREDIT) == ([], [])
        assert desk(copy).bring_back(content.replace(before, after).encode(), file, CREDIT) == ([SIDECAR], [])
        assert desk(copy).counts()["outdated"] == 0
        replace(copy / SIDECAR, "Forty-one made-up", "Forty made-up")


CODED = [
    Going("practice/a#steps", english, text, "draft", "", ())
    for english, text in (
        ("Plain & <simple>.", "Sencillo & <simple>."),
        ("One.[@a] Two.[@b; @c]", "Dos.[@b; @c] Uno.[@a]"),
        ("Read [the page](https://e.org/?a=1&b=2) now.[@a]", "Leer [la página](https://e.org/?a=1&b=2) ya.[@a]"),
        ("[@a] [x](tel:911)[y](tel:911)", "[@z] [y](tel:911) y [@a]"),
    )
]


def test_an_xliff_file_says_what_it_was_told_with_citations_and_links_as_codes() -> None:
    content = xliff.write(CODED, Head("P", "es", "0")).decode()
    read = xliff.read(content, "es.xlf")
    assert {name: value for name, (value, *_) in read.head.items()} == {"project": "P", "language": "es", "base": "0"}
    assert [(one.english, one.text) for one in read.texts] == [(one.english, one.text) for one in CODED]
    segments = "".join(re.findall("<segment.*?</segment>", content, re.S))
    assert "e.org" not in segments and "[@a]" not in segments and "[@z]" in segments
    assert ElementTree.fromstring(content).tag == f"{{{xliff.CORE}}}xliff"


def in_xliff(content: bytes, context: str, text: str) -> bytes:
    """An XLIFF file with one translation filled in; its citation as a code, as in the English."""
    text = text.replace("[@rivertown-2020]", '<ph id="c1" canDelete="no" dataRef="c1s" />')
    head, found, rest = content.decode().partition(f'name="{context}"')
    assert found
    return f"{head}{found}{rest.replace('</source>', f'</source><target>{text}</target>', 1)}".encode()


def filled(content: bytes, context: str, text: str) -> bytes:
    """A PO file with one translation filled in."""
    head, found, rest = content.decode().partition(f'msgctxt "{context}"\n')
    assert found
    before, msgstr, after = rest.partition('msgstr ""')
    return f'{head}{found}{before}msgstr "{text}"{after}'.encode() if msgstr else content


LESSONS = "practice/id-night#lessons"
FILLED = {"es.po": filled, "es.xlf": in_xliff}
UNDONE = "<segment><source>More.</source></segment><segment><source></source><target>"
BOMB = b'<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<xliff'
REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "of another project": (
        lambda po: po.replace(b"Sample toolkit", b"Another toolkit"),
        "es.po:3: is for another project, `Another toolkit`.",
    ),
    "of another language": (
        lambda po: po.replace(b"Language: es", b"Language: fr"),
        "es.po:4: is in another language, `fr`.",
    ),
    "of another edition": (lambda po: po.replace(b"Base: ", b"Base: f"), "es.po:5: is for another edition"),
    "without a citation": (
        lambda po: filled(po, LESSONS, "Llevar más sillas."),
        "has other citations than the English text.",
    ),
    "with markup": (
        lambda po: filled(po, LESSONS, "<b>Sillas</b>.[@rivertown-2020]"),
        "holds HTML, `<b>`, which is not shown.",
    ),
    "with a script for a link": (
        lambda po: filled(po, LESSONS, "[a](javascript:x).[@rivertown-2020]"),
        "links to `javascript:x`",
    ),
    "in the wrong encoding": (
        lambda po: filled(po, LESSONS, "más.[@rivertown-2020]").decode().encode("latin-1"),
        "not written in UTF-8",
    ),
    "of which half is missing": (lambda po: po[: po.index(b"Bring more chairs") + 5], "cannot be read from here on"),
    "with a text of its own": (
        lambda po: po + b'\nmsgctxt "practice/id-night#title"\nmsgid "Mine"\nmsgstr "Mio"\n',
        "that this toolkit does not have.",
    ),
}


REFUSED_XLIFF: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "of another project": (
        lambda xlf: xlf.replace(b"Sample toolkit", b"Another toolkit"),
        "es.xlf:3: is for another project, `Another toolkit`.",
    ),
    "of another language": (
        lambda xlf: xlf.replace(b'trgLang="es"', b'trgLang="fr"'),
        "es.xlf:2: is in another language, `fr`.",
    ),
    "of another edition": (lambda xlf: xlf.replace(b'"base">', b'"base">f'), "es.xlf:6: is for another edition"),
    "without a citation": (
        lambda xlf: in_xliff(xlf, LESSONS, "Llevar más sillas."),
        "has other citations than the English text.",
    ),
    "with markup": (
        lambda xlf: in_xliff(xlf, LESSONS, "&lt;b>Sillas&lt;/b>.[@rivertown-2020]"),
        "holds HTML, `<b>`, which is not shown.",
    ),
    "with elements that are not XLIFF's": (
        lambda xlf: in_xliff(xlf, LESSONS, "<b>Sillas</b>.[@rivertown-2020]"),
        "holds markup, `<b>`, which is not XLIFF's.",
    ),
    "with a script for a link": (
        lambda xlf: in_xliff(xlf, LESSONS, "[a](javascript:x).[@rivertown-2020]"),
        "links to `javascript:x`",
    ),
    "translated in part": (
        lambda xlf: in_xliff(xlf, LESSONS, "Sillas.[@rivertown-2020]</target></segment>" + UNDONE),
        "is translated only in part.",
    ),
    "in the wrong encoding": (
        lambda xlf: in_xliff(xlf, LESSONS, "más.[@rivertown-2020]").decode().encode("latin-1"),
        "not written in UTF-8",
    ),
    "of which half is missing": (
        lambda xlf: xlf[: xlf.index(b"Bring more chairs") + 5],
        "cannot be read from here on",
    ),
    "with a text of its own": (
        lambda xlf: xlf.replace(b"Bring more chairs", b"Bring fewer chairs").replace(
            b"</source>", b"</source><target>Sillas.</target>"
        ),
        "that this toolkit does not have.",
    ),
    "with entities that swell": (lambda xlf: xlf.replace(b"<xliff", BOMB, 1), "es.xlf:2: declares what XLIFF does not"),
    "with entities that are not declared": (
        lambda xlf: in_xliff(xlf, LESSONS, "&secret;[@rivertown-2020]"),
        "cannot be read from here on",
    ),
    "nested without end": (
        lambda xlf: in_xliff(xlf, LESSONS, "<mrk>" * 5_000 + "a" + "</mrk>" * 5_000),
        "holds elements within elements without end.",
    ),
    "of an older XLIFF": (
        lambda xlf: xlf.replace(b"urn:oasis:names:tc:xliff:document:2.0", b"urn:oasis:names:tc:xliff:document:1.2"),
        "es.xlf:2: is not XLIFF 2.",
    ),
}


@pytest.mark.parametrize(
    ("file", "how"), [("es.po", how) for how in REFUSED] + [("es.xlf", how) for how in REFUSED_XLIFF]
)
def test_a_file_is_refused_whole(copy: Path, file: str, how: str) -> None:
    change, what = (REFUSED if file == "es.po" else REFUSED_XLIFF)[how]
    before = sidecars(copy)
    content = change(desk(copy).take_away(file))
    written, problems = desk(copy).bring_back(content, file, CREDIT)
    assert written == []
    assert len(problems) == 1 or how == "with a text of its own"
    assert any(what in f"{file}:{problem.line}: {problem.what}" for problem in problems)
    assert all(problem.fix and problem.line > 1 for problem in problems)
    assert sidecars(copy) == before


@pytest.mark.parametrize("file", ["es.po", "es.xlf"])
def test_a_translation_that_does_not_keep_the_glossary_is_refused(copy: Path, file: str) -> None:
    replace(copy / RECORD, "Bring more chairs.", "The chief brought more chairs.")
    terms = glossaries(["es"])[0]["es"]
    own = dataclasses.replace(desk(copy), terms=terms)
    content = own.take_away(file)
    assert "glossary: chief = jefe… / jefa… / subjef…" in content.decode()
    content = FILLED[file](content, LESSONS, "El cocinero llevó más sillas.[@rivertown-2020]")
    written, problems = own.bring_back(content, file, CREDIT)
    assert (written, [problem.what for problem in problems]) == ([], ["has no word of the glossary for `chief`."])


# ------------------------------------------------------------------ the contributor's mistakes


def test_a_translation_without_a_citation_is_a_problem_in_its_line(copy: Path) -> None:
    replace(copy / SIDECAR, "inventadas.[@rivertown-2020]", "inventadas.")
    assert told(copy) == [f"{SIDECAR}:14: has other citations than the English text."]


def test_a_translation_of_which_only_the_source_is_there_is_a_problem(copy: Path) -> None:
    replace(
        copy / SIDECAR, "text: Vinieron cuarenta personas inventadas.[@rivertown-2020]", 'text: "[@rivertown-2020]"'
    )
    assert told(copy) == [f"{SIDECAR}:14: gives a source and does not say for what."]


def test_a_translation_of_a_record_that_is_not_there_is_a_problem(copy: Path) -> None:
    (copy / SIDECAR).rename(copy / "practices" / "practice" / "id-nihgt.es.yml")
    assert told(copy) == ["practices/practice/id-nihgt.es.yml:0: translates a practice that is not there, `id-nihgt`."]


def test_a_translation_into_a_language_that_the_site_does_not_have_is_a_problem(copy: Path) -> None:
    (copy / SIDECAR).rename(copy / "practices" / "practice" / "id-night.fr.yml")
    assert told(copy) == [
        "practices/practice/id-night.fr.yml:0: `fr` is not a language that the site is translated into."
    ]


def test_a_page_by_hand_is_outdated_when_its_english_changes_and_can_be_kept(copy: Path) -> None:
    def spanish() -> tuple[HandPage, HandPage]:
        pages = {page.file: page for page in read(copy).hand}
        return pages["docs/about.es.md"], pages["docs/about.md"]

    assert desk(copy).keep_page(*spanish()) == ["docs/about.es.md"]
    replace(copy / "docs" / "about.md", "It is a sample.", "It is still a sample.")
    page, english = spanish()
    assert page.state(english) == "outdated"
    assert desk(copy).keep_page(page, english) == ["docs/about.es.md"]
    page, english = spanish()
    assert page.state(english) == "draft"
    assert (copy / "docs" / "about.es.md").read_text("utf-8").count("of: ") == 1


def test_keeping_a_page_touches_nothing_below_its_front(copy: Path) -> None:
    page = copy / "docs" / "about.es.md"
    text = "---\ntitle: Acerca\n---\n\nUna lista\nof: cosas.\n\n---\n\nFin.\n"
    page.write_text(text, "utf-8")
    pages = {page.file: page for page in read(copy).hand}
    english = pages["docs/about.md"]
    assert desk(copy).keep_page(pages["docs/about.es.md"], english) == ["docs/about.es.md"]
    assert page.read_text("utf-8") == text.replace("Acerca\n", f"Acerca\nof: {english.hash}\n")


def test_the_language_at_the_root_of_the_site_need_not_be_english(copy: Path) -> None:
    replace(copy / "mkdocs.yml", "[en, es, ar]", "[es, en]")
    pages = written(copy)
    assert "heading: Ayudar a los vecinos" in pages["practices/id-night"]
    assert "heading: Help residents" in pages["en/practices/id-night"]


# ------------------------------------------------------------------ glossary, and what is not translatable


def test_a_text_that_does_not_keep_the_glossary_is_a_problem_in_its_line(copy: Path) -> None:
    replace(copy / RECORD, "Bring more chairs.", "The chief brought more chairs.")
    replace(
        copy / SIDECAR,
        "    status: machine\n",
        "    status: machine\n  - at: lessons\n    en: The chief brought more chairs.[@rivertown-2020]\n"
        "    text: El cocinero llevó más sillas.[@rivertown-2020]\n",
    )
    found = read(copy).problems
    assert [(problem.line, problem.what, problem.fix) for problem in found] == [
        (18, "has no word of the glossary for `chief`.", "Use `jefe` or `jefa` or `subjef`.")
    ]


def test_a_citation_in_the_middle_of_a_term_hides_no_breach(copy: Path) -> None:
    replace(copy / RECORD, "Bring more chairs.", "The task[@rivertown-2020] force sat.")
    replace(
        copy / SIDECAR,
        "    status: machine\n",
        "    status: machine\n  - at: lessons\n    en: The task[@rivertown-2020] force sat.[@rivertown-2020]\n"
        "    text: Los demás[@rivertown-2020] se sentaron.[@rivertown-2020]\n",
    )
    assert [problem.what for problem in read(copy).problems] == ["has no word of the glossary for `task force`."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_term_stands_there_is_a_word_that_it_begins_with(language: str) -> None:
    for term in glossaries([language])[0][language]:
        for shape in ("{}", "{}s", "{}es", "{}'s", "“{}”", "non-{}", "{}-like", "<{}>", "x{}"):
            for text in (f"The {shape.format(term.english)}.[@k]", shape.format(term.english.upper())):
                has_beginning = not set(term.beginnings).isdisjoint(words_in(text.lower()))
                assert has_beginning or not term.pattern.search(text), text


@pytest.mark.parametrize("root", [SAMPLE, ROOT], ids=["sample", "real"])
def test_the_texts_to_translate_are_those_that_are_declared_so(root: Path) -> None:
    for entry in read(root).toolkit.entries.values():
        declared = [(path, text) for path, _, text in marked(entry.record, Translatable)]
        fields = [".".join([step for step in path if isinstance(step, str)]) for path, _ in declared]
        assert translatable(entry) == [(field, *one) for field, one in zip(fields, declared, strict=True)]


@pytest.mark.parametrize(
    ("english", "text", "is_kept"),
    [
        ("The sheriff spoke.", "Habló el alguacil.", True),
        ("The sheriff spoke.", "Habló el comisario.", False),
        ("Sheriffs speak.", "Los alguaciles hablan.", True),
        ("Ask the Orange County Sheriff's Office.", "Preguntar en Orange County Sheriff's Office.", True),
        ("Human trafficking is a crime.", "El tráfico de personas es un delito.", False),
        ("Handkerchiefs are no chiefs.", "Los pañuelos no son jefes.", True),
        ("A handkerchief.", "Un pañuelo.", True),
    ],
)
def test_the_glossary_is_kept_by_words_and_names_stay(english: str, text: str, is_kept: bool) -> None:
    terms, problems = glossaries(["es"])
    assert problems == []
    assert (list(breaches(terms["es"], english, text)) == []) is is_kept


def test_the_real_words_of_the_toolkit_keep_the_glossary() -> None:
    terms, _ = glossaries(["es"])
    words = strings(["en", "es"]).words["es"]
    broken = {
        key: found
        for key, english in words.english.items()
        if (found := list(breaches(terms["es"], english, words.texts[key])))
    }
    assert broken == {}


def test_pseudo_localization_shows_what_is_not_translatable(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("[en, es, ar]", "[en, qps-ploc]"), "utf-8")
    for path in copy.rglob("*.es.*"):
        path.unlink()
    page = written(copy)["qps-ploc/practices/id-night"]
    assert "## [Thé prôblém" in page.replace("ö", "ô")
    assert "## What" not in page
