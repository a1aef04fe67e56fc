"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from toolkit.cache import WEB, Cache, contents, digest, program
from toolkit.index import index
from toolkit.pages import pages
from toolkit.pages.translations import together
from toolkit.problems import Problem
from toolkit.publish import address, is_listed, sitemaps
from toolkit.publish.chrome import Chrome
from toolkit.read import Read
from toolkit.site.chrome import chrome_of
from toolkit.site.keys import Keys
from toolkit.site.links import broken_links, page_clashes
from toolkit.site.parts import Made, Part, up_to_date
from toolkit.site.searching import Search
from toolkit.site.writing import Pages
from toolkit.stage import carried, clashes, stage
from toolkit.tree import Files, Tree

SHARES = 8
"""The records are dealt into so many groups, so that no processor waits long for the last one."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    chrome, problems = chrome_of(found, cache)
    if problems:
        return {}, problems
    maker = Maker(found, chrome, tree, cache)
    before: dict[str, tuple[bytes, Made]] = cache.get("parts", program()) or {}
    tree.begin()
    made = up_to_date(maker.parts(), before, tree)
    made |= up_to_date(maker.dashboards(made), before, tree)
    files = {name: own for one in made.values() for name, own in one[1].files.items()}
    problems = [*page_clashes(made, found), *broken_links(chrome, files, found, tree)]
    if not problems:
        cache.put("parts", program(), made)
    for name, content in maker.others(made):
        files[name] = tree.put(name, content)
    return files, problems


class Maker:
    """Knows the parts of a site, what each is made from, and how to make it."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.chrome = found, chrome
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.keys, self.pages = Keys(found, chrome), Pages(found, chrome, tree)
        self.search = Search(found, self.keys, tree, cache)

    def parts(self) -> dict[str, Part]:
        """All parts but the dashboards, which tell of the others."""
        scripts = contents([WEB / "search", WEB / "find"])
        found = {"search": Part("search", self.keys.faces(self.first) + scripts, self.search.shared)}
        for i, name in enumerate(self.toolkit.entries):
            share = f"records {i % SHARES}"
            for language in self.words:
                made = partial(self.pages.record, language, name)
                found[f"{language} {name[0]} {name[1]}"] = Part(share, self.keys.record(language, name), made)
        for language in self.words:
            lists = f"{language} lists"
            found[lists] = Part(lists, self.keys.faces(language), partial(self.pages.lists, language))
            shown = partial(self.pages.reference, language)
            found[f"{language} reference"] = Part(lists, self.keys.examples(language), shown)
        for language in self.search.languages:
            own = f"{language} index"
            found[own] = Part(own, self.keys.all(language), partial(self.search.index, language))
            spoken = partial(self.search.spoken, language)
            found[f"{language} search"] = Part("search", self.keys.faces(language), spoken)
        return found

    def dashboards(self, made: Mapping[str, tuple[bytes, Made]]) -> dict[str, Part]:
        """The pages in each language that say how far all are translated."""
        tallies = {
            language: together(made[f"{language} {kind} {id}"][1].tally for kind, id in self.toolkit.entries)
            for language in self.words
        }
        counted = digest(repr(tallies).encode())
        return {
            f"{language} dashboard": Part(
                language, self.keys.faces(language) + counted, partial(self.pages.dashboard, language, tallies)
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
                names.get(part.partition(" ")[0], []).extend(one.listed)
            yield from sitemaps(names, self.found.settings.url)


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
