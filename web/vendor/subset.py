#!/usr/bin/env python3
"""Make fonts/noto-sans-sc-site.woff2 and fonts/noto-sans-sc-common.woff2 anew, and their rules in fonts/fonts.css.

    python web/vendor/subset.py UNPACKED_PACKAGE

Run it by hand when the Chinese texts have changed; no build and no test runs it. It stands beside fonts/ and not in
it, since everything in fonts/ is published. The README.md beside it says what to install first.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Neither is among the toolkit's own packages, so mypy cannot always see them.
from fontTools.ttLib import TTFont  # type: ignore[import-untyped,import-not-found,unused-ignore]
from fontTools.ttLib.tables._c_m_a_p import (  # type: ignore[import-untyped,import-not-found,unused-ignore]
    CmapSubtable,
)
from fontTools.varLib.instancer import (  # type: ignore[import-untyped,import-not-found,unused-ignore]
    instantiateVariableFont,
)

FONTS = Path(__file__).resolve().parent / "fonts"
ROOT = FONTS.parent.parent.parent
TEXTS = ("toolkit/strings/zh-Hans.yml", "docs/**/*.zh-Hans.md", "practices/*/*.zh-Hans.yml", "agencies/*.zh-Hans.yml")
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
PUNCTUATION = "·—…“”、。〈〉《》「」『』【】〔〕！（），：；？～"
"""Always in the font. No ‘’, which are apostrophes far more often, and no Latin, which the site's Latin fonts draw."""
WEIGHTS = (400, 700)
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


def main(package: Path) -> int:
    """Write both fonts and their rules; tell which characters the source has no glyph for."""
    files = sorted(package.glob("files/*-wght-normal.woff2"))
    if not files:
        print(f"{package}: has no files/*-wght-normal.woff2", file=sys.stderr)
        return 2
    slices = [TTFont(path) for path in files]
    known = {code for font in slices for code in font.getBestCmap()}
    used = set(site_characters())
    parts = {"noto-sans-sc-site.woff2": used & known, "noto-sans-sc-common.woff2": (set(level_1()) - used) & known}
    for name, codes in parts.items():
        merged(files[0], slices, codes).save(FONTS / name)
        print(f"{name}: {len(codes)} characters, {(FONTS / name).stat().st_size} bytes")
    write_ranges({name: ranges(codes) for name, codes in parts.items()})
    missing = sorted(used - known)
    if missing:
        print(f"The source font lacks {''.join(map(chr, missing))}", file=sys.stderr)
    return 1 if missing else 0


def site_characters() -> Iterator[int]:
    """The Han characters of the site's Chinese texts, and Chinese punctuation."""
    yield from map(ord, PUNCTUATION)
    for path in (path for pattern in TEXTS for path in ROOT.glob(pattern)):
        yield from map(ord, HAN.findall(path.read_text("utf-8")))


def level_1() -> Iterator[int]:
    """The 3755 common characters: level 1 of GB 2312, its rows 16 to 55."""
    for row in range(16, 56):
        for cell in range(1, 90 if row == 55 else 95):
            yield ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))


def merged(base: Path, slices: Iterable[Any], codes: set[int]) -> Any:
    """One variable font of these characters, out of slices of one font, which share axis and metrics.

    Only outlines and widths: each glyph is simple and belongs to one character.
    """
    font = TTFont(base)
    for tag in SPEAKS_OF_ITS_OWN_GLYPHS:
        if tag in font:
            del font[tag]
    sources = {code: (part, name) for part in slices for code, name in part.getBestCmap().items() if code in codes}
    names = {code: f"u{code:04X}" for code in sorted(codes)}
    taken = {".notdef": (font, ".notdef"), **{names[code]: sources[code] for code in names}}
    glyphs, widths, changes = {}, {}, {}
    for own, (part, name) in taken.items():
        glyphs[own], widths[own], changes[own] = part["glyf"][name], part["hmtx"][name], part["gvar"].variations[name]
        if glyphs[own].isComposite():
            raise ValueError(f"{own} is made of other glyphs, which this script does not take along")
    font["glyf"].glyphs, font["hmtx"].metrics, font["gvar"].variations = glyphs, widths, changes
    font["cmap"].tables = [_cmap(names, *ids) for ids in ((0, 4), (3, 10))]
    font.setGlyphOrder(list(taken))
    font["glyf"].setGlyphOrder(list(taken))
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    for number, text in NAMES.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor, font.recalcTimestamp = "woff2", False  # equal texts, equal bytes
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
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs)


def write_ranges(new: dict[str, str]) -> None:
    """Put the ranges into the rules of fonts.css that name these files."""
    path = FONTS / "fonts.css"
    css = path.read_text("utf-8")
    for name, text in new.items():
        rules = list(re.finditer(rf"{re.escape(name)}'[^}}]*unicode-range: ([^;]*);", css))
        if len(rules) != 1:
            raise ValueError(f"fonts.css has {len(rules)} rules for {name}, not one")
        css = css[: rules[0].start(1)] + text + css[rules[0].end(1) :]
    path.write_text(css, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
