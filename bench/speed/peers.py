"""The same pages for others: sources for Hugo with a theme that writes the same HTML, and for stock MkDocs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from posixpath import dirname
from typing import Any, NamedTuple

import yaml

from toolkit.gather.words import Words
from toolkit.pages import pages
from toolkit.pages.page import Page, way
from toolkit.publish import address
from toolkit.publish.theme import VENDOR, outside
from toolkit.read import Read

HERE = Path(__file__).parent
STOCK = {
    "mkdocs": "mkdocs<2",
    "mkdocs-material": "mkdocs-material<10",
    "mkdocs-static-i18n": "mkdocs-static-i18n[material]",
}
"""What stock MkDocs is made of: the names of packages, and which of them."""
VERSIONS = "from importlib.metadata import version; print(*map(version, {names!r}))"


class Stock(NamedTuple):
    """Stock MkDocs: its Python, and the versions of its packages."""

    python: str
    versions: dict[str, str]


def installed(folder: Path) -> Stock | None:
    """Stock MkDocs with Material and static-i18n; None if it cannot be had."""
    python = str(folder / "bin" / "python")
    try:
        _run(sys.executable, "-m", "venv", str(folder))
        _run(python, "-m", "pip", "install", "-q", *STOCK.values())
        versions = _run(python, "-c", VERSIONS.format(names=list(STOCK))).split()
    except (subprocess.SubprocessError, OSError):
        return None
    return Stock(python, dict(zip(STOCK, versions, strict=True)))


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout


def all_pages(found: Read) -> list[Page]:
    """Every page as Markdown."""
    return pages(found.toolkit, found.strings.words, found.strings.lists, found.sizes, found.hand)


def for_hugo(found: Read, made: list[Page], site: Path, folder: Path) -> None:
    """Content in a folder a language, finished: Markdown and what stands around it; and `hugo/` as layouts.

    `site` is what this project built of them: files for the browser have a hash of their content in their names.
    """
    (folder / "data").mkdir(parents=True)
    (folder / "hugo.json").write_text(json.dumps(_settings(found, made, site)), "utf-8")
    shutil.copy(VENDOR / "us-atlas" / "states.json", folder / "data")
    shutil.copytree(HERE / "hugo", folder / "layouts")
    for icon in (VENDOR / "icons").glob("*.svg"):
        target = folder / "layouts" / "partials" / "icons" / f"{icon.stem}.html"
        target.parent.mkdir(exist_ok=True)
        target.write_text(f'<span class="icon" aria-hidden="true">{icon.read_text("utf-8").strip()}</span>', "utf-8")
    for page in made:
        # Hugo takes a file called index.md for the whole of its folder.
        name = f"{page.path.removesuffix('index')}{'list' * page.path.endswith('index')}.md"
        file = folder / "content" / page.language / name
        file.parent.mkdir(parents=True, exist_ok=True)
        body = page.body.replace(' markdown="1"', "").replace(".md)", ".html)").replace(".md#", ".html#")
        file.write_text(f"{json.dumps(_front(page, found))}\n\n{body}\n", "utf-8")


def _settings(found: Read, made: list[Page], site: Path) -> dict[str, Any]:
    words, first = found.strings.words, found.settings.languages[0]
    tongues = [
        {"tag": tag, "name": own.name, "direction": own.direction, "folder": _root(tag, first)}
        for tag, own in words.items()
    ]
    languages = {
        tag: {
            "languageName": own.name,
            "languageDirection": own.direction,
            "weight": weight,
            "contentDir": f"content/{tag}",
            "params": {
                "words": _nested(own),
                "folder": _root(tag, first),
                "faces": [_asset(site, face) for face in outside(own, "")["faces"]],
                "menu": [{"folder": dirname(path), "title": own.say(f"nav.{path}")} for path in _menu(found)],
                "footer": [{"path": p.path, "heading": p.meta["heading"]} for p in _in_footer(made, tag, found)],
            },
        }
        for weight, (tag, own) in enumerate(words.items(), 1)
    }
    off = ("definitionList", "footnote", "linkify", "strikethrough", "taskList", "typographer")
    return {
        "baseURL": found.settings.url,
        "defaultContentLanguage": first,
        "languages": languages,
        "params": {"tongues": tongues, "assets": {key: _asset(site, name) for key, name in ASSETS.items()}},
        "uglyURLs": True,
        "disableAliases": True,
        "disableKinds": ["taxonomy", "term", "section", "home", "RSS", "404"],
        "markup": {
            "goldmark": {
                "renderer": {"unsafe": True},
                # Nothing that the pages do not use; and no search for the page that each link leads to.
                "extensions": {name: {"disable": True} if name in WITH_PARTS else False for name in off},
                "renderHooks": {name: {"enableDefault": False} for name in ("link", "image")},
            },
            "highlight": {"codeFences": False},
        },
    }


ASSETS = {
    "main": "assets/stylesheets/main.css",
    "fonts": "web/vendor/fonts/fonts.css",
    "toolkit": "web/toolkit.css",
    "search_style": "web/search.css",
    "icon": "web/favicon.svg",
} | {name: f"web/{name}.js" for name in ("early", "page", "suggest", "search", "find")}
"""The files for the browser that the theme names."""
WITH_PARTS = ("typographer",)
"""Extensions of Hugo's that are turned off by a setting of their own."""


def _front(page: Page, found: Read) -> dict[str, Any]:
    """A page's front matter: all that the theme shows around its text, its ways already relative to the page."""
    first = found.settings.languages[0]
    at, home = address(page, page.language == first), dirname(page.path)
    meta = page.meta
    shown = {key: value for key, value in meta.items() if key not in ("title", "description", "template")}
    template = meta["template"].removesuffix(".html")
    return {
        "title": meta["title"],
        "description": meta.get("description", "") or found.strings.words[page.language].say("site.description"),
        "url": f"{page.path}.html",
        "layout": "list" if template == "agencies" else template,
        "params": _relative(shown, dirname(at))
        | {
            "at": at,
            "folder": home,
            "below": f"{home}/" if home else "",
            "name": page.path.rpartition("/")[2],
            "home": "../" if home else "",
            "root": "../" * at.count("/"),
            "is_home": at == "index.html",
            "is_led": template in ("overview", "routes"),
            "has_tables": "| --- |" in page.body,
            "agencies_url": way(f"{_root(page.language, first)}agencies/index.html", dirname(at)),
        },
    }


def _relative(value: Any, folder: str) -> Any:
    """What a page shows, with the way from its folder in place of each address of the site."""
    if isinstance(value, list):
        return [_relative(one, folder) for one in value]
    if isinstance(value, dict):
        return {
            key: _way(one, folder) if key in ("url", "kind_url") and one else _relative(one, folder)
            for key, one in value.items()
        }
    return value


def _way(target: str, folder: str) -> str:
    path, mark, anchor = target.partition("#")
    return (way(path, folder) if path else "") + mark + anchor


def _nested(own: Words) -> dict[str, Any]:
    """The words that the theme itself says, by the parts of their keys."""
    nested: dict[str, Any] = {}
    for key in own.english:
        *groups, name = key.split(".")
        if groups and groups[0] in SAID:
            inside = nested
            for group in groups:
                inside = inside.setdefault(group, {})
            inside[name] = own.raw(key)
    return nested


SAID = ("kinds", "nav", "overview", "routes", "search", "site", "start", "theme", "translation")


def _in_footer(made: list[Page], language: str, found: Read) -> list[Page]:
    """The pages by hand that the menu leaves out."""
    by_hand = [page for page in made if page.language == language and page.meta["template"] == "hand.html"]
    return [page for page in by_hand if page.path not in found.settings.menu]


def _asset(site: Path, name: str) -> str:
    """What a file for the browser is called in the site: `web/page.0a1b2c3d.js` for `web/page.js`."""
    start, _, ending = name.rpartition(".")
    return next((path.relative_to(site).as_posix() for path in site.glob(f"{start}.*{ending}")), name)


def _root(language: str, first: str) -> str:
    """A language's folder in the site."""
    return "" if language == first else f"{language}/"


def for_mkdocs(found: Read, made: list[Page], folder: Path) -> None:
    """Markdown by suffix, as mkdocs-static-i18n reads it, out of the navigation, with Material's search."""
    first = found.settings.languages[0]
    for page in made:
        suffix = "" if page.language == first else f".{page.language}"
        file = folder / "docs" / f"{page.path}{suffix}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        front = yaml.dump({"title": page.meta["title"], "description": page.meta.get("description", "")})
        file.write_text(f"---\n{front}---\n\n{page.body}\n", "utf-8")
    config = {
        "site_name": "Made up",
        "site_url": "https://sample.example/",
        "use_directory_urls": False,
        "nav": [f"{path}.md" for path in _menu(found)],
        "theme": {"name": "material", "font": False},
        "plugins": [
            "search",
            {
                "i18n": {
                    "docs_structure": "suffix",
                    "languages": [
                        {"locale": tag, "name": own.name, "default": tag == first, "build": True}
                        for tag, own in found.strings.words.items()
                    ],
                }
            },
        ],
        "markdown_extensions": ["attr_list", "md_in_html", "tables"],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")


def _menu(found: Read) -> list[str]:
    return [path for path in found.settings.menu if path.count("/") == 1]
