"""Whether questions that nobody tuned the search to find their records, with the score shown (`pytest -s`)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.search_index import (
    LANGUAGES,
    ROOT,
    real_documents,
    real_index,
    real_index_in,
    search,
    write_index,
)
from toolkit.listing import address

pytestmark = pytest.mark.real  # it is about what the records say

FIRST = 5
WANTED = 0.95
WANTED_FIRST = 0.78
"""How many questions must find one of their records among the first, and in the first place."""
WANTED_WHOLE = 0.8
"""How many whole questions of a script must find a fair page among the first."""


def path(answer: str) -> str:
    """The path of a record, `practice/id-night`, or of an authored page, `page/law`."""
    kind, id = answer.split("/", 1)
    return id if kind == "page" else address(kind, id)


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / "tests" / "relevance" / f"{name}.yml").read_text("utf-8"))


WHOLE = read("whole")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(real_index(), tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(real_index_in(["en", *WHOLE]), tmp_path_factory.mktemp("whole"))


def ranks(folder: Path, language: str, questions: list[dict[str, Any]]) -> list[int]:
    """The place of the first fair answer to each question; 0 if there is none."""
    paths = [document.path for document in real_documents(language)]
    answers = search(folder, language, [{"query": question["ask"]} for question in questions])
    found = []
    for question, answer in zip(questions, answers, strict=True):
        fair = {path(record) for record in question["records"]}
        assert fair <= set(paths), question
        places = [i for i, doc in enumerate(answer["documents"], 1) if paths[doc] in fair]
        found.append(min(places, default=0))
        if not 0 < found[-1] <= FIRST:
            print(f"{question['ask']}: {', '.join(paths[doc] for doc in answer['documents'][:3])}")
    return found


def share(places: list[int], last: int) -> float:
    """How many of the places are not after the last that counts."""
    return sum(0 < place <= last for place in places) / len(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_questions_find_their_record_first_or_among_the_first_five(
    language: str, folder: Path
) -> None:
    places = ranks(folder, language, read("unseen")[language])
    mean = sum(1 / place for place in places if place) / len(places)
    print(f"{language}: {share(places, 1):.2f} {share(places, FIRST):.2f}, MRR {mean:.3f}")
    assert share(places, FIRST) >= WANTED
    assert share(places, 1) >= WANTED_FIRST


@pytest.mark.parametrize("language", WHOLE)
def test_whole_questions_in_each_script_lead_to_a_fair_page(
    language: str, whole_folder: Path
) -> None:
    places = ranks(whole_folder, language, WHOLE[language])
    print(f"{language}: {share(places, FIRST):.2f} of {len(places)}")
    assert share(places, FIRST) >= WANTED_WHOLE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_page_is_about_is_not_taken_for_a_misspelled_word(
    language: str, folder: Path
) -> None:
    answers = search(folder, language, [{"query": question} for question in read("none")[language]])
    assert [answer["corrections"] for answer in answers if answer["corrections"]] == []


def test_a_word_that_no_page_has_finds_nothing(folder: Path) -> None:
    questions = ["drone", "nigerian", "recetas", '"liason"', "DRONE liason"]
    answers = search(folder, "en", [{"query": question} for question in questions])
    assert [len(answer["documents"]) for answer in answers[:4]] == [0, 0, 0, 0]
    assert answers[4]["corrections"] == [["liason", "liaison"]]
    assert answers[4]["unknown"] == ["DRONE"]


def test_a_word_that_is_submitted_unfinished_is_taken_for_a_beginning_if_nothing_has_it(
    folder: Path,
) -> None:
    (answer,) = search(folder, "en", [{"query": "interpr"}])
    first = real_documents("en")[answer["documents"][0]]
    assert "interpret" in str(first.title).lower()
    assert answer["unknown"] == answer["corrections"] == []
