"""The only module that knows MkDocs: it renders the whole site, or only the chrome and the pages by hand.

MkDocs builds every language in one run: pages of the first language at the root, the others in a folder named by
their tag. mkdocs-static-i18n is not used: it refuses three-letter languages, crashes where Material has no words, and
its last page's language links end up in 404.html. What it would do is three events here: a navigation per language,
the words of the page's language, and links to the same page in the others.
"""

import logging
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from posixpath import basename
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, pass_context
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from toolkit.brought import TIME
from toolkit.cache import WEB, by_content
from toolkit.gather.words import Words
from toolkit.pages.page import Page as Made
from toolkit.pages.templates import Compiled
from toolkit.problems import Problem
from toolkit.publish.assets import SHEET, mark
from toolkit.publish.borrowed import marked
from toolkit.publish.chrome import ANY, GAPS, Chrome, Frame, Place
from toolkit.publish.foreign import failed, unused, watch
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
from toolkit.publish.style import names, used
from toolkit.publish.theme import LOADER, macros, outside, templates
from toolkit.stage import source

OF_FILE, OF_PAGE = ("src_uri", "dest_uri", "url", "name"), ("canonical_url", "abs_url")
"""What a file is called, and a page beside."""
STYLE = "assets/stylesheets/main.*.min.css"
"""All that the site uses of the files that Material brings."""
HIDING = ("exclude_docs", "draft_docs")
"""Settings that keep pages from the site."""
BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)\.md' contains a link '(?P<link>[^']+)'")


def render_site(
    root: Path, staged: Path, site: Path, words: Mapping[str, Words], names: Mapping[str, str]
) -> list[Problem]:
    """Every page as MkDocs itself makes it: the reference that the fast way is held equal to. `names` are of assets."""
    problems = _run(root, staged, site, words, _plugin(words, lambda asset: names.get(asset, asset))())
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

    class Specimens(_plugin(words, asset)):  # type: ignore[misc]
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
            self.set_names(page.file, noting)
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
            self.set_names(page.file, str)
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
            self.set_names(page.file, noting)
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
            self.set_names(page.file, str)
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
            file, names = (of, OF_FILE) if isinstance(of, File) else (of.file, OF_PAGE)
            if self.is_alone or ANY not in str(file.src_uri):
                return
            for name in names:
                if text := getattr(of, name):
                    setattr(of, name, as_text(str(text)))

    with TemporaryDirectory() as empty, TemporaryDirectory() as site:
        problems = _run(root, Path(empty), Path(site), words, Specimens())
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


class _InSight(FileSystemLoader):
    """A theme's folders. MkDocs asks for all files in them to pass over those in hidden folders, where Material keeps
    many thousand icons: these are not listed.
    """

    def list_templates(self) -> list[str]:
        """Their names from the folder."""
        found = set()
        for place in self.searchpath:
            for folder, inside, files in os.walk(place):
                inside[:] = [name for name in inside if not name.startswith(".")]
                found |= {Path(folder, file).relative_to(place).as_posix() for file in files}
        return sorted(found)


def _env(theme: Theme, compiled: Compiled | None) -> Environment:
    env = Theme.get_env(theme)
    env.loader, env.bytecode_cache = _InSight(theme.dirs), compiled
    return env


class _Warnings(logging.Handler):
    """What MkDocs would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _run(root: Path, pages: Path, site: Path, words: Mapping[str, Words], plugin: Any) -> list[Problem]:
    os.environ.setdefault(*TIME)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    heard = _Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    log.propagate = False
    try:
        config = load_config(
            str(root / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site), use_directory_urls=False, strict=False
        )
        if hiding := [name for name in HIDING if config.get(name)]:
            return [_hides(root, name) for name in hiding]
        if config.theme.custom_dir and (never := [*unused(root, config.theme.custom_dir)]):
            return never
        config.theme.static_templates.discard("sitemap.xml")
        # Plugins, hooks and templates of others may change what a template comes to when it is compiled.
        plugin.is_alone = is_alone = not (config.plugins or config.hooks or config.theme.custom_dir)
        compiled = Compiled("frames") if is_alone else None
        # MkDocs has no event before it lists a theme's files.
        config.theme.get_env = partial(_env, config.theme, compiled)  # type: ignore[method-assign]
        config.plugins["toolkit"] = plugin
        if not is_alone:
            watch(config.plugins.events.values(), plugin)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        except BaseException:
            with suppress(Exception):  # what failed first is told
                config.plugins.on_shutdown()
            raise
        config.plugins.on_shutdown()
        if compiled:
            compiled.keep()
    except Abort as error:  # why, it has said before
        return [Problem("mkdocs.yml", 0, "", " ".join(text.split()), "") for text in heard.texts or [str(error)]]
    except ConfigurationError as error:
        return [Problem("mkdocs.yml", 0, "", str(error), "")]
    except (Exception, SystemExit) as error:  # a hook may do anything
        if told := failed(root, error, not plugin.is_alone):
            return [told]
        raise
    finally:
        log.removeHandler(heard)
    return [_problem(text, root, words) for text in heard.texts]


def _hides(root: Path, name: str) -> Problem:
    """A setting that MkDocs heeds, while records and the files beside them are published without it."""
    rows = (root / "mkdocs.yml").read_text("utf-8").splitlines()
    line = next((number for number, row in enumerate(rows, 1) if row.startswith(f"{name}:")), 0)
    what = "hides pages from MkDocs alone; the page of a record would be published all the same."
    return Problem("mkdocs.yml", line, name, what, "Delete the setting, and take the record or page out instead.")


def _problem(text: str, root: Path, words: Mapping[str, Words]) -> Problem:
    """What MkDocs warns of, told of the hand-written file that holds the broken link."""
    found = BROKEN_LINK.match(text)
    if not found:
        return Problem("mkdocs.yml", 0, "", " ".join(text.split()), "")
    first, _, rest = found["page"].partition("/")
    names = [f"{rest}.{first}", rest] if first in words else [found["page"]]
    path = next((path for name in names if (path := root / "docs" / f"{name}.md").is_file()), None)
    if not path:
        return Problem("mkdocs.yml", 0, "", text, "")
    rows = path.read_text("utf-8").splitlines()
    line = next((number for number, row in enumerate(rows, 1) if found["link"] in row), 1)
    fix = "Write the way from this file to the page, such as `practices/id-night.md`."
    return Problem(path.relative_to(root).as_posix(), line, "", f"links to `{found['link']}`, which is not there.", fix)


def _plugin(words: Mapping[str, Words], asset: Callable[[str], str]) -> Any:
    """`asset` gives the name in the site for what templates call a file."""
    default = next(iter(words))

    def language_of(path: str) -> str:
        first = path.split("/", 1)[0]
        return first if first in words and first != default else default

    def bare(path: str, language: str) -> str:
        return path if language == default else path.removeprefix(f"{language}/")

    class Toolkit(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
        """Languages, contents and words for the theme."""

        is_alone = True
        """Whether settings bring no plugin, hook or template."""
        env: Any
        navs: dict[str, Navigation]
        footers: dict[str, list[Page]]
        names: set[str]

        def on_files(self, files: Files, /, *, config: Any) -> Files:
            for file in files:
                file.edit_uri = None  # of the pages that MkDocs gets, none is where contributors find it
            material = {*config.theme.dirs} - {config.theme.custom_dir}
            return Files([file for file in files if _is_used(file, material)])

        def on_pre_build(self, *, config: Any) -> None:
            self.names = {name for text in templates() for name in names(text)}

        def on_nav(self, nav: Navigation, /, *, config: Any, files: Any) -> Navigation:
            entries, self.navs = config.nav, {}
            for language in words:
                config.nav = entries if language == default else list(_prefixed(entries, language))
                self.navs[language] = get_navigation(files, config)
            config.nav = entries
            return self.navs[default]

        def on_env(self, env: Any, /, *, config: Any, files: Any) -> Any:
            """Our templates before the theme's; assets by name; in the footer, pages by hand that are not in the menu.

            As folders of the theme they would be published too; a loader only lends them. Of a folder, the footer
            names the first page, which leads to the others.
            """
            env.loader = ChoiceLoader([LOADER, env.loader])
            self.env, way = env, env.filters["url"]
            env.filters["url"] = pass_context(lambda context, target: way(context, asset(str(target))))
            self.footers = {language: [] for language in words}
            for file in sorted(files.documentation_pages(), key=lambda file: (file.src_uri.count("/"), file.src_uri)):
                language = language_of(file.src_uri)
                folder, _, name = bare(file.src_uri, language).rpartition("/")
                is_by_hand = file.page.meta.get("template") == "hand.html"
                if is_by_hand and (not folder or name == "index.md") and file.page not in self.navs[language].pages:
                    self.footers[language].append(file.page)
            return env

        def on_page_context(self, context: Any, /, *, page: Page, config: Any, nav: Navigation) -> Any:
            path = page.file.src_uri
            language = language_of(path)
            title = page.meta.get("title", page.title)
            page.toc = TableOfContents([_top(AnchorLink(title, "content", 1), page.toc)])
            context.update(self.context(language), nav=self.navs[language])
            context["same_page"] = [(own, bare(path, language).removesuffix(".md")) for own in words.values()]
            context["m"] = macros(self.env, context)
            return context

        def on_template_context(self, context: Any, /, *, template_name: str, config: Any) -> Any:
            context.update(self.context(default), same_page=[], page=None)
            context["m"] = macros(self.env, context)
            return context

        def on_post_page(self, output: str, /, *, page: Page, config: Any) -> str:
            self.names.update(names(f"{output}{page.content}"))  # a specimen is without its content
            return marked(output)

        def on_post_template(self, output_content: str, /, *, template_name: str, config: Any) -> str:
            return marked(output_content)

        def on_post_build(self, *, config: Any) -> None:
            ours = "".join(path.read_text("utf-8") for path in WEB.glob("*.css"))
            site = Path(config.site_dir)
            (site / "search" / "search_index.json").unlink(missing_ok=True)
            for path in site.glob(STYLE):
                path.write_text(used(path.read_text("utf-8"), self.names, ours), "utf-8", newline="\n")

        def context(self, language: str) -> dict[str, Any]:
            root = "" if language == default else f"{language}/"
            return outside(words[language], root) | {
                "default_language": default,
                "footer_pages": self.footers[language],
            }

    def _top(top: AnchorLink, below: Iterable[AnchorLink]) -> AnchorLink:
        top.children = list(below)
        return top

    return Toolkit


def _is_used(file: File, material: Collection[str]) -> bool:
    """Whether a file is part of the site, if these folders are Material's. The lists for search engines are our own."""
    if file.src_dir in material and file.src_uri.startswith("assets/"):
        return fnmatch(file.src_uri, STYLE)
    return not file.src_uri.startswith("sitemap.xml")


def _prefixed(entries: list[Any], language: str) -> Iterator[Any]:
    """The navigation of another language: the same pages in its folder, titled by themselves."""
    for entry in entries:
        if isinstance(entry, str):
            yield f"{language}/{entry}"
        else:
            for title, inside in entry.items():
                yield {title: list(_prefixed(inside, language)) if isinstance(inside, list) else f"{language}/{inside}"}
