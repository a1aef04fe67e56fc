"""How the search index of the site is made."""

from array import array
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from toolkit.cache import Cache, digest, program
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.index.cards import CardForms, Cards, RecordCards, Values, ordered
from toolkit.index.encode import is_whole
from toolkit.index.files import Filed, file_cards, indexed, shared_files, spoken_files
from toolkit.index.language import LanguageIndex
from toolkit.join import HELD, Name
from toolkit.join.outlines import NONE
from toolkit.read import Read
from toolkit.site.keys import Keys, differing, digest_at
from toolkit.site.parts import Made
from toolkit.tree import Files, Tree


class MadeFrom(NamedTuple):
    """What an index is made from: digests, one after the other, in the order of the records."""

    names: bytes
    """One digest of all."""
    written: bytes
    shown: bytes
    """What other pages show of each."""
    attached: bytes
    translated: bytes
    agencies: bytes
    """What other pages show of the translations of agencies."""
    hand: bytes
    """The pages by hand."""


class Kept(NamedTuple):
    """What is kept of an index."""

    made_from: MadeFrom
    order: "array[int]"
    """Of each card of a record, which record it is."""
    known: LanguageIndex


class Differs(Exception):
    """A published file is not the one that was made."""


class Search:
    """Makes the files of the index into the next version of the tree."""

    def __init__(self, found: Read, keys: Keys, tree: Tree, cache: Cache) -> None:
        self.found, self.keys, self.tree, self.cache = found, keys, tree, cache
        self.toolkit, self.languages = found.toolkit, indexed(found.strings.words)
        self.names, self.values = list(self.toolkit.outlines), Values(self.toolkit)
        self.forms = CardForms(self.values)

    def prepare(self) -> None:
        """Work out what the indexes of all languages ask for, so that each copy of this process begins with it."""
        _ = self.order, self.filed
        for name in self.names[:HELD]:
            _ = self.forms[name]

    def shared(self, _: Made) -> Made:
        """What all languages share."""
        return Made({name: self.tree.put(name, content) for name, content in shared_files(self.filed)})

    def spoken(self, language: str, _: Made) -> Made:
        """What the browser says in a language."""
        own = self.languages[language]
        files = spoken_files(own, RecordCards(own, self.forms), self.filed)
        return Made({name: self.tree.put(name, content) for name, content in files})

    def index(self, language: str, before: Made) -> Made:
        """The index of a language, with what changed since taken in."""
        made_from, place = self._made_from(language), f"index-{language}"
        kept: Kept | None = None
        if before.files and before.files.items() <= self.tree.published.items():
            kept = self.cache.get(place, (program(), before.index))
        order = self._order(made_from, kept)
        records = [self.names[at] for at in order]
        own = self.languages[language]
        made = Cards(RecordCards(own, self.forms), records, own, self.found.hand)
        files = self._taken_in(made_from, order, made, before, kept) if kept else None
        known = kept.known if kept else None
        if known is None or files is None:
            known = LanguageIndex(language)
            written = known.files(made, self.found.synonyms.get(language, Synonyms()))
            files = {name: self.tree.put(name, content) for name, content in written}
        whole = digest(b"".join(made_from))
        self.cache.put(place, (program(), whole), Kept(made_from, order, known))
        return Made(files, index=whole)

    def _taken_in(
        self, made_from: MadeFrom, order: "array[int]", made: Cards, before: Made, kept: Kept
    ) -> Files | None:
        """The files with the cards taken in that changed, if nothing but the texts of few can differ."""
        if (kept.made_from.names, kept.order) != (made_from.names, order):
            return None
        changed = self._changed(made_from, kept)
        if changed is None or (cards := kept.known.taken(changed, made)) is None:
            return None
        files = dict(before.files)

        def published(name: str) -> bytes:
            content = self.tree.former(name)
            if not is_whole(name, content):
                raise Differs(name)
            return content

        try:
            for name, content in kept.known.changed_files(cards, published):
                if content is None:
                    del files[name]
                else:
                    files[name] = self.tree.put(name, content)
        except (Differs, OSError):
            return None
        self.tree.keep(dict(files.items() & before.files.items()))
        return files

    def _changed(self, made_from: MadeFrom, kept: Kept) -> list[int] | None:
        """The numbers of the cards that may be other ones now; None if there are not as many."""
        former, names = kept.made_from, self.names
        if len(former.hand) != len(made_from.hand):
            return None
        changed = {
            at
            for one in ("written", "translated", "attached")
            for at in differing(getattr(former, one), getattr(made_from, one))
        }
        agencies = {at for at in differing(former.shown, made_from.shown) if names[at][0] == "agency"}
        agencies |= {self.agencies[at] for at in differing(former.agencies, made_from.agencies)}
        naming = {name for at in agencies for name in self.toolkit.pointers.get(names[at], ())}
        changed |= agencies | {names.index(name) for name in naming}
        hand = [len(names) + at for at in differing(former.hand, made_from.hand)]
        return sorted(map(kept.order.index, changed)) + hand

    def _made_from(self, language: str) -> MadeFrom:
        written, shown = self.keys.columns[language]
        return MadeFrom(
            *self._in_all_languages,
            written,
            b"".join([digest_at(shown, at) for at in self.agencies]),
            b"".join(self._hand(language)),
        )

    @cached_property
    def _in_all_languages(self) -> tuple[bytes, bytes, bytes, bytes]:
        keys = self.keys
        own = [keys.attached.get(name, NONE) for name in self.names]
        return digest(repr(self.names).encode()), *keys.columns[SOURCE_LANGUAGE], b"".join(own)

    def _hand(self, language: str) -> Iterator[bytes]:
        for page, english in Cards({}, [], self.languages[language], self.found.hand).hand:
            known = page.path, page.language, page.front, page.body, page.state(english)
            yield digest(repr(known).encode())

    def _order(self, made_from: MadeFrom, kept: Kept | None) -> "array[int]":
        """As it was, if that cannot differ now: it is told by what other pages show of records, too."""
        former = kept and kept.made_from
        if kept and former and (former.names, former.shown) == (made_from.names, made_from.shown):
            return kept.order
        return self.order

    @cached_property
    def order(self) -> "array[int]":
        """Of each card of a record, which record it is."""
        places: dict[Name, int] = {name: at for at, name in enumerate(self.names)}
        return array("L", [places[name] for name in ordered(self.toolkit)])

    @cached_property
    def agencies(self) -> list[int]:
        """Which records are agencies."""
        return [at for at, name in enumerate(self.names) if name[0] == "agency"]

    @cached_property
    def filed(self) -> Filed:
        """What all languages' indexes share."""
        return file_cards(self.values, self.found.strings.lists, self.found.hand)
