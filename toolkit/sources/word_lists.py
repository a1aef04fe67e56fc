"""Word lists of a language: the glossary, words to use and to avoid in every translation, and the synonyms, what people
type for the words in records. Both are reviewed like translations."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated

from annotated_types import MinLen

from toolkit.diagnostics import Diagnostic, Problem, worded
from toolkit.paths import GLOSSARIES, SYNONYMS
from toolkit.schema import FieldPath, Part
from toolkit.schema.fields import Text
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.model_reader import read_by_language
from toolkit.sources.yaml_reader import SourceFile

MAX_WORDS = 4
"""Words in the longest phrase that is looked up."""
Phrases = Annotated[list[Text], MinLen(1)]


class Term(Part):
    """An English term and its words in another language."""

    en: Text
    """The English term, in the singular."""
    use: list[Text]
    """Parts of words. Where the English term is, the translation needs a word with one of them. None if only some
    words are wrong for it."""
    avoid: list[Text] = []
    """Beginnings of words that a translation must not have there. Parts of words in scripts other than Latin, where
    articles are prefixes (Arabic) or words have no spaces (Lao, Chinese)."""
    beside: list[Text] = []
    """English terms for which those words are right: `lawyer` beside `advocate`. One that has the term in it, such as
    `deputy chief` for `deputy`, is another term."""
    note: Text | None = None
    """For translators."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The term in an English text, in the singular or plural."""
        return re.compile(rf"\b{re.escape(self.en)}(?:e?s|'s)?\b", re.I)

    def breach(self, english: str, text: str) -> Problem | None:
        """How a translation breaks the rule of the term, and what to do. A name may stay English."""
        match = self.pattern.search(self._without_other_terms(english))
        if not match or match[0] in text:
            return None
        lowered = text.casefold()
        words = " or ".join(f"`{word}`" for word in self.use)
        avoided = self._avoided_word(english, lowered)
        if avoided:
            hint = f"The glossary has {words}." if words else "Use another word."
            return f"says `{avoided}` for `{self.en}`.", hint
        if self.use and not any(word.casefold() in lowered for word in self.use):
            return f"has no word of the glossary for `{self.en}`.", f"Use {words}."
        return None

    def _without_other_terms(self, english: str) -> str:
        """An English text without the other terms that this one is a part of."""
        for term in self.beside:
            english = re.sub(rf"\b{re.escape(term)}\b", "", english, flags=re.IGNORECASE)
        return english

    def _avoided_word(self, english: str, lowered: str) -> str:
        """A word in a text in small letters that is wrong for the term; empty if there is none."""
        if any(term.casefold() in english.casefold() for term in self.beside):
            return ""
        for word in self.avoid:
            if _has_word(lowered, word.casefold()):
                return word
        return ""


def _has_word(text: str, beginning: str) -> bool:
    """Whether a word of a text begins so; in scripts other than Latin, whether a part of a word does."""
    is_latin = unicodedata.name(beginning[0]).startswith("LATIN")
    start = r"\b" if is_latin else ""
    return re.search(start + re.escape(beginning), text) is not None


class Glossary(Part):
    """The file of a language."""

    terms: list[Term] = []


def read_glossaries(
    languages: Sequence[str], folder: Path = GLOSSARIES
) -> tuple[dict[str, list[Term]], list[Diagnostic]]:
    """Each language's terms, and what is wrong with the files. A language without a glossary has no terms."""
    glossaries, diagnostics = read_by_language(Glossary, languages, folder)
    return {language: glossary.terms for language, glossary in glossaries.items()}, diagnostics


def breaches(terms: Sequence[Term], english: str, text: str) -> Iterator[Problem]:
    """Each breach of the glossary in a translation: what is so, and what to do."""
    if text == english:
        return
    lowered = english.lower()
    for term in terms:
        if term.en.lower() not in lowered:
            continue
        breach = term.breach(english, text)
        if breach:
            yield breach


def page_breaches(
    pages: Sequence[DocPage], glossaries: Mapping[str, list[Term]]
) -> Iterator[Diagnostic]:
    """Breaches of the glossaries in authored pages. Pages of as many paragraphs are compared paragraph by paragraph."""
    english_pages = {page.path: page for page in pages if page.language == SOURCE_LANGUAGE}
    for page in pages:
        english = english_pages.get(page.path)
        if not english or page.status_beside(english) == "outdated":
            continue
        if len(page.blocks) != len(english.blocks):
            continue
        terms = glossaries.get(page.language, [])
        for (_, source), (line, text) in zip(english.blocks, page.blocks, strict=True):
            for message, hint in breaches(terms, source, text):
                yield Diagnostic(page.file, line, "", message, hint)


def message_breaches(
    catalogs: Mapping[str, Catalog], glossaries: Mapping[str, list[Term]]
) -> Iterator[Diagnostic]:
    """Breaches of the glossaries in the messages of the toolkit."""
    for language, terms in glossaries.items():
        texts = catalogs[language].texts
        file = f"toolkit/messages/{language}.yml"
        for key, english in catalogs[language].english.items():
            for message, hint in breaches(terms, english, texts.get(key, english)):
                yield Diagnostic(file, 0, key, message, hint)


class Synonyms(Part):
    """The synonyms of a language."""

    called: dict[str, Phrases] = {}
    """What records say → what people type for it; not the other way round: `immigration enforcement` → `la migra`."""
    alike: list[Phrases] = []
    """Groups of phrases, each of which stands for the others."""
    endings: dict[str, list[str]] = {}
    """What a word may end in → what stood there before: `ies` → `y`."""
    agencies_ask: bool = False
    """Whether agencies search in the language, too: then what residents say about a topic does not lead to their page
    alone. Elsewhere residents ask."""
    stop_words: list[str] = []
    """Words that a search need not match: `the`."""

    @cached_property
    def alternatives(self) -> dict[str, list[str]]:
        """What records say → all that people type for it."""
        alternatives: dict[str, list[str]] = defaultdict(list)
        for group in self.alike:
            for term in group:
                alternatives[term] += [phrase for phrase in group if phrase != term]
        for term, texts in self.called.items():
            alternatives[term] += texts
        return dict(alternatives)


def read_synonyms(
    languages: Sequence[str], folder: Path = SYNONYMS
) -> tuple[dict[str, Synonyms], list[Diagnostic]]:
    """The synonyms of these languages, and what is wrong with their files. A language may have none."""
    return read_by_language(Synonyms, languages, folder, _mistakes)


def _mistakes(synonyms: Synonyms, file: SourceFile) -> Iterator[Diagnostic]:
    """Phrases that stand for themselves, or are too long to be looked up."""
    paths: dict[str, FieldPath] = {}
    for term, texts in synonyms.called.items():
        path: FieldPath = ("called", term)
        paths |= dict.fromkeys((term, *texts), path)
        if term.casefold() in [text.casefold() for text in texts]:
            message = f"`{term}` is in the list for itself."
            yield file.diagnostic(path, message, "Delete it from its list.")
    for i, group in enumerate(synonyms.alike):
        paths |= dict.fromkeys(group, ("alike", i))
    for phrase, path in paths.items():
        if len(phrase.split()) > MAX_WORDS:
            yield file.diagnostic(path, *worded("long-phrase", phrase=phrase, most=MAX_WORDS))
