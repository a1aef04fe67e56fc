"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from itertools import chain, cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
from toolkit.site.parts import Before, Made, Part, Parts, Steps, being_made, up_to_date
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
    """Every file of the site into the next version of the tree. Gives their names, and what each is known by."""
    version, kept, counted = cache.get("parts", program()) or (b"", {}, {})
    former: Parts = {name: (key, Made(*bare)) for name, (key, bare) in kept.items()}
    before = Before(former, are_published=bool(version) and version == tree.noted.version)
    sums: Counter[Key] = Counter(counted)
    keys = Keys(found, cache)
    seen = digest(repr(sorted(stamps([WEB]).items())).encode())
    served = _served(cache, seen)
    indexes, prepare_all = _indexes(found, keys, tree, cache)
    unframed = {"assets": _assets(seen, tree), **indexes}
    tree.begin()
    # Of an index that was made before, few cards are asked for.
    prepare_search = (lambda: None) if former else prepare_all
    with (
        chrome_of(found, cache, served.names) as rendered,
        being_made(unframed, before, tree, prepare_search) as made_unframed,
    ):
        shown = keys.records()
        chrome, problems = rendered()
        if problems:
            return {}, problems
        maker = Maker(found, keys, chrome, tree, cache)
        with being_made(maker.parts(shown), before, tree, maker.prepare) as made_framed:
            made = made_framed()
        _share(made)
        out = [one.counted for name, (_, one) in former.items() if name not in made or made[name][1] is not one]
        into = [one.counted for name, (_, one) in made.items() if name not in former or former[name][1] is not one]
        sums = changed(sums, filter(None, out), filter(None, into))
        made |= up_to_date(maker.dashboards(sums), before, tree, maker.pages.count)
        made |= made_unframed()
    made |= up_to_date(maker.catalogs(made, unframed, served.manifest), before, tree)
    files = {name: own for one in made.values() for name, own in one[1].files.items()}
    problems = [*page_clashes(made, files, found), *_taken(chrome, files)]
    problems += broken_links(chrome, files.keys(), found, tree)
    if not problems:
        bare = {name: (key, one.bare) for name, (key, one) in made.items()}
        cache.put("parts", program(), (tree.coming, bare, dict(sums)))
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


class Served(NamedTuple):
    """What browsers ask for by names that the program gives."""

    names: Mapping[str, str]
    """What the browser's files are called, by their names in templates."""
    manifest: str
    """What the manifest of the search is called."""


def _served(cache: Cache, seen: bytes) -> Served:
    """It is kept while the files of web/ are known by `seen`."""
    kept = cache.get("assets", (program(), seen))
    if not kept:
        from toolkit.index.scripts import manifest_key

        kept = assets().names, manifest_key()
        cache.put("assets", (program(), seen), kept)
    return Served(*kept)


def _assets(seen: bytes, tree: Tree) -> Part:
    """The part that is the browser's files."""

    def made(_: Made) -> Made:
        return Made({name: tree.put(name, content) for name, content in assets().files.items()})

    return Part("assets", seen, made)


def _indexes(found: Read, keys: Keys, tree: Tree, cache: Cache) -> tuple[dict[str, Part], Callable[[], None]]:
    """The parts that are the search, and what prepares for all of them. What makes them is loaded by the process that
    does.
    """

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
    return parts, lambda: search().prepare()


class Maker:
    """Knows the parts of a site that are pages, what each is made from, and how to make it."""

    def __init__(self, found: Read, keys: Keys, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.keys, self.tree, self.cache = found, keys, tree, cache
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
        groups = [f"records {i}" for i in range(max(SHARES, len(shown) // TOGETHER))]
        every = tuple(self.words)
        frames, reframe = self.version(every), partial(self.reframer.reframed, every)
        for (kind, id), key, group in zip(shown.keys(), shown.values(), cycle(groups), strict=False):
            steps = partial(self._record, (kind, id))
            found[f"{RECORD} {kind} {id}"] = Part(group, key + frames, steps, reframe, frames=frames)
        return found

    def prepare(self) -> None:
        """Know what all pages show of other records."""
        self.pages.prepare(self.keys.shown_in_all, self.cache)

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
        counts = tallies(sums, self.words, list(self.toolkit.outlines.fields()))
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

    def catalogs(self, made: Parts, unframed: Iterable[str], manifest: str) -> dict[str, Part]:
        """What names the files of other parts: the manifest of the search, and the lists for search engines."""
        files = [name for part in unframed for name in made[part][1].files if name.endswith(".js")]
        key = digest(repr((files, manifest)).encode())
        found = {"manifest": Part("", key, partial(self._put, partial(_manifest, files, manifest)))}
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


def _manifest(files: Iterable[str], key: str) -> Mapping[str, bytes]:
    from toolkit.index.manifest import manifest

    return dict([manifest(files, key)])


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
