"""Lists, their cards written as HTML at once: in each language they name every record several times.

Where cards belong, a page has a mark until it is HTML. `Writer` writes the same lists as Markdown, and
`tests/site/test_forms.py` holds the two equal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import NamedTuple

from toolkit.check import Entry
from toolkit.join import Name
from toolkit.pages import Writer
from toolkit.pages.form import CLOSE, OPEN, Told
from toolkit.pages.markdown import markdown
from toolkit.pages.page import Here, way
from toolkit.pages.views import Facet
from toolkit.publish.body import inline
from toolkit.publish.form import Filler
from toolkit.records import KINDS

MARK = re.compile(f"{OPEN}[0-9]+{CLOSE}")
"""Stands where cards belong."""


class Item(NamedTuple):
    """A card."""

    html: str
    """From its page's name on."""
    is_foreign: bool
    """Whether its summary is in another language than the list."""


class Lister(Writer):
    """Writes the lists of a language."""

    def __init__(self, alike: Writer, filler: Filler, facets: list[Facet]) -> None:
        """`alike` writes the same as Markdown; `facets` are those of the source language."""
        super().__init__(alike.toolkit, alike.words, alike.root, alike.lists, alike.sizes, {})
        self.filler, self.facets, self.in_lists = filler, facets, alike.toolkit.source
        self.items = _Items(self)
        self.made: dict[str, str] = {}
        """Cards under each other, by their mark, until they are put in."""
        self.numbers = count()

    def here(self, path: str, *cited: Entry) -> Here:
        """The page being written, which takes cards as they are made."""
        return _Listing(**vars(super().here(path, *cited)), lister=self)

    def marked(self, cards: str) -> str:
        """The mark of some cards."""
        mark = f"{OPEN}{next(self.numbers)}{CLOSE}"
        self.made[mark] = cards
        return mark

    def with_cards(self, html: str) -> str:
        """A page's own part with its cards in place of marks."""
        return MARK.sub(lambda mark: self.made.pop(mark[0], mark[0]), html)

    def title(self, entry: Entry) -> str:
        """What a record is called in the language."""
        return self.filler.voice.face((entry.kind, entry.id), ("title",)).text

    def is_foreign(self, here: Here, entry: Entry) -> bool:
        """Whether a record's summary is in another language."""
        return self.items[entry.kind, entry.id].is_foreign


@dataclass
class _Listing(Here):
    lister: Lister = field(kw_only=True)

    def cards(self, entries: Iterable[Entry]) -> str:
        """A mark for cards under each other."""
        ways = {kind: way(f"{one.address}/", self.folder) for kind, one in KINDS.items()}
        told = [(self.lister.items[one.kind, one.id].html, ways[one.kind], one.id) for one in entries]
        mark = self.lister.marked("".join([f'<li>\n<p><a href="{folder}{id}{html}' for html, folder, id in told]))
        return f'<div class="cards">\n<ul>\n{mark}</ul>\n</div>'


class _Items(dict[Name, Item]):
    """Each card, made when it is first asked for."""

    def __init__(self, lister: Lister) -> None:
        self.toolkit, self.filler = lister.toolkit, lister.filler
        self.line = _InHtml("", "", lister.words, lister.toolkit, filler=lister.filler).line

    def __missing__(self, name: Name) -> Item:
        face, text = self.filler.voice.face, self.filler.text
        title, told = text("bare", face(name, ("title",))), face(name, ("summary",))
        summary = text("bare", told)
        toolkit = self.toolkit if name[0] == "agency" else self.toolkit.source  # of an agency, it says where that is
        what = " · ".join(self.line(toolkit.entries[name]))
        lines = "".join([f"<p>{line}</p>\n" for line in (summary, what) if line])
        self[name] = made = Item(f'.html">{title}</a></p>\n{lines}</li>\n', self.filler.is_foreign(told))
        return made


@dataclass
class _InHtml(Here):
    """What a card says of its record, as HTML."""

    filler: Filler = field(kw_only=True)

    def bare(self, text: str) -> str:
        """A text without its notes, marked if it is in another language than the page."""
        return self.filler.text("bare", Told(text, getattr(text, "made_from", text)))

    def own(self, text: str) -> str:
        """A text of the toolkit's."""
        return _inline(text)


@cache
def _inline(text: str) -> str:
    return inline(markdown(text))
