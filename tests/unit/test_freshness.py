"""Whether anything changed, by times and sizes alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT, wait_for_stable_times
from toolkit.build import freshness
from toolkit.build.freshness import before_build, forget_build, is_fresh, note_build
from toolkit.build.output import scan
from toolkit.fingerprint import read_cache, write_cache


@pytest.fixture(autouse=True)
def small_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of a single file, which no other test edits."""
    for name in ("PACKAGE", "WEB"):
        folder = tmp_path / "program" / name.lower()
        folder.mkdir(parents=True)
        (folder / "module.py").write_text("")
        monkeypatch.setattr(freshness, name, folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A toolkit's folder whose last build is noted."""
    root = tmp_path / "toolkit"
    for name in ("agencies", "practices/practice", "docs", "build/site"):
        (root / name).mkdir(parents=True)
    for name in (
        "mkdocs.yml",
        "agencies/a.yml",
        "practices/practice/b.yml",
        "docs/index.md",
        "build/site/index.html",
    ):
        (root / name).write_text(f"text: {name}")
    note(root)
    return root


def note(root: Path) -> None:
    wait_for_stable_times()  # a file that was written just now may still change
    note_build(
        root / "build", before_build(root, [root / "mkdocs.yml"]), scan(root / "build" / "site")
    )


def is_noted(root: Path) -> bool:
    return is_fresh(root, root / "build")


def test_where_nothing_changed_nothing_is_built(root: Path) -> None:
    assert is_noted(root)


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "agencies/a.yml",
        "practices/practice/b.yml",
        "docs/index.md",
        "build/site/index.html",
    ],
)
def test_a_changed_file_is_noticed(root: Path, name: str) -> None:
    (root / name).write_text("Other text.")
    assert not is_noted(root)


@pytest.mark.parametrize("name", ["agencies/new.yml", "docs/picture.png", "build/site/new.html"])
def test_a_new_file_is_noticed(root: Path, name: str) -> None:
    (root / name).write_text("New.")
    assert not is_noted(root)


@pytest.mark.parametrize("name", ["agencies/a.yml", "docs/index.md", "build/site/index.html"])
def test_a_deleted_file_is_noticed(root: Path, name: str) -> None:
    (root / name).unlink()
    assert not is_noted(root)


def test_a_new_folder_is_noticed(root: Path) -> None:
    (root / "docs" / "odd.md").mkdir()
    assert not is_noted(root)


def test_an_edit_of_the_same_size_with_the_same_time_is_noticed(root: Path) -> None:
    path = root / "agencies" / "a.yml"
    times = path.stat().st_mtime_ns
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(times, times))
    assert not is_noted(root)


def test_a_changed_program_is_noticed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "program" / "web" / "module.py").write_text("pass")
    assert not is_noted(root)


def test_an_installed_package_of_another_version_is_noticed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "installed_packages", lambda: ["jinja2-9.9.9.dist-info"])
    assert not is_noted(root)


def test_a_variable_that_settings_read_is_noticed_and_its_value_not_noted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "mkdocs.yml").write_text("copyright: !ENV [TOOLKIT_NOTE, none]\n")
    monkeypatch.setenv("TOOLKIT_NOTE", "a secret")
    note(root)
    assert is_noted(root)
    assert "secret" not in (root / "build" / ".cache" / "freshness.json").read_text()
    monkeypatch.setenv("TOOLKIT_NOTE", "another")
    assert not is_noted(root)


def test_a_settings_file_that_is_inherited_is_noticed(root: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.yml"
    base.write_text("site_name: One\n")
    wait_for_stable_times()
    note_build(
        root / "build",
        before_build(root, [root / "mkdocs.yml", base]),
        scan(root / "build" / "site"),
    )
    assert is_noted(root)
    base.write_text("site_name: Two\n")
    assert not is_noted(root)


def test_a_file_that_changed_just_now_counts_as_changed(root: Path) -> None:
    path = root / "agencies" / "a.yml"
    path.write_text("New.")
    note_build(
        root / "build", before_build(root, [root / "mkdocs.yml"]), scan(root / "build" / "site")
    )
    wait_for_stable_times()
    assert not is_noted(root)


def test_a_build_that_began_is_not_fresh_whatever_became_of_it(root: Path) -> None:
    forget_build(root / "build")
    assert not is_noted(root)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "[" * 100_000, "{}", '{"inputs": 1, "site": 2}']
)
def test_a_damaged_note_is_no_note(root: Path, text: str) -> None:
    write_cache(root / "build" / ".cache" / "freshness.json", text)
    assert not is_noted(root)


def test_a_note_of_other_types_is_no_note(root: Path) -> None:
    path = root / "build" / ".cache" / "freshness.json"
    noted = json.loads(read_cache(path))
    for field in noted:
        for value in (None, 1, [1], {"a": 1}, [["a"]]):
            write_cache(path, json.dumps({**noted, field: value}))
            assert not is_noted(root)


def test_looking_loads_no_parser_and_no_model() -> None:
    command = "import sys, toolkit.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert {"yaml", "pydantic", "jinja2", "babel", "mkdocs"}.isdisjoint(loaded.stdout.split())
