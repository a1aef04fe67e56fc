"""Runs MkDocs, and renders the shells with it."""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatch
from logging.handlers import BufferingHandler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from toolkit.diagnostics import Diagnostic, worded
from toolkit.pages.page import Page as ToolkitPage
from toolkit.pages.page import doc_pages_in
from toolkit.paths import SETTINGS
from toolkit.project import Project
from toolkit.render.assembler import MARKERS, Shell, Shells
from toolkit.render.css import selectable_names
from toolkit.render.mkdocs_i18n import I18N, MATERIAL_SHEET, LanguagePlugin, is_used, move_to_root
from toolkit.render.staging import missing_files, shared_files
from toolkit.sources.doc_pages import line_of

NAME = "toolkit"
"""The plugin's name in mkdocs.yml."""
ENVIRONMENT = {
    # When the site was built, in case a template shows it: same input, same bytes.
    "SOURCE_DATE_EPOCH": "0",
    # Material's notice to those who run MkDocs.
    "NO_MKDOCS_2_WARNING": "1",
}
"""Variables that MkDocs and Material read."""
BROKEN_LINK = re.compile(
    r"Doc file '(?P<language>[^/']+)/(?P<path>[^']+)\.md'"
    r" contains an?[a-z ]* link '(?P<link>[^']+)'"
)


def render_shells(
    project: Project, placeholders: Iterable[ToolkitPage], asset_names: Mapping[str, str]
) -> Shells:
    """Render the shells and the authored pages with MkDocs."""
    plugin = ShellPlugin(project, placeholders, asset_names)
    with TemporaryDirectory() as empty, TemporaryDirectory() as folder:
        site = Path(folder)

        def run() -> None:
            config = site_config(project, site, docs_dir=empty, plugins=[])
            config.plugins[NAME] = plugin
            build(config)

        diagnostics = [*missing_files(project), *run_mkdocs(run, project)]
        if diagnostics:
            return Shells(diagnostics=tuple(diagnostics))
        texts = {}
        for path in sorted(site.rglob("*")):
            if path.is_file():
                texts[path.relative_to(site).as_posix()] = path.read_text("utf-8")
        return plugin.shells(texts)


class ShellPlugin(LanguagePlugin):
    """Renders placeholder pages, with markers where a page's parts go, and collects them instead of writing them."""

    def __init__(
        self, project: Project, placeholders: Iterable[ToolkitPage], asset_names: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.project = project
        self.asset_names = asset_names
        self.placeholders = {page.staged_path: page for page in placeholders}
        self.authored = {page.path for page in project.doc_pages}
        self.html: dict[str, dict[str, str]] = {language: {} for language in project.catalogs}
        """The rendered pages, by language and path."""
        self.bodies: dict[str, dict[str, str]] = {language: {} for language in project.catalogs}
        """The content of each authored page, by language and path."""

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Build only the placeholder pages, which exist in memory, and the theme's style sheet."""
        marked = {part: MARKERS[part] for part in ("title", "description")}
        built = [file for file in files if is_used(file)]
        for name, page in self.placeholders.items():
            content = page._replace(meta=marked | page.meta).markdown
            file = File.generated(config, name, content=content)
            move_to_root(file, self.project.default_language)
            built.append(file)
        return LinkableFiles(built, config, self.project)

    def on_page_context(
        self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Show markers in place of the page's head and body."""
        context = super().on_page_context(context, page=page, config=config, nav=nav)
        return context | {
            f"placeholder_{part}": MARKERS[part] for part in ("head", "languages", "body")
        }

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Collect the page, and return an empty text, which MkDocs does not write."""
        placeholder = self.placeholders[page.file.src_uri]
        content = page.content or ""
        self.html[placeholder.language][placeholder.path] = output
        if placeholder.path in self.authored:
            self.bodies[placeholder.language][placeholder.path] = content
        else:
            # A placeholder lacks the real headings: MkDocs cannot check links to them.
            page.present_anchor_ids = None
        self.names.update(selectable_names(output + content))
        return ""

    def shells(self, files: Mapping[str, str]) -> Shells:
        """Everything that was rendered; `files` are what MkDocs wrote."""
        material = next(name for name in files if fnmatch(name, MATERIAL_SHEET))
        sheet, css = self.style_sheet(files[material])
        shells: dict[str, dict[str, Shell]] = {}
        for language, pages in self.html.items():
            shells[language] = {}
            for path, html in pages.items():
                shells[language][path] = Shell.cut(html.replace(material, sheet))
        written = {}
        for name, text in files.items():
            if name != material:
                written[name] = text.replace(material, sheet)
        written[sheet] = css
        return Shells(shells=shells, bodies=self.bodies, files=written)


class LinkableFiles(Files):
    """The pages of this build. Links may lead to any page, because `build/links.py` checks the finished site."""

    def __init__(self, files: Iterable[File], config: MkDocsConfig, project: Project) -> None:
        super().__init__(files)
        self.config = config
        self.project = project
        self.shared = shared_files(project).keys()

    def get_file_from_path(self, path: str) -> File | None:
        """A file of this build, or a stand-in for a file elsewhere. Shared files are in no language's folder."""
        file = super().get_file_from_path(path)
        if file:
            return file
        shared_path = self._shared_path(path)
        if not shared_path and not path.endswith(".md"):
            return None
        stand_in = File.generated(self.config, shared_path or path, content="")
        move_to_root(stand_in, self.project.default_language)
        return stand_in

    def _shared_path(self, path: str) -> str:
        """The path of a shared file that a page in a language's folder links to; empty if it is no shared file."""
        if path in self.shared:
            return path
        language, _, path_in_language = path.partition("/")
        if language in self.project.catalogs and path_in_language in self.shared:
            return path_in_language
        return ""


def site_config(project: Project, site: Path, **options: Any) -> MkDocsConfig:
    """The settings of a site. Not strict: `run_mkdocs` reports the warnings, so they need not stop MkDocs."""
    config = load_config(str(project.root / SETTINGS), site_dir=str(site), strict=False, **options)
    i18n: Any = config.plugins.get(I18N)
    if i18n:
        for language in i18n.config.languages:
            language.build = language.locale in project.catalogs  # an edition has only some
            language.default = language.locale == project.default_language
    return config


def run_mkdocs(mkdocs: Callable[[], None], project: Project) -> list[Diagnostic]:
    """Run MkDocs. Returns its warnings, or why it stopped, as diagnostics. Restores the environment and the log."""
    added = ENVIRONMENT.keys() - os.environ.keys()
    os.environ.update({name: ENVIRONMENT[name] for name in added})
    log = logging.getLogger("mkdocs")
    warnings = BufferingHandler(sys.maxsize)
    warnings.setLevel(logging.WARNING)
    log.addHandler(warnings)
    error: BaseException | None = None
    try:
        mkdocs()
    except (Abort, ConfigurationError) as reason:
        error = reason
    finally:
        log.removeHandler(warnings)
        for name in added:
            del os.environ[name]
    texts = [_on_one_line(record.getMessage()) for record in warnings.buffer]
    if error:
        reasons = texts or [_on_one_line(str(error))]  # the reason may be in the log
        return [_about_settings(reason) for reason in reasons]
    return sorted({_diagnostic(text, project) for text in texts})


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _about_settings(message: str) -> Diagnostic:
    """What MkDocs says, without a line of ours."""
    return Diagnostic(file=SETTINGS, line=0, field="", message=message)


def _diagnostic(warning: str, project: Project) -> Diagnostic:
    """A MkDocs warning as a diagnostic; a broken link gets its line in docs/."""
    broken = BROKEN_LINK.match(warning)
    if not broken:
        return _about_settings(warning)
    for page, _ in doc_pages_in(broken["language"], project.doc_pages):
        if page.path == broken["path"]:
            message, hint = worded("dead-link", link=broken["link"])
            return Diagnostic(
                file=page.file,
                line=line_of(broken["link"], project.root / page.file),
                field="",
                message=message,
                hint=hint,
            )
    return _about_settings(warning)
