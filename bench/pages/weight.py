"""What a first visit to a page costs in bytes."""

import gzip
from collections import Counter
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Request

KINDS = {"html": "page", "css": "styles", "woff2": "fonts", "js": "scripts", "svg": "icons"}
"""What a page is made of, by the ends of names."""
LEVEL = 6
"""Of gzip, as web servers have it."""


def weight(browser: Browser, address: str) -> Counter[str]:
    """Bytes by kind that a browser with nothing kept asks for, texts compressed. The page's icon is among them."""
    context = browser.new_context()
    page = context.new_page()
    bodies: dict[str, bytes] = {}

    def keep(request: Request) -> None:
        answer = request.response()
        bodies[request.url] = answer.body() if answer else b""

    page.on("requestfinished", keep)
    page.goto(address, wait_until="networkidle")
    icon = urljoin(address, page.locator("link[rel=icon]").get_attribute("href"))
    bodies[icon] = context.request.get(icon).body()  # which a browser without a window does not ask for
    context.close()
    sizes = Counter[str]()
    for url, body in bodies.items():
        kind = KINDS[PurePosixPath(urlsplit(url).path).suffix.removeprefix(".")]
        sizes[kind] += len(body if kind == "fonts" else gzip.compress(body, LEVEL))
    return sizes
