"""Whether the judged questions find their records, with the score shown (`pytest -s`)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.search_index import LANGUAGES, ROOT, real_documents, real_index, search, write_index
from toolkit.listing import address

WANTED = {"questions": 0.97, "fresh": 0.93, "blind": 0.95}
"""Sets of questions, and how many of each must find one of their records among the first.

Those who wrote the synonyms and chose the weights have seen the first two, so these say that nothing got worse, not how
well others fare. The third was written before they saw it.
"""
JUDGED = {"questions": "judged", "fresh": "judged", "blind": "judged-blind"}
"""Of each set, which records there were when it was written."""
FIRST = 5


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / "tests" / "relevance" / f"{name}.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(real_index(), tmp_path_factory.mktemp("index"))


def test_there_are_enough_questions() -> None:
    assert sum(len(questions) for name in WANTED for questions in read(name).values()) >= 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WANTED)
def test_questions_find_their_record_among_the_first_five(name: str, language: str, folder: Path) -> None:
    paths = [document.path for document in real_documents(language)]
    questions = read(name)[language]
    judged = {address(kind, id) for kind, ids in read(JUDGED[name]).items() for id in ids}
    answers = search(folder, language, [{"query": question["ask"]} for question in questions])
    missed = []
    for question, answer in zip(questions, answers, strict=True):
        first = [paths[number] for number in answer["documents"] if paths[number] in judged][:FIRST]
        wanted = {address(*record.split("/")) for record in question["records"]}
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
