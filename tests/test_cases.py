"""Runs the stories in cases/: a folder a stage, a file a claim, and in it the files given and what comes of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.check import Entry, check
from toolkit.gather import Gathered, gather
from toolkit.gather.hand import hand_pages
from toolkit.gather.settings import settings
from toolkit.gather.words import strings
from toolkit.join import join
from toolkit.problems import Problem, plain

CASES = Path(__file__).parent / "cases"
LISTS = strings(["en"]).lists
Outcome = dict[str, Any]


def gathered(root: Path) -> Outcome:
    found = gather(root)
    return {
        "records": len(found.sheets),
        "values": {sheet.file: sheet.values for sheet in found.sheets},
        "problems": found.problems,
    }


def handwritten(root: Path) -> Outcome:
    pages, problems = hand_pages(root, ["en", "es"])
    return {"pages": {page.file: [page.path, page.language] for page in pages}, "problems": problems}


def checked(root: Path) -> Outcome:
    _, entries, problems = _up_to_check(root)
    return {"records": len(entries), "problems": problems}


def joined(root: Path) -> Outcome:
    found, entries, problems = _up_to_check(root)
    toolkit, dead = join(entries, found.attachments)
    return {"records": len(toolkit.entries), "problems": problems or dead}


def configured(root: Path) -> Outcome:
    found = settings(root)
    return {"languages": found.languages, "problems": found.problems}


STAGES: dict[str, Callable[[Path], Outcome]] = {
    "gather": gathered,
    "docs": handwritten,
    "settings": configured,
    "check": checked,
    "join": joined,
}
"""What each folder of cases/ tries, and what a story may say of the outcome. No `problems` means none."""


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*.yml")), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_story_ends_as_told(case: Path, tmp_path: Path) -> None:
    story = yaml.safe_load(case.read_text("utf-8"))
    for name, content in story.pop("files").items():
        _put(tmp_path / name, content)
    outcome = STAGES[case.parent.name](tmp_path)
    outcome["problems"] = plain(outcome["problems"])
    expected = story | {"problems": story.get("problems", "").rstrip("\n")}
    assert {key: outcome[key] for key in expected} == expected


def _up_to_check(root: Path) -> tuple[Gathered, list[Entry], list[Problem]]:
    found = gather(root)
    entries, mistakes = check(found.sheets, found.attachments, LISTS)
    return found, entries, sorted([*found.problems, *mistakes])


def _put(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict) and "link" in content:
        path.symlink_to(content["link"])
    else:
        path.write_bytes(_bytes(content))


def _bytes(content: Any) -> bytes:
    """A text, `bytes:` in hexadecimal digits, `repeat:` a text so many `times:`, or a list of these in a row."""
    match content:
        case str():
            return content.encode()
        case list():
            return b"".join(map(_bytes, content))
        case {"bytes": digits}:
            return bytes.fromhex(str(digits))
        case {"repeat": {"text": text, "times": times}}:
            return _bytes(text) * int(times)
    raise ValueError(f"A story cannot hold {content!r}.")
