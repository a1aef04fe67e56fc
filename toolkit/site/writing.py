"""How the pages of the site are made."""

from collections.abc import Callable, Generator, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import ParamSpec, TypeVar

from toolkit.cache import Cache
from toolkit.gather.words import in_english
from toolkit.join import Name
from toolkit.join.translations import Standing
from toolkit.pages import Writer, lister, writer
from toolkit.pages.form import FormWriter, Unfit, Voice
from toolkit.pages.overview import Counts
from toolkit.pages.page import Page
from toolkit.pages.translations import Tally
from toolkit.pages.views import Facet, facets
from toolkit.publish import Finisher, is_listed
from toolkit.publish.chrome import Chrome
from toolkit.publish.form import Filler, Former
from toolkit.publish.lists import Lister
from toolkit.read import Read
from toolkit.site.parts import Made
from toolkit.site.shown import know
from toolkit.tree import Tree

Given = ParamSpec("Given")
Value = TypeVar("Value")


class Pages:
    """Makes the pages into the next version of the tree."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree) -> None:
        self.found, self.chrome, self.tree = found, chrome, tree
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.last: Writer | None = None
        self.finishers: dict[str, Finisher] = {}
        self.fillers: dict[str, Filler] = {}

    def prepare(self, faces: Mapping[Name, bytes], cache: Cache) -> None:
        """Know what all pages show of other records, so that each copy of this process begins with it. `faces` are what
        that is made from.
        """
        know(self.former, {language: self.filler(language) for language in self.words}, faces, cache)

    def record(self, name: Name) -> Generator[None, None, dict[str, tuple[Made, Standing]]]:
        """A record's page in each language, and how its texts stand there. In steps."""
        written = _if_fit(self.former.writer.form, name)
        yield
        form = _if_fit(self.former.form, *written) if written else None
        made = {}
        for language in self.words:
            filler = self.filler(language)
            yield
            standing = filler.voice.standing(name)
            yield
            filled = _if_fit(filler.filled, form, standing) if form else None
            yield
            own = self._framed(language, *filled) if filled else self._written_out(language, name)
            made[language] = own, standing
        return made

    def _framed(self, language: str, page: Page, body: bytes) -> Made:
        finisher = self.finisher(language)
        file = finisher.name(page)
        return Made({file: self.tree.put(file, finisher.framed(page, "", body))}, [file])

    def _written_out(self, language: str, name: Name) -> Made:
        """Of a record without a form, and one with pages at former addresses."""
        writer = self.writer(language)
        entry = writer.toolkit.entries[name]
        return self._finished(language, [writer.record(entry), *writer.former(entry)])

    @cached_property
    def former(self) -> Former:
        """Makes forms."""
        return Former(FormWriter(self.toolkit, in_english(self.words), self.found.strings.lists))

    def filler(self, language: str) -> Filler:
        """Fills forms in for a language."""
        if language not in self.fillers:
            voice = Voice(self.toolkit, self.words[language])
            self.fillers[language] = Filler(self.former, voice, self.finisher(language).theme)
        return self.fillers[language]

    def lists(self, language: str, _: Made) -> Made:
        """The pages by hand, and those made from all records."""
        lister = self.listing(language)
        pages = chain(lister.hand(self.found.hand), lister.listed(self.found.hand))
        return self._finished(language, pages, lister.with_cards)

    def reference(self, language: str, _: Made) -> Made:
        """The contributor's reference."""
        return self._finished(language, self.lister(language).reference())

    def translations(self, language: str, tallies: Mapping[str, Tally], _: Made) -> Made:
        """The page that says how far all is translated."""
        return self._finished(language, [self.lister(language).translations(self.words, tallies, self.found.hand)])

    def overview(self, language: str, translated: Mapping[str, tuple[int, int]], _: Made) -> Made:
        """The page that says what is here and what is missing."""
        lister = self.listing(language)
        return self._finished(language, [lister.overview(self.words, translated, self.facets, self.found.hand)])

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters over closed lists, with their records."""
        return facets(self.toolkit, self.found.strings.lists)

    def count(self) -> None:
        """Count before what the dashboards show."""
        _ = self.counts

    @cached_property
    def counts(self) -> Counts:
        """What is counted of records."""
        return Counts(self.toolkit)

    def listing(self, language: str) -> Lister:
        """Writes the lists of a language, their cards as HTML."""
        return Lister(self.lister(language), self.filler(language), self.facets, self.counts)

    def _finished(self, language: str, pages: Iterable[Page], put_in: Callable[[str], str] = str) -> Made:
        finisher, made = self.finisher(language), Made()
        for page in pages:
            name = finisher.name(page)
            made.files[name] = self.tree.put(name, finisher.html(page, put_in))
            if is_listed(page):
                made.listed.append(name)
        return made

    def finisher(self, language: str) -> Finisher:
        """Makes pages of a language into files."""
        if language not in self.finishers:
            self.finishers[language] = Finisher(self.chrome, self.words[language], language == self.first)
        return self.finishers[language]

    def lister(self, language: str) -> Writer:
        """Writes the lists of a language."""
        return lister(self.toolkit, self.words, language, self.found.strings.lists, self.found.sizes)

    def writer(self, language: str) -> Writer:
        """Writes the pages of a language. Only the last one is kept: it holds all records in its language."""
        if not self.last or self.last.words.language != language:
            lists = self.found.strings.lists
            self.last = writer(self.toolkit, self.words, language, lists, self.found.sizes)
        return self.last


def _if_fit(make: Callable[Given, Value], *given: Given.args, **more: Given.kwargs) -> Value | None:
    """What is made, or nothing if the page is another in each language, so that it is to be written out."""
    try:
        return make(*given, **more)
    except Unfit:
        return None
