"""Samples: real pages that MkDocs renders beside the specimens where settings bring plugins, hooks or templates.

Put into the frames by the toolkit, they must be the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from posixpath import dirname
from typing import NamedTuple

from toolkit.gather.hand import HandPage
from toolkit.gather.words import Words
from toolkit.join import Name, Toolkit
from toolkit.pages import lister, writer
from toolkit.pages.page import Page
from toolkit.problems import Problem
from toolkit.publish import Finisher
from toolkit.publish.body import contents, html
from toolkit.publish.chrome import Chrome
from toolkit.publish.probe import alike, problem
from toolkit.publish.theme import Theme

LONG = 50_000
"""Characters of a page that is too long to be a sample: MkDocs would take seconds for it."""


class Sample(NamedTuple):
    """A real page, with what the toolkit puts into its frame: additions to the head, and its own part."""

    page: Page
    head: str
    body: str


def samples(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    sizes: Mapping[Name, int],
    hand: list[HandPage],
) -> Iterator[Sample]:
    """In each language a record of each kind, and pages of all other templates; in each folder, a list by each."""
    first, kinds = next(iter(words)), {name[0]: name for name in reversed([*toolkit.outlines])}
    for language, own in words.items():
        one = writer(toolkit, words, language, lists, sizes)
        made = {kind: one.record(one.toolkit.entries[name]) for kind, name in kinds.items()}
        told = lister(toolkit, words, language, lists, sizes)
        moved = (page for name, _ in toolkit.outlines.former() for page in one.former(one.toolkit.entries[name]))
        overview = told.overview(words, dict.fromkeys(words, (0, 0)), told.facets, hand)
        for page in chain(islice(moved, 1), [overview], told.reference(), told.listed(hand)):
            if len(page.body) < LONG:
                made.setdefault(f"{dirname(page.path)}/{page.meta['template']}", page)
        theme = Theme(own, language == first)
        for page in made.values():
            inner = html(page.body)
            yield Sample(page, *theme.parts(page, inner, contents(inner)))


def unlike(frames: Chrome, words: Mapping[str, Words], made: Iterable[tuple[Sample, str]]) -> Iterator[Problem]:
    """The first of the samples of which MkDocs makes another page, if one is."""
    first = next(iter(words))
    finishers = {language: Finisher(frames, own, language == first) for language, own in words.items()}
    for one, whole in made:
        finisher = finishers[one.page.language]
        if alike(whole) != alike(finisher.framed(one.page, one.head, one.body.encode()).decode()):
            name = finisher.name(one.page)
            yield problem(f"brings in what makes another page of `{name}` than its folder's frame can.")
            return
