"""What the forge and editors read is small and true."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from tests.builds import ROOT, replace_text
from toolkit.cli import MISTAKES, main
from toolkit.schema import KINDS


def test_issue_forms_ask_for_a_page_or_a_practice_and_links_may_open_blank_issues() -> None:
    forms = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir()
    }
    assert forms.pop("config") == {"blank_issues_enabled": True}
    for form in forms.values():
        assert form["name"]
        assert form["description"]
        ids = [entry["id"] for entry in form["body"] if entry["type"] != "markdown"]
        assert len(ids) == len(set(ids))


def test_code_owners_begin_with_every_file_and_name_paths_that_are_there() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    paths = [match[1] for line in lines if (match := re.match(r"# (\S+)\s+@", line))]
    assert paths[0] == "*"
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


def test_the_code_and_the_texts_have_a_license_each_and_the_page_on_data_says_which() -> None:
    texts = (ROOT / "LICENSE-TEXTS").read_text("utf-8")
    assert "Permission is hereby granted, free of charge" in (ROOT / "LICENSE").read_text("utf-8")
    assert "Attribution 4.0 International" in texts and "Section 8 – Interpretation" in texts
    for page in ("docs/data.md", "docs/data.es.md"):
        assert "https://creativecommons.org/licenses/by/4.0/" in (ROOT / page).read_text("utf-8")
    assert all(
        f"({name})" in (ROOT / "README.md").read_text("utf-8")
        for name in ("LICENSE", "LICENSE-TEXTS")
    )


def test_settings_of_editors_can_be_read() -> None:
    for path in (ROOT / ".vscode").iterdir():
        assert json.loads(path.read_text("utf-8"))


WORKFLOWS = {
    path.stem: path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").iterdir()
}
STARTERS = (ROOT / "toolkit/starter/.github/workflows/publish.yml").read_text("utf-8")
PINNED = re.compile(r"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def test_actions_are_pinned_by_hash_and_a_bot_keeps_them() -> None:
    used = [
        line.partition("uses: ")[2]
        for text in WORKFLOWS.values()
        for line in text.splitlines()
        if "uses: " in line
    ]
    assert used
    assert [action for action in used if not PINNED.match(action)] == []
    kept = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    assert [entry["package-ecosystem"] for entry in kept] == ["github-actions"]


def test_no_job_that_runs_what_was_contributed_may_do_more_than_read() -> None:
    for name, text in WORKFLOWS.items():
        workflow = yaml.safe_load(text)
        for job in workflow["jobs"].values():
            permissions = job.get("permissions", workflow["permissions"])
            if any(
                "build_toolkit.py" in step.get("run", "") or ".ci/run" in step.get("run", "")
                for step in job["steps"]
            ):
                assert permissions == {"contents": "read"}, name
            if "write" in permissions.values():
                assert not any("checkout" in step.get("uses", "") for step in job["steps"]), name
        checkouts = [
            s
            for job in workflow["jobs"].values()
            for s in job["steps"]
            if "checkout" in s.get("uses", "")
        ]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts), name


def test_no_job_runs_for_hours() -> None:
    jobs = [
        job
        for text in (*WORKFLOWS.values(), STARTERS)
        for job in yaml.safe_load(text)["jobs"].values()
    ]
    assert all(job["timeout-minutes"] <= 60 for job in jobs)


def test_what_is_published_is_built_without_a_cache_that_somebody_contributed() -> None:
    for text in (WORKFLOWS["publish"], STARTERS):
        runs = [step.get("run", "") for step in yaml.safe_load(text)["jobs"]["build"]["steps"]]
        [first, *_] = [place for place, run in enumerate(runs) if "build_toolkit.py" in run]
        assert any(run.startswith("rm -rf build") for run in runs[:first])


FORGE = """#!/bin/sh
case "$*" in
*/files*) cat "$FORGE_FILES" ;;
*/comments*--jq*) ;;
*comments*) cp comment.md posted.md ;;
*) echo 7 ;;
esac
"""
"""Answers as GitHub's program does, with the names of files from a file, each as JSON."""


def comment(folder: Path, names: Iterable[str], report: str | None) -> str:
    """The comment on a pull request that changes these files."""
    (folder / "report").mkdir()
    if report is not None:
        (folder / "report" / "report.txt").write_bytes(report.encode())
    (folder / "names").write_text(
        "".join(f"{json.dumps(name, ensure_ascii=False)}\n" for name in names), "utf-8"
    )
    (folder / "gh").write_text(FORGE, "utf-8")
    (folder / "gh").chmod(0o700)
    [_, step] = yaml.safe_load(WORKFLOWS["comment"])["jobs"]["comment"]["steps"]
    values = dict.fromkeys(("GH_REPO", "RUN", "OWNER", "BRANCH", "HEAD"), "x")
    environment = (
        os.environ
        | values
        | {"PATH": f"{folder}:{os.environ['PATH']}", "FORGE_FILES": str(folder / "names")}
    )
    script = [
        "bash",
        "--noprofile",
        "--norc",
        "-e",
        "-c",
        step["run"],
    ]  # as GitHub's runner starts it
    subprocess.run(script, cwd=folder, env=environment, check=True)
    return (folder / "posted.md").read_text("utf-8")


def test_the_comment_names_every_changed_file_that_is_no_record(tmp_path: Path) -> None:
    records = ["agencies/a.yml", "practices/practice/b.yml", "practices/model/c.zh-Hans.yml"]
    others = ["docs/help.es.md", "docs/notes.txt", "practices/policy/d.pdf"]
    text = comment(tmp_path, [*records, *others], "agencies/a.yml: new\n  Title: A")
    assert [line.strip() for line in text.splitlines() if line.startswith('    "')] == [
        f'"{name}"' for name in others
    ]
    assert "    agencies/a.yml: new\n      Title: A\n" in text
    assert "A copy to look at" in text and "Do not open" not in text


@pytest.mark.parametrize(
    "name",
    [
        "toolkit/x.py",
        "web/a.js",
        "hashlib.py",
        "mkdocs.yml",
        ".github/workflows/y.yml",
        "docs/x.html",
        "docs/CNAME",
    ],
)
def test_the_comment_warns_of_a_copy_that_a_changed_program_has_built(
    tmp_path: Path, name: str
) -> None:
    text = comment(tmp_path, ["agencies/a.yml", name], "agencies/a.yml: new")
    assert f'    "{name}"\n' in text
    assert "Do not open the copy" in text and "A copy to look at" not in text


def test_the_comment_shows_what_a_stranger_wrote_as_text(tmp_path: Path) -> None:
    names = [
        "agencies/x.yml\n\n@everyone ![x](https://evil.example/x.png)",
        "docs/\u202egnp.md",
        'docs/a".md',
        "docs/`b`.md",
    ]
    report = "x: new\r\n\r@everyone\n\n![x](https://evil.example/x.png)\n" + "more\n" * 10_000
    text = comment(tmp_path, names, report)
    ours = [line for line in text.splitlines() if line and not line.startswith("    ")]
    assert not [line for line in ours if "@" in line or "evil" in line]
    assert text.isascii()
    assert "\r" not in text
    assert ours[-1] == "It goes on. Read the changed files themselves."


def test_the_comment_is_made_also_where_the_check_found_problems(tmp_path: Path) -> None:
    text = comment(tmp_path, ["docs/help.md"], None)
    assert '    "docs/help.md"\n' in text
    assert "The check found problems" in text


def test_the_comment_believes_nothing_that_was_contributed() -> None:
    [_, step] = yaml.safe_load(WORKFLOWS["comment"])["jobs"]["comment"]["steps"]
    assert "select(.head.sha ==" in step["run"]
    assert '[ -z "$(find report -type l)" ] || exit 1' in step["run"]
    assert "${{" not in step["run"]


def test_what_the_check_can_fix_becomes_suggestions_whose_fence_no_text_can_close(
    copy: Path,
) -> None:
    commit = ["-c", "user.name=A", "-c", "user.email=a@e.org", "commit", "-qm", "all"]
    record = copy / "practices" / "practice" / "id-night.yml"
    replace_text(record, "topics: [identification, youth]", "topics: [identificaton, youth]")
    replace_text(record, "title: Help", "title: Help ````````")
    for command in (["init", "-q"], ["add", "."], commit):
        subprocess.run(["git", *command], cwd=copy, check=True)
    before = record.read_text("utf-8").splitlines()
    assert main(["check", "--fix", "--root", str(copy)]) in (0, MISTAKES)
    replace_text(record, "title: ", "title: Other ")
    diff = subprocess.run(["git", "diff", "-U0"], cwd=copy, check=True, capture_output=True).stdout
    script = [sys.executable, str(ROOT / ".github" / "suggestions.py")]
    review = json.loads(subprocess.run(script, input=diff, check=True, capture_output=True).stdout)
    [comment] = review["comments"]
    assert comment["path"] == "practices/practice/id-night.yml"
    assert before[comment["line"] - 1] == "topics: [identificaton, youth]"
    assert comment["body"] == "````````suggestion\ntopics: [identification, youth]\n````````"
    assert subprocess.run(script, input=b"", check=True, capture_output=True).stdout == b""
