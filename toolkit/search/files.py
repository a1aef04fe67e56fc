"""The files of the search, by name in the site. All functions are pure: the same arguments, the same bytes."""

import re
from collections.abc import Iterable, Sequence

from toolkit.library import Library
from toolkit.project import Project
from toolkit.search.documents import search_documents
from toolkit.search.encoding import Files, column, facet_column, key_and_hash, named_file, script
from toolkit.search.facets import FacetRow, SearchFacet, facet_rows, search_facets
from toolkit.search.index import language_index
from toolkit.search.kept import kept_files
from toolkit.search.messages import language_messages
from toolkit.search.tokens import FOLDING
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog, english_catalog
from toolkit.sources.synonyms import Synonyms

FIRST_YEAR = 1800
"""Months are counted from this year; no record has an earlier date (`toolkit/schema/fields.py`)."""
IN_MANIFEST = re.compile(r"search/(?![^/]+/[tpx]/)")
"""Files whose hashes are in the manifest. The hashes of shards and texts are in their language's head."""


def search_files(project: Project) -> Files:
    """All files but the manifest. A build creates them in separate targets, to rebuild only what changed."""
    library, doc_pages = project.library, project.doc_pages
    rows = facet_rows(library, doc_pages)
    facets = search_facets(rows, library.listings(SOURCE_LANGUAGE), project.vocabularies)
    files = shared_files(rows, facets)
    for language, catalog in {SOURCE_LANGUAGE: english_catalog(project.catalogs), **project.catalogs}.items():
        files |= index_files(library, catalog, doc_pages, project.synonyms.get(language, Synonyms()))
        files |= language_messages(catalog, facets, library.listings(language))
    for catalog in project.catalogs.values():
        files |= kept_files(library, catalog, project.vocabularies, doc_pages, list(project.catalogs))
    return files


def index_files(library: Library, catalog: Catalog, doc_pages: Iterable[DocPage], synonyms: Synonyms) -> Files:
    """The index of the catalog's language."""
    return language_index(catalog.language, search_documents(library, catalog, doc_pages), synonyms)


def shared_files(rows: Sequence[FacetRow], facets: Sequence[SearchFacet]) -> Files:
    """The files that all languages share: how words are folded, and each document's facet values and date."""
    files = named_file("folding", FOLDING)
    for facet in facets:
        values = [row.facets.get(facet.name, ()) for row in rows]
        files |= named_file(f"c/{facet.name}", facet_column(values, facet.values))
    files |= named_file("c/date", column([months(row.date) for row in rows], 2))
    return files | named_file("values", [[facet.name, facet.values, int(facet.is_scale)] for facet in facets])


def manifest(names: Iterable[str], key: str) -> Files:
    """The file that browsers load first: the hash in each of these names, except hashes in a language's head.

    `key` is the manifest's name without suffix, as the scripts know it.
    """
    hashes = dict(key_and_hash(name) for name in names if IN_MANIFEST.match(name))
    return {f"search/{key}.js": script(key, dict(sorted(hashes.items())))}


def months(date: str) -> int:
    """A date as months since `FIRST_YEAR`, with the whole year before its January; 0 if there is none."""
    if not date:
        return 0
    year, month = [*map(int, date.split("-")), 0][:2]
    return (year - FIRST_YEAR) * 13 + month + 1
