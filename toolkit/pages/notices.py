"""What a reader must know of the translation of a page."""

from collections.abc import Collection, Sequence

from toolkit.pages.context import PageContext
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

Notice = dict[str, str]
"""A text, and perhaps where it leads and the text of that link."""
RECORD_NOTICES = {
    "missing": "translation.missing_some",
    "machine": "translation.machine_notice",
    "draft": "translation.draft_notice",
    "outdated": "translation.outdated_notice",
}
"""The message of each status that some text of a record has."""


def with_catalog_notice(page: PageContext, notices: Sequence[Notice]) -> list[Notice]:
    """The notices of a page after that of its messages, which stand on every page."""
    first = _status_notices(page, page.catalog.status)
    return [*(notice for notice in first if notice not in notices), *notices]


def record_notices(page: PageContext, statuses: Collection[str]) -> list[Notice]:
    """The notices of a page whose texts have these statuses."""
    if set(statuses) == {"missing"}:
        return [{"text": page.t("translation.missing_all")}]
    notices = [{"text": page.t(message)} for status, message in RECORD_NOTICES.items() if status in statuses]
    if "outdated" in statuses:
        notices[-1] |= {"url": "#changes", "link": page.t("translation.see_changes")}
    return notices


def doc_page_notices(page: PageContext, doc_page: DocPage, english: DocPage) -> list[Notice]:
    """The notices of an authored page."""
    if doc_page == english:
        return [] if page.language == SOURCE_LANGUAGE else [{"text": page.t("translation.missing_all")}]
    is_outdated = doc_page.status_beside(english) == "outdated"
    outdated = [{"text": page.t("translation.outdated_page")}] if is_outdated else []
    return [*_status_notices(page, doc_page.status), *outdated]


def _status_notices(page: PageContext, status: str) -> list[Notice]:
    """How far a translation can be trusted; nothing of one that was reviewed."""
    return [{"text": page.t(f"translation.{status}_notice")}] if status != "reviewed" else []
