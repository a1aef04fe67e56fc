"""Records and authored pages as search documents in a language."""

import re
from collections.abc import Iterable, Iterator, Mapping

from markdown.extensions.toc import slugify, unique

from toolkit.listing import PERIOD, Listing, Listings
from toolkit.pages.context import PageContext
from toolkit.pages.generated import EVIDENCE, NEAR, OVERVIEW, ROUTES, TITLES
from toolkit.pages.markdown import plain
from toolkit.pages.page import doc_pages_in
from toolkit.schema import KINDS, UNSTATED, Key, Record
from toolkit.search.document import DOC_PAGE_KIND, EMPTY, UNDETERMINED, Passage, SearchDocument
from toolkit.search.passages import ATTACHED_HEADING, record_passages, source_passage
from toolkit.search.views import SearchedRecord
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

LAST_KINDS = ("strategy", "principle", "agency")
KIND_ORDER = (*(kind for kind in KINDS if kind not in LAST_KINDS), *LAST_KINDS)
"""The default order of kinds: practices and documents first, agencies last."""
HEADING = re.compile(r"^(#{2,3}) +(.*?)(?: *\{#([\w-]+)\})? *$", re.M)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKUP = re.compile(r"<[^>]*>|^[#>|*+ -]+|[*`|\0]|\{[#.:][^}]*\}", re.M)
INITIALS = range(3, 7)
"""How many initials people use for a name."""
LEAD = {
    NEAR: "weigh.near_intro",
    OVERVIEW: "overview.intro",
    ROUTES: "routes.intro",
    EVIDENCE: "facet_intros.evidence",
}
"""Generated pages that are searched, each with the message key of its lead."""
SAYING_END = re.compile("[,;،؛，；、፣፤]")
"""What is between keywords on one line."""
NOT_KEYWORDS = ("kind", "principles", PERIOD)
"""Facets whose labels are not searched: the kind is a keyword already; the title of a principle, a whole sentence, and
a period's years would match every record that shows them."""


def search_documents(
    records: Mapping[Key, SearchedRecord], catalog: Catalog, doc_pages: Iterable[DocPage]
) -> list[SearchDocument]:
    """The documents in the catalog's language: records, authored and generated pages; alike in all languages."""
    listings = {key: searched.listing for key, searched in records.items()}
    context = PageContext("", catalog, SOURCE_LANGUAGE, listings=listings)
    documents = [_record_document(records[key], context) for key in document_order(listings)]
    documents += doc_page_documents(doc_pages, catalog.language)
    return [*documents, *_generated_documents(listings, catalog)]


def document_order(listings: Listings) -> list[Key]:
    """The records in the order of the documents.

    Records of an agency are adjacent: readers see them together before they search, and the columns of facets become
    runs of equal values, which take a third of the bytes.
    """
    return sorted(
        listings, key=lambda key: (KIND_ORDER.index(key[0]), listings[key].agencies, key[1])
    )


def _record_document(searched: SearchedRecord, context: PageContext) -> SearchDocument:
    listing, record = searched.listing, searched.record
    passages: tuple[Passage, ...] = (EMPTY,)
    if record:
        passages = (
            *record_passages(record, context),
            *_attached_pages(record, searched.pages, context.language),
        )
        if context.language == SOURCE_LANGUAGE:
            passages += (source_passage(record),)
    return SearchDocument(
        path=listing.address,
        kind=f"kinds.{listing.kind}.one",
        title=plain(record.title) if record else "",
        language=context.language if record else SOURCE_LANGUAGE,
        passages=passages,
        keywords="\n".join(dict.fromkeys(_keywords(searched, context))),
        agencies=tuple(context.meta(agency.title) for agency in _agencies(listing, context)),
        place=context.meta(listing.place) if listing.place else "",
        evidence="".join(f"lists.evidence.{id}" for id in listing.facets.get("evidence", ())),
        effort=f"lists.effort.{listing.effort}" if listing.effort else "",
        title_language=context.foreign_language(listing.title),
        states=tuple(f"lists.states.{state}" for state in listing.facets.get("states", ())),
        is_outdated=searched.is_outdated,
        names=_names(listing, context) if listing.kind == "agency" else (),
        year=listing.year,
    )


def _agencies(listing: Listing, context: PageContext) -> Iterable[Listing]:
    """The agencies of a record that is none itself."""
    return () if listing.kind == "agency" else context.agencies(listing.key)


def _attached_pages(record: Record, pages: Iterable[str], language: str) -> Iterator[Passage]:
    """The pages of a record's attachment, in the index of each language that it is in, and always in English.

    Readers search for a Spanish brochure in Spanish. If its record is not translated, they reach both through the
    English index, so that index has all attachments.
    """
    file: str = getattr(record, "file", None) or ""
    languages: list[str] = getattr(record, "languages", None) or [SOURCE_LANGUAGE]
    is_in_language = language.partition("-")[0] in languages
    if not is_in_language and language != SOURCE_LANGUAGE:
        return
    # Nothing says which page of a multilingual document is in which language.
    page_language = UNDETERMINED if len(languages) > 1 else "" if is_in_language else languages[0]
    for number, text in enumerate(pages, 1):
        if text:
            address = f"files/{record.kind}/{file}#page={number}"  # RFC 8118
            yield Passage("", address, text, ATTACHED_HEADING, page_language, file, number)


def _keywords(searched: SearchedRecord, context: PageContext) -> Iterator[str]:
    listing = searched.listing
    yield context.t(f"kinds.{listing.kind}.one")
    yield from map(with_initials, searched.keywords)
    for facet, values in listing.facets.items():
        if facet == "agencies":
            yield from (with_initials(agency.title) for agency in context.agencies(listing.key))
        elif facet == "states":
            # A state with its postal code: `Iowa (IA)`.
            names = {id: context.label("states", id) for id in values}
            yield from (
                f"{name} ({id.upper()})" if len(id) == 2 else name for id, name in names.items()
            )
        elif facet not in NOT_KEYWORDS:
            yield from (context.label(facet, id) for id in values if id != UNSTATED)


def _names(listing: Listing, context: PageContext) -> tuple[str, ...]:
    place, states = listing.place.removesuffix(" County"), listing.facets["states"]
    labels = [context.label("states", id) for id in states]
    return (listing.title, place, *labels, *map(str.upper, states), *initials(listing.title))


def with_initials(name: str) -> str:
    """A name with its initials: `Police Executive Research Forum (PERF)`."""
    letters = ", ".join(initials(name))
    return f"{name} ({letters})" if letters else name


def initials(name: str) -> list[str]:
    """What people may call a name of at least three words. Sheriffs of counties leave out the C: `PBSO`."""
    own_name = re.sub(r"’s|'s|U\.S\.| \(.*", "", name)
    letters = [
        "".join(re.findall(r"\b[A-Z]", text)) for text in (own_name, own_name.replace("County", ""))
    ]
    return [text for text in dict.fromkeys(letters) if len(text) in INITIALS]


def doc_page_documents(doc_pages: Iterable[DocPage], language: str) -> Iterator[SearchDocument]:
    """The authored pages as search documents in a language, in the order of the English pages."""
    for page, english in doc_pages_in(language, doc_pages):
        is_translated = page.language == language
        title = str(page.front["title"]) if is_translated else ""
        passages = tuple(_doc_page_passages(page)) if is_translated else (EMPTY,)
        keywords = "\n".join(page.front.get("keywords", ())) if is_translated else ""
        is_for_residents = english.front.get("show") == "residents"
        yield SearchDocument(
            page.path,
            DOC_PAGE_KIND,
            title,
            page.language,
            passages,
            keywords,
            is_outdated=page.status_beside(english) == "outdated",
            sayings=tuple(SAYING_END.sub("\n", keywords).split("\n")) if is_for_residents else (),
        )


def generated_pages(listings: Listings) -> list[str]:
    """The paths of searched pages that are generated. Without a practice there is no page on evidence."""
    has_practices = any(listing.kind == "practice" for listing in listings.values())
    return [path for path in LEAD if path != EVIDENCE or has_practices]


def _generated_documents(listings: Listings, catalog: Catalog) -> Iterator[SearchDocument]:
    for path in generated_pages(listings):
        intro = LEAD[path]
        is_translated = all(map(catalog.texts.get, (TITLES[path], intro)))
        passage = Passage("", "", catalog.t(intro)) if is_translated else EMPTY
        title, language = (
            (catalog.t(TITLES[path]), catalog.language) if is_translated else ("", SOURCE_LANGUAGE)
        )
        yield SearchDocument(path, DOC_PAGE_KIND, title, language, (passage,), "")


def _doc_page_passages(page: DocPage) -> Iterator[Passage]:
    """A page's passages. A heading without an anchor gets the anchor that Python-Markdown generates."""
    body = f"{page.front.get('description', '')} {page.body}"
    taken: set[str] = set()
    heading = anchor = ""
    start = 0
    for match in [*HEADING.finditer(body), None]:
        text = plain(LINK.sub(r"\1", body[start : match.start() if match else None]))
        text = " ".join(MARKUP.sub(" ", text).split())
        if text or not start:
            yield Passage(heading, anchor, text)
        if match:
            heading, start = MARKUP.sub("", plain(match[2])).strip(), match.end()
            anchor = match[3] or unique(slugify(heading, "-"), taken)
            taken.add(anchor)
