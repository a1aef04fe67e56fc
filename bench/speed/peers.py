"""The same pages for others: sources for Hugo with a theme that writes the same HTML, and for stock MkDocs."""

import json
from pathlib import Path

import yaml

from toolkit.pages import pages
from toolkit.pages.page import Page
from toolkit.publish import address
from toolkit.read import Read

HERE = Path(__file__).parent


def all_pages(found: Read) -> list[Page]:
    """Every page as Markdown."""
    return pages(found.toolkit, found.strings.words, found.strings.lists, found.sizes, found.hand)


def for_hugo(found: Read, made: list[Page], folder: Path) -> None:
    """Content in a folder a language, and `hugo/` beside this file as layouts."""
    words, first = found.strings.words, found.settings.languages[0]
    languages = {
        tag: {
            "languageName": own.name,
            "languageDirection": own.direction,
            "weight": weight,
            "contentDir": f"content/{tag}",
            "params": {"menu": [{"url": f"{path}.html", "title": own.say(f"nav.{path}")} for path in _menu(found)]}
            | {key: own.say(text) for key, text in SAID.items()},
        }
        for weight, (tag, own) in enumerate(words.items(), 1)
    }
    config = {
        "baseURL": "https://sample.example/",
        "defaultContentLanguage": first,
        "languages": languages,
        "uglyURLs": True,
        "disableKinds": ["taxonomy", "term", "section", "home", "RSS", "404"],
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
    }
    folder.mkdir(parents=True)
    (folder / "hugo.json").write_text(json.dumps(config), "utf-8")
    for layout in (HERE / "hugo").rglob("*.html"):
        target = folder / "layouts" / layout.relative_to(HERE / "hugo")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(layout.read_bytes())
    for page in made:
        # Hugo takes a file called index.md for the whole of its folder.
        file = (
            folder
            / "content"
            / page.language
            / f"{page.path.removesuffix('index')}{'list' * page.path.endswith('index')}.md"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        front = {
            "title": page.meta["title"],
            "description": page.meta.get("description", ""),
            "params": {"meta": page.meta},
        }
        front["url"] = address(page, page.language == first)
        body = page.body.replace(' markdown="1"', "").replace(".md)", ".html)").replace(".md#", ".html#")
        file.write_text(f"{json.dumps(front)}\n\n{body}\n", "utf-8")


SAID = {
    "site": "site.name",
    "tagline": "site.tagline",
    "language": "theme.language",
    "glance": "theme.at_a_glance",
    "contents": "theme.on_this_page",
    "privacy": "theme.privacy",
    "search": "search.label",
    "crumb": "nav.index",
    "menu_name": "theme.main_nav",
}


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
