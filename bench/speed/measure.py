"""Measures all ways to build that many records, by turns."""

import shutil
import statistics
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.speed.generated import generate
from bench.speed.peers import Stock, all_pages, for_hugo, for_mkdocs
from bench.speed.preview import preview
from bench.speed.same import LEFT_OUT, Compared, compare
from bench.speed.together import together
from bench.speed.ways import LIMIT, RECORD, Places, Took, hugo, our_ways, ours, timed, writing
from toolkit.read import read

TURNS = 3
MANY = 1_000
"""More records than that are not given to stock MkDocs, which takes hours."""


@dataclass(frozen=True)
class Measured:
    """What each way to build took, for that many records in that many languages."""

    number: int
    languages: int
    took: Mapping[str, Took | None]
    """None where it failed; what was not tried is not here."""
    together: float | None
    """Megabytes that all processes of our cold build had."""
    preview: list[float] | None
    """Milliseconds of each save."""
    kilobytes: Mapping[str, float]
    """Of a page, ours and Hugo's."""

    def seconds(self, way: str) -> float | None:
        """What a way took, if it was measured."""
        took = self.took.get(way)
        return took.seconds if took else None

    def ratio(self, way: str, other: str) -> float | None:
        """How many times as long as another way one takes."""
        one, two = self.seconds(way), self.seconds(other)
        return one / two if one and two else None


def compared(at: Places, number: int, languages: list[str]) -> Compared | None:
    """Hugo's pages beside ours; None if there is no Hugo, or one of the two fails."""
    try:
        _given(at, number, languages)
        out = at.root / "hugo-out"
        if not timed(ours(at)) or not _with_hugo(at) or not timed(hugo(at, out).command):
            return None
        return compare(at.built, out)
    finally:
        at.clear()


def measured(at: Places, number: int, languages: list[str], stock: Stock | None) -> Measured:
    """What each way takes for that many records, with the output in memory, or on a disk."""
    try:
        _given(at, number, languages)
        most = together(ours(at), LIMIT)  # the first one, which is not timed
        kilobytes = {"ours": _of_a_page(at.built)}
        ways = our_ways(at)
        found: dict[str, list[Took | None]] = {}
        if _with_hugo(at):
            ways["Hugo"], ways["Hugo on disk"] = hugo(at, at.root / "hugo-out"), hugo(at, at.disk / "hugo")
        for _ in range(TURNS):
            for name in sorted(ways, key=ORDER.index):
                ways[name].before()
                found.setdefault(name, []).append(timed(ways[name].command))
            found.setdefault("floor", []).append(writing(at.built, at.root / "floor"))
        if "Hugo" in ways:
            kilobytes["Hugo"] = _of_a_page(at.root / "hugo-out")
        at.renew()
        saves = preview(at.program, at.root, at.root / RECORD) if number <= MANY else None
        if stock and number <= MANY:
            made = read(at.root)
            for_mkdocs(made, all_pages(made), at.root / "stock")
            command = [stock.python, "-m", "mkdocs", "build", "-q", "-f", str(at.root / "stock" / "mkdocs.yml")]
            found["stock MkDocs"] = [timed(command)]
        took = {name: _median(runs) for name, runs in found.items()}
        return Measured(number, len(languages), took, most, saves, kilobytes)
    finally:
        at.clear()


ORDER = (
    *("cold", "Hugo", "pages and index anew", "nothing changed", "one changed", "style changed", "template changed"),
    *("cold on disk", "Hugo on disk"),
)
"""One turn: ours and Hugo by turns."""


def _given(at: Places, number: int, languages: list[str]) -> None:
    at.renew()
    generate(at.root, number, languages)


def _with_hugo(at: Places) -> bool:
    """Whether there is a Hugo. If so, it is given the pages."""
    if not shutil.which("hugo"):
        return False
    made = read(at.root)
    for_hugo(made, all_pages(made), at.built, at.root / "hugo")
    return True


def _median(runs: Collection[Took | None]) -> Took | None:
    """None if one of them failed."""
    took = list(filter(None, runs))
    if len(took) < len(runs):
        return None
    return Took(statistics.median(t.seconds for t in took), max(t.megabytes for t in took))


def _of_a_page(site: Path) -> float:
    """Kilobytes, on average."""
    left_out = {site / name for name in LEFT_OUT}
    sizes = [path.stat().st_size for path in site.rglob("*.html") if path not in left_out]
    return sum(sizes) / len(sizes) / 1_000 if sizes else 0
