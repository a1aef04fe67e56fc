"""Forms to pages: a form is cut at its gaps once, and each language's texts are put between the pieces.

What a text becomes is what `body.py` and the theme's macros would make of it where it stands.
"""

import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from markupsafe import escape

from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name
from toolkit.join.translations import TextState
from toolkit.pages.form import CLOSE, OPEN, TEXTS, Ask, Asking, FormWriter, Noted, Told, Voice
from toolkit.pages.markdown import is_bare, markdown, pieces, plain
from toolkit.pages.page import MARK, Page, in_language, short_name
from toolkit.publish.body import bare, between_tags, contents, html, inline
from toolkit.publish.theme import Theme
from toolkit.records.declared import uncited
from toolkit.records.text import CITED

IN_BODY, IN_CONTENTS = "\ue004", "\ue005"
"""Stand after `OPEN` in a page's Markdown, and in the list of its headings."""
PLACES = ("", IN_BODY, IN_CONTENTS)
GAP = re.compile(f"{OPEN}([{IN_BODY}{IN_CONTENTS}]?-?\\d+){CLOSE}")
CUT = "\0"
BEFORE, AFTER = in_language(CUT, SOURCE_LANGUAGE).split(CUT)
"""What stands around English on a page in another language."""
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
    """What only this page asks for: how, and of what, which is the key of a source, the place of a text of the record,
    a text that no language has another for, or nothing.
    """
    noted: Mapping[str, Noted]
    """What the mark of each source says, by key, as HTML."""


class Former:
    """Makes forms."""

    def __init__(self, writer: FormWriter) -> None:
        self.writer, self.numbers = writer, Gaps()
        self.theme = Theme(writer.words, is_first=True, say=writer.say)
        self.notices: Callable[[str], str] = cache(lambda ask: self.theme.notices([{"text": ask}]))
        """Where an ask stands for them."""

    def form(self, page: Page, asking: Asking) -> Form:
        """The form of a record's page. Unfit if the theme says something of it that is another in each language."""
        inner = html(page.body).replace(OPEN, OPEN + IN_BODY)
        listed = tuple((way, title.replace(IN_BODY, IN_CONTENTS)) for way, title in contents(inner))
        _, body = self.theme.parts(page, inner, listed)
        notices = page.meta["notices"][0]["text"]
        cut = GAP.split(body.replace(self.notices(notices), notices))
        pieces = [b""] * len(cut)
        pieces[::2] = [piece.encode() for piece in cut[::2]]
        gaps = itemgetter(*map(self.numbers.__getitem__, cut[1::2]))
        noted = {key: (number, source.translate(QUOTED), date) for key, (number, source, date) in asking.noted.items()}
        return Form(asking.name, page, pieces, gaps, tuple(map(_of_what, asking.own_asks.order)), noted)

    def gap(self, number: int) -> tuple[str, Ask]:
        """Where a gap of many pages stands, and what it asks for."""
        ask, place = divmod(number, len(PLACES))
        return PLACES[place], self.writer.asks.order[ask]


class Gaps(dict[str, int]):
    """The number of each gap, by what stands for it in a page: the number of the ask times how many `PLACES` there are,
    plus the place's; or, if the ask is the page's own, its negative number.
    """

    def __missing__(self, written: str) -> int:
        place = written[0] if written[0] in PLACES else ""
        number = int(written.removeprefix(place))
        self[written] = made = number if number < 0 else number * len(PLACES) + PLACES.index(place)
        return made


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

    def filled(self, form: Form, states: list[TextState]) -> tuple[Page, bytes]:
        """The page with its title and description, and its own part. Unfit if its form is another."""
        texts = self.voice.texts(form.name, states)
        marks = {key: self._mark(*noted) for key, noted in form.noted.items()}
        asked: list[str] = []
        for how, what in form.own:
            if how == "mark":
                asked.append(marks[what])
            elif how == "notices":
                asked.append(self.notices(frozenset([one.state for one in states])))
            else:
                told = what if what.__class__ is Told else texts[what]
                asked.append(self._said(told, marks) if how == "say" else self.text(how, told))
        self.in_gaps.update(zip(OWN, map(str.encode, asked), strict=False))
        made = form.pieces.copy()
        made[1::2] = form.gaps(self.in_gaps)
        title, summary = texts["title",], texts["summary",]
        meta = form.page.meta | {"title": plain(title.text), "description": plain(summary.text)}
        return Page(form.page.path, self.voice.words.language, meta, ""), b"".join(made)

    def text(self, how: str, told: Told) -> str:
        """A text without notes."""
        if how == "short":
            told = Told(short_name(told.text), short_name(told.english))
        if how == "meta":
            made = str(escape(plain(told.text)))
        elif is_bare(told.text):
            made = between_tags(uncited(told.text).strip())
        else:
            made = inline(markdown(told.text))
        return f"{BEFORE}{made}{AFTER}" if self.is_foreign(told) else made

    def shown(self, place: str, ask: Ask) -> str:
        """What many pages say."""
        how, *what = ask
        if how in TEXTS:
            return self.text(how, self.voice.face(*what))
        if how in ("before", "after"):
            return self.before if how == "before" else self.after
        word = self.voice.word(ask)
        if not place:
            return str(escape(word))
        return inline(word) if place == IN_BODY else bare(inline(word))

    def _said(self, told: Told, marks: Mapping[str, str]) -> str:
        """A text with the marks of its notes. Each stretch in another language than the page says so."""
        is_foreign = self.is_foreign(told)
        before, after = (BEFORE, AFTER) if is_foreign else ("", "")
        if is_bare(told.text):
            text, _, cited = told.text.partition("[@")
            if cited[-1:] == "]" and text and (mark := marks.get(cited[:-1])):  # as most statements end
                made = between_tags(text.rstrip())
                return f"{BEFORE}{made}{AFTER}{mark}" if is_foreign else made + mark
            *parts, last = CITED.split(told.text)
            made = ""
            for text, cited in zip(parts[::2], parts[1::2], strict=True):
                if text := text.rstrip():
                    made += f"{before}{between_tags(text)}{after}"
                made += "".join([marks[key.strip()[1:]] for key in cited.split(";")])
            return f"{made}{before}{between_tags(last)}{after}" if last else made
        made = ""
        for piece in pieces(told.text):
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

    def is_foreign(self, told: Told) -> bool:
        """Whether a text is in another language than the page."""
        return not self.is_source and told.text == told.english


class _InGaps(dict[int, bytes]):
    """What stands in gaps, by number: in those of many pages, and in those of the last one alone."""

    def __init__(self, filler: Filler) -> None:
        self.filler = filler

    def __missing__(self, number: int) -> bytes:
        self[number] = made = self.filler.shown(*self.filler.former.gap(number)).encode()
        return made


def _of_what(ask: Ask) -> tuple[str, Any]:
    """How a page's own ask is answered, and of what."""
    match ask:
        case how, name, place:
            return how, place if name else Told(place, place)
        case how, key:
            return how, key
        case _:
            return ask[0], None
