"""Notices about the translation of a page."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.rereading import Task
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import CREDITS, SOURCE_LANGUAGE

TOLD = ("open-law", "law", "contact")
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
    about_catalog = _status_notices(page, page.catalog.status)
    if about_catalog and {"text": page.t("translation.missing_all")} in notices:
        about_catalog = [{"text": page.t("translation.frame")}]
    return [*notices, *(notice for notice in about_catalog if notice not in notices)]


def record_notices(page: PageContext, statuses: Collection[str]) -> list[Notice]:
    """The notices of a page whose texts have these statuses."""
    if set(statuses) == {"missing"}:
        return [{"text": page.t("translation.missing_all")}]
    notices = [
        {"text": page.t(message)}
        for status, message in RECORD_NOTICES.items()
        if status in statuses
    ]
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
    if doc_page == english:
        missing = (
            []
            if page.language == SOURCE_LANGUAGE
            else [{"text": page.t("translation.missing_all")}]
        )
        return with_catalog_notice(page, missing)
    is_outdated = doc_page.status_beside(english) == "outdated"
    outdated = [{"text": page.t("translation.outdated_page")}] if is_outdated else []
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
    texts = [page.t("care.rely"), page.meta(page.catalog.english["care.rely"])]
    is_reliable = page.catalog.texts.get(f"{CREDITS}.rely") != "not-yet"
    return [] if is_reliable else [{"text": text, "is_warning": True} for text in texts]


def _status_notices(page: PageContext, status: str) -> list[Notice]:
    """A notice about how far a translation can be trusted; none if it is reviewed."""
    return [{"text": page.t(f"translation.{status}_notice")}] if status != "reviewed" else []
