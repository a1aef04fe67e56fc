"""A live preview: the site on this machine, rebuilt when something is edited."""

import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
WATCHED = ("agencies", "practices", "docs", "mkdocs.yml")
OURS = (HERE / "templates", HERE / "strings", HERE / "theme", HERE.parent / "web")
EVERY = 0.5
"""Seconds between two looks at the files."""
RELOAD = b"""
(function () {
  var built;
  setInterval(function () {
    fetch("/__built").then(function (answer) { return answer.text(); }).then(function (now) {
      if (built && now !== built) location.reload();
      built = now;
    }, function () {});
  }, 700);
})();
"""


def serve(build: Callable[[], int], root: Path, site: Path, port: int) -> int:
    """Build, show the site until Control-C, and build again after each edit. Gives the exit code."""
    build()
    builds = [0]
    handler = partial(_Preview, builds, directory=str(site))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        print(f"Cannot serve on port {port}: {error.strerror}. Try another with --port.", file=sys.stderr)
        return 2
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Showing http://127.0.0.1:{port}/ until you press Control-C. Edits show by themselves.", flush=True)
    seen = _state(root)
    pause = threading.Event()
    try:
        while not pause.wait(EVERY):
            now = _state(root)
            if now != seen:
                seen = now
                build()
                builds[0] += 1
    except KeyboardInterrupt:
        server.shutdown()
    return 0


def _state(root: Path) -> dict[str, int]:
    """The files that are followed, with the time of their last change."""
    found: dict[str, int] = {}
    for place in (*(root / name for name in WATCHED), *OURS):
        for path in place.rglob("*") if place.is_dir() else (place,):
            try:
                found[str(path)] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
    return found


class _Preview(SimpleHTTPRequestHandler):
    """Files of the site, and the number of builds for the page to ask."""

    def __init__(self, builds: list[int], *arguments: object, directory: str) -> None:
        self.builds = builds
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer, with the reloading code behind the site's own script."""
        if self.path == "/__built":
            self._answer(str(self.builds[0]).encode(), "text/plain")
        elif self.path.partition("?")[0] == "/web/page.js":
            own = Path(self.directory) / "web" / "page.js"
            self._answer(own.read_bytes() + RELOAD, "text/javascript")
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Let the browser keep nothing: the next build may differ."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for problems."""

    def _answer(self, content: bytes, type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
