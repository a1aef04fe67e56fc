"""Records and authored pages as search documents in a language."""

import re
from collections.abc import Iterable, Iterator, Mapping

from toolkit.listing import PERIOD, Listing, Listings
from toolkit.pages.context import PageContext
from toolkit.pages.generated import EVIDENCE, NEAR, OVERVIEW, ROUTES, TITLES
from toolkit.pages.markdown import plain
from toolkit.pages.page import doc_pages_in
from toolkit.schema import KINDS, UNSTATED, Key, Record
from toolkit.schema.law import FEDERAL
from toolkit.search.document import DOC_PAGE_KIND, SearchDocument
from toolkit.search.passages import SINCE_HEADING, section_texts
from toolkit.search.views import SearchedRecord
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

LAST_KINDS = ("strategy", "principle", "agency")
KIND_ORDER = (*(kind for kind in KINDS if kind not in LAST_KINDS), *LAST_KINDS)
"""The default order of kinds: practices and documents first, agencies last."""
HEADING = re.compile(r"^#{2,3} +(.*?)(?: *\{#[\w-]+\})? *$", re.M)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKUP = re.compile(r"<[^>]*>|^[#>|*+ -]+|[*`|\0]|\{[#.:][^}]*\}", re.M)
SHOWS_WITH_TEXT = (None, "route", "residents")
"""What authored pages show whose text is published apart, too (`toolkit/render/shortlist_texts.py`)."""
LAW = "law"
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
    listing = searched.listing
    record = searched.record
    evidence = "".join(f"lists.evidence.{id}" for id in listing.facets.get("evidence", ()))
    document = SearchDocument(
        path=listing.address,
        kind=f"kinds.{listing.kind}.one",
        has_page=record is not None,
        has_text=True,
        keywords="\n".join(dict.fromkeys(_keywords(searched, context))),
        agencies=tuple(context.meta(agency.title) for agency in _agencies(listing, context)),
        place=context.meta(listing.place) if listing.place else "",
        evidence=evidence,
        effort=f"lists.effort.{listing.effort}" if listing.effort else "",
        states=tuple(f"lists.states.{state}" for state in listing.facets.get("states", ())),
        is_outdated=searched.is_outdated,
        names=_names(listing, context),
        year=listing.year,
    )
    is_translated = not context.foreign_language(listing.summary)
    if record or is_translated:
        document = document._replace(
            title=context.meta(listing.title), summary=context.meta(listing.summary)
        )
    if record:
        return _with_texts(document, record, searched.pages, context)
    return document


def _with_texts(
    document: SearchDocument, record: Record, attached_pages: Iterable[str], context: PageContext
) -> SearchDocument:
    """A document with the texts of its page and its attachment."""
    texts: list[str] = []
    asides: list[str] = []
    for heading, text in section_texts(record):
        group = asides if heading == SINCE_HEADING else texts
        group += [context.t(heading), text]
    pages = _attached_pages(record, attached_pages, context.language)
    attachment = getattr(record, "file", "") if pages else ""
    return document._replace(texts=tuple(texts), asides=(*asides, *pages), attachment=attachment)


def _agencies(listing: Listing, context: PageContext) -> Iterable[Listing]:
    """The agencies of a record that is none itself."""
    if listing.kind == "agency":
        return ()
    return context.agencies(listing.key)


def _attached_pages(record: Record, pages: Iterable[str], language: str) -> tuple[str, ...]:
    """The pages of a record's attachment, in the index of each language that it is in, and always in English.

    Readers search for a Spanish brochure in Spanish. If its record is not translated, they reach both through the
    English index, so that index has all attachments.
    """
    languages: list[str] = getattr(record, "languages", None) or [SOURCE_LANGUAGE]
    if language == SOURCE_LANGUAGE or language.partition("-")[0] in languages:
        return tuple(pages)
    return ()


def _keywords(searched: SearchedRecord, context: PageContext) -> Iterator[str]:
    listing = searched.listing
    yield context.t(f"kinds.{listing.kind}.one")
    if listing.kind == LAW:
        yield _state_of_law(listing, context)
    yield from map(with_initials, searched.keywords)
    for facet, values in listing.facets.items():
        if facet == "agencies":
            yield from [with_initials(agency.title) for agency in context.agencies(listing.key)]
        elif facet not in NOT_KEYWORDS:
            yield from [context.label(facet, id) for id in values if id != UNSTATED]


def _names(listing: Listing, context: PageContext) -> tuple[str, ...]:
    """What a reader may call an agency, or the law of a state, without a word more."""
    if listing.kind == LAW:
        return (_state_of_law(listing, context),)
    if listing.kind != "agency":
        return ()
    county = listing.place.removesuffix(" County")
    states = listing.facets["states"]
    labels = [context.label("states", id) for id in states]
    return (listing.title, county, *labels, *map(str.upper, states), *initials(listing.title))


def _state_of_law(listing: Listing, context: PageContext) -> str:
    """The name of a law's state; the title of federal law, which has none."""
    is_federal = listing.id == FEDERAL
    return listing.title if is_federal else context.label("states", listing.id)


def with_initials(name: str) -> str:
    """A name with its initials: `Police Executive Research Forum (PERF)`."""
    letters = ", ".join(initials(name))
    if not letters:
        return name
    return f"{name} ({letters})"


def initials(name: str) -> list[str]:
    """What people may call a name of at least three words. Sheriffs of counties leave out the C: `PBSO`."""
    own_name = re.sub(r"’s|'s|U\.S\.| \(.*", "", name)
    texts = (own_name, own_name.replace("County", ""))
    letters = ["".join(re.findall(r"\b[A-Z]", text)) for text in texts]
    return [text for text in dict.fromkeys(letters) if len(text) in INITIALS]


def doc_page_documents(doc_pages: Iterable[DocPage], language: str) -> Iterator[SearchDocument]:
    """The authored pages as search documents in a language, in the order of the English pages."""
    for page, english in doc_pages_in(language, doc_pages):
        show = english.front.get("show")
        document = SearchDocument(
            path=page.path,
            kind=DOC_PAGE_KIND,
            has_page=page.language == language,
            has_text=show in SHOWS_WITH_TEXT,
            is_outdated=page.status_beside(english) == "outdated",
        )
        if not document.has_page:
            yield document
            continue
        lead, _, sections = page.body.partition("\n## ")
        keywords = "\n".join(page.front.get("keywords", ()))
        sayings = SAYING_END.sub("\n", keywords).split("\n") if show == "residents" else ()
        yield document._replace(
            title=str(page.front["title"]),
            summary=plain(page.front.get("description", "")),
            lead=_page_text(lead),
            texts=(_page_text(sections),),
            keywords=keywords,
            sayings=tuple(sayings),
        )


def generated_pages(listings: Listings) -> list[str]:
    """The paths of searched pages that are generated. Without a practice there is no page on evidence."""
    has_practices = any(listing.kind == "practice" for listing in listings.values())
    return [path for path in LEAD if path != EVIDENCE or has_practices]


def _generated_documents(listings: Listings, catalog: Catalog) -> Iterator[SearchDocument]:
    for path in generated_pages(listings):
        intro = LEAD[path]
        is_translated = all(map(catalog.texts.get, (TITLES[path], intro)))
        document = SearchDocument(path=path, kind=DOC_PAGE_KIND, has_page=is_translated)
        if is_translated:
            document = document._replace(title=catalog.t(TITLES[path]), summary=catalog.t(intro))
        yield document


def _page_text(markdown: str) -> str:
    """The words of an authored page."""
    text = plain(LINK.sub(r"\1", HEADING.sub(r"\1", markdown)))
    return " ".join(MARKUP.sub(" ", text).split())
