"""Every page type in every language: each text says which language it is in, and runs the right way."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.test_chromium import DESK, PAGE_TYPES, PHONE, opened, violations
from tests.conftest import ROOT
from toolkit.gather.words import settings, strings

LANGUAGES = settings(ROOT).languages
WORDS = strings(LANGUAGES).words
SCRIPTS = {"ar": "Arabic", "prs": "Arabic", "lo": "Lao", "am": "Ethiopic", "zh-Hans": "Han"}
"""The script of each language; of all others Latin."""

STRAYS = r"""
scripts => {
  const strays = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (around.closest("script, style, code, svg")) continue;
    const letters = node.data.replace(/\S+\.[a-z]{2,}/g, "").match(/\p{L}/gu) || []; // a host has no language
    if (letters.length < 3) continue;
    const language = around.closest("[lang]").lang;
    const script = new RegExp(`\\p{Script=${scripts[language] || "Latin"}}`, "u");
    const own = letters.filter(letter => script.test(letter)).length;
    const direction = getComputedStyle(around).direction;
    const isRight = direction === (scripts[language] === "Arabic" ? "rtl" : "ltr");
    if (own < letters.length / 3 || !isRight) strays.push(`${language} ${direction}: ${node.data.trim().slice(0, 80)}`);
  }
  return strays;
}
"""


def path(language: str, name: str) -> str:
    return PAGE_TYPES[name] if language == LANGUAGES[0] else f"{language}/{PAGE_TYPES[name]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_marked_with_its_language_and_runs_its_way(chromium: Browser, disk: str, language: str) -> None:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    strays: dict[str, Any] = {}
    for name in PAGE_TYPES:
        page.goto(disk + path(language, name))
        if name == "find":
            page.wait_for_selector(".result")
        found = page.evaluate(STRAYS, SCRIPTS)
        if found:
            strays[name] = found
    context.close()
    assert strays == {}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("en", "es")])
@pytest.mark.parametrize("name", ["start", "practice", "principle", "facet", "agencies"])
def test_axe_finds_nothing_in_any_language(chromium: Browser, http: str, language: str, name: str) -> None:
    with opened(chromium, http + path(language, name), PHONE) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if WORDS[language].direction == "rtl"])
def test_a_page_from_right_to_left_is_mirrored(chromium: Browser, disk: str, language: str) -> None:
    with opened(chromium, disk + path(language, "practice"), DESK) as page:
        side, body = (page.locator(place).bounding_box() for place in (".side", ".body"))
        assert side and body
        assert side["x"] < body["x"]
