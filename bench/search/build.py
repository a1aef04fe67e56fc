"""Writes an index of generated records and says what it took: `python -m bench.search.build NUMBER FOLDER`.

The cards come one by one and are not kept, as a build from records makes them, so the peak is that of the index. Time
that goes into making them and into writing files is left out.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from bench.search.generated import FACETS, cards
from toolkit.gather.synonyms import synonyms
from toolkit.index.card import Card
from toolkit.index.files import facet_files, language_files, months, with_manifest
from toolkit.index.scripts import scripts

if sys.platform != "win32":
    import resource


def build(number: int, folder: Path) -> dict[str, float]:
    """The index in a folder, `records.jsonl` for the peers beside it; seconds, megabytes and kilobytes."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[Mapping[str, tuple[str, ...]]] = []
    dates: list[int] = []
    making = 0.0
    written = 0

    def noted() -> Iterator[Card]:
        nonlocal making
        made = cards(number)
        with (folder / "records.jsonl").open("w", encoding="utf-8") as records:
            pause = time.perf_counter()
            for card in made:
                records.write(json.dumps(_plain(card)) + "\n")
                making += time.perf_counter() - pause
                rows.append(card.values)
                dates.append(months(card.date))
                yield card
                pause = time.perf_counter()
            making += time.perf_counter() - pause

    def files() -> Iterator[tuple[str, bytes]]:
        yield from language_files("en", noted(), synonyms(["en"])[0]["en"])
        names = [*FACETS, "agencies"]
        facets = [(name, tuple(sorted({id for row in rows for id in row[name]})), False) for name in names]
        yield from facet_files(facets, rows, dates)

    start = time.perf_counter()
    writing = 0.0
    for name, content in chain(with_manifest(files()), scripts()):
        pause = time.perf_counter()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written += len(content)
        writing += time.perf_counter() - pause
    seconds = time.perf_counter() - start - writing - making
    return {"seconds": round(seconds, 2), "writing": round(writing, 2), "total_kb": written >> 10} | peak()


def peak() -> dict[str, float]:
    """The most memory that this process had. Windows does not tell."""
    if sys.platform == "win32":
        return {}
    per_mb = 1 << (20 if sys.platform == "darwin" else 10)
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_mb)}


def _plain(card: Card) -> dict[str, object]:
    return {
        "url": card.path,
        "title": card.title,
        "text": " ".join(p.text for p in card.passages),
        "values": {k: list(v) for k, v in card.values.items()},
    }


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]), Path(sys.argv[2]))))
