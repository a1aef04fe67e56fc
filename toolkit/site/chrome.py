"""The theme around the pages, kept while nothing that it is made from changes, and exchanged where it changed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial

from toolkit.brought import brought, environment
from toolkit.cache import WEB, Cache, contents, frame_makers, program, stamps
from toolkit.pages.page import Page
from toolkit.pages.specimens import specimens
from toolkit.problems import Problem
from toolkit.processes import apart
from toolkit.publish.chrome import ANY, Chrome, Place, exchanged
from toolkit.publish.style import read_by
from toolkit.read import Read
from toolkit.site.parts import Made
from toolkit.site.templates import templates
from toolkit.tree import Files, Tree


@contextmanager
def chrome_of(
    found: Read, cache: Cache, names: Mapping[str, str]
) -> Iterator[Callable[[], tuple[Chrome, list[Problem]]]]:
    """Waits for the theme around the pages: as it was, unless what it is made from changed. `names` are of assets.

    A process of its own renders it, beside what need not know it.
    """
    words = found.strings.words
    given = list(specimens(found.toolkit, words, found.strings.lists, found.hand, found.settings.menu, ANY))
    key = (
        program(),
        stamps(frame_makers()),
        sorted(names),
        sorted({name for sheet in WEB.glob("*.css") for name in read_by(sheet.read_text("utf-8"))}),
        found.settings.text,
        # Extensions may put files into pages by hand. Of our own style sheets, frames know only the names.
        contents([*(path for path in brought(found.root) if not path.is_relative_to(WEB)), found.root / "docs"]),
        environment(found.root),
        [(page.language, page.path, page.meta, page.body) for page in given],
        sorted({kind for kind, _ in found.toolkit.outlines}),
        templates(cache)[1:3],
    )
    shown: Chrome | None = cache.get("chrome", (key, names))
    if shown:
        yield lambda: (shown, [])
        return

    def kept(chrome: Chrome) -> Chrome:
        named = chrome.with_assets(names)
        _ = named.versions  # so that they are kept with it
        cache.put("chrome", (key, names), named)
        return named

    marked: Chrome | None = cache.get("marked", key)
    if marked:
        yield lambda: (kept(marked), [])
        return
    with apart(partial(_rendered, found, given, names)) as rendered:

        def made() -> tuple[Chrome, list[Problem]]:
            chrome, problems = rendered()
            if problems:
                return chrome, problems
            cache.put("marked", key, chrome)
            return kept(chrome), []

        yield made


def _rendered(
    found: Read, given: list[Page], names: Mapping[str, str], is_whole: bool = True
) -> tuple[Chrome, list[Problem]]:
    """By MkDocs, which takes much memory."""
    from toolkit.publish.samples import Sample, samples
    from toolkit.publish.with_mkdocs import render_chrome

    words, lists = found.strings.words, found.strings.lists

    def some() -> Iterator[Sample]:  # asked for only where settings bring something
        if not is_whole:
            raise NotAlone
        yield from samples(found.toolkit, words, lists, found.sizes, found.hand)

    attached = {f"files/{kind}/{name}" for kind, name in found.sizes}
    return render_chrome(found.root, words, given, names, some, attached)


class NotAlone(Exception):
    """Settings bring plugins, hooks or templates, which may make of a page whatever others there are."""


def rendered_by_hand(
    found: Read, paths: Collection[str], names: Mapping[str, str]
) -> tuple[Mapping[Place, str], list[Problem]]:
    """Some pages by hand in each language, as HTML without what stands around them. A NotAlone if it takes all."""
    from toolkit.publish.probe import FOLDER

    every = specimens(found.toolkit, found.strings.words, found.strings.lists, found.hand, (), ANY)
    given = [page for page in every if page.path in {*paths, f"{FOLDER}/{ANY}"}]
    with apart(partial(_rendered, found, given, names, is_whole=False)) as rendered:
        chrome, problems = rendered()
    return chrome.written, problems


class Reframer:
    """Puts pages as they were published into the frames of now."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.chrome, self.tree, self.cache, self.first = chrome, tree, cache, found.settings.languages[0]

    @cached_property
    def former(self) -> Chrome:
        """The theme around the published pages."""
        return Chrome(self.cache.get("frames", (program(), self.first)) or {}, {}, {})

    def keep(self) -> None:
        """Remember the frames for the next build."""
        known = program(), self.first, self.chrome.versions
        if not self.cache.get("framed", known):
            self.cache.put("frames", (program(), self.first), self.chrome.frames)
            self.cache.put("framed", known, True)

    def reframed(self, languages: Sequence[str], key: bytes, former_key: bytes, before: Made) -> Made | None:
        """Pages of these languages, if their keys differ in nothing but the frames, with which they end."""
        own = key.removesuffix(self.chrome.version(languages))
        if not former_key.startswith(own) or former_key != own + self.former.version(languages):
            return None
        files: Files = {}
        for name, content in before.files.items():
            if self.tree.published.get(name) != content:
                return None
            language = language_of(name, languages, self.first)
            path = name.removesuffix(".html").removeprefix("" if language == self.first else f"{language}/")
            old, new = self.former.frame(language, path), self.chrome.frame(language, path)
            made = exchanged(self.tree.former(name), old, new, path.rpartition("/")[2])
            if made is None:
                return None
            files[name] = self.tree.put(name, made)
        return replace(before, files=files)


def language_of(file: str, languages: Collection[str], first: str) -> str:
    """Which of these languages a page is in; the first one of the site stands at the root."""
    folder = file.partition("/")[0]
    return folder if folder in languages and folder != first else first
