"""A toolkit to pages: for each language an address, front matter for the theme, and Markdown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined

from toolkit.check import Entry
from toolkit.gather.hand import HandPage
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.join import Lazily, Name, Toolkit
from toolkit.join.translations import STATES, TextState, laid_on
from toolkit.pages.find import PATH as FIND
from toolkit.pages.find import find_page
from toolkit.pages.markdown import plain
from toolkit.pages.overview import PATH as OVERVIEW
from toolkit.pages.overview import Counts, overview_page
from toolkit.pages.page import Here, Page, address
from toolkit.pages.reference import reference
from toolkit.pages.routes import PATH as ROUTES
from toolkit.pages.routes import routes, routes_page
from toolkit.pages.start import start_view
from toolkit.pages.templates import Templates
from toolkit.pages.translations import PATH as TRANSLATIONS
from toolkit.pages.translations import Tally, changes, dashboard, notices, stands, tally, with_words_notice
from toolkit.pages.views import (
    KIND_VIEWS,
    Facet,
    Group,
    agency_links,
    facets,
    glance,
    kind_page,
    sort_key,
    sorted_values,
)
from toolkit.records import DOCUMENT_KINDS, KINDS

SHOWS: dict[str, Callable[[Here, list[HandPage]], Any]] = {"start": start_view, "route": routes}
"""What a hand-written page can ask for with `show`, each with a theme template of that name."""
EMPTY = "\n\n\n"
"""Two empty lines."""
TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def _templates() -> Templates:
    """The templates, read and compiled once for all languages."""
    return Templates(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # `{#id}` is Markdown here.
        comment_start_string="{##",
        comment_end_string="##}",
        autoescape=False,  # it writes Markdown, and markdown.py escapes
    )


def compile_templates() -> None:
    """All of them, before the first page asks."""
    for path in TEMPLATES.glob("*.jinja"):
        _templates().get_template(path.name)


class Writer:
    """Writes the pages of one language."""

    def __init__(
        self,
        toolkit: Toolkit,
        words: Words,
        root: str,
        lists: Mapping[str, Mapping[str, str]],
        sizes: Mapping[tuple[str, str], int],
        states: Mapping[Name, list[TextState]],
    ) -> None:
        self.toolkit, self.words, self.root, self.lists, self.sizes = toolkit, words, root, lists, sizes
        self.states = states
        self.in_lists = toolkit
        """The toolkit whose records lists name."""
        self.cards: dict[Name, tuple[str, str]] = {}

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters over closed lists, with their records."""
        return facets(self.in_lists, self.lists)

    @cached_property
    def counts(self) -> Counts:
        """What is counted of records."""
        return Counts(self.toolkit)

    def pages(self, hand: list[HandPage]) -> Iterator[Page]:
        """Every page: by hand, records, lists, facets, former addresses, the reference."""
        yield from self.hand(hand)
        for entry in self.toolkit.entries.values():
            yield self.record(entry)
            yield from self.former(entry)
        yield from self.listed(hand)
        yield from self.reference()

    def listed(self, hand: list[HandPage]) -> Iterator[Page]:
        """The pages that are made from all others: routes, lists, facets."""
        yield routes_page(self.here(ROUTES), hand)
        yield self.plan()
        yield self.agencies()
        yield self.documents()
        for kind in KINDS:
            if kind not in ("agency", "strategy"):
                yield self.kind(kind)
        for facet in self.facets:
            yield self.facet(facet)
        yield self.facet_index()
        yield find_page(self.here(FIND))

    def reference(self) -> Iterator[Page]:
        """The contributor's reference, with a real record of each kind."""
        yield from reference(self.here, self.write, self.lists)

    def hand(self, hand: list[HandPage]) -> Iterator[Page]:
        """The pages by hand, in English where they are not translated."""
        for page, english in self._by_hand(hand):
            yield self.by_hand(page, english, hand)

    def alone(self, hand: list[HandPage]) -> Iterator[Page]:
        """The same, without what the toolkit shows beside them."""
        for page, english in self._by_hand(hand):
            yield self.written(page, english)

    def _by_hand(self, hand: list[HandPage]) -> Iterator[tuple[HandPage, HandPage]]:
        own = {page.path: page for page in hand if page.language == self.words.language}
        for page in hand:
            if page.language == SOURCE_LANGUAGE:
                yield own.get(page.path, page), page

    # -------------------------------------------------------------- one record

    def record(self, entry: Entry) -> Page:
        """A record's own page."""
        here = self.here(address(entry), entry)
        template, view = KIND_VIEWS[entry.kind]
        states = self.states.get((entry.kind, entry.id), [])
        shown = view(here, entry) | {"changes": changes(states)}
        body = self.write(template, here=here, entry=entry, record=entry.record, view=shown)
        return Page(
            here.path,
            self.words.language,
            {
                "title": plain(entry.record.title),
                "heading": here.meta(entry.record.title),
                "description": plain(entry.record.summary),
                "template": "record.html",
                "kind": entry.kind,
                "kind_label": here.t(f"kinds.{entry.kind}.one"),
                "kind_name": here.t(f"kinds.{entry.kind}.many"),
                "kind_url": here.url(kind_page(entry.kind)),
                "agencies": agency_links(here, entry),
                "glance": glance(here, entry),
                "notices": with_words_notice(here, notices(here, {state.state for state in states})),
            },
            body,
        )

    def by_hand(self, hand: HandPage, english: HandPage, every: list[HandPage]) -> Page:
        """A page written by hand, with what the toolkit shows beside it."""
        page = self.written(hand, english)
        if show := english.front.get("show"):
            page.meta["show"] = SHOWS[str(show)](self.here(hand.path), every)
        return page

    def written(self, hand: HandPage, english: HandPage) -> Page:
        """A page written by hand, alone."""
        here, show = self.here(hand.path), english.front.get("show")
        title = str(hand.front["title"])
        meta = {
            "title": title,
            "heading": title if hand.language == self.words.language else here.meta(title),
            "description": str(hand.front.get("description", here.t("site.description"))),
            "template": f"{show}.html" if show else "hand.html",
            "is_foreign": hand.language != self.words.language,
            "notices": with_words_notice(here, self.hand_notices(here, hand, english)),
        }
        return Page(here.path, self.words.language, meta, hand.body)

    def hand_notices(self, here: Here, hand: HandPage, english: HandPage) -> list[dict[str, str]]:
        """What a reader must know of the translation of a page written by hand."""
        if hand is english:
            return [] if self.words.language == SOURCE_LANGUAGE else [{"text": here.t("translation.missing_all")}]
        told = [{"text": here.t(f"translation.{hand.status}_notice")}] if hand.status != "reviewed" else []
        return told + ([{"text": here.t("translation.outdated_page")}] if hand.state(english) == "outdated" else [])

    def former(self, entry: Entry) -> Iterator[Page]:
        """A page at each former address that leads to the present one."""
        for id in entry.record.was:
            here = self.here(f"{KINDS[entry.kind].address}/{id}")
            yield Page(
                here.path,
                self.words.language,
                {
                    "title": plain(entry.record.title),
                    "description": plain(entry.record.summary),
                    "template": "moved.html",
                    "moved_to": here.url(address(entry)),
                },
                f"[{here.bare(entry.record.title)}]({here.link(entry)})",
            )

    # -------------------------------------------------------------- lists

    def kind(self, kind: str) -> Page:
        """All records of a kind."""
        entries = self.in_lists.of_kind(kind)
        if kind != "principle":
            entries = sorted(entries, key=lambda entry: sort_key(self.title(entry)))
        title = self.words.say(f"kinds.{kind}.many")
        page = self.browse(kind_page(kind), title, f"kinds.{kind}.intro", [Group(entries=entries)] if entries else [])
        own = [f for f in self.facets if any(e.kind == kind for found in f.values.values() for e in found)]
        page.meta["jump_label"] = self.words.say("theme.browse_by")
        page.meta["jump"] = [
            {"text": self.words.say(f"facets.{facet.name}"), "url": self.here(page.path).url(facet.address)}
            for facet in own
        ]
        return page

    def documents(self) -> Page:
        """Everything to take away, by kind."""
        groups = [
            Group(self.words.say(f"kinds.{kind}.many"), KINDS[kind].address, self.in_lists.of_kind(kind))
            for kind in DOCUMENT_KINDS
            if self.in_lists.named(kind)
        ]
        return self.browse("documents/index", self.words.say("documents.title"), "documents.intro", groups)

    def agencies(self) -> Page:
        """The agencies by state, with the map."""
        here = self.here(kind_page("agency"))
        states: dict[str, list[Entry]] = {}
        for entry in self.in_lists.of_kind("agency"):
            states.setdefault(entry.record.state, []).append(entry)  # type: ignore[attr-defined]
        groups = [
            Group(here.label("states", id), id, states[id])
            for id in sorted(states, key=lambda id: sort_key(here.label("states", id)))
        ]
        page = self.browse(here.path, here.t("kinds.agency.many"), "kinds.agency.intro", groups)
        counts = {id: here.n("map.agencies", len(states[id]), state=here.label("states", id)) for id in states}
        page.meta.update(template="agencies.html", map=counts, map_counts={id: len(states[id]) for id in states})
        return page

    def plan(self) -> Page:
        """The strategies as a plan to begin with."""
        entries = self.toolkit.of_kind("strategy")
        here = self.here(kind_page("strategy"), *entries)
        shared = [key for key in here.sources if all(key in {s.key for s in e.record.sources} for e in entries)]
        body = self.write("plan", here=here, view={"entries": entries, "shared": shared})
        return Page(
            here.path, self.words.language, self.list_meta(here, here.t("plan.title"), "plan.description"), body
        )

    def facet(self, facet: Facet) -> Page:
        """All records under each value of a filter."""
        values = sorted_values(facet, self.here(facet.address), self.lists[facet.name])
        groups = [
            Group(self.words.say(f"lists.{facet.name}.{id}"), id, facet.values[id], self.meaning(facet.name, id))
            for id in values
        ]
        title = self.words.say(f"facets.{facet.name}")
        page = self.browse(facet.address, title, f"facet_intros.{facet.name}", groups)
        page.meta["jump_label"] = self.words.say("theme.jump")
        page.meta["jump"] = [{"text": g.title, "url": f"#{g.id}", "count": len(g.entries)} for g in groups]
        return page

    def facet_index(self) -> Page:
        """Every filter with its values and counts."""
        here = self.here("browse/index")
        shown = [
            {
                "title": here.t(f"facets.{facet.name}"),
                "id": facet.name.replace("_", "-"),
                "address": facet.address,
                "values": [
                    {"title": here.label(facet.name, id), "id": id, "count": len(facet.values[id])}
                    for id in sorted_values(facet, here, self.lists[facet.name])
                ],
            }
            for facet in self.facets
        ]
        body = self.write("browse-index", here=here, view={"facets": shown})
        return Page(
            here.path, self.words.language, self.list_meta(here, here.t("browse.title"), "browse.index_intro"), body
        )

    def overview(
        self,
        words: Mapping[str, Words],
        translated: Mapping[str, tuple[int, int]],
        facets: Iterable[Facet],
        hand: list[HandPage],
    ) -> Page:
        """What is here and what is missing. How many records each language has in full, and in part, is told to it."""
        return overview_page(self.here(OVERVIEW), self.counts, facets, self.lists, words, translated, hand)

    def translations(self, words: Mapping[str, Words], tallies: Mapping[str, Tally], hand: list[HandPage]) -> Page:
        """How far each language is translated, by kind and field."""
        here = self.here(TRANSLATIONS)
        shown = dashboard(here, words, tallies, hand)
        body = self.write("translations", here=here, view={"languages": shown, "states": STATES})
        meta = self.list_meta(here, here.t("translation.title"), "translation.intro")
        return Page(here.path, self.words.language, meta, body)

    def browse(self, path: str, title: str, intro: str, groups: list[Group]) -> Page:
        """A list of records under headings."""
        here = self.here(path)
        body = self.write("browse", here=here, view={"intro": here.t(intro), "groups": groups})
        meta = self.list_meta(here, title, intro)
        if any(self.is_foreign(here, entry) for group in groups for entry in group.entries):
            meta["notices"].append({"text": here.t("translation.missing_list")})
        return Page(path, self.words.language, meta, body)

    def list_meta(self, here: Here, title: str, description: str) -> dict[str, Any]:
        """Front matter of a page that is not a record's."""
        return {
            "title": title,
            "heading": title,
            "description": plain(here.t(description)),
            "template": "list.html",
            "notices": with_words_notice(here, []),
        }

    def meaning(self, name: str, id: str) -> str:
        """What an entry of a closed list means, where its label does not say it all."""
        key = f"meaning.{name}.{id}"
        return self.words.say(key) if self.words.knows(key) else ""

    # -------------------------------------------------------------- pieces

    def title(self, entry: Entry) -> str:
        """What a record in a list is called."""
        return entry.record.title

    def is_foreign(self, here: Here, entry: Entry) -> bool:
        """Whether the summary of a record in a list is in another language than the page."""
        return bool(here.foreign(entry.record.summary))

    def here(self, path: str, *cited: Entry) -> Here:
        """The page being written at `path`, with the sources of the records that it quotes."""
        sources = {source.key: source for entry in cited for source in entry.record.sources}
        return Here(path, self.root, self.words, self.toolkit, self.sizes, sources, self.cards)

    def write(self, template: str, **view: Any) -> str:
        """A template filled in, without the lines with nothing in them that its conditions leave."""
        text = _templates().get_template(f"{template}.md.jinja").render(view)
        while EMPTY in text:
            text = text.replace(EMPTY, "\n\n")
        return text.strip()


def writer(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    language: str,
    lists: Mapping[str, Mapping[str, str]],
    sizes: Mapping[tuple[str, str], int],
) -> Writer:
    """The writer of one language; the first one stands at the root of the site."""
    states = toolkit.text_states(language) if language != SOURCE_LANGUAGE else {}
    translated = toolkit.in_language(language, states) if states else toolkit
    return Writer(translated, words[language], _root(words, language), lists, sizes, states)


def lister(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    language: str,
    lists: Mapping[str, Mapping[str, str]],
    sizes: Mapping[tuple[str, str], int],
) -> Writer:
    """The writer of pages that show a little of all records: only that is laid on in its language."""

    def laid(name: Name) -> Entry:
        return laid_on(toolkit.entries[name], language, toolkit.shown_in(language, name))

    faces = Lazily(toolkit.entries, laid) if language != SOURCE_LANGUAGE else toolkit.entries
    told = replace(toolkit, entries=faces, english=toolkit)
    return Writer(told, words[language], _root(words, language), lists, sizes, {})


def pages(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    sizes: Mapping[tuple[str, str], int],
    hand: list[HandPage],
) -> list[Page]:
    """Every page in every language."""
    writers = [writer(toolkit, words, language, lists, sizes) for language in words]
    told = {one.words.language: {name: stands(own) for name, own in one.states.items()} for one in writers}
    tallies = {language: tally(states) for language, states in told.items()}
    made: list[Page] = []
    translated, known = {language: one.records for language, one in tallies.items()}, facets(toolkit, lists)
    for one in writers:
        made += one.pages(hand)
        made += [one.translations(words, tallies, hand), one.overview(words, translated, known, hand)]
    return made


def _root(words: Mapping[str, Words], language: str) -> str:
    return "" if language == next(iter(words)) else language
