"""Every page type in every language: each text says which language it is in, and runs the right way."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser.firefox import firefox
from tests.browser.test_chromium import DESK, PAGE_TYPES, PHONE, opened, violations
from tests.conftest import ROOT
from toolkit.cache import Cache
from toolkit.gather.settings import settings
from toolkit.gather.words import BORROWED, RETURNED, STRINGS, strings
from toolkit.read import read
from toolkit.site import make
from toolkit.tree import Tree

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
    if (around.closest("script, noscript, style, code, svg")) continue;
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


def wait(page: Page, name: str) -> None:
    """Until the find page has drawn its results."""
    if name == "find":
        page.wait_for_selector(".result")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_marked_with_its_language_and_runs_its_way(chromium: Browser, disk: str, language: str) -> None:
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    strays: dict[str, Any] = {}
    for name in PAGE_TYPES:
        page.goto(disk + path(language, name))
        wait(page, name)
        found = page.evaluate(STRAYS, SCRIPTS)
        if found:
            strays[name] = found
    context.close()
    assert strays == {}


@pytest.fixture
def unfinished(copy: Path, tmp_path: Path) -> str:
    """The sample with a strings file of which half the texts are not there yet."""
    folder = tmp_path / "strings"
    shutil.copytree(STRINGS, folder)
    texts = yaml.safe_load((folder / "ar.yml").read_text("utf-8"))
    (folder / "ar.yml").write_text(yaml.dump(halved(texts), allow_unicode=True), "utf-8")
    said = strings(["en", "es", "ar"], folder)
    assert said.problems == []
    assert len(said.words["ar"].missing) > 150
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    files, problems = make(replace(read(copy), strings=said), Cache(tmp_path / "cache"), tree)
    assert problems == []
    tree.publish(files)
    return (tmp_path / "site").as_uri() + "/"


def halved(texts: dict[str, Any]) -> dict[str, Any]:
    kept = {key: halved(text) for key, text in texts.items() if isinstance(text, dict)}
    own = [key for key, text in texts.items() if not isinstance(text, dict)]
    return kept | {key: texts[key] for key in own[1::2]}


def test_english_in_place_of_a_missing_text_is_marked_wherever_it_stands(
    chromium: Browser, unfinished: str, tmp_path: Path
) -> None:
    strays: dict[str, Any] = {}
    for name in (
        "index",
        "practices/index",
        "practices/id-night",
        "agencies/index",
        "browse/effort",
        "contribute/practice",
        "translations/index",
        "find",
    ):
        with opened(chromium, f"{unfinished}ar/{name}.html", DESK) as page:
            wait(page, name)
            found = page.evaluate(STRAYS, SCRIPTS)
            if found:
                strays[name] = found
    assert strays == {}
    signs = {BORROWED.encode(), RETURNED.encode()}
    assert [path for path in (tmp_path / "site").rglob("*.*") if any(sign in path.read_bytes() for sign in signs)] == []


@pytest.mark.parametrize("language", ["ar", "lo"])
def test_suggestions_say_which_language_they_are_in(chromium: Browser, disk: str, language: str) -> None:
    with opened(chromium, disk + path(language, "by hand"), DESK) as page:
        page.keyboard.press("/")
        page.keyboard.type("visa", delay=20)
        page.wait_for_selector("[role=option] [lang=en]")
        assert page.evaluate(STRAYS, SCRIPTS) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("en", "es")])
@pytest.mark.parametrize("name", ["start", "practice", "principle", "facet", "agencies", "find"])
def test_axe_finds_nothing_in_any_language(chromium: Browser, http: str, language: str, name: str) -> None:
    with opened(chromium, http + path(language, name), PHONE) as page:
        wait(page, name)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


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
def test_lines_break_between_words_where_no_space_does(chromium: Browser, http: str, language: str) -> None:
    page = chromium.new_page()
    page.goto(f"{http}lo/about.html")
    lines, broken = json.loads(page.evaluate(BROKEN_WORDS, [UNSPACED[language], language]))
    page.close()
    assert lines > 2
    assert broken == []


def test_lines_break_between_words_in_firefox(http: str) -> None:
    """Not Khmer, of which Firefox's own reader of lines knows fewer words than its reader of words."""
    with firefox() as fox:
        fox.open(f"{http}lo/about.html")
        for language in ("lo", "th"):
            lines, broken = json.loads(fox.evaluate(f"({BROKEN_WORDS})({json.dumps([UNSPACED[language], language])})"))
            assert lines > 2
            assert broken == [], language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if WORDS[language].direction == "rtl"])
def test_a_page_from_right_to_left_is_mirrored(chromium: Browser, disk: str, language: str) -> None:
    with opened(chromium, disk + path(language, "practice"), DESK) as page:
        side, body = (page.locator(place).bounding_box() for place in (".side", ".body"))
        assert side and body
        assert side["x"] < body["x"]
