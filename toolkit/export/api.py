"""The records as JSON files: for each language and kind a list, and a file for each record."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel

from toolkit.export.shapes import (
    FILES,
    Attachment,
    Entry,
    Index,
    KindEntry,
    Labels,
    LanguageEntry,
    List,
    RecordFile,
    Translated,
)
from toolkit.listing import API, address, newest_date
from toolkit.pages.inputs import page_renderer
from toolkit.project import Project
from toolkit.schema import KINDS, Key, Vocabularies
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog, english_catalog

VERSION = "1.0"
"""See `Index.version`. What it adds is told in docs/data.md."""
ORIGINAL = "original"
"""The status of English in lists."""


def api(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site."""
    records = {language: keys_in(project, language) for language in catalogs(project)}
    files, listings = {"index": to_json(_index(project, records))}, project.library.listings(SOURCE_LANGUAGE)
    for language, catalog in catalogs(project).items():
        files[f"{language}/labels"] = to_json(_labels(catalog, project.vocabularies))
        entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for key in records[language]:
            shape = record_file(project, language, key)
            entries[key[0]].append(_entry(shape, status_in(project, language, key), listings[key].facets))
            files[f"{language}/{address(*key)}"] = to_json(shape)
        files |= {f"{language}/{KINDS[kind].address}/index": to_json(List(listed)) for kind, listed in entries.items()}
    return {f"{API}/{name}.json": content for name, content in files.items()}


def catalogs(project: Project) -> dict[str, Catalog]:
    """The catalogs of the API's languages: those of the site, and English in any case."""
    return {SOURCE_LANGUAGE: english_catalog(project.catalogs), **project.catalogs}


def keys_in(project: Project, language: str) -> list[Key]:
    """The records that are in a language: in English all; else those that are translated, at least in part."""
    library = project.library
    return [key for key in library.records if language == SOURCE_LANGUAGE or (language, key) in library.translations]


def status_in(project: Project, language: str, key: Key) -> str:
    """How far a record's texts in a language can be trusted, as lists say it."""
    translation = project.library.translations.get((language, key))
    return translation.status if translation else ORIGINAL


def page_url(project: Project, language: str, path: str) -> str:
    """The address of a page; in the site's default language if the site is not in this one."""
    page_language = language if language in project.catalogs else project.default_language
    return f"{project.settings.url}{page_renderer(project, page_language).context('').url(path)}"


def record_file(project: Project, language: str, key: Key) -> RecordFile[Any]:
    """A record in a language, with its neighbors."""
    library = project.library
    record, neighbors = library.records[key], library.neighbors(key)
    values: dict[str, Any] = {}
    if translation := library.translations.get((language, key)):
        texts = {
            f"/{'/'.join(map(str, text.path))}": text.status
            for text in library.statuses(language, key)
            if text.status != translation.status
        }
        values["translation"] = Translated(
            status=translation.status, by=translation.by, date=translation.date, texts=texts
        )
    if file := getattr(record, "file", None):
        url = f"{project.settings.url}files/{record.kind}/{file}"
        values["attachment"] = Attachment(url=url, size=project.sizes[record.kind, file])
    return FILES[record.kind](
        id=record.id,
        kind=record.kind,
        language=language,
        languages=[of for of in catalogs(project) if of == SOURCE_LANGUAGE or (of, key) in library.translations],
        page=page_url(project, language, address(*key)),
        newest_source=newest_date(record),
        refers_to=[address(*other) for other in library.references[key]],
        referred_by=[address(*other) for other in neighbors.backlinks],
        related=[address(*other) for other, _ in neighbors.related],
        record=library.localized(language, key),
        **values,
    )


def _entry(shape: RecordFile[Any], status: str, facets: Mapping[str, Sequence[str]]) -> Entry:
    """A record in the list of its kind."""
    return Entry(
        id=shape.id,
        title=shape.record.title,
        summary=shape.record.summary,
        page=shape.page,
        data=f"{shape.language}/{address(shape.kind, shape.id)}.json",
        translation=status,
        newest_source=shape.newest_source,
        facets={name: list(values) for name, values in facets.items()},
    )


def _labels(catalog: Catalog, vocabularies: Vocabularies) -> Labels:
    """The closed lists in a language; in English where a label is not translated."""
    return Labels(
        {
            name: {id: catalog.texts.get(f"lists.{name}.{id}") or label for id, label in labels.items()}
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
            for language, catalog in catalogs(project).items()
        ],
        kinds=[KindEntry(kind=kind.id, folder=kind.address, records=english[kind.id]) for kind in KINDS.values()],
    )


def to_json(value: BaseModel) -> bytes:
    """A file of the API."""
    return orjson.dumps(value.model_dump(exclude_unset=True)) + b"\n"
