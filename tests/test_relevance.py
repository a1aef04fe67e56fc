"""Whether the judged questions find their records, with the score shown (`pytest -s`)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.search_index import all_cards, ask, own_index
from toolkit.records import KINDS

WANTED = {"questions": 0.97, "fresh": 0.93, "blind": 0.95}
"""Sets of questions, and how many of each must find one of their records among the first.

The first two have been seen by those who wrote the synonyms and chose the weights, so they say that nothing got worse,
not how well others fare. The third was asked before they saw it.
"""
JUDGED = {"questions": "judged", "fresh": "judged", "blind": "judged-blind"}
"""Of each set, which records there were when it was written."""
FIRST = 5


def read(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / "relevance" / f"{name}.yml").read_text("utf-8"))


def path(kind: str, id: str) -> str:
    return f"{KINDS[kind].address}/{id}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_index(tmp_path_factory.mktemp("index"))


def test_there_are_enough_questions() -> None:
    assert sum(len(own) for name in WANTED for own in read(name).values()) >= 200


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", WANTED)
def test_questions_find_their_record_among_the_first_five(name: str, language: str, folder: Path) -> None:
    paths = [card.path for card in all_cards(language)]
    questions = read(name)[language]
    judged = {path(kind, id) for kind, ids in read(JUDGED[name]).items() for id in ids}
    answers = ask(folder, language, [{"query": question["ask"]} for question in questions])
    missed = []
    for question, answer in zip(questions, answers, strict=True):
        first = [paths[card] for card in answer["cards"] if paths[card] in judged][:FIRST]
        wanted = {path(*record.split("/")) for record in question["records"]}
        assert wanted <= judged & set(paths), question
        if not wanted & set(first):
            missed.append(f"{question['ask']}: {', '.join(first)}")
    score = 1 - len(missed) / len(questions)
    print(
        f"\n{name}, {language}: {len(questions) - len(missed)} of {len(questions)} questions answered ({score:.2f})",
        *missed,
        sep="\n  ",
    )
    assert score >= WANTED[name]
