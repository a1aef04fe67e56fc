"""All that knows MkDocs: it renders the whole site, or only the chrome and the pages by hand."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from posixpath import basename
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from toolkit.cache import by_content
from toolkit.gather.words import Words
from toolkit.pages.page import Page as Made
from toolkit.problems import Problem
from toolkit.publish.assets import SHEET, mark
from toolkit.publish.borrowed import marked
from toolkit.publish.chrome import ANY, GAPS, Chrome, Frame, Place
from toolkit.publish.probe import (
    FOLDER,
    OWN_PART,
    WATCHED,
    WATCHED_BY_HAND,
    Called,
    Watched,
    asked_for,
    computed,
    looked_for,
    misspelt,
    other_pages,
    probe,
    rewritten,
)
from toolkit.publish.samples import Sample, unlike
from toolkit.publish.with_mkdocs.languages import STYLE, plugin
from toolkit.publish.with_mkdocs.running import run
from toolkit.stage import source

OF_FILE, OF_PAGE = ("src_uri", "dest_uri", "url", "name"), ("canonical_url", "abs_url")
"""What a file is called, and a page beside."""


def render_site(
    root: Path, staged: Path, site: Path, words: Mapping[str, Words], names: Mapping[str, str]
) -> list[Problem]:
    """Every page as MkDocs itself makes it: the reference that the fast way is held equal to. `names` are of assets."""
    problems = run(root, staged, site, words, plugin(words, lambda asset: names.get(asset, asset))())
    for sheet in site.glob(STYLE):  # its content, and so its name, is known only when all pages are there
        name = by_content(SHEET, sheet.read_bytes())
        for page in site.rglob("*.html"):
            html = page.read_text("utf-8")
            page.write_text(html.replace(sheet.name, basename(name)), "utf-8", newline="\n")
        sheet.rename(site / name)
    return problems


def render_chrome(
    root: Path,
    words: Mapping[str, Words],
    specimens: Iterable[Made],
    assets: Collection[str],
    samples: Callable[[], Iterable[Sample]] = tuple,
    attached: Collection[str] = (),
) -> tuple[Chrome, list[Problem]]:
    """The frame of each specimen's place; pages by hand are specimens with a body, and come out rendered.

    Assets are marked, so that a frame is the same whatever is in them. So are a title and a description that a specimen
    does not say. Samples are asked for where settings bring what may treat pages in different ways. `attached` are the
    files beside records, by name in the site.
    """
    default = next(iter(words))
    given = {source(page, default): page for page in specimens}
    own = {name: page.meta for name, page in given.items()}
    marks = {gap: GAPS[gap] for gap in ("title", "description")}
    probing = probe(default)
    probed = source(probing, default)
    by_hand = {name for name, page in given.items() if page.body}
    texts = {name: page._replace(meta=marks | page.meta).text for name, page in given.items()}
    shown: dict[str, tuple[str, str]] = {}
    sampled: dict[str, Sample] = {}
    listed: dict[str, list[str]] = {}
    changed: set[str] = set()
    asked: set[str] = set()
    sought: set[str] = set()
    noting = partial(Called.of, noted=sought)

    def asset(address: str) -> str:
        if fnmatch(address, STYLE):
            return mark(SHEET)
        return mark(address) if address in assets else address

    class Specimens(plugin(words, asset)):  # type: ignore[misc]
        """Marks in the gaps of each page, and no page written but the probe and what settings bring."""

        @event_priority(100)
        def with_pages(self, files: Files, /, *, config: Any) -> Files:
            """Before any hook looks which pages there are."""
            if not self.is_alone:
                sampled.update({name: one for one in samples() if (name := source(one.page, default)) not in given})
            written = {**texts, probed: probing.text, **{name: one.page.text for name, one in sampled.items()}}
            made = [File.generated(config, name, content=text) for name, text in written.items()]
            for file in made:
                self.set_names(file, noting)
            return Files([*super().on_files(files, config=config), *made])

        @event_priority(-100)
        def with_any_page(self, files: Files, /, *, config: Any) -> Files:
            for file in files:
                self.set_names(file, str)
            return _AnyPage(files, config, attached)

        on_files = CombinedEvent(with_pages, with_any_page)

        @event_priority(100)
        def on_pre_page(self, page: Page, /, *, config: Any, files: Files) -> None:
            self.set_names(page, noting)

        @event_priority(100)
        def with_text(self, text: str, /, *, page: Page, config: Any, files: Files) -> None:
            """Markdown or HTML, before any hook changes it."""
            self.text = text

        @event_priority(-100)
        def with_same_text(self, text: str, /, *, page: Page, config: Any, files: Files) -> None:
            if text != self.text and page.file.src_uri not in by_hand:
                changed.add(str(page.file.src_uri))

        @event_priority(100)
        def with_contents(self, html: str, /, *, page: Page, config: Any, files: Files) -> None:
            listed[str(page.file.src_uri)] = [*_anchors(page.toc)]

        @event_priority(-101)
        def with_plain_names(self, html: str, /, *, page: Page, config: Any, files: Files) -> None:
            self.set_names(page, str)

        on_page_markdown = CombinedEvent(with_text, with_same_text)
        on_page_content = CombinedEvent(with_text, with_contents, with_same_text, with_plain_names)

        @event_priority(100)
        def with_marks(self, context: Any, /, *, page: Page, config: Any, nav: Navigation) -> Any:
            """In place of what a page says of itself, before any hook looks. What one has changed by now stays."""
            said = own.get(page.file.src_uri, {})
            self.meta = page.meta
            told = {**page.meta, **{gap: at for gap, at in marks.items() if page.meta.get(gap) == said.get(gap)}}
            name = page.file.src_uri
            differing = WATCHED_BY_HAND if name in by_hand else WATCHED if name in given else ()
            page.meta = Watched(told, asked, differing) if differing else told
            self.set_names(page, noting)
            return context

        def with_parts(self, context: Any, /, *, page: Page, config: Any, nav: Navigation) -> Any:
            name = str(page.file.src_uri)
            if name not in by_hand and listed[name] != [*_anchors(page.toc)]:
                changed.add(name)
            context = super().on_page_context(context, page=page, config=config, nav=nav)
            one = sampled.get(name)
            body = OWN_PART if name == probed else GAPS["body"]
            head, body = (one.head, one.body) if one else (GAPS["head"], body)
            context.update(specimen_head=head, specimen_body=body)
            return context

        on_page_context = CombinedEvent(with_marks, with_parts)

        def on_post_page(self, output: str, /, *, page: Page, config: Any) -> str:
            page.meta = self.meta
            self.set_names(page, str)
            if page.file.src_uri == probed or page.file.src_uri in sampled:
                return output
            super().on_post_page(output, page=page, config=config)
            shown[page.file.src_uri] = output, page.content or ""
            return ""

        def set_names(self, of: File | Page, as_text: Callable[[str], str]) -> None:
            """Make the names of a page that stands for others texts that note what is looked for in them, or plain ones
            again. Material alone looks for nothing there.
            """
            file = of if isinstance(of, File) else of.file
            if self.is_alone or ANY not in str(file.src_uri):
                return
            told = [(file, name) for name in OF_FILE] + [(of, name) for name in OF_PAGE if of is not file]
            for one, name in told:
                if text := getattr(one, name):
                    setattr(one, name, as_text(str(text)))

    with TemporaryDirectory() as empty, TemporaryDirectory() as site:
        problems = run(root, Path(empty), Path(site), words, Specimens())
        files = {
            SHEET if path.match(STYLE) else path.relative_to(site).as_posix(): path.read_bytes()
            for path in sorted(Path(site).rglob("*"))
            if path.is_file()
        }
    problems = problems or [*other_pages(given, shown), *rewritten(changed)]
    if problems:
        return Chrome({}, {}, {}), problems
    made = files.pop(f"{probing.path}.html", b"").decode()
    whole = [(one, files.pop(f"{name.removesuffix('.md')}.html", b"").decode()) for name, one in sampled.items()]
    places = {name: Place(page.language, page.path) for name, page in given.items()}
    try:
        if SHEET not in files:
            raise ValueError(f"The theme no longer brings `{STYLE}`.")
        frames = {places[name]: Frame.of(html) for name, (html, _) in shown.items()}
    except ValueError as error:
        told = Problem("mkdocs.yml", 0, "theme", str(error), "Build with `--engine mkdocs`, and tell the developers.")
        return Chrome({}, {}, {}), [told]
    around = frames[Place(default, f"{FOLDER}/{ANY}")]
    rendered = [html for html, _ in shown.values()]
    problems = [*computed(rendered, around, made, files)] or [*misspelt(rendered, files, assets)]
    problems = problems or [*asked_for(asked), *looked_for(sought)]
    problems = problems or [*unlike(Chrome(frames, {}, {}), words, [(one, marked(page)) for one, page in whole])]
    if problems:
        return Chrome({}, {}, {}), problems
    written = {places[name]: content for name, (_, content) in shown.items() if name in by_hand}
    return Chrome(frames, written, files), []


def _anchors(contents: Iterable[AnchorLink]) -> Iterator[str]:
    for entry in contents:
        yield entry.url
        yield from _anchors(entry.children)


class _AnyPage(Files):
    """The pages to render. A link may lead to any other page, for whoever asks knows better which there are, and to
    `others`.
    """

    def __init__(self, rendered: Iterable[File], config: Any, others: Collection[str]) -> None:
        super().__init__(rendered)
        self.config, self.others = config, others

    def get_file_from_path(self, path: str) -> File | None:
        """The file of that name, rendered or not."""
        found = super().get_file_from_path(path)
        is_known = path.endswith(".md") or path in self.others
        return found or (File.generated(self.config, path, content="") if is_known else None)
