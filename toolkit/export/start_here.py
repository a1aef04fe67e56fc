"""START-HERE.html, the file that a person with a copy opens first: what it is and how to use it, in each language."""

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
    return {NAME: render_file("start-here.html", editions=editions, day=day, downloads=settings.downloads)}
