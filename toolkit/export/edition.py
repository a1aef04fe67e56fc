"""edition.json: for other programs, which edition of the toolkit a copy is."""

import json
from collections.abc import Mapping, Sequence

from toolkit.project import Project


def edition(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The file by its name in the site."""
    settings = project.settings
    values = {
        "name": settings.site_names[project.default_language],
        "edition": project.library.edition,
        "languages": {language: catalog.name for language, catalog in project.catalogs.items()},
        "records": len(project.library.records),
        "address": settings.url,
        "downloads": settings.downloads,
    }
    return {"edition.json": f"{json.dumps(values, ensure_ascii=False, indent=2)}\n".encode()}
