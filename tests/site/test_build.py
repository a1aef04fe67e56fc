"""The command line, and what a build promises to whoever runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT, SAMPLE, build, command, files, pack, replace_text, run
from toolkit.cli import CANNOT, DONE, MISTAKES, NO_READER, main

TEA = Path("practices", "practice", "tea-with-officers.yml")
Captured = pytest.CaptureFixture[str]


def test_the_same_records_give_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    again = pack(SAMPLE, tmp_path / "again")
    for folder in ("site", "offline"):
        assert files(again / folder) == files(sample / folder)


def test_a_folder_with_other_files_is_never_overwritten(copy: Path, capsys: Captured) -> None:
    (copy / "out" / "site").mkdir(parents=True)
    (copy / "out" / "site" / "notes.txt").write_text("Mine.", "utf-8")
    assert build(copy, copy / "out") == CANNOT
    assert "is there already and is not a site of a toolkit" in capsys.readouterr().err
    assert [path.name for path in (copy / "out" / "site").iterdir()] == ["notes.txt"]


def test_a_symbolic_link_in_place_of_the_site_is_left_alone(copy: Path, capsys: Captured) -> None:
    (copy / "build").mkdir()
    (copy / "elsewhere").mkdir()
    (copy / "build" / "site").symlink_to(copy / "elsewhere")
    assert build(copy) == CANNOT
    assert "is not a site of a toolkit" in capsys.readouterr().err
    assert (copy / "build" / "site").readlink() == copy / "elsewhere"


def test_a_site_of_an_older_version_is_replaced(copy: Path) -> None:
    script = copy / "build" / "site" / "web" / "page.00000000.js"
    script.parent.mkdir(parents=True)
    script.write_text("", "utf-8")
    assert build(copy) == DONE
    assert not script.exists()


def test_a_deleted_record_leaves_no_page_in_the_site_or_the_offline_copy(built_copy: Path) -> None:
    out = built_copy / "build"
    pages = [
        out / folder / "practices" / "tea-with-officers.html"
        for folder in ("site", "offline/toolkit")
    ]
    assert [page.is_file() for page in pages] == [True, True]
    (built_copy / TEA).unlink()
    pack(built_copy, out)
    assert [page.exists() for page in pages] == [False, False]


def test_a_failed_build_leaves_the_last_good_site_as_it_was(
    built_copy: Path, capsys: Captured
) -> None:
    out = built_copy / "build"
    before = files(out / "site"), files(out / "offline")
    replace_text(built_copy / TEA, "title:", "titel:")
    assert build(built_copy) == MISTAKES
    assert (files(out / "site"), files(out / "offline")) == before
    assert "Did you mean `title`?" in capsys.readouterr().out


# ------------------------------------------------------------------ mistakes that only the site shows


def test_a_failure_of_the_program_is_not_taken_for_a_mistake_of_the_contributor(
    copy: Path, capsys: Captured
) -> None:
    replace_text(copy / "mkdocs.yml", "site_name: ", "extra_css: 5\nsite_name: ")
    assert build(copy) == 2
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "Cannot build: the program failed. This is a mistake in the program" in said


def test_a_broken_link_on_a_translated_page_is_reported_at_its_line(
    copy: Path, capsys: Captured
) -> None:
    replace_text(copy / "docs" / "about.es.md", "id-night", "id-nigth")
    assert build(copy) == MISTAKES
    assert (
        "docs/about.es.md:5: links to `practices/id-nigth.md`, which is not there."
        in capsys.readouterr().out
    )
    assert not (copy / "build" / "site").exists()


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("(practices/id-night.md#nowhere)", "practices/id-night.md#nowhere"),
        ("(nowhere.md){ .big }", "nowhere.md"),
        ("(#nowhere)", "#nowhere"),
    ],
)
def test_a_broken_link_of_any_form_is_reported_at_its_line(
    copy: Path, capsys: Captured, link: str, target: str
) -> None:
    page = copy / "docs" / "about.md"
    page.write_text(f"{page.read_text('utf-8')}\n[Here]{link}\n", "utf-8")
    assert build(copy) == MISTAKES
    assert capsys.readouterr().out.startswith(f"docs/about.md:8: links to `{target}`")


def test_an_authored_page_in_the_place_of_a_records_page_is_reported(
    copy: Path, capsys: Captured
) -> None:
    (copy / "docs" / "practices").mkdir()
    for tag in ("", ".es"):
        (copy / "docs" / "practices" / f"id-night{tag}.md").write_text(
            "---\ntitle: Mine\n---\n\nHello.\n", "utf-8"
        )
    assert build(copy) == MISTAKES
    reported = [line for line in capsys.readouterr().out.splitlines() if line.startswith("docs/")]
    message = "has the name of a page that the toolkit makes."
    assert reported == [
        f"docs/practices/id-night.es.md: {message}",
        f"docs/practices/id-night.md: {message}",
    ]


@pytest.mark.parametrize("entry", ["abuot", "es/about"], ids=["in no language", "in one language"])
def test_a_menu_entry_that_is_not_a_page_is_reported(
    copy: Path, capsys: Captured, entry: str
) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}nav:\n  - index.md\n  - {entry}.md\n", "utf-8")
    line = config.read_text("utf-8").splitlines().index(f"  - {entry}.md") + 1
    assert build(copy) == MISTAKES
    assert (
        f"mkdocs.yml:{line}: nav: `{entry}` is not a page of the site." in capsys.readouterr().out
    )


def test_an_empty_folder_in_the_folder_of_a_kind_is_reported_by_build_and_check(
    built_copy: Path, capsys: Captured
) -> None:
    (built_copy / "practices" / "practice" / "2024").mkdir()
    assert build(built_copy) == MISTAKES
    message = "practices/practice/2024: is a folder inside the folder of a kind"
    assert message in capsys.readouterr().out
    assert message in run("check", "--root", built_copy).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("name", ["pipe.md", "pipe.png", "routes/pipe.yml"])
def test_a_pipe_in_docs_is_reported_and_does_not_make_the_build_hang(
    copy: Path, capsys: Captured, name: str
) -> None:
    os.mkfifo(copy / "docs" / name)
    assert build(copy) == MISTAKES
    assert f"docs/{name}: is a pipe or a device." in capsys.readouterr().out


def test_a_lock_of_an_editor_in_docs_does_no_harm(copy: Path) -> None:
    (copy / "docs" / ".#about.md").symlink_to(
        "someone@desk.1234:1"
    )  # Emacs' lock while it edits the page
    assert build(copy) == DONE
    assert not list((copy / "build" / "site").rglob("*#*"))


def test_a_name_that_is_not_utf_8_in_docs_is_one_problem(copy: Path, capsys: Captured) -> None:
    Path(os.fsdecode(os.fsencode(copy / "docs") + b"/\xff.png")).write_bytes(b"picture")
    assert build(copy) == MISTAKES
    assert "docs/<U+DCFF>.png: `<U+DCFF>.png` is not a name for a page" in capsys.readouterr().out


def test_what_could_run_on_the_site_is_refused_and_the_last_good_site_stays(
    copy: Path, capsys: Captured
) -> None:
    assert build(copy) == DONE
    before = files(copy / "build" / "site")
    traps = (
        "trap.html",
        "trap.js",
        "sw.js",
        "trap.svg",
        "_redirects",
        "setup.exe",
        ".htaccess",
        "contribute/x.html",
    )
    (copy / "docs" / "contribute").mkdir(exist_ok=True)
    for name in traps:
        (copy / "docs" / name).write_bytes(b"MZ")
    for name in ("check", "build"):
        capsys.readouterr()
        assert main([name, "--root", str(copy)]) == MISTAKES
        assert {row.partition(": ")[0] for row in capsys.readouterr().out.splitlines()[::2]} == {
            f"docs/{trap}" for trap in traps
        }
    assert files(copy / "build" / "site") == before


def test_the_example_address_is_noted(copy: Path, capsys: Captured) -> None:
    replace_text(copy / "mkdocs.yml", "https://sample.example/toolkit/", "https://example.org/")
    assert build(copy) == DONE
    assert "site_url: is still the example `https://example.org/`" in capsys.readouterr().out


# ------------------------------------------------------------------ the command line


def test_check_prints_the_number_of_records(tmp_path: Path) -> None:
    done = run("check", "--root", SAMPLE, "--out", tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (DONE, "16 records, no problems.")
    assert [path.name for path in tmp_path.iterdir()] == [".cache"]  # what it has read


def test_check_needs_no_folder_to_write_to(copy: Path) -> None:
    (copy / "build").write_text("A file, where the folder would go.", "utf-8")
    assert run("check", "--root", copy).returncode == DONE


def test_diagnostics_are_printed_as_text_as_annotations_or_as_json(copy: Path) -> None:
    replace_text(copy / TEA, "[youth]", "[yuoth]")
    text, github, data = (
        run("check", "--root", copy, "--format", format) for format in ("text", "github", "json")
    )
    assert [done.returncode for done in (text, github, data)] == [MISTAKES] * 3
    assert (
        "practices/practice/tea-with-officers.yml:5: topics.1: `yuoth` is not on the list."
        in text.stdout
    )
    assert github.stdout.startswith(
        "::error file=practices/practice/tea-with-officers.yml,line=5::"
    )
    assert [diagnostic["line"] for diagnostic in json.loads(data.stdout)] == [5]


def test_build_prints_only_json_if_asked_to(built_copy: Path) -> None:
    replace_text(built_copy / TEA, "Drink tea", "Drink coffee")
    for _ in ("changed", "unchanged"):
        done = run("build", "--root", built_copy, "--format", "json")
        assert (done.returncode, json.loads(done.stdout)) == (DONE, [])


def test_the_check_lists_a_hard_text_which_stops_nothing(copy: Path) -> None:
    hard = "Interdepartmental multicultural liaisons facilitate organizational accessibility initiatives."
    replace_text(copy / TEA, "summary: ", f"summary: {hard} ")
    checked = run("check", "--root", copy)
    assert checked.returncode == DONE
    assert "tea-with-officers.yml:3: summary: reads at grade " in checked.stdout


def test_a_folder_that_is_not_a_toolkit_cannot_be_built(tmp_path: Path) -> None:
    done = run("build", "--root", tmp_path)
    assert done.returncode == CANNOT
    assert "there is no mkdocs.yml" in done.stderr


def test_a_misspelt_command_names_the_command_that_was_meant(capsys: Captured) -> None:
    assert main(["chekc"]) == 2
    assert (
        capsys.readouterr().err
        == "Cannot run: there is no command `chekc`. Did you mean `check`?\n"
    )
    assert main(["deploy"]) == 2
    assert "The commands are `check`, `new`, `build`," in capsys.readouterr().err


def test_without_a_command_the_site_is_built_in_the_folder_that_out_names(
    copy: Path, tmp_path: Path
) -> None:
    done = run("--root", copy, "--out", tmp_path / "elsewhere")
    assert done.returncode == DONE, done.stdout + done.stderr
    assert (tmp_path / "elsewhere" / "site" / "index.html").is_file()
    assert not (copy / "build").exists()


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http"])
def test_a_number_that_is_not_a_port_is_reported_before_anything_is_built(
    copy: Path, port: str
) -> None:
    done = run("serve", "--root", copy, f"--port={port}")
    assert done.returncode == CANNOT
    assert f"`{port}` is not a port" in done.stderr
    assert not (copy / "build").exists()


def test_pages_writes_the_markdown_of_every_page(
    copy: Path, tmp_path: Path, sample_pages: dict[str, str]
) -> None:
    folder = tmp_path / "pages"
    assert run("pages", folder, "--root", copy).returncode == DONE
    written = {name: text.decode() for name, text in files(folder).items() if name.endswith(".md")}
    assert written == {f"{name}.md": text for name, text in sample_pages.items()}
    assert (folder / "files" / "policy" / "sample-language-policy.pdf").is_file()
    other = run("pages", copy / "docs", "--root", copy)
    assert (other.returncode, other.stderr.partition(":")[0]) == (CANNOT, "Cannot write the pages")
    assert (copy / "docs" / "about.md").is_file()


def test_output_that_nobody_reads_to_its_end_is_no_error(copy: Path) -> None:
    for number in range(200):
        (copy / "practices" / "practice" / f"broken-{number}.yml").write_text(
            "title: No more than this\n", "utf-8"
        )
    with subprocess.Popen(
        command("check", "--root", copy),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as check:
        assert check.stdout and check.stderr
        check.stdout.close()
        assert check.stderr.read() == ""
    assert check.returncode == NO_READER
