"""A page in Chromium, and a folder over http."""

import functools
import gzip
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
MISSING = (
    ()
    if CHROMIUM
    else ("Chromium is missing, and what needs it is skipped (`sudo apt install chromium`).",)
)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
"""As Lighthouse has it: milliseconds, and bytes a second."""
LARGEST = """new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))"""
COMPRESSED = (".js", ".json", ".css", ".html")
"""What a web server compresses. Pagefind's other files are compressed already."""


@contextmanager
def chromium_page() -> Iterator[Page]:
    """An empty page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser.new_page()
        browser.close()


class Visit(NamedTuple):
    """What the first visit of a page costs."""

    wall: float
    """Seconds until what was waited for."""
    largest: float
    """Seconds until its largest part was painted (LCP)."""
    requests: set[str]


def first_visit(address: str, selector: str, number: int = 1) -> Visit:
    """Open a page with an empty cache on slow 4G, wait for that many elements, then until nothing more is loaded."""
    requests: set[str] = set()
    with chromium_page() as page:
        page.on("request", lambda request: requests.add(request.url.partition("#")[0]))
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)
        answer = page.goto(address, wait_until="commit")
        if not answer or not answer.ok:
            raise SystemExit(f"There is no {address}.")
        page.locator(selector).nth(number - 1).wait_for()
        wall = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle")
        return Visit(wall / 1000, page.evaluate(LARGEST) / 1000, requests)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a folder, and a list that grows by the bytes of each answer, compressed."""
    sent: list[int] = []

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if not path.is_file():
                self.send_error(404)
                return
            content = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            if path.suffix in COMPRESSED:
                content = gzip.compress(content)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            sent.append(len(content))
            self.wfile.write(content)

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()
    server.server_close()
