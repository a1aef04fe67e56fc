"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from toolkit.cache import WEB, Cache, contents, digest, program
from toolkit.index import index
from toolkit.join import Name
from toolkit.pages import pages
from toolkit.problems import Problem
from toolkit.publish import address, is_listed, sitemaps
from toolkit.publish.chrome import Chrome
from toolkit.read import Read
from toolkit.site.chrome import chrome_of
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
SHARES = 8
"""The records are dealt into so many groups, so that no processor waits long for the last one."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    chrome, problems = chrome_of(found, cache)
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
    for name, content in maker.others(made):
        files[name] = tree.put(name, content)
    return files, problems


class Maker:
    """Knows the parts of a site, what each is made from, and how to make it."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.chrome = found, chrome
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.keys, self.pages = Keys(found, chrome, cache), Pages(found, chrome, tree)
        self.search = Search(found, self.keys, self.pages, tree, cache)

    def parts(self) -> dict[str, Part]:
        """All parts but the dashboards, which tell of the others."""
        scripts = contents([WEB / "search", WEB / "find"])
        found = {"search": Part("search", self.keys.all(self.first) + scripts, self.search.shared)}
        for i, (name, key) in enumerate(self.keys.records().items()):
            kind, id = name
            found[f"{RECORD} {kind} {id}"] = Part(f"records {i % SHARES}", key, partial(self._record, name))
        for language in self.words:
            lists = f"{language} lists"
            found[lists] = Part(lists, self.keys.faces(language), partial(self.pages.lists, language))
            shown = partial(self.pages.reference, language)
            found[f"{language} reference"] = Part(lists, self.keys.examples(language), shown)
        for language in self.search.languages:
            own = f"{language} index"
            found[own] = Part(own, self.keys.all(language), partial(self.search.index, language))
        return found

    def _record(self, name: Name, _: Made) -> Made:
        """A record's pages in all languages."""
        made = {language: self.pages.record(language, name) for language in self.words}
        return Made(
            {file: own for one in made.values() for file, own in one.files.items()},
            [file for one in made.values() for file in one.listed],
            counted=packed({language: one.tally for language, one in made.items()}),
        )

    def dashboards(self, sums: Counter[Key]) -> dict[str, Part]:
        """The pages in each language that say how far all are translated."""
        counts = tallies(sums, self.words, self.toolkit.outlines.values())
        counted = digest(repr(counts).encode())
        return {
            f"{language} dashboard": Part(
                language, self.keys.faces(language) + counted, partial(self.pages.dashboard, language, counts)
            )
            for language in self.words
        }

    def others(self, made: Mapping[str, tuple[bytes, Made]]) -> Iterator[tuple[str, bytes]]:
        """What is in the site beside pages and index."""
        yield from self.chrome.files.items()
        yield from carried(self.found.attachments.values())
        if self.found.settings.url:
            names: dict[str, list[str]] = {language: [] for language in self.words}
            for part, (_, one) in made.items():
                of = part.partition(" ")[0]
                for file in one.listed:
                    names[self._language(file) if of == RECORD else of].append(file)
            yield from sitemaps(names, self.found.settings.url)

    def _language(self, file: str) -> str:
        """Of a record's page."""
        folder = file.partition("/")[0]
        return folder if folder in self.words else self.first


def reference(found: Read, staged: Path, tree: Tree) -> tuple[Files, list[Problem]]:
    """The same files, but each page rendered by MkDocs itself: slower, and what the other way is held equal to."""
    from toolkit.publish.with_mkdocs import render_site

    words, default = found.strings.words, found.settings.languages[0]
    made = pages(found.toolkit, words, found.strings.lists, found.sizes, found.hand)
    problems = clashes(made, default)
    if problems:
        return {}, problems
    searched = index(found.toolkit, words, found.strings.lists, found.hand, found.synonyms)
    stage(made, found.attachments.values(), staged, default, searched)
    rendered = staged.with_name("rendered")
    problems = render_site(found.root, staged, rendered, words)
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
