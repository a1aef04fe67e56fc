"""Writes what the accessibility statement shows: run `build_toolkit.py build`, `python -m tests.browser.accessibility`.

Every page type is opened in three languages, one of them from right to left, and the most used ones in all languages.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET, served
from tests.browser.test_chromium import AXE, DESKTOP, NARROW, PAGE_TYPES, violations
from tests.builds import ROOT
from toolkit.paths import ACCESSIBILITY
from toolkit.sources.config import read_settings

LANGUAGES = read_settings(ROOT).languages
WHOLE = ("en", "es", "ar")
"""Languages of which every page type is tested."""
USED = ("start", "practice", "model", "residents", "find")
SLOW = "translations"
"""Its tables of twelve languages take axe a minute, so it is tested in one language and one color scheme."""
COLORS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"forced_colors": "active"},
}
WIDER = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
"""WCAG 2.2, 1.4.12 Text Spacing."""


class Visit(NamedTuple):
    """A page that is opened."""

    name: str
    language: str

    @property
    def path(self) -> str:
        return ("" if self.language == LANGUAGES[0] else f"{self.language}/") + PAGE_TYPES[self.name]


def visits() -> list[Visit]:
    return [Visit(n, tag) for tag in LANGUAGES for n in (PAGE_TYPES if tag in WHOLE else USED)]


def axe_version(browser: Browser) -> str:
    page = browser.new_page()
    page.evaluate(AXE.read_text("utf-8"))
    return str(page.evaluate("axe.version"))


def with_axe(browser: Browser, site: str, colors: str) -> Iterator[tuple[str, list[str]]]:
    """Each page in these colors, and what axe-core reports."""
    context = browser.new_context(viewport=DESKTOP, **COLORS[colors])
    for visit in visits():
        if visit.name == SLOW and (colors, visit.language) != ("light", LANGUAGES[0]):
            continue
        page = context.new_page()
        page.goto(site + visit.path, wait_until="networkidle")
        yield visit.path, [f"{colors}: {visit.path}: {problem}" for problem in violations(page)]
        page.close()
    context.close()


def narrow(browser: Browser, site: str, style: str) -> Iterator[tuple[str, list[str]]]:
    """Each page on a narrow screen, and whether it must be scrolled sideways."""
    context = browser.new_context(viewport=NARROW, bypass_csp=True)
    for visit in visits():
        page = context.new_page()
        page.goto(site + visit.path, wait_until="networkidle")
        page.add_style_tag(content=style)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide = [f"{visit.path}: {width} pixels wide"] if width > NARROW["width"] else []
        yield visit.path, wide
        page.close()
    context.close()


def main() -> None:
    """Write the results, and print what is wrong."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright, served(ROOT / "build" / "site") as site:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        tools = [f"axe-core {axe_version(browser)}", f"Chromium {browser.version}"]
        found = {colors: [*with_axe(browser, site, colors)] for colors in COLORS}
        found |= {"narrow": [*narrow(browser, site, "")], "spacing": [*narrow(browser, site, WIDER)]}
        browser.close()
    checks = [
        {"name": name, "pages": len(pages), "problems": sum(len(problems) for _, problems in pages)}
        for name, pages in found.items()
    ]
    failings = [problem for pages in found.values() for _, problems in pages for problem in problems]
    results = {
        "date": date.today().isoformat(),
        "tools": tools,
        "checks": checks,
        "failings": failings,
        "pages": [*PAGE_TYPES.values()],
    }
    ACCESSIBILITY.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    print(*failings, sep="\n")


if __name__ == "__main__":
    main()
