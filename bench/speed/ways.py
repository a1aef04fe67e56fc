"""The ways to build a toolkit, what is changed before each, and what one build takes."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from compileall import compile_dir
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAMPLE = ROOT / "tests" / "sample"
MEMORY = Path("/dev/shm")
LIMIT = 1_200
"""Seconds that one build may take."""
PROGRAM = ("build_toolkit.py", "requirements.lock", "mkdocs.yml", "toolkit", "web")
"""What a build needs of this repository."""
RECORD = "practices/practice/practice-1.yml"
STYLE = "web/toolkit.css"
TEMPLATE = "toolkit/templates/_macros.md.jinja"
NOTES = '{{ heading(here, "page.notes", "notes") }}'
"""What stands in it once, and on each record's page."""
KEEPS = ".cache"
KEPT = ("records", "translations", "attached", "chrome")
"""What a build keeps (docs/contribute/building.md) and may use again when pages and index are to be made anew."""
PROBLEM = re.compile(r"^problem: ", re.M)


@dataclass(frozen=True)
class Took:
    """One build: seconds, and the most megabytes of memory that one of its processes had."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Way:
    """What is done first, untimed, and what is timed."""

    before: Callable[[], None]
    command: list[str]


@dataclass(frozen=True)
class Places:
    """Where one measurement happens."""

    memory: Path
    disk: Path

    @property
    def root(self) -> Path:
        """The generated toolkit."""
        return self.memory / "site"

    @property
    def program(self) -> Path:
        """A copy of this program, so that it can be changed."""
        return self.memory / "program"

    @property
    def built(self) -> Path:
        """What our build makes."""
        return self.root / "build" / "site"

    def renew(self) -> None:
        """The program as it is here, once it has run: Python and Jinja have compiled all of it."""
        shutil.rmtree(self.program, ignore_errors=True)
        self.program.mkdir()
        for name in PROGRAM:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.program / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / name, self.program)
        compile_dir(self.program / "toolkit", quiet=1)
        first = self.memory / "first"
        command = [*_command(self.program, SAMPLE), "--out", str(first)]
        subprocess.run(command, check=True, capture_output=True, env=_environment())
        shutil.rmtree(first)

    def clear(self) -> None:
        """All in memory but the program. What is on disk stays to the end, see `_set_aside`."""
        shutil.rmtree(self.root, ignore_errors=True)


def _command(program: Path, root: Path) -> list[str]:
    return [sys.executable, str(program / "build_toolkit.py"), "build", "--root", str(root)]


def ours(at: Places, *more: str) -> list[str]:
    """The command that builds with our program."""
    return [*_command(at.program, at.root), *more]


def hugo(at: Places, out: Path) -> Way:
    """Hugo, from nothing."""
    command = ["hugo", "--quiet", "--logLevel", "error", "-s", str(at.root / "hugo"), "-d", str(out)]
    return Way(partial(_set_aside, out), command)


def our_ways(at: Places) -> dict[str, Way]:
    """In the order in which they can follow each other."""
    build, out = ours(at), at.disk / "ours"
    return {
        "cold": Way(partial(_from_nothing, at, at.root / "build"), build),
        "pages and index anew": Way(partial(_forget_pages, at), build),
        "nothing changed": Way(lambda: None, build),
        "one changed": Way(partial(_edit, at.root / RECORD, _with_a_word), build),
        "style changed": Way(partial(_edit, at.program / STYLE, _with_a_rule), build),
        "template changed": Way(partial(_edit, at.program / TEMPLATE, _with_a_line), build),
        "cold on disk": Way(partial(_from_nothing, at, out), ours(at, "--out", str(out))),
    }


def _from_nothing(at: Places, out: Path) -> None:
    _set_aside(out)
    at.renew()


def _set_aside(out: Path) -> None:
    """Let a folder be gone. On disk it is not deleted: ext4 passes over each inode that was freed within a minute, so
    whoever makes many files then waits for who deleted them (Linux, fs/ext4/ialloc.c, `recently_deleted`).
    """
    if out.is_relative_to(MEMORY):
        shutil.rmtree(out, ignore_errors=True)
    elif out.exists():
        out.rename(out.with_name(f"{out.name}-{time.time_ns()}"))


def _forget_pages(at: Places) -> None:
    """All that was built and is kept, but the records as read and the chrome."""
    for path in (at.root / "build").iterdir():
        if path.name != KEEPS:
            shutil.rmtree(path)
    for path in (at.root / "build" / KEEPS).iterdir():
        if not path.name.startswith(KEPT):
            path.unlink()


def _edit(file: Path, edited: Callable[[str], str]) -> None:
    file.write_text(edited(file.read_text("utf-8")), "utf-8")
    time.sleep(0.05)  # so that the file's time is past


def _with_a_word(record: str) -> str:
    return PROBLEM.sub("problem: More ", record, count=1)


def _with_a_rule(style: str) -> str:
    return f"{style}.brand {{ outline: 0 }}\n"


def _with_a_line(template: str) -> str:
    return template.replace(NOTES, f"Changed.\n\n{NOTES}")


def timed(command: list[str]) -> Took | None:
    """One run in a process of its own, with what it started. None if it fails or takes too long."""
    timer = [sys.executable, str(HERE / "timer.py"), str(LIMIT), *command]
    told = subprocess.run(timer, capture_output=True, text=True, check=True, env=_environment())
    code, seconds, kilobytes = map(float, told.stdout.split())
    return None if code else Took(seconds, kilobytes / 1024)


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {"NO_MKDOCS_2_WARNING": "1"}


def writing(site: Path, target: Path) -> Took:
    """The floor: the files of a site, written one after the other."""
    contents = [(path.relative_to(site), path.read_bytes()) for path in site.rglob("*") if path.is_file()]
    start = time.perf_counter()
    for name, content in contents:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seconds = time.perf_counter() - start
    shutil.rmtree(target, ignore_errors=True)
    return Took(seconds, 0)
