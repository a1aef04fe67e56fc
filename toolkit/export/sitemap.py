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

    def sitemap(root: str, entry: str, names: Iterable[str]) -> bytes:
        addresses = [f"{project.settings.url}{quote(name)}" for name in names]
        return render_file("sitemap.xml", root=root, entry=entry, addresses=addresses)

    files = {
        f"sitemap-{language}.xml": sitemap("urlset", "url", sorted(names))
        for language, names in pages.items()
    }
    files["sitemap.xml"] = sitemap("sitemapindex", "sitemap", files)
    if not (project.root / "docs" / "robots.txt").is_file():
        files["robots.txt"] = render_file(
            "robots.txt", sitemap=f"{project.settings.url}sitemap.xml"
        )
    return files
