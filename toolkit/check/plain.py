"""Translations that are plainly fit, told many times sooner than by a look for each problem.

At anything that might be one, the translation is left to that look. So there is nothing to tell here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from sys import intern
from typing import Any

from toolkit.gather import Sheet
from toolkit.gather.glossary import Term, breaches, words_in
from toolkit.gather.plain_yaml import JOINT, Original
from toolkit.gather.yaml_text import Tree
from toolkit.records import KINDS
from toolkit.records.declared import annotations, linkless, links, uncited
from toolkit.records.plain import Doubtful, Lists, longest_plain, readers
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
        self.longest = {name: longest_plain(annotations(Unit)[name]) for name in ("en", "text")}
        """How long the English and a translation may be if only their signs are looked at."""
        self.places: dict[str, str] = {}
        """Names of fields as they are kept, by what is written."""
        self.judged: dict[tuple[Original, ...], _Alike] = {}
        """What translations of one record say alike."""
        self.beginnings = frozenset(word for own in terms.values() for term in own for word in term.beginnings)
        """The words that English terms begin with, whichever language has them."""

    def kept(self, sheet: Sheet) -> KeptTranslation | None:
        """What is kept of a translation, or None if it might have a problem."""
        try:
            return self._kept(sheet)
        except (Doubtful, Mistake):
            return None

    def _kept(self, sheet: Sheet) -> KeptTranslation:
        values, units = sheet.values, sheet.units
        if not {"status", "by", "date"} <= values.keys() <= self.said.keys():
            raise Doubtful
        status, by, date = (self.said[name](values[name], self.lists) for name in ("status", "by", "date"))
        said: Sequence[Any]
        originals, said = units or _apart(values.get("texts", []))
        alike = self.judged.get(originals) or self._judge(originals, units is not None)
        if not (units and alike.fits(said, self.longest["text"])):
            said = [None if text is None else self._text(text, alike, i) for i, text in enumerate(said)]
        if used := self._terms(alike, sheet.language):
            for english, text in zip(alike.english, said, strict=True):
                if text and any(breaches(used, uncited(english), uncited(text))):
                    raise Doubtful
        return status, by, date, tuple(zip(alike.places, alike.english, said, alike.states, strict=True))

    def _text(self, written: Tree, alike: "_Alike", number: int) -> str:
        text: str = self.unit["text"](written, self.lists)
        if CITED.findall(text) != alike.cited[number] or links(text) != alike.linked[number]:
            raise Doubtful
        return text

    def _judge(self, originals: tuple[Original, ...], are_seen: bool) -> "_Alike":
        """What translations of a record say alike. A Doubtful if anything about it is unusual.

        `are_seen`: all signs are known to be such as can be seen, since the whole file is.
        """
        for at, *_ in originals:
            if at not in self.places:
                self.places[at] = intern(self.unit["at"](at, self.lists))
        places, english = [self.places[at] for at, *_ in originals], [english for _, english, _ in originals]
        if not (are_seen and _together(english, self.longest["en"])):
            english = [self.unit["en"](one, self.lists) for one in english]
        states = [self.unit["status"](status, self.lists) if status else None for *_, status in originals]
        alike = _Alike(places, [*map(intern, english)], states, self.beginnings)
        if len({*zip(places, english, strict=True)}) < len(places) or not alike.linked_at.isdisjoint(LINKLESS):
            raise Doubtful
        self.judged[originals] = alike
        return alike

    def _terms(self, alike: "_Alike", language: str) -> list[Term]:
        """The terms of a language that may stand in one of these English texts."""
        if not alike.words:
            return []
        own = self.terms.get(language, ())
        return [term for term in own if not alike.words.isdisjoint(term.beginnings) and term.lowered in alike.lowered]


@dataclass(frozen=True)
class _Alike:
    """What translations of a record say alike."""

    places: list[str]
    """The field of each text, as all lists here in their order."""
    english: list[str]
    states: list[str | None]
    """Where a text has one of its own."""
    beginnings: frozenset[str]
    """The words that English terms begin with."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Those of them that stand in the English."""
        return self.beginnings.intersection(words_in(self.lowered))

    @cached_property
    def text(self) -> str:
        """The English as one."""
        return JOINT.join(self.english)

    @cached_property
    def lowered(self) -> str:
        """The same in small letters and without citations."""
        text = self.text
        return (JOINT.join(map(uncited, self.english)) if " [@" in text else CITED.sub("", text)).lower()

    @cached_property
    def cited(self) -> list[list[str]]:
        """What each text cites."""
        return [*map(CITED.findall, self.english)]

    @cached_property
    def linked(self) -> list[list[str]]:
        """What each text links to."""
        return [*map(links, self.english)]

    @property
    def linked_at(self) -> set[str]:
        """The fields of texts with links."""
        return {*compress(self.places, self.linked)} if "](" in self.text else set()

    @cached_property
    def all_cited(self) -> list[str]:
        """What all texts cite."""
        return CITED.findall(self.text)

    @cached_property
    def many_cited(self) -> list[int]:
        """How often each cites; nothing if one holds a link, or a `[@` that begins no citation."""
        many = _opened(self.english)
        return many if sum(many) == len(self.all_cited) and "](" not in self.text else []

    def fits(self, said: Sequence[Any], longest: int) -> bool:
        """Whether translations, whose signs can all be seen, are plain and cite what the English does, told by one look
        at all. If it says no, each of them may be fit in its own way.

        Each cites as often as its English may, and all together cite what all the English does: so every `[@` begins a
        citation, and each text has those of its own.
        """
        text = _together(said, longest)
        return text != "" and _opened(said) == self.many_cited and CITED.findall(text) == self.all_cited


def _together(texts: Sequence[Any], longest: int) -> str:
    """Texts whose signs can all be seen as one; nothing if any is too long, or may not be plain (`is_plain`)."""
    try:
        text = JOINT.join(["", *texts, ""])
    except TypeError:  # a list is among them
        return ""
    is_odd = "  " in text or "<" in text or "](" in text or "![" in text or "| [@" in text
    return "" if is_odd or max(map(len, texts), default=0) > longest else text


def _opened(texts: Sequence[str]) -> list[int]:
    """In each, how many citations may begin."""
    return [text.count("[@") for text in texts]


def _apart(texts: Tree) -> tuple[tuple[Original, ...], list[Tree | None]]:
    """What translations of a record say alike of texts, and what one says. A Doubtful if anything else is there."""
    if not isinstance(texts, list):
        raise Doubtful
    originals: list[Original] = []
    said: list[Tree | None] = []
    for unit in texts:
        if not isinstance(unit, dict) or not {"at", "en"} <= unit.keys() <= {"at", "en", "text", "status"}:
            raise Doubtful
        at, english, status = unit["at"], unit["en"], unit.get("status", "")
        if not (isinstance(at, str) and isinstance(english, str) and isinstance(status, str)):
            raise Doubtful
        if "status" in unit and not status:
            raise Doubtful
        originals.append((at, english, status))
        said.append(unit.get("text"))
    return tuple(originals), said
