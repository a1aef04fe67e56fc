#!/usr/bin/env python3
"""Make the fonts of print/ anew, with which PDFs are set: each weight in a file of its own, Chinese in one file.

    python web/vendor/print.py

Run it by hand when the fonts in fonts/ have changed; no build and no test runs it. It needs fonttools and brotli.
Each subset gets a family name of its own, because Typst takes letters from several families, not from several files of
one.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent / "fonts"
PRINT = FONTS.parent / "print"
FAMILIES = {
    "public-sans-latin": "Public Sans",
    "public-sans-latin-ext": "Public Sans Ext",
    "public-sans-vietnamese": "Public Sans Vietnamese",
    "noto-sans-arabic": "Noto Sans Arabic",
    "noto-sans-ethiopic": "Noto Sans Ethiopic",
    "noto-sans-lao": "Noto Sans Lao",
}
HAN = "noto-sans-sc"
"""The Chinese font, which the site has in many small files of one weight."""
NOT_MERGED = ("GSUB", "GPOS", "GDEF", "BASE")
WEIGHTS = {400: "Regular", 700: "Bold"}
OTHER_NAMES = (16, 17, 21, 22, 25)
"""Typographic and variation names, which would go before those set here."""
REGULAR, BOLD, ITALIC = 0x40, 0x20, 0x01
"""Bits of fsSelection (OpenType, OS/2)."""


def main() -> None:
    """Write the files."""
    for name, family in FAMILIES.items():
        for weight, style in WEIGHTS.items():
            font = TTFont(FONTS / f"{name}.woff2")
            font.flavor = None
            others = {axis.axisTag: None for axis in font["fvar"].axes}
            font = instantiateVariableFont(font, others | {"wght": weight})
            for number in OTHER_NAMES:
                font["name"].removeNames(nameID=number)
            names = {
                1: family,
                2: style,
                4: f"{family} {style}",
                6: f"{family}-{style}".replace(" ", ""),
            }
            for number, text in names.items():
                font["name"].setName(text, number, 3, 1, 0x409)
            font["OS/2"].usWeightClass = weight
            selection = font["OS/2"].fsSelection & ~(REGULAR | BOLD | ITALIC)
            font["OS/2"].fsSelection = selection | (BOLD if style == "Bold" else REGULAR)
            font["head"].macStyle = int(style == "Bold")
            font.save(PRINT / f"{name}-{weight}.ttf")
    with TemporaryDirectory() as folder:
        pieces = []
        for path in sorted(FONTS.glob(f"{HAN}-*.woff2")):
            font = TTFont(path)
            font.flavor = None
            for table in NOT_MERGED:
                if table in font:
                    del font[table]
            pieces.append(f"{folder}/{path.stem}.ttf")
            font.save(pieces[-1])
        Merger().merge(pieces).save(PRINT / f"{HAN}-400.ttf")


if __name__ == "__main__":
    main()
