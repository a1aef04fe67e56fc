"""A toolkit to the files that the browser searches and filters by. From the records, never from finished pages.

| file in search/ | what it has | loaded |
| --- | --- | --- |
| `LANGUAGE/head.js` | lengths, the first word of each shard, synonyms | with the first search |
| `LANGUAGE/words.js` | what the box and the find page say | with the first search |
| `LANGUAGE/labels.js` | what readers call each facet and value | on the find page |
| `LANGUAGE/t/N.js` | words with their postings | with a word of the shard |
| `LANGUAGE/p/N.js` | the places of the same words | for a phrase or unspaced text |
| `LANGUAGE/x/N.js` | what results show, a few cards a file | with a result |
| `LANGUAGE/v.js` | every word | when one is unknown |
| `folding.js` | how words are made alike (`folding.json`) | with the first search |
| `values.js` | the dictionary of the facets, for all languages | on the find page |
| `c/FACET.js`, `c/date.js` | who has which value, for all languages | on the find page |
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from toolkit.gather.hand import HandPage
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index.cards import Card, cards
from toolkit.index.encode import column, facet_column, script
from toolkit.index.facets import dictionary, label
from toolkit.index.postings import Postings, read
from toolkit.index.scripts import scripts
from toolkit.index.tokens import FOLDING, fold
from toolkit.index.tokens import words as words_of
from toolkit.join import Toolkit

BLOCK = 2
"""Cards in a file of texts: ten results from all over the index load ten of them."""
FIRST_YEAR = 1800
"""What months are counted from; no record may have an earlier date (`records/text.py`)."""
SPOKEN = "search."
"""The words that go to the browser."""


def index(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    hand: list[HandPage],
    synonyms: Mapping[str, Synonyms],
) -> Iterator[tuple[str, bytes]]:
    """Every file, by its name in the site: `search/es/head.js`; and the code that reads them."""
    yield from scripts()
    rows: list[Mapping[str, tuple[str, ...]]] = []
    dates: list[int] = []
    for number, (language, own) in enumerate(words.items()):
        states = toolkit.text_states(language) if language != SOURCE_LANGUAGE else {}
        told = toolkit.in_language(language, states) if states else toolkit
        made = cards(told, own, hand)
        if not number:
            made = _noted(made, rows, dates)
        yield from language_files(language, made, synonyms.get(language, Synonyms()))
        if not number:
            facets = dictionary(rows, lists, toolkit)
        yield _file(f"{language}/words", _spoken(own))
        labels = {f.name: [label(f.name, id, own, told) for id in f.values] for f in facets}
        yield _file(f"{language}/labels", [[own.say(_named(f.name, own)), labels[f.name]] for f in facets])
    yield from facet_files([(f.name, f.values, f.is_scale) for f in facets], rows, dates)


def language_files(language: str, made: Iterable[Card], synonyms: Synonyms) -> Iterator[tuple[str, bytes]]:
    """The files of one language, but for its words."""
    postings = Postings()
    foreign: list[int] = []
    block: list[object] = []
    version = sha256()
    for number, card in enumerate(made):
        postings.add(read(card))
        foreign.append(int(card.language != language))
        block.append(_shown(card, language))
        if len(block) == BLOCK:
            name, content = _file(f"{language}/x/{number // BLOCK}", block)
            version.update(content)
            yield name, content
            block = []
    if block:
        name, content = _file(f"{language}/x/{len(foreign) // BLOCK}", block)
        version.update(content)
        yield name, content
    firsts = []
    for number, (terms, found, places) in enumerate(postings.shards()):
        firsts.append(terms[0])
        name, content = _file(f"{language}/t/{number}", ["\n".join(terms), found])
        version.update(content)
        yield name, content
        yield _file(f"{language}/p/{number}", places)
    yield _file(f"{language}/v", postings.vocabulary())
    yield _file(
        f"{language}/head",
        {
            "version": version.hexdigest()[:8],
            "language": language,
            "cards": len(foreign),
            "block": BLOCK,
            "lengths": column(postings.lengths, 1),
            "foreign": column(foreign, 1) if any(foreign) and not all(foreign) else "",
            "shards": firsts,
            "synonyms": {" ".join(words_of(said)): meant for said, meant in synonyms.meanings.items()},
            "endings": {fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()},
            "little": synonyms.little,
        },
    )


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


def _noted(made: Iterable[Card], rows: list[Mapping[str, tuple[str, ...]]], dates: list[int]) -> Iterator[Card]:
    for card in made:
        rows.append(card.values)
        dates.append(months(card.date))
        yield card


def _shown(card: Card, language: str) -> list[object]:
    """What a result shows, in the order that `web/search/show.js` reads."""
    return [
        card.path,
        card.kind,
        card.title,
        card.language if card.language != language else "",
        " · ".join(filter(None, [*card.agencies, card.place, card.effort])),
        [[passage.heading, passage.anchor, passage.text] for passage in card.passages],
    ]


def _named(facet: str, own: Words) -> str:
    key = f"facets.{facet}"
    return key if own.knows(key) else SPOKEN + key


def _spoken(own: Words) -> dict[str, str]:
    """What the browser says, with its placeholders, in every plural form that the language has."""
    english = {key: text for key, text in own.english.items() if key.startswith(SPOKEN)}
    theirs = {key: text for key, text in own.texts.items() if key.startswith(SPOKEN) and text}
    return {key.removeprefix(SPOKEN): text for key, text in (english | theirs).items()}


def _file(name: str, value: object) -> tuple[str, bytes]:
    return f"search/{name}.js", script(name, value)
