"""The search of this toolkit's records, documents made up for tests, and Node to search an index."""

import json
import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from toolkit.project import Project, load_project
from toolkit.search.document import Passage, SearchDocument
from toolkit.search.documents import search_documents
from toolkit.search.facets import SearchFacets, search_facets
from toolkit.search.index import (
    Files,
    index_files,
    language_files,
    language_index,
    manifest,
    query_words,
)
from toolkit.search.views import searched_records
from toolkit.sources.word_lists import Synonyms

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "es")
FacetValues = Mapping[str, tuple[str, ...]]
PLAIN = SearchDocument(
    "practices/a", "kinds.practice.one", "A plain title", "en", (Passage("", "", "Summary"),), ""
)
"""A document to change."""


@cache
def real_project() -> Project:
    """This toolkit's records."""
    return load_project(ROOT)


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
    project = real_project()
    files: Files = {}
    for language in LANGUAGES:
        synonyms = project.synonyms[language]
        files |= index_files(
            searched_records(project.library, language),
            project.catalogs[language],
            project.doc_pages,
            synonyms,
            real_facets(),
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
    values = language_index(language, documents, synonyms or Synonyms())
    values |= {
        "facets": {"facets": facets, "dates": []},
        "words": query_words(synonyms or Synonyms()),
    }
    return language_files(language, values)


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


def generated(number: int) -> Iterator[tuple[SearchDocument, FacetValues]]:
    """Documents of about 60 words with word frequencies by Zipf's law, as in texts; the same every time."""
    chance = random.Random(number)
    syllables = [
        a + b for a in ("b", "c", "d", "l", "m", "r", "st", "tr") for b in ("a", "e", "in", "or")
    ]
    vocabulary = list(
        dict.fromkeys("".join(chance.choices(syllables, k=2 + i // 300)) for i in range(2_000))
    )
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    sizes: Mapping[str, int] = {"kind": 9, "topics": 28, "states": 51, "effort": 6}
    for i in range(number):
        text = chance.choices(vocabulary, cum_weights=weights, k=60)
        passages = (
            Passage("", "", " ".join(text[:20])),
            Passage("Steps", "steps", " ".join(text[20:])),
        )
        title = " ".join(chance.choices(vocabulary, cum_weights=weights, k=6)).capitalize()
        values = {
            name: tuple(
                dict.fromkeys(
                    f"{name}-{chance.randrange(size)}" for _ in range(1 + (name == "topics"))
                )
            )
            for name, size in sizes.items()
        }
        yield PLAIN._replace(path=f"practices/r{i}", title=title, passages=passages), values
