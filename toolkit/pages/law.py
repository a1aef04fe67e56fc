"""The pages that list what the law says, and the choice of a state on pages that law bears on."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from toolkit.listing import API, LAW_TABLE, Listing
from toolkit.pages.context import PageContext
from toolkit.pages.facets import sort_key
from toolkit.pages.generated import LAW_CHANGES, page_title, titled_page
from toolkit.pages.notices import due_notice, untranslated_notices
from toolkit.pages.page import Page, ThemeLink, kind_path
from toolkit.pages.templates import render
from toolkit.rereading import OPEN_STANDINGS, Task, record_tasks
from toolkit.schema.law import FEDERAL, Law, Statement, by_topic, topics_of_law
from toolkit.sources.messages import SOURCE_LANGUAGE


def law_page(page: PageContext, laws: Sequence[Law]) -> Page:
    """What the law says in each jurisdiction, as a table: federal law first, then the states."""
    rows = sorted(laws, key=lambda law: (law.id != FEDERAL, sort_key(page.listings[law.key].title)))
    topics = list(page.vocabularies["law_topic"])
    language = page.language if page.has_data else SOURCE_LANGUAGE
    body = render("laws", page, laws=rows, topics=topics, by_topic=by_topic)
    return titled_page(
        page,
        page.t("kinds.law.intro"),
        body,
        template="law.html",
        notices=untranslated_notices(page, [law.summary for law in laws]),
        changes=page.theme_link(page_title(page, LAW_CHANGES), LAW_CHANGES),
        state_links=state_links(page),
        file=f"{API}/{language}/{LAW_TABLE}.csv",
    )


def state_links(page: PageContext) -> list[ThemeLink]:
    """The pages of the states whose law we have, each with its `id`, for the theme."""
    links: list[ThemeLink] = []
    for listing in page.of_kind("law"):
        if listing.id != FEDERAL:
            text = page.label("states", listing.id)
            links.append({"id": listing.id, "text": text, "url": page.url(listing)})
    return sorted(links, key=lambda link: sort_key(link["text"]))


class Change(NamedTuple):
    """A statement and the law that has it."""

    law: Law
    statement: Statement


def law_changes_page(page: PageContext, laws: Sequence[Law]) -> Page:
    """The statements of law by the day since when they hold, the newest first; above them those that may change."""
    rows = sorted(laws, key=lambda law: sort_key(page.listings[law.key].title))
    settled: list[Change] = []
    unsettled: list[Change] = []
    for law in rows:
        for statement in law.statements:
            if statement.standing in OPEN_STANDINGS:
                unsettled.append(Change(law, statement))
            else:
                settled.append(Change(law, statement))
    settled.sort(key=lambda change: str(change.statement.since), reverse=True)
    years: dict[str, list[Change]] = {}
    for change in settled:
        if change.statement.since:
            years.setdefault(change.statement.since[:4], []).append(change)
    body = render("law_changes", page, years=years, unsettled=unsettled)
    tasks: list[Task] = []
    for law in laws:
        tasks += record_tasks(law)
    notices = due_notice(page, tasks)
    return titled_page(
        page,
        page.t("law.changes_intro"),
        body,
        notices=notices,
        above=[page.theme_link(page.t("kinds.law.many"), kind_path("law"))],
    )


def is_policy_on_law(listing: Listing) -> bool:
    """Whether it is a model policy on topics that law bears on."""
    is_policy = "policy" in listing.facets.get("purpose", ())
    return is_policy and bool(topics_of_law(listing.facets.get("topics", ())))


def beside_law(page: PageContext, law: Law) -> dict[str, list[Listing]]:
    """What the page of a law leads to, by the message that names it."""
    return {
        "documents.title": [model for model in page.of_kind("model") if is_policy_on_law(model)],
        "kinds.agency.many": [
            agency for agency in page.of_kind("agency") if agency.state == law.id
        ],
        "kinds.practice.many": page.of_kind("practice"),
    }


def law_of_a_state(
    page: PageContext, topics: Iterable[str], states: Iterable[str]
) -> dict[str, Any]:
    """The topics of law that bear on these topics, and the states to choose from; nothing if either is empty.

    A script shows what the chosen state's law says: web/state.js.
    """
    bearing = topics_of_law(topics)
    labels = [{"id": id, "text": page.label("states", id)} for id in states]
    if not bearing or not labels:
        return {}
    choice = {
        "topics": [topic for topic in page.vocabularies["law_topic"] if topic in bearing],
        "states": sorted(labels, key=lambda state: sort_key(state["text"])),
        "file": f"law/{page.language}.js",
        "all": page.theme_link(page.t("kinds.law.many"), kind_path("law")),
    }
    return {"state_law": choice}
