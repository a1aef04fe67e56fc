"""Runs MkDocs, and tells what it warns of and what fails of what settings bring."""

import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.theme import Theme

from toolkit.brought import TIME
from toolkit.gather.words import Words
from toolkit.pages.templates import Compiled
from toolkit.problems import Problem
from toolkit.publish.foreign import failed, unused, watch

HIDING = ("exclude_docs", "draft_docs")
"""Settings that keep pages from the site."""
BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)\.md' contains a link '(?P<link>[^']+)'")


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


def run(root: Path, pages: Path, site: Path, words: Mapping[str, Words], plugin: Any) -> list[Problem]:
    """Render these pages into `site` with MkDocs and this plugin. Gives what is wrong with them, or with settings."""
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
