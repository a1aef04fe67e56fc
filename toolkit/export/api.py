"""The records as JSON, in English and each whole language: lists, each record, labels of choices; and an index."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel

from toolkit.export.shapes import (
    Attachment,
    Entry,
    Index,
    KindEntry,
    Labels,
    LanguageEntry,
    List,
    RecordFile,
    Translated,
    record_file,
)
from toolkit.library import Library
from toolkit.listing import API, Listing, address, source_dates
from toolkit.project import Project
from toolkit.schema import KINDS, Key, Record, Vocabularies
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

VERSION = "1.3"
"""See `Index.version`. docs/data.md lists what each version added and took away."""


def api(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site."""
    keys = {language: keys_in(project, language) for language in project.whole_catalogs}
    files = {"index": to_json(_index(project, keys))}
    for language, catalog in project.whole_catalogs.items():
        files[f"{language}/labels"] = to_json(_labels(catalog, project.vocabularies))
        for kind in KINDS.values():
            entries = _entries(project, language, kind.id)
            files[f"{language}/{kind.address}/index"] = to_json(List(entries))
        for key in keys[language]:
            files[f"{language}/{address(*key)}"] = to_json(_record_file(project, language, key))
    return {f"{API}/{name}.json": content for name, content in files.items()}


def keys_in(project: Project, language: str) -> list[Key]:
    """The records that are in a language: in English all; else those that are translated, at least in part."""
    return [key for key in project.library.records if is_in(project, language, key)]


def is_in(project: Project, language: str, key: Key) -> bool:
    """Whether a record is in a language, at least in part."""
    return language == SOURCE_LANGUAGE or (language, key) in project.library.translations


def status_in(project: Project, language: str, key: Key) -> str:
    """How far a record's texts in a language can be trusted, as lists say it; of English `original`."""
    translation = project.library.translations.get((language, key))
    return translation.status if translation else "original"


def page_url(project: Project, language: str, path: str) -> str:
    """The address of a page, in this language if it exists there."""
    page_language = project.page_language(path, language)
    return f"{project.settings.url}{project.settings.page_file(path, page_language)}"


def _entries(project: Project, language: str, kind: str) -> list[Entry]:
    """The list of a kind."""
    listings = project.library.listings[language]
    keys = [key for key in keys_in(project, language) if key[0] == kind]
    return [_entry(project, language, listings[key]) for key in keys]


def _entry(project: Project, language: str, listing: Listing) -> Entry:
    """A record in the list of its kind."""
    return Entry(
        id=listing.id,
        title=listing.title,
        summary=listing.summary,
        page=page_url(project, language, listing.address),
        data=f"{language}/{listing.address}.json",
        translation=status_in(project, language, listing.key),
        newest_source=listing.date,
        facets={name: list(values) for name, values in listing.facets.items()},
    )


def _labels(catalog: Catalog, vocabularies: Vocabularies) -> Labels:
    """The closed lists in a language; in English where a label is not translated."""
    lists: dict[str, dict[str, str]] = {}
    for name, english in vocabularies.items():
        lists[name] = {}
        for id, label in english.items():
            lists[name][id] = catalog.texts.get(f"lists.{name}.{id}") or label
    return Labels(lists)


def _index(project: Project, keys: Mapping[str, Sequence[Key]]) -> Index:
    """What the API has; `keys` are of the records in each language."""
    english = Counter(kind for kind, _ in keys[SOURCE_LANGUAGE])
    return Index(
        version=VERSION,
        site=project.settings.name,
        url=project.settings.url,
        languages=[
            LanguageEntry(language=language, name=catalog.name, records=len(keys[language]))
            for language, catalog in project.whole_catalogs.items()
        ],
        kinds=[
            KindEntry(kind=kind.id, folder=kind.address, records=english[kind.id])
            for kind in KINDS.values()
        ],
    )


def _record_file(project: Project, language: str, key: Key) -> RecordFile[Any]:
    """A record in a language, as far as it is translated, and what is around it."""
    library = project.library
    record = library.localized(language, key)
    neighbors = library.neighbors(key)
    related = [record_key for record_key, _ in neighbors.related]
    # What does not apply is left out of the file, and so is not set here.
    optional: dict[str, Any] = {}
    attachment = _attachment(project, record)
    if attachment:
        optional["attachment"] = attachment
    translated = _translated(library, language, key)
    if translated:
        optional["translation"] = translated
    return record_file(record.kind)(
        id=record.id,
        kind=record.kind,
        language=language,
        languages=[tag for tag in project.whole_catalogs if is_in(project, tag, key)],
        page=page_url(project, language, address(*key)),
        newest_source=source_dates(record).own,
        refers_to=_addresses(library.references[key]),
        referred_by=_addresses(neighbors.backlinks),
        related=_addresses(related),
        record=record,
        **optional,
    )


def _addresses(keys: Iterable[Key]) -> list[str]:
    """The paths of records in the API."""
    return [address(*key) for key in keys]


def _attachment(project: Project, record: Record) -> Attachment | None:
    """The file that a record has for readers to take away."""
    file = getattr(record, "file", None)
    if not file:
        return None
    return Attachment(
        url=f"{project.settings.url}files/{record.kind}/{file}",
        size=project.attachments[record.kind, file].size,
    )


def _translated(library: Library, language: str, key: Key) -> Translated | None:
    """How a record was translated, and which of its texts differ from that; of English, nothing."""
    translation = library.translations.get((language, key))
    if not translation:
        return None
    texts = {}
    for text in library.statuses(language, key):
        if text.status != translation.status:
            pointer = "/".join(str(step) for step in text.path)
            texts[f"/{pointer}"] = text.status
    return Translated(
        status=translation.status, by=translation.by, date=translation.date, texts=texts
    )


def to_json(value: BaseModel) -> bytes:
    """A file of the API."""
    return orjson.dumps(value.model_dump(exclude_unset=True)) + b"\n"
