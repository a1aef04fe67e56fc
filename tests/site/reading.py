"""The pages of a built site: read by a fast parser, and held to the HTML standard by one that finds every error."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import lxml.html

from toolkit.export.start_here import FORMER_NAME, NAME

ADDRESSES = {
    "a": "href",
    "link": "href",
    "script": "src",
    "img": "src",
    "audio": "src",
    "source": "src",
}
HOST = "https://site.test/"


@dataclass(frozen=True)
class Html:
    """One page."""

    site: Path
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(self.site).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def root(self) -> Any:
        return lxml.html.document_fromstring(
            self.path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )

    @cached_property
    def errors(self) -> list[str]:
        """What the HTML standard calls a parse error."""
        parser = html5lib.HTMLParser()
        parser.parse(self.text)
        return [f"{place}: {code}" for place, code, _ in parser.errors]

    @cached_property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.root.iter() if element.get("id")]

    def addresses(self) -> list[tuple[str, str]]:
        """Every link of the page as written, each with the name of its element."""
        return [
            (tag, element.get(attribute))
            for tag, attribute in ADDRESSES.items()
            for element in self.root.iter(tag)
            if element.get(attribute) is not None
        ]

    def loaded(self) -> list[str]:
        """The addresses that a browser loads by itself."""
        not_loaded = {"canonical", "alternate"}
        links = [e.get("href") for e in self.root.iter("link") if e.get("rel") not in not_loaded]
        return links + [address for tag, address in self.addresses() if tag not in ("a", "link")]

    def target(self, address: str) -> tuple[Path, str] | None:
        """The file and the anchor of an address on the site; None for one elsewhere."""
        whole = urlsplit(urljoin(HOST + self.name, address))
        if f"{whole.scheme}://{whole.netloc}/" != HOST:
            return None
        return self.site / unquote(whole.path.lstrip("/")), unquote(whole.fragment)


def html_pages(site: Path) -> list[Html]:
    """All pages of a site but 404.html, with links from the host's root, START-HERE.html and the files to hand out."""
    of_pages = set(site.rglob("*.html")) - set((site / "files").rglob("*.html"))
    return [
        Html(site, path)
        for path in sorted(of_pages)
        if path.name not in ("404.html", NAME, FORMER_NAME)
    ]
