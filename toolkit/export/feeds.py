"""What is new, in each language as Atom feed (RFC 4287) and JSON Feed (jsonfeed.org); recordings, for podcast apps."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import orjson

from toolkit.export.api import page_url
from toolkit.listing import address, changes
from toolkit.pages.generated import NEWS
from toolkit.pages.markdown import plain
from toolkit.pages.page import kind_path
from toolkit.pages.templates import render_file
from toolkit.project import Project
from toolkit.schema.documents import Podcast
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
        feed, path = _feed(project, language), project.settings.page_file(NEWS, language).removesuffix(".html")
        files[f"{path}.json"] = orjson.dumps(feed)
        files[f"{path}.xml"] = render_file("news.xml", **feed | {"feed_url": f"{project.settings.url}{path}.xml"})
        files |= _podcasts(project, language)
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


def _podcasts(project: Project, language: str) -> dict[str, bytes]:
    """The feed of recordings; none if none is here."""
    page, files = page_url(project, language, kind_path("podcast")), project.attachments
    feed = f"{page.removesuffix('.html')}.xml"
    episodes = [
        (record, page_url(project, language, address(*record.key)), files["podcast", record.file or ""].size)
        for record in (project.library.localized(language, record.key) for record in project.library.of_kind("podcast"))
        if isinstance(record, Podcast) and record.audio_type
    ]
    about = {"settings": project.settings, "catalog": project.catalogs[language], "page": page, "feed": feed}
    content = render_file("podcasts.xml", episodes=episodes, plain=plain, day=date.fromisoformat, **about)
    return {feed.removeprefix(project.settings.url): content} if episodes else {}
