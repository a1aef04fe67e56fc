"""How hard a record is to read: the Flesch-Kincaid grade of its summary and of its steps.

Kincaid, Fishburne, Rogers and Chissom 1975, "Derivation of New Readability Formulas for Navy Enlisted Personnel": the
year of an American school that the text is fit for. A summary is measured alone, all steps of a record together.
"""

import re
from collections.abc import Iterator

from toolkit.check import Entry
from toolkit.join import Toolkit
from toolkit.problems import Problem, short
from toolkit.records.text import CITATION, LINK

HARDEST = 9
MEASURED = ("summary", "steps")
FEWEST = 10
"""Of fewer words the formula says nothing: "A sample recording." would be grade nine."""
SENTENCE_END = re.compile(r"(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<![A-Z]\.)(?<=[.!?])[”\"’)]*\s+")
WORD = re.compile(r"\$?[^\W_]+(?:[-'’.,][^\W_]+)*")
NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]*(?:(?: of| and| the| for)* [A-Z][\w'’-]*)*")
"""Capitals within a sentence: `the Joint Community Police Partnership`."""
DIGIT = re.compile(r"\d")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouycghsxz])es$|e(?=(?:ly|ment)s?$)"
)
APART = re.compile(r"(?<![ctsgl])i[ao]|ism$|eo(?!p)")
"""Vowels side by side that are two syllables. With `SILENT`, 99 in 100 of the records' words come out as in the CMU
Pronouncing Dictionary."""


def hard_texts(toolkit: Toolkit) -> list[Problem]:
    """Each summary, and each record's steps, above grade nine, with the longest sentence: the first to shorten."""
    return sorted(problem for entry in toolkit.entries.values() for problem in _hard_texts(entry))


def grade(*texts: str) -> float:
    """The Flesch-Kincaid grade. A name is one word, and neither names nor numbers say how long the words are.

    Too few words are grade 0.
    """
    words = [WORD.findall(NAME.sub("0", sentence)) for text in texts for sentence in sentences(text)]
    common = [word for sentence in words for word in sentence if not DIGIT.search(word)]
    if len(common) < FEWEST:
        return 0
    length = sum(map(len, words)) / len(words)
    return 0.39 * length + 11.8 * sum(map(syllables, common)) / len(common) - 15.59


def sentences(text: str) -> list[str]:
    """A text's sentences, without citations and the addresses of links."""
    return [part for part in SENTENCE_END.split(LINK.sub(r"\1", CITATION.sub("", text)).strip()) if part]


def syllables(word: str) -> int:
    """About how many syllables an English word has; of a compound, all its parts'."""
    return sum(_syllables(part) for part in re.findall(r"[a-z]+", word.lower().replace("'s", "").replace("’s", "")))


def _syllables(word: str) -> int:
    return max(1, len(VOWELS.findall(word)) - len(SILENT.findall(word)) + len(APART.findall(word)))


def _hard_texts(entry: Entry) -> Iterator[Problem]:
    for field in MEASURED:
        value = getattr(entry.record, field, "")
        texts = [value] if isinstance(value, str) else value
        found = round(grade(*texts), 1)
        if found > HARDEST:
            longest = max((s for text in texts for s in sentences(text)), key=lambda s: len(s.split()))
            yield Problem(
                entry.sheet.file,
                entry.sheet.line((field,)),
                field,
                f"reads at grade {found}; {HARDEST} is the most.",
                f"Use shorter sentences and words. The longest: “{short(longest)}”",
            )
