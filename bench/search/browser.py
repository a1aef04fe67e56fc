"""Asks this search and Pagefind in Chromium, over http: `python -m bench.search.browser FOLDER [Pagefind]`.

Bytes are what the server sent, after gzip. Times are of warm queries, in a page that has asked each once; then again
with the processor slowed.
"""

import functools
import gzip
import json
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET

SLOWED = 4
"""Times that a phone is slower than a desk (Lighthouse's figure for a mid-range phone)."""
TURNS = 3
QUERIES = 40
TEXTS = (".js", ".json", ".css", ".html")
"""What servers compress. Pagefind's other files are compressed already."""
OPEN = {
    "this": """async () => {
        const load = Toolkit.loader("/");
        const facets = await load("values");
        const columns = {};
        for (const [name] of facets) columns[name] = Toolkit.column(await load(`c/${name}`));
        const index = await Toolkit.open("en", load);
        window.ask = (query) => Toolkit.search(index, columns, { query });
        window.show = (result) => Toolkit.show(index, result, 0, 10);
    }""",
    "Pagefind": """async () => {
        const pagefind = await import("/pagefind/pagefind.js");
        await pagefind.init();
        await pagefind.filters();
        window.ask = (query) => pagefind.search(query.trim());
        window.show = (result) => Promise.all(result.results.slice(0, 10).map((own) => own.data()));
    }""",
}
"""Makes the page ready to ask, with every facet loaded."""
TIMED = """async (query) => {
    const start = performance.now();
    await ask(query);
    return performance.now() - start;
}"""


def measure(folder: Path, name: str) -> dict[str, float]:
    """Kilobytes of the first and of a further question, and milliseconds of a warm one."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with served(folder) as (site, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        page = browser.new_page()
        devtools = page.context.new_cdp_session(page)
        page.goto(f"{site}ask.html")
        page.evaluate(OPEN[name])
        asked = queries(folder)
        each = []
        for query in asked:
            page.evaluate("async (query) => void (await show(await ask(query)))", query)
            each.append(sum(sent) / 1024)
            sent.clear()
        found = {"first_kb": each[0], "further_kb": median(each[1:]), "chromium_ms": warm(page, asked)}
        found["slowed_ms"] = slowed(page, devtools, asked)
        browser.close()
    return {key: round(value, 1) for key, value in found.items()}


def warm(page: Page, asked: list[str]) -> float:
    """The middle time of a question asked before."""
    times: list[float] = [page.evaluate(TIMED, query) for _ in range(TURNS) for query in asked]
    return median(times)


def slowed(page: Page, devtools: CDPSession, asked: list[str]) -> float:
    """The same with a slower processor."""
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return warm(page, asked)


def queries(folder: Path) -> list[str]:
    """Two words that stand together in some record, as in `measure.js`."""
    lines = (folder / "records.jsonl").read_text("utf-8").splitlines()
    made = []
    for i in range(QUERIES):
        text = json.loads(lines[i * 37 % len(lines)])["text"]
        words = [word for word in re.sub(r"\.", "", text).split(" ") if len(word) > 4]
        made.append(f"{words[10 + i % 5]} {words[40]} ")
    return made


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a folder on a server that compresses, and how much it sent each time."""
    sent: list[int] = []
    page = '<!doctype html><html lang="en"><meta charset="utf-8"><script src="/web/search.js"></script>'
    (folder / "ask.html").write_text(page, "utf-8")

    class Compressing(SimpleHTTPRequestHandler):
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
            if path.suffix in TEXTS:
                content = gzip.compress(content)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            sent.append(len(content))
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "this")))
