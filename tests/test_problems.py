"""How problems are sorted, worded and printed."""

import json

from toolkit.problems import FORMATS, Problem, as_json, dotted, either, github, instead, nearest, plain, short

KIDS = Problem(
    "practices/curriculum/id-night.yml",
    5,
    "audience",
    "`kids` is not on the list.",
    "Use `families`, `older-adults` or `youth`.",
)
NO_LINE = Problem("agencies/River Town.yml", 0, "", "`River Town.yml` is not a name.", "Call it `river-town.yml`.")


def test_problems_sort_by_file_then_line_then_field() -> None:
    ordered = [
        Problem("agencies/a.yml", 0, "", "x"),
        Problem("agencies/a.yml", 2, "title", "x"),
        Problem("agencies/a.yml", 10, "place", "x"),
        Problem("agencies/a.yml", 10, "state", "x"),
        Problem("agencies/b.yml", 1, "title", "x"),
    ]
    shuffled = [ordered[i] for i in (3, 0, 4, 2, 1)]
    assert sorted(shuffled) == ordered


def test_the_terminal_gets_what_is_so_and_below_it_what_to_do() -> None:
    assert plain([KIDS, NO_LINE]).split("\n") == [
        "practices/curriculum/id-night.yml:5: audience: `kids` is not on the list.",
        "    Use `families`, `older-adults` or `youth`.",
        "agencies/River Town.yml: `River Town.yml` is not a name.",
        "    Call it `river-town.yml`.",
    ]


def test_github_gets_one_command_a_problem_at_line_1_if_there_is_no_line() -> None:
    assert github([KIDS, NO_LINE]).split("\n") == [
        "::error file=practices/curriculum/id-night.yml,line=5::"
        "audience: `kids` is not on the list. Use `families`, `older-adults` or `youth`.",
        "::error file=agencies/River Town.yml,line=1::`River Town.yml` is not a name. Call it `river-town.yml`.",
    ]


def test_github_cannot_be_given_a_second_command() -> None:
    hostile = Problem("a,line=9::b\n::stop-commands::x.yml", 3, "f\r\n::debug::", "50%0A\n::warning::w", "fix")
    assert github([hostile]) == (
        "::error file=a%2Cline=9%3A%3Ab<U+000A>%3A%3Astop-commands%3A%3Ax.yml,line=3::"
        "f<U+000D><U+000A>::debug::: 50%250A<U+000A>::warning::w fix"
    )


def test_the_terminal_shows_signs_that_would_move_its_cursor() -> None:
    assert plain([Problem("a\x1b[2Jb\udcff.yml", 1, "", "x\u202ey", "one\ntwo")]).split("\n") == [
        "a<U+001B>[2Jb<U+DCFF>.yml:1: x<U+202E>y",
        "    one<U+000A>two",
    ]


def test_json_has_the_fields_of_a_problem_in_plain_ascii() -> None:
    told = as_json([Problem("día.yml", 1, "title", "“x”", "")])
    assert told.isascii()
    assert json.loads(told) == [{"file": "día.yml", "line": 1, "field": "title", "what": "“x”", "fix": ""}]


def test_no_problems_are_an_empty_text_or_an_empty_list() -> None:
    assert {name: told([]) for name, told in FORMATS.items()} == {"text": "", "github": "", "json": "[]"}


def test_the_nearest_choice_forgives_case_spaces_and_slips() -> None:
    choices = ["run_by", "two-hours-a-week", "rivertown"]
    assert [nearest(word, choices) for word in ("Run by", "two hours a week", "riverton", "xyzzy")] == [
        "run_by",
        "two-hours-a-week",
        "rivertown",
        "",
    ]


def test_few_choices_are_all_named_and_of_many_the_nearest_by_id_or_label() -> None:
    many = {f"c{number}": f"Choice {number}" for number in range(20)} | {"mn": "Minnesota"}
    assert instead("x", {}) == ""
    assert instead("x", {"a": "A"}) == "Use `a`."
    assert instead("x", {"a": "A", "b": "B", "c": "C"}) == "Use `a`, `b` or `c`."
    assert instead("minesota", many) == "Did you mean `mn`?"
    assert instead("zzzzz", many) == "The list has 21 entries, in toolkit/strings/en.yml."


def test_choices_are_joined_as_a_sentence_does() -> None:
    assert [either("a"), either("ab"), either("abc")] == ["`a`", "`a` or `b`", "`a`, `b` or `c`"]


def test_a_place_counts_from_one_as_people_do() -> None:
    assert dotted(("points", 2, "text")) == "points.3.text"


def test_a_long_text_is_quoted_by_its_beginning_on_one_line() -> None:
    assert short("a\n  b") == "a b"
    assert short("x" * 60) == "x" * 60
    assert short("x" * 61) == "x" * 59 + "…"
