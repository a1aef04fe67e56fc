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
from toolkit.project import Project
from toolkit.render.assembler import MARKERS, Shell, Shells
from toolkit.render.css import selectable_names
from toolkit.render.mkdocs_i18n import I18N, MATERIAL_SHEET, LanguagePlugin, is_used, move_to_root
from toolkit.render.staging import missing_files, shared_files
from toolkit.sources.doc_pages import line_of

NAME = "toolkit"
"""The plugin's name in mkdocs.yml."""
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "0",  # when the site was built, in case a template shows it: same input, same bytes
    "NO_MKDOCS_2_WARNING": "1",  # Material's notice to those who run MkDocs
}
"""Variables that MkDocs and Material read."""
BROKEN_LINK = re.compile(
    r"Doc file '(?P<language>[^/']+)/(?P<path>[^']+)\.md' contains an?[a-z ]* link '(?P<link>[^']+)'"
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

        if diagnostics := [*missing_files(project), *run_mkdocs(run, project)]:
            return Shells(diagnostics=tuple(diagnostics))
        files = {
            path.relative_to(site).as_posix(): path
            for path in sorted(site.rglob("*"))
            if path.is_file()
        }
        return plugin.shells({name: path.read_text("utf-8") for name, path in files.items()})


class ShellPlugin(LanguagePlugin):
    """Renders placeholder pages, with markers where a page's parts go, and collects them instead of writing them."""

    def __init__(
        self, project: Project, placeholders: Iterable[ToolkitPage], asset_names: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.project, self.asset_names = project, asset_names
        self.placeholders = {page.staged_path: page for page in placeholders}
        self.authored = {page.path for page in project.doc_pages}
        self.html: dict[str, dict[str, str]] = {language: {} for language in project.catalogs}
        """The rendered pages, by language and path."""
        self.bodies: dict[str, dict[str, str]] = {language: {} for language in project.catalogs}
        """The content of each authored page, by language and path."""

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Build only the placeholder pages, which exist in memory, and the theme's style sheet."""
        marked = {part: MARKERS[part] for part in ("title", "description")}
        pages = [
            File.generated(config, name, content=page._replace(meta=marked | page.meta).markdown)
            for name, page in self.placeholders.items()
        ]
        for page in pages:
            move_to_root(page, self.project.default_language)
        return LinkableFiles([*filter(is_used, files), *pages], config, self.project)

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
        placeholder, content = self.placeholders[page.file.src_uri], page.content or ""
        self.html[placeholder.language][placeholder.path] = output
        if placeholder.path in self.authored:
            self.bodies[placeholder.language][placeholder.path] = content
        else:
            page.present_anchor_ids = (
                None  # a placeholder lacks the real headings: MkDocs cannot check links to them
            )
        self.names.update(selectable_names(output + content))
        return ""

    def shells(self, files: Mapping[str, str]) -> Shells:
        """Everything that was rendered; `files` are what MkDocs wrote."""
        material = next(name for name in files if fnmatch(name, MATERIAL_SHEET))
        sheet, css = self.style_sheet(files[material])
        shells = {
            language: {
                path: Shell.cut(html.replace(material, sheet)) for path, html in pages.items()
            }
            for language, pages in self.html.items()
        }
        others = {
            name: text.replace(material, sheet) for name, text in files.items() if name != material
        }
        return Shells(shells, self.bodies, others | {sheet: css})


class LinkableFiles(Files):
    """The pages of this build. Links may lead to any page, because `build/links.py` checks the finished site."""

    def __init__(self, files: Iterable[File], config: MkDocsConfig, project: Project) -> None:
        super().__init__(files)
        self.config, self.project, self.shared = config, project, shared_files(project).keys()

    def get_file_from_path(self, path: str) -> File | None:
        """A file of this build, or a stand-in for a file elsewhere. Shared files are in no language's folder."""
        if file := super().get_file_from_path(path):
            return file
        language, _, rest = path.partition("/")
        if path not in self.shared and language in self.project.catalogs and rest in self.shared:
            path = rest
        if path not in self.shared and not path.endswith(".md"):
            return None
        file = File.generated(self.config, path, content="")
        move_to_root(file, self.project.default_language)
        return file


def site_config(project: Project, site: Path, **options: Any) -> MkDocsConfig:
    """The settings of a site. Not strict: `run_mkdocs` reports the warnings, so they need not stop MkDocs."""
    config = load_config(
        str(project.root / "mkdocs.yml"), site_dir=str(site), strict=False, **options
    )
    i18n: Any = config.plugins.get(I18N)
    for language in i18n.config.languages if i18n else ():  # an edition has only some
        language.build = language.locale in project.catalogs
        language.default = language.locale == project.default_language
    return config


def run_mkdocs(mkdocs: Callable[[], None], project: Project) -> list[Diagnostic]:
    """Run MkDocs. Returns its warnings, or why it stopped, as diagnostics. Restores the environment and the log."""
    added = ENVIRONMENT.keys() - os.environ.keys()
    os.environ.update({name: ENVIRONMENT[name] for name in added})
    log, warnings = logging.getLogger("mkdocs"), BufferingHandler(sys.maxsize)
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
    texts = [" ".join(record.getMessage().split()) for record in warnings.buffer]
    if error:  # the reason may be in the log
        return [
            Diagnostic("mkdocs.yml", 0, "", text)
            for text in texts or [" ".join(str(error).split())]
        ]
    return sorted({_diagnostic(text, project) for text in texts})


def _diagnostic(warning: str, project: Project) -> Diagnostic:
    """A MkDocs warning as a diagnostic; a broken link gets its line in docs/."""
    link = BROKEN_LINK.match(warning)
    for page, _ in doc_pages_in(link["language"], project.doc_pages) if link else ():
        if link and page.path == link["path"]:
            line = line_of(link["link"], project.root / page.file)
            return Diagnostic(page.file, line, "", *worded("dead-link", link=link["link"]))
    return Diagnostic("mkdocs.yml", 0, "", warning)
