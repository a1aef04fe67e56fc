"""Times builds of the real toolkit and of a made-up one, beside MkDocs and Hugo: `python3 -m bench.build`.

Prints tables with the bound of each figure; `--write` puts them into bench/RESULTS.md.
"""

import argparse
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench import peers
from bench.browser import MISSING, chromium_page
from bench.generated import ROOT, generate, records

RESULTS = ROOT / "bench" / "RESULTS.md"
MEMORY_DISK = Path("/dev/shm")
LEFT_OUT = shutil.ignore_patterns("build", ".*", "bench", "tests", "__pycache__")
"""What a copy of the real toolkit does not need."""
LANGUAGES = ["en", "es", "pt", "vi", "ar"]
LONG = 30
"""A program that takes more seconds runs only once."""
PATIENCE = 60
"""Seconds that `serve` may take to answer, and a save to be seen."""
SAMPLE = 0.02
"""Seconds from one look at the memory to the next."""
PROBLEM = re.compile(r"""^problem: (?:>-\n +)?["']?""", re.M)
"""Where the text of a record begins that is changed."""

COLD, UNCHANGED, CHANGED = "cold", "nothing changed", "one text changed"
VISIBLE, MEMORY = "saved to visible in the browser", "memory of all processes, cold"
HUGO, PAGEFIND, MKDOCS = "Hugo", "Hugo and Pagefind", "MkDocs, Material, static-i18n"
OF_PAGEFIND, OF_MKDOCS = f"cold, beside {PAGEFIND}", "MkDocs, beside cold"
UNITS = {MEMORY: "MB", OF_PAGEFIND: "×", OF_MKDOCS: "×"}
"""Of what is not measured in seconds."""
BOUNDS = {
    "real": {COLD: 3.3, UNCHANGED: 0.15, CHANGED: 0.6, VISIBLE: 0.5, MEMORY: 300, OF_PAGEFIND: 0.9},
    "generated": {UNCHANGED: 0.25, CHANGED: 0.8, MEMORY: 700, OF_PAGEFIND: 0.9, OF_MKDOCS: 8},
}
"""The most that is promised, of 1,000 records for the made-up toolkit; of MkDocs the least."""


class Task(NamedTuple):
    """A way to build: what is done first, untimed, and the commands that are timed together."""

    name: str
    prepare: Callable[[], object]
    commands: list[list[str]]


def main() -> None:
    """Build everything by turns, print the tables."""
    parser = argparse.ArgumentParser(prog="bench.build", description=__doc__)
    parser.add_argument("--only", choices=BOUNDS, help="one of the two toolkits")
    parser.add_argument("--records", type=int, default=1000, help="in the made-up toolkit")
    parser.add_argument("--turns", type=int, default=3, help="of which the fastest counts")
    parser.add_argument("--program", type=Path, default=ROOT, help="another checkout of this project")
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as name:
        modules = peers.npm_packages(Path(name) / "npm", "pagefind")
        report = f"# Results\n\n{conditions(modules, options.turns)}\n"
        for kind in (options.only,) if options.only else BOUNDS:
            root = Path(name) / kind / "toolkit"
            title = prepare(kind, root, options.records)
            figures = measured(root, options.program / "build_toolkit.py", modules, options.turns)
            is_bound = kind == "real" or options.records == 1000
            report += f"\n## {title}\n\n{table(figures, BOUNDS[kind] if is_bound else {})}"
            shutil.rmtree(root.parent)
    print(report)
    if options.write:
        RESULTS.write_text(report, "utf-8")


def prepare(kind: str, root: Path, number: int) -> str:
    """Put a toolkit into a folder, and name it."""
    if kind == "generated":
        generate(root, number, LANGUAGES)
        return f"Made up: {number:,} records × {len(LANGUAGES)} languages"
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    languages = {path.suffixes[0] for path in root.glob("practices/practice/*.*.yml")}
    return f"The real toolkit: {len(records(root))} records × {len(languages) + 1} languages"


def measured(root: Path, program: Path, modules: Path | None, turns: int) -> dict[str, float]:
    """Every figure of one toolkit; ratios are those of this run."""
    build = [sys.executable, str(program), "build", "--root", str(root)]
    record = next(path for path in records(root) if PROBLEM.search(path.read_text("utf-8")))
    tasks = [
        Task(COLD, partial(shutil.rmtree, root / "build", ignore_errors=True), [build]),
        Task(UNCHANGED, lambda: None, [build]),
        Task(CHANGED, partial(edit, record, "More"), [build]),
        *peer_tasks(root, program, modules),
    ]
    seconds, megabytes = by_turns(tasks, turns)
    figures = {name: seconds.pop(name) for name in (COLD, UNCHANGED, CHANGED)}
    if not MISSING:
        figures[VISIBLE] = visible(program, root, record)
    figures[MEMORY] = megabytes[COLD]
    if PAGEFIND in seconds:
        figures[OF_PAGEFIND] = figures[COLD] / seconds[PAGEFIND]
    if MKDOCS in seconds:
        figures[OF_MKDOCS] = seconds[MKDOCS] / figures[COLD]
    return figures | seconds


def peer_tasks(root: Path, program: Path, modules: Path | None) -> Iterator[Task]:
    """The other programs, from nothing, on the Markdown that `pages` writes."""
    pages, site = root.parent / "pages", root.parent / "site"
    subprocess.run([sys.executable, str(program), "pages", str(pages), "--root", str(root)], check=True)
    clean = partial(shutil.rmtree, site, ignore_errors=True)
    if hugo := peers.hugo():
        source = peers.hugo_source(pages, root.parent / "hugo")
        command = [hugo, "--quiet", "--source", str(source), "--destination", str(site)]
        yield Task(HUGO, clean, [command])
        if modules:
            yield Task(PAGEFIND, clean, [command, [peers.pagefind(modules), "--silent", "--site", str(site)]])
    if peers.mkdocs_versions():
        config = peers.mkdocs_source(pages, root.parent / "mkdocs")
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)]
        yield Task(MKDOCS, clean, [mkdocs])


def by_turns(tasks: list[Task], turns: int) -> tuple[dict[str, float], dict[str, float]]:
    """The fewest seconds of each task, and its megabytes in a first run, which looking at the memory makes slower."""
    seconds, megabytes = {}, {}
    for task in tasks:
        task.prepare()
        seconds[task.name], megabytes[task.name] = timed(task, has_memory=True)
    short = [task for task in tasks if seconds[task.name] <= LONG]
    for turn in range(turns):
        for task in short:
            task.prepare()
            took, _ = timed(task)
            seconds[task.name] = min(took, seconds[task.name]) if turn else took
    return seconds, megabytes


def timed(task: Task, has_memory: bool = False) -> tuple[float, float]:
    """Seconds of one run, and the peak of the memory of all its processes in megabytes."""
    seconds, peak = 0.0, 0.0
    for command in task.commands:
        with tempfile.TemporaryFile("w+") as output:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
            while has_memory and process.poll() is None:
                peak = max(peak, sum(map(kilobytes, family(process.pid))) / 1024)
                time.sleep(SAMPLE)
            code = process.wait()
            seconds += time.perf_counter() - start
            output.seek(0)
            if code:
                raise SystemExit(f"{task.name} failed with code {code}:\n{output.read()[-2000:]}")
    return seconds, peak


def family(process: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has just ended
        return []
    return [process, *(number for text in children for child in text.split() for number in family(int(child)))]


def kilobytes(process: int) -> int:
    """The memory of a process, with its part of what it shares with others (proc(5), `Pss`)."""
    try:
        size = re.search(r"^Pss: +(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(size[1]) if size else 0


def edit(record: Path, word: str) -> None:
    """Save a record with one more word."""
    text = record.read_text("utf-8")
    record.write_text(PROBLEM.sub(lambda start: f"{start[0]}{word} ", text, count=1), "utf-8")


def visible(program: Path, root: Path, record: Path) -> float:
    """Seconds from saving a record until its page, open in a browser, shows the new word: the fewest of five."""
    seconds = []
    with preview(program, root) as site, chromium_page() as page:
        page.goto(f"{site}practices/{record.stem}.html")
        for word in ("Saved1", "Saved2", "Saved3", "Saved4", "Saved5"):
            page.wait_for_timeout(2_000)  # what the last save started is finished
            start = time.perf_counter()
            edit(record, word)
            page.get_by_text(word).first.wait_for(timeout=PATIENCE * 1_000)
            seconds.append(time.perf_counter() - start)
    return min(seconds)


@contextmanager
def preview(program: Path, root: Path) -> Iterator[str]:
    """The address where `serve` shows the site, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, str(program), "serve", "--root", str(root), "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    address = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + PATIENCE
    try:
        while not is_answering(address):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("`serve` does not answer.")
            time.sleep(0.1)
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def is_answering(address: str) -> bool:
    """Whether there is a site."""
    try:
        return bool(urlopen(f"{address}index.html", timeout=PATIENCE).status)
    except OSError:
        return False


def table(figures: Mapping[str, float], bounds: Mapping[str, float]) -> str:
    """A Markdown table: each figure, its bound, and whether that is met."""
    lines = ["| measured | figure | bound | |", "| --- | --- | --- | --- |"]
    for name, figure in figures.items():
        unit = UNITS.get(name, "s")
        bound, verdict = "", ""
        if name in bounds:
            is_least = name == OF_MKDOCS
            bound = f"at {'least' if is_least else 'most'} {bounds[name]:g} {unit}"
            verdict = "met" if (figure >= bounds[name] if is_least else figure <= bounds[name]) else "**missed**"
        lines.append(f"| {name} | {figure:,.{0 if figure >= 50 else 2}f} {unit} | {bound} | {verdict} |")
    return "\n".join(lines) + "\n"


def conditions(modules: Path | None, turns: int) -> str:
    """With what, and how, this was measured."""
    versions = {"Python": platform.python_version()} | peers.versions(modules)
    return (
        f"Whole processes on {os.cpu_count()} processors, {'in memory' if MEMORY_DISK.is_dir() else 'on disk'}: the "
        f"fastest of {turns} turns, or one run if that takes over {LONG} s. Memory is the sum of each process's Pss. "
        f"With {', '.join(f'{name} {number}' for name, number in versions.items())}. {' '.join(MISSING)}".strip()
    )


if __name__ == "__main__":
    main()
