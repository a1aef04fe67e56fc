"""How to cite a page or a source: by two styles for people, and in three formats for programs."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from toolkit.pages.context import PageContext
from toolkit.pages.markdown import plain
from toolkit.schema import DOCUMENT_KINDS, Record
from toolkit.schema.documents import Publication
from toolkit.sources.config import EXAMPLE_URL
from toolkit.sources.messages import Catalog

TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "{}$&#%_"}
)
ENTITIES = {"agency": "GovernmentOrganization", "curriculum": "Course", "podcast": "PodcastEpisode"}
"""The type in schema.org of what a record is about; of other documents `CreativeWork`."""
DOI = re.compile(r"doi (10\.\S+)", re.IGNORECASE)
"""A number among a publication's `identifiers` that only articles in journals have here."""
PARTICLES = {"da", "de", "del", "der", "di", "dos", "el", "la", "le", "van", "von"}
"""Words that a family name may begin with: `La Vigne`."""
OF_ORGANIZATIONS = re.compile(
    r"\b(?:of|and|for|the|Police|Department|Office|Institute|University|Center|Association|Council"
    r"|Commission|Agency|Bureau|Force|Forum|Board|County|City)\b|[(),\d]"
)
"""What a person's name does not have."""


class Work(NamedTuple):
    """What a citation says of a work on the web."""

    key: str
    title: str
    publisher: str
    """Who published it; of a page, the site."""
    date: str
    """As exact as it is known: `2009-02`; empty if it is not known."""
    url: str
    """Empty if it has none."""
    language: str
    authors: Sequence[str] = ()
    """As they are printed."""
    doi: str = ""
    """Of an article, whose publisher is its journal."""


def page_citation(page: PageContext, record: Record) -> dict[str, Any]:
    """What the theme needs to cite a record's page: the work, its citations by name, and schema.org's JSON-LD.

    Its date is the day when the record was last checked. If the record is not translated, it is cited in English.
    """
    foreign = page.foreign_language(record.title)
    catalog = page.catalog.in_english if foreign else page.catalog
    work = Work(
        key=f"{record.kind}-{record.id}",
        title=plain(record.title),
        publisher=page.site_names[catalog.language],
        date=record.checked or "",
        url=_address(page),
        language=catalog.language,
    )
    values: dict[str, Any] = {
        "work": work._asdict(),
        "citations": _citations(work, catalog),
        "linked_data": _linked_data(page, record, work),
    }
    if isinstance(record, Publication):
        values["original"] = for_programs(_published(record))
    return values


def site_citation(page: PageContext) -> dict[str, Any]:
    """The whole site and its citations by name. Its edition, which is no part of its pages, says from when it is."""
    work = Work(
        key="toolkit",
        title=page.site_names[page.language],
        publisher="",
        date="",
        url=page.site_url if _address(page) else "",
        language=page.language,
    )
    return {"work": work._asdict(), "citations": _citations(work, page.catalog)}


def _address(page: PageContext) -> str:
    """The address of a page; empty as long as the site has none but the example's."""
    return "" if page.site_url == EXAMPLE_URL else page.address


def _citations(work: Work, catalog: Catalog) -> dict[str, str]:
    return {
        "APA": _apa(work, catalog),
        "Chicago": _chicago(work, catalog),
        **for_programs(work),
    }


def _linked_data(page: PageContext, record: Record, work: Work) -> dict[str, Any]:
    """What the page of a record is, for search engines: when it was checked, and what it is about."""
    data = page.linked_data("WebPage", work.title, work.language)
    if work.date:
        data["lastReviewed"] = work.date
    entity = "CreativeWork" if record.kind in DOCUMENT_KINDS else ""
    entity = ENTITIES.get(record.kind, entity)
    if entity:
        data["mainEntity"] = {"@type": entity, "name": work.title}
    return data


def for_programs(work: Work) -> dict[str, str]:
    """The citations that a reference manager formats, by the format's name."""
    return {
        "BibTeX": bibtex(work),
        "RIS": ris(work),
        "CSL-JSON": json.dumps([csl(work)], ensure_ascii=False),
    }


def _published(record: Publication) -> Work:
    """The publication that a record is about."""
    dois = [found[1] for text in record.identifiers if (found := DOI.fullmatch(text))]
    return Work(
        key=f"{record.id}-{record.date}" if record.date else record.id,
        title=plain(record.title),
        publisher=record.publisher,
        date=record.date or "",
        url=record.url or "",
        language=record.languages[0] if len(record.languages) == 1 else "",
        authors=record.authors,
        doi=dois[0] if dois else "",
    )


def _family_and_given(author: str) -> tuple[str, str]:
    """The parts of a person's name; of an organization the whole name and nothing."""
    *given, family = author.split()
    if not given or OF_ORGANIZATIONS.search(author):
        return author, ""
    if len(given) > 1 and given[-1].lower() in PARTICLES:
        family = f"{given.pop()} {family}"
    return family, " ".join(given)


def bibtex(work: Work) -> str:
    """An entry for BibTeX and BibLaTeX."""
    publisher = f"{{{work.publisher.translate(TEX)}}}" if work.publisher else ""
    values = {
        "author": " and ".join(_author_in_tex(author) for author in work.authors),
        "title": f"{{{work.title.translate(TEX)}}}",
        "journal" if work.doi else "organization": publisher,
        "date": work.date,
        "year": work.date[:4],
        "doi": work.doi,
        "url": work.url,
        "language": work.language,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in values.items() if value]
    kind = "article" if work.doi else "online"
    return f"@{kind}{{{work.key},\n{''.join(lines)}}}\n"


def _author_in_tex(author: str) -> str:
    """A name in which BibTeX knows the family name; that of an organization in braces."""
    family, given = _family_and_given(author.translate(TEX))
    return f"{family}, {given}" if given else f"{{{family}}}"


def ris(work: Work) -> str:
    """An entry in the format of Research Information Systems, which EndNote and Zotero read."""
    year, month, day = [*work.date.split("-"), "", ""][:3]
    values = {
        "TY": "JOUR" if work.doi else "ELEC",
        "ID": work.key,
        "TI": work.title,
        "JO" if work.doi else "PB": work.publisher,
        "PY": year,
        "DA": f"{year}/{month}/{day}/" if year else "",
        "DO": work.doi,
        "UR": work.url,
        "LA": work.language,
    }
    lines = [f"{tag}  - {value}\n" for tag, value in values.items() if value]
    for author in work.authors:
        name = ", ".join(part for part in _family_and_given(author) if part)
        lines.append(f"AU  - {name}\n")
    return "".join([*lines, "ER  - \n"])


def csl(work: Work) -> dict[str, Any]:
    """An item of CSL-JSON, the format of the Citation Style Language."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "article-journal" if work.doi else "webpage",
        "title": work.title,
    }
    if work.publisher:
        item["container-title"] = work.publisher
    if work.authors:
        item["author"] = [_author_in_csl(author) for author in work.authors]
    if work.doi:
        item["DOI"] = work.doi
    if work.date:
        item["issued"] = {"date-parts": [[int(part) for part in work.date.split("-")]]}
    if work.url:
        item["URL"] = work.url
    if work.language:
        item["language"] = work.language
    return item


def _author_in_csl(author: str) -> dict[str, str]:
    family, given = _family_and_given(author)
    return {"family": family, "given": given} if given else {"literal": author}


def _apa(work: Work, catalog: Catalog) -> str:
    """The Publication Manual of the American Psychological Association, 7th edition, 10.16."""
    date = catalog.t("page.undated")
    if work.date:
        date = f"{work.date[:4]}, {catalog.locale.day(work.date)}"
    publisher = f" {work.publisher}." if work.publisher else ""
    return f"{_ended(work.title)} ({date}).{publisher} {work.url}".strip()


def _chicago(work: Work, catalog: Catalog) -> str:
    """The Chicago Manual of Style, 17th edition, 14.207."""
    parts = [f"“{_ended(work.title)}”"]
    if work.publisher:
        parts.append(f"{work.publisher}.")
    if work.date:
        parts.append(catalog.t("page.checked", day=catalog.locale.date(work.date)))
    if work.url:
        parts.append(work.url)
    return " ".join(parts)


def _ended(title: str) -> str:
    """A title with a mark at its end."""
    if title.endswith((".", "?", "!")):
        return title
    return f"{title}."
