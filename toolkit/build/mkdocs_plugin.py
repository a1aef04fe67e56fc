"""The toolkit's MkDocs plugin: with it, `mkdocs build` and `mkdocs serve` build the whole site.

It stages the pages as Markdown files, which static-i18n and Material render, and writes everything else: assets, the
search index and the sitemaps.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from posixpath import basename
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from toolkit.build.file_targets import closing_targets, file_targets
from toolkit.build.page_targets import all_pages
from toolkit.build.targets import Files as SiteFiles
from toolkit.build.targets import ProjectInputs
from toolkit.diagnostics import Diagnostic, as_text
from toolkit.pages.page import Page
from toolkit.paths import CONTRIBUTED, MESSAGES, SETTINGS, TEMPLATES, THEME, WEB
from toolkit.project import Project, load_project
from toolkit.render.assets import load_assets
from toolkit.render.mkdocs_i18n import (
    I18N,
    MATERIAL_SHEET,
    LanguagePlugin,
    current_language,
    is_outermost,
    is_used,
    move_to_root,
)
from toolkit.render.mkdocs_run import NAME, run_mkdocs, site_config
from toolkit.render.plain_texts import plain_text
from toolkit.render.shortlist_texts import shortlist_text
from toolkit.render.staging import missing_files, stage

STAGED = "build/pages"
CACHE = "build/.cache/mkdocs"
AFTER_I18N = -200
"""A priority after static-i18n's events, which have -100."""

log = get_plugin_logger(__name__)


class PageElsewhere(File):
    """A page that pages in another language may link to, and that its own language's build writes."""

    def is_documentation_page(self) -> bool:
        """Not one that this build renders."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing is copied."""


class ToolkitPlugin(LanguagePlugin):
    """Stages the pages and writes the site's other files."""

    def __init__(self) -> None:
        super().__init__()
        self.preloaded: tuple[Project, Path] | None = None
        """A project that is already loaded, and the folder to stage its pages in."""
        self.staged = Path()
        self.pages: list[Page] = []
        self.shared: list[File] = []
        """Files that all languages share."""
        self.entries: Any = None
        """The menu as mkdocs.yml has it."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember the command. Because of this event, MkDocs keeps the plugin for all builds of `mkdocs serve`."""
        self.is_served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Stage all pages, in the main build only, and make MkDocs build from the staged folder."""
        if is_outermost(config):
            root = Path(config.config_file_path).parent
            if self.preloaded:
                self.project, self.staged = self.preloaded
            else:
                self.project = load_project(root, root / CACHE)
                self.staged = root / STAGED
            diagnostics = self.project.diagnostics or list(missing_files(self.project))
            if diagnostics:
                raise PluginError(as_text(diagnostics))
            if self.project.notes:
                log.info(as_text(self.project.notes))
            load_assets.cache_clear()  # `mkdocs serve` builds again in this process
            self.asset_names = load_assets().names
            self.names = set()
            self.pages = list(all_pages(self.project))
            stage(self.project, self.pages, self.staged)
            self.entries = config.nav
        config.nav = self.entries
        config.docs_dir = str(self.staged)
        # Links must name a file, because pages may be opened from disk.
        config.use_directory_urls = False
        return super().on_config(config)

    @event_priority(0)
    def set_shared_files_aside(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Hide shared files from static-i18n, which would publish a copy in each language's folder."""
        theme_folders = {*config.theme.dirs} - {config.theme.custom_dir}
        localized_files = []
        self.shared = []
        for file in files:
            first_folder = file.src_uri.partition("/")[0]
            if file.src_dir == config.docs_dir and first_folder not in self.project.catalogs:
                # MkDocs leaves out `.well-known` and `templates`.
                file.inclusion = InclusionLevel.INCLUDED
                self.shared.append(file)
            elif file.src_dir not in theme_folders or is_used(file):
                localized_files.append(file)
        return Files(localized_files)

    @event_priority(AFTER_I18N)
    def publish(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Restore the shared files, fix addresses, and drop edit links, which would lead to staged files."""
        for file in self.shared:
            files.append(file)
        for file in files:
            file.edit_uri = None
            if I18N not in config.plugins:
                move_to_root(file, self.project.default_language)
        language = current_language(config)
        if language and language != self.project.settings.home_language:
            for page in self.pages_elsewhere(config):
                files.append(page)
            config.nav = self.in_folder(config.nav or [], language)
        return files

    def pages_elsewhere(self, config: MkDocsConfig) -> Iterator[File]:
        """The pages of the home language, in a build of another one by static-i18n."""
        home = self.project.settings.home_language
        for page in self.pages:
            if page.language == home:
                file = PageElsewhere.generated(config, page.staged_path, content="")
                file.dest_uri = self.project.settings.page_file(page.path, home)
                yield file

    on_files = CombinedEvent(set_shared_files_aside, publish)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages that this build does not render their titles."""
        elsewhere = [page for page in nav.pages if isinstance(page.file, PageElsewhere)]
        if elsewhere:
            titles = {page.staged_path: page.meta["title"] for page in self.pages}
            for page in elsewhere:
                page.title = titles[page.file.src_uri]
        return super().on_nav(nav, config=config, files=files)

    @event_priority(AFTER_I18N)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write every file that is not a page, after the last language."""
        if not is_outermost(config):
            return
        site = Path(config.site_dir)
        for name, content in other_files(self.project, self.pages).items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for sheet in site.glob(MATERIAL_SHEET):
            name, css = self.style_sheet(sheet.read_text("utf-8"))
            for page in site.rglob("*.html"):
                html = page.read_text("utf-8").replace(sheet.name, basename(name))
                page.write_text(html, "utf-8", newline="\n")
            sheet.unlink()
            (site / name).write_text(css, "utf-8", newline="\n")

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch the files that contributors edit, not the staged pages, which every build rewrites."""
        server.unwatch(config.docs_dir)
        root = Path(config.config_file_path).parent
        for folder in [*(root / name for name in CONTRIBUTED), MESSAGES, TEMPLATES, THEME, WEB]:
            if folder.is_dir():
                server.watch(str(folder))
        return server


def other_files(project: Project, pages: Iterable[Page]) -> SiteFiles:
    """Every file that is neither a page nor in docs/, by name in the site."""
    inputs = ProjectInputs(project)
    names: dict[str, list[str]] = {language: [] for language in project.catalogs}
    files: SiteFiles = {}
    for page in pages:
        files |= shortlist_text(page, project.settings)
        files |= plain_text(page, project.settings)
        if page.meta["template"] != "moved.html":
            names[page.language].append(project.settings.page_file(page.path, page.language))
    for target in file_targets(inputs):
        files |= target.files()
    for target in closing_targets(inputs, names, files):
        files |= target.files()
    return files


def render_site(project: Project, staged: Path, site: Path) -> list[Diagnostic]:
    """Render the whole site with MkDocs, staging the pages in `staged`. Returns what is wrong.

    Raises an OSError if a file cannot be written.
    """
    diagnostics = list(missing_files(project))
    if diagnostics:
        return diagnostics
    # MkDocs looks for plugins among installed packages, which a clone is not.
    plugin_class = f"{ToolkitPlugin.__module__}:{ToolkitPlugin.__qualname__}"
    plugins_option: Any = MkDocsConfig.plugins
    plugins_option.installed_plugins[NAME] = EntryPoint(NAME, plugin_class, "mkdocs.plugins")

    def run() -> None:
        config = site_config(project, site)
        if NAME not in config.plugins:
            raise ConfigurationError(
                f"`plugins` lacks `{NAME}`, which makes the pages. Write it before the others."
            )
        plugin: Any = config.plugins[NAME]
        plugin.preloaded = (project, staged)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()

    try:
        return run_mkdocs(run, project)
    except OSError:  # a full disk is no mistake in mkdocs.yml
        raise
    except Exception as error:  # hooks and plugins may raise anything
        message = f"makes MkDocs fail: {type(error).__name__}: {error}"
        hint = "`mkdocs build` shows where."
        return [Diagnostic(SETTINGS, 0, "", " ".join(message.split()), hint)]
