"""A model document as a PDF with tags for screen readers (PDF/UA-1), on US Letter."""

import json

from toolkit.export.handout import Handout
from toolkit.paths import TEMPLATES, VENDOR

FONTS = VENDOR / "print"
"""Fonts of fixed weight, which Typst needs: it draws variable fonts in their thinnest."""


def pdf_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    import typst  # noqa: PLC0415 - 30 MB that only a changed document needs

    content = typst.compile(
        str(TEMPLATES / "handout.typ"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"handout": json.dumps(handout)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(content, bytes)
    return content
