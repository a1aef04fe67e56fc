"""How the search index of the site is made."""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from toolkit.cache import Cache, digest, program
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.index import Filed, LanguageIndex, file_cards, indexed, shared_files, spoken_files
from toolkit.index.cards import Card, Cards, ordered, record_cards
from toolkit.join import Name
from toolkit.read import Read
from toolkit.site.keys import Keys
from toolkit.site.parts import KnownCards, Made
from toolkit.site.writing import Pages
from toolkit.tree import Tree


class Search:
    """Makes the files of the index into the next version of the tree."""

    def __init__(self, found: Read, keys: Keys, pages: Pages, tree: Tree, cache: Cache) -> None:
        self.found, self.keys, self.pages, self.tree, self.cache = found, keys, pages, tree, cache
        self.toolkit, self.words, self.languages = found.toolkit, found.strings.words, indexed(found.strings.words)

    def shared(self, _: Made) -> Made:
        """What all languages share."""
        return Made({name: self.tree.put(name, content) for name, content in shared_files(self.filed)})

    def index(self, language: str, before: Made) -> Made:
        """The index of a language, with what changed since taken in."""
        own, found = self.languages[language], self.found
        told = self.pages.writer(language).toolkit if language != SOURCE_LANGUAGE else self.toolkit
        records = record_cards(told, own)
        known = {name: self._card(language, name, records, before.cards) for name in self.toolkit.entries}
        spoken = list(spoken_files(own, told, self.filed))
        whole = digest(repr(([card for _, card in known.values()], spoken, self.keys.others)).encode())
        if before.index == whole and before.files.items() <= self.tree.published.items():
            return Made({name: self.tree.keep(name) for name in before.files}, cards=known, index=whole)
        order, synonyms = ordered(self.toolkit), found.synonyms.get(language, Synonyms())
        kept, made = self._kept_index(language, order, before), Cards(records, order, own, found.hand)
        changed = [i for i, name in enumerate(order) if not kept or known[name][1] != before.cards[name][1]]
        if kept and kept.takes(changed, made):
            indexed = kept.changed_files(changed, made, before.files, synonyms)
        else:
            kept = LanguageIndex(language)
            indexed = kept.files(made, synonyms)
        files = {
            name: self.tree.keep(name) if content is None else self.tree.put(name, content)
            for name, content in chain(indexed, spoken)
        }
        self.cache.put(f"index-{language}", (program(), whole), (order, self.keys.others, kept))
        return Made(files, cards=known, index=whole)

    def _kept_index(self, language: str, order: list[Name], before: Made) -> LanguageIndex | None:
        """The index as it was, if nothing but the texts of records can differ now."""
        kept: tuple[list[Name], bytes, LanguageIndex] | None = self.cache.get(
            f"index-{language}", (program(), before.index)
        )
        is_published = before.files.items() <= self.tree.published.items()
        return kept[2] if kept and kept[:2] == (order, self.keys.others) and is_published else None

    def _card(self, language: str, name: Name, records: Mapping[Name, Card], before: KnownCards) -> tuple[bytes, bytes]:
        """What a card is made from, and what it is known by: it may be the same though its record changed."""
        keys, agencies = self.keys, [one for one in self.toolkit.names[name] if one[0] == "agency"]
        faces = [keys.shown[one] for one in agencies]
        faces += [keys.translated_faces.get((language, one), b"-") for one in agencies]
        own = [keys.written[name], keys.translated.get((language, name), b"-"), keys.attached.get(name, b"-")]
        key = digest(b"".join([*own, *faces]))
        kept = before.get(name)
        if kept and kept[0] == key:
            return kept
        return key, digest(repr(records[name]).encode())

    @cached_property
    def filed(self) -> Filed:
        """What all languages' indexes share."""
        return file_cards(self.toolkit, self.words, self.found.strings.lists, self.found.hand)
