"""Records, lists and authored pages of a language as Markdown pages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from toolkit.library import Neighbors
from toolkit.linking import record_file
from toolkit.listing import API, Listing, Listings, address
from toolkit.pages import generated, lists, start
from toolkit.pages.answers import answered_fields, record_answers
from toolkit.pages.asking import letter
from toolkit.pages.authored import (
    accessibility_results,
    data_files,
    dataset,
    leading_elsewhere,
    with_english,
    with_local_numbers,
    with_notes,
)
from toolkit.pages.citation import page_citation, site_citation
from toolkit.pages.context import PageContext
from toolkit.pages.contribute import reference_page, share_form
from toolkit.pages.law import beside_law, law_changes_page, law_of_a_state, law_page
from toolkit.pages.markdown import plain
from toolkit.pages.model import (
    MOST_LANGUAGES,
    HandoutLanguages,
    fields_to_fill,
    handout_links,
    parts,
)
from toolkit.pages.near import near_page
from toolkit.pages.notices import (
    Notice,
    doc_page_notices,
    due_notice,
    record_notices,
    warnings,
    with_catalog_notice,
)
from toolkit.pages.overview import LanguageStats, overview_page, translated_share
from toolkit.pages.page import Page, ThemeLink, kind_path
from toolkit.pages.panel import agency_link, panel
from toolkit.pages.routes import pages_on_paper, route_links, routes_page
from toolkit.pages.templates import render
from toolkit.paths import PACKAGE, SCHEMAS
from toolkit.project import Project
from toolkit.rereading import page_tasks, record_tasks
from toolkit.schema import DOCUMENT_KINDS, KINDS, Key, Record
from toolkit.schema.documents import Model, Podcast, Publication
from toolkit.schema.law import Bearing, Law
from toolkit.schema.records import Agency, Practice
from toolkit.schema.translation import Translation
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.overlay import ADDED, CHANGED
from toolkit.translation import STATUSES, localized

ABOUT = "about"
"""The authored page that begins with who "we" are."""
SHOWS = {
    "start": start.start_view,
    "route": route_links,
    "data": data_files,
    "accessibility": accessibility_results,
    "share": share_form,
}
"""What an authored page can ask for with `show`: each, and `residents`, has a theme template of that name."""
KIND_TEMPLATES = dict.fromkeys(DOCUMENT_KINDS, "document") | {
    "model": "model",
    "principle": "idea",
    "strategy": "idea",
}
"""The template of each kind; the others have a template of their name."""


class PageRenderer:
    """Renders the pages of a language. A page depends only on the arguments of its method."""

    def __init__(self, project: Project, language: str) -> None:
        self.catalog = project.catalogs[language]
        self.settings = project.settings
        self.vocabularies = project.vocabularies
        is_beside = project.root.resolve() == PACKAGE.parent
        self.schemas = SCHEMAS.relative_to(PACKAGE.parent).as_posix() if is_beside else ""
        """Where the JSON Schema of the records is, if they are beside the program."""
        self.has_data = language in project.library.whole_languages
        self.elsewhere = project.elsewhere[language] & {page.path for page in project.doc_pages}

    def context(
        self, path: str, listings: Listings | None = None, cited: Iterable[Record | DocPage] = ()
    ) -> PageContext:
        """What a page at `path` can say: it may show the `listings` and cite the sources of those `cited`."""
        sources = {}
        for record in cited:
            sources.update({source.key: source for source in record.sources})
        return PageContext(
            path,
            self.catalog,
            default_language=self.settings.languages[0],
            vocabularies=self.vocabularies,
            listings=listings or {},
            sources=sources,
            site_names=self.settings.site_names,
            site_url=self.settings.url,
            home_language=self.settings.home_language,
            elsewhere=self.elsewhere,
            has_data=self.has_data,
        )

    def record_page(
        self,
        record: Record,
        translation: Translation | None,
        neighbors: Neighbors,
        listings: Listings,
        size: int,
        languages: HandoutLanguages,
        bearing: Iterable[tuple[str, str]],
        page_languages: Sequence[str] = (),
        law: Sequence[Bearing] = (),
        states: Sequence[str] = (),
    ) -> Page:
        """The page of a record, as far as it is translated.

        `listings` are the records around it, itself included, `size` is its attachment's size in bytes, `languages`
        are those of the files of a model document, `bearing` has the authored pages on its topics, `page_languages`
        are those in which the page exists, `law` is what the law of its states says on its topics, and `states` are
        those whose law we have.
        """
        record, statuses = localized(record, self.catalog.language, translation)
        page = self.context(address(*record.key), listings, [record])
        notices = record_notices(page, {text.status for text in statuses})
        file = record_file(record.key)
        sidecar = record_file(record.key, page.language)
        local_notices = self._local_notices(file) or self._local_notices(sidecar)
        backlinks = _by_kind(page, neighbors.backlinks)
        body = render(
            KIND_TEMPLATES.get(record.kind, record.kind),
            page,
            record=record,
            backlinks=backlinks,
            related=neighbors.related,
            bearing=bearing,
            notices=notices,
            changes=[text for text in statuses if text.status == "outdated"],
            size=page.size(size),
            place=self.settings.place(page.path, page.language),
            own=local_notices,
            languages=languages,
            overlay=self.settings.overlay,
            law=law,
            beside=beside_law(page, record) if isinstance(record, Law) else {},
        )
        is_own = self.settings.overlay.marks.get(file) == ADDED
        answers = record_answers(page, record, backlinks, is_own)
        is_translated = any(text.status != "missing" for text in statuses)
        text_language = page.language if is_translated else SOURCE_LANGUAGE
        data_language = text_language if page.has_data else SOURCE_LANGUAGE
        meta = {
            "title": plain(record.title),
            "heading": page.meta(record.title),
            "description": plain(record.summary),
            "template": "record.html",
            "kind": record.kind,
            "key": "/".join(record.key),
            "languages": list(page_languages),
            "kind_url": page.url(kind_path(record.kind)),
            "agencies": _agencies_of(page, record),
            "age": page.newest(page.listings[record.key]),
            "glance": panel(page, record, answered_fields(record) if answers else ()),
            "answers": answers,
            "notes": page.number(len(page.notes)),
            "notices": [
                *local_notices,
                *with_catalog_notice(page, notices),
                *due_notice(page, record_tasks(record)),
            ],
            "text_language": text_language,
            "data": f"{API}/{data_language}/{page.path}.json",
            **page_citation(page, record),
            **self._recording(record),
        }
        if isinstance(record, Practice | Model):
            meta |= law_of_a_state(page, record.topics, states)
        if isinstance(record, Model):
            meta |= self._form(page, record, languages)
        meta |= self._yours(record)
        meta |= self._edit(file)
        return Page(page.path, page.language, meta, body)

    def _recording(self, record: Record) -> dict[str, str]:
        """The recording of a podcast that we have."""
        if isinstance(record, Podcast) and record.has_recording:
            return {"audio": f"files/podcast/{record.file}"}
        return {}

    def _yours(self, record: Record) -> dict[str, str]:
        """The letter in which those who do what a record says confirm or correct it; none without an address for it."""
        reach = self.settings.reach
        if not isinstance(record, Agency | Practice) or not reach.is_set:
            return {}
        asked = letter(self.catalog, record, self.settings)
        return {"yours": reach.report(asked.subject, asked.text)}

    def _form(self, page: PageContext, model: Model, languages: HandoutLanguages) -> dict[str, Any]:
        """The files of a model document, and what its form asks."""
        blanks = fields_to_fill(page, model, languages, self.settings.overlay)
        boxes = sum(min(len(blank["boxes"]), MOST_LANGUAGES) for blank in blanks)
        return {
            "handouts": handout_links(page, model, languages),
            "parts": parts(page, model),
            "picture": page.picture_file(page.listings[model.key]),
            "blanks": blanks,
            "empty": [page.n("kit.empty", number) for number in range(1, boxes + 1)],
        }

    def redirect_pages(self, listing: Listing, page_languages: Sequence[str]) -> list[Page]:
        """A page at each former address of a record that leads to the present address, in the languages of its page."""
        words = self.context("").bare(listing.title)
        pages = []
        for former_path in listing.aliases:
            page = self._moved(former_path, listing, words=words, title=plain(listing.title))
            page.meta["description"] = plain(listing.summary)
            page.meta["languages"] = list(page_languages)
            pages.append(page)
        return pages

    def moved_pages(self) -> list[Page]:
        """A page at each former address of a generated page that leads to the present one."""
        pages = []
        for former_path, path in generated.MOVED.items():
            title = self.catalog.t(generated.TITLES[path])
            page = self._moved(former_path, path, words=title, title=title)
            page.meta["facet"] = generated.MOVED_FACETS.get(former_path, "")
            pages.append(page)
        return pages

    def _moved(self, former_path: str, present: Listing | str, *, words: str, title: str) -> Page:
        """A page that leads from a former address to the present, with these words, as Markdown."""
        page = self.context(former_path)
        meta = {
            "title": title,
            "description": "",
            "template": "moved.html",
            "moved_to": page.url(present),
            "languages": [],
        }
        return Page(former_path, page.language, meta, f"[{words}]({page.link(present)})")

    def doc_page(
        self,
        page: DocPage,
        english: DocPage,
        listings: Listings | None = None,
        doc_pages: Sequence[DocPage] = (),
        page_languages: Sequence[str] = (),
        elsewhere: Collection[str] = (),
    ) -> Page:
        """An authored page; its English where the site is not in English and the page is not translated.

        Start page, form and data page use the `listings`; start page and routes link to routes among the `doc_pages`.
        `page_languages` are those in which the page exists; `elsewhere` are the pages among its links that do not exist
        in this language.
        """
        context = self.context(page.path, listings, [english])
        show = english.front.get("show")
        title = str(page.front["title"])
        is_foreign = page.language != context.language
        notices = self._doc_page_notices(context, page, english)
        meta: dict[str, Any] = {
            "title": title,
            "heading": context.meta(title) if is_foreign else title,
            "description": str(page.front.get("description", context.t("site.description"))),
            "template": f"{show}.html" if show else "hand.html",
            "is_foreign": is_foreign,
            "languages": list(page_languages),
            "notices": notices,
            "linked_data": context.linked_data(
                "WebSite" if show == "start" else "WebPage", title, page.language
            ),
        }
        if show in SHOWS:
            meta["show"] = SHOWS[str(show)](context, doc_pages)
        if show == "data" and context.address:
            meta["linked_data"] |= dataset(context, meta["description"], meta["show"])
        meta |= self._shown_beside(context, english)
        body = self._residents_body(page, english) if show == "residents" else page.body
        return Page(
            page.path,
            context.language,
            meta | self._edit(page.file),
            with_notes(context, leading_elsewhere(context, body, elsewhere)),
        )

    def _doc_page_notices(
        self, context: PageContext, page: DocPage, english: DocPage
    ) -> list[Notice]:
        """The notices of an authored page. An overlay that adds numbers to the page for residents has changed it."""
        local = self._local_notices(page.file)
        show = english.front.get("show")
        if show == "residents" and self.settings.overlay.help_lines and not local:
            local = [self._local_notice(CHANGED)]
        notices = local + doc_page_notices(context, page, english)
        notices += due_notice(context, page_tasks([english]))
        if show == "start":
            notices += start.start_notices(context)
            notices += warnings(context)
        return notices

    def _shown_beside(self, context: PageContext, english: DocPage) -> dict[str, Any]:
        """What the theme shows beside an authored page: who we are, how long a route prints, where a form leads."""
        reach = self.settings.reach
        if english.path == ABOUT:
            who = context.t("reach.who", who=reach.who) if reach.who else context.t("reach.unnamed")
            return {"we": who, **site_citation(context)}
        show = english.front.get("show")
        if show == "route":
            return {"on_paper": pages_on_paper(context, english)}
        if show == "data":
            return site_citation(context)
        if show == "share":
            return {"new_file": reach.new_file, "mail": reach.mail, "schemas": self.schemas}
        return {}

    def _residents_body(self, page: DocPage, english: DocPage) -> str:
        """The page for residents with its English, where a machine translated it, and an overlay's numbers."""
        body = with_english(page, english)
        numbers = self.settings.overlay.help_lines
        return with_local_numbers(body, numbers, page.language) if numbers else body

    def _edit(self, file: str) -> dict[str, str]:
        """Where the file behind a page can be edited, if anywhere."""
        address = self.settings.reach.edit(file)
        if not address or file in self.settings.overlay.marks:
            return {}
        return {"edit": address}

    def _local_notices(self, file: str) -> list[Notice]:
        """The notice that an overlay added or changed the page; none if it did not."""
        mark = self.settings.overlay.marks.get(file)
        return [self._local_notice(mark)] if mark else []

    def _local_notice(self, mark: str) -> Notice:
        """The notice that an overlay has this mark on the page."""
        name = f"\u2068{self.settings.overlay.name}\u2069"
        return {"text": self.catalog.t(f"local.{mark}", name=name), "own": mark}

    def list_pages(
        self,
        listings: Listings,
        whole: Sequence[Record],
        doc_pages: Sequence[DocPage],
        handed_out: Mapping[str, HandoutLanguages],
    ) -> list[Page]:
        """The pages that list records: routes, the plan, by state, by kind, by the values of facets, and the search.

        Strategies, publications and laws are there as a `whole`, because pages show more of them than listings have.
        `handed_out` has the languages of each model document whose Word file can be filled in.
        """
        strategies = [record for record in whole if record.kind == "strategy"]
        laws = [record for record in whole if isinstance(record, Law)]
        publications = [record for record in whole if isinstance(record, Publication)]
        shortlist = self.context(generated.SHORTLIST)
        kinds = [kind for kind in KINDS if kind not in ("agency", "strategy", "law")]
        return [
            routes_page(self.context(generated.ROUTES), doc_pages),
            lists.plan_page(self.context(kind_path("strategy"), listings, strategies), strategies),
            lists.agencies_page(self.context(kind_path("agency"), listings)),
            law_page(self.context(kind_path("law"), listings), laws),
            law_changes_page(self.context(generated.LAW_CHANGES, listings), laws),
            lists.documents_page(self.context(generated.DOCUMENTS, listings), handed_out),
            lists.evidence_page(self.context(generated.EVIDENCE, listings), publications),
            *(lists.kind_page(self.context(kind_path(kind), listings), kind) for kind in kinds),
            near_page(self.context(generated.NEAR, listings), doc_pages),
            lists.news_page(self.context(generated.NEWS, listings)),
            lists.find_page(self.context(generated.FIND, listings), doc_pages),
            generated.titled_page(shortlist, shortlist.t("keep.intro"), template="shortlist.html"),
        ]

    def overview_page(
        self, listings: Listings, stats: Sequence[LanguageStats], doc_pages: Iterable[DocPage]
    ) -> Page:
        """The overview; `stats` are of all languages."""
        return overview_page(
            self.context(generated.OVERVIEW, listings), stats, {page.path for page in doc_pages}
        )

    def translations_page(self, stats: Iterable[LanguageStats]) -> Page:
        """How far each language is translated: its messages, its authored pages, each kind of record."""
        page = self.context(generated.TRANSLATIONS)
        languages = [language for language in stats if language.language != SOURCE_LANGUAGE]
        shares = {}
        for language in languages:
            shares[language.language] = translated_share(page, language)
        body = render("translations", page, languages=languages, statuses=STATUSES, shares=shares)
        return generated.titled_page(page, page.t("translation.intro"), body)

    def reference_pages(self, examples: Mapping[str, str]) -> list[Page]:
        """The contributor's reference; `examples` has the text of a record for each kind that has records."""
        pages = []
        for path, kind in generated.REFERENCES.items():
            pages.append(reference_page(self.context(path), KINDS[kind], examples.get(kind, "")))
        return pages


def _by_kind(page: PageContext, keys: Iterable[Key]) -> dict[str, list[Listing]]:
    """The listings of records, by kind: of each kind a list, which may be empty."""
    listings: dict[str, list[Listing]] = {kind: [] for kind in KINDS}
    for key in keys:
        listings[key[0]].append(page.listings[key])
    return listings


def _agencies_of(page: PageContext, record: Record) -> list[ThemeLink]:
    """Links to the agencies of a record; an agency's own page has none."""
    if record.kind == "agency":
        return []
    return [agency_link(page, agency) for agency in page.agencies(record.key)]
