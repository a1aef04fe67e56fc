"""Every page type in every language: each text is marked with its language and has its direction."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.browser.firefox import firefox
from tests.browser.test_chromium import (
    DESKTOP,
    MEASURES,
    PAGE_TYPES,
    PHONE,
    REAL_PAGE_TYPES,
    REFLOW,
    SCRIPT,
    SPACED_TEXT,
    opened,
    settle,
    strays,
    violations,
)
from tests.builds import ROOT, files, run
from toolkit.cli import DONE
from toolkit.sources.config import read_settings
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START, read_catalogs

LANGUAGES = read_settings(ROOT).languages
CATALOGS = read_catalogs(LANGUAGES).by_language


EVERYWHERE = {title: MEASURES[title] for title in (SCRIPT, REFLOW, SPACED_TEXT)}
CHECKED = ("practice", "find", "residents")
"""The page types that are checked with axe in every language."""


def in_language(language: str, path: str) -> str:
    return path if language == LANGUAGES[0] else f"{language}/{path}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_each_type_can_be_read_on_a_phone_in_every_language(
    chromium: Browser, real: Path, real_http: str, language: str
) -> None:
    found: dict[str, list[str]] = {}
    for name, english in REAL_PAGE_TYPES.items():
        path = in_language(language, english)
        if name == "translations" or not (real / "site" / path).is_file():
            continue
        with opened(chromium, real_http + path, PHONE) as page:
            settle(page)
            for title, measure in (
                EVERYWHERE | ({"axe": violations} if name in CHECKED else {})
            ).items():
                if wrong := measure(page):
                    found[f"{path}: {title}"] = wrong
    assert found == {}


@pytest.fixture
def unfinished(program: Path, copy: Path) -> Path:
    """The site of the sample where half of the Arabic messages are missing."""
    path = program / "toolkit" / "messages" / "ar.yml"
    messages = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.dump(every_second(messages), allow_unicode=True), "utf-8")
    assert len(read_catalogs(["ar"], path.parent).by_language["ar"].missing) > 150
    done = run("build", "--root", copy, program=program)
    assert done.returncode == DONE, done.stdout + done.stderr
    return copy / "build" / "site"


def every_second(messages: dict[str, Any]) -> dict[str, Any]:
    """Half of the messages of each group."""
    groups = {key: every_second(text) for key, text in messages.items() if isinstance(text, dict)}
    keys = [key for key, text in messages.items() if not isinstance(text, dict)]
    return groups | {key: messages[key] for key in keys[1::2]}


def test_english_fallback_messages_are_marked_wherever_they_stand(
    chromium: Browser, unfinished: Path
) -> None:
    found: dict[str, list[str]] = {}
    for name in (
        "index",
        "practices/index",
        "practices/id-night",
        "agencies/index",
        "evidence/index",
        "contribute/practice",
        "translations/index",
        "find",
    ):
        with opened(chromium, f"{(unfinished / 'ar' / name).as_uri()}.html", DESKTOP) as page:
            settle(page)
            if unmarked := strays(page):
                found[name] = unmarked
    assert found == {}
    markers = (FALLBACK_START.encode(), FALLBACK_END.encode())
    texts = {
        name: content
        for name, content in files(unfinished).items()
        if not name.endswith((".woff2", ".png"))
    }
    assert [
        name for name, content in texts.items() if any(marker in content for marker in markers)
    ] == []


def suggests_marked(chromium: Browser, address: str, typed: str) -> None:
    with opened(chromium, address, DESKTOP) as page:
        page.locator("#search-box").press_sequentially(typed)
        page.wait_for_selector("[role=option] [lang=en]")
        assert strays(page) == []


def test_suggestions_are_marked_with_their_language(chromium: Browser, disk: str) -> None:
    suggests_marked(chromium, f"{disk}ar/index.html", "tea")


def test_suggestions_are_marked_with_their_language_in_a_script_without_spaces(
    chromium: Browser, real_disk: str
) -> None:
    suggests_marked(chromium, f"{real_disk}lo/index.html", "visa")


BROKEN_WORDS = """
([text, language]) => {
  const line = document.createElement("p");
  document.querySelector("article").prepend(line);
  Object.assign(line, { lang: language, textContent: text });
  line.style.cssText = "width: 8em; font-size: 20px";
  const words = new Set(Array.from(new Intl.Segmenter(language, { granularity: "word" }).segment(text), w => w.index));
  const range = document.createRange();
  const broken = [];
  let lines = 1, before = 0;
  for (let i = 0; i < text.length; i++) {
    range.setStart(line.firstChild, i);
    range.setEnd(line.firstChild, i + 1);
    const top = range.getBoundingClientRect().bottom;
    if (before && top > before + 10) {
      lines++;
      if (!words.has(i) && text[i - 1] !== " ") broken.push(text.slice(i - 5, i) + "|" + text.slice(i, i + 5));
    }
    before = Math.max(before, top);
  }
  line.remove();
  return JSON.stringify([lines, broken]);
}
"""
UNSPACED = {
    "lo": "ຕຳຫຼວດບໍ່ຖາມກ່ຽວກັບສະຖານະການເຂົ້າເມືອງຂອງຜູ້ເຄາະຮ້າຍຫຼືພະຍານ",
    "km": "ប៉ូលីសមិនសួរអំពីស្ថានភាពអន្តោប្រវេសន៍របស់ជនរងគ្រោះឬសាក្សីទេ",
    "th": "ตำรวจไม่ถามสถานะการเข้าเมืองของผู้เสียหายหรือพยาน",
}
"""The police do not ask about the immigration status of victims or witnesses, without a space between words."""


@pytest.mark.parametrize("language", UNSPACED)
def test_lines_break_between_words_where_no_space_does(
    chromium: Browser, real_http: str, language: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{real_http}lo/about.html")
    lines, broken = json.loads(page.evaluate(BROKEN_WORDS, [UNSPACED[language], language]))
    page.close()
    assert lines > 2
    assert broken == []


def test_lines_break_between_words_in_firefox(real_http: str) -> None:
    """Not Khmer, of which Firefox's line breaker knows fewer words than its word breaker."""
    with firefox() as fox:
        fox.open(f"{real_http}lo/about.html")
        for language in ("lo", "th"):
            lines, broken = json.loads(
                fox.evaluate(f"({BROKEN_WORDS})({json.dumps([UNSPACED[language], language])})")
            )
            assert lines > 2
            assert broken == [], language


def test_a_page_from_right_to_left_is_mirrored(chromium: Browser, disk: str) -> None:
    with opened(chromium, f"{disk}ar/{PAGE_TYPES['practice']}", DESKTOP) as page:
        side, body = (page.locator(place).bounding_box() for place in (".side", ".body"))
        assert side and body
        assert side["x"] < body["x"]
