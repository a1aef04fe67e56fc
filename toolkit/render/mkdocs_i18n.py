"""Gives the theme what it needs in each page's language, with or without mkdocs-static-i18n.

static-i18n builds once per language: at the end of the default language's build it runs MkDocs again for each of the
others, with the same settings and plugins. Without it, a single build has the pages of all languages.
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, pass_context
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs_static_i18n import config as static_i18n_config

from toolkit.paths import TEMPLATES, THEME, WEB
from toolkit.project import Project
from toolkit.render.assets import hashed_name
from toolkit.render.css import pruned, selectable_names
from toolkit.render.marks import mark_external_links, mark_fallbacks, mark_links_elsewhere
from toolkit.render.theme import LOADER, language_context, macros

MATERIAL_SHEET = "assets/stylesheets/main.*.min.css"
"""The only file of Material that the site uses."""
I18N = "i18n"
"""The name of static-i18n in mkdocs.yml."""
AUTHORED_TEMPLATES = ("hand.html", "residents.html", "data.html", "accessibility.html")
STYLE_SHEET = "assets/stylesheets/main.css"
"""Material's style sheet, before its name gets a hash of its content."""

# Until ultrabug/mkdocs-static-i18n#348, it refuses tags of three letters, such as `hmn` and `prs`. MkDocs imports each
# plugin before it checks the settings of the next, so this plugin must come first in mkdocs.yml.
static_i18n_config.RE_LOCALE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")


class LanguagePlugin(BasePlugin[LegacyConfig]):  # without options
    """Menus, templates and their variables by language. Each language has a folder: `es/practices/index.md`."""

    project: Project
    asset_names: Mapping[str, str]
    """The name in the site, by the name that templates use."""

    def __init__(self) -> None:
        self.navs: dict[str, Navigation] = {}
        self.footers: dict[str, list[Page]] = {}
        self.names: set[str] = set()
        """Classes and attributes that selectors of the style sheet may name."""
        self.is_served = False
        """Whether MkDocs' server will add its script to pages."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Drop MkDocs' sitemap: the toolkit writes sitemaps for all languages."""
        config.theme.static_templates.discard("sitemap.xml")
        return config

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Build a menu for each language. In a build by static-i18n, `nav` is already in its language."""
        if language := current_language(config):
            self.navs = {language: nav}
            return nav
        entries = config.nav or []
        for language in self.project.catalogs:
            config.nav = self.in_folder(entries, language)
            self.navs[language] = get_navigation(files, config)
        config.nav = entries
        return self.navs[self.project.default_language]

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Look for templates in the site's `custom_dir`, then in the toolkit, then in Material.

        The toolkit's have a loader because files of a folder in `theme.dirs` would also be published.
        """
        loaders: list[BaseLoader] = [LOADER]
        if config.theme.custom_dir:
            loaders.insert(0, FileSystemLoader(config.theme.custom_dir))
        if env.loader:
            loaders.append(env.loader)
        env.loader = ChoiceLoader(loaders)
        relative_url = env.filters["url"]

        @pass_context
        def asset_url(context: Any, target: str) -> str:
            return str(relative_url(context, self.asset_names.get(target, target)))

        env.filters["url"] = asset_url
        self.environment = env
        self.footers = {
            language: list(self._footer_pages(files, language)) for language in self.navs
        }
        for path in [*THEME.rglob("*.html"), *TEMPLATES.glob("*.md.jinja")]:
            self.names.update(selectable_names(path.read_text("utf-8")))
        return env

    def on_page_context(
        self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Add the variables that the templates in `toolkit/theme` use."""
        language, path = self.place(page.file)
        # Material's skip link leads to the first entry. The title is in the template, not in the Markdown.
        title = AnchorLink(page.meta.get("title", page.title), "content", 1)
        title.children = list(page.toc)
        page.toc = TableOfContents([title])
        address = f"{self.project.settings.url}{self.project.settings.page_file(path, language)}"
        return self._with_language(context | {"path": path, "address": address}, language)

    def on_template_context(
        self, context: Any, /, *, template_name: str, config: MkDocsConfig
    ) -> Any:
        """Add them for a template that is not a page, such as 404.html. Its languages lead to their start pages."""
        language = current_language(config) or self.project.default_language
        return self._with_language(context | {"page": None}, language)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Mark links to other sites and English fallback texts."""
        self.names.update(selectable_names(output))
        language, _ = self.place(page.file)
        catalog = self.project.catalogs[language]
        html = mark_external_links(output, catalog)
        html = mark_links_elsewhere(html, page.file.dest_uri, catalog, self.project.settings)
        return mark_fallbacks(html)

    def on_post_template(
        self, output_content: str, /, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mark them in a template, built in the default language only: each other language would overwrite it."""
        is_default = current_language(config) in (None, self.project.default_language)
        return mark_fallbacks(output_content) if is_default else ""

    def style_sheet(self, css: str) -> tuple[str, str]:
        """The name in the site of Material's style sheet, and the rules that pages use."""
        toolkit_css = "".join(path.read_text("utf-8") for path in sorted(WEB.glob("*.css")))
        needed = pruned(css, self.names, toolkit_css)
        return hashed_name(STYLE_SHEET, needed.encode()), needed

    def in_folder(self, nav: Any, language: str) -> Any:
        """A menu, or an entry of it, with links in a language's folder, or in English where a page is missing."""
        if isinstance(nav, list):
            return [self.in_folder(entry, language) for entry in nav]
        if isinstance(nav, dict):
            return {title: self.in_folder(target, language) for title, target in nav.items()}
        if nav.removesuffix(".md") in self.project.elsewhere[language]:
            return f"{self.project.settings.home_language}/{nav}"
        return f"{language}/{nav}"

    def place(self, file: File) -> tuple[str, str]:
        """A page's language, and its path within that language."""
        language, _, path = file.src_uri.partition("/")
        if language not in self.project.catalogs:  # a page of another plugin
            language = self.project.default_language
            path = file.src_uri
        return language, path.removesuffix(".md")

    def _with_language(self, context: Any, language: str) -> Any:
        settings = self.project.settings
        context |= language_context(
            self.project.catalogs[language], self.project.catalogs.values(), settings
        )
        context |= {
            "nav": self.navs[language],
            "site_name": settings.site_names[language],
            "reach": settings.reach,
            "footer_pages": self.footers[language],
            "downloads": settings.downloads,
            "is_served": self.is_served,
        }
        context["m"] = macros(self.environment, context)
        return context

    def _footer_pages(self, files: Files, language: str) -> Iterator[Page]:
        """Authored pages that are not in `nav`; of a folder, only the index."""
        for file in sorted(files.documentation_pages(), key=_depth_and_name):
            page = file.page
            page_language, path = self.place(file)
            if not page or page_language != language:
                continue
            is_at_top = "/" not in path or path.endswith("/index")
            is_authored = page.meta.get("template") in AUTHORED_TEMPLATES
            if is_at_top and is_authored and page not in self.navs[language].pages:
                yield page


def _depth_and_name(file: File) -> tuple[int, str]:
    return file.src_uri.count("/"), file.src_uri


def current_language(config: MkDocsConfig) -> str | None:
    """The language that static-i18n is building; None if this build has all languages."""
    if I18N not in config.plugins:
        return None
    i18n: Any = config.plugins[I18N]
    return i18n.current_language  # type: ignore[no-any-return]


def is_outermost(config: MkDocsConfig) -> bool:
    """Whether this is the main build, not a nested build that static-i18n started."""
    if I18N not in config.plugins:
        return True
    i18n: Any = config.plugins[I18N]
    return not i18n.building


def is_used(file: File) -> bool:
    """Whether a file of the theme is part of the site."""
    if file.src_uri.startswith("assets/"):
        return fnmatch(file.src_uri, MATERIAL_SHEET)
    return not file.src_uri.startswith("sitemap.xml")


def move_to_root(page: File, language: str) -> None:
    """Publish a page of the default language at the root; its Markdown is in the language's folder."""
    if page.is_documentation_page():
        page.dest_uri = page.dest_uri.removeprefix(f"{language}/")
