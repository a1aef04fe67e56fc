"""A calendar (RFC 5545) of the days on which records should be read against their sources again."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from toolkit.listing import API
from toolkit.pages.context import host
from toolkit.pages.markdown import plain
from toolkit.project import MAX_AGE, Project
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START

ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", FALLBACK_START: "", FALLBACK_END: ""})
FOLDED = re.compile(rb".{1,74}(?![\x80-\xbf])")
"""The parts of a line: whole characters of at most 75 bytes, with the space before them."""


def review_dates(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The file by its name in the site: an event for each day and kind, because many records have the same day."""
    catalog, library = project.catalogs[project.default_language], project.library
    due: dict[tuple[date, str], list[str]] = {}
    for key, listing in library.listings[project.default_language].items():
        if checked := library.records[key].checked:
            due.setdefault((date.fromisoformat(checked) + MAX_AGE, key[0]), []).append(plain(listing.title))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Toolkit//Review//EN"]
    for (day, kind), titles in sorted(due.items()):
        summary = catalog.t("reuse.again", kind=catalog.t(f"kinds.{kind}.many"), n=len(titles))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day}-{kind}@{host(project.settings.url) or 'toolkit'}",
            f"DTSTAMP:{library.last_checked.replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{summary.translate(ESCAPES)}",
            "DESCRIPTION:" + "\n".join(sorted(titles)).translate(ESCAPES),
            "END:VEVENT",
        ]
    folded = [b"\r\n ".join(FOLDED.findall(line.encode())) for line in [*lines, "END:VCALENDAR", ""]]
    return {f"{API}/review.ics": b"\r\n".join(folded)}
