"""Notices above a page: how far its texts are translated and can be trusted, and whether its day is past."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.rereading import Task
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import CREDITS, SOURCE_LANGUAGE

TOLD = ("open-law", "law", "help", "contact")
"""Topics of which readers are told when a page is past its day."""
Notice = dict[str, Any]
"""A `text` for the theme, perhaps the `url` and text of a `link`, whether it `is_warning`, and the day it is `due`."""
RECORD_NOTICES = {
    "missing": "translation.missing_some",
    "machine": "translation.machine_notice",
    "draft": "translation.draft_notice",
    "outdated": "translation.outdated_notice",
}
"""The message for each status that a text of a record may have."""


def with_catalog_notice(page: PageContext, notices: Sequence[Notice]) -> list[Notice]:
    """A page's notices, then how far the message catalog can be trusted, whose texts are on every page."""
    catalog_notices = _status_notices(page, page.catalog.status)
    if catalog_notices and {"text": page.t("translation.missing_all")} in notices:
        catalog_notices = [{"text": page.t("translation.frame")}]
    return [*notices, *[notice for notice in catalog_notices if notice not in notices]]


def record_notices(page: PageContext, statuses: Collection[str]) -> list[Notice]:
    """The notices of a page whose texts have these statuses."""
    if set(statuses) == {"missing"}:
        return [{"text": page.t("translation.missing_all")}]
    notices: list[Notice] = []
    for status, message in RECORD_NOTICES.items():
        if status in statuses:
            notices.append({"text": page.t(message)})
    if "outdated" in statuses:
        notices[-1] |= {"url": "#changes", "link": page.t("translation.see_changes")}
    return notices


def due_notice(page: PageContext, tasks: Iterable[Task]) -> list[Notice]:
    """What a page of law, help or contacts says once its day is past. The browser shows it: the page is as it was."""
    days = [task.due for task in tasks if task.topic in TOLD]
    if not days:
        return []
    day = min(days)
    text = page.t("page.due", date=page.date(day))
    return [{"text": text, "is_warning": True, "due": day}]


def doc_page_notices(page: PageContext, doc_page: DocPage, english: DocPage) -> list[Notice]:
    """The notices of an authored page, that about the message catalog included.

    On a machine-translated page for residents a single notice says it all, in the page's language and in English.
    """
    if doc_page == english and page.language == SOURCE_LANGUAGE:
        return with_catalog_notice(page, [])
    if doc_page == english:
        return with_catalog_notice(page, [{"text": page.t("translation.missing_all")}])
    outdated: list[Notice] = []
    if doc_page.status_beside(english) == "outdated":
        outdated = [{"text": page.t("translation.outdated_page")}]
    if english.front.get("show") == "residents" and doc_page.status == "machine":
        message = "exit.machine_notice"
        return [
            {"text": page.t(message)},
            {"text": page.meta(page.catalog.english[message])},
            *outdated,
        ]
    return with_catalog_notice(page, [*_status_notices(page, doc_page.status), *outdated])


def warnings(page: PageContext) -> list[Notice]:
    """What a resident should know first in a language that is not to be relied on: in it, and in English."""
    if page.catalog.texts.get(f"{CREDITS}.rely") != "not-yet":
        return []
    return [
        {"text": page.t("care.rely"), "is_warning": True},
        {"text": page.meta(page.catalog.english["care.rely"]), "is_warning": True},
    ]


def _status_notices(page: PageContext, status: str) -> list[Notice]:
    """A notice about how far a translation can be trusted; none if it is reviewed."""
    if status == "reviewed":
        return []
    return [{"text": page.t(f"translation.{status}_notice")}]


def untranslated_notices(page: PageContext, texts: Iterable[str]) -> list[Notice]:
    """A notice if some of these texts of records are not translated."""
    if any(map(page.foreign_language, texts)):
        return [{"text": page.t("translation.missing_list")}]
    return []
