"""Writes an index of generated records and says what it took: `python -m bench.search.build NUMBER FOLDER`."""

import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.search.generated import FACETS, cards
from toolkit.gather.synonyms import synonyms
from toolkit.index import facet_files, language_files, months

number, folder = int(sys.argv[1]), Path(sys.argv[2])
made = list(cards(number))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows: list[Mapping[str, tuple[str, ...]]] = [card.values for card in made]
names = [*FACETS, "agencies"]
facets = [(name, tuple(sorted({id for row in rows for id in row[name]})), False) for name in names]


def files() -> Iterator[tuple[str, bytes]]:
    """The files of the index, as they are made."""
    yield from language_files("en", made, synonyms(["en"])[0]["en"])
    yield from facet_files(facets, rows, [months(card.date) for card in made])


start = time.perf_counter()
spent = 0.0
written = 0
for name, content in files():
    pause = time.perf_counter()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    written += len(content)
    spent += time.perf_counter() - pause
total = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sizes = {
    "seconds": total - spent,
    "writing": spent,
    "peak_mb": peak // 1024,
    "cards_mb": before // 1024,
    "bytes": written,
}
with (folder / "records.jsonl").open("w") as records:
    for card in made:
        row = {
            "url": card.path,
            "title": card.title,
            "text": " ".join(p.text for p in card.passages),
            "values": {k: list(v) for k, v in card.values.items()},
        }
        records.write(json.dumps(row) + "\n")
print(json.dumps(sizes))
