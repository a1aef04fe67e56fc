"""The lists of pages that search engines ask for (sitemaps.org/protocol): a sitemap per language, and their index."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from toolkit.paths import TEMPLATES
from toolkit.project import Project


def sitemaps(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site; none if the settings do not say where it is published."""
    if not project.settings.url:
        return {}
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    template = environment.get_template("sitemap.xml.jinja")

    def sitemap(root: str, entry: str, names: Iterable[str]) -> bytes:
        addresses = [f"{project.settings.url}{quote(name)}" for name in names]
        return template.render(root=root, entry=entry, addresses=addresses).encode()

    files = {f"sitemap-{language}.xml": sitemap("urlset", "url", sorted(names)) for language, names in pages.items()}
    return files | {"sitemap.xml": sitemap("sitemapindex", "sitemap", files)}
