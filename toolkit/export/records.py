"""The records as JSON files, one for each record in each language that it is in."""

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.export.api import keys_in, page_url, to_json
from toolkit.export.shapes import FILES
from toolkit.listing import API, address, newest_date
from toolkit.project import Project
from toolkit.schema import Key, Record
from toolkit.schema.introspect import TextSlot
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import localize, text_statuses


def all_records(project: Project) -> dict[str, bytes]:
    """The files by name in the site."""
    library = project.library
    files: dict[str, bytes] = {}
    for language in project.all_catalogs:
        for key in keys_in(project, language):
            translation = library.translations.get((language, key))
            about = around(project, language, key)
            files |= record_file(about, library.records[key], library.texts[key], translation)
    return files


def around(project: Project, language: str, key: Key) -> dict[str, Any]:
    """What a record's file has besides its texts, by the fields of `RecordFile`."""
    library, record = project.library, project.library.records[key]
    neighbors, values = library.neighbors(key), {}
    if file := getattr(record, "file", None):
        url = f"{project.settings.url}files/{record.kind}/{file}"
        values["attachment"] = {"url": url, "size": project.sizes[record.kind, file]}
    return values | {
        "id": record.id,
        "kind": record.kind,
        "language": language,
        "languages": [of for of in project.all_catalogs if of == SOURCE_LANGUAGE or (of, key) in library.translations],
        "page": page_url(project, language, address(*key)),
        "newest_source": newest_date(record),
        "refers_to": [address(*other) for other in library.references[key]],
        "referred_by": [address(*other) for other in neighbors.backlinks],
        "related": [address(*other) for other, _ in neighbors.related],
    }


def record_file(
    about: Mapping[str, Any], record: Record, slots: Sequence[TextSlot], translation: Translation | None
) -> dict[str, bytes]:
    """The file of a record; `about` is what is `around` it, `slots` are its texts to translate."""
    values = dict(about)
    statuses = text_statuses(slots, translation) if translation else []
    if translation:
        texts = {
            f"/{'/'.join(map(str, text.path))}": text.status for text in statuses if text.status != translation.status
        }
        credits = {name: getattr(translation, name) for name in ("status", "by", "date")}
        values["translation"] = credits | {"texts": texts}
    shape = FILES[record.kind](record=localize(record, about["language"], statuses), **values)
    return {f"{API}/{about['language']}/{address(*record.key)}.json": to_json(shape)}
