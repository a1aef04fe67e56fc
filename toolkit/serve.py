"""A live preview: the site on this machine, rebuilt when something is edited."""

import gc
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias

from watchfiles import watch

from toolkit.brought import brought, settings_files
from toolkit.cache import BY_CONTENT, GIVEN, HERE, OURS, WEB

STORM = 400
"""Milliseconds that saves may follow each other and still be one."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's own script, on every page."""
FOR_EVER, NOT_AT_ALL = "public, max-age=31536000, immutable", "no-store"
"""How long a browser may keep a file (RFC 9111, 5.2.2, and RFC 8246)."""
AGAIN = 1
"""Seconds after which a watch that failed is taken up again."""
CALM = 20
"""Milliseconds without a save after which they are taken up."""
RELOAD = """
(function () {
  var shown, line, heard = "%d";
  function look(then) {
    fetch(location.href).then(function (answer) { return answer.text(); }).then(then, function () {});
  }
  function listen() {
    if (line) line.close();
    if (document.hidden) return;
    line = new EventSource("/__built?" + heard);
    line.onmessage = function (news) {
      heard = news.lastEventId;
      look(function (text) { if (news.data === "all" || text !== shown) location.reload(); });
    };
  }
  look(function (text) { shown = text; });
  document.addEventListener("visibilitychange", listen);
  listen();
})();
"""
"""What the page adds to itself: it loads anew if it, or something that all pages share, has changed.

A hidden page does not listen, for a browser holds six lines to one place at most. It catches up when it is seen again.
"""

Saves: TypeAlias = "SimpleQueue[set[Path] | None]"
"""What was saved together, as it is found; None at the end."""


class Shown:
    """What the browser is shown: the built site, and over it the pages of what was just saved."""

    def __init__(self) -> None:
        self.over: Mapping[str, bytes] = {}
        self.what = b""
        self.number = 0
        """How often something new was shown."""
        self.news = threading.Condition()

    def show(self, over: Mapping[str, bytes], what: bytes = b"page") -> None:
        """Lay pages over the site, or none, and tell every open page: that one, or what `all` share, may differ."""
        with self.news:
            self.over, self.what = over, what
            self.number += 1
            self.news.notify_all()

    def after(self, heard: str) -> tuple[str, bytes] | None:
        """The number of what was shown since that number, and what it was; None if nothing was for a while."""
        with self.news:
            is_new = self.news.wait_for(lambda: str(self.number) != heard, timeout=15)
            return (str(self.number), self.what) if is_new else None


def serve(
    build: Callable[[bool], int],
    preview: Callable[[Collection[Path]], Mapping[str, bytes]],
    root: Path,
    site: Path,
    port: int,
) -> int:
    """Build, show the site until Control-C, and build again after each edit. Gives the exit code.

    `build` is told whether the program changed; `preview` gives the pages of what was saved.
    """
    found: Saves = SimpleQueue()
    saves = edits(root, found)  # from here on: what is saved during the first build counts too
    _end_with_control_c(found)
    shown = Shown()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Preview, shown, directory=str(site)))
    except OSError as error:
        print(f"Cannot serve on port {port}: {error.strerror}. Try another with --port.", file=sys.stderr)
        return 2
    build(False)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Showing http://127.0.0.1:{port}/ until you press Control-C. Edits show by themselves.", flush=True)
    try:
        for saved in saves:
            if early := preview(saved):
                shown.show(early)
            if build(_are_in(saved, OURS)) == 0:
                shown.show({}, b"all" if _are_in(saved, (HERE, WEB)) else b"page")
            gc.collect()  # builds look for garbage so rarely that much of it would wait here
    except KeyboardInterrupt:
        pass
    server.shutdown()
    return 0


def _end_with_control_c(found: Saves) -> None:
    """Let Control-C, unless it is ignored here, end at once what is being done, and what waits for saves.

    While Python collects garbage, it drops what is raised, and says so (`sys.unraisablehook`); then the wait ends.
    """
    is_collecting = False

    def note(phase: str, _: object) -> None:
        nonlocal is_collecting
        is_collecting = phase == "start"

    def end(*_: object) -> None:
        found.put(None)
        if not is_collecting:
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        gc.callbacks.append(note)
        signal.signal(signal.SIGINT, end)


def edits(root: Path, found: Saves) -> Iterator[set[Path]]:
    """The files that are saved from now on, a storm of saves at a time, until nothing is found."""
    given = [*(root / name for name in GIVEN), *settings_files(root / "mkdocs.yml"), *brought(root)]
    places = [*given, HERE, WEB]
    folders = [place for place in places if place.is_dir()]
    # Many editors put a new file in the place of the old one, and a watch on the old one would see nothing any more.
    parents = {place.parent for place in places if place.is_file()}
    for watched, is_deep in ((folders, True), (parents, False)):
        threading.Thread(target=_watch, args=(watched, is_deep, found, given), daemon=True).start()
    ours = ({path for path in saved if _are_in([path], places)} for saved in iter(found.get, None))
    return filter(None, ours)


def _watch(places: Collection[Path], is_deep: bool, found: Saves, given: Collection[Path]) -> None:
    """Find what is saved in these places. A watch that fails, as at a name that is not in UTF-8, begins again; any of
    what is `given` may have been saved meanwhile.
    """
    while True:
        try:
            for saves in watch(*filter(Path.exists, places), recursive=is_deep, debounce=STORM, step=CALM):
                found.put({Path(path) for _, path in saves})
        except Exception:
            time.sleep(AGAIN)
            found.put(set(given))


def _are_in(paths: Iterable[Path], places: Collection[Path]) -> bool:
    """Whether one of these is in one of the places."""
    return any(path.is_relative_to(place) for path in paths for place in places)


class _Preview(SimpleHTTPRequestHandler):
    """Files of the site, and news of builds for the page that waits for it."""

    def __init__(self, shown: Shown, *arguments: object, directory: str) -> None:
        self.shown = shown
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer, with the reloading code behind the site's own script."""
        name, _, asked = self.path.lstrip("/").partition("?")
        if name == "__built":
            self._tell(asked)
        elif early := self.shown.over.get(name):
            self._answer(early, "text/html; charset=utf-8")
        elif SCRIPT.fullmatch(name):
            script = Path(self.directory) / name
            reload = RELOAD % self.shown.number
            self._answer((script.read_bytes() if script.is_file() else b"") + reload.encode(), "text/javascript")
        else:
            super().do_GET()

    def send_response(self, code: int, message: str | None = None) -> None:
        """Note whether the file is there."""
        self.code = code
        super().send_response(code, message)

    def end_headers(self) -> None:
        """Let the browser keep what is named by its content, and nothing that the next build may make another."""
        is_kept = self.code < 400 and BY_CONTENT.search(self.path) and not SCRIPT.fullmatch(self.path.lstrip("/"))
        self.send_header("Cache-Control", FOR_EVER if is_kept else NOT_AT_ALL)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is for problems."""

    def _tell(self, heard: str) -> None:
        """Keep the line open, and write to it whenever there is something new (HTML, 9.2 Server-sent events).

        `heard` is the number of what the page has heard of already.
        """
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                if news := self.shown.after(heard):
                    heard, what = news
                    self.wfile.write(b"id: %s\ndata: %s\n\n" % (heard.encode(), what))
                else:
                    self.wfile.write(b": still here\n\n")
        except OSError:  # the page was left
            return

    def _answer(self, content: bytes, type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
