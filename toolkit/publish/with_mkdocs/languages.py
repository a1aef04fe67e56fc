"""What MkDocs is told of the toolkit by a plugin: languages, contents and words for the theme.

MkDocs builds every language in one run: pages of the first language at the root, the others in a folder named by
their tag. mkdocs-static-i18n is not used: it refuses three-letter languages, crashes where Material has no words, and
its last page's language links end up in 404.html. What it would do is three events here: a navigation per language,
the words of the page's language, and links to the same page in the others.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, pass_context
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from toolkit.cache import WEB
from toolkit.gather.words import Words
from toolkit.publish.borrowed import marked
from toolkit.publish.style import names, used
from toolkit.publish.theme import LOADER, macros, outside, templates

STYLE = "assets/stylesheets/main.*.min.css"
"""All that the site uses of the files that Material brings."""


def plugin(words: Mapping[str, Words], asset: Callable[[str], str]) -> Any:
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
