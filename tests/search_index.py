"""The search of this toolkit's records, documents made up for tests, and Node to search an index."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.builds import real_project
from toolkit.search.document import SearchDocument
from toolkit.search.documents import search_documents
from toolkit.search.facets import SearchFacets, search_facets
from toolkit.search.index import Files, index_file, index_files, language_index, manifest
from toolkit.search.views import searched_records
from toolkit.sources.word_lists import Synonyms

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "es")
FacetValues = Mapping[str, tuple[str, ...]]
PLAIN = SearchDocument(
    path="practices/a", kind="kinds.practice.one", title="A plain title", summary="Summary"
)
"""A document to change."""


@cache
def real_documents(language: str) -> list[SearchDocument]:
    """What can be found in a language."""
    project = real_project()
    return search_documents(
        searched_records(project.library, language), project.catalogs[language], project.doc_pages
    )


@cache
def real_facets() -> SearchFacets:
    """What its readers filter by."""
    project = real_project()
    return search_facets(project.library.listings["en"], project.doc_pages, project.vocabularies)


def real_index() -> Files:
    """All files of the search but the manifest, in English and Spanish."""
    return real_index_in(LANGUAGES)


def real_index_in(languages: Iterable[str]) -> Files:
    """The same in these languages."""
    project = real_project()
    files: Files = {}
    for language in languages:
        files |= index_files(
            searched_records(project.library, language),
            project.catalogs[language],
            project.doc_pages,
            project.synonyms.get(language, Synonyms()),
            real_facets(),
            project.settings.home_language,
        )
    return files


def index_of(
    language: str,
    documents: Sequence[SearchDocument],
    rows: Sequence[FacetValues] | None = None,
    synonyms: Synonyms | None = None,
) -> Files:
    """The files that searching these documents needs, but for the manifest."""
    rows = rows or [{}] * len(documents)
    facets = []
    for name in sorted({name for row in rows for name in row}):
        ids = sorted({id for row in rows for id in row.get(name, ())})
        facets.append(
            [name, name, ids, ids, 0, [[ids.index(id) for id in row.get(name, ())] for row in rows]]
        )
    index = language_index(documents, synonyms or Synonyms())
    return index_file(language, index | {"facets": facets, "dates": [], "home": "en"})


def write_index(files: Files, folder: Path) -> Path:
    """Write files of an index and their manifest."""
    for name, content in (files | manifest(files, "manifest-0")).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def search(folder: Path, language: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the engine answers."""
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "js" / "ask.js"), str(folder), language],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
