"""Lists, their cards written as HTML at once: in each language they name every record several times.

Where cards belong, a page has a mark until it is HTML. `Writer` writes the same lists as Markdown, and
`tests/site/test_forms.py` holds the two equal.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count

from toolkit.check import Entry
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name
from toolkit.pages import Writer
from toolkit.pages.form import CLOSE, OPEN
from toolkit.pages.markdown import plain
from toolkit.pages.overview import Counts
from toolkit.pages.page import Here, Said, way
from toolkit.pages.views import Facet
from toolkit.publish.form import Filler
from toolkit.records import KINDS

MARK = re.compile(f"{OPEN}[0-9]+{CLOSE}")
"""Stands where cards belong."""


class Lister(Writer):
    """Writes the lists of a language."""

    def __init__(self, alike: Writer, filler: Filler, facets: list[Facet], counts: Counts) -> None:
        """`alike` writes the same as Markdown; `facets` and `counts` are those of the source language."""
        super().__init__(alike.toolkit, alike.words, alike.root, alike.lists, alike.sizes, {})
        self.filler, self.facets, self.counts, self.in_lists = filler, facets, counts, alike.toolkit.source
        self.items: Callable[[Name], str] = cache(filler.card)
        self.foreign: Callable[[Name], bool] = cache(partial(filler.is_foreign, field="summary"))
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
        return self.filler.text_of("raw", (entry.kind, entry.id), "title")

    def is_foreign(self, here: Here, entry: Entry) -> bool:
        """Whether a record's summary is in another language."""
        return self.foreign((entry.kind, entry.id))


@dataclass
class _Listing(Here):
    lister: Lister = field(kw_only=True)

    def called(self, entry: Entry) -> Said:
        """What a record is called, for the theme."""
        text, name = plain(self.lister.title(entry)), (entry.kind, entry.id)
        is_foreign = self.lister.filler.is_foreign(name, "title")
        return {"text": text, "lang": SOURCE_LANGUAGE, "dir": "ltr"} if is_foreign else text

    def cards(self, entries: Iterable[Entry]) -> str:
        """A mark for cards under each other."""
        ways = {kind: way(f"{one.address}/", self.folder) for kind, one in KINDS.items()}
        told = [(self.lister.items((one.kind, one.id)), ways[one.kind], one.id) for one in entries]
        mark = self.lister.marked("".join([f'<li>\n<p><a href="{folder}{id}{html}' for html, folder, id in told]))
        return f'<div class="cards">\n<ul>\n{mark}</ul>\n</div>'
