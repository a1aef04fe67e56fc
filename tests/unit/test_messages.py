"""Message catalogs: complete, with the placeholders of English, in the plural forms of each language."""

from pathlib import Path

import pytest

from toolkit.diagnostics import as_text
from toolkit.paths import MESSAGES
from toolkit.schema.rules import ID
from toolkit.sources.messages import (
    FALLBACK_END,
    FALLBACK_START,
    Catalog,
    read_catalogs,
)

LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.yml"))
CATALOGS = read_catalogs(LANGUAGES)
ENGLISH = CATALOGS.by_language["en"]
GREETINGS = {"hello": "Hello, {name}", "people.one": "{n} person", "people.other": "{n} people"}


def catalog(language: str, **texts: str) -> Catalog:
    return Catalog(
        language, {key.replace("_", "."): text for key, text in texts.items()}, GREETINGS
    )


def diagnostics(folder: Path, english: str, spanish: str) -> str:
    (folder / "en.yml").write_text(english, "utf-8")
    (folder / "es.yml").write_text(spanish, "utf-8")
    return as_text(read_catalogs(["en", "es"], folder).diagnostics)


def test_the_catalogs_have_no_mistakes() -> None:
    assert as_text(CATALOGS.diagnostics) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_message(language: str) -> None:
    assert CATALOGS.by_language[language].missing == [], (
        f"python3 build_toolkit.py translate {language} adds them"
    )


@pytest.mark.parametrize("name", CATALOGS.vocabularies)
def test_every_entry_of_a_vocabulary_has_an_id_and_a_label(name: str) -> None:
    entries = CATALOGS.vocabularies[name]
    assert entries
    assert [id for id in entries if not ID.fullmatch(id.lower())] == []
    assert [id for id, label in entries.items() if not label.strip()] == []


def test_the_name_of_the_site_is_no_message() -> None:
    assert "site.name" not in ENGLISH.english


@pytest.mark.parametrize(
    ("language", "name", "direction"),
    [
        ("en", "English", "ltr"),
        ("es", "Español", "ltr"),
        ("hmn", "Hmoob", "ltr"),
        ("prs", "دری", "rtl"),
        ("zh-Hans", "中文", "ltr"),
    ],
)
def test_a_language_has_its_name_and_direction(language: str, name: str, direction: str) -> None:
    read = CATALOGS.by_language[language]
    assert (read.name, read.direction) == (name, direction)


def test_a_message_has_its_placeholders_filled() -> None:
    assert catalog("es", hello="Hola, {name}").t("hello", name="{x}") == "Hola, {x}"
    assert catalog("es", hello="Hola, {name}").raw("hello") == "Hola, {name}"


def test_an_unknown_key_or_a_missing_value_is_our_mistake() -> None:
    for call in ({"key": "helo"}, {"key": "hello"}):
        with pytest.raises(KeyError):
            catalog("es", hello="Hola, {name}").t(**call)


def test_a_missing_message_is_english_and_marked_as_such() -> None:
    assert (
        catalog("es", hello="").t("hello", name="Ana")
        == f"{FALLBACK_START}Hello, Ana{FALLBACK_END}"
    )


def test_a_number_takes_the_plural_form_of_its_language() -> None:
    spanish = catalog("es", people_one="{n} persona", people_other="{n} personas")
    assert [spanish.n("people", number) for number in (1, 2)] == ["1 persona", "2 personas"]
    arabic = catalog("ar", people_two="شخصان", people_other="{n} شخص")
    assert [arabic.n("people", number) for number in (2, 11)] == ["شخصان", "11 شخص"]
    vietnamese = catalog("vi", people_other="{n} người", hello="Chào {name}")
    assert vietnamese.n("people", 1) == "1 người"
    assert vietnamese.missing == []


def test_a_plural_form_that_a_language_does_not_write_down_is_its_other_and_not_english() -> None:
    spanish = catalog("es", people_other="{n} personas")
    assert [spanish.n("people", 1), spanish.raw("people.one")] == ["1 personas", "{n} personas"]


def test_a_catalog_says_how_far_it_can_be_trusted() -> None:
    assert (ENGLISH.status, catalog("es").status) == ("reviewed", "draft")
    assert catalog("es", **{"translation_file.status": "machine"}).status == "draft"
    assert Catalog("es", {"translation_file.status": "machine"}, {}).status == "machine"


def test_english_is_there_whether_or_not_the_site_is_in_it() -> None:
    spanish = read_catalogs(["es"]).by_language
    assert next(iter(spanish.values())).in_english.texts["theme.menu"] == "Menu"


def test_a_message_that_english_does_not_have_is_a_mistake(tmp_path: Path) -> None:
    assert diagnostics(tmp_path, "page:\n  hello: Hello\n", "page:\n  helo: Hola\n") == (
        "toolkit/messages/es.yml:2: page.helo: is not a message of the toolkit.\n    Did you mean `page.hello`?"
    )


def test_other_placeholders_than_in_english_are_a_mistake(tmp_path: Path) -> None:
    assert diagnostics(tmp_path, "hello: Hello, {name}\n", "hello: Hola, {nombre}\n") == (
        "toolkit/messages/es.yml:1: hello: has other placeholders than the English text.\n    It needs `{name}`."
    )


def test_a_plural_form_that_english_does_not_have_is_fine(tmp_path: Path) -> None:
    spanish = "people:\n  one: una persona\n  many: '{n} de personas'\n  other: '{n} personas'\n"
    english = "people:\n  one: '{n} person'\n  other: '{n} people'\n"
    assert diagnostics(tmp_path, english, spanish) == ""


def test_credits_and_the_name_of_the_language_need_no_english(tmp_path: Path) -> None:
    spanish = "translation_file:\n  status: draft\nlanguage:\n  name: Castellano\nhello: Hola\n"
    assert diagnostics(tmp_path, "hello: Hello\n", spanish) == ""


def test_a_mistake_of_yaml_in_a_catalog_is_reported_in_its_line(tmp_path: Path) -> None:
    assert diagnostics(tmp_path, "hello: Hello\n", "hello: Hola: adiós\n").startswith(
        "toolkit/messages/es.yml:1: has a second colon"
    )
