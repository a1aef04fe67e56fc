"""How to cite a page or a source: by two styles for people, and in three formats for programs."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from toolkit.pages.context import PageContext
from toolkit.pages.markdown import plain
from toolkit.schema import DOCUMENT_KINDS, Record
from toolkit.schema.documents import Publication
from toolkit.sources.messages import Catalog

TEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "{}$&#%_"}
)
ENTITIES = {"agency": "GovernmentOrganization", "curriculum": "Course", "podcast": "PodcastEpisode"}
"""The type in schema.org of what a record is about; of other documents `CreativeWork`."""


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
        url=page.address,
        language=catalog.language,
    )
    values: dict[str, Any] = {
        "work": work._asdict(),
        "citations": {
            "APA": _apa(work, catalog),
            "Chicago": _chicago(work, catalog),
            **for_programs(work),
        },
        "linked_data": _linked_data(page, record, work),
    }
    if isinstance(record, Publication):
        values["original"] = for_programs(_published(record))
    return values


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
    return Work(
        key=f"{record.id}-{record.date}" if record.date else record.id,
        title=plain(record.title),
        publisher=record.publisher,
        date=record.date or "",
        url=record.url or "",
        language=record.languages[0] if len(record.languages) == 1 else "",
        authors=record.authors,
    )


def bibtex(work: Work) -> str:
    """An entry for BibTeX and BibLaTeX."""
    values = {
        "author": " and ".join(f"{{{author.translate(TEX)}}}" for author in work.authors),
        "title": f"{{{work.title.translate(TEX)}}}",
        "organization": f"{{{work.publisher.translate(TEX)}}}",
        "date": work.date,
        "year": work.date[:4],
        "url": work.url,
        "language": work.language,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in values.items() if value]
    return f"@online{{{work.key},\n{''.join(lines)}}}\n"


def ris(work: Work) -> str:
    """An entry in the format of Research Information Systems, which EndNote and Zotero read."""
    year, month, day = [*work.date.split("-"), "", ""][:3]
    values = {
        "TY": "ELEC",
        "ID": work.key,
        "TI": work.title,
        "PB": work.publisher,
        "PY": year,
        "DA": f"{year}/{month}/{day}/" if year else "",
        "UR": work.url,
        "LA": work.language,
    }
    lines = [f"{tag}  - {value}\n" for tag, value in values.items() if value]
    lines += [f"AU  - {author}\n" for author in work.authors]
    return "".join([*lines, "ER  - \n"])


def csl(work: Work) -> dict[str, Any]:
    """An item of CSL-JSON, the format of the Citation Style Language."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "webpage",
        "title": work.title,
        "container-title": work.publisher,
    }
    if work.authors:
        item["author"] = [{"literal": author} for author in work.authors]
    if work.date:
        item["issued"] = {"date-parts": [[int(part) for part in work.date.split("-")]]}
    if work.url:
        item["URL"] = work.url
    if work.language:
        item["language"] = work.language
    return item


def _apa(work: Work, catalog: Catalog) -> str:
    """The Publication Manual of the American Psychological Association, 7th edition, 10.16."""
    date = catalog.t("page.undated")
    if work.date:
        date = f"{work.date[:4]}, {catalog.locale.day(work.date)}"
    return f"{_ended(work.title)} ({date}). {work.publisher}. {work.url}".strip()


def _chicago(work: Work, catalog: Catalog) -> str:
    """The Chicago Manual of Style, 17th edition, 14.207."""
    parts = [f"“{_ended(work.title)}”", f"{work.publisher}."]
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
