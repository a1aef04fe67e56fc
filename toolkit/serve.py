"""The command `serve`: the site on this machine, rebuilt when something is edited."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from toolkit.build.freshness import CONTRIBUTED
from toolkit.cli import CANNOT, Arguments, build_folder
from toolkit.paths import PACKAGE, WEB
from toolkit.render.assets import HASHED
from toolkit.sources.config import Settings, read_settings

DEBOUNCE = 400
"""Milliseconds for which saves that follow each other are taken together."""
QUIET = 20
"""Milliseconds without a save after which they are."""
RETRY = 1
"""Seconds after which a watch that failed is begun again."""
KEEPALIVE = 15
"""Seconds after which a page hears that the server is still there."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's script on every page, to which the code that reloads pages is added."""
RELOAD = WEB / "serve" / "reload.js"
FOREVER, NEVER = "public, max-age=31536000, immutable", "no-store"
"""How long a browser may keep a file (RFC 9111, 5.2.2, and RFC 8246)."""
EVENTS = "__builds"
"""Where pages listen for builds."""

Saves = SimpleQueue[set[Path]]
"""Files that were saved together, as they are seen."""


class Builds:
    """Counts builds, and lets pages wait for the next."""

    def __init__(self) -> None:
        self.number = 0
        self.changed = ""
        """What the last build changed: `page`, or `all` if every page is another."""
        self.condition = threading.Condition()

    def add(self, changed: str) -> None:
        """Tell every page that waits of a build."""
        with self.condition:
            self.number, self.changed = self.number + 1, changed
            self.condition.notify_all()

    def after(self, seen: str) -> tuple[str, str] | None:
        """The number of the last build and what it changed; None if for a while there is none but the `seen`."""
        with self.condition:
            is_new = self.condition.wait_for(lambda: str(self.number) != seen, timeout=KEEPALIVE)
            return (str(self.number), self.changed) if is_new else None


def serve(args: Arguments) -> int:
    """Show the site on this machine, rebuilt after each edit."""

    def build(is_other_program: bool) -> int:
        if is_other_program:  # this process has the modules that it began with
            command = [sys.executable, "-m", "toolkit", "build", "--root", str(args.root), "--out", str(args.out)]
            return subprocess.call(command, cwd=PACKAGE.parent)
        try:
            return build_folder(args)
        except OSError as error:
            print(f"Cannot build: {error}", file=sys.stderr)
            return CANNOT

    return serve_site(build, args.root, args.out / "site", args.port)


def serve_site(build: Callable[[bool], int], root: Path, site: Path, port: int) -> int:
    """Build, show the site until Control-C, and build again after each edit. Gives the exit code.

    `build` is handed whether files of the program have changed since the start, and gives 0 if there is a new site.
    """
    places = watched_places(read_settings(root))
    saves = watch_saves(places)  # from here on: what is saved during the first build counts too
    builds = Builds()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, builds, directory=str(site)))
    except OSError as error:
        print(f"Cannot serve on port {port}: {error.strerror}. Try another with --port.", file=sys.stderr)
        return CANNOT
    server.daemon_threads = True
    is_other_program = False
    try:
        build(is_other_program)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Showing http://127.0.0.1:{port}/ until you press Control-C. Edits show by themselves.", flush=True)
        while True:
            saved = [path for path in saves.get() if _is_in(path, places)]
            changes_program = any(_is_in(path, (PACKAGE, WEB)) for path in saved)
            is_other_program = is_other_program or changes_program
            if saved and build(is_other_program) == 0:
                builds.add("all" if changes_program else "page")
    except KeyboardInterrupt:
        return 0


def watched_places(settings: Settings) -> list[Path]:
    """The files and folders that a site is built from; MkDocs looks for all that mkdocs.yml names from its folder."""
    root = settings.files[0].parent
    theme = settings.values.get("theme")
    named = [*(settings.values.get("hooks") or []), *([theme.get("custom_dir")] if isinstance(theme, dict) else [])]
    return [*(root / str(name) for name in (*CONTRIBUTED, *filter(None, named))), *settings.files, PACKAGE, WEB]


def watch_saves(places: Collection[Path]) -> Saves:
    """What is saved in these places from now on, and in the folders of those that are files."""
    saves: Saves = SimpleQueue()
    folders = [place for place in places if place.is_dir()]
    # Many editors put a new file in the place of the old, which a watch on the old file would not see.
    parents = {place.parent for place in places if place.is_file()}
    for watched, is_deep in ((folders, True), (parents, False)):
        threading.Thread(target=_watch, args=(watched, is_deep, saves, places), daemon=True).start()
    return saves


def _watch(watched: Collection[Path], is_deep: bool, saves: Saves, places: Iterable[Path]) -> None:
    """Report saves. A watch that fails, as at a name that is not in UTF-8, begins again; anything may be saved
    meanwhile.
    """
    from watchfiles import watch  # noqa: PLC0415 - only here, and it takes 0.04 s to load

    while True:
        try:
            for changes in watch(*filter(Path.exists, watched), recursive=is_deep, debounce=DEBOUNCE, step=QUIET):
                saves.put({Path(path) for _, path in changes})
        except Exception:
            time.sleep(RETRY)
            saves.put(set(places))


def _is_in(path: Path, places: Iterable[Path]) -> bool:
    return any(path.is_relative_to(place) for place in places)


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, and news of builds for pages that wait for it."""

    def __init__(self, builds: Builds, *request: Any, directory: str) -> None:
        self.builds = builds
        self.code = 200
        super().__init__(*request, directory=directory)

    def do_GET(self) -> None:
        """Answer, with the code that reloads pages behind the site's script."""
        name, _, query = self.path.lstrip("/").partition("?")
        if name == EVENTS:
            self._send_builds(query)
        elif SCRIPT.fullmatch(name):
            self._send_script(Path(self.directory) / name)
        else:
            super().do_GET()

    def send_response(self, code: int, message: str | None = None) -> None:
        """Note whether the file is there."""
        self.code = code
        super().send_response(code, message)

    def end_headers(self) -> None:
        """Let the browser keep what is named by its content, and nothing that the next build may change."""
        is_fixed = self.code < 400 and HASHED.search(self.path) and not SCRIPT.fullmatch(self.path.lstrip("/"))
        self.send_header("Cache-Control", FOREVER if is_fixed else NEVER)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for mistakes in the toolkit."""

    def _send_builds(self, seen: str) -> None:
        """Keep the connection open, and send each build (HTML, 9.2 Server-sent events); the page has `seen` some."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            for event in self._events(seen):
                self.wfile.write(event.encode())
        except OSError:  # the page was left
            return

    def _events(self, seen: str) -> Iterator[str]:
        while True:
            if latest := self.builds.after(seen):
                seen, changed = latest
                yield f"id: {seen}\ndata: {changed}\n\n"
            else:
                yield ": still here\n\n"

    def _send_script(self, path: Path) -> None:
        script = path.read_bytes() if path.is_file() else b""
        content = script + RELOAD.read_bytes().replace(b"BUILD", str(self.builds.number).encode())
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
