"""What `changes` says of a contribution to whoever reviews it."""

from pathlib import Path

import pytest

from tests.builds import copy_sample, replace_text
from toolkit.cli import CANNOT, DONE, MISTAKES, main
from toolkit.project import load_project

PRACTICE = Path("practices/practice/id-night.yml")
TEA = Path("practices/practice/tea-with-officers.yml")


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """The toolkit before and with the contribution."""
    return copy_sample(tmp_path / "before"), copy_sample(tmp_path / "after")


def changes(both: tuple[Path, Path]) -> int:
    before, after = both
    return main(["changes", str(before)], after)


def blocks(text: str) -> dict[str, list[str]]:
    """The lines on each file."""
    split = [block.splitlines() for block in text.strip().split("\n\n")]
    return {first.split(":")[0]: [first, *map(str.strip, rest)] for first, *rest in split}


def test_nothing_is_reported_of_a_toolkit_that_is_the_same(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert changes(both) == DONE
    assert capsys.readouterr().out == "No record changed.\n"


def test_a_changed_record_is_reported_with_its_old_and_new_texts_its_sources_and_other_filters(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = load_project(both[0]).library.statuses("es", ("practice", "id-night"))
    waiting = sum(text.status in ("outdated", "missing") for text in statuses)
    replace_text(both[1] / PRACTICE, "Open the doors.", "Open both doors.")
    replace_text(both[1] / PRACTICE, "communities: [hmong]", "communities: [lao]")
    assert changes(both) == DONE
    [lines] = blocks(capsys.readouterr().out).values()
    assert lines == [
        f"{PRACTICE}: steps, communities",
        "Title: Help residents get identity papers on one evening",
        "- steps: Open the doors.[@rivertown-2020; @rivertown-2021]",
        "+ steps: Open both doors.[@rivertown-2020; @rivertown-2021]",
        "- communities: hmong",
        "+ communities: lao",
        "Source rivertown-2020: https://sample.example/report",
        "Source rivertown-2021: A second made-up report",
        "Community: Lao, before Hmong",
        f"Texts that wait for a translator into es: {waiting + 1}, before {waiting}",
        "Texts that wait for a translator into ar: 3, before 2",
    ]


def test_a_clause_of_a_document_is_shown_without_the_rest_of_its_chapter(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(
        both[1] / "practices/model/sample-flyer.yml", "Call {phone}", "Please call {phone}"
    )
    assert changes(both) == DONE
    [lines] = blocks(capsys.readouterr().out).values()
    assert [line.partition(";")[0] for line in lines if line.startswith(("- ", "+ "))] == [
        "- chapters.clauses: text: {agency} will be at the church. Call {phone}.",
        "+ chapters.clauses: text: {agency} will be at the church. Please call {phone}.",
    ]


def test_a_new_record_and_one_that_is_gone_are_reported(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = both[0]
    (before / TEA).rename(before / "practices/practice/other.yml")
    assert changes(both) == DONE
    reported = blocks(capsys.readouterr().out)
    assert reported["practices/practice/other.yml"] == ["practices/practice/other.yml: gone"]
    lines = reported[str(TEA)]
    assert lines[0].endswith(": new")
    assert {"Topic: Youth", "Source rivertown-2020: https://sample.example/report"} <= {*lines}
    assert [line for line in lines if line.startswith("Much like it: practices/practice/")]


def test_a_record_that_names_its_former_id_is_renamed_neither_gone_nor_new(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with (both[1] / TEA).open("a", encoding="utf-8") as file:
        file.write("was: [tea-with-officers]\n")
    (both[1] / TEA).rename(both[1] / "practices/practice/tea-time.yml")
    assert changes(both) == DONE
    [lines] = blocks(capsys.readouterr().out).values()
    assert lines[0] == f"practices/practice/tea-time.yml: renamed from {TEA}, was"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [(PRACTICE, "[hmong]", "[hmnog]"), ("docs/about.md", "title:", "titel:")],
)
def test_mistakes_in_the_version_before_make_no_record_new(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str], file: str, old: str, new: str
) -> None:
    replace_text(both[0] / file, old, new)
    replace_text(both[1] / TEA, "Drink tea", "Drink coffee")
    assert changes(both) == DONE
    reported = blocks(capsys.readouterr().out)
    assert "The version before has mistakes, so not every record can be compared" in reported
    assert str(TEA) in reported
    assert not [lines[0] for lines in reported.values() if lines[0].endswith(": new")]
    assert len(reported) <= 3


def test_a_renamed_record_that_could_not_be_read_before_is_not_new(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(both[0] / TEA, "topics: [", "topics: [misspelt, ")
    with (both[1] / TEA).open("a", encoding="utf-8") as file:
        file.write("was: [tea-with-officers]\n")
    (both[1] / TEA).rename(both[1] / "practices/practice/tea-time.yml")
    assert changes(both) == DONE
    lines = blocks(capsys.readouterr().out)["practices/practice/tea-time.yml"]
    assert lines[0].endswith(": cannot be compared, because it could not be read before")


def test_a_text_that_is_hard_to_read_is_reported(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    hard = "Notwithstanding considerable organizational impediments, practitioners institutionalized collaboration."
    replace_text(both[1] / PRACTICE, "Open the doors.", hard)
    assert changes(both) == DONE
    assert "steps reads at grade" in capsys.readouterr().out


def test_a_text_of_a_stranger_stays_on_its_line(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    title = "'Ask @everyone\u2028![x](https://evil.example/x.png)\u202e'"
    path = both[1] / PRACTICE
    lines = path.read_text("utf-8").splitlines()
    lines[[line.startswith("title:") for line in lines].index(True)] = f"title: {title}"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    code, out = changes(both), capsys.readouterr().out
    assert code in (DONE, MISTAKES)
    assert all(character.isprintable() or character == "\n" for character in out)
    assert not [line for line in out.splitlines() if line.lstrip().startswith(("![", "@"))]


def test_mistakes_are_reported_as_the_check_does(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(both[1] / PRACTICE, "communities: [hmong]", "communities: [hmnog]")
    assert changes(both) == MISTAKES
    assert "Did you mean `hmong`?" in capsys.readouterr().out


def test_a_folder_that_is_no_toolkit_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["changes", str(tmp_path)], copy_sample(tmp_path)) == CANNOT
    assert "mkdocs.yml" in capsys.readouterr().err


def test_a_changed_translation_is_reported(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    spanish = PRACTICE.with_suffix(".es.yml")
    replace_text(both[1] / spanish, "status: draft", "status: reviewed")
    assert changes(both) == DONE
    [lines] = blocks(capsys.readouterr().out).values()
    assert lines[0] == f"{PRACTICE}: es"
    assert lines[2:4] == ["- es.status: draft", "+ es.status: reviewed"]
