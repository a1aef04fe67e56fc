"""Measures building the site, beside Hugo, stock MkDocs and bare writing: `python -m bench.speed [NUMBER …]`."""

import sys
import tempfile
from pathlib import Path

from bench.speed.measure import compared, measured
from bench.speed.peers import installed
from bench.speed.tables import equality, in_short, report
from bench.speed.ways import MEMORY, ROOT, Places

NUMBERS = (100, 1_000, 5_000)
LANGUAGES = (["en"], ["en", "es", "pt", "vi", "ar"])
COMPARED = 100
"""Records whose pages are compared with Hugo's before anything is timed."""
RESULTS = ROOT / "bench" / "results.md"


def main(numbers: list[int]) -> None:
    """Compare, measure, write."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as memory,
        tempfile.TemporaryDirectory(dir=ROOT / "build") as disk,
    ):
        at = Places(Path(memory), Path(disk))
        same = compared(at, COMPARED, LANGUAGES[-1])
        print(equality(same), flush=True)
        stock = installed(at.memory / "stock")
        found = []
        for number in numbers:
            for languages in LANGUAGES:
                found.append(measured(at, number, languages, stock))
                print(in_short(found[-1]), flush=True)
        RESULTS.write_text(report(found, same, stock), "utf-8")
    print(f"All of it: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or list(NUMBERS))
