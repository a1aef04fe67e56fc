"""Every page type in every language: each text is marked with its language and has its direction."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser.firefox import firefox
from tests.browser.test_chromium import DESKTOP, PAGE_TYPES, PHONE, opened, violations
from tests.builds import ROOT, files, run
from toolkit.cli import DONE
from toolkit.sources.config import read_settings
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START, read_catalogs

LANGUAGES = read_settings(ROOT).languages
CATALOGS = read_catalogs(LANGUAGES).by_language
SCRIPTS = {"ar": "Arabic", "prs": "Arabic", "lo": "Lao", "am": "Ethiopic", "zh-Hans": "Han"}
"""The script of each language; of all others Latin."""

STRAYS = r"""
scripts => {
  const strays = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (around.closest("script, noscript, style, code, svg")) continue;
    if (around.closest(".cite .code")) continue; // BibTeX and the like, for programs
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
    """Until the find page shows its results."""
    if name == "find":
        page.wait_for_selector(".result")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_marked_with_its_language_and_direction_and_fits_a_phone(
    chromium: Browser, disk: str, language: str
) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    strays: dict[str, Any] = {}
    widths: set[int] = set()
    for name in PAGE_TYPES:
        page.goto(disk + path(language, name))
        wait(page, name)
        if unmarked := page.evaluate(STRAYS, SCRIPTS):
            strays[name] = unmarked
        widths.add(page.evaluate("document.documentElement.scrollWidth"))
    context.close()
    assert strays == {}
    assert widths == {PHONE["width"]}


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


def test_english_fallback_messages_are_marked_wherever_they_stand(chromium: Browser, unfinished: Path) -> None:
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
        with opened(chromium, f"{(unfinished / 'ar' / name).as_uri()}.html", DESKTOP) as page:
            wait(page, name)
            if unmarked := page.evaluate(STRAYS, SCRIPTS):
                strays[name] = unmarked
    assert strays == {}
    markers = (FALLBACK_START.encode(), FALLBACK_END.encode())
    texts = {name: content for name, content in files(unfinished).items() if not name.endswith((".woff2", ".png"))}
    assert [name for name, content in texts.items() if any(marker in content for marker in markers)] == []


@pytest.mark.parametrize("language", ["ar", "lo"])
def test_suggestions_are_marked_with_their_language(chromium: Browser, disk: str, language: str) -> None:
    with opened(chromium, disk + path(language, "authored page"), DESKTOP) as page:
        page.locator("#search-box").focus()
        page.keyboard.type("visa", delay=20)
        page.wait_for_selector("[role=option] [lang=en]")
        assert page.evaluate(STRAYS, SCRIPTS) == []


OTHER_LANGUAGES = [language for language in LANGUAGES if language not in ("en", "es")]
"""Those that test_chromium.py does not have every page type in."""


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
@pytest.mark.parametrize("name", ["practice", "find", "residents"])
def test_axe_reports_no_violation_in_any_language(chromium: Browser, http: str, language: str, name: str) -> None:
    with opened(chromium, http + path(language, name), PHONE) as page:
        wait(page, name)
        assert violations(page) == []


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
    """Not Khmer, of which Firefox's line breaker knows fewer words than its word breaker."""
    with firefox() as fox:
        fox.open(f"{http}lo/about.html")
        for language in ("lo", "th"):
            lines, broken = json.loads(fox.evaluate(f"({BROKEN_WORDS})({json.dumps([UNSPACED[language], language])})"))
            assert lines > 2
            assert broken == [], language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if CATALOGS[language].direction == "rtl"])
def test_pages_of_right_to_left_languages_are_mirrored(chromium: Browser, disk: str, language: str) -> None:
    with opened(chromium, disk + path(language, "practice"), DESKTOP) as page:
        side, body = (page.locator(place).bounding_box() for place in (".side", ".body"))
        assert side and body
        assert side["x"] < body["x"]
