"""What only the finished site shows to be wrong: links that lead nowhere, and two pages at one place."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Set
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from toolkit.problems import Problem
from toolkit.publish.chrome import Chrome, Place
from toolkit.read import Read
from toolkit.site.parts import Parts
from toolkit.stage import clash
from toolkit.tree import Tree

WAY = re.compile(r'<a [^>]*?href="([^":#]+)\.html(?:#([^"]*))?"')
"""The way to another page of the site, and to an anchor there."""


def page_clashes(made: Parts, files: Collection[str], found: Read) -> Iterator[Problem]:
    """Pages by hand where a made one goes. `files` are the names of all that was made."""
    if len(files) == sum([len(one.files) for _, one in made.values()]):
        return
    times = Counter(name for _, one in made.values() for name in one.files)
    first = found.settings.languages[0]
    for page in found.hand:
        if times[f"{page.path}.html" if page.language == first else f"{page.language}/{page.path}.html"] > 1:
            yield clash(page.file)


def broken_links(chrome: Chrome, files: Set[str], found: Read, tree: Tree) -> Iterator[Problem]:
    """Links of pages by hand, and entries of the menu, that lead to what is not there."""
    first = found.settings.languages[0]
    for page in found.hand:
        here = f"{page.language}/{page.path}" if page.language != first else page.path
        html = chrome.written.get(Place(page.language, page.path), "")
        for way, anchor in dict.fromkeys(WAY.findall(html)):
            name = normpath(f"{dirname(here)}/{unquote(way)}.html").lstrip("/")
            if name not in files or (anchor and f' id="{unquote(anchor)}"'.encode() not in tree.read(name)):
                written = f"{unquote(way)}.md{'#' if anchor else ''}{unquote(anchor)}"
                fix = "Write the way from this file to the page, such as `practices/id-night.md`."
                line = _line(found.root / page.file, written)
                yield Problem(page.file, line, "", f"links to `{written}`, which is not there.", fix)
    roots = ["" if language == first else f"{language}/" for language in found.settings.languages]
    for path in found.settings.menu:
        if not {f"{root}{path}.html" for root in roots} <= files:
            what, fix = f"`{path}` is no page of the site.", "Write the way from docs/ to a page, such as `about.md`."
            yield Problem("mkdocs.yml", _line(found.root / "mkdocs.yml", path), "nav", what, fix)


def _line(file: Path, written: str) -> int:
    rows = file.read_text("utf-8").splitlines()
    return next((number for number, row in enumerate(rows, 1) if written in row), 1)
