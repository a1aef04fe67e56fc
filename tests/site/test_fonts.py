"""The fonts of the site have every letter of every language: none depends on the reader's machine."""

import re
import unicodedata
from pathlib import Path

import pytest
from babel import Locale

from tests.builds import ROOT
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs

FONTS = ROOT / "web" / "vendor" / "fonts"
RULE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
NEEDS_NO_FONT = ("Z", "C", "So")
"""General categories: white space; control and format characters; emoji, which come from the reader's system."""


def font_rules() -> list[tuple[Path, set[int]]]:
    """Each rule of the two style sheets: its file, and the characters it is for."""
    fonts = []
    rules = (
        rule for sheet in FONTS.glob("*.css") for rule in RULE.findall(sheet.read_text("utf-8"))
    )
    for rule in rules:
        name = re.search(r"url\('([^']+)'\)", rule)
        extent = re.search(r"unicode-range: ([^;]+);", rule)
        assert name and extent, rule
        runs = [
            (int(first, 16), int(last or first, 16)) for first, last in RANGE.findall(extent[1])
        ]
        codes = {code for first, last in runs for code in range(first, last + 1)}
        is_whole_range = len(runs) == 1 and name[1].startswith("noto-sans-sc-")
        fonts.append((FONTS / name[1], {*filter(is_common, codes)} if is_whole_range else codes))
    return fonts


def is_common(code: int) -> bool:
    """Of GB 2312, level 1: all that the Chinese files with whole ranges have (`web/vendor/subset.py`)."""
    try:
        return b"\xb0" <= chr(code).encode("gb2312")[:1] <= b"\xd7"
    except UnicodeEncodeError:
        return False


def test_style_sheets_name_every_font_file_and_each_is_woff2() -> None:
    named = {path for path, _ in font_rules()}
    assert [path.name for path in named if not path.is_file()] == []
    assert [path.name for path in named if path.read_bytes()[:4] != b"wOF2"] == []
    assert set(FONTS.glob("*.woff2")) == named


def test_a_font_that_may_be_left_out_is_named_like_no_installed_noto_font() -> None:
    """Chromium draws with the installed font while ours loads, and moves lines when ours takes its place."""
    optional = [
        rule
        for rule in RULE.findall((FONTS / "fonts.css").read_text("utf-8"))
        if "optional;" in rule
    ]
    assert optional
    assert [rule for rule in optional if "font-family: 'Noto" in rule] == []


@pytest.mark.parametrize("language", read_settings(ROOT).languages)
def test_fonts_have_every_letter_of_the_messages(language: str) -> None:
    covered = {code for path, codes in font_rules() if path.is_file() for code in codes}
    letters = {
        letter
        for text in read_catalogs([language]).by_language[language].texts.values()
        for letter in text
    }
    assert letters, language
    missing = {
        f"{letter} U+{ord(letter):04X}"
        for letter in letters
        if ord(letter) not in covered and not unicodedata.category(letter).startswith(NEEDS_NO_FONT)
    }
    assert sorted(missing) == []


@pytest.mark.parametrize(
    "language", ["ar", "fa", "ps", "ur", "lo", "km", "ne", "hi", "my", "am", "ti"]
)
def test_fonts_have_every_letter_of_names_in_cldr(language: str) -> None:
    """The letters of CLDR's names of places and languages, for a site that adds the language."""
    covered = {code for path, codes in font_rules() if path.is_file() for code in codes}
    locale = Locale.parse(language)
    names = [*map(str, locale.territories.values()), *map(str, locale.languages.values())]
    missing = {
        f"{c} U+{ord(c):04X}"
        for c in "".join(names)
        if ord(c) not in covered and unicodedata.category(c)[0] in "LM"
    }
    assert sorted(missing) == []


def test_fonts_of_other_scripts_claim_no_latin_letters() -> None:
    """Or every page would load them."""
    latin = {*range(0x20, 0x7F), *range(0xC0, 0x250)}
    assert [
        path.name for path, codes in font_rules() if path.name.startswith("noto-") and codes & latin
    ] == []
