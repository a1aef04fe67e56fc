"""`new` writes records that `check` takes, from answers in plain words."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.builds import ROOT, build, copy_sample
from tests.builds import run as run_program
from toolkit.cli import main
from toolkit.project import load_project
from toolkit.schema import KINDS

ANSWERS = {
    "title": "Meet new neighbors at O'Brien's: a start",
    "summary": "Officers meet new residents: every month.",
    "sources.title": 'A "report": 2024',
    "sources.publisher": "The Rivertown Herald",
    "sources.date": "2024-05",
    "sources.seen": "whole",
    "agencies": "rivertown-police-department, lakeside-county-sheriff",
    "type": "municipal",
    "place": "Rivertown",
    "state": "ia",
    "medium": "leaflet",
    "series": "The Beat",
    "guests.name": "Pat Example",
    "guests.rank": "Chief",
    "publisher": "COPS Office",
    "genre": "report",
    "number": "8",
}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", "new", *arguments, "--root", str(root)]
    return subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "kind", sorted(KINDS.keys() - {"model", "law"})
)  # whose parts are written by hand
def test_a_record_of_each_kind_passes_check_unchanged(kind: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    done = run(root, kind, *(f"--set={name}={value}" for name, value in ANSWERS.items()))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Wrote {root}/{KINDS[kind].folder}/meet-new-neighbors-obriens-start.yml." in done.stdout
    project = load_project(root)
    assert project.diagnostics == []
    assert (
        project.library.records[kind, "meet-new-neighbors-obriens-start"].title == ANSWERS["title"]
    )


def test_what_is_missing_is_said_in_the_words_of_check(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    done = run(root, "agency", "--set=title=Hilltown Police", "--set=state=Ioway")
    assert done.returncode == 1
    assert "place: is missing. Add it: the city, town or county that it serves." in done.stdout
    assert "state: `Ioway` is not on the list. Did you mean `ia`?" in done.stdout
    assert "build_toolkit.py check" in done.stdout


def test_no_record_is_written_over_and_no_folder_is_left(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    before = (root / "practices/practice/id-night.yml").read_bytes()
    for id, reason in (
        ("id-night", "is there already"),
        ("../../docs/x", "is not a name for a record"),
    ):
        done = run(root, "practice", "--set=title=x", f"--id={id}")
        assert done.returncode == 2
        assert reason in done.stderr
    assert (root / "practices/practice/id-night.yml").read_bytes() == before
    assert "Did you mean `practice`?" in run(root, "practise").stderr


@pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")
def test_at_a_terminal_it_asks_again_until_the_answer_passes(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    screen, terminal = pty.openpty()
    answers = ["Report", "Herald", "May 2024", "2024", "", "whole", "Open the doors", "Doors open."]
    answers += ["rivertown-police-department", "open-doors"]
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "new", "practice", "--root", str(root)],
        cwd=ROOT, stdin=terminal, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.write(screen, "".join(f"{answer}\n" for answer in answers).encode())
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert "`May 2024` is not a date." in output
    assert "whole: We read the full text." in output
    assert "rivertown-police-department" in output
    assert (root / "practices/practice/open-doors.yml").is_file()


def test_an_answer_to_a_field_that_may_be_left_out_is_written_too(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    answers = {**ANSWERS, "run_by": "A clerk."}
    done = run(root, "practice", *(f"--set={name}={value}" for name, value in answers.items()))
    assert done.returncode == 0, done.stdout
    [path] = (root / "practices" / "practice").glob("meet-new*.yml")
    assert "run_by: A clerk.[@rivertown-herald-2024]" in path.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")
def test_at_a_terminal_a_wrong_answer_among_the_arguments_is_told_once(tmp_path: Path) -> None:
    _, terminal = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "toolkit",
        "new",
        "agency",
        "--set=title=Hilltown",
        "--set=state=Ioway",
    ]
    done = subprocess.run(
        [*command, "--root", copy_sample(tmp_path)],
        cwd=ROOT, stdin=terminal, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.count("`Ioway` is not on the list.") == 1


# ------------------------------------------------------------------ another toolkit


def test_a_new_site_is_checked_and_built_as_it_is_and_says_what_to_replace(tmp_path: Path) -> None:
    root = tmp_path / "st_paul-police"
    root.mkdir()
    assert main(["new", "site", str(root), "--root", str(tmp_path)]) == 0
    project = load_project(root)
    assert project.diagnostics == []
    assert project.settings.name == "St Paul Police"
    assert project.settings.languages == ["en", "es"]
    assert {record.kind for record in project.library.records.values()} == {"agency", "practice"}
    for record in project.library.records.values():
        assert record.title.startswith("Example: replace me")
        assert record.summary.startswith("Example: replace me")
    assert build(root) == 0
    assert (root / "build" / "site" / "es" / "index.html").is_file()
    assert (root / ".gitignore").read_text("utf-8").startswith("/build/")


def test_a_new_site_is_never_laid_over_files(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    before = sorted(root.rglob("*"))
    done = run(root, "site", str(root))
    assert done.returncode == 2
    assert "it is not an empty folder" in done.stderr
    assert sorted(root.rglob("*")) == before


def test_a_new_site_is_published_by_the_same_actions_as_this_one() -> None:
    workflows = [
        ROOT / folder / ".github" / "workflows" / "publish.yml"
        for folder in ("", "toolkit/starter")
    ]
    ours, theirs = (set(re.findall(r"uses: (.*)", path.read_text("utf-8"))) for path in workflows)
    assert theirs
    assert theirs <= ours


def test_a_new_record_of_an_overlay_lies_there_and_its_new_agency_is_begun_next(
    tmp_path: Path,
) -> None:
    overlay = tmp_path / "office"
    overlay.mkdir()
    (overlay / "overlay.yml").write_text("name: Test Office\nhide: [podcast]\n")
    answers = {
        "title": "Our desk",
        "summary": "We answer.",
        "agencies": "Dallas Police Department",
        "sources.title": "Our page",
        "sources.publisher": "Test Office",
        "sources.seen": "whole",
    }
    sets = [part for item in answers.items() for part in ("--set", "=".join(item))]
    root = copy_sample(tmp_path)
    result = run_program("new", "practice", "--root", root, "--overlay", overlay, *sets)
    assert "new agency --id dallas-police-department --overlay" in result.stdout
    record = yaml.safe_load((overlay / "practices/practice/our-desk.yml").read_text("utf-8"))
    assert record["agencies"] == ["dallas-police-department"]
    assert not (root / "practices/practice/our-desk.yml").exists()


def test_an_overlay_hides_a_kind_but_no_page(tmp_path: Path) -> None:
    overlay = tmp_path / "office"
    overlay.mkdir()
    (overlay / "overlay.yml").write_text("name: Test Office\nhide: [podcast]\n")
    root = copy_sample(tmp_path)
    assert (
        "15 records, no problems."
        in run_program("check", "--root", root, "--overlay", overlay).stdout
    )
    (overlay / "overlay.yml").write_text("name: Test Office\nhide: [docs/about.md]\n")
    checked = run_program("check", "--root", root, "--overlay", overlay)
    assert "`docs/about.md` is a page, and every page leads to it." in checked.stdout
