"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cache import WEB, Cache, digest, program, stamps
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.join import Name
from toolkit.pages import pages
from toolkit.problems import Problem
from toolkit.publish import address, is_listed, sitemaps
from toolkit.publish.assets import assets
from toolkit.publish.chrome import Chrome
from toolkit.read import Read
from toolkit.site.chrome import Reframer, chrome_of, language_of
from toolkit.site.counts import Key, changed, packed, tallies
from toolkit.site.keys import LISTS, OVERVIEW, REFERENCE, TRANSLATIONS, Keys
from toolkit.site.links import broken_links, page_clashes
from toolkit.site.parts import Made, Part, Parts, Steps, being_made, up_to_date
from toolkit.site.writing import Pages
from toolkit.stage import carried, clashes, stage
from toolkit.tree import Files, Tree

if TYPE_CHECKING:
    from toolkit.site.searching import Search

RECORD = "record"
"""The beginning of the names of those parts that are records' pages."""
SHARES, TOGETHER = 32, 40
"""The records are dealt into so many groups at least, so that no process is left waiting for another for long. More
than so many records, or nearly, are never in one, for each step is taken for all of them."""
MUCH, SOME = 50, 10
"""The work of parts that are made from all records, and of those that only count them."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    kept, counted = cache.get("parts", program()) or ({}, {})
    before: Parts = {name: (key, Made(*bare)) for name, (key, bare) in kept.items()}
    sums: Counter[Key] = Counter(counted)
    tree.begin()
    keys = Keys(found, cache)
    names, served = _assets(tree, cache)
    unframed = {"assets": served, **_indexes(found, keys, tree, cache)}
    with chrome_of(found, cache, names) as rendered, being_made(unframed, before, tree) as made_unframed:
        shown = keys.records()
        chrome, problems = rendered()
        if problems:
            return {}, problems
        maker = Maker(found, keys, chrome, tree, cache)
        prepare = partial(maker.pages.prepare, keys.shown_in_all, cache)
        with being_made(maker.parts(shown), before, tree, prepare) as made_framed:
            made = made_framed()
        _share(made)
        out = [one.counted for name, (_, one) in before.items() if name not in made or made[name][1] is not one]
        into = [one.counted for name, (_, one) in made.items() if name not in before or before[name][1] is not one]
        sums = changed(sums, filter(None, out), filter(None, into))
        made |= up_to_date(maker.dashboards(sums), before, tree, maker.pages.count)
        made |= made_unframed()
    made |= up_to_date(maker.catalogs(made, unframed), before, tree)
    files = {name: own for one in made.values() for name, own in one[1].files.items()}
    problems = [*page_clashes(made, files, found), *_taken(chrome, files)]
    problems += broken_links(chrome, files.keys(), found, tree)
    if not problems:
        cache.put("parts", program(), ({name: (key, one.bare) for name, (key, one) in made.items()}, dict(sums)))
        maker.reframer.keep()
    for name, content in chain(chrome.files.items(), carried(found.attachments.values())):
        files[name] = tree.put(name, content)
    return files, problems


def _share(made: Parts) -> None:
    """Let equal counts be one value, which is kept once: records of which as much is translated have the same."""
    alike: dict[bytes, bytes] = {}
    for _, one in made.values():
        one.counted = alike.setdefault(one.counted, one.counted)


def _taken(chrome: Chrome, files: Files) -> list[Problem]:
    """Files that settings bring under the name of one of the site's own."""
    fix = "Give it another name, or take out what brings it."
    return [
        Problem("mkdocs.yml", 0, "", f"brings in a file called `{name}`, as one of the site's own is called.", fix)
        for name in sorted(chrome.files.keys() & files.keys())
    ]


def _assets(tree: Tree, cache: Cache) -> tuple[Mapping[str, str], Part]:
    """What the browser's files are called, and the part that they are."""
    seen = sorted(stamps([WEB]).items())
    names: Mapping[str, str] | None = cache.get("assets", (program(), seen))
    if not names:
        names = assets().names
        cache.put("assets", (program(), seen), names)

    def made(_: Made) -> Made:
        return Made({name: tree.put(name, content) for name, content in assets().files.items()})

    return names, Part("assets", digest(repr(seen).encode()), made)


def _indexes(found: Read, keys: Keys, tree: Tree, cache: Cache) -> dict[str, Part]:
    """The parts that are the search. What makes them is loaded by the process that does."""

    @lru_cache
    def search() -> "Search":
        from toolkit.site.searching import Search

        return Search(found, keys, tree, cache)

    def index(language: str, before: Made) -> Made:
        return search().index(language, before)

    def spoken(language: str, before: Made) -> Made:
        return search().spoken(language, before)

    languages = dict.fromkeys([SOURCE_LANGUAGE, *found.strings.words])
    parts = {}
    for language in languages:
        own = f"{language} index"
        parts[own] = Part(own, keys.all(language), partial(index, language), work=MUCH)
    key = keys.faces(found.settings.languages[0])
    parts["search"] = Part("search", key, lambda before: search().shared(before), work=MUCH)
    for language in languages:
        parts[f"{language} search"] = Part("search", keys.faces(language), partial(spoken, language))
    return parts


class Maker:
    """Knows the parts of a site that are pages, what each is made from, and how to make it."""

    def __init__(self, found: Read, keys: Keys, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.keys, self.tree = found, keys, tree
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.pages = Pages(found, chrome, tree)
        self.reframer = Reframer(found, chrome, tree, cache)
        self.version: Callable[[tuple[str, ...]], bytes] = lru_cache(chrome.version)

    def parts(self, shown: Mapping[Name, bytes]) -> dict[str, Part]:
        """All but the dashboards, which tell of the others. `shown` are the keys of records' pages."""
        found = {}
        keys = self.keys
        by_hand = digest(repr(self.pages.chrome.written).encode()) + keys.templates(*LISTS)
        examples = digest(keys.examples() + keys.templates(*REFERENCE))
        for language in self.words:
            lists, key = f"{language} lists", digest(keys.faces(language) + by_hand)
            found[lists] = self._framed((language,), lists, key, partial(self.pages.lists, language), MUCH)
            made = partial(self.pages.reference, language)
            found[f"{language} reference"] = self._framed((language,), lists, examples, made)
        every, shares = tuple(self.words), max(SHARES, len(shown) // TOGETHER)
        for i, (name, key) in enumerate(shown.items()):
            kind, id = name
            group = f"records {i % shares}"
            found[f"{RECORD} {kind} {id}"] = self._framed(every, group, key, partial(self._record, name))
        return found

    def _record(self, name: Name, _: Made) -> Steps:
        """A record's pages in all languages."""
        made = yield from self.pages.record(name)
        fields = tuple([at for at, _, _ in self.toolkit.texts[name]])
        return Made(
            {file: own for one, _ in made.values() for file, own in one.files.items()},
            [file for one, _ in made.values() for file in one.listed],
            counted=packed(name[0], fields, {language: one.states for language, (_, one) in made.items()}),
        )

    def dashboards(self, sums: Counter[Key]) -> dict[str, Part]:
        """The pages in each language that count translations."""
        counts = tallies(sums, self.words, self.toolkit.outlines.values())
        translated = {language: one.records for language, one in counts.items()}
        of_translations = digest(repr(counts).encode()) + self.keys.templates(*TRANSLATIONS)
        of_overview = digest(repr(translated).encode()) + self.keys.templates(*OVERVIEW)
        found = {}
        for language in self.words:
            faces = self.keys.faces(language)
            made = partial(self.pages.translations, language, counts)
            key = digest(faces + of_translations)
            found[f"{language} translations"] = self._framed((language,), language, key, made)
            made = partial(self.pages.overview, language, translated)
            found[f"{language} overview"] = self._framed((language,), language, digest(faces + of_overview), made, SOME)
        return found

    def _framed(
        self, languages: tuple[str, ...], group: str, key: bytes, make: Callable[[Made], Made | Steps], work: int = 1
    ) -> Part:
        """A part of pages, which lie in frames."""
        frames = self.version(languages)
        return Part(group, key + frames, make, partial(self.reframer.reframed, languages), work, frames)

    def catalogs(self, made: Parts, unframed: Iterable[str]) -> dict[str, Part]:
        """What names the files of other parts: the manifest of the search, and the lists for search engines."""
        files = [name for part in unframed for name in made[part][1].files if name.endswith(".js")]
        found = {"manifest": Part("", digest(repr(files).encode()), partial(self._put, partial(_manifest, files)))}
        if url := self.found.settings.url:
            named = "\0".join(chain([url, *self.words], *[one.listed for _, one in made.values()]))
            found["sitemaps"] = Part("", digest(named.encode()), partial(self._put, partial(self._sitemaps, made, url)))
        return found

    def _sitemaps(self, made: Parts, url: str) -> Mapping[str, bytes]:
        listed: dict[str, list[str]] = {language: [] for language in self.words}
        for part, (_, one) in made.items():
            of = part.partition(" ")[0]
            for name in one.listed:
                listed[language_of(name, self.words, self.first) if of == RECORD else of].append(name)
        return dict(sitemaps(listed, url))

    def _put(self, files: Callable[[], Mapping[str, bytes]], _: Made) -> Made:
        return Made({name: self.tree.put(name, content) for name, content in files().items()})


def _manifest(files: Iterable[str]) -> Mapping[str, bytes]:
    from toolkit.index.manifest import manifest

    return dict([manifest(files)])


def reference(found: Read, staged: Path, tree: Tree) -> tuple[Files, list[Problem]]:
    """The same files, but each page rendered by MkDocs itself: slower, and what the other way is held equal to."""
    from toolkit.index.files import index, with_manifest
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
    shutil.rmtree(rendered, ignore_errors=True)
    if found.settings.url:
        listed = {
            language: [
                address(page, language == default) for page in made if page.language == language and is_listed(page)
            ]
            for language in words
        }
        files |= {name: tree.put(name, content) for name, content in sitemaps(listed, found.settings.url)}
    return files, problems
