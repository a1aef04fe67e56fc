"""The files of the index, from the records."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from toolkit.gather.hand import HandPage
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE, Words, in_english
from toolkit.index.card import Card
from toolkit.index.cards import CardForms, Cards, RecordCards, Values, filed, ordered
from toolkit.index.encode import column, facet_column, file
from toolkit.index.facets import REFS, Facet, dictionary, label
from toolkit.index.language import LanguageIndex
from toolkit.index.manifest import manifest
from toolkit.index.scripts import manifest_key
from toolkit.index.sections import HEADINGS
from toolkit.index.tokens import FOLDING
from toolkit.join import Toolkit
from toolkit.pages.page import Said, said
from toolkit.records import KINDS

FIRST_YEAR = 1800
"""What months are counted from; no record may have an earlier date (`records/text.py`)."""
SPOKEN = "search."
"""The words that go to the browser."""


class Filed(NamedTuple):
    """What all languages share: what each card is filed under, and all that cards can be filed under."""

    rows: list[Mapping[str, tuple[str, ...]]]
    """Of each card its values by facet."""
    dates: list[int]
    """Of each card, in months."""
    facets: list[Facet]


def file_cards(values: Values, lists: Mapping[str, Mapping[str, str]], hand: list[HandPage]) -> Filed:
    """The cards of all languages, without their texts. Cards stand in one order in all of them."""
    found = list(filed(values, hand))
    rows = [row for row, _ in found]
    return Filed(rows, [months(date) for _, date in found], dictionary(rows, lists, values.toolkit))


def indexed(words: Mapping[str, Words]) -> dict[str, Words]:
    """The languages to index: those of the site, and English, where all that is not translated is found."""
    return {SOURCE_LANGUAGE: in_english(words), **words}


def index(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    hand: list[HandPage],
    synonyms: Mapping[str, Synonyms],
) -> Iterator[tuple[str, bytes]]:
    """Every file but the manifest, by its name in the site: `search/es/head.3f2a9c1b.js`."""
    values, order = Values(toolkit), ordered(toolkit)
    forms = CardForms(values)
    known = file_cards(values, lists, hand)
    yield from shared_files(known)
    for language, own in indexed(words).items():
        records = RecordCards(own, forms)
        yield from language_files(language, Cards(records, order, own, hand), synonyms.get(language, Synonyms()))
        yield from spoken_files(own, records, known)


def with_manifest(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files of an index, and what names them."""
    names = []
    for name, content in files:
        names.append(name)
        yield name, content
    yield manifest(names, manifest_key())


def shared_files(known: Filed) -> Iterator[tuple[str, bytes]]:
    """The folding table, and who has which value."""
    yield from facet_files([(f.name, f.values, f.is_scale) for f in known.facets], known.rows, known.dates)


def spoken_files(own: Words, records: RecordCards, known: Filed) -> Iterator[tuple[str, bytes]]:
    """What the browser says in a language."""
    yield file(f"{own.language}/words", _spoken(own, known.facets))
    labels = {
        f.name: [records.name((REFS[f.name], id)) if f.name in REFS else label(f.name, id, own) for id in f.values]
        for f in known.facets
    }
    yield file(f"{own.language}/labels", [[said(own.say(_named(f.name, own))), labels[f.name]] for f in known.facets])


def language_files(language: str, made: Iterable[Card], synonyms: Synonyms) -> Iterator[tuple[str, bytes]]:
    """The files of one language, but for its words."""
    return LanguageIndex(language).files(made, synonyms)


def facet_files(
    facets: Iterable[tuple[str, tuple[str, ...], bool]],
    rows: list[Mapping[str, tuple[str, ...]]],
    dates: list[int],
) -> Iterator[tuple[str, bytes]]:
    """What all languages share: the folding table, the dictionary, and its columns, for cards stand in one order."""
    yield file("folding", FOLDING)
    facets = list(facets)
    for name, values, _ in facets:
        yield file(f"c/{name}", facet_column([row.get(name, ()) for row in rows], values))
    yield file("c/date", column(dates, 2))
    yield file("values", [[name, values, int(is_scale)] for name, values, is_scale in facets])


def months(date: str) -> int:
    """A date as months since `FIRST_YEAR`, with the whole year before its January; 0 if there is none."""
    if not date:
        return 0
    year, month = [*map(int, date.split("-")), 0][:2]
    return (year - FIRST_YEAR) * 13 + month + 1


def _named(facet: str, own: Words) -> str:
    key = f"facets.{facet}"
    return key if own.knows(key) else SPOKEN + key


def _spoken(own: Words, facets: Iterable[Facet]) -> dict[str, Said]:
    """What the browser says, with its placeholders, in every plural form that the language has."""
    shown = {"translation.outdated_notice", *HEADINGS, *(f"kinds.{kind}.one" for kind in KINDS)}
    shown |= {f"lists.{f.name}.{id}" for f in facets if f.name in ("states", "effort") for id in f.values}
    keys = dict.fromkeys([*own.english, *(key for key, text in own.texts.items() if text)])
    return {key.removeprefix(SPOKEN): said(own.raw(key)) for key in keys if key.startswith(SPOKEN) or key in shown}
