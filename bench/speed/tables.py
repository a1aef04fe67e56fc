"""What was measured, as tables."""

import os
import platform
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import ceil
from pathlib import Path

from bench.speed.measure import MANY, TURNS, Measured
from bench.speed.peers import STOCK, Stock
from bench.speed.same import ALLOWED, LEFT_OUT, Compared
from bench.speed.ways import LIMIT

NONE, FAILED = "–", "failed"
IN_MEMORY = ("cold", "pages and index anew", "nothing changed", "one changed", "style changed", "template changed")
PEERS = ("floor", "Hugo", "stock MkDocs")
ON_DISK = ("cold on disk", "Hugo on disk")
ANEW = ("pages and index anew", "template changed")
RATIOS = (("cold", "Hugo"), *((way, "Hugo") for way in ANEW), ("stock MkDocs", "cold"), ON_DISK)


@dataclass(frozen=True)
class Target:
    """What is to be reached, as the issue on speed says it."""

    what: str
    number: int
    of: Callable[[Measured], float | None]
    limit: float
    unit: str = ""
    is_least: bool = False
    """Else it is the most."""

    def row(self, found: Iterable[Measured]) -> Sequence[str] | None:
        """Beside what was measured; None if nothing was."""
        one = next((one for one in found if (one.number, one.languages) == (self.number, 5)), None)
        value = self.of(one) if one else None
        if value is None:
            return None
        is_met = value >= self.limit if self.is_least else value <= self.limit
        limit = f"at {'least' if self.is_least else 'most'} {self.limit:g}{self.unit}"
        return self.what, f"{self.number:,} × 5", f"{value:.2f}{self.unit}", limit, "yes" if is_met else "no"


def _ratio(one: str, other: str) -> Callable[[Measured], float | None]:
    return lambda found: found.ratio(one, other)


def _seconds(way: str) -> Callable[[Measured], float | None]:
    return lambda found: found.seconds(way)


def _megabytes(found: Measured) -> float | None:
    took = found.took.get("cold")
    return took.megabytes if took else None


def _saves(found: Measured) -> float | None:
    return statistics.median(found.preview) if found.preview else None


TARGETS = (
    Target("cold / Hugo", 1_000, _ratio("cold", "Hugo"), 0.5),
    Target("cold / Hugo", 5_000, _ratio("cold", "Hugo"), 0.3),
    Target("cold / Hugo, on disk", 1_000, _ratio(*ON_DISK), 0.5),
    Target("cold / Hugo, on disk", 5_000, _ratio(*ON_DISK), 0.3),
    Target("stock MkDocs / cold", 1_000, _ratio("stock MkDocs", "cold"), 30, is_least=True),
    *(Target(f"{way} / Hugo", number, _ratio(way, "Hugo"), 0.2) for way in ANEW for number in (1_000, 5_000)),
    Target("nothing changed", 1_000, _seconds("nothing changed"), 0.2, " s"),
    Target("nothing changed", 5_000, _seconds("nothing changed"), 0.5, " s"),
    Target("one changed", 1_000, _seconds("one changed"), 0.3, " s"),
    Target("one changed", 5_000, _seconds("one changed"), 0.6, " s"),
    Target("style changed", 1_000, _seconds("style changed"), 2, " s"),
    Target("template changed", 1_000, _seconds("template changed"), 2, " s"),
    Target("saved, and shown by the preview", 1_000, _saves, 100, " ms"),
    Target("memory, cold, of the largest process", 1_000, _megabytes, 100, " MB"),
    Target("memory, cold, of the largest process", 5_000, _megabytes, 250, " MB"),
    Target("memory, cold, of all processes", 1_000, lambda found: found.together, 100, " MB"),
    Target("memory, cold, of all processes", 5_000, lambda found: found.together, 250, " MB"),
)
LINEAR = 5.5
"""The most that five times the records may take of the time."""


def report(found: list[Measured], same: Compared | None, stock: Stock | None) -> str:
    """The whole file."""
    return "\n".join(part for part in _parts(found, same, stock))


def _parts(found: list[Measured], same: Compared | None, stock: Stock | None) -> Iterator[str]:
    yield "# What a build takes\n"
    yield f"Made by `python -m bench.speed`. Whole processes, the median of {TURNS}, ours and Hugo's by turns. Output"
    yield "in memory, but for *on disk*. Other work on the same machine moves the seconds; the ratios of one row are"
    yield "from one run. Rows are records × languages.\n"
    yield f"- Machine: {_machine()}"
    yield f"- Versions: {_versions(stock)}"
    yield f"- {equality(same)}\n"
    yield "## Seconds\n"
    yield from _table(["", *IN_MEMORY], [(_name(one), *_cells(one, IN_MEMORY)) for one in found])
    yield "*cold*: nothing is kept of the toolkit. The program has run before: its modules and templates are compiled."
    yield "*pages and index anew*: all pages and the index made and written again, records as read and chrome kept."
    yield "*style changed*: a rule more in a style sheet, so that all pages are written again, as they are but in"
    yield "frames that name another sheet. *template changed*: a line more on every record's page, in a template that"
    yield "lists are made with, too, so that all of these are made and written again; records as read, index and chrome"
    yield "are kept.\n"
    head = ["", "cold", *PEERS, *ON_DISK]
    yield from _table(head, [(_name(one), *_cells(one, head[1:])) for one in found])
    yield "*floor*: our files, written in a loop. Hugo is given finished Markdown and front matter: it checks no"
    yield "record, lays no translation on, makes no lists and no search index, and copies no style sheets, scripts or"
    yield "fonts. *stock MkDocs*: Material and static-i18n, the same Markdown out of the navigation, with search; built"
    yield f"once. *{FAILED}*: it ended with an error, or took more than {LIMIT:,} s. {NONE}: not tried.\n"
    yield "From saving a record to the new page in the browser's hands, by `build_toolkit.py serve`, in milliseconds:\n"
    shown = [(_name(one), *_of_saves(one.preview)) for one in found if "cold" in one.took and one.number <= MANY]
    yield from _table(["", "median of ten saves", "slowest"], shown)
    yield "## Ratios\n"
    head = [f"{one} / {other}" for one, other in RATIOS[:-1]] + ["cold / Hugo, on disk"]
    yield from _table(["", *head], [(_name(one), *(_said(one.ratio(*pair)) for pair in RATIOS)) for one in found])
    if beside := [*filter(None, (target.row(found) for target in TARGETS)), *_linear(found)]:
        yield "## Beside the targets\n"
        yield from _table(["what", "at", "measured", "target", "met"], beside)
    yield "## Memory\n"
    yield "Megabytes, of the largest process. *together*: all processes of a cold build, with what they share counted"
    yield "once.\n"
    head = ["cold", "pages and index anew", "nothing changed", "one changed", "Hugo", "stock MkDocs"]
    yield from _table(
        ["", "together", *head], [(_name(one), _whole(one.together), *_sizes(one, head)) for one in found]
    )
    yield "## Kilobytes of HTML a page\n"
    yield from _table(["", "ours", "Hugo's"], [(_name(one), *_kilobytes(one)) for one in found])
    yield "Hugo's pages are compared with ours before anything is timed. What may differ, or is left out:\n"
    yield "| | because |\n| --- | --- |"
    for what, why in (ALLOWED | {f"`{name}`": why for name, why in LEFT_OUT.items()}).items():
        yield f"| {what} | {why} |"
    yield ""
    yield "## What records and languages cost\n"
    yield from _languages(found)
    yield from _plot(found)


def equality(same: Compared | None) -> str:
    """How many of Hugo's pages are ours."""
    if not same:
        return "Hugo's pages could not be compared with ours."
    differ = f" Others: {', '.join(list(same.differ)[:5])}." if same.differ else ""
    return (
        f"{same.share:.2%} of Hugo's {same.pages:,} pages of 100 records in five languages are ours, tag by tag and "
        f"text by text.{differ}"
    )


def in_short(found: Measured) -> str:
    """One line."""
    names = ("cold", "Hugo", "stock MkDocs")
    return f"{_name(found)}: " + ", ".join(f"{name} {_cell(found, name)}" for name in names)


# ------------------------------------------------------------------ tables


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _name(one: Measured) -> str:
    return f"{one.number:,} × {one.languages}"


def _cells(one: Measured, ways: Iterable[str]) -> list[str]:
    return [_cell(one, way) for way in ways]


def _cell(one: Measured, way: str) -> str:
    seconds = one.seconds(way)
    return f"{seconds:.2f}" if seconds is not None else FAILED if way in one.took else NONE


def _sizes(one: Measured, ways: Iterable[str]) -> list[str]:
    return [_whole(took.megabytes if (took := one.took.get(way)) else None) for way in ways]


def _kilobytes(one: Measured) -> list[str]:
    return [f"{size:.2f}" if (size := one.kilobytes.get(whose)) else NONE for whose in ("ours", "Hugo")]


def _of_saves(saves: list[float] | None) -> tuple[str, str]:
    return (_whole(statistics.median(saves)), _whole(max(saves))) if saves else (FAILED, FAILED)


def _said(ratio: float | None) -> str:
    return NONE if ratio is None else f"{ratio:.2f}"


def _whole(value: float | None) -> str:
    return NONE if value is None else f"{value:.0f}"


# ------------------------------------------------------------------ growth


def _linear(found: Iterable[Measured]) -> Iterator[Sequence[str]]:
    """The time, and the bytes of a page, for more records beside fewer."""
    for languages, of_these in _by_languages(found):
        for fewer, more in pairwise(of_these):
            times = more.number / fewer.number
            if (one := fewer.seconds("cold")) and (other := more.seconds("cold")):
                value, at = other / one, f"{fewer.number:,} → {more.number:,} × {languages}"
                limit, met = (f"at most {LINEAR:g}", "yes" if value <= LINEAR else "no") if times == 5 else (NONE, NONE)
                yield f"time, cold, of {times:g} times the records", at, f"{value:.2f}", limit, met
                size = more.kilobytes["ours"] / fewer.kilobytes["ours"]
                yield f"bytes a page, of {times:g} times the records", at, f"{size:.2f}", "near 1", NONE


def _by_languages(found: Iterable[Measured]) -> Iterator[tuple[int, list[Measured]]]:
    every = list(found)
    for languages in dict.fromkeys(one.languages for one in every):
        yield languages, [one for one in every if one.languages == languages]


def _languages(found: Iterable[Measured]) -> Iterator[str]:
    """What five languages take, beside one."""
    cold: dict[int, list[float | None]] = {}
    for one in found:
        cold.setdefault(one.number, []).append(one.seconds("cold"))
    rows = [
        (f"{number:,}", f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}", f"{(many - few) / 4 * 1_000 / number:.2f}")
        for number, (few, many) in cold.items()
        if few and many
    ]
    yield from _table(["records", "one language, s", "five, s", "five / one", "ms a record and further language"], rows)


def _plot(found: Iterable[Measured]) -> Iterator[str]:
    """The cost of a page, as a plot that GitHub draws (Mermaid, XY chart)."""
    every = list(found)
    lines = []
    for languages, of_these in _by_languages(every):
        lines.append([(one.seconds("cold") or 0) * 1_000 / one.number / languages for one in of_these])
    numbers = ", ".join(f'"{number:,}"' for number in dict.fromkeys(one.number for one in every))
    yield "```mermaid\nxychart-beta"
    yield '    title "Milliseconds a page, cold: one language, then five"'
    yield f"    x-axis records [{numbers}]"
    yield f'    y-axis "ms" 0 --> {ceil(max(map(max, lines)))}'
    for line in lines:
        yield f"    line [{', '.join(f'{cost:.2f}' for cost in line)}]"
    yield "```\n"


# ------------------------------------------------------------------ where it was measured


def _machine() -> str:
    model = _after("/proc/cpuinfo", "model name") or platform.machine()
    memory = _after("/proc/meminfo", "MemTotal")
    gigabytes = f"{int(memory.split()[0]) / 1024**2:.0f} GB of memory, " if memory else ""
    kernel, python = f"{platform.system()} {platform.release()}", platform.python_version()
    return f"{os.cpu_count()} processors ({model}), {gigabytes}{kernel}, Python {python}."


def _after(file: str, name: str) -> str:
    """What a line of a file says after its name (Linux, proc(5))."""
    path = Path(file)
    lines = path.read_text().splitlines() if path.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _versions(stock: Stock | None) -> str:
    hugo = shutil.which("hugo")
    told = subprocess.run([hugo, "version"], capture_output=True, text=True, check=False).stdout.split() if hugo else []
    ours = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "pyromark", "orjson"))
    theirs = ", ".join(f"{name} {stock.versions[name]}" for name in STOCK) if stock else "could not be installed"
    return f"ours: {ours}; stock MkDocs: {theirs}; Hugo: {told[1] if len(told) > 1 else 'not here'}."
