"""Measures this search and others on the same records, and writes RESULTS.md: `python -m bench.search [NUMBER …]`.

The others come from npm into a temporary folder. What is not measured for want of npm, a network, Node or Chromium is
said in RESULTS.md.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.search.browser import OPEN, SLOWED
from tests.browser.conftest import CHROMIUM

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NUMBERS = (200, 2_000, 20_000)
TURNS = 3
"""Builds of each index, of which the best counts: others work on the machine too."""
LIMIT = 120
"""Seconds that a peer may take to build."""
ASKING = 900
"""Seconds that 280 questions in the browser may take."""
PEERS = {"MiniSearch": "peers.js", "lunr": "peers.js", "Pagefind": "pagefind.js"}
"""Each with the script that measures it; its package has the same name in small letters."""

COLUMNS = {
    "seconds": "s",
    "peak_mb": "MB",
    "first_kb": "KB",
    "further_kb": "KB",
    "warm_ms": "ms",
    "chromium_ms": "ms",
    "slowed_ms": "ms",
    "total_kb": "KB",
}
"""What is measured, in the order of the table, with its unit."""

Figures = dict[str, float]


def main(numbers: list[int]) -> None:
    """Measure all, then write."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        temporary = Path(name)
        missing = [*absent(), *install(temporary)]
        print(*missing, sep="\n", end="\n" if missing else "")
        found = {}
        for number in numbers:
            folder = temporary / str(number)
            found[number] = {"this": ours(number, folder)}
            for peer in PEERS if (temporary / "node_modules").is_dir() else ():
                found[number][peer] = theirs(peer, folder, temporary)
            print(number, json.dumps(found[number]), flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    (HERE / "RESULTS.md").write_text(report(found, missing), encoding="utf-8", newline="\n")


def absent() -> list[str]:
    """What this machine does not have, and what is not measured for it."""
    told = {
        "There is no Node here: times in Node and the other searches are not measured.": shutil.which("node"),
        "There is no Chromium here: nothing is measured in a browser.": any(map(shutil.which, CHROMIUM)),
        "Windows does not tell how much memory a process had.": sys.platform != "win32",
    }
    return [text for text, is_there in told.items() if not is_there]


def install(folder: Path) -> list[str]:
    """Put the peers into a folder; what is missing, if they cannot be had."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        return ["There is no npm here: the other searches are not measured."]
    command = [npm, "install", "--no-audit", "--no-fund", "--fetch-retries=0", "--prefix", str(folder)]
    try:
        subprocess.run([*command, *map(str.lower, PEERS)], check=True, capture_output=True, timeout=LIMIT)
    except (subprocess.SubprocessError, OSError):
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        return ["npm could not load the other searches: they are not measured."]
    return []


def ours(number: int, folder: Path) -> Figures:
    """This search: the best of several builds, then its bytes and times."""
    command = [sys.executable, "-m", "bench.search.build", str(number), str(folder)]
    builds = [_said(command, None) for _ in range(TURNS)]
    best = min(builds, key=lambda made: made["seconds"])
    node = shutil.which("node")
    in_node = _said([node, str(HERE / "measure.js"), str(folder)], None) if node else {}
    return best | in_node | in_browser("this", folder)


def theirs(peer: str, folder: Path, modules: Path) -> Figures:
    """One peer on the same records; nothing if it takes too long or fails."""
    command = [shutil.which("node") or "node", str(HERE / PEERS[peer]), str(folder), peer]
    try:
        made = _said(command, LIMIT, NODE_PATH=str(modules / "node_modules"))
    except subprocess.SubprocessError:
        return {}
    return made | (in_browser(peer, folder) if peer in OPEN else {})


def in_browser(name: str, folder: Path) -> Figures:
    """What only a browser shows; nothing where there is none."""
    if not any(map(shutil.which, CHROMIUM)):
        return {}
    try:
        return _said([sys.executable, "-m", "bench.search.browser", str(folder), name], ASKING)
    except subprocess.SubprocessError:
        return {}


def _said(command: list[str], limit: float | None, **more: str) -> Figures:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=limit, env=os.environ | more
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def report(found: dict[int, dict[str, Figures]], missing: list[str]) -> str:
    """The figures of this search, and the others as multiples of them."""
    rows = []
    for number, figures in found.items():
        own = figures["this"]
        rows.append([f"{number:,}", "this", *(_of(own, name, unit) for name, unit in COLUMNS.items())])
        for peer, its in figures.items():
            if peer != "this":
                none = [f"not finished in {LIMIT} s", *["–"] * (len(COLUMNS) - 1)]
                rows.append([f"{number:,}", peer, *([_times(its, own, name) for name in COLUMNS] if its else none)])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    said = "".join(f"\n{text}" for text in missing)
    text = (HERE / "results.txt").read_text("utf-8")
    return text.format(turns=TURNS, slowed=SLOWED, missing=said and said + "\n", rows="\n".join(lines))


def _of(figures: Figures, name: str, unit: str) -> str:
    if name not in figures:
        return "–"
    figure = figures[name]
    return f"{figure:.1f} {unit}" if figure < 10 else f"{figure:,.0f} {unit}"


def _times(its: Figures, own: Figures, name: str) -> str:
    if name not in its or not own.get(name):
        return "–"
    ratio = its[name] / own[name]
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or list(NUMBERS))
