"""The toolkit to the files of its site: parts that changed are made, the languages side by side; others are kept."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from toolkit.cache import WEB, Cache, brought, contents, digest, environment, frame_makers, program, stamps
from toolkit.gather.synonyms import Synonyms
from toolkit.gather.words import SOURCE_LANGUAGE, Words
from toolkit.index import Filed, LanguageIndex, file_cards, index, indexed, shared_files, spoken_files
from toolkit.index.cards import Card, Cards, ordered, record_cards
from toolkit.join import Name
from toolkit.pages import Writer, pages, specimens, writer
from toolkit.pages.faces import face, translated_face
from toolkit.pages.form import FormWriter, Unfit, Voice
from toolkit.pages.page import Page
from toolkit.pages.reference import example
from toolkit.pages.translations import Tally, tally, together
from toolkit.problems import Problem
from toolkit.processes import side_by_side
from toolkit.publish import Finisher, address, is_listed, sitemaps
from toolkit.publish.chrome import ANY, Chrome, Place
from toolkit.publish.form import Filler, Form, Former
from toolkit.read import Read
from toolkit.records import KINDS
from toolkit.stage import carried, clash, clashes, stage
from toolkit.tree import Files, Tree

WAY = re.compile(r'<a [^>]*?href="([^":#]+)\.html(?:#([^"]*))?"')
"""The way to another page of the site, and to an anchor there."""
SHARES = 8
"""The records are dealt into so many groups, so that no processor waits long for the last one."""
KnownCards = dict[Name, tuple[bytes, bytes]]


@dataclass
class Made:
    """What a part of the site came to."""

    files: Files = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    """The pages that search engines should know."""
    tally: Tally = field(default_factory=Tally)
    """How far the language is translated, if the part counts it."""
    cards: KnownCards = field(default_factory=dict)
    """What each card of an index was made from, and what it is known by."""
    index: bytes = b""
    """What all cards of an index are known by."""


@dataclass(frozen=True)
class Part:
    """A part of the site that is made at once: a record's page, the lists of a language, the index."""

    group: str
    """Parts of one group are made one after the other."""
    key: bytes
    """All that it is made from, so that an equal key gives equal files."""
    make: Callable[[Made], Made]
    """From what the part was before."""


def make(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
    """Every file of the site into the next version of the tree. Gives their names and digests."""
    chrome, problems = chrome_of(found, cache)
    if problems:
        return {}, problems
    maker = Maker(found, chrome, tree, cache)
    before: dict[str, tuple[bytes, Made]] = cache.get("parts", program()) or {}
    tree.begin()
    made = _made(maker.parts(), before, tree)
    made |= _made(maker.dashboards(made), before, tree)
    files = {name: own for one in made.values() for name, own in one[1].files.items()}
    problems = [*_clashes(made, found), *broken_links(chrome, files, found, tree)]
    if not problems:
        cache.put("parts", program(), made)
    for name, content in maker.others(made):
        files[name] = tree.put(name, content)
    return files, problems


def _made(
    parts: Mapping[str, Part], before: Mapping[str, tuple[bytes, Made]], tree: Tree
) -> dict[str, tuple[bytes, Made]]:
    """Each part with its key: kept if the key is as it was, else made."""
    nothing = b"", Made()
    kept = {
        name: made
        for name, part in parts.items()
        if (made := before.get(name, nothing))[0] == part.key and made[1].files.items() <= tree.published.items()
    }
    for _, one in kept.values():
        for name in one.files:
            tree.keep(name)
    groups: dict[str, dict[str, tuple[Part, Made]]] = {}
    for name, part in parts.items():
        if name not in kept:
            groups.setdefault(part.group, {})[name] = part, before.get(name, nothing)[1]
    tasks = [partial(_each, group) for group in groups.values()]
    for done in side_by_side(tasks):
        kept |= done
    return {name: kept[name] for name in parts}


def _each(group: Mapping[str, tuple[Part, Made]]) -> dict[str, tuple[bytes, Made]]:
    return {name: (part.key, part.make(before)) for name, (part, before) in group.items()}


class Maker:
    """Knows the parts of a site, what each is made from, and how to make it."""

    def __init__(self, found: Read, chrome: Chrome, tree: Tree, cache: Cache) -> None:
        self.found, self.chrome, self.tree, self.cache = found, chrome, tree, cache
        self.toolkit, self.words, self.first = found.toolkit, found.strings.words, found.settings.languages[0]
        self.indexed = indexed(self.words)
        self.last: Writer | None = None
        self.finishers: dict[str, Finisher] = {}
        self.fillers: dict[str, Filler] = {}
        self.last_form: tuple[Name | None, Form | None] = (None, None)

    def parts(self) -> dict[str, Part]:
        """All parts but the dashboards, which tell of the others."""
        scripts = contents([WEB / "search", WEB / "find"])
        found = {"search": Part("search", self._all(self.first) + scripts, self._search)}
        for i, name in enumerate(self.toolkit.entries):
            share = f"records {i % SHARES}"
            for language in self.words:
                made = partial(self._record, language, name)
                found[f"{language} {name[0]} {name[1]}"] = Part(share, self._key(language, name), made)
        for language in self.words:
            lists = f"{language} lists"
            found[lists] = Part(lists, self._faces(language), partial(self._lists, language))
            shown = partial(self._reference, language)
            found[f"{language} reference"] = Part(lists, self._examples(language), shown)
        for language in self.indexed:
            own = f"{language} index"
            found[own] = Part(own, self._all(language), partial(self._index, language))
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
                language, self._faces(language) + counted, partial(self._dashboard, language, tallies)
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

    # ------------------------------------------------------------------ what a part is made from

    def _key(self, language: str, name: Name) -> bytes:
        """Of a record's page: what it shows."""
        english, around = self._surroundings[name]
        known = [self._frames(language), english, self._translated.get((language, name), b"-")]
        return digest(b"".join([*known, *(self._translated_faces.get((language, one), b"-") for one in around)]))

    @cached_property
    def _surroundings(self) -> dict[Name, tuple[bytes, list[Name]]]:
        """What a record's page shows in all languages, as a digest, and the records that it shows."""
        found = {}
        amounts = sizes(self.found)
        for name, entry in self.toolkit.entries.items():
            around = self.toolkit.around(name)
            size = amounts.get((name[0], getattr(entry.record, "file", None) or ""))
            known = repr((around, self.toolkit.related_ids(name), size)).encode()
            found[name] = digest(b"".join([known, self._written[name], *map(self._shown.__getitem__, around)])), around
        return found

    def _all(self, language: str) -> bytes:
        """Of what is made from all records in a language."""
        known = [repr((name, own, self._translated.get((language, name)))) for name, own in self._written.items()]
        return digest("".join(known).encode() + self._others) + self._frames(language)

    def _faces(self, language: str) -> bytes:
        """Of what shows a little of all records in a language."""
        known = [repr((name, own, self._translated_faces.get((language, name)))) for name, own in self._shown.items()]
        return digest("".join(known).encode() + self._others) + self._frames(language)

    def _examples(self, language: str) -> bytes:
        """Of the reference, which shows one record of each kind."""
        shown = [(kind, example(of).sheet.digest) for kind in KINDS if (of := self.toolkit.of_kind(kind))]
        return digest(repr(shown).encode() + self._frames(language))

    @cached_property
    def _others(self) -> bytes:
        """What there is beside the records."""
        hand = [(page.path, page.language, page.front, page.body) for page in self.found.hand]
        files = sizes(self.found), self._attached
        return digest(repr((hand, self.chrome.written, files, self.found.settings)).encode())

    @cached_property
    def _shown(self) -> dict[Name, bytes]:
        return {name: face(entry) for name, entry in self.toolkit.entries.items()}

    @cached_property
    def _translated_faces(self) -> dict[tuple[str, Name], bytes]:
        return {name: translated_face(one) for name, one in self.toolkit.translations.items()}

    @cached_property
    def _written(self) -> dict[Name, bytes]:
        return {name: entry.sheet.digest for name, entry in self.toolkit.entries.items()}

    @cached_property
    def _attached(self) -> dict[Name, bytes]:
        return {name: digest(repr(pages).encode()) for name, pages in self.toolkit.attached.items()}

    @cached_property
    def _translated(self) -> dict[tuple[str, Name], bytes]:
        return {name: one.sheet.digest for name, one in self.toolkit.translations.items()}

    def _frames(self, language: str) -> bytes:
        return self.chrome.versions.get(language, b"")

    # ------------------------------------------------------------------ how a part is made

    def _record(self, language: str, name: Name, _: Made) -> Made:
        filler = self.filler(language)
        states = filler.voice.states(name)
        form = self._form(name)
        try:
            made = self._framed(language, *filler.filled(form, states)) if form else self._written_out(language, name)
        except Unfit:
            made = self._written_out(language, name)
        made.tally = tally({name: states} if states else {})
        return made

    def _form(self, name: Name) -> Form | None:
        """The form of a record's page, if it has one. Only the last one is kept."""
        if self.last_form[0] != name:
            try:
                self.last_form = name, self.former.form(name)
            except Unfit:
                self.last_form = name, None
        return self.last_form[1]

    def _framed(self, language: str, page: Page, body: str) -> Made:
        finisher = self.finisher(language)
        file = finisher.name(page)
        return Made({file: self.tree.put(file, finisher.framed(page, "", body))}, [file])

    def _written_out(self, language: str, name: Name) -> Made:
        """Of a record without a form, and one with pages at former addresses."""
        writer = self.writer(language)
        entry = writer.toolkit.entries[name]
        return self._finished(language, [writer.record(entry), *writer.former(entry)])

    @cached_property
    def former(self) -> Former:
        """Makes forms."""
        english = next(iter(self.words.values())).english
        words = Words(SOURCE_LANGUAGE, english, english)
        return Former(FormWriter(self.toolkit, words, self.found.strings.lists))

    def filler(self, language: str) -> Filler:
        """Fills forms in for a language."""
        if language not in self.fillers:
            voice = Voice(self.toolkit, self.words[language])
            self.fillers[language] = Filler(self.former, voice, self.finisher(language).theme)
        return self.fillers[language]

    def _lists(self, language: str, _: Made) -> Made:
        writer = self.writer(language)
        return self._finished(language, [*writer.hand(self.found.hand), *writer.listed(self.found.hand)])

    def _reference(self, language: str, _: Made) -> Made:
        return self._finished(language, self.writer(language).reference())

    def _dashboard(self, language: str, tallies: Mapping[str, Tally], _: Made) -> Made:
        return self._finished(language, self.writer(language).tallied(self.words, tallies, self.found.hand))

    def _search(self, _: Made) -> Made:
        return Made({name: self.tree.put(name, content) for name, content in shared_files(self.filed)})

    def _index(self, language: str, before: Made) -> Made:
        own, found = self.indexed[language], self.found
        told = self.writer(language).toolkit if language != SOURCE_LANGUAGE else self.toolkit
        records = record_cards(told, own)
        known = {name: self._card(language, name, records, before.cards) for name in self.toolkit.entries}
        spoken = list(spoken_files(own, told, self.filed))
        whole = digest(repr(([card for _, card in known.values()], spoken, self._others)).encode())
        if before.index == whole and before.files.items() <= self.tree.published.items():
            return Made({name: self.tree.keep(name) for name in before.files}, cards=known, index=whole)
        order, synonyms = ordered(self.toolkit), found.synonyms.get(language, Synonyms())
        kept, made = self._kept_index(language, order, before), Cards(records, order, own, found.hand)
        changed = [i for i, name in enumerate(order) if not kept or known[name][1] != before.cards[name][1]]
        if kept and kept.takes(changed, made):
            indexed = kept.changed_files(changed, made, before.files, synonyms)
        else:
            kept = LanguageIndex(language)
            indexed = kept.files(made, synonyms)
        files = {
            name: self.tree.keep(name) if content is None else self.tree.put(name, content)
            for name, content in chain(indexed, spoken)
        }
        self.cache.put(f"index-{language}", (program(), whole), (order, self._others, kept))
        return Made(files, cards=known, index=whole)

    def _kept_index(self, language: str, order: list[Name], before: Made) -> LanguageIndex | None:
        """The index as it was, if nothing but the texts of records can differ now."""
        kept: tuple[list[Name], bytes, LanguageIndex] | None = self.cache.get(
            f"index-{language}", (program(), before.index)
        )
        is_alike = kept and kept[:2] == (order, self._others) and before.files.items() <= self.tree.published.items()
        return kept[2] if kept and is_alike else None

    def _card(self, language: str, name: Name, records: Mapping[Name, Card], before: KnownCards) -> tuple[bytes, bytes]:
        """What a card is made from, and what it is known by: it may be the same though its record changed."""
        agencies = [self._shown[one] for one in self.toolkit.names[name] if one[0] == "agency"]
        agencies += [
            self._translated_faces.get((language, one), b"-") for one in self.toolkit.names[name] if one[0] == "agency"
        ]
        own = [self._written[name], self._translated.get((language, name), b"-"), self._attached.get(name, b"-")]
        key = digest(b"".join([*own, *agencies]))
        kept = before.get(name)
        if kept and kept[0] == key:
            return kept
        return key, digest(repr(records[name]).encode())

    @cached_property
    def filed(self) -> Filed:
        """What all languages' indexes share."""
        return file_cards(self.toolkit, self.words, self.found.strings.lists, self.found.hand)

    def _finished(self, language: str, pages: Iterable[Page]) -> Made:
        finisher, made = self.finisher(language), Made()
        for page in pages:
            name = finisher.name(page)
            made.files[name] = self.tree.put(name, finisher.html(page))
            if is_listed(page):
                made.listed.append(name)
        return made

    def finisher(self, language: str) -> Finisher:
        """Makes pages of a language into files."""
        if language not in self.finishers:
            self.finishers[language] = Finisher(self.chrome, self.words[language], language == self.first)
        return self.finishers[language]

    def writer(self, language: str) -> Writer:
        """Writes the pages of a language. Only the last one is kept: it holds all records in its language."""
        if not self.last or self.last.words.language != language:
            lists = self.found.strings.lists
            self.last = writer(self.toolkit, self.words, language, lists, sizes(self.found))
        return self.last


def sizes(found: Read) -> dict[Name, int]:
    """Bytes of each attachment, by kind and file name."""
    return {name: attachment.size for name, attachment in found.attachments.items()}


def _clashes(made: Mapping[str, tuple[bytes, Made]], found: Read) -> Iterator[Problem]:
    """Pages by hand where a made one goes."""
    times = Counter(name for _, one in made.values() for name in one.files)
    first = found.settings.languages[0]
    for page in found.hand:
        if times[f"{page.path}.html" if page.language == first else f"{page.language}/{page.path}.html"] > 1:
            yield clash(page.file)


def broken_links(chrome: Chrome, files: Collection[str], found: Read, tree: Tree) -> Iterator[Problem]:
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
    for path in found.settings.menu:
        if f"{path}.html" not in files:
            what, fix = f"`{path}` is no page of the site.", "Write the way from docs/ to a page, such as `about.md`."
            yield Problem("mkdocs.yml", _line(found.root / "mkdocs.yml", path), "nav", what, fix)


def _line(file: Path, written: str) -> int:
    rows = file.read_text("utf-8").splitlines()
    return next((number for number, row in enumerate(rows, 1) if written in row), 1)


def chrome_of(found: Read, cache: Cache) -> tuple[Chrome, list[Problem]]:
    """The theme around the pages: as it was, unless what it is made from changed."""
    words = found.strings.words
    given = list(specimens(found.toolkit, words, found.strings.lists, found.hand, found.settings.menu, ANY))
    key = (
        program(),
        stamps(frame_makers()),
        contents(sorted(WEB.glob("*.css"))),  # they say what is needed of the theme's style sheet
        found.settings.text,
        contents([*brought(found.root), found.root / "docs"]),  # extensions may put files into pages by hand
        environment(found.root),
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


def reference(found: Read, staged: Path, tree: Tree) -> tuple[Files, list[Problem]]:
    """The same files, but each page rendered by MkDocs itself: slower, and what the other way is held equal to."""
    from toolkit.publish.with_mkdocs import render_site

    words, default = found.strings.words, found.settings.languages[0]
    made = pages(found.toolkit, words, found.strings.lists, sizes(found), found.hand)
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
