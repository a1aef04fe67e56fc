"""The code that reads the index, as visitors get it: each folder of web/ as one file, without its comments.

One file is one request, and comments are a third of the bytes. Nothing else is changed, so that who looks at the
page's source can read it. The files are written so that a comment never shares a line with code that a line of it
could be taken for: a line that begins with `//`, `/*`, `*` and a space, or `*/` is a comment.
"""

import re
from collections.abc import Iterator

from toolkit.cache import WEB, digest

PARTS = {
    "search": ("load", "text", "query", "files", "rank", "show"),
    "find": ("view", "page"),
}
"""By file, its parts in the order in which they need each other."""
STRICT = '"use strict";'
"""Begins each part, and needs to be said once."""
COMMENT = re.compile(r"\s*(//|/\*|\*/|\*( |$))")


MANIFEST = '"manifest"'
"""What the code calls the manifest."""


def scripts() -> Iterator[tuple[str, bytes]]:
    """Every joined file, by its name in the site."""
    key = manifest_key()
    for name, text in _joined().items():
        yield f"web/{name}.js", text.replace(MANIFEST, f'"{key}"').encode()


def manifest_key() -> str:
    """What the manifest is called: other code asks for another, and never reads what this one would."""
    return f"manifest-{digest(''.join(_joined().values()).encode())[:4].hex()}"


def _joined() -> dict[str, str]:
    made = {}
    for name, parts in PARTS.items():
        lines = [
            line.strip()
            for part in parts
            for line in (WEB / name / f"{part}.js").read_text("utf-8").splitlines()
            if line.strip() and line != STRICT and not COMMENT.match(line)
        ]
        made[name] = "\n".join([STRICT, *lines]) + "\n"
    return made
