"""Real browsers on the real site, from disk and over http."""

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is there for tests alone, and takes a third less time."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


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
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def http(real: Path) -> Iterator[str]:
    with served(real / "site") as address:
        yield address


@pytest.fixture(scope="session")
def sample_http(sample: Path) -> Iterator[str]:
    with served(sample / "site") as address:
        yield address


@pytest.fixture(scope="session")
def disk(real: Path) -> str:
    """The offline copy, as a double-click opens it."""
    return (real / "offline" / "toolkit").as_uri() + "/"


@pytest.fixture(params=["http", "disk"])
def site(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))
