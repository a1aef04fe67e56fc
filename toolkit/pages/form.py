"""Forms: pages of records for no language. What languages say differently is a gap, with an ask of what belongs in it.

The templates are filled in once for a record instead of once for each of its languages: whatever `Asking` returns to
them in place of words and translated texts, they print in its place. `Voice` knows what a language says to an ask.
`Writer` writes the same pages one by one, and `tests/site/test_forms.py` holds the two equal.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from toolkit.check import Entry
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.join import FEW, Lazily, Name, Toolkit
from toolkit.join.faces import SHOWN
from toolkit.join.translations import Standing, Told, told, with_texts
from toolkit.pages import Writer
from toolkit.pages.page import Here, Page, address
from toolkit.pages.translations import notices, with_words_notice
from toolkit.records.declared import Path, citations

OPEN, CLOSE = "\ue002", "\ue003"
"""Stand around the number of an ask, where a gap is. They are from Unicode's private use area, which no record may
use (`UNSEEN` in toolkit/records/text.py), and neither Markdown nor HTML does anything with them."""
GAP = re.compile(f"{OPEN}(-?\\d+){CLOSE}")
"""Asks of many pages are numbered from 0 up, a page's own from -1 down."""

Ask = tuple[Any, ...]
"""What is asked for, and of what: `("t", "practice.steps")`, `("say", name, path)`."""
Key = tuple[Name, Path]
"""Which text: of which record, and where in it."""
Noted = tuple[int, str, str | None]
"""The number of a note, and who says it when."""
TEXTS = ("say", "bare", "short", "meta", "raw")
"""The asks for a text of a record: with its notes, without them, short, for the theme, or as it is written."""


class Asked(str):
    """A text that knows which one it is."""

    __slots__ = ("key",)
    key: Key


class Asks(dict[Ask, int]):
    """The asks so far, each with its number."""

    def __init__(self) -> None:
        self.order: list[Ask] = []

    def __missing__(self, ask: Ask) -> int:
        self[ask] = number = len(self.order)
        self.order.append(ask)
        return number

    def know(self, order: list[Ask]) -> None:
        """Begin with these."""
        self.order = order
        self.update(zip(order, count()))


class Unfit(Exception):
    """A page whose form differs between languages: it is to be written for itself."""


@dataclass
class Asking(Here):
    """A page being written for no language. It returns gaps."""

    name: Name = ("", "")
    """Of the record whose page it is."""
    asks: Asks = field(default_factory=Asks)
    """Those of all pages."""
    own_asks: Asks = field(default_factory=Asks)
    """Those of this page alone."""
    noted: dict[str, Noted] = field(default_factory=dict)
    """What the mark of each source says, by key."""

    def ask(self, *ask: Any) -> str:
        """A gap for what pages of many records say."""
        return f"{OPEN}{self.asks[ask]}{CLOSE}"

    def own_ask(self, *ask: Any) -> str:
        """A gap for what this page alone says."""
        return f"{OPEN}{~self.own_asks[ask]}{CLOSE}"

    def _taken(self, values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
        """Values, of which some hold gaps: these as what stands between them and what they ask for, by turns."""
        return tuple([(name, self._opened(value)) for name, value in values.items()])

    def _opened(self, value: Any) -> Any:
        if not isinstance(value, str) or OPEN not in value:
            return value
        parts: list[Any] = GAP.split(value)
        if any(number.startswith("-") for number in parts[1::2]):
            raise Unfit
        parts[1::2] = [self.asks.order[int(number)] for number in parts[1::2]]
        return tuple(parts)

    # -------------------------------------------------------------- the toolkit's own words

    def t(self, key: str, **values: object) -> str:
        """A text of the toolkit's."""
        return self.ask("t", key, self._taken(values) if values else ())

    def n(self, key: str, number: int, **values: object) -> str:
        """A text of the toolkit's for that many."""
        return self.ask("n", key, number, self._taken(values))

    def label(self, name: str, id: str) -> str:
        """A word of a closed list."""
        return self.ask("label", name, id)

    def date(self, written: str) -> str:
        """A day, month or year."""
        return self.ask("date", written)

    def number(self, value: int) -> str:
        """A number."""
        return self.ask("number", value)

    def own(self, text: str) -> str:
        """The toolkit's own words, some of them with gaps already."""
        return self.ask("own", self._opened(text))

    # -------------------------------------------------------------- records' words

    def say(self, text: str) -> str:
        """A text with its notes."""
        self.notes_of(citations(text))  # they get their numbers
        return self._of("say", text)

    def bare(self, text: str) -> str:
        """A text without its notes."""
        return self._of("bare", text)

    def meta(self, text: str) -> str:
        """A text for the theme."""
        return self._of("meta", text)

    def short(self, title: str) -> str:
        """A short name."""
        return self._of("short", title)

    def marked(self, markdown: str, foreign: str) -> str:
        """English, on a page in whichever language."""
        return f"{self.ask('before')}{markdown}{self.ask('after')}"

    def _of(self, how: str, text: str) -> str:
        if isinstance(text, Asked) and text.key[0] != self.name:
            return self.ask(how, *text.key)
        return self.own_ask(how, *(text.key if isinstance(text, Asked) else (None, text)))

    def card(self, entry: Entry, why: str = "") -> str:
        """A card. Other pages take it too, if all that it asks for is asked by many."""
        made = super().card(entry, why)
        if f"{OPEN}-" in made:
            del self.cards_made[entry.kind, entry.id]
        return made

    def notes_of(self, keys: Iterable[str]) -> str:
        """The marks of notes."""
        said = ""
        for key in keys:
            if key not in self.marks:
                source = self.sources[key]
                self.noted[key] = len(self.marks) + 1, source.publisher, source.date
                self.marks[key] = self.own_ask("mark", key)
            said += self.marks[key]
        return said

    # -------------------------------------------------------------- where things are

    def file(self, entry: Entry) -> str:
        """Unfit: each language may lead to another file."""
        raise Unfit

    def size(self, entry: Entry) -> str:
        """Unfit, if there is a file."""
        if getattr(entry.record, "file", None):
            raise Unfit
        return ""


class FormWriter(Writer):
    """Writes forms."""

    def __init__(self, toolkit: Toolkit, words: Words, lists: Mapping[str, Mapping[str, str]]) -> None:
        """`words` are the English ones, which need no notice; nothing of them stands in a form."""
        faces = replace(toolkit, entries=Lazily(toolkit.entries, self._face), english=toolkit)
        super().__init__(faces, words, "", lists, {}, {})
        self.english = toolkit
        self.asks = Asks()

    def form(self, name: Name) -> tuple[Page, Asking]:
        """A record's page with gaps. Unfit if it is another in each language."""
        entry = self.english.entries[name]
        if entry.record.was:  # pages at former addresses go with it
            raise Unfit
        path, cards = address(entry), self.cards
        self.asking = Asking(path, "", self.words, self.toolkit, cards_made=cards, name=name, asks=self.asks)
        notices = self.asking.own_ask("notices")  # the first one, so that it has the same number on all pages
        own = {path: _asked(name, path, text) for _, path, text in self.english.texts[name]}
        page = self.record(with_texts(entry, own))
        page.meta["notices"] = [{"text": notices}]
        return page, self.asking

    def card(self, name: Name) -> tuple[str, str]:
        """A record's card with gaps, as Markdown: up to the way to its page, and from there on."""
        if name not in self.cards:
            alone = Asking("", "", self.words, self.toolkit, cards_made=self.cards, asks=self.asks)
            alone.card(self.toolkit.entries[name])
        return self.cards[name]

    def say(self, key: str, **values: object) -> str:
        """A gap for a text of the toolkit's. It is the same for whichever page: what it holds is asked by many."""
        return self.asking.t(key, **values)

    def here(self, path: str, *cited: Entry) -> Here:
        """The page being written, for no language."""
        self.asking.sources = {source.key: source for entry in cited for source in entry.record.sources}
        return self.asking

    def _face(self, name: Name) -> Entry:
        entry = self.english.entries[name]
        told = {field: _asked(name, (field,), text) for field in SHOWN if (text := getattr(entry.record, field, None))}
        return entry._replace(record=entry.record.but(**told))


def _asked(name: Name, path: Path, text: str) -> Asked:
    made = Asked(text)
    made.key = name, path
    return made


class Voice:
    """What one language says to asks."""

    def __init__(self, toolkit: Toolkit, words: Words) -> None:
        self.toolkit, self.words, self.here = toolkit, words, Here("", "", words, toolkit)
        self.faces = Lazily(toolkit.entries, self.face, FEW)
        """Of each record the texts that other pages show."""

    def standing(self, name: Name) -> Standing:
        """How the texts of a record stand."""
        language = self.words.language
        if language == SOURCE_LANGUAGE:
            return Standing([(text, text) for _, _, text in self.toolkit.texts[name]], ())
        return self.toolkit.standing(language, name)

    def texts(self, name: Name, standing: Standing) -> list[Told]:
        """All of a record's, in order. Unfit if the page shows what changed, or numbers its notes in another order."""
        if "outdated" in standing.states or self.toolkit.sidecars.is_turned(self.words.language, name):
            raise Unfit
        return standing.told

    def face(self, name: Name) -> dict[Path, Told]:
        """The texts of a record that other pages show."""
        states = self.toolkit.shown_in(self.words.language, name)
        return dict(zip([path for _, path, _, _, _ in states], told(states), strict=True))

    def notices(self, states: Collection[str]) -> list[dict[str, str]]:
        """What a reader must know of the translation of a page whose texts are in these states."""
        return with_words_notice(self.here, notices(self.here, states))

    def word(self, ask: Ask) -> str:
        """What the toolkit itself says, as Markdown."""
        how, *what = ask
        return WORDS[how](self, *what)

    def filled(self, values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """Values without gaps."""
        return {name: self.closed(value) if isinstance(value, tuple) else value for name, value in values}

    def closed(self, parts: tuple[Any, ...]) -> str:
        """A text without gaps."""
        return "".join([self.word(part) if i % 2 else part for i, part in enumerate(parts)])


WORDS: dict[str, Callable[..., str]] = {
    "t": lambda voice, key, values: voice.here.t(key, **voice.filled(values)),
    "n": lambda voice, key, number, values: voice.here.n(key, number, **voice.filled(values)),
    "label": lambda voice, name, id: voice.here.label(name, id),
    "date": lambda voice, written: voice.here.date(written),
    "number": lambda voice, value: voice.here.number(value),
    "own": lambda voice, parts: voice.here.own(voice.closed(parts)),
}
"""How each ask for the toolkit's own words is answered."""
