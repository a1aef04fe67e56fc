"""How diagnostics are sorted, worded and printed."""

import json
import re
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.diagnostics import (
    FORMATS,
    NOTE_FORMATS,
    PROBLEMS,
    Diagnostic,
    as_github,
    as_json,
    as_text,
    dotted,
    either,
    misspelt,
    nearest,
    shorten,
    suggest,
    worded,
)

KIDS = Diagnostic(
    "practices/curriculum/id-night.yml",
    5,
    "audience",
    "`kids` is not on the list.",
    "Use `families`, `older-adults` or `youth`.",
)
NO_LINE = Diagnostic(
    "agencies/River Town.yml", 0, "", "`River Town.yml` is not a name.", "Call it `river-town.yml`."
)


def test_diagnostics_sort_by_file_then_line_then_field() -> None:
    ordered = [
        Diagnostic("agencies/a.yml", 0, "", "x"),
        Diagnostic("agencies/a.yml", 2, "title", "x"),
        Diagnostic("agencies/a.yml", 10, "place", "x"),
        Diagnostic("agencies/a.yml", 10, "state", "x"),
        Diagnostic("agencies/b.yml", 1, "title", "x"),
    ]
    shuffled = [ordered[i] for i in (3, 0, 4, 2, 1)]
    assert sorted(shuffled) == ordered


def test_the_terminal_shows_the_message_and_below_it_the_hint() -> None:
    assert as_text([KIDS, NO_LINE]).split("\n") == [
        "practices/curriculum/id-night.yml:5: audience: `kids` is not on the list.",
        "    Use `families`, `older-adults` or `youth`.",
        "agencies/River Town.yml: `River Town.yml` is not a name.",
        "    Call it `river-town.yml`.",
    ]


def test_github_gets_a_command_per_diagnostic_at_line_1_if_there_is_no_line() -> None:
    assert as_github([KIDS, NO_LINE]).split("\n") == [
        "::error file=practices/curriculum/id-night.yml,line=5::"
        "audience: `kids` is not on the list. Use `families`, `older-adults` or `youth`.",
        "::error file=agencies/River Town.yml,line=1::`River Town.yml` is not a name. Call it `river-town.yml`.",
    ]


def test_github_cannot_be_given_a_second_command() -> None:
    hostile = Diagnostic(
        "a,line=9::b\n::stop-commands::x.yml", 3, "f\r\n::debug::", "50%0A\n::warning::w", "fix"
    )
    assert as_github([hostile]) == (
        "::error file=a%2Cline=9%3A%3Ab<U+000A>%3A%3Astop-commands%3A%3Ax.yml,line=3::"
        "f<U+000D><U+000A>::debug::: 50%250A<U+000A>::warning::w fix"
    )


def test_the_terminal_shows_characters_that_would_move_its_cursor() -> None:
    assert as_text([Diagnostic("a\x1b[2Jb\udcff.yml", 1, "", "x\u202ey", "one\ntwo")]).split(
        "\n"
    ) == [
        "a<U+001B>[2Jb<U+DCFF>.yml:1: x<U+202E>y",
        "    one<U+000A>two",
    ]


def test_json_has_the_fields_of_a_diagnostic_in_plain_ascii() -> None:
    printed = as_json([Diagnostic("día.yml", 1, "title", "“x”", "")])
    assert printed.isascii()
    assert json.loads(printed) == [
        {"file": "día.yml", "line": 1, "field": "title", "message": "“x”", "hint": ""}
    ]


def test_no_diagnostics_are_an_empty_text_or_an_empty_list() -> None:
    assert {name: write([]) for name, write in FORMATS.items()} == {
        "text": "",
        "github": "",
        "json": "[]",
    }


def test_the_nearest_choice_ignores_case_spaces_and_typos() -> None:
    choices = ["run_by", "two-hours-a-week", "rivertown"]
    assert [
        nearest(word, choices) for word in ("Run by", "two hours a week", "riverton", "xyzzy")
    ] == [
        "run_by",
        "two-hours-a-week",
        "rivertown",
        "",
    ]


def test_few_choices_are_all_listed_and_of_many_the_nearest_by_id_or_label() -> None:
    many = {f"c{number}": f"Choice {number}" for number in range(20)} | {"mn": "Minnesota"}
    assert suggest("x", {}) == ""
    assert suggest("x", {"a": "A"}) == "Use `a`."
    assert suggest("x", {"a": "A", "b": "B", "c": "C"}) == "Use `a`, `b` or `c`."
    assert suggest("minesota", many) == "Did you mean `mn`?"
    assert suggest("zzzzz", many).startswith("The list has `c0` (Choice 0), `c1` (Choice 1), ")


def test_no_other_people_is_suggested_because_its_letters_are_near() -> None:
    others = {f"c{number}": f"Choice {number}" for number in range(20)}
    communities = others | {
        "congolese": "Congolese",
        "lao": "Lao",
        "somali": "Somali",
        "hispanic": "Hispanic and Latino",
    }
    assert [suggest(word, communities) for word in ("Somali", "Somalia")] == [
        "Did you mean `somali`?"
    ] * 2
    for word in ("Chinese", "Latino", "Malian"):
        assert suggest(word, communities).startswith("The list has ")
        assert misspelt(word, communities) == ""


def test_a_note_is_a_warning_on_github_and_not_in_json() -> None:
    assert NOTE_FORMATS["github"]([KIDS]).startswith("::warning file=")
    assert set(NOTE_FORMATS) == {"text", "github"}


def test_choices_are_joined_as_in_a_sentence() -> None:
    assert [either("a"), either("ab"), either("abc")] == ["`a`", "`a` or `b`", "`a`, `b` or `c`"]


def test_a_field_path_counts_from_one_as_people_do() -> None:
    assert dotted(("points", 2, "text")) == "points.3.text"


def test_a_long_text_is_quoted_by_its_beginning_on_one_line() -> None:
    assert shorten("a\n  b") == "a b"
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 59 + "…"


diagnostics = st.builds(
    Diagnostic,
    file=st.text(st.characters(), max_size=20),
    line=st.integers(0, 999),
    field=st.text(max_size=9),
    message=st.lists(
        st.sampled_from(["\n::error::", "%0A", "::", "\r", ",", "a"]) | st.text(max_size=3)
    ).map("".join),
    hint=st.text(st.characters(), max_size=20),
)
repeatable = settings(derandomize=True, max_examples=300, deadline=None)


@repeatable
@given(st.lists(diagnostics, max_size=3))
def test_any_diagnostic_is_a_single_command_to_github(entries: list[Diagnostic]) -> None:
    rows = as_github(entries).splitlines()
    for diagnostic, row in zip(entries, rows, strict=True):
        command = re.fullmatch(r"::error file=([^,:]*),line=(\d+)::(.*)", row)
        assert command
        assert int(command[2]) == max(diagnostic.line, 1)
        assert not re.search(r"%(?!25|3A|2C)", command[1] + command[3])


@repeatable
@given(st.lists(diagnostics, max_size=3))
def test_any_diagnostic_comes_back_from_json(entries: list[Diagnostic]) -> None:
    printed = as_json(entries)
    assert printed.isascii()
    fields = ("file", "line", "field", "message", "hint")
    assert json.loads(printed) == [
        {name: getattr(diagnostic, name) for name in fields} for diagnostic in entries
    ]


@repeatable
@given(st.lists(diagnostics, max_size=3))
def test_any_diagnostic_is_two_lines_at_most(entries: list[Diagnostic]) -> None:
    rows = as_text(entries).split("\n") if entries else []
    assert len(rows) == sum(2 if diagnostic.hint else 1 for diagnostic in entries)
    assert all(row.isprintable() for row in rows)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_each_problem_has_a_message_and_a_hint_that_can_be_filled_in(problem: str) -> None:
    texts = PROBLEMS[problem]
    names = {
        name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None
    }
    assert len(texts) == 2
    assert all(name.isidentifier() for name in names)
    assert all(worded(problem, **dict.fromkeys(names, 1)))
