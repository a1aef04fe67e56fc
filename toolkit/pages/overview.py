"""The overview page: what is here and what is missing, counted from the records, and how far all is translated."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.listing import counted_fields
from toolkit.pages.charts import percent, table
from toolkit.pages.context import PageContext
from toolkit.pages.facets import Values, facets, sort_key
from toolkit.pages.generated import TRANSLATIONS, found_by, titled_page
from toolkit.pages.markdown import plain
from toolkit.pages.page import Page, ThemeLink, doc_pages_in, kind_path
from toolkit.schema import DOCUMENT_KINDS, KINDS, UNSTATED, Key
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.translation import TextStatus

ABOUT_AGENCIES = ("states", "agency_type", "setting", "size")
"""Facets of agencies that the page counts."""
WANTED = ("agency_type", "communities", "topics")
"""Vocabularies whose unused choices the page lists, because a contributor may know of an example."""
OUTSIDE_US = "outside-us"
"""A choice among the states that is not a state."""
ACCESS = ("file", "link", "described")
HELP = (
    ("search.suggest", "contribute/index", "search.suggest_link"),
    ("overview.help_language", TRANSLATIONS, "translation.title"),
    ("page.unknown_intro", "left-out", "nav.left-out"),
)
"""How to help: the message of a question, the page that it leads to, and the message of the link."""

Counts = Mapping[str, int]
"""How many texts have each status."""
Table = dict[str, Any]
Row = tuple[ThemeLink, Sequence[int]]
"""The row's heading, and its numbers."""


class LanguageStats(NamedTuple):
    """How far a language is translated."""

    language: str
    name: str
    direction: str
    messages: Counts
    doc_pages: Counts
    texts: Mapping[str, Counts]
    """Of records, by kind."""
    complete: int
    """How many records are translated in full."""
    partial: int
    """How many records are translated in part."""


def language_stats(
    catalog: Catalog, statuses: Mapping[Key, Sequence[TextStatus]], doc_pages: Sequence[DocPage]
) -> LanguageStats:
    """A language's counts. `statuses` are of each record's texts; the source language has none."""
    texts: dict[str, Counter[str]] = {}
    complete = partial = 0
    for (kind, _), record_statuses in statuses.items():
        texts.setdefault(kind, Counter()).update(text.status for text in record_statuses)
        untranslated = sum(text.status == "missing" for text in record_statuses)
        complete += not untranslated
        partial += 0 < untranslated < len(record_statuses)
    missing = len(catalog.missing)
    messages = {catalog.status: len(catalog.english) - missing, "missing": missing}
    pages: Counter[str] = Counter()
    for page, english in doc_pages_in(catalog.language, doc_pages):
        is_translated = page.language == catalog.language
        pages[page.status_beside(english) if is_translated else "missing"] += 1
    return LanguageStats(
        language=catalog.language,
        name=catalog.name,
        direction=catalog.direction,
        messages=messages,
        doc_pages=pages,
        texts=texts,
        complete=complete,
        partial=partial,
    )


def overview_page(
    page: PageContext, stats: Sequence[LanguageStats], doc_paths: Iterable[str]
) -> Page:
    """The overview page. `doc_paths` are the authored pages, so that it links only to pages that exist."""
    by_facet = facets(page)
    counted = [facet for facet in ABOUT_AGENCIES if facet in by_facet]
    unused = _unused_labels(page, by_facet)
    documents = page.of_kind(*DOCUMENT_KINDS)
    described = [document for document in documents if document.access == "described"]
    return titled_page(
        page,
        page.t("overview.intro"),
        template="overview.html",
        here=[
            _by_kind(page),
            *[_by_value(page, facet, by_facet[facet]) for facet in counted],
            _by_language(page, stats),
        ],
        agencies=_by_agency(page),
        missing=[_by_field(page, "practice"), _by_field(page, "agency"), _by_access(page)],
        described=[page.record_link(document) for document in described],
        no_agency=unused.get("states", []),
        unused=[
            {"title": page.t(f"facets.{name}"), "values": unused[name]}
            for name in WANTED
            if unused.get(name)
        ],
        help=_help(page, {*doc_paths, TRANSLATIONS}),
    )


def _unused_labels(page: PageContext, by_facet: Mapping[str, Values]) -> dict[str, list[str]]:
    """The labels of the choices of each facet that no record has."""
    unused: dict[str, list[str]] = {}
    for name, values in by_facet.items():
        ids = page.vocabularies[name].keys() - values.keys() - {UNSTATED, OUTSIDE_US}
        unused[name] = sorted([page.label(name, id) for id in ids], key=sort_key)
    return unused


def _by_kind(page: PageContext) -> Table:
    numbers = Counter(kind for kind, _ in page.listings)
    rows = [(_kind_link(page, kind), [numbers[kind]]) for kind in KINDS if numbers[kind]]
    return table(page, "overview.by_kind", ["search.facets.kind", "overview.records"], rows)


def _by_value(page: PageContext, facet: str, values: Values) -> Table:
    rows: list[Row] = []
    for id, listings in values.items():
        link = page.theme_link(page.label(facet, id), found_by(facet, id))
        rows.append((link, [len(listings)]))
    return table(page, f"facet_intros.{facet}", [f"facets.{facet}", "kinds.agency.many"], rows)


def _by_language(page: PageContext, stats: Iterable[LanguageStats]) -> Table:
    rows: list[Row] = []
    for language in stats:
        name = {"text": language.name, "lang": language.language, "dir": language.direction}
        link: ThemeLink = {"text": name}
        if language.language != SOURCE_LANGUAGE:
            link = page.theme_link(name, f"{TRANSLATIONS}#{language.language}")
        rows.append((link, [language.complete, language.partial]))
    return table(
        page,
        "overview.by_language",
        ["theme.language", "overview.in_full", "overview.in_part"],
        rows,
    )


def _by_agency(page: PageContext) -> Table:
    numbers: dict[str, Counter[str]] = {}
    for listing in page.listings.values():
        group = "document" if listing.kind in DOCUMENT_KINDS else listing.kind
        for id in listing.agencies:
            numbers.setdefault(id, Counter()).update({group: 1, "questions": listing.questions})
    agencies = page.of_kind("agency")
    agencies.sort(key=lambda agency: sort_key(plain(agency.title)))
    rows: list[Row] = []
    for agency in agencies:
        link = page.record_link(agency) | {"note": page.label("states", agency.state)}
        groups = ("practice", "document", "podcast", "questions")
        rows.append((link, [numbers[agency.id][group] for group in groups]))
    columns = (
        "search.facets.agencies",
        "kinds.practice.many",
        "documents.title",
        "kinds.podcast.many",
    )
    return table(page, "overview.by_agency", [*columns, "overview.questions"], rows)


def _by_field(page: PageContext, kind: str) -> Table:
    records = page.of_kind(kind)
    numbers: Counter[str] = Counter()
    for record in records:
        numbers.update(record.filled)
    headings = counted_fields(KINDS[kind].model)
    rows: list[Row] = []
    for name in sorted(headings, key=numbers.__getitem__):
        number = numbers[name]
        head = {"text": page.t(headings[name]), "bar": percent(number, len(records))}
        rows.append((head, [number, len(records) - number]))
    return table(
        page,
        f"overview.by_field_{kind}",
        ["translation.what", "overview.told", "overview.untold"],
        rows,
    )


def _by_access(page: PageContext) -> Table:
    rows: list[Row] = []
    for kind in DOCUMENT_KINDS:
        numbers = Counter(document.access for document in page.of_kind(kind))
        if numbers:
            rows.append((_kind_link(page, kind), [numbers[access] for access in ACCESS]))
    columns = ["search.facets.kind", *(f"overview.{access}" for access in ACCESS)]
    return table(page, "overview.by_access", columns, rows)


def _help(page: PageContext, paths: Collection[str]) -> list[ThemeLink]:
    answer = page.t("overview.help_answer", heading=page.t("page.unknown"))
    links: list[ThemeLink] = [{"text": answer}]
    for question, path, link in HELP:
        if path in paths:
            links.append(page.theme_link(page.t(question), path) | {"link": page.t(link)})
    return links


def _kind_link(page: PageContext, kind: str) -> ThemeLink:
    return page.theme_link(page.t(f"kinds.{kind}.many"), kind_path(kind))


def translated_share(page: PageContext, stats: LanguageStats) -> dict[str, Any]:
    """How much of everything is translated, as a bar and in words."""
    counts = [stats.messages, stats.doc_pages, *stats.texts.values()]
    total = sum(sum(count.values()) for count in counts)
    done = total - sum(count.get("missing", 0) for count in counts)
    text = page.t("weigh.translated", n=page.number(done), total=page.number(total))
    return {"filled": percent(done, total), "text": text}
