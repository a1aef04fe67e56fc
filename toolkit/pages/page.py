"""Pages, a language's authored pages, and links between pages and files."""

from collections.abc import Iterable
from functools import lru_cache
from posixpath import normpath, relpath
from typing import Any, NamedTuple

import yaml

from toolkit.schema import KINDS
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

ThemeText = str | dict[str, str]
"""A text for the theme: a string in the page's language, else with its `lang` and `dir`."""
ThemeLink = dict[str, Any]
"""A `text` and its `url` for the theme, and whatever else the template shows with them."""


class Page(NamedTuple):
    """A page of a language: an address, what the theme shows around it, and its Markdown."""

    path: str
    """From the root of the language, without suffix: `practices/id-night`."""
    language: str
    meta: dict[str, Any]
    """Front matter: title, description, template and what that template shows."""
    body: str

    @property
    def markdown(self) -> str:
        """The whole file, front matter included."""
        front = yaml.dump(
            self.meta, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
        )
        return f"---\n{front}---\n\n{self.body.strip()}\n"

    @property
    def staged_path(self) -> str:
        """Its file in the folder of staged pages: `en/practices/id-night.md`."""
        return f"{self.language}/{self.path}.md"


def kind_path(kind: str) -> str:
    """The path of the list of a kind."""
    return f"{KINDS[kind].address}/index"


def doc_pages_in(language: str, doc_pages: Iterable[DocPage]) -> list[tuple[DocPage, DocPage]]:
    """Each authored page in a language, or in English where it is not translated, and the English page."""
    by_path = {(page.path, page.language): page for page in doc_pages}
    pages = []
    for english in by_path.values():
        if english.language == SOURCE_LANGUAGE:
            page = by_path.get((english.path, language), english)
            pages.append((page, english))
    return pages


def with_suffix(path: str, suffix: str) -> str:
    """The file of a page, which may have an anchor: `practices/id-night.md#steps`."""
    path, hash, anchor = path.partition("#")
    return f"{path}{suffix}{hash}{anchor}"


@lru_cache(50_000)
def picture_name(id: str, language: str) -> str:
    """The name in the site of the picture of a model document's first page: `files/model/call-911.es.png`."""
    return f"files/model/{id}.{language}.png"


def linked_path(link: str, folder: str) -> str:
    """The path that a link from a page in a folder leads to, from the root."""
    return normpath(f"{folder}/{link}").lstrip("/")


def relative_link(target: str, folder: str) -> str:
    """The link from a folder to a file, both from the same root: `../agencies/x.html`."""
    return relpath(target, folder or ".")
