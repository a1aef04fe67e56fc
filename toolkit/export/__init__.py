"""Exports: what the site has for other programs, and sitemaps.

To add an export, write a function that returns its files and add it to `EXPORTS`.
"""

from collections.abc import Callable, Mapping, Sequence

from toolkit.export.api import api
from toolkit.export.bibliography import bibliography
from toolkit.export.description import description
from toolkit.export.feeds import feeds
from toolkit.export.llms import llms
from toolkit.export.sitemap import sitemaps
from toolkit.export.start_here import edition, start_here
from toolkit.export.state_law import state_law
from toolkit.export.tables import tables
from toolkit.project import Project

Export = Callable[[Project, Mapping[str, Sequence[str]]], dict[str, bytes]]
"""From the project and the names of each language's pages to files by name in the site."""

EXPORTS: Mapping[str, Export] = {
    "api": api,
    "bibliography": bibliography,
    "description": description,
    "edition": edition,
    "feeds": feeds,
    "llms": llms,
    "sitemaps": sitemaps,
    "start here": start_here,
    "state law": state_law,
    "tables": tables,
}
