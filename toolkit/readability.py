"""Measures how hard a record is to read: the Flesch-Kincaid grade of its summary and of its steps.

Kincaid, Fishburne, Rogers and Chissom 1975, "Derivation of New Readability Formulas for Navy Enlisted Personnel": the
year of an American school that the text is fit for. A summary is measured alone, all steps of a record together.
"""

import re
from itertools import product

from toolkit.diagnostics import Diagnostic, shorten
from toolkit.linking import record_file
from toolkit.project import Project
from toolkit.schema.markup import CITATION, LINK
from toolkit.sources.yaml_reader import parse_yaml

HARDEST = 9
MEASURED = ("summary", "steps")
MIN_WORDS = 10
"""With fewer words the formula says nothing: "A sample recording." would be grade nine."""
SENTENCE_END = re.compile(
    r"(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<![A-Z]\.)(?<=[.!?])[”\"’)]*\s+"
)
WORD = re.compile(r"\$?[^\W_]+(?:[-'’.,][^\W_]+)*")
NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]*(?:(?: of| and| the| for)* [A-Z][\w'’-]*)*")
"""Capitals within a sentence: `the Joint Community Police Partnership`."""
DIGIT = re.compile(r"\d")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouycghsxz])es$|e(?=(?:ly|ment)s?$)"
)
HIATUS = re.compile(r"(?<![ctsgl])i[ao]|ism$|eo(?!p)")
"""Adjacent vowels that are two syllables. With `SILENT`, 99 in 100 of the records' words have as many syllables as in
the CMU Pronouncing Dictionary."""


def hard_texts(project: Project) -> list[Diagnostic]:
    """Each summary, and each record's steps, above the grade, with the longest sentence: the first to shorten."""
    notes = []
    for record, field in product(project.library.records.values(), MEASURED):
        value = getattr(record, field, "")
        texts = [value] if isinstance(value, str) else value
        score = round(grade(*texts), 1)
        if score > HARDEST:
            file = record_file(record.key)
            line = parse_yaml(project.source_text(record), file).lines.get((field,), 0)
            longest = max(
                (s for text in texts for s in sentences(text)), key=lambda s: len(s.split())
            )
            hint = f"Use shorter sentences and words. The longest: “{shorten(longest)}”"
            notes.append(
                Diagnostic(
                    file, line, field, f"reads at grade {score}; {HARDEST} is the most.", hint
                )
            )
    return sorted(notes)


def grade(*texts: str) -> float:
    """The Flesch-Kincaid grade; 0 for very few words.

    A name counts as a single word. Syllables are counted without names and numbers, which nobody can shorten.
    """
    words = [
        WORD.findall(NAME.sub("0", sentence)) for text in texts for sentence in sentences(text)
    ]
    common = [word for sentence in words for word in sentence if not DIGIT.search(word)]
    if len(common) < MIN_WORDS:
        return 0
    length = sum(map(len, words)) / len(words)
    return 0.39 * length + 11.8 * sum(map(syllables, common)) / len(common) - 15.59


def sentences(text: str) -> list[str]:
    """A text's sentences, without citations and the addresses of links."""
    return [
        part for part in SENTENCE_END.split(LINK.sub(r"\1", CITATION.sub("", text)).strip()) if part
    ]


def syllables(word: str) -> int:
    """About how many syllables an English word has; of a compound, in all its parts."""
    parts = re.findall(r"[a-z]+", word.lower().replace("'s", "").replace("’s", ""))
    return sum(
        max(1, len(VOWELS.findall(p)) - len(SILENT.findall(p)) + len(HIATUS.findall(p)))
        for p in parts
    )
