"""Translations that are plainly fit, told many times sooner than by a look for each problem.

At anything that might be one, the translation is left to that look. So there is nothing to tell here.
"""

from collections.abc import Mapping, Sequence
from sys import intern

from toolkit.gather.glossary import Term, breaches, words_in
from toolkit.gather.yaml_text import Tree
from toolkit.records import KINDS
from toolkit.records.declared import linkless, links, uncited
from toolkit.records.plain import Doubtful, Lists, readers
from toolkit.records.text import CITED, Mistake
from toolkit.records.translation import Translation, Unit

KeptUnit = tuple[str, str, str | None, str | None]
"""Field, English, text and status of a unit. Bare, since there are very many."""
KeptTranslation = tuple[str, str, str, tuple[KeptUnit, ...]]
"""Status, who and when, and the units."""
KeptTexts = tuple[tuple[str, ...], tuple[str, ...]]
"""The text of each unit, empty if it has none, and its status."""
LINKLESS = frozenset[str]().union(*[linkless(kind.of) for kind in KINDS.values()])
"""The fields, of whichever kind, in which no text has a link."""


def kept_translation(said: Translation) -> KeptTranslation:
    """What is kept of a translation."""
    return said.status, said.by, said.date, tuple(kept_unit(u.at, u.en, u.text, u.status) for u in said.texts)


def kept_unit(at: str, english: str, text: str | None, status: str | None) -> KeptUnit:
    """What is kept of a unit. The same English is in the translations into all languages: it is kept once."""
    return intern(at), intern(english), text, status


class PlainTranslations:
    """Reads translations one after the other. What stands in several, the English above all, is judged once."""

    def __init__(self, lists: Lists, terms: Mapping[str, Sequence[Term]]) -> None:
        self.lists, self.terms = lists, terms
        self.said, self.unit = readers(Translation), readers(Unit)
        self.places: dict[str, str] = {}
        """Names of fields as they are kept, by what is written."""
        self.english: dict[str, tuple[str, list[str], list[str]]] = {}
        """English texts as they are kept, with their citations and links, by what is written."""
        self.beginnings = frozenset(word for own in terms.values() for term in own for word in term.beginnings)
        """The words that English terms begin with, whichever language has them."""
        self.begun: dict[tuple[str, ...], tuple[frozenset[str], str]] = {}
        """Those that stand in some English texts, and the texts in small letters."""

    def kept(self, values: Mapping[str, Tree], language: str) -> KeptTranslation | None:
        """What is kept of a translation, or None if it might have a problem."""
        try:
            return self._kept(values, language)
        except (Doubtful, Mistake):
            return None

    def _kept(self, values: Mapping[str, Tree], language: str) -> KeptTranslation:
        texts = values.get("texts", [])
        if not {"status", "by", "date"} <= values.keys() <= self.said.keys() or not isinstance(texts, list):
            raise Doubtful
        status, by, date = (self.said[name](values[name], self.lists) for name in ("status", "by", "date"))
        units = [self._unit(unit) for unit in texts]
        if len({unit[:2] for unit in units}) < len(units):
            raise Doubtful
        if own := self._terms(tuple([english for _, english, _, _ in units]), language):
            for _, english, text, _ in units:
                if text and any(breaches(own, uncited(english), uncited(text))):
                    raise Doubtful
        return status, by, date, tuple(units)

    def _terms(self, english: tuple[str, ...], language: str) -> list[Term]:
        """The terms of a language that may stand in one of these texts."""
        if english not in self.begun:
            lowered = "\n".join(map(uncited, english)).lower()
            self.begun[english] = self.beginnings.intersection(words_in(lowered)), lowered
        words, lowered = self.begun[english]
        if not words:
            return []
        own = self.terms.get(language, ())
        return [term for term in own if not words.isdisjoint(term.beginnings) and term.lowered in lowered]

    def _unit(self, unit: Tree) -> KeptUnit:
        if not isinstance(unit, dict):
            raise Doubtful
        at, english, text, status = unit.get("at"), unit.get("en"), unit.get("text"), unit.get("status")
        has_others = len(unit) > 2 + (text is not None) + (status is not None)
        if has_others or not isinstance(at, str) or not isinstance(english, str):
            raise Doubtful
        if at not in self.places:
            self.places[at] = intern(self.unit["at"](at, self.lists))
        if english not in self.english:
            kept = self.unit["en"](english, self.lists)
            self.english[english] = intern(kept), CITED.findall(kept), links(kept)
        kept, cited, linked = self.english[english]
        if text is not None:
            text = self.unit["text"](text, self.lists)
            if CITED.findall(text) != cited or links(text) != linked or (linked and at in LINKLESS):
                raise Doubtful
        if status is not None:
            status = self.unit["status"](status, self.lists)
        return self.places[at], kept, text, status
