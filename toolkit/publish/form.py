"""Forms to pages: a form is cut at its gaps once, and each language's texts are put between the pieces.

What a text becomes is what `body.py` and the theme's macros would make of it where it stands.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from markupsafe import escape

from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name
from toolkit.join.translations import Standing
from toolkit.pages.form import CLOSE, OPEN, TEXTS, Ask, Asking, FormWriter, Noted, Voice
from toolkit.pages.markdown import is_bare, markdown, pieces, plain
from toolkit.pages.page import MARK, Page, in_language, short_name
from toolkit.publish.body import bare, between_tags, contents, html, inline
from toolkit.publish.theme import Theme
from toolkit.records.declared import Path, uncited
from toolkit.records.text import CITED

IN_BODY, IN_CONTENTS = "\ue004", "\ue005"
"""Stand after `OPEN` in a page's Markdown, and in the list of its headings."""
PLACES = ("", IN_BODY, IN_CONTENTS)
GAP = re.compile(f"{OPEN}((?:{IN_BODY}|{IN_CONTENTS})?-?[0-9]+){CLOSE}".encode())
CUT = "\0"
BEFORE, AFTER = in_language(CUT, SOURCE_LANGUAGE).split(CUT)
"""What stands around English on a page in another language."""
CARD, CARD_END = '<ul>\n<li>\n<p><a href="x', "</ul>\n"
"""What stands around a card that is in a list alone, with the way to its page."""
OWN = range(-1, -sys.maxsize, -1)
"""The numbers of a page's own asks."""
NUMBER, TIP = "zzNUMBERzz", "zzTIPzz"
MARKED = re.split(f"{NUMBER}|{TIP}", inline(MARK.format(number=NUMBER, source=TIP)))
"""The mark of a note, without its number here and there, and without its tip."""
QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
"""What `body.py` writes for signs in a tip."""


class Form(NamedTuple):
    """A record's page for no language, cut at its gaps."""

    name: Name
    page: Page
    pieces: list[bytes]
    """By turns a piece and nothing, where a gap is."""
    gaps: Callable[[Mapping[int, bytes]], tuple[bytes, ...]]
    """What stands in them, from what stands in gaps by number (`Gaps`). A page has several."""
    own: tuple[tuple[str, Any], ...]
    """What only this page asks for: how, and of what, which is the key of a source, the number of a text of the record,
    a text that no language has another for, or nothing.
    """
    noted: Mapping[str, Noted]
    """What the mark of each source says, by key, as HTML."""
    named: tuple[int, int]
    """The numbers of the title and of the summary."""


OfRecord = tuple[int, str, Path]
"""An ask of a record's text by many pages: the number of its gap, how, and where the text is in the record."""
Card = tuple[list[bytes], tuple[int, ...]]
"""A record's card in lists, from the name of its page on, for no language: cut at its gaps as a form is, and these."""


class Former:
    """Makes forms."""

    def __init__(self, writer: FormWriter) -> None:
        self.writer, self.numbers = writer, Gaps()
        self.cards: dict[Name, Card] = {}
        self.theme = Theme(writer.words, is_first=True, say=writer.say)
        self.notices: Callable[[str], str] = cache(lambda ask: self.theme.notices([{"text": ask}]))
        """Where an ask stands for them."""

    def form(self, page: Page, asking: Asking) -> Form:
        """The form of a record's page. Unfit if the theme says something of it that is another in each language."""
        inner = html(page.body).replace(OPEN, OPEN + IN_BODY)
        listed = tuple((way, title.replace(IN_BODY, IN_CONTENTS)) for way, title in contents(inner))
        _, body = self.theme.parts(page, inner, listed)
        notices = page.meta["notices"][0]["text"]
        pieces, numbers = self._cut(body.replace(self.notices(notices), notices))
        noted = {key: (number, source.translate(QUOTED), date) for key, (number, source, date) in asking.noted.items()}
        places = {path: at for at, (_, path, _) in enumerate(self.writer.english.texts[asking.name])}
        own = tuple([_of_what(ask, places) for ask in asking.own_asks.order])
        return Form(asking.name, page, pieces, itemgetter(*numbers), own, noted, (places["title",], places["summary",]))

    def card(self, name: Name) -> Card:
        """A record's card."""
        if name not in self.cards:
            made = html("x.md".join(self.writer.card(name))).replace(OPEN, OPEN + IN_BODY)
            self.cards[name] = self._cut(made.removeprefix(CARD).removesuffix(CARD_END))
        return self.cards[name]

    def _cut(self, made: str) -> tuple[list[bytes], tuple[int, ...]]:
        pieces = GAP.split(made.encode())
        numbers = tuple(map(self.numbers.__getitem__, pieces[1::2]))
        pieces[1::2] = [b""] * len(numbers)
        return pieces, numbers

    def number(self, *ask: Any) -> int:
        """The number of the gap in a page's Markdown where that stands, asked for from now on."""
        return _gap(self.writer.asks[ask], IN_BODY)

    def make_cards(self, names: Iterable[Name]) -> None:
        """Those of these records, and ask for all else that other pages say of them."""
        for name in names:
            self.card(name)
            self.number("raw", name, ("title",))  # lists are sorted by it
            if name[0] == "agency":
                self.number("meta", name, ("title",))  # whose a record is

    def know(
        self,
        asks: list[Ask],
        as_markdown: dict[Name, tuple[str, str]],
        as_html: dict[Name, Card],
        others: Iterable[Name],
    ) -> None:
        """Begin with what was asked before and the cards made then, but for those of `others`."""
        self.writer.asks.know(asks)
        self.writer.cards, self.cards = as_markdown, as_html
        for name in others:
            del self.writer.cards[name], self.cards[name]

    def asked(self, names: Collection[Name]) -> dict[Name, list[OfRecord]]:
        """What is asked of these records for many pages."""
        found: dict[Name, list[OfRecord]] = {name: [] for name in names}
        for ask, number in self.writer.asks.items():
            if ask[0] in TEXTS and ask[1] in found:
                how, name, path = ask
                found[name].append((_gap(number, "" if how == "meta" else IN_BODY), how, path))
        return found

    def gap(self, number: int) -> tuple[str, Ask]:
        """Where a gap of many pages stands, and what it asks for."""
        ask, place = divmod(number, len(PLACES))
        return PLACES[place], self.writer.asks.order[ask]


class Gaps(dict[bytes, int]):
    """The number of each gap, by what stands for it in a page: the number of the ask times how many `PLACES` there are,
    plus the place's; or, if the ask is the page's own, its negative number.
    """

    def __missing__(self, written: bytes) -> int:
        text = written.decode()
        place = text[0] if text[0] in PLACES else ""
        number = int(text.removeprefix(place))
        self[written] = made = number if number < 0 else _gap(number, place)
        return made


def _gap(ask: int, place: str) -> int:
    """The number of a gap there, from that of the ask."""
    return ask * len(PLACES) + PLACES.index(place)


class Filler:
    """Fills forms in for one language."""

    def __init__(self, former: Former, voice: Voice, theme: Theme) -> None:
        self.former, self.voice, self.theme = former, voice, theme
        self.in_gaps = _InGaps(self)
        self.is_source = voice.words.language == SOURCE_LANGUAGE
        self.before, self.after = ("", "") if self.is_source else (BEFORE, AFTER)
        self.notices: Callable[[frozenset[str]], str] = cache(self._notices)
        self.date: Callable[[str], str] = cache(lambda date: voice.here.date(date).translate(QUOTED))
        """A date in the language, as HTML."""

    def filled(self, form: Form, standing: Standing) -> tuple[Page, bytes]:
        """The page with its title and description, and its own part. Unfit if its form is another."""
        texts = self.voice.texts(form.name, standing)
        marks = {key: self._mark(*noted) for key, noted in form.noted.items()}
        asked: list[str] = []
        for how, what in form.own:
            if how == "mark":
                asked.append(marks[what])
            elif how == "notices":
                asked.append(self.notices(frozenset(standing.states)))
            else:
                text, english = what if what.__class__ is tuple else texts[what]
                asked.append(self._said(text, english, marks) if how == "say" else self.text(how, text, english))
        self.in_gaps.update(zip(OWN, map(str.encode, asked), strict=False))
        made = form.pieces.copy()
        made[1::2] = form.gaps(self.in_gaps)
        (title, _), (summary, _) = map(texts.__getitem__, form.named)
        meta = form.page.meta | {"title": plain(title), "description": plain(summary)}
        return Page(form.page.path, self.voice.words.language, meta, ""), b"".join(made)

    def know(self, asked: Mapping[Name, Iterable[OfRecord]]) -> None:
        """Let what is asked of records be worked out."""
        for name, those in asked.items():
            told = self.voice.face(name)
            for number, how, path in those:
                if path in told:
                    self.in_gaps[number] = self.text(how, *told[path]).encode()

    def card(self, name: Name) -> str:
        """A record's card in lists, as HTML from the name of its page on."""
        pieces, numbers = self.former.card(name)
        made = pieces.copy()
        made[1::2] = map(self.in_gaps.__getitem__, numbers)
        return b"".join(made).decode()

    def text_of(self, how: str, name: Name, field: str) -> str:
        """A text of a record as other pages show it."""
        return self.in_gaps[self.former.number(how, name, (field,))].decode()

    def is_foreign(self, name: Name, field: str) -> bool:
        """Whether it is in another language than these."""
        return self.text_of("bare", name, field).startswith(BEFORE)

    def text(self, how: str, text: str, english: str) -> str:
        """A text without notes."""
        if how == "raw":
            return text
        if how == "short":
            text, english = short_name(text), short_name(english)
        if how == "meta":
            made = str(escape(plain(text)))
        elif is_bare(text):
            made = between_tags(uncited(text).strip())
        else:
            made = inline(markdown(text))
        return made if self.is_source or text != english else f"{BEFORE}{made}{AFTER}"

    def shown(self, place: str, ask: Ask) -> str:
        """What many pages say."""
        how, *what = ask
        if how in TEXTS:
            name, path = what
            return self.text(how, *self.voice.faces[name][path])
        if how in ("before", "after"):
            return self.before if how == "before" else self.after
        word = self.voice.word(ask)
        if not place:
            return str(escape(word))
        return inline(word) if place == IN_BODY else bare(inline(word))

    def _said(self, text: str, english: str, marks: Mapping[str, str]) -> str:
        """A text with the marks of its notes. Each stretch in another language than the page says so."""
        before, after = (self.before, self.after) if text == english else ("", "")
        if is_bare(text):
            said, _, cited = text.partition("[@")
            if cited[-1:] == "]" and said and (mark := marks.get(cited[:-1])):  # as most statements end
                return f"{before}{between_tags(said.rstrip())}{after}{mark}"
            *parts, last = CITED.split(text)
            made = ""
            for said, cited in zip(parts[::2], parts[1::2], strict=True):
                if said := said.rstrip():
                    made += f"{before}{between_tags(said)}{after}"
                made += "".join([marks[key.strip()[1:]] for key in cited.split(";")])
            return f"{made}{before}{between_tags(last)}{after}" if last else made
        made = ""
        for piece in pieces(text):
            if piece.markdown:
                made += f"{before}{inline(piece.markdown)}{after}"
            else:
                made += "".join([marks[key] for key in piece.keys])
        return made

    def _notices(self, states: frozenset[str]) -> str:
        return self.theme.notices(self.voice.notices(states))

    def _mark(self, number: int, publisher: str, date: str | None) -> str:
        tip = ", ".join(filter(None, [publisher, date and self.date(date)]))
        return f"{MARKED[0]}{number}{MARKED[1]}{tip}{MARKED[2]}{number}{MARKED[3]}"


class _InGaps(dict[int, bytes]):
    """What stands in gaps, by number: in those of many pages, and in those of the last one alone."""

    def __init__(self, filler: Filler) -> None:
        self.filler = filler

    def __missing__(self, number: int) -> bytes:
        self[number] = made = self.filler.shown(*self.filler.former.gap(number)).encode()
        return made


def _of_what(ask: Ask, places: Mapping[Path, int]) -> tuple[str, Any]:
    """How a page's own ask is answered, and of what. `places` are the numbers of the record's texts."""
    match ask:
        case how, name, place:
            return how, places[place] if name else (place, place)
        case how, key:
            return how, key
        case _:
            return ask[0], None
