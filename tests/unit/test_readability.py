"""The grade of a text, and what a contributor is told of it."""

from pathlib import Path

import pytest

from toolkit.diagnostics import Diagnostic, as_text
from toolkit.project import Project, load_project
from toolkit.readability import grade, sentences, syllables
from toolkit.review import hard_texts

HARD = "Interdepartmental multicultural liaisons facilitate organizational accessibility for communities of immigrants."


def hard(project: Project) -> list[Diagnostic]:
    return hard_texts(project.library.records.values(), project.line_of)


def test_the_grade_is_that_of_kincaids_formula() -> None:
    assert grade("The cat sat on the mat. The dog lay on the bed.") == pytest.approx(
        0.39 * 6 + 11.8 - 15.59
    )
    assert grade("The officers meet people in the library or in a garden.") == pytest.approx(
        0.39 * 11 + 11.8 * 17 / 11 - 15.59
    )


def test_a_few_words_have_no_grade() -> None:
    assert grade("A sample recording.") == 0


def test_citations_and_addresses_do_not_count() -> None:
    bare = grade("Meet in the library on the first day of each month.")
    text = "Meet in [the library](https://library.example/an-address) on the first day of each month.[@one; @two]"
    assert grade(text) == bare


def test_a_long_name_is_as_easy_as_a_short_name() -> None:
    text = "They began {} last year, and it still goes on each week."
    assert grade(text.format("the Joint Community Police Partnership")) == grade(
        text.format("the Bridge")
    )


@pytest.mark.parametrize(
    ("word", "number"),
    [("police", 2), ("community", 4), ("agencies", 3), ("refugees", 3), ("trained", 1), ("wanted", 2), ("video", 3),
     ("churches", 2), ("people", 2), ("organizations", 5), ("full-time", 2), ("city's", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, number: int) -> None:
    assert syllables(word) == number


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert sentences("It began in St. Louis. The U.S. Army helped.") == [
        "It began in St. Louis.",
        "The U.S. Army helped.",
    ]


def test_a_hard_summary_is_reported_with_its_line_grade_and_longest_sentence(copy: Path) -> None:
    record = copy / "practices/practice/id-night.yml"
    title, _, rest = record.read_text("utf-8").partition("summary: >-\n")
    _, agencies, rest = rest.partition("agencies:")
    summary = f"summary: >-\n  It is so.[@rivertown-2020] {HARD}[@rivertown-2020]\n"
    record.write_text(title + summary + agencies + rest, "utf-8")
    report = as_text(hard(load_project(copy)))
    assert report.startswith("practices/practice/id-night.yml:3: summary: reads at grade ")
    assert "The longest: “Interdepartmental multicultural liaisons" in report


def test_all_steps_of_a_record_are_measured_together(copy: Path) -> None:
    record = copy / "practices/practice/id-night.yml"
    text = record.read_text("utf-8")
    easy = "  - Go to the shop and talk with the people there.[@rivertown-2020]\n" * 9
    record.write_text(
        text.replace("steps:\n", f"steps:\n{easy}  - {HARD}[@rivertown-2020]\n"), "utf-8"
    )
    project = load_project(copy)
    assert (project.diagnostics, hard(project)) == ([], [])
