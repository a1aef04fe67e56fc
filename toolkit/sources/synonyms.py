"""Synonyms: what people type for the words in records, per language. Reviewed like translations."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated

from annotated_types import MinLen

from toolkit.diagnostics import Diagnostic
from toolkit.paths import SYNONYMS
from toolkit.schema import FieldPath, Part
from toolkit.schema.fields import Text
from toolkit.sources.validation import read_by_language
from toolkit.sources.yaml_reader import SourceFile

MAX_WORDS = 4
"""Words in the longest phrase that is looked up."""
Phrases = Annotated[list[Text], MinLen(1)]


class Synonyms(Part):
    """The synonyms of a language."""

    called: dict[str, Phrases] = {}
    """What records say → what people type for it; not the other way round: `immigration enforcement` → `la migra`."""
    alike: list[Phrases] = []
    """Groups of phrases, each of which stands for the others."""
    endings: dict[str, list[str]] = {}
    """What a word may end in → what stood there before: `ies` → `y`."""
    stop_words: list[str] = []
    """Words that a search need not match: `the`."""

    @cached_property
    def alternatives(self) -> dict[str, list[str]]:
        """What records say → all that people type for it."""
        alternatives: dict[str, list[str]] = {}
        for group in self.alike:
            for term in group:
                alternatives.setdefault(term, []).extend(other for other in group if other != term)
        for term, texts in self.called.items():
            alternatives.setdefault(term, []).extend(texts)
        return alternatives


def read_synonyms(languages: Sequence[str], folder: Path = SYNONYMS) -> tuple[dict[str, Synonyms], list[Diagnostic]]:
    """The synonyms of these languages, and what is wrong with their files. A language may have none."""
    return read_by_language(Synonyms, languages, folder, _mistakes)


def _mistakes(synonyms: Synonyms, file: SourceFile) -> Iterator[Diagnostic]:
    places: dict[str, FieldPath] = {}
    for term, texts in synonyms.called.items():
        places |= dict.fromkeys((term, *texts), ("called", term))
        if term.casefold() in [text.casefold() for text in texts]:
            yield file.diagnostic(("called", term), f"`{term}` is in the list for itself.", "Delete it from its list.")
    for i, group in enumerate(synonyms.alike):
        places |= dict.fromkeys(group, ("alike", i))
    for phrase, place in places.items():
        if len(phrase.split()) > MAX_WORDS:
            hint = f"Use at most {MAX_WORDS} words."
            yield file.diagnostic(place, f"`{phrase}` is too long to be looked up.", hint)
