"""Building toolkits in tests: the sample, copies of it to edit, and the files that a build wrote."""

import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from toolkit.cli import main
from toolkit.linking import record_file
from toolkit.project import Project, load_project

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"
STABLE_AFTER = 20_000_000
"""Nanoseconds after which builds in this process trust the time of a file (`fingerprint.STABLE_AFTER`)."""
Files = dict[str, bytes]
"""Content by path."""


def command(*arguments: str | Path) -> list[str]:
    """The command line of a process that runs the toolkit; its current folder says which program."""
    return [sys.executable, "-m", "toolkit", *map(str, arguments)]


def run(*arguments: str | Path, program: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of the toolkit in another process."""
    return subprocess.run(
        command(*arguments), cwd=program, capture_output=True, text=True, check=False
    )


@cache
def real_project() -> Project:
    """The toolkit itself, without a reviewer's notes, read once by each process of the tests."""
    return load_project(ROOT, is_reviewed=False)


def build(root: Path, out: Path | None = None) -> int:
    """Build a toolkit in this process. Gives the exit code."""
    return main(["build", "--root", str(root), "--out", str(out or root / "build")])


def pack(root: Path, out: Path) -> Path:
    """Build a toolkit and its offline copy. Gives the folder that has `site` and `offline`."""
    assert main(["pack", "--root", str(root), "--out", str(out)]) == 0
    return out


def clean_build(root: Path) -> Files:
    """The site that a build without any cache or previous site gives."""
    with TemporaryDirectory() as out:
        assert build(root, Path(out)) == 0
        return files(Path(out) / "site")


def files(folder: Path) -> Files:
    """All files in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def differing(first: Files, second: Files) -> list[str]:
    """The paths of files that are not equal in both, or missing in either."""
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def copy_sample(folder: Path) -> Path:
    """The sample's records, settings and pages, to edit."""
    root = folder / "toolkit"
    shutil.copytree(SAMPLE, root)
    replace_text(root / "mkdocs.yml", "../../mkdocs.yml", str(ROOT / "mkdocs.yml"))
    return root


def translate_whole(root: Path, language: str) -> None:
    """Translate every text of every record that is not yet translated, as `Translated: …`."""
    library = load_project(root).library
    for key in library.records:
        statuses = library.statuses(language, key)
        written = [
            text.unit.text if text.unit else f"Translated: {text.english}" for text in statuses
        ]
        texts = [
            {"at": text.field, "en": text.english, "text": words}
            for text, words in zip(statuses, written, strict=True)
        ]
        values = {"status": "draft", "by": "Sam Example", "date": "2024-05-06", "texts": texts}
        path = (root / record_file(key)).with_suffix(f".{language}.yml")
        path.write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")


def replace_text(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text, which must be there, and save the file as simple editors do."""
    text = path.read_text("utf-8")
    assert old in text, f"{path} has no `{old}`"
    path.write_text(text.replace(old, new, 1), "utf-8")


def replace_text_by_rename(path: Path, old: str, new: str) -> None:
    """The same as editors do that write another file first: whoever reads sees the old file or the new."""
    draft = path.with_name("4913")
    shutil.copy(path, draft)
    replace_text(draft, old, new)
    draft.replace(path)


def wait_for_stable_times() -> None:
    """Until a build may trust the times of all files that were written before."""
    time.sleep(2 * STABLE_AFTER / 1e9)


def with_damaged_byte(content: bytes, at: int) -> bytes:
    """The same content with a single other byte."""
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


def shared_folder(base: Path) -> Path:
    """The folder that all processes of a test run share, from pytest's folder for this process."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
