"""The preview: it shows the site, follows edits and tells open pages of them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builds import ROOT, command, replace_text, replace_text_by_rename
from toolkit.serve import look_at

PATIENCE = 30
"""Seconds for an edit to be shown on a busy machine."""
RECORD = Path("practices", "practice", "tea-with-officers.yml")
PAGE = "practices/tea-with-officers.html"


@contextmanager
def serving(
    root: Path,
    program: Path = ROOT,
    start: Sequence[str] = tuple(command()),
    options: Sequence[str] = (),
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a toolkit while it is served, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [*start, "serve", "--root", str(root), "--port", str(port), *options],
        cwd=program,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout
            assert any("Showing http://127.0.0.1" in line for line in server.stdout)
            yield f"http://127.0.0.1:{port}/", server
        finally:
            server.terminate()


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError:
        return ""


def wait_for(address: str, text: str) -> None:
    """Until a page says something."""
    deadline = time.monotonic() + PATIENCE
    while text not in fetch(address):
        assert time.monotonic() < deadline, f"`{text}` was never shown"
        time.sleep(0.2)


def test_preview_shows_the_site_and_follows_edits_however_they_are_saved(built_copy: Path) -> None:
    with serving(built_copy) as (site, _):
        assert "Drink tea" in fetch(site + PAGE)
        assert "Sample toolkit" in fetch(site)
        assert "Guía de muestra" in fetch(f"{site}es/")
        replace_text(built_copy / RECORD, "Drink tea", "Drink coffee")
        wait_for(site + PAGE, "Drink coffee")
        wait_for(f"{site}practices/", "Drink coffee")
        replace_text_by_rename(built_copy / RECORD, "Drink coffee", "Drink milk")
        wait_for(site + PAGE, "Drink milk")
        for old, new in (("sample.example", "first.example"), ("first.example", "second.example")):
            replace_text_by_rename(built_copy / "mkdocs.yml", old, new)
            wait_for(site, new)


def test_preview_shows_the_last_good_site_while_a_record_has_a_mistake(built_copy: Path) -> None:
    with serving(built_copy) as (site, server):
        replace_text(built_copy / RECORD, "title:", "titel:")
        assert server.stderr
        assert any("Nothing was published" in line for line in server.stderr)
        assert "Drink tea" in fetch(site + PAGE)
        replace_text(built_copy / RECORD, "titel: Drink tea", "title: Drink coffee")
        wait_for(site + PAGE, "Drink coffee")


def test_preview_goes_on_after_a_build_in_which_the_program_fails(built_copy: Path) -> None:
    with serving(built_copy) as (site, server):
        replace_text_by_rename(
            built_copy / "mkdocs.yml", "site_name: ", "extra_css: 5\nsite_name: "
        )
        wait_for(f"{site}__state", "The terminal says why.")
        assert "Drink tea" in fetch(site + PAGE)
        replace_text_by_rename(built_copy / "mkdocs.yml", "extra_css: 5\n", "")
        replace_text(built_copy / RECORD, "Drink tea", "Drink coffee")
        wait_for(site + PAGE, "Drink coffee")
        server.terminate()
        assert server.stderr
        said = server.stderr.read()
        assert "TypeError" in said
        assert "Cannot build: the program failed. This is a mistake in the program" in said


def test_preview_of_some_languages_leaves_the_whole_site_as_it_is(built_copy: Path) -> None:
    before = (built_copy / "build" / "site" / "index.html").read_bytes()
    with serving(built_copy, options=["--languages", "en"]) as (site, _):
        assert "Drink tea" in fetch(site + PAGE)
        assert fetch(f"{site}es/index.html") == ""
    assert (built_copy / "build" / "en" / "site" / "index.html").is_file()
    assert (built_copy / "build" / "site" / "index.html").read_bytes() == before


def test_preview_lets_browsers_keep_nothing(built_copy: Path) -> None:
    with serving(built_copy) as (site, _):
        page = fetch(f"{site}index.html")
        names = [
            match[1]
            for name in ("toolkit", "page")
            if (match := re.search(f'"(web/{name}[^"]+)"', page))
        ]
        assert len(names) == 2
        for name in ("index.html", *names):
            with urllib.request.urlopen(site + name) as answer:
                assert answer.headers["Cache-Control"] == "no-store"


def test_preview_ends_with_control_c(built_copy: Path) -> None:
    with serving(built_copy) as (site, server):
        replace_text_by_rename(
            built_copy / "docs" / "about.md", "It is a sample.", "It is a small sample."
        )
        wait_for(f"{site}__state", '"build": 1')
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
        assert server.stderr
        assert "Traceback" not in server.stderr.read()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names")
def test_preview_follows_edits_after_a_file_whose_name_is_not_utf_8(built_copy: Path) -> None:
    with serving(built_copy) as (site, _):
        path = Path(os.fsdecode(os.fsencode(built_copy / "docs") + b"/\xff.png"))
        path.touch()
        time.sleep(1)
        path.unlink()
        replace_text_by_rename(built_copy / RECORD, "Drink tea", "Drink coffee")
        wait_for(site + PAGE, "Drink coffee")


def test_preview_takes_the_hidden_files_of_editors_for_no_edit(tmp_path: Path) -> None:
    before = look_at([tmp_path])
    (tmp_path / ".record.yml.swp").touch()
    assert look_at([tmp_path]) == before
    (tmp_path / "record.yml").touch()
    assert look_at([tmp_path]) != before


def test_preview_follows_edits_of_the_program(built_copy: Path, program: Path) -> None:
    with serving(built_copy, program) as (site, _):
        template = program / "toolkit" / "theme" / "record.html"
        replace_text_by_rename(template, 'class="eyebrow"', 'class="eyebrow changed"')
        wait_for(site + PAGE, 'class="eyebrow changed"')
        replace_text_by_rename(built_copy / RECORD, "Drink tea", "Drink coffee")
        wait_for(site + PAGE, "Drink coffee")
        assert 'class="eyebrow changed"' in fetch(site + PAGE)


@pytest.mark.skipif(
    not (ROOT / ".venv" / "bin").exists(), reason="the toolkit's packages are elsewhere"
)
def test_preview_ends_when_the_process_that_was_started_is_terminated(built_copy: Path) -> None:
    """build_toolkit.py continues in the Python of .venv."""
    start = [str(Path(sys.base_prefix, "bin", "python3")), str(ROOT / "build_toolkit.py")]
    with serving(built_copy, start=start) as (site, server):
        server.terminate()
        server.wait(timeout=10)
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(site)
