"""A model document as a PDF with tags for screen readers (PDF/UA-1), on US Letter; its first page as a picture."""

import json
import subprocess
import sys
from multiprocessing import parent_process

from toolkit.export import typst_process
from toolkit.export.pieces import Handout
from toolkit.paths import TEMPLATES, VENDOR

FONTS = VENDOR / "print"
"""Fonts of fixed weight, which Typst needs: it draws variable fonts in their thinnest."""


def pdf_file(handout: Handout, template: str = "handout.typ") -> bytes:
    """The file; the same handout gives the same bytes."""
    return _compiled(handout, template, "pdf")


def picture_file(handout: Handout, template: str = "handout.typ") -> bytes:
    """The first page as a PNG; the same handout gives the same bytes."""
    return _compiled(handout, template, "png")


def _compiled(handout: Handout, template: str, format: str) -> bytes:
    template_file = str(TEMPLATES / template)
    content = json.dumps(handout)
    if parent_process():
        return typst_process.FORMATS[format](template_file, str(FONTS), content)
    command = [sys.executable, "-I", typst_process.__file__, template_file, str(FONTS), format]
    finished = subprocess.run(command, input=content.encode(), stdout=subprocess.PIPE, check=True)
    return finished.stdout
