"""The index of the toolkit's own records, and Node to ask it."""

import json
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import strings
from toolkit.index.card import Card
from toolkit.index.cards import CardForms, Cards, RecordCards, Values, ordered
from toolkit.index.files import facet_files, index, language_files, with_manifest
from toolkit.read import Read, read

ROOT = Path(__file__).parent.parent
LANGUAGES = ["en", "es"]


@cache
def found() -> Read:
    """The toolkit's own records."""
    return read(ROOT)


@cache
def all_cards(language: str) -> list[Card]:
    """What can be found in a language."""
    toolkit, own = found().toolkit, strings(LANGUAGES).words[language]
    return list(Cards(RecordCards(own, CardForms(Values(toolkit))), ordered(toolkit), own, found().hand))


def write(files: Iterable[tuple[str, bytes]], folder: Path) -> Path:
    """Put an index into a folder."""
    for name, content in with_manifest(files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def own_index(folder: Path) -> Path:
    """The whole index, English and Spanish."""
    said = strings(LANGUAGES)
    return write(index(found().toolkit, said.words, said.lists, found().hand, synonyms(LANGUAGES)[0]), folder)


def write_cards(made: list[Card], meant: Synonyms, folder: Path) -> None:
    """The English index of cards, with all their facets."""
    rows = [card.values for card in made]
    names = sorted({name for row in rows for name in row})
    facets = [(name, tuple(sorted({id for row in rows for id in row.get(name, ())})), False) for name in names]
    write([*language_files("en", made, meant), *facet_files(facets, rows, [0] * len(rows))], folder)


def ask(folder: Path, language: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the engine answers."""
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "js" / "ask.js"), str(folder), language],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
