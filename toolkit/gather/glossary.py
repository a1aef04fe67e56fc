"""The glossary of a language: words to use and not to use, kept in every translation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from toolkit.gather.yaml_text import parse
from toolkit.problems import Problem

GLOSSARIES = Path(__file__).parent.parent / "glossary"
WORD = re.compile(r"\w+")
SPACED = str.maketrans({sign: " " for sign in map(chr, range(128)) if not WORD.match(sign)})
"""Puts spaces in place of the signs of ASCII that stand in no word: words are found so in a third of the time."""


def words_in(text: str) -> list[str]:
    """The words of a text."""
    return text.translate(SPACED).split() if text.isascii() else WORD.findall(text)


@dataclass(frozen=True)
class Term:
    """An English term and how a language says it."""

    english: str
    use: tuple[str, ...]
    """Beginnings of words, one of which must stand where the English term does."""
    avoid: tuple[str, ...] = field(default=())
    """Beginnings of words that must not."""

    @cached_property
    def lowered(self) -> str:
        """What a text must hold for the pattern to be worth trying."""
        return self.english.lower()

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The words, in small letters, with one of which the pattern begins."""
        word = words_in(self.lowered)[0]
        return (word, f"{word}s", f"{word}es") if word == self.lowered else (word,)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The term in an English text, in the singular or plural."""
        return re.compile(rf"\b{re.escape(self.english)}(?:e?s|'s)?\b", re.I)

    def broken(self, english: str, text: str) -> tuple[str, str] | None:
        """What a translation does against the term, and what to do. A name kept in English is no breach."""
        found = self.pattern.search(english)
        if not found or found[0] in text:
            return None
        lowered = text.casefold()
        wanted = " or ".join(f"`{word}`" for word in self.use)
        for word in self.avoid:
            if re.search(rf"\b{re.escape(word.casefold())}", lowered):
                return f"says `{word}` for `{self.english}`.", f"The glossary has {wanted}."
        if not any(word.casefold() in lowered for word in self.use):
            return f"has no word of the glossary for `{self.english}`.", f"Use {wanted}."
        return None


def glossaries(languages: Sequence[str], folder: Path = GLOSSARIES) -> tuple[dict[str, list[Term]], list[Problem]]:
    """Each language's terms, and what is wrong with the files. A language without a glossary has no terms."""
    found: dict[str, list[Term]] = {}
    problems: list[Problem] = []
    for language in languages:
        path = folder / f"{language}.yml"
        if not path.is_file():
            continue
        file = f"toolkit/glossary/{language}.yml"
        tree, lines, told = parse(path.read_text("utf-8"), file)
        problems += told
        found[language] = []
        if not told and not isinstance(tree, list):
            problems.append(Problem(file, 1, "", "is no list of terms.", "Begin each term with `- en: …`."))
        for i, entry in enumerate(tree if isinstance(tree, list) else []):
            term = _term(entry)
            if term:
                found[language].append(term)
            else:
                what = "is not a term of a glossary."
                problems.append(
                    Problem(file, lines[i,], "", what, "A term has `en`, `use` with a list, and perhaps `avoid`.")
                )
    return found, problems


def breaches(terms: Sequence[Term], english: str, text: str) -> Iterator[tuple[str, str]]:
    """Where a translation does not keep the glossary: what is so, and what to do."""
    if text != english:
        lowered = english.lower()
        yield from filter(None, (term.broken(english, text) for term in terms if term.lowered in lowered))


def _term(entry: object) -> Term | None:
    if not isinstance(entry, dict) or set(entry) - {"en", "use", "avoid", "note"}:
        return None
    english, use, avoid = entry.get("en"), entry.get("use"), entry.get("avoid", [])
    if (
        not isinstance(english, str)
        or not WORD.match(english)
        or not isinstance(use, list)
        or not isinstance(avoid, list)
        or not use
    ):
        return None
    return Term(english, tuple(map(str, use)), tuple(map(str, avoid)))
