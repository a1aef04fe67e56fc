"""Templates as they were compiled for a former build."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from toolkit.pages.templates import Compiled


def shown(folder: Path, compiled: Compiled) -> str:
    return Environment(loader=FileSystemLoader(folder), bytecode_cache=compiled).get_template("page").render()


def test_a_template_is_compiled_once_until_its_text_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page").write_text("Tea", "utf-8")
    first = Compiled("test")
    assert shown(tmp_path, first) == "Tea"
    first.keep()
    second = Compiled("test")
    assert (shown(tmp_path, second), second.has_new) == ("Tea", False)
    (tmp_path / "page").write_text("Coffee", "utf-8")
    assert (shown(tmp_path, second), second.has_new) == ("Coffee", True)


def test_where_nothing_can_be_kept_templates_are_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page").write_text("Tea", "utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "page"))
    for _ in range(2):
        compiled = Compiled("test")
        assert (shown(tmp_path, compiled), compiled.has_new) == ("Tea", True)
        compiled.keep()
