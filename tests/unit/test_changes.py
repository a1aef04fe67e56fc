"""What `changes` says of a contribution to whoever reviews it."""

import re
from pathlib import Path

import pytest

from tests.builds import copy_sample, replace_text
from toolkit.cli import CANNOT, DONE, MISTAKES, main
from toolkit.project import load_project

PRACTICE = Path("practices/practice/id-night.yml")


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


def test_a_changed_record_is_reported_with_its_fields_filters_and_outdated_translations(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = load_project(both[0]).library.statuses("es", ("practice", "id-night"))
    waiting = sum(text.status in ("outdated", "missing") for text in statuses)
    replace_text(both[1] / PRACTICE, "Open the doors.", "Open both doors.")
    replace_text(both[1] / PRACTICE, "communities: [hmong]", "communities: [lao]")
    assert changes(both) == DONE
    [lines] = blocks(capsys.readouterr().out).values()
    assert lines[0] == f"{PRACTICE}: steps, communities"
    assert "Community: Lao" in lines
    assert [line for line in lines if line.startswith("Much like it: practices/practice/")]
    assert re.findall(r"Texts that wait for a translator into es: (\d+)", "\n".join(lines)) == [str(waiting + 1)]


def test_a_new_record_and_one_that_is_gone_are_reported(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = both[0]
    (before / "practices/practice/tea-with-officers.yml").rename(before / "practices/practice/other.yml")
    assert changes(both) == DONE
    reported = blocks(capsys.readouterr().out)
    assert reported["practices/practice/other.yml"] == ["practices/practice/other.yml: gone"]
    assert reported["practices/practice/tea-with-officers.yml"][0].endswith(": new")


def test_a_text_that_is_hard_to_read_is_reported(both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    hard = "Notwithstanding considerable organizational impediments, practitioners institutionalized collaboration."
    replace_text(both[1] / PRACTICE, "Open the doors.", hard)
    assert changes(both) == DONE
    assert "steps reads at grade" in capsys.readouterr().out


def test_a_text_of_a_stranger_stays_on_its_line(both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    title = "'Ask @everyone\u2028![x](https://evil.example/x.png)\u202e'"
    path = both[1] / PRACTICE
    lines = path.read_text("utf-8").splitlines()
    lines[[line.startswith("title:") for line in lines].index(True)] = f"title: {title}"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    code, out = changes(both), capsys.readouterr().out
    assert code in (DONE, MISTAKES)
    assert all(character.isprintable() or character == "\n" for character in out)
    assert not [line for line in out.splitlines() if line.lstrip().startswith(("![", "@"))]


def test_mistakes_are_reported_as_the_check_does(both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(both[1] / PRACTICE, "communities: [hmong]", "communities: [hmnog]")
    assert changes(both) == MISTAKES
    assert "Did you mean `hmong`?" in capsys.readouterr().out


def test_a_folder_that_is_no_toolkit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", str(tmp_path)], copy_sample(tmp_path)) == CANNOT
    assert "mkdocs.yml" in capsys.readouterr().err


def test_a_changed_translation_is_reported(both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    spanish = PRACTICE.with_suffix(".es.yml")
    replace_text(both[1] / spanish, "status: draft", "status: reviewed")
    assert changes(both) == DONE
    assert list(blocks(capsys.readouterr().out)) == [str(PRACTICE)]
