"""A live preview: the site on this machine, rebuilt when something is edited."""

import sys
import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from toolkit.cache import GIVEN, HERE, WEB

STORM = 400
"""Milliseconds that saves may follow each other and still be one."""
CALM = 20
"""Milliseconds without a save after which they are taken up."""
RELOAD = b"""
(function () {
  var shown;
  function look(then) {
    fetch(location.href).then(function (answer) { return answer.text(); }).then(then, function () {});
  }
  look(function (text) { shown = text; });
  new EventSource("/__built").onmessage = function (news) {
    look(function (text) { if (news.data === "all" || text !== shown) location.reload(); });
  };
})();
"""
"""What the page adds to itself: it loads anew if it, or something that all pages share, has changed."""


class Shown:
    """What the browser is shown: the built site, and over it the pages of what was just saved."""

    def __init__(self) -> None:
        self.over: Mapping[str, bytes] = {}
        self.what = b""
        self.news = threading.Condition()

    def show(self, over: Mapping[str, bytes], what: bytes = b"page") -> None:
        """Lay pages over the site, or none, and tell every open page: that one, or what `all` share, may differ."""
        with self.news:
            self.over, self.what = over, what
            self.news.notify_all()


def serve(
    build: Callable[[bool], int],
    preview: Callable[[Collection[Path]], Mapping[str, bytes]],
    root: Path,
    site: Path,
    port: int,
) -> int:
    """Build, show the site until Control-C, and build again after each edit. Gives the exit code.

    `build` is told whether the program's own files changed; `preview` gives the pages of what was saved.
    """
    build(False)
    shown = Shown()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Preview, shown, directory=str(site)))
    except OSError as error:
        print(f"Cannot serve on port {port}: {error.strerror}. Try another with --port.", file=sys.stderr)
        return 2
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Showing http://127.0.0.1:{port}/ until you press Control-C. Edits show by themselves.", flush=True)
    given = [place for name in GIVEN if (place := root / name).exists()]
    for saves in watch(*given, HERE, WEB, debounce=STORM, step=CALM, raise_interrupt=False):
        saved = {Path(path) for _, path in saves if not path.endswith((".pyc", "~"))}
        is_ours = any(path.is_relative_to(place) for path in saved for place in (HERE, WEB))
        if early := {} if is_ours else preview(saved):
            shown.show(early)
        if saved and build(is_ours) == 0:
            shown.show({}, b"all" if is_ours else b"page")
    server.shutdown()
    return 0


class _Preview(SimpleHTTPRequestHandler):
    """Files of the site, and news of builds for the page that waits for it."""

    def __init__(self, shown: Shown, *arguments: object, directory: str) -> None:
        self.shown = shown
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer, with the reloading code behind the site's own script."""
        name = self.path.partition("?")[0].lstrip("/")
        if name == "__built":
            self._tell()
        elif name in self.shown.over:
            self._answer(self.shown.over[name], "text/html; charset=utf-8")
        elif name == "web/page.js":
            self._answer((Path(self.directory) / name).read_bytes() + RELOAD, "text/javascript")
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Let the browser keep nothing: the next build may differ."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for problems."""

    def _tell(self) -> None:
        """Keep the line open, and write to it whenever there is something new (HTML, 9.2 Server-sent events)."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                with self.shown.news:
                    is_new = self.shown.news.wait(timeout=15)
                self.wfile.write(b"data: %s\n\n" % self.shown.what if is_new else b": still here\n\n")
        except OSError:  # the page was left
            return

    def _answer(self, content: bytes, type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
