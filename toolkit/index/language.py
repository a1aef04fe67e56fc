"""The index of one language: made from its cards, or brought up to date from its own files where few cards changed."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.index.card import HAND, Card, Passage
from toolkit.index.encode import column, file, key_and_hash, name_of, value_of
from toolkit.index.postings import (
    Listed,
    Posting,
    Postings,
    begins_shard,
    in_browsers,
    length_step,
    read,
    searched,
    shards,
)
from toolkit.index.tokens import fold
from toolkit.index.tokens import words as words_of

BLOCK = 2
"""Cards in a file of texts: ten results from all over the index load ten of them."""
TOGETHER = 2_000
"""Cards that are made, and held, before their words are taken in at one go. All that is known of words is then near
the processor."""
FEW = 10
"""One changed card in so many is taken in; if more changed, all are read anew."""
HASH = 4
"""Bytes of the hash in a file's name."""


class LanguageIndex:
    """What is known of an index beside its files: little, so that it is quickly read and written again.

    When cards change, the files that have their words are read, edited and written; no others. All that the index knows
    of a word is in them, and so are the former texts of the cards.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_foreign = bytearray()
        """Of each card: only what it is called and filed under is in this language."""
        self.lengths = bytearray()
        """Of each card in words, on a scale of quarter doublings (`length_step`)."""
        self.labels: list[str] = []
        """Of each card what it is called and filed under, which no file tells."""
        self.headings: dict[str, str] = {}
        """Those that the toolkit gives, by key."""
        self.first: list[str] = []
        """The first word of each shard."""
        self.hashes: defaultdict[str, bytearray] = defaultdict(bytearray)
        """Those in the names of its files, by folder one after the other."""

    def files(self, made: Iterable[Card], synonyms: Synonyms) -> Iterator[tuple[str, bytes]]:
        """All files, but for its words; `made` are all cards, which may come one by one."""
        postings = Postings()
        block: list[Card] = []
        cards = iter(made)
        while some := list(islice(cards, TOGETHER)):
            for card in some:
                self.lengths.append(length_step(postings.add(card)))
            for card in some:
                self.labels.append(card.labels)
                self._note_headings(card)
                self.is_foreign.append(card.language != self.language)
                if not self.is_foreign[-1]:
                    block.append(card)
                if len(block) == BLOCK:
                    yield self._block(len(self.hashes["x"]) // HASH, list(map(shown_of, block)))
                    block = []
        if block:
            yield self._block(len(self.hashes["x"]) // HASH, list(map(shown_of, block)))
        listed = postings.listed()
        for shard in shards(listed):
            yield from self._shard(len(self.first), shard)
        yield self._file("v", "\n".join(guess for one in listed if (guess := one.guess)))
        yield self._file("head", self._head() | told(synonyms))

    def taken(self, changed: Collection[int], made: Sequence[Card]) -> Mapping[int, Card] | None:
        """The cards that changed, if it can take them in: not if one was translated since, or if they are many."""
        if len(changed) * FEW > len(self.is_foreign):
            return None
        cards = {number: made[number] for number in changed}
        stay = all(self.is_foreign[i] == (card.language != self.language) for i, card in cards.items())
        return cards if stay and self.first else None

    def changed_files(
        self, changed: Mapping[int, Card], read_file: Callable[[str], bytes]
    ) -> Iterator[tuple[str, bytes | None]]:
        """The files that differ once these cards have changed, by number; no content of those that are gone.

        `read_file` gives a file as it is.
        """
        former = {folder: bytes(hashes) for folder, hashes in self.hashes.items()}

        def value(key: str) -> Any:
            return value_of(read_file(self._name(key, former)))

        for name, content in self._changes(changed, value):
            key = key_and_hash(name)[0].removeprefix(f"{self.language}/")
            if (old := self._name(key, former)) not in ("", name):
                yield old, None
            yield name, content
        for folder in "tp":
            for number in range(len(self.first), len(former[folder]) // HASH):
                yield self._name(f"{folder}/{number}", former), None

    # ------------------------------------------------------------------ what changes

    def _changes(self, changed: Mapping[int, Card], value: "Values") -> Iterator[tuple[str, bytes]]:
        edits: Edits = defaultdict(dict)
        yield from self._texts_with(changed, edits, value)
        guesses: dict[str, str] = {}
        yield from self._words_with(edits, guesses, value)
        if guesses:
            yield self._guesses_with(guesses, value)
        yield self._file("head", value("head") | self._head())

    def _texts_with(self, changed: Mapping[int, Card], edits: "Edits", value: "Values") -> Iterator[tuple[str, bytes]]:
        """The files of texts that these cards are in. Finds out what changes of words."""
        shown = [number for number, is_foreign in enumerate(self.is_foreign) if not is_foreign]
        blocks: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for number, card in changed.items():
            if self.is_foreign[number]:
                self._take(number, card._replace(labels=self.labels[number]), card, edits)
            else:
                block, at = divmod(bisect_left(shown, number), BLOCK)
                blocks[block][at] = number
        for block, numbers in blocks.items():
            rows = value(f"x/{block}")
            for at, number in numbers.items():
                card = changed[number]
                self._take(number, self._former(rows[at], card, self.labels[number]), card, edits)
                rows[at] = shown_of(card)
            yield self._block(block, rows)

    def _former(self, row: Sequence[Any], card: Card, labels: str) -> Card:
        """What was searched of a card, as its row in the file of texts tells it."""
        _, kind, title, _, _, _, _, passages = row
        headings = {} if kind == HAND else self.headings
        told = [
            Passage(headings.get(heading, heading), anchor, text, file=more[0].get("file", "") if more else "")
            for heading, anchor, text, *more in passages
        ]
        return card._replace(title=title, passages=tuple(told), labels=labels)

    def _take(self, number: int, former: Card, card: Card, edits: "Edits") -> None:
        if [*searched(former)] == [*searched(card)]:
            return
        (before, _), (now, length) = read(former), read(card)
        self.lengths[number], self.labels[number] = length_step(length), card.labels
        self._note_headings(card)
        for word in before.keys() | now.keys():
            if before.get(word) != now.get(word):
                edits[word][number] = now.get(word)

    def _note_headings(self, card: Card) -> None:
        self.headings |= {passage.key: passage.heading for passage in card.passages if passage.key}

    def _words_with(self, edits: "Edits", guesses: dict[str, str], value: "Values") -> Iterator[tuple[str, bytes]]:
        """The files of the words that change. Finds out what changes of the guesses."""
        first, beginnings = self.first, list(map(in_browsers, self.first))
        self.first = []
        by_shard: defaultdict[int, dict[str, dict[int, Posting | None]]] = defaultdict(dict)
        for word, edit in edits.items():
            by_shard[max(0, bisect_right(beginnings, in_browsers(word)) - 1)][word] = edit

        @cache
        def shard(number: int) -> Shard:
            words, postings = value(f"t/{number}")
            return edited(words.split("\n"), postings, value(f"p/{number}"), by_shard.get(number, {}), guesses)

        def stays(number: int) -> bool:
            return number not in by_shard or shard(number).stays

        def ends_alike(number: int) -> bool:
            following = number + 1
            return stays(number) and (following == len(first) or first[following] not in edits or stays(following))

        for one in recut(len(first), ends_alike, lambda number: shard(number).listed):
            number = len(self.first)
            if not isinstance(one, int):
                yield from self._shard(number, one)
            elif one != number or (one in by_shard and shard(one).has_postings):
                yield from self._shard(number, shard(one).listed)
            else:
                self.first.append(first[one])
                if one in by_shard:
                    yield self._places(one, shard(one).listed)
        for folder in "tp":
            del self.hashes[folder][len(self.first) * HASH :]

    def _guesses_with(self, guesses: Mapping[str, str], value: "Values") -> tuple[str, bytes]:
        """The words that a misspelt one may have meant."""
        found = {guess[:-1]: guess for guess in value("v").split("\n") if guess}
        told = {**found, **guesses}
        words = found if told.keys() == found.keys() else sorted(told, key=in_browsers)
        return self._file("v", "\n".join([told[word] for word in words if told[word]]))

    # ------------------------------------------------------------------ files

    def _name(self, key: str, hashes: Mapping[str, bytes]) -> str:
        """A file's name in the site; none if there is none."""
        folder, _, number = key.partition("/")
        own = hashes.get(folder, b"")[int(number or 0) * HASH :][:HASH]
        return name_of(f"{self.language}/{key}", own.hex()) if own else ""

    def _file(self, key: str, value: object) -> tuple[str, bytes]:
        name, content = file(f"{self.language}/{key}", value)
        folder, _, number = key.partition("/")
        at = int(number or 0) * HASH
        self.hashes[folder][at : at + HASH] = bytes.fromhex(key_and_hash(name)[1])
        return name, content

    def _block(self, number: int, rows: Sequence[object]) -> tuple[str, bytes]:
        return self._file(f"x/{number}", rows)

    def _shard(self, number: int, listed: Sequence[Listed]) -> Iterator[tuple[str, bytes]]:
        """The words of a shard with their postings, and their places."""
        postings = " ".join([one.postings for one in listed])
        self.first.append(listed[0].word)
        yield self._file(f"t/{number}", ["\n".join([one.word for one in listed]), postings])
        yield self._places(number, listed)

    def _places(self, number: int, listed: Sequence[Listed]) -> tuple[str, bytes]:
        return self._file(f"p/{number}", " ".join([one.places for one in listed]))

    def _head(self) -> dict[str, object]:
        lengths = zip(self.is_foreign, self.lengths, strict=True)
        return {
            **{folder: self.hashes[folder].hex() for folder in "tpx"},
            "language": self.language,
            "cards": len(self.is_foreign),
            "block": BLOCK,
            "base": SOURCE_LANGUAGE if any(self.is_foreign) else "",
            "lengths": column([0 if is_foreign else length for is_foreign, length in lengths], 1),
            "shards": self.first,
        }


Edits = defaultdict[str, dict[int, Posting | None]]
"""By word and card, what is known of the word there now."""
Values = Callable[[str], Any]
"""What is in a file as it was, by its key in the language: `x/3`."""


class Shard(NamedTuple):
    """The words of a shard, some of them edited."""

    listed: list[Listed]
    stays: bool
    """Whether it holds the same words, in as many bytes of postings: then it is cut where it was cut."""
    has_postings: bool
    """Whether other postings are among them, not only other places."""


def edited(
    words: Sequence[str],
    postings: str,
    places: str,
    edits: Mapping[str, Mapping[int, Posting | None]],
    guesses: dict[str, str],
) -> Shard:
    """A shard with its edits. Notes guesses that differ now."""
    stays, has_postings = True, False
    listed = dict(zip(words, map(Listed, words, postings.split(" "), places.split(" ")), strict=True))
    for word, edit in edits.items():
        old = listed.get(word, Listed(word, "", ""))
        new = old.edited(edit)
        if new.postings != old.postings:
            has_postings = True
            stays = stays and len(new.postings) == len(old.postings)
            if new.guess != old.guess:
                guesses[word] = new.guess
        if new.postings:
            listed[word] = new
        else:
            del listed[word]
    made = list(listed.values())
    return Shard(made if stays else sorted(made, key=lambda one: in_browsers(one.word)), stays, has_postings)


def recut(
    number_of_shards: int, ends_alike: Callable[[int], bool], shard: Callable[[int], Sequence[Listed]]
) -> Iterator[int | Sequence[Listed]]:
    """The shards of an index once some have changed: the number of one that has its words, or the words of another.

    `ends_alike` says which end where they ended if they begin where they began.
    """
    waiting: Sequence[Listed] = []  # the last one that was cut, which may go on
    for number in range(number_of_shards):
        stays = ends_alike(number)
        if waiting and stays and begins_shard(shard(number)[0], sum(one.size for one in waiting)):
            yield waiting
            waiting = []
        if stays and not waiting:
            yield number
        else:
            *done, waiting = [*shards([*waiting, *shard(number)])] or [[]]
            yield from done
    if waiting:
        yield waiting


def shown_of(card: Card) -> list[object]:
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


def told(synonyms: Synonyms) -> dict[str, object]:
    """What the head says of synonyms."""
    return {
        "called": _called(synonyms),
        "endings": {fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()},
        "little": synonyms.little,
    }


def _called(synonyms: Synonyms) -> dict[str, list[str]]:
    """What records say, without its little words, which would be looked up for nothing, and what people say for it."""
    little = {word for text in synonyms.little for word in words_of(text)}
    called: dict[str, list[str]] = {}
    for meant, street in synonyms.called.items():
        told = words_of(meant)
        key = " ".join([word for word in told if word not in little] or told)
        called.setdefault(key, []).extend(" ".join(words_of(text)) for text in street)
    return called
