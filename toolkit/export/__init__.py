"""What leaves the site beside its pages: lists for search engines, and the copy for a USB stick.

To add an export, write a function that gives its files and put it into `EXPORTS`.
"""

from collections.abc import Callable, Mapping, Sequence

from toolkit.export.sitemap import sitemaps
from toolkit.project import Project

Export = Callable[[Project, Mapping[str, Sequence[str]]], dict[str, bytes]]
"""Gives files by their name in the site, from the project and the names of each language's pages."""

EXPORTS: Mapping[str, Export] = {
    "sitemaps": sitemaps,
}
