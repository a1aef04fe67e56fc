"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import jinja2

from toolkit.cache import TEMPLATES, Cache, contents, digest, program
from toolkit.index import index, manifest, with_manifest
from toolkit.join import Name
from toolkit.pages import compile_templates, pages
from toolkit.pages.templates import COMPILED
from toolkit.problems import Problem
from toolkit.publish import address, is_listed, sitemaps, theme
from toolkit.publish.assets import assets
from toolkit.publish.chrome import Chrome
from toolkit.read import Read
from toolkit.site.chrome import Reframer, chrome_of, language_of
from toolkit.site.counts import Key, changed, packed, tallies
from toolkit.site.keys import Keys
from toolkit.site.links import broken_links, page_clashes
from toolkit.site.parts import Made, Part, up_to_date
from toolkit.site.searching import Search
from toolkit.site.writing import Pages
from toolkit.stage import carried, clashes, stage
from toolkit.tree import Files, Tree

RECORD = "record"
"""The beginning of the names of those parts that are records' pages."""
SHARES = 4
"""The records are dealt into so many groups. Each begins with words and texts to be worked out, about 0.3 s of them."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    served = assets()
    _compile(cache)
    chrome, problems = chrome_of(found, cache, served.names)
    if problems:
        return {}, problems
    maker = Maker(found, chrome, tree, cache)
    kept: tuple[dict[str, tuple[bytes, Made]], Counter[Key]] | None = cache.get("parts", program())
    before, sums = kept or ({}, Counter())
    tree.begin()
    made = up_to_date(maker.parts(), before, tree)
    out = [one.counted for name, (_, one) in before.items() if name not in made or made[name][1] is not one]
    into = [one.counted for name, (_, one) in made.items() if name not in before or before[name][1] is not one]
    sums = changed(sums, filter(None, out), filter(None, into))
    made |= up_to_date(maker.dashboards(sums), before, tree)
    files = {name: own for one in made.values() for name, own in one[1].files.items()}
    problems = [*page_clashes(made, found), *broken_links(chrome, files, found, tree)]
    if not problems:
        cache.put("parts", program(), (made, sums))
        maker.reframer.keep()
    for name, content in chain(maker.others(made), served.files.items()):
        files[name] = tree.put(name, content)
    return files, problems


def _compile(cache: Cache) -> None:
    """The templates, if one changed: here, since processes begin with what this one has."""
    key, texts = (program(), jinja2.__version__), contents(TEMPLATES)
    of, COMPILED.known = cache.get("templates", key) or (b"", {})
    if of != texts:
        compile_templates()
        theme.compile_templates()
        if COMPILED.known:  # else this process had compiled them for a former build
            cache.put("templates", key, (texts, COMPILED.known))


class Maker:
    """Knows the parts of a site, what each is made from, and how to make it."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.chrome = found, chrome
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.keys, self.pages = Keys(found, chrome, cache), Pages(found, chrome, tree)
        self.search = Search(found, self.keys, tree, cache)
        self.reframer = Reframer(found, chrome, tree, cache)

    def parts(self) -> dict[str, Part]:
        """All parts but the dashboards, which tell of the others."""
        found = {"search": Part("search", self.keys.faces(self.first), self.search.shared)}
        for i, (name, key) in enumerate(self.keys.records().items()):
            kind, id = name
            made = partial(self._record, name)
            found[f"{RECORD} {kind} {id}"] = self._framed([*self.words], f"records {i % SHARES}", key, made)
        for language in self.words:
            lists = f"{language} lists"
            found[lists] = self._framed(
                [language], lists, self.keys.faces(language), partial(self.pages.lists, language)
            )
            shown = partial(self.pages.reference, language)
            found[f"{language} reference"] = self._framed([language], lists, self.keys.examples(language), shown)
        for language in self.search.languages:
            own = f"{language} index"
            found[own] = Part(own, self.keys.all(language), partial(self.search.index, language))
            spoken = partial(self.search.spoken, language)
            found[f"{language} search"] = Part("search", self.keys.faces(language), spoken)
        return found

    def _record(self, name: Name, _: Made) -> Made:
        """A record's pages in all languages."""
        made = {language: self.pages.record(language, name) for language in self.words}
        return Made(
            {file: own for one, _ in made.values() for file, own in one.files.items()},
            [file for one, _ in made.values() for file in one.listed],
            counted=packed({language: own for language, (_, own) in made.items()}),
        )

    def dashboards(self, sums: Counter[Key]) -> dict[str, Part]:
        """The pages in each language that say how far all are translated."""
        counts = tallies(sums, self.words, self.toolkit.outlines.values())
        counted = digest(repr(counts).encode())
        return {
            f"{language} dashboard": self._framed(
                [language],
                language,
                counted + self.keys.faces(language),
                partial(self.pages.dashboard, language, counts),
            )
            for language in self.words
        }

    def _framed(self, languages: Sequence[str], group: str, key: bytes, make: Callable[[Made], Made]) -> Part:
        """A part of pages."""
        return Part(group, key, make, partial(self.reframer.reframed, languages, key))

    def others(self, made: Mapping[str, tuple[bytes, Made]]) -> Iterator[tuple[str, bytes]]:
        """What is in the site beside pages and the files of the index."""
        yield from self.chrome.files.items()
        yield manifest(name for _, one in made.values() for name in one.files if name.endswith(".js"))
        yield from carried(self.found.attachments.values())
        if self.found.settings.url:
            names: dict[str, list[str]] = {language: [] for language in self.words}
            for part, (_, one) in made.items():
                of = part.partition(" ")[0]
                for file in one.listed:
                    names[language_of(file, self.words, self.first) if of == RECORD else of].append(file)
            yield from sitemaps(names, self.found.settings.url)


def reference(found: Read, staged: Path, tree: Tree) -> tuple[Files, list[Problem]]:
    """The same files, but each page rendered by MkDocs itself: slower, and what the other way is held equal to."""
    from toolkit.publish.with_mkdocs import render_site

    words, default = found.strings.words, found.settings.languages[0]
    made = pages(found.toolkit, words, found.strings.lists, found.sizes, found.hand)
    problems = clashes(made, default)
    if problems:
        return {}, problems
    searched = with_manifest(index(found.toolkit, words, found.strings.lists, found.hand, found.synonyms))
    served = assets()
    stage(made, found.attachments.values(), staged, default, chain(searched, served.files.items()))
    rendered = staged.with_name("rendered")
    problems = render_site(found.root, staged, rendered, words, served.names)
    tree.begin()
    files = {
        path.relative_to(rendered).as_posix(): tree.put(path.relative_to(rendered).as_posix(), path.read_bytes())
        for path in sorted(rendered.rglob("*"))
        if path.is_file()
    }
    shutil.rmtree(rendered)
    if found.settings.url:
        listed = {
            language: [
                address(page, language == default) for page in made if page.language == language and is_listed(page)
            ]
            for language in words
        }
        files |= {name: tree.put(name, content) for name, content in sitemaps(listed, found.settings.url)}
    return files, problems
