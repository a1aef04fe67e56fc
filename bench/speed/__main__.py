"""Measures building the site, beside Hugo, stock MkDocs and bare writing: `python -m bench.speed [NUMBER …]`."""

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.speed.generated import generate
from bench.speed.peers import all_pages, for_hugo, for_mkdocs
from toolkit.read import read

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NUMBERS = (100, 1_000)
LANGUAGES = (["en"], ["en", "es", "pt", "vi", "ar"])
TURNS = 3
STOCK_MOST = 1_000
"""More records than that take stock MkDocs hours."""
LIMIT = 1_200
"""Seconds that one build may take."""
MEMORY = Path("/dev/shm")
CHANGED = "practices/practice/practice-1.yml"


@dataclass(frozen=True)
class Took:
    """One build: seconds, and the most megabytes of memory that one of its processes had."""

    seconds: float
    megabytes: float


def main(numbers: list[int]) -> None:
    """Measure all, then write."""
    rows: list[str] = []
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        stock = installed(Path(name) / "stock")
        for number in numbers:
            for languages in LANGUAGES:
                found = measured(Path(name) / "site", number, languages, stock)
                rows.append(row(number, len(languages), found))
                print(rows[-1], flush=True)
    (HERE / "RESULTS.md").write_text(report(rows), "utf-8")


def installed(folder: Path) -> Path | None:
    """A Python with stock MkDocs, Material and static-i18n; None if it cannot be had."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        needed = ["mkdocs<2", "mkdocs-material<10", "mkdocs-static-i18n[material]"]
        subprocess.run([str(python), "-m", "pip", "install", "-q", *needed], check=True, capture_output=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return python


def measured(root: Path, number: int, languages: list[str], stock: Path | None) -> dict[str, Took | None]:
    """What each way took for that many records."""
    generate(root, number, languages)
    ours = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(root)]
    found: dict[str, Took | None] = {}
    found["cold"] = median(ours, lambda: shutil.rmtree(root / "build", ignore_errors=True))
    found["pages anew"] = median(ours, lambda: forget_pages(root))
    found["nothing changed"] = median(ours, lambda: None)
    found["one changed"] = median(ours, lambda: change(root / CHANGED))
    found["floor"] = floor(root / "build" / "site", root / "floor")
    made = read(root)
    pages = all_pages(made)
    hugo = root / "hugo"
    if shutil.which("hugo"):
        for_hugo(made, pages, hugo)
        out = root / "hugo-out"
        command = ["hugo", "--quiet", "--logLevel", "error", "-s", str(hugo), "-d", str(out)]
        found["Hugo"] = median(command, lambda: shutil.rmtree(out, ignore_errors=True))
    if stock and number <= STOCK_MOST:
        for_mkdocs(made, pages, root / "stock")
        command = [str(stock), "-m", "mkdocs", "build", "-q", "-f", str(root / "stock" / "mkdocs.yml")]
        found["stock MkDocs"] = median(command, lambda: None, turns=1)
    shutil.rmtree(root)
    return found


def median(command: list[str], before: Callable[[], None], turns: int = TURNS) -> Took | None:
    """The median of several runs, each after `before`; None if one fails or takes too long."""
    took = []
    for _ in range(turns):
        before()
        one = timed(command)
        if not one:
            return None
        took.append(one)
    return Took(statistics.median(t.seconds for t in took), max(t.megabytes for t in took))


def timed(command: list[str]) -> Took | None:
    """One run in a process of its own, with what it started."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode or seconds > LIMIT:
        return None
    return Took(seconds, used.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10)))


def change(record: Path) -> None:
    """Another word in a record."""
    text = record.read_text("utf-8")
    record.write_text(re.sub(r"^problem: ", "problem: More ", text, count=1, flags=re.M), "utf-8")
    time.sleep(0.05)  # so that the file's time is past


def forget_pages(root: Path) -> None:
    """All that is kept but the records and the chrome."""
    for name in ("parts", "inputs"):
        (root / "build" / ".cache" / name).unlink(missing_ok=True)


def floor(site: Path, target: Path) -> Took:
    """The same files written one after the other."""
    contents = [(path.relative_to(site), path.read_bytes()) for path in site.rglob("*") if path.is_file()]
    took = []
    for _ in range(TURNS):
        shutil.rmtree(target, ignore_errors=True)
        start = time.perf_counter()
        for name, content in contents:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        took.append(time.perf_counter() - start)
    shutil.rmtree(target)
    return Took(statistics.median(took), 0)


# ------------------------------------------------------------------ saying it

COLUMNS = ("cold", "pages anew", "nothing changed", "one changed", "floor", "Hugo", "stock MkDocs")


def row(number: int, languages: int, found: dict[str, Took | None]) -> str:
    """A row of the table: seconds and memory, and the ratios to Hugo."""
    cells = [_said(found.get(name)) for name in COLUMNS]
    cold, anew, hugo, stock = (found.get(name) for name in ("cold", "pages anew", "Hugo", "stock MkDocs"))
    ratios = [_ratio(cold, hugo), _ratio(anew, hugo), _ratio(stock, cold)]
    return f"| {number:,} × {languages} | {' | '.join([*cells, *ratios])} |"


def _said(took: Took | None) -> str:
    if not took:
        return "–"
    return f"{took.seconds:.2f} s" + (f", {took.megabytes:.0f} MB" if took.megabytes else "")


def _ratio(one: Took | None, other: Took | None) -> str:
    return f"{one.seconds / other.seconds:.2f}" if one and other else "–"


def report(rows: list[str]) -> str:
    """The whole page."""
    head = [f"{name}" for name in ("records × languages", *COLUMNS, "cold / Hugo", "anew / Hugo", "stock / cold")]
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# What a build takes",
            "",
            "Made by `python -m bench.speed`. Median of three; whole process; output in memory. Other work on the same",
            "machine moves the seconds; the ratios of one row are from one run.",
            "",
            f"Machine: {machine}. {_version()}",
            "",
            f"| {' | '.join(head)} |",
            f"| --- |{' ---: |' * (len(head) - 1)}",
            *rows,
            "",
            "*pages anew*: all pages and the index made again, records and chrome kept. *floor*: our files, written in",
            "a loop. Hugo has no search index to make. *stock MkDocs*: Material and static-i18n, records out of the",
            "navigation, search on; built once.",
            "",
        ]
    )


def _version() -> str:
    hugo = shutil.which("hugo")
    told = subprocess.run([hugo, "version"], capture_output=True, text=True, check=False).stdout if hugo else ""
    return f"Hugo {told.split()[1]}." if told else "There was no Hugo."


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or list(NUMBERS))
