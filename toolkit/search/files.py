"""The files of the search, by name in the site. All functions are pure: the same arguments, the same bytes."""

from collections.abc import Iterable

from toolkit.library import Library
from toolkit.search.documents import search_documents
from toolkit.search.encoding import Files, language_files, script
from toolkit.search.facets import SearchFacets
from toolkit.search.index import language_index, query_words
from toolkit.search.messages import facet_values, result_messages
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import Catalog
from toolkit.sources.synonyms import Synonyms


def index_files(
    library: Library, catalog: Catalog, doc_pages: Iterable[DocPage], synonyms: Synonyms, facets: SearchFacets
) -> Files:
    """All files of the catalog's language."""
    values = language_index(catalog.language, search_documents(library, catalog, doc_pages), synonyms)
    values["facets"] = facet_values(catalog, facets, library.listings(catalog.language))
    values["words"] = query_words(synonyms) | {"messages": result_messages(catalog, facets)}
    return language_files(catalog.language, values)


def manifest(names: Iterable[str], key: str) -> Files:
    """The file that browsers load first: the hash of each language, from the names of their files.

    `key` is the manifest's name without suffix, as the scripts know it.
    """
    hashes = {name.split("/")[1]: name.split(".")[-2] for name in names}
    return {f"search/{key}.js": script(key, dict(sorted(hashes.items())))}
