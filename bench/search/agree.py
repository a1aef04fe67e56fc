"""Compares the engine with looking into every card, on generated records: `python -m bench.search.agree NUMBER`.

The tests do the same with a few hundred records.
"""

import sys
import tempfile
from pathlib import Path

from bench.search.generated import cards
from tests.plain_reading import PlainReading, differences
from tests.search_index import ask, write_cards
from toolkit.gather.synonyms import synonyms

QUESTIONS = 300


def agree(number: int) -> list[str]:
    """Where the engine says something else."""
    meant = synonyms(["en"])[0]["en"]
    reading = PlainReading(list(cards(number)), meant)
    questions = list(reading.questions(QUESTIONS))
    with tempfile.TemporaryDirectory() as folder:
        write_cards(reading.cards, meant, Path(folder))
        answers = ask(Path(folder), "en", [question.asked for question in questions])
    return differences(reading, questions, answers)


if __name__ == "__main__":
    found = agree(int(sys.argv[1]))
    print(*found, f"{QUESTIONS} questions, {len(found)} differences", sep="\n")
    sys.exit(bool(found))
