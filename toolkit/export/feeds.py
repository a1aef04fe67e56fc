"""What is new, in each language as Atom feed (RFC 4287) and JSON Feed (jsonfeed.org)."""

from collections import Counter
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

MAX_CHANGES = 50
"""In a feed, the newest."""


def feeds(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site; none if the settings do not say where it is published."""
    if not project.settings.url:
        return {}
    files = {}
    for language in project.catalogs:
        feed = _feed(project, language)
        path = project.settings.page_file(NEWS, language).removesuffix(".html")
        atom = feed | {"feed_url": f"{project.settings.url}{path}.xml"}
        files[f"{path}.json"] = orjson.dumps(feed)
        files[f"{path}.xml"] = render_file("news.xml", **atom)
    return files


def _feed(project: Project, language: str) -> dict[str, Any]:
    """A JSON Feed; the Atom feed has the same."""
    settings = project.settings
    page = page_url(project, language, NEWS)
    items: list[dict[str, Any]] = []
    changes_by_day = Counter[str]()
    for day, text, listing in changes(project.library.listings[language].values())[:MAX_CHANGES]:
        url = page_url(project, language, listing.address)
        id = f"{url}#{day}"
        changes_by_day[id] += 1
        number = changes_by_day[id]
        item = {
            "id": id if number == 1 else f"{id}-{number}",
            "url": url,
            "title": plain(listing.title),
            "content_text": plain(text),
            "date_published": f"{day}T00:00:00Z",  # RFC 3339
        }
        text_language = text.language if isinstance(text, LocalizedText) else SOURCE_LANGUAGE
        if text_language != language:
            item["language"] = text_language
        items.append(item)
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
