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
from toolkit.site.parts import Made, Part, Parts, being_made, up_to_date
from toolkit.site.searching import Search
from toolkit.site.writing import Pages
from toolkit.stage import carried, clashes, stage
from toolkit.tree import Files, Tree

RECORD = "record"
"""The beginning of the names of those parts that are records' pages."""
SHARES = 16
"""The records are dealt into so many groups, so that no process is left waiting for another for long."""
MUCH, SOME = 50, 10
"""The work of parts that are made from all records, and of those that only count them."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    served = assets()
    kept: tuple[Parts, Counter[Key]] | None = cache.get("parts", program())
    before, sums = kept or ({}, Counter())
    tree.begin()
    keys = Keys(found, cache)
    indexes = _indexes(found, keys, tree, cache)
    with chrome_of(found, cache, served.names) as rendered, being_made(indexes, before, tree) as indexed:
        _compile(cache)
        shown = keys.records()
        chrome, problems = rendered()
        made = indexed()
    if problems:
        return {}, problems
    maker = Maker(found, keys, chrome, tree, cache)
    made |= up_to_date(maker.parts(shown), before, tree)
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


def _indexes(found: Read, keys: Keys, tree: Tree, cache: Cache) -> dict[str, Part]:
    """The parts that need not know what stands around pages."""
    search = Search(found, keys, tree, cache)
    parts = {}
    for language in search.languages:
        own = f"{language} index"
        parts[own] = Part(own, keys.all(language), partial(search.index, language), work=MUCH)
    parts["search"] = Part("search", keys.faces(found.settings.languages[0]), search.shared, work=MUCH)
    for language in search.languages:
        parts[f"{language} search"] = Part("search", keys.faces(language), partial(search.spoken, language))
    return parts


class Maker:
    """Knows the parts of a site that are pages, what each is made from, and how to make it."""

    def __init__(self, found: Read, keys: Keys, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.keys, self.chrome = found, keys, chrome
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.pages = Pages(found, chrome, tree)
        self.reframer = Reframer(found, chrome, tree, cache)

    def parts(self, shown: Mapping[Name, bytes]) -> dict[str, Part]:
        """All but the dashboards, which tell of the others. `shown` are the keys of records' pages."""
        found = {}
        by_hand = digest(repr(self.chrome.written).encode())
        for language in self.words:
            lists, key = f"{language} lists", digest(self.keys.faces(language) + by_hand)
            found[lists] = self._framed([language], lists, key, partial(self.pages.lists, language), MUCH)
            own, key = f"{language} reference", self.keys.examples(language)
            found[own] = self._framed([language], lists, key, partial(self.pages.reference, language))
        for i, (name, key) in enumerate(shown.items()):
            kind, id = name
            group, made = f"records {i % SHARES}", partial(self._record, name)
            found[f"{RECORD} {kind} {id}"] = self._framed([*self.words], group, key, made)
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
        """The pages in each language that count translations."""
        counts = tallies(sums, self.words, self.toolkit.outlines.values())
        translated = {language: one.records for language, one in counts.items()}
        found = {}
        for language in self.words:
            faces = self.keys.faces(language)
            key, made = digest(faces + repr(counts).encode()), partial(self.pages.translations, language, counts)
            found[f"{language} translations"] = self._framed([language], language, key, made)
            key, made = digest(faces + repr(translated).encode()), partial(self.pages.overview, language, translated)
            found[f"{language} overview"] = self._framed([language], language, key, made, SOME)
        return found

    def _framed(
        self, languages: Sequence[str], group: str, key: bytes, make: Callable[[Made], Made], work: int = 1
    ) -> Part:
        """A part of pages, which lie in frames."""
        key += self.chrome.version(languages)
        return Part(group, key, make, partial(self.reframer.reframed, languages, key), work)

    def others(self, made: Parts) -> Iterator[tuple[str, bytes]]:
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
