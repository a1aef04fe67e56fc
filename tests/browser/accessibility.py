"""Writes what the accessibility statement shows: run `build_toolkit.py build`, `python -m tests.browser.accessibility`.

Every page type is opened in all languages, in light and dark colors and in high contrast.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET, served
from tests.browser.test_chromium import AXE, DESKTOP, NARROW, REAL_PAGE_TYPES, violations
from tests.builds import ROOT
from toolkit.paths import ACCESSIBILITY
from toolkit.sources.config import read_settings

LANGUAGES = read_settings(ROOT).languages
SITE = ROOT / "build" / "site"
SLOW = "translations"
"""Its tables of twelve languages take axe a minute, so it is tested once."""
COLORS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"forced_colors": "active"},
}
CHECKS = ("light", "dark", "contrast", "narrow", "spacing")
"""What is checked of every page type in every language."""
WIDER = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
"""WCAG 2.2, 1.4.12 Text Spacing."""
Result = tuple[str, list[str]]
"""The address of a page, and what is wrong with it."""


class Visit(NamedTuple):
    """A page that is opened, if it exists in the language."""

    name: str
    language: str

    @property
    def path(self) -> str:
        return ("" if self.language == LANGUAGES[0] else f"{self.language}/") + REAL_PAGE_TYPES[
            self.name
        ]


def visits() -> Iterator[Visit]:
    for language in LANGUAGES:
        every = [
            Visit(name, language)
            for name in REAL_PAGE_TYPES
            if name != SLOW or language == LANGUAGES[0]
        ]
        yield from (visit for visit in every if (SITE / visit.path).is_file())


def opened(context: BrowserContext, site: str, visit: Visit) -> Page:
    page = context.new_page()
    page.goto(site + visit.path)
    if visit.name == "find":
        page.wait_for_selector(".result")
    return page


def axe_version(browser: Browser) -> str:
    page = browser.new_page()
    page.evaluate(AXE.read_text("utf-8"))
    return str(page.evaluate("axe.version"))


def with_axe(browser: Browser, site: str, colors: str) -> Iterator[Result]:
    """Each page in these colors, and what axe-core reports."""
    context = browser.new_context(viewport=DESKTOP, **COLORS[colors])
    for visit in visits():
        page = opened(context, site, visit)
        yield visit.path, [f"{colors}: {visit.path}: {problem}" for problem in violations(page)]
        page.close()
    context.close()


def narrow(browser: Browser, site: str, check: str) -> Iterator[Result]:
    """Each page on a narrow screen, and whether it must be scrolled sideways."""
    context = browser.new_context(viewport=NARROW, bypass_csp=True)
    for visit in visits():
        page = opened(context, site, visit)
        if check == "spacing":
            page.add_style_tag(content=WIDER)
        width = page.evaluate("document.documentElement.scrollWidth")
        yield (
            visit.path,
            [f"{check}: {visit.path}: {width} pixels wide"] if width > NARROW["width"] else [],
        )
        page.close()
    context.close()


def main() -> None:
    """Write the results, and print what is wrong."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright, served(SITE) as site:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        tools = [f"axe-core {axe_version(browser)}", f"Chromium {browser.version}"]
        found = {
            check: [*(with_axe if check in COLORS else narrow)(browser, site, check)]
            for check in CHECKS
        }
        browser.close()
    checks = [
        {"name": name, "pages": len(pages), "problems": sum(len(problems) for _, problems in pages)}
        for name, pages in found.items()
    ]
    failings = [
        problem for pages in found.values() for _, problems in pages for problem in problems
    ]
    results = {
        "date": date.today().isoformat(),
        "tools": tools,
        "checks": checks,
        "failings": failings,
        "pages": [*REAL_PAGE_TYPES.values()],
    }
    ACCESSIBILITY.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    print(*failings, sep="\n")


if __name__ == "__main__":
    main()
