"""The files of the search, by name in the site. All functions are pure: the same arguments, the same bytes.

They are scripts, because a page opened from disk may load nothing else. Each is a call, `Toolkit.data("key", value)`,
and `web/search/load.js` loads it with a script tag.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import orjson

from toolkit.schema import Key
from toolkit.search.document import SearchDocument
from toolkit.search.documents import search_documents
from toolkit.search.facets import SearchFacets
from toolkit.search.messages import facet_values, result_messages, shown_text
from toolkit.search.postings import packed, postings_and_lengths
from toolkit.search.tokens import fold, words
from toolkit.search.views import SearchedRecord
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.word_lists import Synonyms

Files = dict[str, bytes]
"""Files by their name in the site: `search/es.3f2a9c1b.js`."""


LAW_MESSAGES = (
    "kinds.law.one",
    "kinds.law.many",
    "kinds.law.intro",
    "lists.topics.immigration-enforcement",
)
"""What all pages of law are about, beside their topics."""


def index_files(
    records: Mapping[Key, SearchedRecord],
    catalog: Catalog,
    doc_pages: Iterable[DocPage],
    synonyms: Synonyms,
    facets: SearchFacets,
    home_language: str,
) -> Files:
    """The index of the catalog's language. Pages that it does not have are in the `home_language`."""
    listings = {key: searched.listing for key, searched in records.items()}
    documents = search_documents(records, catalog, doc_pages)
    index = language_index(documents, synonyms)
    index |= facet_values(catalog, facets, listings)
    index["messages"] = result_messages(catalog, facets)
    index["law"] = law_words(catalog)
    index["home"] = home_language
    files = index_file(catalog.language, index)
    if catalog.language == SOURCE_LANGUAGE:
        files |= attachment_files(records)
    return files


def index_file(language: str, index: object) -> Files:
    """The file of a language's index. Its name has a hash, so that browsers may cache it forever."""
    content = script(language, index)
    content_hash = sha256(content).hexdigest()[:8]
    return {f"search/{language}.{content_hash}.js": content}


def manifest(names: Iterable[str], key: str) -> Files:
    """The file that browsers load first: the hash of each language's index, from the names of their files.

    `key` is the manifest's name without suffix, as the scripts know it.
    """
    hashes: dict[str, str] = {}
    for name in sorted(names):
        language, _, ending = name.removeprefix("search/").partition(".")
        hashes[language] = ending.removesuffix(".js")
    return {f"search/{key}.js": script(key, hashes)}


def attachment_files(records: Mapping[Key, SearchedRecord]) -> Files:
    """The pages of each record's attachment, of which results show passages."""
    files: Files = {}
    for searched in records.values():
        if searched.pages:
            key = f"attached/{searched.listing.address}"
            files[f"shortlist/{key}.js"] = script(f"shortlist/{key}", searched.pages)
    return files


def language_index(documents: Sequence[SearchDocument], synonyms: Synonyms) -> dict[str, object]:
    """What the browser searches in a language."""
    postings, lengths = postings_and_lengths(documents)
    rows = []
    for document, length in zip(documents, lengths, strict=True):
        rows.append([*shown_values(document), length])
    return {
        "documents": rows,
        "words": " ".join(postings),
        "postings": " ".join(map(packed, postings.values())),
        **query_words(synonyms),
    }


def shown_values(document: SearchDocument) -> list[object]:
    """What results show, in the order that `web/search/index.js` reads, with message keys for messages."""
    places = [shown_text(text) for text in (*document.agencies, document.place) if text]
    labels = [*document.states, *filter(None, (document.evidence, document.effort))]
    sayings = [" ".join(words(saying)) for saying in document.sayings]
    return [
        document.path,
        document.kind,
        shown_text(document.title),
        shown_text(document.summary),
        places,
        labels,
        int(document.has_page),
        int(document.has_text),
        int(document.is_outdated),
        document.year,
        [" ".join(words(name)) for name in document.names],
        [saying for saying in sayings if saying],
        document.attachment,
    ]


def query_words(synonyms: Synonyms) -> dict[str, object]:
    """What the browser knows about the words of a question: what records call what is typed, by the words typed."""
    stop_words: set[str] = set()
    for text in synonyms.stop_words:
        stop_words.update(words(text))
    meanings: dict[str, list[str]] = {}
    for term, alternatives in synonyms.alternatives.items():
        for typed in map(words, alternatives):
            important = [word for word in typed if word not in stop_words]
            key = " ".join(important if len(important) > 1 else typed)
            terms = meanings.setdefault(key, [])
            if term not in terms:
                terms.append(term)
    endings: dict[str, list[str]] = {}
    for ending, former_endings in synonyms.endings.items():
        endings[fold(ending)] = list(map(fold, former_endings))
    return {
        "synonyms": meanings,
        "stop_words": sorted(stop_words),
        "endings": endings,
        "agencies_ask": synonyms.agencies_ask,
    }


def law_words(catalog: Catalog) -> str:
    """What the law of all states is about: with the name of a state, a question leads to its law."""
    topics = [key for key in catalog.english if key.startswith("lists.law_topic.")]
    texts = map(catalog.t, (*LAW_MESSAGES, *topics))
    return " ".join(words(" ".join(texts)))


def script(key: str, value: object) -> bytes:
    """A file of the index. Raises a TypeError unless the value is of strings, numbers, lists and dicts by string."""
    return b"Toolkit.data(%b,%b)\n" % (orjson.dumps(key), orjson.dumps(value))
