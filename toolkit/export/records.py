"""The records as JSON files, for each record and each language that it is in."""

from collections.abc import Mapping
from typing import Any

from toolkit.export.api import page_url, to_json
from toolkit.export.shapes import FILES
from toolkit.listing import API, address, newest_date
from toolkit.project import Project
from toolkit.schema import Key, Record
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import localized


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


def record_file(about: Mapping[str, Any], record: Record, translation: Translation | None) -> dict[str, bytes]:
    """The file of a record; `about` is what is `around` it."""
    values = dict(about)
    record, statuses = localized(record, about["language"], translation)
    if translation:
        texts = {
            f"/{'/'.join(map(str, text.path))}": text.status for text in statuses if text.status != translation.status
        }
        credits = {name: getattr(translation, name) for name in ("status", "by", "date")}
        values["translation"] = credits | {"texts": texts}
    shape = FILES[record.kind](record=record, **values)
    return {f"{API}/{about['language']}/{address(*record.key)}.json": to_json(shape)}
