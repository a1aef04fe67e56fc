"""Measures the live preview: from saving a record to the page that an open browser then has."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path

SAVES = 10
PAGE = "practices/practice-1.html"
LINE = re.compile(r"^problem: (Saved\d+ )?", re.M)
HEARD = re.compile(r'heard = "(\d+)"')
"""How many news the open page has heard of."""
PATIENCE = 60
"""Seconds that one save may take."""


def preview(program: Path, root: Path, record: Path) -> list[float] | None:
    """Milliseconds of each save. None if the server does not start, or does not show one in time."""
    try:
        with _server(program, root) as port:
            return [_save(port, record, root / "build" / "site" / PAGE, f"Saved{i}") for i in range(SAVES)]
    except (OSError, HTTPException):
        return None


@contextmanager
def _server(program: Path, root: Path) -> Iterator[int]:
    """The preview server, once it says where it shows the site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, str(program / "build_toolkit.py"), "serve", "--root", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        if not any(line.startswith("Showing ") for line in process.stdout or ()):
            raise TimeoutError("The server did not start.")
        yield port
    finally:
        process.terminate()
        process.wait()


def _save(port: int, record: Path, built: Path, word: str) -> float:
    """Save a record with another word, listen as an open page does, and fetch that page; then let the build finish."""
    heard = HEARD.search(_fetched(port, "web/page.js"))
    listener = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    listener.request("GET", f"/__built?{heard[1] if heard else 0}")
    news = listener.getresponse()
    text = LINE.sub(f"problem: {word} ", record.read_text("utf-8"), count=1)
    start = time.perf_counter()
    record.write_text(text, "utf-8")
    _listen(news, start)
    while word not in _fetched(port, PAGE):
        _listen(news, start)
    took = time.perf_counter() - start
    listener.close()
    while word not in built.read_text("utf-8"):
        _go_on(start)
        time.sleep(0.05)
    time.sleep(0.5)  # the server tells of the finished build, and looks for garbage
    return took * 1_000


def _listen(news: HTTPResponse, start: float) -> None:
    """Until the server says that there is something new."""
    while not (line := news.readline()).startswith(b"data:"):
        if not line:
            raise TimeoutError("The server hung up.")
        _go_on(start)


def _go_on(start: float) -> None:
    if time.perf_counter() - start > PATIENCE:
        raise TimeoutError("Nothing new was shown.")


def _fetched(port: int, name: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", f"/{name}")
    text = line.getresponse().read().decode()
    line.close()
    return text
