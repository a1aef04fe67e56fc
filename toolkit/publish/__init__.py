"""Pages to a site and its offline copy.

MkDocs renders the chrome, once for each language and folder; each page is that chrome with its own parts put in
(`chrome.py`). The same pages rendered by MkDocs itself stay available as the reference, and a test holds the two equal.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from markupsafe import escape

from toolkit.gather.words import Words
from toolkit.pages.page import Page
from toolkit.publish.body import contents, html
from toolkit.publish.chrome import Chrome, Place
from toolkit.publish.theme import Theme

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the earliest that the format holds (APPNOTE 4.4.6). Same input, same bytes."""
ONLINE = ("sitemap.xml", "sitemap-*.xml", "404.html")
"""What a copy without a server has no use for."""
FONTS = "web/vendor/fonts/fonts.*.css"


class Finisher:
    """Makes pages of one language into files of the site."""

    def __init__(self, chrome: Chrome, own: Words, is_first: bool) -> None:
        self.chrome, self.own, self.is_first = chrome, own, is_first
        self.theme = Theme(own, is_first)

    def name(self, page: Page) -> str:
        """Where a page is in the site: `es/practices/id-night.html`."""
        return address(page, self.is_first)

    def html(self, page: Page, put_in: Callable[[str], str] = str) -> bytes:
        """The whole page. `put_in` takes its own part, and gives it with what marks in it stand for."""
        written = self.chrome.written.get(Place(page.language, page.path))
        inner = html(page.body) if written is None else written
        head, body = self.theme.parts(page, inner, contents(inner))
        return self.framed(page, head, put_in(body).encode())

    def framed(self, page: Page, head: str, body: bytes) -> bytes:
        """The whole page, from what it adds to the head and its own part."""
        texts = {
            "title": escape(page.meta["title"]).encode(),
            "description": escape(page.meta.get("description") or self.own.say("site.description")).encode(),
            "name": page.path.rpartition("/")[2].encode(),
            "head": head.encode(),
            "body": body,
        }
        return self.chrome.frame(page.language, page.path).around(texts)


def address(page: Page, is_first: bool) -> str:
    """The name of a page's file in the site; the first language stands at the root."""
    return f"{page.path}.html" if is_first else f"{page.language}/{page.path}.html"


def is_listed(page: Page) -> bool:
    """Whether search engines should know a page: not if it only leads on to another."""
    return bool(page.meta["template"] != "moved.html")


def sitemaps(addresses: Mapping[str, Iterable[str]], site_url: str) -> Iterator[tuple[str, bytes]]:
    """A list of the pages of each language for search engines, and the list of those lists (sitemaps.org/protocol)."""
    for language, names in addresses.items():
        start, end = f"  <url><loc>{escape(site_url)}", "</loc></url>\n"
        # Very many, so all at once; no file's name holds U+0000.
        ordered = sorted(names)
        told = str(escape(quote("\0".join(ordered), safe="/\0"))).replace("\0", f"{end}{start}")
        yield f"sitemap-{language}.xml", _map("urlset", f"{start}{told}{end}" if ordered else "")
    lists = "".join(
        f"  <sitemap><loc>{escape(f'{site_url}sitemap-{language}.xml')}</loc></sitemap>\n" for language in addresses
    )
    yield "sitemap.xml", _map("sitemapindex", lists)


def _map(kind: str, inside: str) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{inside}</{kind}>\n".encode()


def offline(site: Path, folder: Path, name: str) -> Path:
    """A copy of the site as a folder and a zip, to open by double-click; every link already ends in a file."""
    import zipfile

    copy = folder / name
    fresh = folder / f"{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site, fresh)
    for path in [path for pattern in ONLINE for path in fresh.glob(pattern)]:
        path.unlink()
    # On the web a font that is late waits for the next page. From disk nothing is kept, and each page would be late.
    # The sheet keeps its name, which is in all pages.
    for fonts in fresh.glob(FONTS):
        fonts.write_bytes(fonts.read_bytes().replace(b"font-display: optional", b"font-display: swap"))
    former = folder / f"{name}.old"
    shutil.rmtree(former, ignore_errors=True)
    if copy.exists():
        copy.rename(former)
    fresh.rename(copy)
    shutil.rmtree(former, ignore_errors=True)
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
