"""Measures the program beside Hugo, Pagefind and MkDocs: `python3 -m bench.build`.

Prints each figure with its bound; `--write` puts them into bench/RESULTS.md.
"""

import argparse
import math
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench import peers
from bench.browser import MISSING, chromium_page, first_visit, served
from bench.generated import ROOT, generate, read, records
from bench.processes import Cost, run

RESULTS = ROOT / "bench" / "RESULTS.md"
MEMORY_DISK = Path("/dev/shm")
LEFT_OUT = shutil.ignore_patterns("build", ".*", "bench", "tests", "__pycache__")
"""What a copy of the real toolkit does not need."""
SIZES = (250, 1000)
"""Records of the made-up toolkits."""
MAX_REPEATED_CPU = 60
"""What takes more seconds of CPU runs only once."""
PATIENCE_SECONDS = 300
"""Seconds that `serve` may take to answer, and a save to be seen."""
SUMMARY = re.compile(r"""^summary: (?:>-\n +)?["']?""", re.M)
"""Where the text of a record begins that is changed."""
QUESTION = "find.html#q=interpreter"

COLD = "cold"
UNCHANGED = "nothing changed"
CHANGED = "one summary changed"
CHECK = "`check`, nothing cached"
CHECK_AGAIN = "`check`, warm"
HUGO = "Hugo"
PAGEFIND = "Pagefind"
MKDOCS = "MkDocs, Material, static-i18n"
TESTS = "the tests, in a new clone"
BOUNDS = {
    "cold: CPU, s": 14,
    "cold: wall, s": 9,
    "cold: serial CPU, s": 4,
    "cold: memory, MB": 350,
    "cold ÷ (Hugo + Pagefind): CPU": 0.8,
    "cold ÷ (Hugo + Pagefind): wall": 0.8,
    "cold ÷ MkDocs, Material, static-i18n: CPU": 0.1,
    "nothing changed: wall, s": 0.25,
    "one summary changed: CPU, s": 3,
    "one summary changed: wall, s": 2.5,
    "saved to visible in the browser: wall, s": 1,
    "`check`, nothing cached: wall, s": 4,
    "`check`, warm: wall, s": 1.5,
    "the tests, in a new clone: CPU, s": 600,
    "the tests, in a new clone: wall, s": 360,
    "a record's page, slow 4G: KB": 150,
    "a record's page, slow 4G: LCP, s": 1.2,
    "Search with ten results, slow 4G: wall, s": 2.5,
    "Search with ten results, slow 4G: requests of its own": 6,
    "growth from 250 to 1,000 records: exponent of CPU": 1.05,
}
"""The most that is promised of each figure."""
Figures = dict[str, float]


class Task(NamedTuple):
    """Something to measure: what is done first, unmeasured, and the command."""

    name: str
    prepare: Callable[[], object]
    command: list[str]


def main() -> None:
    """Measure everything, print the table."""
    parser = argparse.ArgumentParser(prog="bench.build", description=__doc__)
    parser.add_argument(
        "--turns", type=int, default=3, help="of which the least counts (0: one watched run)"
    )
    parser.add_argument("--no-growth", action="store_true", help="no made-up toolkits")
    parser.add_argument("--tests", action="store_true", help="the README's test command, too")
    parser.add_argument(
        "--program", type=Path, default=ROOT, help="another checkout of this project"
    )
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md")
    options = parser.parse_args()
    started = conditions(options.turns)
    program = options.program / "build_toolkit.py"
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as name:
        scratch = Path(name)
        root = scratch / "toolkit"
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        programs = peers.installed(scratch / "peers")
        figures = measured(root, program, programs, options.turns)
        if not options.no_growth:
            figures |= growth(scratch, program, options.turns)
        if options.tests:
            figures |= tests(scratch / "clone")
        title = size(root)
    report = f"# Results\n\n{title} {started} {peers.versions(programs)}\n\n{table(figures)}"
    print(report)
    if options.write:
        RESULTS.write_text(report, "utf-8")


def conditions(turns: int) -> str:
    """On what, and how, this is measured."""
    load = os.getloadavg()[0]
    disk = "in memory" if MEMORY_DISK.is_dir() else "on disk"
    is_optimized = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    compiled = "with" if is_optimized else "without"
    return (
        f"{date.today()}, on {os.cpu_count()} cores ({processor()}), load {load:.1f} at the start, output {disk}, "
        f"Python {platform.python_version()} (compiled {compiled} optimizations).\n\n"
        f"The least of {max(turns, 1)} runs, or one run of what takes over {MAX_REPEATED_CPU} s of CPU. CPU is "
        "user and system, memory the sum of Pss, of all processes. Serial is the CPU while no second thread was ready "
        f"to run. Memory and serial come from a run of their own. {' '.join(MISSING)}"
    )


def processor() -> str:
    """The name of the processor."""
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search("model name\t: (.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return model[1] if model else platform.processor()


def size(root: Path) -> str:
    """How large the real toolkit is."""
    languages = read(root / "mkdocs.yml")["plugins"]["i18n"]["languages"]
    files = [path for path in (root / "build" / "site").rglob("*") if path.is_file()]
    pages = [path for path in files if path.suffix == ".html"]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    return (
        f"{len(records(root))} records, {len(languages)} languages, {len(pages):,} pages, {len(files):,} files, "
        f"{megabytes:.0f} MB."
    )


def measured(root: Path, program: Path, programs: peers.Peers, turns: int) -> Figures:
    """Every figure of the real toolkit; ratios are those of this run."""
    build = [sys.executable, str(program), "build", "--root", str(root)]
    check = [sys.executable, str(program), "check", "--root", str(root)]
    record = next(path for path in records(root) if path.parent.name == "practice")
    text = record.read_text("utf-8")
    words = (f"Word{number}" for number in count())
    remove = partial(shutil.rmtree, root / "build", ignore_errors=True)
    ours = [
        Task(CHECK, remove, check),
        Task(CHECK_AGAIN, lambda: None, check),
        Task(COLD, remove, build),
        Task(UNCHANGED, lambda: None, build),
        Task(CHANGED, lambda: edit(record, text, next(words)), build),
    ]
    costs = by_turns([*ours, *peer_tasks(root, program, programs)], turns)
    figures: Figures = {}
    for name, cost in costs.items():
        figures |= figures_of(name, cost)
    figures["cold: serial CPU, s"] = costs[COLD].serial
    figures |= beside(costs, "Hugo + Pagefind", HUGO, PAGEFIND) | beside(costs, MKDOCS, MKDOCS)
    if not MISSING:
        figures |= visited(root / "build" / "site", record)
        figures["saved to visible in the browser: wall, s"] = visible(program, root, record, text)
    return figures


def edit(record: Path, text: str, word: str) -> None:
    """Save a record with one more word in its summary."""
    record.write_text(SUMMARY.sub(lambda start: f"{start[0]}{word} ", text, count=1), "utf-8")


def peer_tasks(root: Path, program: Path, programs: peers.Peers) -> Iterator[Task]:
    """The other programs, from nothing, on the Markdown that `pages` writes."""
    pages = root.parent / "pages"
    site = root.parent / "site"
    stock = root.parent / "stock"
    run([sys.executable, str(program), "pages", str(pages), "--root", str(root)])
    if programs.hugo:
        source = peers.hugo_source(pages, root.parent / "hugo")
        command = [programs.hugo, "--quiet", "--source", str(source), "--destination", str(site)]
        yield Task(HUGO, partial(shutil.rmtree, site, ignore_errors=True), command)
    if programs.hugo and programs.pagefind:
        clean = partial(shutil.rmtree, site / "pagefind", ignore_errors=True)
        yield Task(PAGEFIND, clean, [programs.pagefind, "--silent", "--site", str(site)])
    config = peers.mkdocs_source(pages, root.parent / "mkdocs")
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(stock)]
    yield Task(MKDOCS, partial(shutil.rmtree, stock, ignore_errors=True), mkdocs)


def by_turns(tasks: list[Task], turns: int) -> dict[str, Cost]:
    """The least of each task in turns, with the memory and serial seconds of a run before them."""
    costs: dict[str, Cost] = {}
    for task in tasks:
        task.prepare()
        costs[task.name] = run(task.command, is_watched=True)
    short = [task for task in tasks if costs[task.name].cpu <= MAX_REPEATED_CPU]
    for turn in range(turns):
        for task in short:
            task.prepare()
            cost = run(task.command)
            least = costs[task.name]
            if turn:
                cost = Cost(min(cost.cpu, least.cpu), min(cost.wall, least.wall))
            costs[task.name] = least._replace(cpu=cost.cpu, wall=cost.wall)
    return costs


def figures_of(name: str, cost: Cost) -> Figures:
    """The figures of a task, as the table names them."""
    return {
        f"{name}: CPU, s": cost.cpu,
        f"{name}: wall, s": cost.wall,
        f"{name}: memory, MB": cost.memory,
    }


def beside(costs: Mapping[str, Cost], title: str, *names: str) -> Figures:
    """A cold build as a part of what the others take."""
    if not set(names) <= costs.keys():
        return {}
    others = f"({title})" if len(names) > 1 else title
    cpu = sum(costs[name].cpu for name in names)
    wall = sum(costs[name].wall for name in names)
    return {
        f"cold ÷ {others}: CPU": costs[COLD].cpu / cpu,
        f"cold ÷ {others}: wall": costs[COLD].wall / wall,
    }


def growth(scratch: Path, program: Path, turns: int) -> Figures:
    """How the CPU of a cold build grows with the number of records: linearly, if the exponent is 1."""
    figures: Figures = {}
    spent = []
    for number in SIZES:
        root = scratch / f"generated-{number}"
        generate(root, number)
        command = [sys.executable, str(program), "build", "--root", str(root)]
        name = f"cold, {number:,} made-up records in every language"
        remove = partial(shutil.rmtree, root / "build", ignore_errors=True)
        cost = by_turns([Task(name, remove, command)], turns)[name]
        figures |= figures_of(name, cost)
        spent.append(cost.cpu)
        shutil.rmtree(root)
    exponent = math.log(spent[1] / spent[0]) / math.log(SIZES[1] / SIZES[0])
    return figures | {"growth from 250 to 1,000 records: exponent of CPU": exponent}


def tests(clone: Path) -> Figures:
    """The README's test command, once, in a clone that has nothing installed."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    python = Path(sys.base_prefix) / "bin" / "python3"
    cost = run([str(python), str(clone / "build_toolkit.py"), "test"])
    return {f"{TESTS}: CPU, s": cost.cpu, f"{TESTS}: wall, s": cost.wall}


def visited(site: Path, record: Path) -> Figures:
    """What a visitor with a slow connection waits for."""
    with served(site) as (address, sent):
        page = first_visit(f"{address}practices/{record.stem}.html", "h1")
        kilobytes = sum(sent) / 1000
        search = first_visit(f"{address}{QUESTION}", ".result__title", 10)
    requests = search.requests - page.requests
    return {
        "a record's page, slow 4G: KB": kilobytes,
        "a record's page, slow 4G: LCP, s": page.largest,
        "Search with ten results, slow 4G: wall, s": search.wall,
        "Search with ten results, slow 4G: requests of its own": len(requests),
    }


def visible(program: Path, root: Path, record: Path, text: str) -> float:
    """Seconds from saving a record until its page, open in a browser, shows the new word: the fewest of five."""
    seconds = []
    with preview(program, root) as site, chromium_page() as page:
        page.goto(f"{site}practices/{record.stem}.html")
        for word in ("Saved1", "Saved2", "Saved3", "Saved4", "Saved5"):
            page.wait_for_timeout(2_000)  # what the last save started is finished
            start = time.perf_counter()
            edit(record, text, word)
            page.get_by_text(word).first.wait_for(timeout=PATIENCE_SECONDS * 1_000)
            seconds.append(time.perf_counter() - start)
    return min(seconds)


@contextmanager
def preview(program: Path, root: Path) -> Iterator[str]:
    """The address where `serve` shows the site, once it answers."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
    command = [sys.executable, str(program), "serve", "--root", str(root), "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + PATIENCE_SECONDS
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
        return bool(urlopen(f"{address}index.html", timeout=PATIENCE_SECONDS).status)
    except OSError:
        return False


def table(figures: Figures) -> str:
    """A Markdown table: what is bounded, in the order of the bounds, then the rest."""
    lines = ["| measured | figure | bound | |", "| --- | --- | --- | --- |"]
    for name in [*BOUNDS, *(name for name in figures if name not in BOUNDS)]:
        lines.append(table_row(name, figures.get(name), BOUNDS.get(name)))
    return "\n".join(lines) + "\n"


def table_row(name: str, figure: float | None, bound: float | None) -> str:
    """A figure beside its bound, if it has one, and whether that is met."""
    limit = f"at most {bound:g}" if bound is not None else ""
    if figure is None:
        return f"| {name} | – | {limit} | not measured |"
    decimals = 0 if figure >= 50 else 2
    verdict = ""
    if bound is not None:
        verdict = "met" if figure <= bound else "**missed**"
    return f"| {name} | {figure:,.{decimals}f} | {limit} | {verdict} |"


if __name__ == "__main__":
    main()
