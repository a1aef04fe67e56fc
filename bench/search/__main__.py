"""Measures this search and others on the same records, and writes RESULTS.md: `python -m bench.search [NUMBER …]`.

The others come from npm into a temporary folder. Without npm or a network, only this search is measured.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NUMBERS = (200, 2_000, 20_000)
TURNS = 3
"""Builds of each index, of which the best counts: others work on the machine too."""
LIMIT = 120
"""Seconds that a peer may take."""
PEERS = {"MiniSearch": "peers.js", "lunr": "peers.js", "Pagefind": "pagefind.js"}
"""Each with the script that measures it; its package has the same name in small letters."""

Figures = dict[str, float]


def main(numbers: list[int]) -> None:
    """Measure all, then write."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        temporary = Path(name)
        missing = install(temporary)
        if missing:
            print(missing)
        found = {}
        for number in numbers:
            folder = temporary / str(number)
            found[number] = {"this": ours(number, folder)}
            for peer in () if missing else PEERS:
                found[number][peer] = theirs(peer, folder, temporary)
            print(number, json.dumps(found[number]), flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    (HERE / "RESULTS.md").write_text(report(found, missing), encoding="utf-8", newline="\n")


def install(folder: Path) -> str:
    """Put the peers into a folder; what is missing, in one line, if they cannot be had."""
    npm = shutil.which("npm")
    if not npm:
        return "There is no npm here: the other searches are not measured."
    command = [npm, "install", "--no-audit", "--no-fund", "--fetch-retries=0", "--prefix", str(folder)]
    try:
        subprocess.run([*command, *map(str.lower, PEERS)], check=True, capture_output=True, timeout=LIMIT)
    except (subprocess.SubprocessError, OSError):
        return "npm could not load the other searches: they are not measured."
    return ""


def ours(number: int, folder: Path) -> Figures:
    """This search: the best of several builds, then its bytes and times."""
    command = [sys.executable, "-m", "bench.search.build", str(number), str(folder)]
    builds = [_said(command, None) for _ in range(TURNS)]
    best = min(builds, key=lambda made: made["seconds"])
    node = shutil.which("node")
    return best | (_said([node, str(HERE / "measure.js"), str(folder)], None) if node else {})


def theirs(peer: str, folder: Path, modules: Path) -> Figures:
    """One peer on the same records; nothing if it takes too long or fails."""
    command = [shutil.which("node") or "node", str(HERE / PEERS[peer]), str(folder), peer]
    try:
        return _said(command, LIMIT, NODE_PATH=str(modules / "node_modules"))
    except subprocess.SubprocessError:
        return {}


def _said(command: list[str], limit: float | None, **more: str) -> Figures:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=limit, env=os.environ | more
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def report(found: dict[int, dict[str, Figures]], missing: str) -> str:
    """The figures of this search, and the others as multiples of them."""
    rows = []
    for number, figures in found.items():
        own = figures["this"]
        sizes = [_of(own, "first_kb", "KB"), _of(own, "further_kb", "KB"), _of(own, "warm_ms", "ms")]
        build = [f"{own['seconds']:.1f} s", f"{own['peak_mb']:.0f} MB"]
        rows.append([f"{number:,}", "this", *build, *sizes, f"{own['bytes'] / 1024:,.0f} KB"])
        for peer, its in figures.items():
            if peer == "this":
                continue
            if not its:
                rows.append([f"{number:,}", peer, f"not finished in {LIMIT} s", *["–"] * 5])
                continue
            own = own | {"total_kb": own["bytes"] / 1024}
            names = ("seconds", "peak_mb", "first_kb", "further_kb", "warm_ms", "total_kb")
            rows.append([f"{number:,}", peer, *(_times(its, own, name) for name in names)])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    text = (HERE / "results.txt").read_text("utf-8")
    return text.format(turns=TURNS, missing=f"\n{missing}\n" if missing else "", rows="\n".join(lines))


def _of(figures: Figures, name: str, unit: str) -> str:
    return f"{figures[name]:g} {unit}" if name in figures else "–"


def _times(its: Figures, own: Figures, name: str) -> str:
    if name not in its or not own.get(name):
        return "–"
    ratio = its[name] / own[name]
    return f"{ratio:.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or list(NUMBERS))
