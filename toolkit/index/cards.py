"""Records and hand-written pages to cards: what is searched of each, what a result shows, what it is filtered by."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import eq, itemgetter
from typing import Any, NamedTuple, overload

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.by_hand import hand_card
from toolkit.index.card import HAND_VALUES, NOTHING, UNDETERMINED, Card, Passage
from toolkit.index.facets import values_of
from toolkit.index.sections import FILE_PAGE, Say, Told, labelled, own_words, sections
from toolkit.join import HELD, Lazily, Name, Toolkit
from toolkit.join.translations import laid_on, text_states
from toolkit.pages.form import CLOSE, OPEN
from toolkit.pages.markdown import plain
from toolkit.pages.page import Here, Said, address, agency_ids
from toolkit.pages.views import UNSTATED

FIRST = ("practice", "policy", "curriculum", "outreach", "podcast", "publication", "strategy", "principle", "agency")
"""The order of kinds where nothing else decides: what is done before who does it."""


def ordered(toolkit: Toolkit) -> list[Name]:
    """The names of the records in the order of the cards, which is the same in all languages.

    Records of one agency stand side by side: a reader without a question sees them together, and the columns of the
    facets become runs of equal values, which take a third of the bytes.
    """
    places = {
        name: (FIRST.index(entry.kind), agency_ids(entry), entry.id) for name, entry in toolkit.source.entries.items()
    }
    return sorted(places, key=places.__getitem__)


class Values(dict[Name, Mapping[str, tuple[str, ...]]]):
    """What records are filed under: ids by facet, the same in all languages, worked out when first asked for."""

    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit.source

    def __missing__(self, name: Name) -> Mapping[str, tuple[str, ...]]:
        self[name] = made = values_of(self.toolkit.entries[name], self.toolkit)
        return made


class CardForm(NamedTuple):
    """A record's card for no language: what is the same in all, and which of the record's texts stand where."""

    card: Card
    """With what is the same."""
    english: Sequence[str]
    """All texts."""
    title: int
    """The number of a text, as those below."""
    summary: int
    place: int | None
    passages: tuple[tuple[str, str, str, tuple["Piece", ...]], ...]
    """Of each but the summary: the key of the heading, the anchor, the language if it is another, and what it says."""
    spoken: tuple[int, ...]
    """The texts in passages."""
    own: tuple["Piece", ...]
    """The record's texts among the labels."""
    labels: tuple[tuple[str, str], ...]
    """What it is filed under: facet and id."""


Piece = int | tuple[str | int, ...]
"""The number of a text, as nearly always; or words that are the same in all languages, and numbers, by turns."""
GAP = re.compile(f"{OPEN}([0-9]+){CLOSE}")
"""The number of a text. No text holds these signs (`UNSEEN` in toolkit/records/text.py)."""


class CardForms(Lazily[Name, CardForm]):
    """The forms of cards. `RecordCards.told` makes the same cards without them, and a test holds the two equal."""

    def __init__(self, filed_under: Values) -> None:
        self.filed_under, self.toolkit = filed_under, filed_under.toolkit
        super().__init__(self.toolkit.entries, self._form, HELD)

    def _form(self, name: Name) -> CardForm:
        entry, values, texts = self.toolkit.entries[name], self.filed_under[name], self.toolkit.texts[name]
        record: Any = entry.record
        numbers = {OF_TEXT(one): number for number, one in enumerate(texts)}

        def say(at: str, text: str) -> Told:
            number = numbers.get((at, text))
            return (text, SOURCE_LANGUAGE) if number is None else (f"{OPEN}{number}{CLOSE}", "")

        passages = tuple(
            [
                (key, anchor, language, tuple(map(_piece, texts)))
                for key, anchor, language, texts in sections(entry, say)
            ]
        )
        summary = numbers["summary", record.summary]
        told = [number for *_, pieces in passages for piece in pieces for number in _numbers(piece)]
        return CardForm(
            _alike(entry, values),
            [text for _, _, text in texts],
            numbers["title", record.title],
            summary,
            numbers["place", record.place] if entry.kind == "agency" else None,
            passages,
            tuple(dict.fromkeys([summary, *told])),
            tuple([_piece(text) for text in own_words(record, say)]),
            tuple(labelled(values)),
        )


def _piece(text: str) -> Piece:
    parts: list[str | int] = [*GAP.split(text)]
    parts[1::2] = map(int, parts[1::2])
    match parts:
        case ["", int(number), ""]:
            return number
    return tuple(parts)


def _numbers(piece: Piece) -> list[int]:
    return [piece] if isinstance(piece, int) else [one for one in piece if isinstance(one, int)]


def _alike(entry: Entry, values: Mapping[str, tuple[str, ...]]) -> Card:
    """What is the same of a card in all languages."""
    effort = getattr(entry.record, "effort", UNSTATED)
    return Card(
        path=address(entry),
        kind=f"kinds.{entry.kind}.one",
        title="",
        language="",
        passages=(),
        labels="",
        agencies=(),
        place="",
        effort=f"lists.effort.{effort}" if effort != UNSTATED else "",
        date=_date(entry.record),
        values=values,
        states=tuple([f"lists.states.{id}" for id in values.get("states", ())]),
    )


class RecordCards(Mapping[Name, Card]):
    """Every record as it is found in one language, made when it is asked for, and not kept."""

    def __init__(self, words: Words, forms: CardForms) -> None:
        self.toolkit, self.words, self.language = forms.toolkit, words, words.language
        self.forms, self.filed_under = forms, forms.filed_under
        self.here = Here("", "", words, self.toolkit)
        self.called: Callable[[Name], Told] = cache(self._called)
        self.name: Callable[[Name], Said] = cache(lambda name: _said(self.called(name)))
        """What a record is called, for the theme."""
        self.label: Callable[[tuple[str, str]], str] = cache(self._label)
        self.heading: Callable[[str], str] = cache(words.say)

    def __getitem__(self, name: Name) -> Card:
        """A record as it is found: its form filled in, if each of its texts is translated as it is now."""
        form = self.forms[name]
        if self.language == SOURCE_LANGUAGE:
            return self._filled(form, name, form.english)
        if fitting := self.toolkit.fitting(self.language, name):
            said = fitting[0]
            if not any(map(eq, map(said.__getitem__, form.spoken), map(form.english.__getitem__, form.spoken))):
                return self._filled(form, name, said)
        return self.told(name)

    def _filled(self, form: CardForm, name: Name, said: Sequence[str]) -> Card:
        is_source = self.language == SOURCE_LANGUAGE

        def told(number: int) -> Told:
            is_english = not is_source and said[number] == form.english[number]
            return said[number], SOURCE_LANGUAGE if is_english else ""

        passages = [Passage("", "", plain(said[form.summary]))]
        for key, anchor, language, pieces in form.passages:
            text = " ".join([plain(said[one] if one.__class__ is int else _put_in(one, said)) for one in pieces])
            passages.append(Passage(self.heading(key), anchor, text, key, "" if is_source else language))
        title, title_language = told(form.title)
        own = form.card
        labels = [self.heading(own.kind), *[_put_in(piece, said) for piece in form.own], *map(self.label, form.labels)]
        return own._replace(
            title=plain(title),
            language=self.language,
            passages=(*passages, *self._file_pages(name)),
            labels="\n".join(labels),
            agencies=self._agencies(name),
            place="" if form.place is None else _said(told(form.place)),
            title_language=title_language,
        )

    def told(self, name: Name) -> Card:
        """The same, whichever texts are translated."""
        own = self._told(name)
        entry, say = own.entry, own.say
        record: Any = entry.record
        title, title_language = say("title", record.title)
        text, language = say("summary", record.summary)
        values = self.filed_under[name]
        passages = [Passage("", "", plain(text), language=language)]
        for key, anchor, language, texts in sections(entry, say):
            passages.append(Passage(self.heading(key), anchor, " ".join(map(plain, texts)), key, language))
        labels = [self.heading(f"kinds.{entry.kind}.one"), *own_words(record, say), *map(self.label, labelled(values))]
        return _alike(entry, values)._replace(
            title="" if own.is_foreign else plain(title),
            language=SOURCE_LANGUAGE if own.is_foreign else self.language,
            passages=(NOTHING,) if own.is_foreign else (*passages, *self._file_pages(name)),
            labels="\n".join(labels),
            agencies=self._agencies(name),
            place=_said(say("place", record.place)) if entry.kind == "agency" else "",
            title_language=title_language,
            is_outdated=own.is_outdated,
        )

    def __iter__(self) -> Iterator[Name]:
        """The names of the records."""
        return iter(self.toolkit.entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.toolkit.entries)

    def _agencies(self, name: Name) -> tuple[Said, ...]:
        kind, _ = name
        ids = self.filed_under[name].get("agencies", ()) if kind != "agency" else ()
        return tuple([self.name(("agency", id)) for id in ids])

    def _label(self, filed: tuple[str, str]) -> str:
        facet, id = filed
        return self.called(("agency", id))[0] if facet == "agencies" else self.here.label(facet, id)

    def _called(self, name: Name) -> Told:
        own = self._told(name)
        return own.say("title", own.entry.record.title)

    def _told(self, name: Name) -> "_Telling":
        entry = self.toolkit.entries[name]
        if self.language == SOURCE_LANGUAGE:
            return _Telling(entry, _as_written)
        if fitting := self.toolkit.fitting(self.language, name):
            said = dict(zip(map(OF_TEXT, self.toolkit.texts[name]), fitting[0], strict=True))
            return _Telling(entry, partial(_looked_up, said))
        translation = self.toolkit.translations.get((self.language, name))
        if not translation:
            return _Telling(entry, _in_english, is_foreign=True)
        texts = self.toolkit.texts[name]
        units = {OF_UNIT(unit): unit[2] for unit in translation[3] if unit[2]}
        wanted = set(map(OF_TEXT, texts))
        found = units.keys() & wanted
        if len(found) < len(units):
            if len(found) < len(wanted):  # what is left of the one may be a former text of the other
                states = text_states(texts, translation)
                told = {state.state for state in states}
                laid = laid_on(entry, self.language, states)
                return _Telling(laid, self._as_laid, told == {"missing"}, "outdated" in told)
            units = {key: units[key] for key in found}
        return _Telling(entry, partial(_looked_up, units), is_foreign=not found)

    def _as_laid(self, _: str, text: str) -> Told:
        return text, self.here.foreign(text)

    def _file_pages(self, name: Name) -> Iterator[Passage]:
        """The document beside a record, in the index of each language that it is in, and in any case in English.

        A reader asks in the language of the words to find: a Spanish brochure is found in Spanish. But one whose record
        nobody has translated is found through the English index, as the record is, so that one has all of them.
        """
        pages = self.toolkit.attached.get(name)
        if not pages:
            return
        kind, _ = name
        own: Any = self.toolkit.entries[name].record
        spoken = getattr(own, "languages", None) or [SOURCE_LANGUAGE]
        is_own = self.language.partition("-")[0] in spoken
        if not is_own and self.language != SOURCE_LANGUAGE:
            return
        # In a document in several languages nobody has said which page is in which.
        told = UNDETERMINED if len(spoken) > 1 else "" if is_own else spoken[0]
        for number, text in enumerate(pages, 1):
            if text:
                address = f"files/{kind}/{own.file}#page={number}"  # RFC 8118
                yield Passage("", address, text, FILE_PAGE, told, own.file, number)


OF_UNIT, OF_TEXT = itemgetter(0, 1), itemgetter(0, 2)
"""The field and the English of a translated text, and of one that can be translated."""


class _Telling(NamedTuple):
    """How to tell a record in a language."""

    entry: Entry
    say: Say
    is_foreign: bool = False
    """Whether nobody has translated any text."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""


def _as_written(_: str, text: str) -> Told:
    return text, ""


def _in_english(_: str, text: str) -> Told:
    return text, SOURCE_LANGUAGE


def _looked_up(texts: Mapping[tuple[str, str], str], at: str, text: str) -> Told:
    """Names often stay as they are in a translation. They are English there too."""
    said = texts.get((at, text))
    return (said, "" if said != text else SOURCE_LANGUAGE) if said else (text, SOURCE_LANGUAGE)


def _put_in(piece: Piece, said: Sequence[str]) -> str:
    """A piece with texts in place of their numbers."""
    if isinstance(piece, int):
        return said[piece]
    return "".join([one if isinstance(one, str) else said[one] for one in piece])


def _said(told: Told) -> Said:
    """A record's text for the theme."""
    text, language = told
    return {"text": plain(text), "lang": language, "dir": "ltr"} if language else plain(text)


class Cards(Sequence[Card]):
    """Everything that can be found in one language, in order: records, then pages by hand."""

    def __init__(
        self, records: Mapping[Name, Card], order: Sequence[Name], words: Words, hand: Sequence[HandPage]
    ) -> None:
        self.records, self.order, self.words = records, order, words
        own = {page.path: page for page in hand if page.language == words.language}
        self.hand = [(own.get(page.path, page), page) for page in hand if page.language == SOURCE_LANGUAGE]

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> list[Card]: ...
    def __getitem__(self, at: int | slice) -> Card | list[Card]:
        """A card by its number."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at < len(self.order):
            return self.records[self.order[at]]
        page, english = self.hand[at - len(self.order)]
        return hand_card(page, self.words, page.state(english) == "outdated")

    def __len__(self) -> int:
        """How many there are."""
        return len(self.order) + len(self.hand)


def filed(values: Values, hand: Iterable[HandPage]) -> Iterator[tuple[Mapping[str, tuple[str, ...]], str]]:
    """What each card is filed under, in the order of the cards: values by facet, and a date."""
    for name in ordered(values.toolkit):
        yield values[name], _date(values.toolkit.entries[name].record)
    for page in hand:
        if page.language == SOURCE_LANGUAGE:
            yield HAND_VALUES, ""


def _date(record: Any) -> str:
    """When it was made or begun; else what the newest source says. Empty if nothing does."""
    started = getattr(record, "started", None)
    own: str | None = getattr(record, "date", None) or (str(started.year) if started else None)
    return own or max([source.date for source in record.sources if source.date], default="")
