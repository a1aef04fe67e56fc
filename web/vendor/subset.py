#!/usr/bin/env python3
"""Make the cut-down fonts of fonts/ anew, and the rules of the Chinese ones, fonts/han.css.

    python web/vendor/subset.py PACKAGES SITE

PACKAGES is the folder that holds noto-sans-arabic, noto-sans-ethiopic and noto-sans-sc as npm unpacks them, SITE a
built site with pages in zh-Hans. Run it by hand when the Chinese texts have changed; no build and no test runs it. It
stands beside fonts/ and not in it, since everything in fonts/ is published. The README.md beside it says what to
install first.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Neither is among the toolkit's own packages, so mypy cannot always see them.
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._c_m_a_p import (
    CmapSubtable,
)
from fontTools.varLib.instancer import (
    instantiateVariableFont,
)

FONTS = Path(__file__).resolve().parent / "fonts"
BLOCKS = {
    "arabic": (*range(0x0600, 0x0700), 0x200C, 0x200D, 0x200E, 0x2010, 0x2011, 0x204F),
    "ethiopic": (*range(0x1200, 0x1380),),
}
"""Of a script, the block that Arabic, Dari, Pashto and Urdu, or Amharic and Tigrinya, are written with."""
LANGUAGE_NAMES = {
    "noto-sans-arabic": ("names-arabic", "العربية دری"),
    "noto-sans-lao": ("names-lao", "ລາວ"),
    "noto-sans-ethiopic": ("names-ethiopic", "አማርኛ"),
    "noto-sans-sc-11": ("names-han", "中文"),
}
"""Of a font here: the file with the names of the languages that are written with it, and these names."""
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
PUNCTUATION = "·—…“”、。〈〉《》「」『』【】〔〕！（），：；？～"
"""Always in the font. No ‘’, which are apostrophes far more often, and no Latin, which the site's Latin fonts draw."""
FIRST, SLICE, RARE = 170, 45, 300
"""Characters in a file of the Chinese font: those of most pages; fewer of the others, so that a page fetches few that
it does not show; many of those that no page of the site shows yet, so that their rules are few."""
WEIGHTS = (400, 700)
"""From regular to bold; of Chinese, whose second weight would weigh as much again, the first: browsers embolden it."""
UNITS = 500
"""In an em of Chinese: half of the source's, for a tenth fewer bytes. At 32 pixels a point moves by 1/30 pixel."""
NO_GLYPH_NAMES = 3
"""The format of the table `post` without them."""
SPEAKS_OF_ITS_OWN_GLYPHS = ("BASE", "GDEF", "GPOS", "GSUB", "HVAR", "vhea", "vmtx")
"""Left out of a merged font. The widths of HVAR are in gvar too."""
NAMES = {
    1: "Noto Sans SC",
    2: "Regular",
    3: "Noto Sans SC, subset",
    4: "Noto Sans SC Regular",
    6: "NotoSansSC-Regular",
    13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    14: "https://openfontlicense.org",
}
HEADING = """/* Made by subset.py: Noto Sans SC. Only pages in Chinese ask for it. The first files have characters that
   no page shows yet. Their ranges are whole and overlap with those of the others: of two rules, the last one counts. */
"""
RULE = """
@font-face {
  font-family: 'Noto Sans SC';
  font-style: normal;
  font-weight: 400;
  font-display: swap;
  src: url('%s') format('woff2');
  unicode-range: %s;
}
"""


def main(packages: Path, site: Path) -> int:
    """Write the fonts and their rules; tell which characters of the site the source has no glyph for."""
    for script, codes in BLOCKS.items():
        source = (
            packages
            / f"noto-sans-{script}"
            / "files"
            / f"noto-sans-{script}-{script}-wght-normal.woff2"
        )
        write(cut(TTFont(source), codes), f"noto-sans-{script}.woff2", len(codes))
    files = sorted(packages.glob("noto-sans-sc/files/*-wght-normal.woff2"))
    parts = [TTFont(path) for path in files]
    known = {code for font in parts for code in font.getBestCmap()}
    used = site_characters(site)
    shown = [code for code in used if code in known]
    rare = sorted({*level_1()} & known - {*used})
    for old in FONTS.glob("noto-sans-sc-*.woff2"):
        old.unlink()
    rules = []
    files_of_codes = [
        *((codes, [*range(codes[0], codes[-1] + 1)]) for codes in slices(rare, RARE)),
        *((codes, codes) for codes in (shown[:FIRST], *slices(shown[FIRST:], SLICE))),
    ]
    for number, (codes, covered) in enumerate(files_of_codes, 1):
        name = f"noto-sans-sc-{number:02}.woff2"
        write(merged(files[0], parts, set(codes)), name, len(codes))
        rules.append(RULE % (name, ranges(covered)))
    (FONTS / "han.css").write_text(HEADING + "".join(rules), "utf-8")
    missing = sorted(set(used) - known)
    if missing:
        print(f"The source font lacks {''.join(map(chr, missing))}", file=sys.stderr)
    return 1 if missing else 0


def site_characters(site: Path) -> list[int]:
    """Chinese punctuation and the Han characters of the site's Chinese pages, those of most pages first."""
    pages = Counter[str]()
    for path in site.glob("zh-Hans/**/*.html"):
        pages.update(set(HAN.findall(path.read_text("utf-8"))))
    return [
        *map(ord, PUNCTUATION),
        *sorted(map(ord, pages), key=lambda code: (-pages[chr(code)], code)),
    ]


def slices(codes: list[int], size: int) -> list[list[int]]:
    """The characters in runs of so many."""
    return [codes[start : start + size] for start in range(0, len(codes), size)]


def level_1() -> Iterator[int]:
    """The 3755 common characters: level 1 of GB 2312, its rows 16 to 55."""
    for row in range(16, 56):
        for cell in range(1, 90 if row == 55 else 95):
            yield ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))


def cut(font: Any, codes: Iterable[int]) -> Any:
    """The font with these characters alone, and all the forms and marks that they take."""
    subsetter = subset.Subsetter(subset.Options(notdef_outline=True))
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": WEIGHTS})


def write(font: Any, name: str, characters: int) -> None:
    """Into fonts/; equal texts make equal bytes."""
    font.flavor, font.recalcTimestamp = "woff2", False
    font.save(FONTS / name)
    print(f"{name}: {characters} characters, {(FONTS / name).stat().st_size} bytes")


def merged(base: Path, slices: Iterable[Any], codes: set[int]) -> Any:
    """One font of these characters in regular weight, out of slices of one font, which share axis and metrics.

    Only outlines and widths: each glyph is simple and belongs to one character.
    """
    font = TTFont(base)
    for tag in SPEAKS_OF_ITS_OWN_GLYPHS:
        if tag in font:
            del font[tag]
    sources = {
        code: (part, name)
        for part in slices
        for code, name in part.getBestCmap().items()
        if code in codes
    }
    names = {code: f"u{code:04X}" for code in sorted(codes)}
    taken = {".notdef": (font, ".notdef"), **{names[code]: sources[code] for code in names}}
    glyphs, widths, changes = {}, {}, {}
    for own, (part, name) in taken.items():
        glyphs[own], widths[own], changes[own] = (
            part["glyf"][name],
            part["hmtx"][name],
            part["gvar"].variations[name],
        )
        if glyphs[own].isComposite():
            raise ValueError(
                f"{own} is made of other glyphs, which this script does not take along"
            )
    font["glyf"].glyphs, font["hmtx"].metrics, font["gvar"].variations = glyphs, widths, changes
    font["cmap"].tables = [_cmap(names, *ids) for ids in ((0, 4), (3, 10))]
    font.setGlyphOrder(list(taken))
    font["glyf"].setGlyphOrder(list(taken))
    font = instantiateVariableFont(font, {"wght": WEIGHTS[0]})
    scale_upem(font, UNITS)
    font["post"].formatType = NO_GLYPH_NAMES
    for number, text in NAMES.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


def _cmap(names: dict[int, str], platform: int, encoding: int) -> Any:
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = platform, encoding, 0, names
    return table


def ranges(codes: Iterable[int]) -> str:
    """As CSS says it: `U+4E00-4E01, U+4E03`."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(
        f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs
    )


def write_language_names() -> None:
    """A font for each script with the names of its languages. Run it by hand, too: nothing else calls it."""
    for source, (name, text) in LANGUAGE_NAMES.items():
        options = subset.Options()
        options.flavor, options.layout_features, options.hinting = "woff2", ["*"], False
        font = subset.load_font(str(FONTS / f"{source}.woff2"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        if "fvar" in font:
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
            font = instantiateVariableFont(font, axes | {"wght": 400})
        font.flavor = "woff2"
        font.save(FONTS / f"{name}.woff2")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
