"""The files of the search, by name in the site. All functions are pure: the same arguments, the same bytes.

They are scripts, because a page opened from disk may load nothing else. Each is a call, `Toolkit.data("key", value)`,
and `web/search/load.js` loads it with a script tag.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import orjson

from toolkit.schema import Key
from toolkit.search.document import KEYWORDS_HEADING, Passage, SearchDocument
from toolkit.search.documents import search_documents
from toolkit.search.facets import SearchFacets
from toolkit.search.messages import facet_values, result_messages
from toolkit.search.postings import pieces, terms_and_lengths
from toolkit.search.tokens import fold, words
from toolkit.search.views import SearchedRecord
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import AS_ISOLATES, Catalog
from toolkit.sources.word_lists import Synonyms

Files = dict[str, bytes]
"""Files by their name in the site: `search/es/head.3f2a9c1b.js`."""
TOGETHER = 4
"""Documents per file of passages: ten results take 26 KB in nine files. In two files for all they would take 190 KB,
three seconds more at 400 kbit/s."""


def index_files(
    records: Mapping[Key, SearchedRecord],
    catalog: Catalog,
    doc_pages: Iterable[DocPage],
    synonyms: Synonyms,
    facets: SearchFacets,
) -> Files:
    """All files of the catalog's language."""
    values = language_index(
        catalog.language, search_documents(records, catalog, doc_pages), synonyms
    )
    values["facets"] = facet_values(
        catalog, facets, {key: searched.listing for key, searched in records.items()}
    )
    values["words"] = query_words(synonyms) | {"messages": result_messages(catalog, facets)}
    return language_files(catalog.language, values)


def manifest(names: Iterable[str], key: str) -> Files:
    """The file that browsers load first: the hash of each language, from the names of their files.

    `key` is the manifest's name without suffix, as the scripts know it.
    """
    hashes = {name.split("/")[1]: name.split(".")[-2] for name in names}
    return {f"search/{key}.js": script(key, dict(sorted(hashes.items())))}


def language_index(
    language: str, documents: Sequence[SearchDocument], synonyms: Synonyms
) -> dict[str, object]:
    """The files of a language's index by name; `messages.py` has those of the interface."""
    terms, lengths = terms_and_lengths(documents)
    files: dict[str, object] = {}
    first_words = []
    for number, piece in enumerate(pieces(terms)):
        first_words.append(piece[0].word)
        files[f"t/{number}"] = [[term.word for term in piece], [term.postings for term in piece]]
        files[f"p/{number}"] = [term.places for term in piece]
    # The browser reads a 0 as: all texts of this document are in the index of the source language.
    for start in range(0, len(documents), TOGETHER):
        files[f"x/{start // TOGETHER}"] = [
            shown_passages(document) if document.language == language else 0
            for document in documents[start : start + TOGETHER]
        ]
    files["head"] = {
        "pieces": first_words,
        "together": TOGETHER,
        "endings": {
            fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()
        },
        "documents": [
            [*shown_values(document), length] if document.language == language else 0
            for document, length in zip(documents, lengths, strict=True)
        ],
    }
    known = [term for term in terms if term.is_suggested]
    files["v"] = [[term.word for term in known], [len(term.postings) for term in known]]
    return files


def shown_values(document: SearchDocument) -> list[object]:
    """What a suggestion shows, in the order that `web/search/show.js` reads, with message keys for messages."""
    return [
        document.path,
        document.kind,
        document.title,
        document.title_language,
        [text for text in (*document.agencies, document.place) if text],
        [*document.states, *filter(None, (document.evidence, document.effort))],
        int(document.is_outdated),
        document.year,
        [" ".join(words(name)) for name in document.names],
        [saying for text in document.sayings if (saying := " ".join(words(text)))],
    ]


def shown_passages(document: SearchDocument) -> list[list[object]]:
    """What else a result shows; the keywords last, for results that nothing else explains."""
    filed = document.keywords.replace("\n", " · ").translate(
        AS_ISOLATES
    )  # perhaps English in a text of the language
    passages = (*document.passages, Passage("", "", filed, KEYWORDS_HEADING))
    shown: list[list[object]] = []
    for passage in passages:
        rare = {
            name: value
            for name in ("language", "file", "page")
            if (value := getattr(passage, name))
        }
        shown.append(
            [
                passage.key or passage.heading,
                passage.anchor,
                passage.text,
                *([rare] if rare else []),
            ]
        )
    return shown


def query_words(synonyms: Synonyms) -> dict[str, object]:
    """What the browser knows about the words of a question: what records call what is typed, by the words typed."""
    stop_words = {word for text in synonyms.stop_words for word in words(text)}
    meanings: dict[str, list[str]] = {}
    for term, alternatives in synonyms.alternatives.items():
        for typed in map(words, alternatives):
            important = [word for word in typed if word not in stop_words]
            key = " ".join(important if len(important) > 1 else typed)
            if term not in meanings.setdefault(key, []):
                meanings[key].append(term)
    return {"synonyms": meanings, "stop_words": sorted(stop_words)}


def script(key: str, value: object) -> bytes:
    """A file of the index. Raises a TypeError unless the value is of strings, numbers, lists and dicts by string."""
    return b"Toolkit.data(%b,%b)\n" % (orjson.dumps(key), orjson.dumps(value))


def language_files(language: str, values: Mapping[str, object]) -> Files:
    """The files of a language. All names have the hash of all of them, so files of two builds never mix."""
    contents = {name: script(f"{language}/{name}", value) for name, value in values.items()}
    content_hash = sha256(b"".join(contents.values())).hexdigest()[:8]
    return {
        f"search/{language}/{name}.{content_hash}.js": content for name, content in contents.items()
    }
