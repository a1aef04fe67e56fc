"""Staged pages to a site and its offline copy. The only module that knows MkDocs.

MkDocs builds every language in one run: pages of the first language at the root, the others in a folder named by
their tag. mkdocs-static-i18n is not used: it refuses three-letter languages, crashes where Material has no words, and
its last page's language links end up in 404.html. What it would do is three events here: a navigation per language,
the words of the page's language, and links to the same page in the others.
"""

import json
import logging
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from toolkit.gather.words import Words
from toolkit.problems import Problem

HERE = Path(__file__).parent
THEME = HERE / "theme"
VENDOR = HERE.parent / "web" / "vendor"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the earliest that the format holds (APPNOTE 4.4.6). Same input, same bytes."""


def publish(root: Path, pages: Path, site: Path, words: Mapping[str, Words], strict: bool = True) -> list[Problem]:
    """Build `pages` into `site`, beside the present one first; the present one stays if anything is wrong."""
    fresh = site.with_name(site.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    problems = _build(root, pages, fresh, words)
    if problems and strict:
        shutil.rmtree(fresh, ignore_errors=True)
        return problems
    _swap(fresh, site)
    return []


def offline(site: Path, folder: Path, name: str) -> Path:
    """A copy of the site as a folder and a zip, to open by double-click; every link already ends in a file."""
    copy = folder / name
    fresh = folder / f"{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("sitemap.xml*", "404.html"))
    _swap(fresh, copy)
    archive = folder / f"{name}.zip"
    part = archive.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in copy.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{name}/{path.relative_to(copy).as_posix()}", EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, path.read_bytes())
    part.replace(archive)
    return archive


def _swap(fresh: Path, place: Path) -> None:
    old = place.with_name(place.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


# ------------------------------------------------------------------ MkDocs


class _Warnings(logging.Handler):
    """What MkDocs would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _build(root: Path, pages: Path, site: Path, words: Mapping[str, Words]) -> list[Problem]:
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    heard = _Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    log.propagate = False
    try:
        config = load_config(
            str(root / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site), use_directory_urls=False, strict=False
        )
        config.theme.dirs[0:0] = [str(THEME), str(VENDOR)]
        config.plugins["toolkit"] = _plugin(words)
        build(config)
    except (Abort, ConfigurationError) as error:
        return [Problem("mkdocs.yml", 0, "", str(error), "")]
    finally:
        log.removeHandler(heard)
    return [_problem(text, root, words) for text in heard.texts]


BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)\.md' contains a link '(?P<link>[^']+)'")


def _problem(text: str, root: Path, words: Mapping[str, Words]) -> Problem:
    """What MkDocs warns of, told of the hand-written file that holds the broken link."""
    found = BROKEN_LINK.match(text)
    if not found:
        return Problem("mkdocs.yml", 0, "", text, "")
    first, _, rest = found["page"].partition("/")
    names = [f"{rest}.{first}", rest] if first in words else [found["page"]]
    path = next((path for name in names if (path := root / "docs" / f"{name}.md").is_file()), None)
    if not path:
        return Problem("mkdocs.yml", 0, "", text, "")
    rows = path.read_text("utf-8").splitlines()
    line = next((number for number, row in enumerate(rows, 1) if found["link"] in row), 1)
    fix = "Write the way from this file to the page, such as `practices/id-night.md`."
    return Problem(path.relative_to(root).as_posix(), line, "", f"links to `{found['link']}`, which is not there.", fix)


def _plugin(words: Mapping[str, Words]) -> Any:
    default = next(iter(words))
    states = json.loads((VENDOR / "us-atlas" / "states.json").read_text("utf-8"))

    def language_of(path: str) -> str:
        first = path.split("/", 1)[0]
        return first if first in words and first != default else default

    def bare(path: str, language: str) -> str:
        return path if language == default else path.removeprefix(f"{language}/")

    class Toolkit(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
        """Languages, contents and words for the theme."""

        navs: dict[str, Navigation]
        footers: dict[str, list[Page]]

        def on_nav(self, nav: Navigation, /, *, config: Any, files: Any) -> Navigation:
            entries, self.navs = config.nav, {}
            for language in words:
                config.nav = entries if language == default else list(_prefixed(entries, language))
                self.navs[language] = get_navigation(files, config)
            config.nav = entries
            return self.navs[default]

        def on_env(self, env: Any, /, *, config: Any, files: Any) -> Any:
            """In the footer: pages written by hand that the navigation leaves out."""
            self.footers = {language: [] for language in words}
            for file in files.documentation_pages():
                language = language_of(file.src_uri)
                if file.page.meta.get("template") == "hand.html" and file.page not in self.navs[language].pages:
                    self.footers[language].append(file.page)
            return env

        def on_page_context(self, context: Any, /, *, page: Page, config: Any, nav: Navigation) -> Any:
            path = page.file.src_uri
            language = language_of(path)
            title = page.meta.get("title", page.title)
            page.toc = TableOfContents([_top(AnchorLink(title, "content", 1), page.toc)])
            context.update(self.context(language, config), nav=self.navs[language])
            context["same_page"] = [(own, bare(path, language).removesuffix(".md")) for own in words.values()]
            return context

        def on_template_context(self, context: Any, /, *, template_name: str, config: Any) -> Any:
            context.update(self.context(default, config), same_page=[], page=None)
            return context

        def context(self, language: str, config: Any) -> dict[str, Any]:
            own = words[language]
            root = "" if language == default else f"{language}/"
            return {
                "words": own,
                "t": own.say,
                "language_root": root,
                "default_language": default,
                "us_states": states,
                "footer_pages": self.footers[language],
            }

    def _top(top: AnchorLink, below: Any) -> AnchorLink:
        top.children = list(below)
        return top

    return Toolkit()


def _prefixed(entries: list[Any], language: str) -> Iterator[Any]:
    """The navigation of another language: the same pages in its folder, titled by themselves."""
    for entry in entries:
        if isinstance(entry, str):
            yield f"{language}/{entry}"
        else:
            for title, inside in entry.items():
                yield {title: list(_prefixed(inside, language)) if isinstance(inside, list) else f"{language}/{inside}"}
