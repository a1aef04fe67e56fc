"""What a copy says of itself: START-HERE.html, for the person who opens it, in each language, and edition.json."""

import json
from collections.abc import Mapping, Sequence

from toolkit.pages.templates import render_file
from toolkit.project import Project

NAME = "START-HERE.html"


def start_here(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The file by its name in the site."""
    settings = project.settings
    editions = [
        {"catalog": catalog, "name": settings.site_names[language], "index": settings.page_file("index", language)}
        for language, catalog in project.catalogs.items()
    ]
    day = project.library.edition
    return {NAME: render_file("start-here.html", editions=editions, day=day, downloads=settings.downloads, pages=pages)}


def edition(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """Which edition of the toolkit it is, for other programs."""
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
