"""What the forge and editors read is small and true."""

import json
import re

import yaml

from tests.builds import ROOT
from toolkit.schema import KINDS


def test_issue_forms_ask_for_a_page_or_a_practice_and_links_may_open_blank_issues() -> None:
    forms = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir()}
    assert forms.pop("config") == {"blank_issues_enabled": True}
    for form in forms.values():
        assert form["name"]
        assert form["description"]
        ids = [entry["id"] for entry in form["body"] if entry["type"] != "markdown"]
        assert len(ids) == len(set(ids))


def test_code_owners_name_paths_that_are_there() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    paths = [match[1] for line in lines if (match := re.match(r"# (/\S+|\*\.\w+)\s+@", line))]
    assert paths
    assert [path for path in paths if not [*ROOT.glob(path.strip("/"))]] == []
    assert all(line.startswith("#") for line in lines if line)


def test_the_hook_runs_for_every_file_that_the_check_reads() -> None:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    [hook] = repository["hooks"]
    assert hook["entry"] == "python3 build_toolkit.py check"
    names = [
        "mkdocs.yml",
        "docs/about.md",
        "toolkit/messages/es.yml",
        *(f"{kind.folder}/x.yml" for kind in KINDS.values()),
    ]
    assert [name for name in names if not re.search(hook["files"], name)] == []


def test_settings_of_editors_can_be_read() -> None:
    for path in (ROOT / ".vscode").iterdir():
        assert json.loads(path.read_text("utf-8"))
