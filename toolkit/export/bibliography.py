"""All sources as a file for BibTeX and a file for reference managers."""

from collections.abc import Container, Iterable, Mapping

from toolkit.listing import API
from toolkit.pages.citation import Work, bibtex, ris
from toolkit.project import Project
from toolkit.schema.parts import Source


def bibliography(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site."""
    works = [work._replace(key=key) for work, key in source_keys(project).items()]
    return {
        f"{API}/sources.bib": "\n".join(map(bibtex, works)).encode(),
        f"{API}/sources.ris": "\n".join(map(ris, works)).encode(),
    }


def source_keys(project: Project) -> dict[Work, str]:
    """The key of each source. A source that several records cite has one; equal keys of others get a number."""
    keys: dict[Work, str] = {}
    existing: set[str] = set()
    for record in project.library.records.values():
        for source in record.sources:
            work = cited_work(source)
            if work not in keys:
                keys[work] = _unused(source.key, existing)
                existing.add(keys[work])
    return keys


def _unused(key: str, existing: Container[str]) -> str:
    """A key that no other source has: the key itself, or with the first number that is free."""
    numbered = key
    number = 1
    while numbered in existing:
        number += 1
        numbered = f"{key}-{number}"
    return numbered


def cited_work(source: Source) -> Work:
    """What a citation says of a source, without a key."""
    return Work(
        key="",
        title=source.title,
        publisher=source.publisher,
        date=source.date or "",
        url=source.url or "",
        language="",
    )
