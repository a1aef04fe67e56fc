"""Building: what it promises to whoever runs it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, built
from toolkit import front_door
from toolkit.cache import TICK, alone


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "build_toolkit.py"), *arguments], capture_output=True, text=True, check=False
    )


def test_the_same_records_give_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    again = built(SAMPLE, tmp_path / "again")
    for part in ("site", "offline"):
        assert files(again / part) == files(sample / part)


def test_building_again_touches_no_file(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = copy / "build"
    time.sleep(2 * TICK / 1e9)  # a file that was written just now may still change
    assert front_door.build(copy, out) == 0
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (out / "site").rglob("*")}
    assert front_door.build(copy, out) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (out / "site").rglob("*")} == before


def test_a_folder_of_other_files_is_never_built_over(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "out" / "site").mkdir(parents=True)
    (copy / "out" / "site" / "own.txt").write_text("Mine.", "utf-8")
    assert front_door.build(copy, copy / "out") == 2
    assert "is there already and is no site of a toolkit." in capsys.readouterr().err
    assert (copy / "out" / "site" / "own.txt").is_file()


def test_a_deleted_record_leaves_no_page_behind(copy: Path) -> None:
    out = built(copy, copy / "build")
    assert (out / "site" / "practices" / "tea-with-officers.html").is_file()
    (copy / "practices" / "practice" / "tea-with-officers.yml").unlink()
    built(copy, out)
    assert not (out / "site" / "practices" / "tea-with-officers.html").exists()
    assert not (out / "offline" / "toolkit" / "practices" / "tea-with-officers.html").exists()


def test_a_failed_build_leaves_the_last_good_site_as_it_was(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = built(copy, copy / "build")
    before = files(out / "site"), files(out / "offline")
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    record.write_text(record.read_text().replace("title:", "titel:"))
    assert front_door.build(copy, out) == 1
    assert (files(out / "site"), files(out / "offline")) == before
    assert "Did you mean `title`?" in capsys.readouterr().out


def test_a_broken_link_in_a_page_written_by_hand_is_a_problem_in_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = copy / "docs" / "about.es.md"
    page.write_text(page.read_text().replace("id-night", "id-nigth"))
    assert front_door.build(copy, copy / "build") == 1
    assert "docs/about.es.md:5: links to `practices/id-nigth.md`, which is not there." in capsys.readouterr().out
    assert not (copy / "build" / "site").exists()


def test_a_page_written_by_hand_where_a_made_one_goes_is_a_problem(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "docs" / "practices").mkdir()
    (copy / "docs" / "practices" / "id-night.md").write_text("---\ntitle: Mine\n---\n\nHello.\n")
    (copy / "docs" / "practices" / "id-night.es.md").write_text("---\ntitle: El mío\n---\n\nHola.\n")
    assert front_door.build(copy, copy / "build") == 1
    told = [f"docs/practices/id-night{tag}.md: stands where the toolkit makes a page." for tag in ("", ".es")]
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("docs/")] == sorted(told)


@pytest.mark.parametrize("written", ["(practices/id-night.md#nowhere)", "(nowhere.md){ .big }", "(#nowhere)"])
def test_a_link_that_leads_nowhere_is_found_however_it_is_written(
    copy: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    page = copy / "docs" / "about.md"
    page.write_text(page.read_text() + f"\n[Here]{written}\n")
    assert front_door.build(copy, copy / "build") == 1
    assert capsys.readouterr().out.startswith("docs/about.md:7: links to `")


@pytest.mark.parametrize("entry", ["abuot", "es/about"], ids=["in no language", "in one language"])
def test_an_entry_of_the_menu_that_leads_nowhere_is_a_problem(
    copy: Path, capsys: pytest.CaptureFixture[str], entry: str
) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text() + f"nav:\n  - index.md\n  - {entry}.md\n")
    assert front_door.build(copy, copy / "build") == 1
    assert f"mkdocs.yml:8: nav: `{entry}` is no page of the site." in capsys.readouterr().out


def test_check_says_how_many_records_there_are_and_exits_with_0(tmp_path: Path) -> None:
    done = run("check", "--root", str(SAMPLE), "--out", str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "10 records, no problems.\n")


def test_a_check_needs_no_place_to_write_to(copy: Path) -> None:
    (copy / "build").write_text("A file, where the folder would go.", "utf-8")
    assert run("check", "--root", str(copy)).returncode == 0


def test_problems_come_as_text_annotations_or_data_and_exit_with_1(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    record.write_text(record.read_text().replace("[youth]", "[yuoth]"))
    text, github, data = (run("check", "--root", str(copy), "--format", form) for form in ("text", "github", "json"))
    assert [done.returncode for done in (text, github, data)] == [1, 1, 1]
    assert "practices/practice/tea-with-officers.yml:5: topics.1: `yuoth` is not on the list." in text.stdout
    assert github.stdout.startswith("::error file=practices/practice/tea-with-officers.yml,line=5::")
    assert [problem["line"] for problem in json.loads(data.stdout)] == [5]


def test_a_hard_text_is_listed_and_stops_nothing(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    hard = "Interdepartmental multicultural liaisons facilitate organizational accessibility initiatives."
    record.write_text(record.read_text().replace("summary: ", f"summary: {hard} ", 1))
    listed, checked = (run(word, "--root", str(copy)) for word in ("readability", "check"))
    assert listed.returncode == checked.returncode == 0
    assert "tea-with-officers.yml:3: summary: reads at grade " in listed.stdout
    assert "Texts above grade 9: 1." in checked.stdout


def test_a_folder_that_is_no_toolkit_cannot_be_built_and_exits_with_2(tmp_path: Path) -> None:
    done = run("build", "--root", str(tmp_path))
    assert done.returncode == 2
    assert "there is no mkdocs.yml" in done.stderr


def test_out_puts_the_result_elsewhere(copy: Path, tmp_path: Path) -> None:
    done = run("--root", str(copy), "--out", str(tmp_path / "elsewhere"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "elsewhere" / "site" / "index.html").is_file()
    assert not (copy / "build").exists()


@contextmanager
def served(program: Path, root: Path, python: str = sys.executable) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of the sample while it is served, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, str(program / "build_toolkit.py"), "serve", "--root", str(root), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert any("Showing http://127.0.0.1" in line for line in server.stdout)
            yield f"http://127.0.0.1:{port}/", server
        finally:
            server.terminate()


def comes(address: str, text: str) -> None:
    """Wait until a page says something."""
    until = time.monotonic() + 30
    while text not in fetched(address):
        assert time.monotonic() < until, f"`{text}` was never shown"
        time.sleep(0.2)


def saved_by_rename(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.with_name("4913").write_text(text.replace(old, new))
    path.with_name("4913").replace(path)


def test_serve_shows_the_site_and_follows_an_edit(copy: Path) -> None:
    with served(ROOT, copy) as (site, _):
        page = f"{site}practices/tea-with-officers.html"
        assert "Drink tea" in fetched(page)
        record = copy / "practices" / "practice" / "tea-with-officers.yml"
        record.write_text(record.read_text().replace("Drink tea", "Drink coffee"))
        comes(page, "Drink coffee")
        saved_by_rename(record, "Drink coffee", "Drink milk")
        comes(page, "Drink milk")


def test_serve_lets_a_browser_keep_just_what_is_named_by_its_content(copy: Path) -> None:
    with served(ROOT, copy) as (site, _):
        page = fetched(f"{site}index.html")
        sheet, script = (re.search(f'"(web/{name}[^"]+)"', page) for name in ("toolkit", "page"))
        assert sheet and script
        kept = {}
        for name in ("index.html", sheet[1], script[1], "web/toolkit.00000000.css"):
            try:
                with urllib.request.urlopen(site + name) as answer:
                    kept[name] = answer.headers["Cache-Control"]
            except urllib.error.HTTPError as error:
                kept[name] = error.headers["Cache-Control"]
    assert kept.pop(sheet[1]) == "public, max-age=31536000, immutable"
    assert set(kept.values()) == {"no-store"}  # the script has what the preview adds to it


def test_serve_follows_settings_that_an_editor_saves_by_a_rename(copy: Path) -> None:
    with served(ROOT, copy) as (site, _):
        for old, new in (("sample.example", "first.example"), ("first.example", "second.example")):
            saved_by_rename(copy / "mkdocs.yml", old, new)
            comes(f"{site}index.html", new)


def test_serve_tells_each_page_of_what_is_new_and_ends_with_control_c(copy: Path) -> None:
    with served(ROOT, copy) as (site, server):
        with ExitStack() as open_pages:
            pages = [open_pages.enter_context(urllib.request.urlopen(f"{site}__built?0", timeout=30)) for _ in range(3)]
            saved_by_rename(copy / "docs" / "about.md", "It is a sample.", "It is a small sample.")
            told = [page.readline() + page.readline() for page in pages]
            # The page alone is shown first, then the whole site: who is slow to listen hears of both at once.
            assert all(re.fullmatch(rb"id: [12]\ndata: page\n", one) for one in told), told
        with urllib.request.urlopen(f"{site}__built?1", timeout=30) as whole:
            assert whole.readline() == b"id: 2\n"
        with urllib.request.urlopen(f"{site}__built?0", timeout=30) as late:  # it was shown before this page listened
            assert late.readline() == b"id: 2\n"
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
        assert server.stderr
        assert "Traceback" not in server.stderr.read()


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from toolkit.serve import serve

class Garbage:
    def __init__(self):
        self.itself = self

    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

def build(_):
    Garbage()
    return 0

root = Path(sys.argv[1])
sys.exit(serve(build, lambda _: {}, root, root, 0))
"""
"""A program to which Control-C comes while Python collects garbage after a build."""


def test_serve_ends_with_control_c_even_while_garbage_is_collected(copy: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(copy)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        until = time.monotonic() + 30
        while server.poll() is None:
            assert time.monotonic() < until, "it waits for another save"
            (copy / "docs" / "about.md").touch()
            time.sleep(0.5)
        assert server.stderr
        assert (server.returncode, server.stderr.read()) == (0, "")


def test_serve_follows_edits_after_a_name_that_its_watch_cannot_read(copy: Path) -> None:
    with served(ROOT, copy) as (site, _):
        odd = os.fsencode(copy / "docs") + b"/\xff.png"
        Path(os.fsdecode(odd)).touch()
        time.sleep(1)
        Path(os.fsdecode(odd)).unlink()
        saved_by_rename(copy / "practices" / "practice" / "tea-with-officers.yml", "Drink tea", "Drink coffee")
        comes(f"{site}practices/tea-with-officers.html", "Drink coffee")


@pytest.mark.skipif(not (ROOT / ".venv" / "bin").exists(), reason="the toolkit's own Python is another")
def test_serve_ends_with_the_program_that_was_started(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLKIT_INSIDE", raising=False)
    with served(ROOT, copy, str(Path(sys.base_prefix, "bin", "python3"))) as (site, server):  # which goes on in .venv
        server.terminate()
        server.wait(timeout=10)
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(site)


def test_a_number_that_is_no_port_is_told_before_anything_is_built(copy: Path) -> None:
    done = run("serve", "--root", str(copy), "--port", "99999")
    assert done.returncode == 2
    assert "`99999` is not a port" in done.stderr
    assert not (copy / "build").exists()


def test_a_link_in_place_of_the_site_is_left_as_it_is(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "build").mkdir()
    (copy / "elsewhere").mkdir()
    (copy / "build" / "site").symlink_to(copy / "elsewhere")
    assert front_door.build(copy, copy / "build") == 2
    assert "is no site of a toolkit" in capsys.readouterr().err
    assert (copy / "build" / "site").readlink() == copy / "elsewhere"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("name", ["pipe.md", "pipe.png", "routes/pipe.yml"])
def test_a_pipe_among_the_pages_by_hand_is_a_problem(copy: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    os.mkfifo(copy / "docs" / name)
    assert front_door.build(copy, copy / "build") == 1
    assert f"docs/{name}: is a pipe or a device." in capsys.readouterr().out


def test_a_folder_with_the_name_of_a_page_is_a_problem(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "docs" / "odd.md").mkdir()
    assert front_door.build(copy, copy / "build") == 1
    assert "docs/odd.md: is a folder with the name of a page." in capsys.readouterr().out


def test_a_file_beside_the_pages_may_have_any_name(copy: Path) -> None:
    Path(os.fsdecode(os.fsencode(copy / "docs") + b"/\xff.png")).write_bytes(b"picture")
    assert front_door.build(copy, copy / "build") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no telling whether a lock is held")
def test_who_waits_for_another_build_is_told(copy: Path) -> None:
    with alone(copy / "build" / ".cache"):
        command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr
        assert "Waiting for another build" in waiting.stderr.readline()
    with waiting:
        assert waiting.wait(timeout=60) == 0


def test_serve_stays_with_a_program_that_was_changed(copy: Path, program: Path) -> None:
    with served(program, copy) as (site, _):
        page = f"{site}practices/tea-with-officers.html"
        saved_by_rename(program / "toolkit" / "theme" / "record.html", 'class="eyebrow"', 'class="eyebrow new"')
        comes(page, 'class="eyebrow new"')
        record = copy / "practices" / "practice" / "tea-with-officers.yml"
        saved_by_rename(record, "Drink tea", "Drink coffee")
        comes(page, "Drink coffee")
        time.sleep(2)  # the preview comes first
        assert 'class="eyebrow new"' in fetched(page)


def test_control_c_stops_a_build_without_a_word_of_python(copy: Path) -> None:
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as build:
        time.sleep(1.2)
        os.killpg(build.pid, signal.SIGINT)
        assert build.stderr
        assert "Traceback" not in build.stderr.read()
    assert build.returncode in (0, 130)


def test_an_empty_folder_where_records_belong_is_told_of(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert front_door.build(copy, copy / "build") == 0
    (copy / "practices" / "practice" / "2024").mkdir()
    assert front_door.build(copy, copy / "build") == 1
    assert front_door.validate(copy, copy / "build") == 1
    assert "practices/practice/2024: is a folder inside the folder of a kind" in capsys.readouterr().out


def test_a_list_of_problems_that_nobody_reads_to_its_end_is_no_hindrance(copy: Path) -> None:
    for number in range(200):
        (copy / "practices" / "practice" / f"broken-{number}.yml").write_text("title: No more than this\n", "utf-8")
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "check", "--root", str(copy)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as check:
        assert check.stdout and check.stderr
        check.stdout.close()
        assert check.stderr.read() == ""
    assert check.returncode == 141


def fetched(address: str) -> str:
    try:
        with urllib.request.urlopen(address) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError:  # while the new site takes the old one's place
        return ""
