"""Compiles a Typst template. Runs as a script: `python -I typst_process.py TEMPLATE FONTS` reads JSON, writes a PDF.

Typst starts threads and keeps them. A process that is forked later lacks them, and would wait for them without end. So
only a worker, which forks no more, compiles by itself.
"""

import sys
from typing import Literal


def compiled(template: str, fonts: str, handout: str) -> bytes:
    """The PDF of a handout, which is JSON. With a character that no font has, it does not claim to be PDF/UA."""
    import typst  # noqa: PLC0415 - 30 MB that only a changed document needs

    def compile_as(*standards: Literal["ua-1"]) -> bytes:
        content = typst.compile(
            template,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"handout": handout},
            pdf_standards=list(standards),
            timestamp=0,
        )
        assert isinstance(content, bytes)
        return content

    try:
        return compile_as("ua-1")
    except typst.TypstError:
        return compile_as()


if __name__ == "__main__":
    template_file, font_folder = sys.argv[1:]
    sys.stdout.buffer.write(compiled(template_file, font_folder, sys.stdin.buffer.read().decode()))
