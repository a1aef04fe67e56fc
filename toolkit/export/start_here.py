"""What a copy says of itself: 0-START-HERE.html for whoever opens it, in each language, and which edition it is."""

import json
from collections.abc import Mapping, Sequence

from toolkit.pages.page import ThemeText
from toolkit.pages.templates import render_file
from toolkit.project import Project
from toolkit.search.messages import unmarked
from toolkit.sources.messages import Catalog

NAME = "0-START-HERE.html"
"""Digits sort before everything else in the folder."""
FORMER_NAME = "START-HERE.html"
"""What guides and labels of earlier copies call it."""


def start_here(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The file by its name in the site."""
    settings = project.settings
    languages = []
    for language, catalog in project.catalogs.items():
        languages.append(
            {
                "catalog": catalog,
                "name": settings.site_names[language],
                "index": settings.page_file("index", language),
            }
        )
    page = render_file(
        "start-here.html",
        languages=languages,
        edition=project.edition,
        downloads=settings.downloads,
        pages=pages,
    )
    return {NAME: page, FORMER_NAME: page}


def edition(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """Which edition of the toolkit it is: for other programs, and for the foot of every page.

    Pages load the second file, so that no page has to change with each edition.
    """
    settings = project.settings
    values = {
        "name": settings.site_names[project.default_language],
        "edition": project.edition.day,
        "digest": project.edition.digest,
        "languages": {language: catalog.name for language, catalog in project.catalogs.items()},
        "records": len(project.library.records),
        "address": settings.url,
        "downloads": settings.downloads,
    }
    day = project.edition.day
    at_foot = {
        "day": day,
        "digest": project.edition.digest,
        "dated": {language: _dated(catalog, day) for language, catalog in project.catalogs.items()},
    }
    return {
        "edition.json": f"{json.dumps(values, ensure_ascii=False, indent=2)}\n".encode(),
        "edition.js": f"showEdition({json.dumps(at_foot, ensure_ascii=False)});\n".encode(),
    }


def _dated(catalog: Catalog, day: str) -> ThemeText:
    """`Edition of November 28, 2026`; empty if no record says when it was checked."""
    if not day:
        return ""
    return unmarked(catalog.t("copy.edition", date=catalog.locale.date(day)))
