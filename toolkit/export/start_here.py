"""START-HERE.html, the file that a person with a copy opens first: what it is and how to use it, in each language."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, FileSystemLoader

from toolkit.paths import TEMPLATES
from toolkit.project import Project
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START

NAME = "START-HERE.html"


def start_here(project: Project, pages: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The file by its name in the site."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    editions = [
        {
            "catalog": catalog,
            "name": project.settings.site_names[language],
            "index": "index.html" if language == project.default_language else f"{language}/index.html",
        }
        for language, catalog in project.catalogs.items()
    ]
    template = environment.get_template("start-here.html.jinja")
    html = template.render(editions=editions, day=project.library.edition, downloads=project.settings.downloads)
    return {NAME: html.replace(FALLBACK_START, "").replace(FALLBACK_END, "").encode()}
