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
from functools import partial
from pathlib import Path

from bench.speed.generated import generate
from bench.speed.peers import all_pages, for_hugo, for_mkdocs
from toolkit.read import read

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NUMBERS = (100, 1_000, 5_000)
LANGUAGES = (["en"], ["en", "es", "pt", "vi", "ar"])
TURNS = 3
MANY = 1_000
"""More records than that are built once each way, and not by stock MkDocs, which takes hours."""
LIMIT = 1_200
"""Seconds that one build may take."""
MEMORY = Path("/dev/shm")
CHANGED = "practices/practice/practice-1.yml"


@dataclass(frozen=True)
class Took:
    """One build: seconds, and the most megabytes of memory that one of its processes had."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Measured:
    """All ways to build that many records in that many languages."""

    number: int
    languages: int
    took: dict[str, Took | None]
    kilobytes: dict[str, float]
    """Of a page, ours and Hugo's."""


def main(numbers: list[int]) -> None:
    """Measure all, then write."""
    found: list[Measured] = []
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as memory,
        tempfile.TemporaryDirectory(dir=ROOT) as disk,
    ):
        stock = installed(Path(memory) / "stock")
        for number in numbers:
            for languages in LANGUAGES:
                found.append(measured(Path(memory) / "site", Path(disk), number, languages, stock))
                print(row(found[-1]), flush=True)
    (HERE / "RESULTS.md").write_text(report(found), "utf-8")


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


def measured(root: Path, disk: Path, number: int, languages: list[str], stock: Path | None) -> Measured:
    """What each way took for that many records, with the output in `root`, which is in memory, or on a disk."""
    turns = TURNS if number <= MANY else 1
    generate(root, number, languages)
    ours = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(root)]
    found: dict[str, Took | None] = {}
    found["cold"] = median(ours, lambda: shutil.rmtree(root / "build", ignore_errors=True), turns)
    found["pages anew"] = median(ours, lambda: forget_pages(root), turns)
    found["nothing changed"] = median(ours, lambda: None)
    found["one changed"] = median(ours, lambda: change(root / CHANGED))
    found["floor"] = floor(root / "build" / "site", root / "floor", turns)
    out = disk / "out"
    found["cold on disk"] = median([*ours, "--out", str(out)], lambda: shutil.rmtree(out, ignore_errors=True), turns)
    shutil.rmtree(out)
    kilobytes = {"ours": of_a_page(root / "build" / "site")}
    made = read(root)
    pages = all_pages(made)
    if shutil.which("hugo"):
        for_hugo(made, pages, root / "hugo")
        for name, out in (("Hugo", root / "hugo-out"), ("Hugo on disk", disk / "out")):
            command = ["hugo", "--quiet", "--logLevel", "error", "-s", str(root / "hugo"), "-d", str(out)]
            found[name] = median(command, partial(shutil.rmtree, out, ignore_errors=True), turns)
        kilobytes["Hugo"] = of_a_page(root / "hugo-out")
        shutil.rmtree(disk / "out")
    if stock and number <= MANY:
        for_mkdocs(made, pages, root / "stock")
        command = [str(stock), "-m", "mkdocs", "build", "-q", "-f", str(root / "stock" / "mkdocs.yml")]
        found["stock MkDocs"] = median(command, lambda: None, turns=1)
    shutil.rmtree(root)
    return Measured(number, len(languages), found, kilobytes)


def of_a_page(site: Path) -> float:
    """Kilobytes of a page, on average."""
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    return sum(sizes) / len(sizes) / 1_000


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
    timer = [sys.executable, str(HERE / "timer.py"), *command]
    told = subprocess.run(
        timer, capture_output=True, text=True, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )
    code, seconds, kilobytes = map(float, told.stdout.split())
    if code or seconds > LIMIT:
        return None
    return Took(seconds, kilobytes / 1024)


def change(record: Path) -> None:
    """Another word in a record."""
    text = record.read_text("utf-8")
    record.write_text(re.sub(r"^problem: ", "problem: More ", text, count=1, flags=re.M), "utf-8")
    time.sleep(0.05)  # so that the file's time is past


def forget_pages(root: Path) -> None:
    """All that is kept but the records and the chrome."""
    for name in ("parts", "inputs"):
        (root / "build" / ".cache" / name).unlink(missing_ok=True)


def floor(site: Path, target: Path, turns: int) -> Took:
    """The same files written one after the other."""
    contents = [(path.relative_to(site), path.read_bytes()) for path in site.rglob("*") if path.is_file()]
    took = []
    for _ in range(turns):
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
ON_DISK = ("cold on disk", "Hugo on disk")


def row(found: Measured) -> str:
    """A row of the table: seconds and memory, and the ratios to others."""
    took = found.took
    cells = [_said(took.get(name)) for name in (*COLUMNS, *ON_DISK)]
    cold, anew, hugo, stock = (took.get(name) for name in ("cold", "pages anew", "Hugo", "stock MkDocs"))
    ratios = [_ratio(cold, hugo), _ratio(anew, hugo), _ratio(stock, cold), _ratio(*map(took.get, ON_DISK))]
    sizes = [f"{found.kilobytes[whose]:.1f} KB" if whose in found.kilobytes else "–" for whose in ("ours", "Hugo")]
    return f"| {found.number:,} × {found.languages} | {' | '.join([*cells, *ratios, *sizes])} |"


RATIOS = ("cold / Hugo", "anew / Hugo", "stock / cold", "cold / Hugo on disk", "a page", "Hugo's")


def growth(found: list[Measured]) -> list[str]:
    """How the cost of a page grows with the number of records, as a plot that GitHub draws (Mermaid, XY chart)."""
    lines = []
    for languages in dict.fromkeys(one.languages for one in found):
        of_these = [one for one in found if one.languages == languages]
        costs = [one.took["cold"].seconds * 1_000 / one.number / languages for one in of_these if one.took["cold"]]
        lines.append(f"    line [{', '.join(f'{cost:.2f}' for cost in costs)}]")
    numbers = ", ".join(f'"{number:,}"' for number in dict.fromkeys(one.number for one in found))
    return [
        "```mermaid",
        "xychart-beta",
        '    title "Milliseconds a page, cold: one language, then five"',
        f"    x-axis records [{numbers}]",
        '    y-axis "ms" 0 --> 10',
        *lines,
        "```",
    ]


def _said(took: Took | None) -> str:
    if not took:
        return "–"
    return f"{took.seconds:.2f} s" + (f", {took.megabytes:.0f} MB" if took.megabytes else "")


def _ratio(one: Took | None, other: Took | None) -> str:
    return f"{one.seconds / other.seconds:.2f}" if one and other else "–"


def report(found: list[Measured]) -> str:
    """The whole page."""
    head = ["records × languages", *COLUMNS, *ON_DISK, *RATIOS]
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# What a build takes",
            "",
            f"Made by `python -m bench.speed`. Whole processes, the median of three, or one above {MANY:,} records;",
            "output in memory, but for *on disk*. Memory: that of the largest process. Other work on the same machine",
            "moves the seconds; the ratios of one row are from one run.",
            "",
            f"Machine: {machine}. {_version()}",
            "",
            f"| {' | '.join(head)} |",
            f"| --- |{' ---: |' * (len(head) - 1)}",
            *map(row, found),
            "",
            *growth(found),
            "",
            "*pages anew*: all pages and the index made again, records and chrome kept. *floor*: our files, written in",
            "a loop. Hugo is given finished Markdown: it checks no record, lays no translation on, makes no lists and",
            "no search index. *stock MkDocs*: Material and static-i18n, the same Markdown out of the navigation, with",
            "search; built once. *a page*: kilobytes of HTML, ours and Hugo's.",
            "",
        ]
    )


def _version() -> str:
    hugo = shutil.which("hugo")
    told = subprocess.run([hugo, "version"], capture_output=True, text=True, check=False).stdout if hugo else ""
    return f"Hugo {told.split()[1]}." if told else "There was no Hugo."


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or list(NUMBERS))
