"""The index of a language, from its documents."""

from collections.abc import Iterable

from toolkit.search.document import Passage, SearchDocument
from toolkit.search.encoding import Files, column, key_and_hash, named_file
from toolkit.search.postings import length_step, shards, terms_and_lengths
from toolkit.search.tokens import fold, words
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.synonyms import Synonyms

BLOCK = 2
"""Documents per file of texts: few, because ten results are usually in ten different files."""


def language_index(language: str, documents: Iterable[SearchDocument], synonyms: Synonyms) -> Files:
    """The files of a language's index; `language_messages` has the interface texts."""
    documents = list(documents)
    terms, lengths = terms_and_lengths(documents)
    term_shards = list(shards(terms))
    shown = [shown_values(document) for document in documents if document.language == language]
    folders: dict[str, list[object]] = {
        "t": [
            ["\n".join(term.word for term in shard), " ".join(term.postings for term in shard)] for shard in term_shards
        ],
        "p": [" ".join(term.places for term in shard) for shard in term_shards],
        "x": [shown[start : start + BLOCK] for start in range(0, len(shown), BLOCK)],
    }
    # The browser reads the length 0 as: all texts of this document are in the index of the source language.
    measured = zip(documents, lengths, strict=True)
    steps = [length_step(length) if document.language == language else 0 for document, length in measured]
    files: Files = {}
    hashes = dict.fromkeys(folders, "")
    for folder, values in folders.items():
        for number, value in enumerate(values):
            file = named_file(f"{language}/{folder}/{number}", value)
            hashes[folder] += "".join(key_and_hash(name)[1] for name in file)
            files |= file
    metadata = {
        **hashes,
        "language": language,
        "documents": len(documents),
        "block": BLOCK,
        "base": SOURCE_LANGUAGE if len(shown) < len(documents) else "",
        "lengths": column(steps, 1),
        "shards": [shard[0].word for shard in term_shards],
        **_synonym_values(synonyms),
    }
    suggestions = "\n".join(filter(None, (term.suggestion for term in terms)))
    return files | named_file(f"{language}/v", suggestions) | named_file(f"{language}/head", metadata)


def shown_values(document: SearchDocument) -> list[object]:
    """What a result shows, in the order that `web/search/show.js` reads, with message keys for messages."""
    return [
        document.path,
        document.kind,
        document.title,
        document.title_language,
        [text for text in (*document.agencies, document.place) if text],
        [*document.states, *filter(None, (document.evidence, document.effort))],
        int(document.is_outdated),
        document.year,
        [_passage_values(passage) for passage in document.passages],
    ]


def _passage_values(passage: Passage) -> list[object]:
    rare = {name: value for name in ("language", "file", "page") if (value := getattr(passage, name))}
    return [passage.key or passage.heading, passage.anchor, passage.text, *([rare] if rare else [])]


def _synonym_values(synonyms: Synonyms) -> dict[str, object]:
    """The synonyms as the browser reads them, keys without stop words, which it never looks up."""
    stop_words = {word for text in synonyms.stop_words for word in words(text)}
    synonyms_by_term: dict[str, list[str]] = {}
    for term, alternatives in synonyms.alternatives.items():
        term_words = words(term)
        key = " ".join([word for word in term_words if word not in stop_words] or term_words)
        synonyms_by_term.setdefault(key, []).extend(" ".join(words(text)) for text in alternatives)
    return {
        "synonyms": synonyms_by_term,
        "endings": {fold(ending): [fold(b) for b in before] for ending, before in synonyms.endings.items()},
        "stop_words": synonyms.stop_words,
    }
