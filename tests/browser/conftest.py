"""Browsers on the sample, from disk and over http; with `--all` also on the real toolkit."""

import functools
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is there for tests alone, and takes a third less time."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
LIMIT = 60_000
"""Milliseconds that a test waits for what must happen, so that none fails on a busy machine."""

expect.set_options(timeout=LIMIT)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """The address of a folder over http."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def http(sample: Path) -> Iterator[str]:
    with served(sample / "site") as address:
        yield address


@pytest.fixture(scope="session")
def disk(sample: Path) -> str:
    """The offline copy, as a double-click opens it."""
    return (sample / "offline" / "toolkit").as_uri() + "/"


@pytest.fixture(params=["http", "disk"])
def site(request: pytest.FixtureRequest) -> str:
    """Each in turn, where they differ: how search loads, what is stored, links with `#`, downloads, the quick exit."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def real_http(real: Path) -> Iterator[str]:
    with served(real / "site") as address:
        yield address


@pytest.fixture(scope="session")
def real_disk(real: Path) -> str:
    return (real / "offline" / "toolkit").as_uri() + "/"


@pytest.fixture(params=["http", "disk"])
def real_site(request: pytest.FixtureRequest, real_http: str, real_disk: str) -> str:
    return {"http": real_http, "disk": real_disk}[request.param]


def wait_until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until something has happened of which the browser tells."""
    end = time.monotonic() + LIMIT / 1000
    while not condition():
        assert time.monotonic() < end, "It did not happen."
        page.wait_for_timeout(20)
