"""A toolkit to the files that the browser searches and filters by. From the records, never from finished pages.

| file in search/ | what it has | loaded |
| --- | --- | --- |
| `manifest-….js` | the hash of each file but those of a shard or a few cards | with the first search |
| `LANGUAGE/head.js` | lengths, the first word of each shard, synonyms, hashes of shards and cards | the same |
| `LANGUAGE/words.js` | what the box, the find page and the results say | with the first search |
| `LANGUAGE/labels.js` | what readers call each facet and value | on the find page |
| `LANGUAGE/t/N.js` | words with their postings | with a word of the shard |
| `LANGUAGE/p/N.js` | the places of the same words | for a phrase or unspaced text |
| `LANGUAGE/x/N.js` | what results show, a few cards a file | with a result |
| `LANGUAGE/v.js` | every word | when one is unknown |
| `folding.js` | how words are made alike (`folding.json`) | with the first search |
| `values.js` | the dictionary of the facets, for all languages | on the find page |
| `c/FACET.js`, `c/date.js` | who has which value, for all languages | on the find page |

All but the manifest have a hash of their content in their name, `es/head.3f2a9c1b.js`, so a browser may keep them for
ever, and never takes a file of another index for one of this. Whoever publishes, publishes the manifest anew.

The texts that nobody has translated are in the index of the language they were written in, and nowhere else: the
browser searches both. A language's own files have what is translated, and what all records are called and filed under.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolkit.cache import by_content
from toolkit.gather.hand import HandPage
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.cards import HEADINGS, Card, Cards, Passage, filed, ordered, record_cards
from toolkit.index.encode import column, facet_column, script
from toolkit.index.facets import Facet, dictionary, label
from toolkit.index.postings import Inverted, Postings, read
from toolkit.index.scripts import manifest_key
from toolkit.index.tokens import FOLDING, fold
from toolkit.index.tokens import words as words_of
from toolkit.join import Toolkit
from toolkit.pages.page import Said, said
from toolkit.records import KINDS

BLOCK = 2
"""Cards in a file of texts: ten results from all over the index load ten of them."""
FEW = 10
"""One changed card in so many is taken in; if more changed, all are read anew."""
FIRST_YEAR = 1800
"""What months are counted from; no record may have an earlier date (`records/text.py`)."""
MANY = re.compile(r"[^/]+/[tpx]/")
"""How the keys of shards and texts begin. The head of their language knows their hashes."""
SPOKEN = "search."
"""The words that go to the browser."""
Hashes = dict[str, list[str]]
"""Of the files in each folder of a language, in their order."""
File = TypeVar("File", tuple[str, bytes], tuple[str, None])


@dataclass(frozen=True)
class Filed:
    """What all languages share: what each card is filed under, and all that cards can be filed under."""

    rows: list[Mapping[str, tuple[str, ...]]]
    """Of each card its values by facet."""
    dates: list[int]
    """Of each card, in months."""
    facets: list[Facet]


def file_cards(
    toolkit: Toolkit, words: Mapping[str, Words], lists: Mapping[str, Mapping[str, str]], hand: list[HandPage]
) -> Filed:
    """The cards of all languages, without their texts. Cards stand in one order in all of them."""
    english = Words(SOURCE_LANGUAGE, *[next(iter(words.values())).english] * 2)
    found = list(filed(toolkit, english, hand))
    rows = [row for row, _ in found]
    return Filed(rows, [months(date) for _, date in found], dictionary(rows, lists, toolkit))


def indexed(words: Mapping[str, Words]) -> dict[str, Words]:
    """The languages to index: those of the site, and English, where all that is not translated is found."""
    english = next(iter(words.values())).english
    return {SOURCE_LANGUAGE: Words(SOURCE_LANGUAGE, english, english), **words}


def index(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    hand: list[HandPage],
    synonyms: Mapping[str, Synonyms],
) -> Iterator[tuple[str, bytes]]:
    """Every file but the manifest, by its name in the site: `search/es/head.3f2a9c1b.js`."""
    known, order = file_cards(toolkit, words, lists, hand), ordered(toolkit)
    yield from shared_files(known)
    for language, own in indexed(words).items():
        told = toolkit
        if language != SOURCE_LANGUAGE:
            told = toolkit.in_language(language, toolkit.text_states(language))
        made = Cards(record_cards(told, own), order, own, hand)
        yield from language_files(language, made, synonyms.get(language, Synonyms()))
        yield from spoken_files(own, told, known)


def with_manifest(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files of an index, and what names them."""
    names = []
    for name, content in files:
        names.append(name)
        yield name, content
    yield manifest(names)


def manifest(names: Iterable[str]) -> tuple[str, bytes]:
    """What the browser asks for first: the hash of each file, but of those that a head knows."""
    found = {key: own for key, own in map(_key_and_hash, names) if not MANY.match(key)}
    key = manifest_key()
    return f"search/{key}.js", script(key, dict(sorted(found.items())))


def shared_files(known: Filed) -> Iterator[tuple[str, bytes]]:
    """The folding table, and who has which value."""
    yield from facet_files([(f.name, f.values, f.is_scale) for f in known.facets], known.rows, known.dates)


def spoken_files(own: Words, told: Toolkit, known: Filed) -> Iterator[tuple[str, bytes]]:
    """What the browser says in a language; `told` is the toolkit in it."""
    yield _file(f"{own.language}/words", _spoken(own, known.facets))
    labels = {f.name: [label(f.name, id, own, told) for id in f.values] for f in known.facets}
    yield _file(f"{own.language}/labels", [[said(own.say(_named(f.name, own))), labels[f.name]] for f in known.facets])


def language_files(language: str, made: Iterable[Card], synonyms: Synonyms) -> Iterator[tuple[str, bytes]]:
    """The files of one language, but for its words."""
    return LanguageIndex(language).files(made, synonyms)


class LanguageIndex:
    """The index of one language. Once its files are made, it can take in cards whose texts changed."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.inverted = Inverted([], [], [], [], [])
        self.is_foreign: list[bool] = []
        """Of each card: only what it is called and filed under is in this language."""

    def files(self, made: Iterable[Card], synonyms: Synonyms) -> Iterator[tuple[str, bytes]]:
        """All files, but for its words; `made` are all cards, which may come one by one."""
        postings = Postings()
        hashes: Hashes = {}
        block: list[Card] = []
        blocks = 0
        for card in made:
            postings.add(read(card))
            self.is_foreign.append(card.language != self.language)
            if not self.is_foreign[-1]:
                block.append(card)
            if len(block) == BLOCK:
                yield _noted(self._block(blocks, block), hashes)
                block, blocks = [], blocks + 1
        if block:
            yield _noted(self._block(blocks, block), hashes)
        self.inverted = postings.inverted()
        shards = list(self.inverted.shards())
        for number, shard in enumerate(shards):
            for file in self._shard(number, shard):
                yield _noted(file, hashes)
        yield self._vocabulary()
        yield self._head(shards, hashes, synonyms)

    def takes(self, changed: Collection[int], made: Sequence[Card]) -> bool:
        """Whether it can take in these cards, by number: not if one was translated since, or if they are many."""
        stay = all(self.is_foreign[i] == (made[i].language != self.language) for i in changed)
        return stay and len(changed) * FEW <= len(self.is_foreign)

    def changed_files(
        self, changed: Collection[int], made: Sequence[Card], kept: Mapping[str, bytes], synonyms: Synonyms
    ) -> Iterator[tuple[str, bytes | None]]:
        """All files once these cards have changed, by number; no content of those that stay as they are.

        `made` are all cards, of which few are asked for, and `kept` the digests of the files as they are.
        """
        hashes: Hashes = {}
        former = {_key_and_hash(name)[0]: name for name in kept}
        shown = [number for number, is_foreign in enumerate(self.is_foreign) if not is_foreign]
        for block, start in enumerate(range(0, len(shown), BLOCK)):
            numbers = shown[start : start + BLOCK]
            if set(numbers).isdisjoint(changed):
                yield _noted((former[self._key(f"x/{block}")], None), hashes)
            else:
                yield _noted(self._block(block, [made[number] for number in numbers]), hashes)
        before = self.inverted
        self.inverted, words = before.with_cards({number: read(made[number]) for number in changed})
        shards = list(self.inverted.shards())
        stood = [before.words[shard] for shard in before.shards()]
        for number, shard in enumerate(shards):
            own = self.inverted.words[shard]
            if number < len(stood) and stood[number] == own and words.isdisjoint(own):
                yield _noted((former[self._key(f"t/{number}")], None), hashes)
                yield _noted((former[self._key(f"p/{number}")], None), hashes)
            else:
                for file in self._shard(number, shard):
                    yield _noted(file, hashes)
        yield self._vocabulary()
        yield self._head(shards, hashes, synonyms)

    def _key(self, name: str) -> str:
        return f"{self.language}/{name}"

    def _block(self, number: int, cards: Iterable[Card]) -> tuple[str, bytes]:
        return _file(self._key(f"x/{number}"), [_shown(card) for card in cards])

    def _shard(self, number: int, of: slice) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
        words, found, places = self.inverted.shard(of)
        told = _file(self._key(f"t/{number}"), ["\n".join(words), found])
        return told, _file(self._key(f"p/{number}"), places)

    def _vocabulary(self) -> tuple[str, bytes]:
        return _file(self._key("v"), self.inverted.vocabulary())

    def _head(self, shards: Iterable[slice], hashes: Hashes, synonyms: Synonyms) -> tuple[str, bytes]:
        lengths = zip(self.is_foreign, self.inverted.lengths, strict=True)
        return _file(
            self._key("head"),
            {
                **{folder: "".join(hashes.get(folder, ())) for folder in "tpx"},
                "language": self.language,
                "cards": len(self.is_foreign),
                "block": BLOCK,
                "base": SOURCE_LANGUAGE if any(self.is_foreign) else "",
                "lengths": column([0 if is_foreign else length for is_foreign, length in lengths], 1),
                "shards": [self.inverted.words[shard.start] for shard in shards],
                "called": _called(synonyms),
                "endings": {fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()},
                "little": synonyms.little,
            },
        )


def _noted(file: File, hashes: Hashes) -> File:
    key, own = _key_and_hash(file[0])
    hashes.setdefault(key.split("/")[1], []).append(own)
    return file


def _key_and_hash(name: str) -> tuple[str, str]:
    """Of a file by its name in the site."""
    key, own, _ = name.removeprefix("search/").rsplit(".", 2)
    return key, own


def _called(synonyms: Synonyms) -> dict[str, list[str]]:
    """What records say, without its little words, which would be looked up for nothing, and what people say for it."""
    little = {word for text in synonyms.little for word in words_of(text)}
    called: dict[str, list[str]] = {}
    for meant, street in synonyms.called.items():
        told = words_of(meant)
        key = " ".join([word for word in told if word not in little] or told)
        called.setdefault(key, []).extend(" ".join(words_of(text)) for text in street)
    return called


def facet_files(
    facets: Iterable[tuple[str, tuple[str, ...], bool]],
    rows: list[Mapping[str, tuple[str, ...]]],
    dates: list[int],
) -> Iterator[tuple[str, bytes]]:
    """What all languages share: the folding table, the dictionary, and its columns, for cards stand in one order."""
    yield _file("folding", FOLDING)
    facets = list(facets)
    for name, values, _ in facets:
        yield _file(f"c/{name}", facet_column([row.get(name, ()) for row in rows], values))
    yield _file("c/date", column(dates, 2))
    yield _file("values", [[name, values, int(is_scale)] for name, values, is_scale in facets])


def months(date: str) -> int:
    """A date as months since `FIRST_YEAR`, with the whole year before its January; 0 if there is none."""
    if not date:
        return 0
    year, month = [*map(int, date.split("-")), 0][:2]
    return (year - FIRST_YEAR) * 13 + month + 1


def _shown(card: Card) -> list[object]:
    """What a result shows, in the order that `web/search/show.js` reads. Keys in place of the toolkit's own words."""
    return [
        card.path,
        card.kind,
        card.title,
        card.title_language,
        [told for told in (*card.agencies, card.place) if told],
        [*card.states, *filter(None, [card.effort])],
        int(card.is_outdated),
        [[p.key or p.heading, p.anchor, p.text, *filter(None, [_more(p)])] for p in card.passages],
    ]


def _more(passage: Passage) -> dict[str, str | int]:
    """What only some passages have."""
    more: dict[str, str | int] = {"language": passage.language, "file": passage.file, "page": passage.page}
    return {name: value for name, value in more.items() if value}


def _named(facet: str, own: Words) -> str:
    key = f"facets.{facet}"
    return key if own.knows(key) else SPOKEN + key


def _spoken(own: Words, facets: Iterable[Facet]) -> dict[str, Said]:
    """What the browser says, with its placeholders, in every plural form that the language has."""
    shown = {"translation.outdated_notice", *HEADINGS, *(f"kinds.{kind}.one" for kind in KINDS)}
    shown |= {f"lists.{f.name}.{id}" for f in facets if f.name in ("states", "effort") for id in f.values}
    keys = dict.fromkeys([*own.english, *(key for key, text in own.texts.items() if text)])
    return {key.removeprefix(SPOKEN): said(own.raw(key)) for key in keys if key.startswith(SPOKEN) or key in shown}


def _file(key: str, value: object) -> tuple[str, bytes]:
    content = script(key, value)
    return by_content(f"search/{key}.js", content), content
