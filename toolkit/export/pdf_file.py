"""A model document as a PDF with tags for screen readers (PDF/UA-1), on US Letter."""

import json
import subprocess
import sys
from multiprocessing import parent_process

from toolkit.export import typst_process
from toolkit.export.handout import Handout
from toolkit.paths import TEMPLATES, VENDOR

FONTS = VENDOR / "print"
"""Fonts of fixed weight, which Typst needs: it draws variable fonts in their thinnest."""


def pdf_file(handout: Handout, template: str = "handout.typ") -> bytes:
    """The file; the same handout gives the same bytes."""
    template_file = str(TEMPLATES / template)
    content = json.dumps(handout)
    if parent_process():
        return typst_process.compiled(template_file, str(FONTS), content)
    command = [sys.executable, "-I", typst_process.__file__, template_file, str(FONTS)]
    finished = subprocess.run(command, input=content.encode(), stdout=subprocess.PIPE, check=True)
    return finished.stdout
