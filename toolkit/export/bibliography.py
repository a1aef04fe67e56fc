"""All sources as a file for BibTeX and a file for reference managers."""

from collections.abc import Iterable, Mapping

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
    taken: set[str] = set()
    for record in project.library.records.values():
        for source in record.sources:
            if (work := cited_work(source)) not in keys:
                names = (
                    f"{source.key}-{number}" if number > 1 else source.key
                    for number in range(1, len(keys) + 2)
                )
                keys[work] = next(name for name in names if name not in taken)
                taken.add(keys[work])
    return keys


def cited_work(source: Source) -> Work:
    """What a citation says of a source, without a key."""
    return Work("", source.title, source.publisher, source.date or "", source.url or "", "")
