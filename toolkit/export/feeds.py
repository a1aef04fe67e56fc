"""What is new, in each language as Atom feed (RFC 4287) and JSON Feed (jsonfeed.org)."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from toolkit.export.api import page_url
from toolkit.listing import changes
from toolkit.pages.generated import NEWS
from toolkit.pages.markdown import plain
from toolkit.pages.templates import render_file
from toolkit.project import Project
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import LocalizedText

LENGTH = 50
"""The number of changes in a feed."""


def feeds(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site; none if the settings do not say where it is published."""
    if not project.settings.url:
        return {}
    files = {}
    for language in project.catalogs:
        feed, path = (
            _feed(project, language),
            project.settings.page_file(NEWS, language).removesuffix(".html"),
        )
        files[f"{path}.json"] = orjson.dumps(feed)
        files[f"{path}.xml"] = render_file(
            "news.xml", **feed | {"feed_url": f"{project.settings.url}{path}.xml"}
        )
    return files


def _feed(project: Project, language: str) -> dict[str, Any]:
    """A JSON Feed; the Atom feed has the same."""
    settings = project.settings
    page = page_url(project, language, NEWS)
    items: list[dict[str, Any]] = []
    for day, text, listing in changes(project.library.listings[language].values())[:LENGTH]:
        url = page_url(project, language, listing.address)
        spoken = text.language if isinstance(text, LocalizedText) else SOURCE_LANGUAGE
        number = sum(item["id"].startswith(f"{url}#{day}") for item in items)
        items.append(
            {
                "id": f"{url}#{day}{f'-{number + 1}' if number else ''}",
                "url": url,
                "title": plain(listing.title),
                "content_text": plain(text),
                "date_published": f"{day}T00:00:00Z",  # RFC 3339
                **({"language": spoken} if spoken != language else {}),
            }
        )
    name = settings.site_names[language]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": page,
        "feed_url": f"{page.removesuffix('.html')}.json",
        "language": language,
        "authors": [{"name": settings.reach.who or name}],
        "items": items,
    }
