"""The letters that ask agencies whether their pages are right, and the answers."""

from pathlib import Path

import pytest

from toolkit import cli
from toolkit.project import load_project

PRACTICE = "practices/practice/id-night.yml"


def test_a_letter_asks_what_its_record_leaves_open_and_names_the_page(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "practice/id-night"], copy) == 0
    text = capsys.readouterr().out
    assert "https://sample.example/toolkit/practices/id-night.html" in text
    assert "3. Who brought the chairs" in text
    assert "712-555-0100" in text.splitlines()[0]
    assert "no person's name" in text


def test_whoever_has_answered_is_not_asked_again_and_the_answer_makes_the_record_newer(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load_project(copy).library.listings["en"]["practice", "id-night"].year
    text = (copy / PRACTICE).read_text("utf-8")
    answer = "confirmed:\n  - day: 2026-05-07\n    office: Sample outreach unit\n    text: It still runs.\n"
    (copy / PRACTICE).write_text(text + answer, "utf-8")
    assert cli.main(["ask"], copy) == 0
    assert "id-night" not in capsys.readouterr().out
    after = load_project(copy).library.listings["en"]["practice", "id-night"].year
    assert (before, after) == ("2020", "2026")


def test_a_record_that_is_not_there_is_named_with_the_one_that_is_meant(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "practice/id-nite"], copy) != 0
    assert "Did you mean `practice/id-night`?" in capsys.readouterr().err
