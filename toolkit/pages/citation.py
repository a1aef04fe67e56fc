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
    site, date = page.site_names[catalog.language], record.checked or ""
    work = Work(
        f"{record.kind}-{record.id}",
        plain(record.title),
        site,
        date,
        page.address,
        catalog.language,
    )
    texts = {"APA": _apa(work, catalog), "Chicago": _chicago(work, catalog), **for_programs(work)}
    entity = ENTITIES.get(record.kind, "CreativeWork" if record.kind in DOCUMENT_KINDS else "")
    about = {"mainEntity": {"@type": entity, "name": work.title}} if entity else {}
    data = (
        page.linked_data("WebPage", work.title, work.language)
        | ({"lastReviewed": date} if date else {})
        | about
    )
    original = (
        {"original": for_programs(_published(record))} if isinstance(record, Publication) else {}
    )
    return {"work": work._asdict(), "citations": texts, "linked_data": data} | original


def for_programs(work: Work) -> dict[str, str]:
    """The citations that a reference manager formats, by the format's name."""
    return {
        "BibTeX": bibtex(work),
        "RIS": ris(work),
        "CSL-JSON": json.dumps([csl(work)], ensure_ascii=False),
    }


def _published(record: Publication) -> Work:
    """The publication that a record is about."""
    language = record.languages[0] if len(record.languages) == 1 else ""
    key, title = f"{record.id}-{record.date}" if record.date else record.id, plain(record.title)
    return Work(
        key, title, record.publisher, record.date or "", record.url or "", language, record.authors
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
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items() if value)
    return f"@online{{{work.key},\n{lines}}}\n"


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
    rows = [*values.items(), *(("AU", author) for author in work.authors)]
    return "".join(f"{tag}  - {value}\n" for tag, value in rows if value) + "ER  - \n"


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
    more = {"URL": work.url, "language": work.language}
    return item | {name: value for name, value in more.items() if value}


def _apa(work: Work, catalog: Catalog) -> str:
    """The Publication Manual of the American Psychological Association, 7th edition, 10.16."""
    date = (
        f"{work.date[:4]}, {catalog.locale.day(work.date)}"
        if work.date
        else catalog.t("page.undated")
    )
    return f"{_ended(work.title)} ({date}). {work.publisher}. {work.url}".strip()


def _chicago(work: Work, catalog: Catalog) -> str:
    """The Chicago Manual of Style, 17th edition, 14.207."""
    checked = catalog.t("page.checked", day=catalog.locale.date(work.date)) if work.date else ""
    return " ".join(
        filter(None, [f"“{_ended(work.title)}”", f"{work.publisher}.", checked, work.url])
    )


def _ended(title: str) -> str:
    return title if title.endswith((".", "?", "!")) else f"{title}."
