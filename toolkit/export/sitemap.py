"""The lists of pages that search engines ask for (sitemaps.org/protocol): a sitemap per language, their index, and
robots.txt (RFC 9309), which names it, unless it is in docs/."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from toolkit.pages.templates import render_file
from toolkit.project import Project


def sitemaps(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site; none if the settings do not say where it is published."""
    if not project.settings.url:
        return {}
    files = {}
    for language, names in pages.items():
        addresses = _addresses(project, sorted(names))
        files[f"sitemap-{language}.xml"] = render_file(
            "sitemap.xml", root="urlset", entry="url", addresses=addresses
        )
    files["sitemap.xml"] = render_file(
        "sitemap.xml", root="sitemapindex", entry="sitemap", addresses=_addresses(project, files)
    )
    if not (project.root / "docs" / "robots.txt").is_file():
        address = f"{project.settings.url}sitemap.xml"
        files["robots.txt"] = render_file("robots.txt", sitemap=address)
    return files


def _addresses(project: Project, names: Iterable[str]) -> list[str]:
    """The addresses of files of the site."""
    return [f"{project.settings.url}{quote(name)}" for name in names]
