"""All sources as a file for BibTeX and a file for reference managers."""

from collections.abc import Iterable, Mapping

from toolkit.listing import API
from toolkit.pages.citation import Work, bibtex, ris
from toolkit.project import Project


def bibliography(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site. A source that several records cite is there once."""
    keys: dict[Work, str] = {}
    taken: set[str] = set()
    for record in project.library.records.values():
        for source in record.sources:
            work = Work("", source.title, source.publisher, source.date or "", source.url or "", "")
            if work not in keys:
                names = (f"{source.key}-{number}" if number > 1 else source.key for number in range(1, len(keys) + 2))
                keys[work] = next(name for name in names if name not in taken)
                taken.add(keys[work])
    works = [work._replace(key=key) for work, key in keys.items()]
    return {
        f"{API}/sources.bib": "\n".join(map(bibtex, works)).encode(),
        f"{API}/sources.ris": "\n".join(map(ris, works)).encode(),
    }
