"""Translations by text: what waits for a translator, what goes to a tool and comes back, and what is refused."""

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from babel.messages.catalog import Catalog

from tests.builds import run
from tests.golden import markdown_pages
from toolkit.diagnostics import Diagnostic
from toolkit.project import load_project
from toolkit.schema import Key
from toolkit.schema.records import Practice
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import read_catalogs
from toolkit.translate import po
from toolkit.translate.sidecar import NOT_NAMED
from toolkit.translate.workspace import Workspace
from toolkit.translation import english_texts, text_statuses

KEY: Key = ("practice", "id-night")
SIDECAR = "practices/practice/id-night.es.yml"
RECORD = "practices/practice/id-night.yml"
CREDIT = Translation.model_construct(status="draft", by="Sam Example", date="2026-02-01")
LESSONS = "practice/id-night#lessons"
ENGLISH = "Bring more chairs.[@rivertown-2020]"
SPANISH = "Llevar más sillas.[@rivertown-2020]"


def workspace(root: Path) -> Workspace:
    project = load_project(root, root.with_name("cache"))
    assert project.diagnostics == []
    return Workspace(project, "es")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def reports(root: Path) -> list[str]:
    return [
        f"{entry.file}:{entry.line}: {entry.message}" for entry in load_project(root).diagnostics
    ]


def sidecars(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.rglob("*.es.yml")}


def sidecar(root: Path) -> dict[str, object]:
    values: dict[str, object] = yaml.safe_load((root / SIDECAR).read_text("utf-8"))
    return values


# ------------------------------------------------------------------ the reader


def test_a_translated_text_is_shown_and_the_others_are_marked_as_english(copy: Path) -> None:
    page = markdown_pages(copy)["es/practices/id-night"]
    assert "title: Ayudar a los vecinos a obtener sus documentos en una noche" in page
    assert '2. Abrir las puertas.<a href="#note-1"' in page
    assert '1. <span lang="en" dir="ltr">1\\. is how this step begins.<a href=' in page


def test_the_page_says_what_is_missing_a_draft_or_by_a_machine(copy: Path) -> None:
    page = markdown_pages(copy)["es/practices/id-night"]
    catalog = read_catalogs(["en", "es"]).by_language["es"]
    for key in ("missing_some", "machine_notice", "draft_notice"):
        assert catalog.t(f"translation.{key}") in page
    assert catalog.t("translation.outdated_notice") not in page


def test_a_page_in_english_says_so_once_and_claims_no_translation_of_its_text(copy: Path) -> None:
    catalog = read_catalogs(["en", "es"]).by_language["es"]
    pages = [page for name, page in markdown_pages(copy).items() if name.startswith("es/")]
    in_english = [page for page in pages if catalog.t("translation.missing_all") in page]
    assert in_english
    for page in in_english:
        front = page.split("---")[1]
        assert front.count(catalog.t("translation.missing_all")) == 1
        assert front.count(catalog.t("translation.frame")) == 1
        assert not any(
            catalog.t(f"translation.{status}_notice") in front for status in ("machine", "draft")
        )


def test_the_start_page_says_how_much_is_translated(copy: Path) -> None:
    pages = markdown_pages(copy)
    assert re.search(r"Páginas enteras en este idioma: \d+ de \d+", pages["es/index"])
    assert "Páginas enteras" not in pages["es/practices/id-night"]
    assert "Whole pages in this language" not in pages["en/index"]


def test_the_page_shows_how_the_english_of_an_outdated_text_changed(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    pages = markdown_pages(copy)
    page = pages["es/practices/id-night"]
    assert "Vinieron cuarenta personas inventadas." in page
    assert "url: '#changes'" in page
    assert 'Antes: <span lang="en" dir="ltr">Forty made-up people came.</span>' in page
    assert 'Ahora: <span lang="en" dir="ltr">Forty-one made-up people came.</span>' in page
    row = next(
        line
        for line in pages["en/translations/index"].splitlines()
        if line.startswith("| Practices")
    )
    assert row == "| Practices | 68 | 6 | 18 | 0 | 1 | 43 |"


def test_the_default_language_of_the_site_need_not_be_english(copy: Path) -> None:
    english, spanish = (
        "- {locale: en, name: English, default: true}",
        "- {locale: es, name: Español,",
    )
    config = (copy / "mkdocs.yml").read_text("utf-8")
    assert english in config and spanish in config
    config = config.replace(english, "- {locale: en, name: English}").replace(
        spanish, f"{spanish} default: true,"
    )
    (copy / "mkdocs.yml").write_text(config, "utf-8")
    project = load_project(copy)
    assert (project.diagnostics, project.default_language) == ([], "es")
    pages = markdown_pages(copy)
    assert "heading: Ayudar a los vecinos" in pages["es/practices/id-night"]
    assert "heading: Help residents" in pages["en/practices/id-night"]


# ------------------------------------------------------------------ the status of texts


def test_changing_an_english_text_makes_exactly_that_text_outdated(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    assert workspace(copy).counts()["outdated"] == 1
    assert b'#, fuzzy\nmsgctxt "practice/id-night#results"' in workspace(copy).export()


def test_a_rewritten_text_is_missing_and_not_outdated(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Nobody ever counted.")
    assert workspace(copy).counts()["outdated"] == 0


@pytest.mark.parametrize(
    ("english", "outdated"),
    [("Some made-up people ever came back.", 1), ("About forty people came to the church.", 0)],
)
def test_a_translation_is_kept_as_outdated_only_if_more_than_half_of_its_english_is_the_same(
    copy: Path, english: str, outdated: int
) -> None:
    replace(copy / RECORD, "Forty made-up people came.", english)
    assert workspace(copy).counts()["outdated"] == outdated


def test_moving_a_step_loses_no_translation(copy: Path) -> None:
    record = yaml.safe_load((copy / RECORD).read_text("utf-8"))
    before = workspace(copy).counts()
    record["steps"].reverse()
    (copy / RECORD).write_text(yaml.dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    assert workspace(copy).counts() == before


def test_texts_that_are_hard_to_compare_are_compared_at_once() -> None:
    record = Practice.model_construct(
        title="", summary="", sources=[], agencies=[], steps=["ab " * 660] * 30
    )
    units = tuple(
        Unit.model_construct(at="steps", en="ba " * 660 + str(number), text="x")
        for number in range(30)
    )
    start = perf_counter()
    translation = Translation.model_construct(status="draft", by="A", date="2026", texts=units)
    text_statuses(english_texts(record), translation)
    assert perf_counter() - start < 10


# ------------------------------------------------------------------ the translator


def test_outdated_texts_wait_first_and_then_those_nearest_the_start_page(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    waiting = [(file, text.field) for file, text in workspace(copy).waiting()]
    assert waiting[0] == (SIDECAR, "results")
    assert waiting[1][0] == "practices/strategy/visit-businesses.es.yml"


def test_starting_a_translation_writes_a_place_for_every_text_and_leaves_what_is_there(
    copy: Path,
) -> None:
    assert workspace(copy).write({KEY: {}, ("policy", "sample-language-policy"): {}}, CREDIT) == [
        SIDECAR,
        "practices/policy/sample-language-policy.es.yml",
    ]
    values = sidecar(copy)
    assert (values["by"], values["status"]) == ("Pat Example", "draft")
    assert {"at": "lessons", "en": ENGLISH} in values["texts"]  # type: ignore[operator]
    assert values["asked"] == "perdí la cartera"
    assert workspace(copy).write({KEY: {}}, CREDIT) == []


def test_a_minor_change_can_be_declared_minor(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty made-up people came in.")
    assert workspace(copy).counts()["outdated"] == 1
    assert workspace(copy).mark_current(KEY, CREDIT) == [SIDECAR]
    counts = workspace(copy).counts()
    assert (counts["outdated"], counts["machine"], counts["draft"]) == (0, 1, 18)
    assert sidecar(copy)["by"] == "Pat Example"


def pages(root: Path) -> tuple[DocPage, DocPage]:
    """The Spanish page "about", and the English one."""
    by_file = {page.file: page for page in load_project(root).doc_pages}
    return by_file["docs/about.es.md"], by_file["docs/about.md"]


def test_an_authored_page_is_outdated_when_its_english_changes_and_can_be_marked_current(
    copy: Path,
) -> None:
    assert workspace(copy).mark_page_current(*pages(copy)) == ["docs/about.es.md"]
    replace(copy / "docs" / "about.md", "It is a sample.", "It is still a sample.")
    page, english = pages(copy)
    assert page.status_beside(english) == "outdated"
    assert workspace(copy).mark_page_current(page, english) == ["docs/about.es.md"]
    page, english = pages(copy)
    assert page.status_beside(english) == "draft"
    assert (copy / "docs" / "about.es.md").read_text("utf-8").count("of: ") == 1
    assert workspace(copy).mark_page_current(page, english) == []


@pytest.mark.parametrize("body", ["\n\nUna lista\nof: cosas.\n\n---\n\nFin.\n", "", "\n"])
def test_marking_a_page_current_changes_nothing_below_its_front_matter(
    copy: Path, body: str
) -> None:
    page = copy / "docs" / "about.es.md"
    page.write_text(f"---\ntitle: Acerca\n---{body}", "utf-8")
    _, english = pages(copy)
    assert workspace(copy).mark_page_current(*pages(copy)) == ["docs/about.es.md"]
    assert page.read_text("utf-8") == f"---\ntitle: Acerca\nof: {english.digest}\n---{body}"


# ------------------------------------------------------------------ export and import


def filled_po(content: bytes, context: str, text: str) -> bytes:
    """A PO file with a translation filled in."""
    head, name, rest = content.decode().partition(f'msgctxt "{context}"\n')
    assert name
    before, msgstr, after = rest.partition('msgstr ""')
    return f'{head}{name}{before}msgstr "{text}"{after}'.encode() if msgstr else content


def test_an_exported_file_imported_again_changes_nothing(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    workspace(copy).write({key: {} for key in workspace(copy).project.library.records}, CREDIT)
    before = sidecars(copy)
    assert workspace(copy).import_file(workspace(copy).export(), "es.po", CREDIT) == ([], [])
    assert sidecars(copy) == before


def test_a_text_translated_in_a_tool_lands_in_its_sidecar(copy: Path) -> None:
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH)
    assert workspace(copy).import_file(content, "es.po", CREDIT) == ([SIDECAR], [])
    values = sidecar(copy)
    assert {"at": "lessons", "en": ENGLISH, "text": SPANISH} in values["texts"]  # type: ignore[operator]
    assert values["by"] == "Pat Example"


def test_a_text_with_another_status_than_its_file_says_so(copy: Path) -> None:
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH)
    credit = Translation.model_construct(status="reviewed", by="Ana Pérez", date="2026-02-01")
    assert workspace(copy).import_file(content, "es.po", credit) == ([SIDECAR], [])
    texts = sidecar(copy)["texts"]
    assert {"at": "lessons", "en": ENGLISH, "text": SPANISH, "status": "reviewed"} in texts  # type: ignore[operator]


@pytest.mark.parametrize("started_by", [NOT_NAMED, "Sam Example"])
def test_an_import_is_credited_where_nobody_has_translated_yet(copy: Path, started_by: str) -> None:
    (copy / SIDECAR).unlink()
    workspace(copy).write(
        {KEY: {}}, Translation.model_construct(status="draft", by=started_by, date="2026-01-01")
    )
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH)
    credit = Translation.model_construct(status="reviewed", by="Ana Pérez", date="2026-02-01")
    assert workspace(copy).import_file(content, "es.po", credit) == ([SIDECAR], [])
    values = sidecar(copy)
    assert (values["status"], values["by"], values["date"]) == (
        credit.status,
        credit.by,
        credit.date,
    )
    assert {"at": "lessons", "en": ENGLISH, "text": SPANISH} in values["texts"]  # type: ignore[operator]


def test_texts_without_a_translators_name_keep_their_status_when_an_import_is_credited(
    copy: Path,
) -> None:
    replace(copy / SIDECAR, "by: Pat Example", f"by: {NOT_NAMED}")
    before = workspace(copy).counts()
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH)
    credit = Translation.model_construct(status="reviewed", by="Ana Pérez", date="2026-02-01")
    assert workspace(copy).import_file(content, "es.po", credit) == ([SIDECAR], [])
    assert (sidecar(copy)["status"], sidecar(copy)["by"]) == ("reviewed", "Ana Pérez")
    after = workspace(copy).counts()
    assert after == before | {"reviewed": before["reviewed"] + 1, "missing": before["missing"] - 1}


def test_an_outdated_text_that_a_translator_confirms_is_current_again(copy: Path) -> None:
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    content = workspace(copy).export().decode()
    assert content.count("#, fuzzy\n") == 1
    assert workspace(copy).import_file(content.encode(), "es.po", CREDIT) == ([], [])
    confirmed = content.replace("#, fuzzy\n", "").encode()
    assert workspace(copy).import_file(confirmed, "es.po", CREDIT) == ([SIDECAR], [])
    assert workspace(copy).counts()["outdated"] == 0


# ------------------------------------------------------------------ work that went on meanwhile


def test_an_english_text_that_changes_meanwhile_costs_a_translator_that_text_alone(
    copy: Path,
) -> None:
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH)
    content = filled_po(content, "practice/tea-with-officers#title", "Tomar té")
    replace(copy / RECORD, "Bring more chairs.", "Bring many more chairs.")
    replace(copy / RECORD, "Forty made-up people came.", "Forty-one made-up people came.")
    written, diagnostics = workspace(copy).import_file(content, "es.po", CREDIT)
    assert written == ["practices/practice/tea-with-officers.es.yml"]
    assert [(entry.field, entry.message, entry.hint) for entry in diagnostics] == [
        (
            LESSONS,
            "translates English that has changed since it was exported, or is gone.",
            "Export the record again, and translate what it says now.",
        )
    ]
    assert "más sillas" not in (copy / SIDECAR).read_text("utf-8")


def test_two_translators_at_once_lose_nothing(copy: Path) -> None:
    exported = workspace(copy).export()
    mine = filled_po(exported, LESSONS, SPANISH)
    theirs = filled_po(exported, LESSONS, "Traer más sillas.[@rivertown-2020]")
    title = "Ayudar a los vecinos a obtener sus documentos en una noche"
    mine = mine.replace(title.encode(), b"Ayudar a los vecinos a obtener sus papeles en una noche")
    assert workspace(copy).import_file(theirs, "es.po", CREDIT) == ([SIDECAR], [])
    written, diagnostics = workspace(copy).import_file(mine, "es.po", CREDIT)
    assert written == [SIDECAR]
    assert [(entry.field, entry.message, entry.hint) for entry in diagnostics] == [
        (
            LESSONS,
            "was translated by somebody else since it was exported: `Traer más sillas.[@rivertown-2020]`",
            f"Yours is `{SPANISH}` To put it in place of theirs, export the record again and write it there.",
        )
    ]
    texts = {unit["en"]: unit.get("text") for unit in sidecar(copy)["texts"]}  # type: ignore[attr-defined]
    assert texts[ENGLISH] == "Traer más sillas.[@rivertown-2020]"
    assert "Ayudar a los vecinos a obtener sus papeles en una noche" in texts.values()


def test_a_text_that_a_translator_left_alone_never_undoes_the_work_of_another(copy: Path) -> None:
    exported = workspace(copy).export()
    replace(copy / SIDECAR, "Abrir las puertas.", "Abrir todas las puertas.")
    before = sidecars(copy)
    assert workspace(copy).import_file(exported, "es.po", CREDIT) == ([], [])
    assert sidecars(copy) == before


def test_without_the_comments_of_the_export_nothing_that_is_translated_is_overwritten(
    copy: Path,
) -> None:
    content = filled_po(workspace(copy).export(), LESSONS, SPANISH).replace(
        b"Abrir las puertas", b"Abrir la puerta"
    )
    bare = b"\n".join(line for line in content.split(b"\n") if not line.startswith(b"#."))
    written, diagnostics = workspace(copy).import_file(bare, "es.po", CREDIT)
    assert written == [SIDECAR]
    assert [entry.field for entry in diagnostics] == ["practice/id-night#steps"]
    assert "Abrir las puertas" in (copy / SIDECAR).read_text("utf-8")
    assert SPANISH in (copy / SIDECAR).read_text("utf-8")


def test_a_translation_into_english_words_that_the_toolkit_never_had_is_listed(copy: Path) -> None:
    own = b'\nmsgctxt "practice/id-night#title"\nmsgid "Mine"\nmsgstr "Mio"\n'
    written, diagnostics = workspace(copy).import_file(
        workspace(copy).export() + own, "es.po", CREDIT
    )
    assert (written, [entry.field for entry in diagnostics]) == ([], ["practice/id-night#title"])


def test_one_record_or_what_waits_can_be_exported_alone(copy: Path) -> None:
    def texts(content: bytes) -> int:
        return content.count(b"msgctxt")

    work = workspace(copy)
    counts = work.counts()
    one = work.export([KEY])
    assert 0 < texts(one) == one.count(b'msgctxt "practice/id-night#') < texts(work.export())
    assert texts(work.export(is_waiting=True)) == counts["missing"] + counts["outdated"]
    assert 0 < texts(work.export([KEY], is_waiting=True)) < texts(one)
    assert work.import_file(filled_po(one, LESSONS, SPANISH), "es.po", CREDIT) == ([SIDECAR], [])


def test_the_command_lists_what_it_did_not_take_and_takes_the_rest(copy: Path) -> None:
    file = copy / "es.po"
    arguments = ("translate", "es", "--root", copy)
    exported = run(*arguments, "--export", file, RECORD, "practices/practice/tea-with-officers.yml")
    assert (exported.returncode, exported.stdout) == (
        0,
        f"Wrote {file}. Bring it back with --import.\n",
    )
    content = filled_po(file.read_bytes(), LESSONS, "Sillas.")
    file.write_bytes(filled_po(content, "practice/tea-with-officers#title", "Tomar té"))
    imported = run(*arguments, "--import", file)
    assert imported.returncode == 1
    assert "Wrote practices/practice/tea-with-officers.es.yml\nes.po:" in imported.stdout
    assert f"{LESSONS}: has other citations than the English text." in imported.stdout
    assert imported.stderr == "\nOne problem. Everything else was taken.\n"
    missing = run(*arguments, "--export", file, "practices/practice/none.yml")
    assert (
        missing.returncode,
        "there is no record practices/practice/none.yml" in missing.stderr,
    ) == (2, True)


TEXTS = [
    ("Plain & <simple>.", "Sencillo & <simple>."),
    ("One.[@a] Two.[@b; @c]", "Dos.[@b; @c] Uno.[@a]"),
    (
        "Read [the page](https://e.org/?a=1&b=2) now.[@a]",
        "Leer [la página](https://e.org/?a=1&b=2) ya.[@a]",
    ),
    ("[@a] [x](tel:911)[y](tel:911)", "[@z] [y](tel:911) y [@a]"),
    ('A "quoted" \\ text.', 'Un "texto" \\ citado.'),
]


def test_a_file_gives_back_the_texts_that_were_written() -> None:
    catalog = Catalog(fuzzy=False)
    for english, text in TEXTS:
        catalog.add(english, text, context="practice/a#steps")
    header = {po.PROJECT: 'The "best" \\ toolkit', po.LANGUAGE: "es"}
    parsed = po.parse(po.write(catalog, header).decode(), "es.po")
    assert {label: value for label, (value, _) in parsed.header.items()} == header
    assert not parsed.diagnostics
    assert [(message.id, message.string) for message in parsed.messages] == TEXTS


# ------------------------------------------------------------------ what an import refuses

LACKS_QUOTE = "is a text that lacks a quotation mark at an end, or has another inside."


def refilled(content: bytes, before: str, after: str) -> bytes:
    """A PO file with a translation, as somebody wrote it by hand."""
    po = filled_po(content, LESSONS, "Sillas.[@rivertown-2020]").decode()
    return po.replace(before, after).encode()


REFUSED_TEXTS: dict[str, tuple[str, str]] = {
    "without a citation": ("Llevar más sillas.", "has other citations than the English text."),
    "with HTML": ("<b>Sillas</b>.[@rivertown-2020]", "contains HTML, `<b>`, which is not shown."),
    "with a script for a link": ("[a](javascript:x).[@rivertown-2020]", "links to `javascript:x`."),
    "without end": (
        f"{'muy ' * 600}[@rivertown-2020]",
        "is too long (2417 characters; 2000 at most).",
    ),
}


@pytest.mark.parametrize("how", REFUSED_TEXTS)
def test_a_text_with_a_mistake_is_listed_and_the_others_are_taken(copy: Path, how: str) -> None:
    text, message = REFUSED_TEXTS[how]
    content = filled_po(workspace(copy).export(), LESSONS, text)
    content = filled_po(content, "practice/tea-with-officers#title", "Tomar té")
    written, diagnostics = workspace(copy).import_file(content, "es.po", CREDIT)
    assert written == ["practices/practice/tea-with-officers.es.yml"]
    line = content.decode().split("\n").index(f'msgstr "{text}"')
    assert [(entry.line, entry.field, entry.message) for entry in diagnostics] == [
        (line, LESSONS, message)
    ]
    assert diagnostics[0].hint
    assert {"at": "lessons", "en": ENGLISH} not in sidecar(copy)["texts"]  # type: ignore[operator]


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "of another project": (
        lambda po: po.replace(b"Sample toolkit", b"Another toolkit"),
        "es.po:3: is for another project, `Another toolkit`.",
    ),
    "of another language": (
        lambda po: po.replace(b"Language: es", b"Language: fr"),
        "es.po:4: is in another language, `fr`.",
    ),
    "in the wrong encoding": (
        lambda po: filled_po(po, LESSONS, "más.[@rivertown-2020]").decode().encode("cp1252"),
        "not written in UTF-8",
    ),
    "of which half is missing": (
        lambda po: po[: po.index(b"Bring more chairs") + 5],
        "cannot be read from here on",
    ),
    "without the first quotation mark": (
        lambda po: refilled(po, 'msgstr "Sillas', "msgstr Sillas"),
        LACKS_QUOTE,
    ),
    "without the last quotation mark": (
        lambda po: refilled(po, 'Sillas.[@rivertown-2020]"', "Sillas."),
        LACKS_QUOTE,
    ),
    "with a quotation mark inside": (
        lambda po: refilled(po, "Sillas", 'Las "sillas"'),
        LACKS_QUOTE,
    ),
    "with a second line that lacks a mark": (
        lambda po: refilled(po, '"Sillas', '""\nSillas'),
        LACKS_QUOTE,
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_a_damaged_or_foreign_file_is_refused_whole(copy: Path, how: str) -> None:
    change, message = REFUSED[how]
    before = sidecars(copy)
    content = change(workspace(copy).export())
    written, diagnostics = workspace(copy).import_file(content, "es.po", CREDIT)
    assert written == []
    assert len(diagnostics) == 1
    assert any(message in f"es.po:{entry.line}: {entry.message}" for entry in diagnostics)
    assert all(entry.hint and entry.line > 1 for entry in diagnostics)
    assert sidecars(copy) == before


def test_a_lost_quotation_mark_is_reported_in_its_line() -> None:
    content = 'msgid ""\nmsgstr ""\n\nmsgid "That they see…"\nmsgstr Que siete…"\n\nmsgid "A"\nmsgstr "B"\n'
    hint = 'Write `"` before and after the text, and `\\"` inside it.'
    assert po.parse(content, "es.po").diagnostics == [
        Diagnostic("es.po", 5, "msgstr", LACKS_QUOTE, hint)
    ]


def test_a_translation_that_breaks_the_glossary_is_refused(copy: Path) -> None:
    replace(copy / RECORD, "Bring more chairs.", "The chief brought more chairs.")
    content = workspace(copy).export()
    assert "glossary: chief = jefe… / jefa… / subjef…" in content.decode()
    content = filled_po(content, LESSONS, "El cocinero llevó más sillas.[@rivertown-2020]")
    written, diagnostics = workspace(copy).import_file(content, "es.po", CREDIT)
    messages = [entry.message for entry in diagnostics]
    assert (written, messages) == ([], ["has no word of the glossary for `chief`."])


# ------------------------------------------------------------------ the contributor's mistakes


def test_a_translation_without_a_citation_is_reported_in_its_line(copy: Path) -> None:
    replace(copy / SIDECAR, "inventadas.[@rivertown-2020]", "inventadas.")
    assert reports(copy) == [f"{SIDECAR}:14: has other citations than the English text."]


def test_a_translation_that_is_only_a_citation_is_reported(copy: Path) -> None:
    replace(
        copy / SIDECAR,
        "text: Vinieron cuarenta personas inventadas.[@rivertown-2020]",
        'text: "[@rivertown-2020]"',
    )
    assert reports(copy) == [f"{SIDECAR}:14: cites a source but says nothing."]


def test_a_title_cannot_keep_a_link_that_its_english_once_had(copy: Path) -> None:
    (copy / SIDECAR).write_text(
        "status: draft\nby: Pat Example\ndate: '2026-01-15'\ntexts:\n"
        "  - at: title\n    en: '[Help](https://e.example/) residents get identity papers on one evening'\n"
        "    text: '[Ayudar](https://e.example/) a los vecinos'\n",
        "utf-8",
    )
    (diagnostic,) = load_project(copy).diagnostics
    assert (diagnostic.line, diagnostic.field) == (7, "texts.1.text")
    assert (
        diagnostic.message
        == "contains a link, `[Ayudar](https://e.example/)`, but only plain text is allowed here."
    )


def test_a_translation_of_a_record_that_is_not_there_is_reported(copy: Path) -> None:
    (copy / SIDECAR).rename(copy / "practices" / "practice" / "id-nihgt.es.yml")
    assert reports(copy) == [
        "practices/practice/id-nihgt.es.yml:0: translates a practice that is not there, `id-nihgt`."
    ]


def test_a_translation_into_a_language_that_the_site_does_not_have_is_reported(copy: Path) -> None:
    (copy / SIDECAR).rename(copy / "practices" / "practice" / "id-night.fr.yml")
    assert reports(copy) == [
        "practices/practice/id-night.fr.yml:0: `fr` is not a language that the site is translated into."
    ]


def test_a_text_that_breaks_the_glossary_is_reported_in_its_line(copy: Path) -> None:
    replace(copy / RECORD, "Bring more chairs.", "The chief brought more chairs.")
    replace(
        copy / SIDECAR,
        "    status: machine\n",
        "    status: machine\n  - at: lessons\n    en: The chief brought more chairs.[@rivertown-2020]\n"
        "    text: El cocinero llevó más sillas.[@rivertown-2020]\n",
    )
    found = load_project(copy).diagnostics
    assert [(entry.line, entry.message, entry.hint) for entry in found] == [
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
    messages = [entry.message for entry in load_project(copy).diagnostics]
    assert messages == ["has no word of the glossary for `task force`."]


def test_a_paragraph_of_a_page_that_breaks_the_glossary_is_reported_in_its_line(copy: Path) -> None:
    replace(copy / "docs" / "help.md", "- See", "- Ask an\n  [interpreter](about.md).\n- See")
    replace(
        copy / "docs" / "help.es.md", "- Vea", "- Pregunte a una\n  [traductora](about.md).\n- Vea"
    )
    found = load_project(copy).diagnostics
    assert [(entry.file, entry.line, entry.message) for entry in found] == [
        ("docs/help.es.md", 14, "says `traductor` for `interpreter`.")
    ]
