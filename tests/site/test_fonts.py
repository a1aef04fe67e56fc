"""Every language has a font of ours: no letter depends on what a reader's machine has."""

import re
import unicodedata
from pathlib import Path

import pytest
from babel import Locale

from tests.conftest import ROOT
from toolkit.gather.settings import settings
from toolkit.gather.words import strings

FONTS = ROOT / "web" / "vendor" / "fonts"
RULE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
NEEDS_NO_FONT = ("Z", "C", "So")
"""General categories: white space; control and format characters; emoji, which come from the reader's system."""


def faces() -> list[tuple[Path, set[int]]]:
    """Each rule of the two style sheets: its file, and the characters it is for."""
    found = []
    rules = (rule for sheet in FONTS.glob("*.css") for rule in RULE.findall(sheet.read_text("utf-8")))
    for rule in rules:
        name = re.search(r"url\('([^']+)'\)", rule)
        extent = re.search(r"unicode-range: ([^;]+);", rule)
        assert name and extent, rule
        runs = [(int(first, 16), int(last or first, 16)) for first, last in RANGE.findall(extent[1])]
        found.append((FONTS / name[1], {code for first, last in runs for code in range(first, last + 1)}))
    return found


def test_every_font_named_is_there_and_is_woff2_and_none_lies_unused() -> None:
    named = {path for path, _ in faces()}
    assert [path.name for path in named if not path.is_file()] == []
    assert [path.name for path in named if path.read_bytes()[:4] != b"wOF2"] == []
    assert set(FONTS.glob("*.woff2")) == named


@pytest.mark.parametrize("language", settings(ROOT).languages)
def test_a_font_has_every_letter_of_a_language(language: str) -> None:
    covered = {code for path, codes in faces() if path.is_file() for code in codes}
    words = strings([language]).words[language]
    letters = {letter for text in words.texts.values() for letter in text}
    assert letters, language
    bare = {
        f"{letter} U+{ord(letter):04X}"
        for letter in letters
        if ord(letter) not in covered and not unicodedata.category(letter).startswith(NEEDS_NO_FONT)
    }
    assert sorted(bare) == []


@pytest.mark.parametrize("language", ["ar", "fa", "ps", "ur", "lo", "km", "ne", "hi", "my", "am", "ti"])
def test_a_font_has_every_letter_that_a_language_of_these_scripts_is_written_with(language: str) -> None:
    """The letters of CLDR's names of places and languages, for a site that adds the language."""
    covered = {code for path, codes in faces() if path.is_file() for code in codes}
    locale = Locale.parse(language)
    names = [*map(str, locale.territories.values()), *map(str, locale.languages.values())]
    bare = {
        f"{c} U+{ord(c):04X}" for c in "".join(names) if ord(c) not in covered and unicodedata.category(c)[0] in "LM"
    }
    assert sorted(bare) == []


def test_a_page_fetches_the_font_of_a_script_only_when_it_has_that_script() -> None:
    """No rule of another script claims a Latin letter, a digit or plain punctuation."""
    latin = {*range(0x20, 0x7F), *range(0xC0, 0x250)}
    assert [path.name for path, codes in faces() if path.name.startswith("noto-") and codes & latin] == []
