"""Compiles a Typst template. Runs as a script: `python -I typst_process.py TEMPLATE FONTS FORMAT` reads JSON.

Typst starts threads and keeps them. A process that is forked later lacks them, and would wait for them without end. So
only a worker, which forks no more, compiles by itself.
"""

import sys
from functools import cache
from typing import Any, Literal

PIXELS_PER_INCH = 24
"""Of a picture: a page is 204 by 264 pixels."""


def compiled(template: str, fonts: str, handout: str) -> bytes:
    """The PDF of a handout, which is JSON. With a character that no font has, it does not claim to be PDF/UA."""
    typst = _typst()

    def compile_as(*standards: Literal["ua-1"]) -> bytes:
        content = typst.compile(
            template,
            pdf_standards=list(standards),
            timestamp=0,
            **_options(fonts, handout),
        )
        assert isinstance(content, bytes)
        return content

    try:
        return compile_as("ua-1")
    except typst.TypstError:
        return compile_as()


def picture(template: str, fonts: str, handout: str) -> bytes:
    """The first page of a handout as a small PNG."""
    pages = _typst().compile(
        template, format="png", ppi=PIXELS_PER_INCH, **_options(fonts, handout)
    )
    return bytes(pages[0]) if isinstance(pages, list) else bytes(pages)


def _typst() -> Any:
    import typst  # noqa: PLC0415 - 30 MB that only a changed document needs

    return typst


def _options(fonts: str, handout: str) -> dict[str, Any]:
    return {"font_paths": _fonts(fonts), "sys_inputs": {"handout": handout}}


@cache
def _fonts(folder: str) -> Any:
    """The fonts of a folder and no others, read once: that takes as long as a page."""
    return _typst().Fonts(font_paths=[folder], include_system_fonts=False)


FORMATS = {"pdf": compiled, "png": picture}

if __name__ == "__main__":
    template_file, font_folder, format = sys.argv[1:]
    content = FORMATS[format](template_file, font_folder, sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(content)
