"""The toolkit to the files of its site, the languages side by side."""

import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any, TypeVar

from toolkit.cache import Cache, program
from toolkit.index import index
from toolkit.pages import Writer, pages, specimens, writer
from toolkit.pages.coverage import Tally, tally
from toolkit.problems import Problem
from toolkit.publish import Finisher, address, is_listed, sitemaps
from toolkit.publish.chrome import ANY, Chrome
from toolkit.publish.tree import Files, Tree
from toolkit.read import Read
from toolkit.stage import carried, clash, clashes, stage

WAY = re.compile(r'<a href="([^":#]+\.html)')
"""The way to another page of the site."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Made:
    """What one task came to."""

    files: Files
    names: list[str] = field(default_factory=list)
    """Of its pages, one for each."""
    listed: list[str] = field(default_factory=list)
    """Those that search engines should know."""
    tally: Tally = field(default_factory=dict)


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    chrome, problems = chrome_of(found, cache)
    if problems:
        return {}, problems
    words = found.strings.words
    tree.begin()
    tasks = [partial(_search, found, tree)]
    tasks += [partial(_language, found, chrome, tree, language) for language in words]
    searched, *made = side_by_side(tasks)
    files = searched.files
    for one in made:
        files |= one.files
    tallies = {language: one.tally for language, one in zip(words, made, strict=True)}
    for language, one in zip(words, made, strict=True):
        finisher = _finisher(found, chrome, language)
        page = _writer(found, language).translations(words, tallies, found.hand)
        files[finisher.name(page)] = tree.put(finisher.name(page), finisher.html(page))
        one.listed.append(finisher.name(page))
    listed = {language: one.listed for language, one in zip(words, made, strict=True)}
    others = [*chrome.files.items(), *carried(found.gathered.attachments.values()), *_sitemaps(found, listed)]
    files |= {name: tree.put(name, content) for name, content in others}
    return files, [*_clashes(made[0].names), *broken_links(chrome, files, found)]


def reference(found: Read, staged: Path, tree: Tree) -> tuple[Files, list[Problem]]:
    """The same files, but each page rendered by MkDocs itself: slower, and what the other way is held equal to."""
    from toolkit.publish.with_mkdocs import render_site

    words, default = found.strings.words, found.settings.languages[0]
    made = pages(found.toolkit, words, found.strings.lists, sizes(found), found.hand)
    problems = clashes(made, default)
    if problems:
        return {}, problems
    searched = index(found.toolkit, words, found.strings.lists, found.hand, found.synonyms)
    stage(made, found.gathered.attachments.values(), staged, default, searched)
    rendered = staged.with_name("rendered")
    problems = render_site(found.root, staged, rendered, words)
    tree.begin()
    listed = {
        language: [address(page, language == default) for page in made if page.language == language and is_listed(page)]
        for language in words
    }
    files = {
        path.relative_to(rendered).as_posix(): tree.put(path.relative_to(rendered).as_posix(), path.read_bytes())
        for path in sorted(rendered.rglob("*"))
        if path.is_file()
    }
    shutil.rmtree(rendered)
    return files | {name: tree.put(name, content) for name, content in _sitemaps(found, listed)}, problems


def chrome_of(found: Read, cache: Cache) -> tuple[Chrome, list[Problem]]:
    """The theme around the pages: as it was, unless what it is made from changed."""
    words = found.strings.words
    given = list(specimens(found.toolkit, words, found.strings.lists, found.hand, found.settings.menu, ANY))
    key = (
        program(),
        version("mkdocs"),
        version("mkdocs-material"),
        found.settings.text,
        [(page.language, page.path, page.meta, page.body) for page in given],
    )
    kept: Chrome | None = cache.get("chrome", key)
    if kept:
        return kept, []
    from toolkit.publish.with_mkdocs import render_chrome

    made, problems = render_chrome(found.root, words, given)
    if not problems:
        cache.put("chrome", key, made)
    return made, problems


def side_by_side(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each task gives, in their order; on all processors where the system can copy a running process cheaply."""
    processes = min(os.cpu_count() or 1, len(tasks))
    if processes == 1 or sys.platform != "linux":
        return [task() for task in tasks]
    from multiprocessing import get_context

    _TASKS[:] = tasks
    with get_context("fork").Pool(processes) as pool:
        return pool.map(_do, range(len(tasks)), chunksize=1)


_TASKS: list[Callable[[], Any]] = []
"""What the copies of this process find when they begin: a task itself would have to be sent to them."""


def _do(number: int) -> Any:
    return _TASKS[number]()


def _search(found: Read, tree: Tree) -> Made:
    words = found.strings.words
    files = index(found.toolkit, words, found.strings.lists, found.hand, found.synonyms)
    return Made({name: tree.put(name, content) for name, content in files})


def _language(found: Read, chrome: Chrome, tree: Tree, language: str) -> Made:
    one, finisher = _writer(found, language), _finisher(found, chrome, language)
    made = Made({}, tally=tally(one.states))
    for page in one.pages(found.hand):
        name = finisher.name(page)
        made.files[name] = tree.put(name, finisher.html(page))
        made.names.append(name)
        if is_listed(page):
            made.listed.append(name)
    return made


def _finisher(found: Read, chrome: Chrome, language: str) -> Finisher:
    return Finisher(chrome, found.strings.words[language], language == found.settings.languages[0])


def _sitemaps(found: Read, names: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, bytes]]:
    return sitemaps(names, found.settings.url) if found.settings.url else iter(())


def sizes(found: Read) -> dict[tuple[str, str], int]:
    """Bytes of each attachment, by kind and file name."""
    return {name: attachment.size for name, attachment in found.gathered.attachments.items()}


def _writer(found: Read, language: str) -> Writer:
    return writer(found.toolkit, found.strings.words, language, found.strings.lists, sizes(found))


def _clashes(names: Iterable[str]) -> list[Problem]:
    return [clash(name.removesuffix(".html")) for name, times in Counter(names).items() if times > 1]


def broken_links(chrome: Chrome, files: Collection[str], found: Read) -> Iterator[Problem]:
    """Links of pages by hand to pages that are not there."""
    first = found.settings.languages[0]
    for place, html in chrome.written.items():
        here = f"{place.language}/{place.path}" if place.language != first else place.path
        hand = [page for page in found.hand if page.path == place.path]
        page = next((page for page in hand if page.language == place.language), None)
        for way in dict.fromkeys(WAY.findall(html)):
            if page and normpath(f"{dirname(here)}/{way}").lstrip("/") not in files:
                written = f"{way.removesuffix('.html')}.md"
                rows = (found.root / page.file).read_text("utf-8").splitlines()
                line = next((number for number, row in enumerate(rows, 1) if written in row), 1)
                fix = "Write the way from this file to the page, such as `practices/id-night.md`."
                yield Problem(page.file, line, "", f"links to `{written}`, which is not there.", fix)
