"""What is read and judged the short way comes out as it would the long way, and all else is left to that."""

from collections.abc import Callable
from copy import deepcopy
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, SAMPLE
from tests.test_fuzz import FRAGMENTS, yaml_texts
from toolkit.check import unit_problems
from toolkit.check.plain import PlainTranslations, kept_translation
from toolkit.gather import gather
from toolkit.gather.glossary import glossaries
from toolkit.gather.plain_yaml import Units, plain_translation, plain_values
from toolkit.gather.settings import settings as site
from toolkit.gather.words import strings
from toolkit.gather.yaml_text import parse
from toolkit.records.declared import uncited, unwrapped
from toolkit.records.full import validated
from toolkit.records.text import CITATION, Line, Note, Rule, is_plain
from toolkit.records.translation import Translation

GIVEN = [gather(root, site(root).languages) for root in (SAMPLE, ROOT)]
TRANSLATIONS = [sheet for given in GIVEN for sheet in given.translations]
REAL = [sheet.text for given in GIVEN for sheet in (*given.sheets, *given.translations)]
LISTS = strings(["en"]).lists
TERMS = glossaries(sorted({sheet.language for sheet in TRANSLATIONS}))[0]
MOST = 0.9
"""Of the real files: where fewer are read the short way, it is no longer worth its lines."""
PARTS = [*FRAGMENTS, "a", "a: b", "- a", "- a: b", "\n\n", "''", "[a, b]", "key:\n", ">-\n", "> ", "\n    ", "\n      "]
PARTS += ["x" * 2000, f"{'x' * 2000}: a", "\u200c", "\u00a0", "...", "--- a", "%a b", "? a", "!a b", "~", "<<"]
"""What a slip of the hand puts into a file."""

Edit = Callable[[list[str], int, str], list[str]]
EDITS: list[Edit] = [
    lambda rows, i, _: rows[:i] + rows[i + 1 :],
    lambda rows, i, _: [*rows[: i + 1], *rows[i:]],
    lambda rows, i, _: [*rows[:i], *rows[i : i + 2][::-1], *rows[i + 2 :]],
    lambda rows, i, part: [*rows[:i], part, *rows[i:]],
    lambda rows, i, part: [*rows[:i], " " * len(part) + rows[i], *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i][len(part) :], *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i] + part, *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i].replace(" ", part, 1), *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i].replace(": ", f": {part}", 1), *rows[i + 1 :]],
    lambda rows, i, part: [
        *rows[:i],
        rows[i][: len(rows[i]) // 2] + part + rows[i][len(rows[i]) // 2 :],
        *rows[i + 1 :],
    ],
    lambda rows, i, _: [*rows[:i], rows[i].replace("'", ""), *rows[i + 1 :]],
]


@st.composite
def slips(draw: st.DrawFn, texts: list[str] = REAL) -> str:
    """A real file with some slips in it."""
    rows = draw(st.sampled_from(texts)).split("\n")
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
        rows = edit(rows, draw(st.integers(0, len(rows) - 1)), draw(st.sampled_from(PARTS))) or [""]
    return "\n".join(rows)


SIGNS = ["", " ", "  ", "\u00a0", "\u200c", "\u202e", "\ue000", "\x07", "é", "<b>", "![", "](", "[@a]", "x" * 2000]
SIGNS += [
    "[@sample-2020; @b]",
    "[a](https://e.org/)",
    "[a](http://e.org/)",
    "police",
    "chief",
    "Jefe",
    "draft",
    "2013-02-29",
]
NAMES = ["at", "en", "text", "status", "by", "date", "texts", "note"]

Slip = Callable[[dict[str, Any], str, str], object]
VALUE_SLIPS: list[Slip] = [
    lambda group, name, _: group.pop(name, None),
    lambda group, name, sign: group.update({name: sign}),
    lambda group, name, sign: group.update({name: [sign]}),
    lambda group, name, sign: group.update({name: {sign: sign}}),
    lambda group, name, sign: group.update({name: f"{group.get(name)}{sign}"}),
    lambda group, name, sign: group.update({name: str(group.get(name)).replace(" ", f" {sign}", 1)}),
    lambda group, name, sign: group.update({name: CITATION.sub(sign, str(group.get(name)))}),
    lambda group, name, _: group.update({name: str(group.get(name)).swapcase()}),
    lambda group, _, __: group.update(text=group.get("en")),
]


@st.composite
def slipped_translations(draw: st.DrawFn) -> Any:
    """A real translation with some slips in its values."""
    sheet = draw(st.sampled_from(TRANSLATIONS))
    values: dict[str, Any] = deepcopy(sheet.all_values)
    units: Any = values["texts"]
    for slip in draw(st.lists(st.sampled_from(VALUE_SLIPS), max_size=2)):
        group = draw(st.sampled_from([values, *units, *units, *units]))
        slip(group, draw(st.sampled_from(NAMES)), draw(st.sampled_from(SIGNS)))
    if draw(st.integers(0, 9)) == 0:
        units.insert(draw(st.integers(0, len(units))), draw(st.sampled_from([*units, "", [], {}])))
    has_units = values.get("texts") is units
    if has_units and all(map(is_read_at_once, units)) and draw(st.booleans()):
        return read_at_once(sheet, values)
    return sheet._replace(values=values, units=None)


def read_at_once(sheet: Any, values: dict[str, Any]) -> Any:
    """The sheet as it comes from what reads nearly all translations."""
    others = {name: value for name, value in values.items() if name != "texts"}
    originals = tuple([(unit["at"], unit["en"], unit.get("status", "")) for unit in values["texts"]])
    return sheet._replace(values=others, units=Units(originals, [unit["text"] for unit in values["texts"]]))


def is_read_at_once(unit: Any) -> bool:
    """Whether a text of a translation may come from what reads nearly all of them."""
    if not isinstance(unit, dict) or not {"at", "en", "text"} <= unit.keys() <= {"at", "en", "text", "status"}:
        return False
    told = [*unit.values()] if isinstance(unit["text"], str) else [unit[name] for name in unit if name != "text"]
    is_seen = all(isinstance(one, str) and one.isprintable() for one in told)
    return is_seen and isinstance(unit["text"], str | list) and unit.get("status") != ""


same_each_time = settings(
    derandomize=True, max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@same_each_time
@given(slips() | yaml_texts)
@example(f"{'x' * 2000}: a")
def test_what_is_read_the_short_way_is_what_yaml_makes_of_it_without_a_problem(text: str) -> None:
    values = plain_values(text)
    if values is not None:
        told, _, problems = parse(text, "a.yml")
        assert (repr(values), problems) == (repr(told), [])


@same_each_time
@given(
    st.sampled_from([sheet.text for sheet in TRANSLATIONS]).flatmap(
        lambda text: st.tuples(st.just(text), slips([text]))
    )
)
def test_a_translation_is_read_as_yaml_reads_it_also_after_one_that_is_nearly_the_same(
    siblings: tuple[str, str],
) -> None:
    before, text = siblings
    plain_translation(before)
    read = plain_translation(text)
    if read is not None:
        values, units = read
        told, _, problems = parse(text, "a.yml")
        assert (repr(values | {"texts": units.groups}), problems) == (repr(told), [])
        texts = [*chain.from_iterable(units.originals), *units.said]
        assert all(one.isprintable() for one in texts if isinstance(one, str))


def test_nearly_all_real_files_are_read_the_short_way() -> None:
    assert sum(plain_values(text) is not None for text in REAL) >= MOST * len(REAL)
    read = [plain_translation(sheet.text) for sheet in TRANSLATIONS]
    assert len([*filter(None, read)]) >= MOST * len(TRANSLATIONS)


ONE_AFTER_THE_OTHER = PlainTranslations(LISTS, TERMS)


@same_each_time
@given(slipped_translations())
def test_a_translation_that_is_plainly_fit_has_no_problem_and_the_same_values(sheet: Any) -> None:
    kept = ONE_AFTER_THE_OTHER.kept(sheet)
    if kept is not None:
        full = validated(Translation, sheet.all_values, LISTS)
        assert isinstance(full, Translation)
        assert kept == kept_translation(full)
        assert list(unit_problems(full, sheet, TERMS.get(sheet.language, ()))) == []


def test_nearly_all_real_translations_are_plainly_fit() -> None:
    plain = PlainTranslations(LISTS, TERMS)
    fit = [sheet for sheet in TRANSLATIONS if plain.kept(sheet)]
    assert len(fit) >= MOST * len(TRANSLATIONS)


SIGN_RULES = [
    mark for kind in (Line, Note) for mark in unwrapped(kind)[1] if isinstance(mark, Rule) and mark.is_of_signs
]
some_texts = st.text() | st.lists(st.sampled_from([*SIGNS, *PARTS, "a"])).map("".join)


@same_each_time
@given(some_texts)
def test_a_plain_text_passes_the_rules_about_signs_as_it_is(text: str) -> None:
    if is_plain(text):
        assert {rule.check(text) for rule in SIGN_RULES} == {text}


@same_each_time
@given(some_texts)
def test_a_text_without_its_citations_is_what_is_left_between_them(text: str) -> None:
    assert uncited(text) == CITATION.sub("", text)


ENGLISH = ("Open the doors.[@a]", "Greet all who come.[@b; @c]", "Close.")
ODD = [
    ("Abrir.", "Saludar.[@b; @c][@a]", "Cerrar."),
    ("Abrir.[@a", "Saludar.[@b; @c] [@a]", "Cerrar."),
    ("Abrir.[@a", "; @b]Saludar.[@b; @c]", "Cerrar."),
    ("Abrir.[@a][@ a]", "Saludar.[@b; @c]", "Cerrar."),
    ("Abrir.[@b; @c]", "Saludar.[@a]", "Cerrar."),
    ("Abrir.[@a]", "[@b; @c]", "Cerrar."),
    ("Abrir.[@a]", "Saludar.[@b; @c]", ""),
    ("Abrir.[@a]", "Saludar.[@b; @c]", "<b>Cerrar.</b>"),
    ("Abrir.[@a]", "Saludar.[@b; @c]", "[Cerrar.](https://example.org/)"),
    ("Abrir.[@a]", "Saludar.[@b; @c]", "Cerrar." * 400),
]


@pytest.mark.parametrize("said", ODD)
def test_texts_looked_at_together_are_each_held_against_their_own_english(said: tuple[str, ...]) -> None:
    plain, values = PlainTranslations(LISTS, {}), {"status": "draft", "by": "Pat Example", "date": "2026-01-15"}

    def sheet(*said: str) -> Any:
        texts: Any = [{"at": "steps", "en": english, "text": text} for english, text in zip(ENGLISH, said, strict=True)]
        return TRANSLATIONS[0]._replace(values={**values, "texts": texts}, units=None)

    fit = sheet("Abrir.[@a]", "Saludar.[@b; @c]", "Cerrar.")
    assert plain.kept(read_at_once(fit, fit.values))
    one = sheet(*said)
    assert plain.kept(read_at_once(one, one.values)) == plain.kept(one)
