"""Pages that list records: by kind, by state, by the values of a facet, and the strategies in full."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from toolkit.listing import LASTING, Listing, changes
from toolkit.pages import weigh
from toolkit.pages.charts import size_map
from toolkit.pages.context import PageContext
from toolkit.pages.evidence import EVIDENCE, OutcomeMap, known, outcome_map, pictures, studies
from toolkit.pages.facets import facets, sort_key
from toolkit.pages.generated import DOCUMENTS, found_by, page_title, titled_page
from toolkit.pages.law import state_links
from toolkit.pages.model import HandoutLanguages, language_name
from toolkit.pages.notices import untranslated_notices
from toolkit.pages.page import Page, kind_path
from toolkit.pages.start import residents_link, start_notices
from toolkit.pages.templates import render
from toolkit.schema import UNSTATED, Record
from toolkit.schema.documents import Publication
from toolkit.sources.doc_pages import DocPage

EFFORT = "effort"
FEEDS = {"Atom": "index.xml", "JSON Feed": "index.json"}
"""The files of what is new, beside its page."""
WITHOUT_SCRIPTS = (
    kind_path("practice"),
    kind_path("agency"),
    DOCUMENTS,
    kind_path("podcast"),
)
"""Pages that the find page links to without JavaScript; together they lead to everything."""


class Use(NamedTuple):
    """What one does with documents."""

    id: str
    purposes: tuple[str, ...] = ()
    """Of the model documents for it."""
    kinds: tuple[str, ...] = ()
    """Of the documents by others for it."""


USES = (
    Use("handouts", purposes=("flyer",), kinds=("outreach",)),
    Use("meetings", purposes=("letter", "script", "form")),
    Use("rules", purposes=("policy", "agreement", "role"), kinds=("policy",)),
    Use("courses", purposes=("course",), kinds=("curriculum",)),
    Use("records", purposes=("log",)),
    Use("reading", kinds=("publication",)),
)
"""The groups of the page of documents. Each has a title in the messages under `documents`."""
OPEN_USES = ("handouts", "meetings")
"""The groups whose documents are often made together: the others are folded."""
FOR_STAFF = "script"
"""The purpose of documents that whoever runs a meeting reads from: they are made in English, too."""
ACCESS_ORDER = ("file", "link", "described")
"""How a document can be had, the nearest at hand first."""


class Group(NamedTuple):
    """Records under a heading."""

    listings: Sequence[Listing]
    title: str = ""
    id: str = ""
    note: str = ""


def list_page(
    page: PageContext,
    intro: str,
    groups: list[Group],
    studies: Mapping[str, Sequence[Record]] | None = None,
    outcomes: OutcomeMap | None = None,
    last: Group | None = None,
    **values: Any,
) -> Page:
    """Records under headings, the findings of `studies` by design, and the `last` group by title.

    `intro` is a message; the other `values` go to the theme.
    """
    summaries: list[str] = []
    for group in groups:
        summaries += [listing.summary for listing in group.listings]
    body = render(
        "list",
        page,
        intro=page.t(intro),
        groups=groups,
        studies=studies,
        outcomes=outcomes,
        last=last,
    )
    notices = untranslated_notices(page, summaries)
    return titled_page(page, page.t(intro), body, notices=notices, **values)


def kind_page(page: PageContext, kind: str) -> Page:
    """All records of a kind; the practices as a table to weigh."""
    listings = page.of_kind(kind)
    if kind != "principle":
        listings.sort(key=lambda listing: sort_key(listing.title))
    intro = f"kinds.{kind}.intro"
    if kind == "practice" and listings:
        return titled_page(
            page,
            page.t(intro),
            template="weigh.html",
            notices=untranslated_notices(page, [practice.title for practice in listings]),
            weigh=weigh.table(page),
        )
    return list_page(page, intro, [Group(listings)] if listings else [])


def documents_page(page: PageContext, handed_out: Mapping[str, HandoutLanguages]) -> Page:
    """All documents by what one does with them: those to fill in as cards, those of others in a few words.

    Those `handed_out`, by id, can be made together, in several languages.
    """
    groups = []
    jump = []
    titles: list[str] = []
    for use in USES:
        group = _documents_for(page, use)
        documents = group["models"] + group["others"]
        if documents:
            groups.append(group)
            link = {"text": group["title"], "url": f"#{use.id}", "count": len(documents)}
            jump.append(link)
            titles += [document.title for document in documents]
    body = render("documents", page, groups=groups)
    notices = untranslated_notices(page, titles)
    return titled_page(
        page,
        page.t("documents.intro"),
        body,
        template="documents.html",
        several=_several(page, groups, handed_out),
        notices=notices,
        jump_label=page.t("theme.jump"),
        jump=jump,
    )


def _documents_for(page: PageContext, use: Use) -> dict[str, Any]:
    """The documents of a use: models by their purpose, others by their kind."""
    models = []
    for model in page.of_kind("model"):
        if set(model.facets.get("purpose", ())) & set(use.purposes):
            models.append(model)
    others = page.of_kind(*use.kinds)
    others.sort(key=lambda listing: (ACCESS_ORDER.index(listing.access), sort_key(listing.title)))
    return {
        "id": use.id,
        "title": page.t(f"documents.{use.id}"),
        "models": models,
        "others": others,
    }


def _several(
    page: PageContext,
    groups: Sequence[Mapping[str, Any]],
    handed_out: Mapping[str, HandoutLanguages],
) -> dict[str, Any]:
    """The model documents that can be made together, by use, and the languages to choose from, for the theme."""
    choices = []
    for group in groups:
        documents = []
        for model in group["models"]:
            if model.id in handed_out:
                title = page.meta(model.title)
                languages = handed_out[model.id]
                statuses = {language: native["status"] for language, native in languages.items()}
                document = {
                    "id": model.id,
                    "title": title,
                    "statuses": statuses,
                    "for_staff": FOR_STAFF in model.facets["purpose"],
                }
                documents.append(document)
        if documents:
            is_open = group["id"] in OPEN_USES
            choices.append({"title": group["title"], "documents": documents, "is_open": is_open})
    native_names: dict[str, Mapping[str, str]] = {}
    for names in handed_out.values():
        native_names |= names
    languages_to_choose = []
    for language, native in native_names.items():
        languages_to_choose.append({"id": language, "text": language_name(page, native)})
    return {"groups": choices, "languages": languages_to_choose}


def agencies_page(page: PageContext) -> Page:
    """The agencies by state, with the map of their sizes."""
    by_state: dict[str, list[Listing]] = {}
    for listing in page.of_kind("agency"):
        by_state.setdefault(listing.state, []).append(listing)
    groups = [Group(listings, page.label("states", id), id) for id, listings in by_state.items()]
    groups.sort(key=lambda group: sort_key(group.title))
    return list_page(
        page,
        "kinds.agency.intro",
        groups,
        template="agencies.html",
        **jump_links(page, groups),
        **size_map(page),
    )


def evidence_page(page: PageContext, publications: Sequence[Publication]) -> Page:
    """Pictures; the practices whose results are known, the strongest first; what studies found; the other practices."""
    values = facets(page).get(EVIDENCE, {})
    groups = []
    for id, listings in values.items():
        note = page.t(f"meaning.evidence.{id}")
        groups.append(Group(listings, page.label(EVIDENCE, id), id, note))
    weakest = list(page.vocabularies[EVIDENCE])[-1]
    last = groups.pop() if groups and groups[-1].id == weakest else None
    by_design = studies(page, publications)
    jump = jump_links(page, groups)
    if by_design:
        number = sum(map(len, by_design.values()))
        jump["jump"].append(
            {"text": page.t("practice.studies"), "url": "#studies", "count": number}
        )
    if last:
        jump["jump"] += jump_links(page, [last])["jump"]
    return list_page(
        page,
        "facet_intros.evidence",
        groups,
        template="evidence.html",
        studies=by_design,
        outcomes=outcome_map(page, by_design),
        last=last,
        known=known(page, values, by_design) if by_design else "",
        state_links=state_links(page),
        **jump,
        **pictures(page, values, by_design),
    )


def jump_links(page: PageContext, groups: Iterable[Group]) -> dict[str, Any]:
    """Links to groups on the same page, for the theme."""
    jump = [
        {"text": group.title, "url": f"#{group.id}", "count": len(group.listings)}
        for group in groups
    ]
    return {"jump_label": page.t("theme.jump"), "jump": jump}


def plan_page(page: PageContext, strategies: Iterable[Record]) -> Page:
    """The strategies as a plan to begin with."""
    cited = [{source.key for source in strategy.sources} for strategy in strategies]
    shared = [key for key in page.sources if all(key in keys for keys in cited)]
    times = [
        (page.label(EFFORT, id), _search_address(page, EFFORT, id), len(practices))
        for id, practices in facets(page).get(EFFORT, {}).items()
        if id != UNSTATED
    ]
    body = render("plan", page, strategies=strategies, shared=shared, times=times)
    return titled_page(page, page.t("plan.description"), body)


def _search_address(page: PageContext, facet: str, id: str) -> str:
    """The search with a value chosen, for HTML: MkDocs looks for an anchor where Markdown has a link with `#`."""
    return page.link(found_by(facet, id)).replace(".md#", ".html#")


def news_page(page: PageContext) -> Page:
    """What changed, the newest first, and what ended."""
    by_day = groupby(changes(page.listings.values()), itemgetter(0))
    days = {day: list(entries) for day, entries in by_day}
    practices = page.of_kind("practice")
    ended = [practice for practice in practices if practice.stage not in ("", *LASTING)]
    ended.sort(key=lambda practice: -practice.as_of)
    body = render("news", page, days=days, ended=ended)
    feeds = FEEDS if page.address else {}
    return titled_page(page, page.t("news.intro"), body, template="news.html", feeds=feeds)


def find_page(page: PageContext, doc_pages: Sequence[DocPage]) -> Page:
    """The search page, which a script fills. Without JavaScript it leads to the pages that list everything."""
    lists = [page.theme_link(page_title(page, path), path) for path in WITHOUT_SCRIPTS]
    residents = residents_link(page, doc_pages)
    return titled_page(
        page,
        page.t("search.description"),
        residents=residents,
        template="find.html",
        notices=start_notices(page),
        lists=lists,
    )
