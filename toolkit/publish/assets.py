"""The files of web/ as browsers ask for them, each under a name that holds a hash of its content.

A browser may keep such a file for ever: another content has another name. A file that names others, a style sheet its
fonts or a script other scripts, is named after them.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname
from typing import NamedTuple

from toolkit.cache import WEB, by_content

SERVED = ("*.svg", "vendor/fonts/*.woff2", "vendor/fonts/*.txt", "*.css", "vendor/fonts/*.css")
"""Files of web/ for the browser but for scripts, with licences beside them; each after those that it names."""
FONT = re.compile(r"(?<=')[\w-]+\.woff2")
SCRIPT = re.compile(r"web/\w+\.js")
MARK = "zzASSETzz"
"""In a specimen (`chrome.py`), stands before the last part of an asset's name in the templates."""
MARKED = re.compile(MARK + r"([\w.-]+)")
SHEET = "assets/stylesheets/main.css"
"""What is left of Material's style sheet."""


class Assets(NamedTuple):
    """The browser's files, and what each is called."""

    names: Mapping[str, str]
    """The name in the site, by the name in templates: `web/page.js`."""
    files: Mapping[str, bytes]
    """The content, by the name in the site."""


def assets() -> Assets:
    """All of them."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, content in _files():
        names[name], own = _named_after_others(name, content, names)
        files[names[name]] = own
    return Assets(names, files)


def mark(name: str) -> str:
    """An asset's name with a mark, in the same folder."""
    return f"{dirname(name)}/{MARK}{basename(name)}"


def named(html: str, names: Mapping[str, str]) -> str:
    """A text with each asset that it marks by its name in the site; `names` are last parts."""
    return MARKED.sub(lambda found: names.get(found[1], found[0]), html)


def _files() -> Iterator[tuple[str, bytes]]:
    """By the name in templates, each after those that it names."""
    from toolkit.index.scripts import scripts

    for pattern in SERVED:
        for path in sorted(WEB.glob(pattern)):
            yield f"web/{path.relative_to(WEB).as_posix()}", path.read_bytes()
    written = [(f"web/{path.name}", path.read_bytes()) for path in sorted(WEB.glob("*.js"))]
    yield from sorted([*scripts(), *written], key=lambda script: bool(SCRIPT.search(script[1].decode())))


def _named_after_others(name: str, content: bytes, names: Mapping[str, str]) -> tuple[str, bytes]:
    """A file's name in the site and its content, with the names in the site of those that it names."""
    if name.endswith(".txt"):
        return name, content
    if name.endswith(".css"):
        folder = name.rpartition("/")[0] + "/"
        content = FONT.sub(lambda font: names[folder + font[0]].removeprefix(folder), content.decode()).encode()
    if name.endswith(".js"):
        content = SCRIPT.sub(lambda script: names[script[0]], content.decode()).encode()
    return by_content(name, content), content
