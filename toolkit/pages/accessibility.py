"""What the accessibility statement shows: the results that `python -m tests.browser.accessibility` wrote."""

import json
from collections.abc import Sequence
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.paths import ACCESSIBILITY
from toolkit.sources.doc_pages import DocPage

RESULTS = json.loads(ACCESSIBILITY.read_text("utf-8"))


def accessibility_results(page: PageContext, doc_pages: Sequence[DocPage]) -> dict[str, Any]:
    """When and with what the site was tested; what was tested, in how many pages, and what was found; the pages."""
    checks = [
        {
            "text": page.t(f"care.{check['name']}"),
            "numbers": [page.number(check["pages"]), page.number(check["problems"])],
        }
        for check in RESULTS["checks"]
    ]
    return {
        "when": page.t("care.when", date=page.date(RESULTS["date"]), tools=page.comma_list(RESULTS["tools"])),
        "checks": checks,
        "failings": RESULTS["failings"],
        "pages": RESULTS["pages"],
    }
