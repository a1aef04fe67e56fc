"""The records as JSON, in English and each whole language: lists, each record, labels of choices; and an index."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel

from toolkit.export.shapes import (
    Entry,
    Index,
    KindEntry,
    Labels,
    LanguageEntry,
    List,
    RecordFile,
    record_file,
)
from toolkit.listing import API, Listing, address, source_dates
from toolkit.project import Project
from toolkit.schema import KINDS, Key, Vocabularies
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

VERSION = "1.2"
"""See `Index.version`. docs/data.md lists what each version added and took away."""


def api(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site."""
    keys = {language: keys_in(project, language) for language in project.whole_catalogs}
    files = {"index": to_json(_index(project, keys))}
    for language, catalog in project.whole_catalogs.items():
        files[f"{language}/labels"] = to_json(_labels(catalog, project.vocabularies))
        listings = project.library.listings[language]
        for kind in KINDS.values():
            listed = [
                _entry(project, language, listings[key])
                for key in keys[language]
                if key[0] == kind.id
            ]
            files[f"{language}/{kind.address}/index"] = to_json(List(listed))
        files |= {
            f"{language}/{address(*key)}": to_json(_record_file(project, language, key))
            for key in keys[language]
        }
    return {f"{API}/{name}.json": content for name, content in files.items()}


def keys_in(project: Project, language: str) -> list[Key]:
    """The records that are in a language: in English all; else those that are translated, at least in part."""
    library = project.library
    return [
        key
        for key in library.records
        if language == SOURCE_LANGUAGE or (language, key) in library.translations
    ]


def status_in(project: Project, language: str, key: Key) -> str:
    """How far a record's texts in a language can be trusted, as lists say it; of English `original`."""
    translation = project.library.translations.get((language, key))
    return translation.status if translation else "original"


def page_url(project: Project, language: str, path: str) -> str:
    """The address of a page, in this language if it exists there."""
    page_language = project.page_language(path, language)
    return f"{project.settings.url}{project.settings.page_file(path, page_language)}"


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
    return Labels(
        {
            name: {
                id: catalog.texts.get(f"lists.{name}.{id}") or label for id, label in labels.items()
            }
            for name, labels in vocabularies.items()
        }
    )


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
    library, neighbors = project.library, project.library.neighbors(key)
    record, translation = (
        library.localized(language, key),
        library.translations.get((language, key)),
    )
    values: dict[str, Any] = {}
    if file := getattr(record, "file", None):
        url = f"{project.settings.url}files/{record.kind}/{file}"
        values["attachment"] = {"url": url, "size": project.attachments[record.kind, file].size}
    if translation:
        others = [
            text for text in library.statuses(language, key) if text.status != translation.status
        ]
        texts = {f"/{'/'.join(map(str, text.path))}": text.status for text in others}
        credits = {name: getattr(translation, name) for name in ("status", "by", "date")}
        values["translation"] = credits | {"texts": texts}
    return record_file(record.kind)(
        id=record.id,
        kind=record.kind,
        language=language,
        languages=[
            of
            for of in project.whole_catalogs
            if of == SOURCE_LANGUAGE or (of, key) in library.translations
        ],
        page=page_url(project, language, address(*key)),
        newest_source=source_dates(record).own,
        refers_to=[address(*other) for other in library.references[key]],
        referred_by=[address(*other) for other in neighbors.backlinks],
        related=[address(*other) for other, _ in neighbors.related],
        record=record,
        **values,
    )


def to_json(value: BaseModel) -> bytes:
    """A file of the API."""
    return orjson.dumps(value.model_dump(exclude_unset=True)) + b"\n"
