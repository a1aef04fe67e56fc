"""The command `serve`: the site on this machine, rebuilt when something is edited."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from toolkit.build.freshness import CONTRIBUTED
from toolkit.cli import DONE, Arguments, build_folder, cannot
from toolkit.paths import PACKAGE, WEB
from toolkit.render.assets import HASHED
from toolkit.sources.config import Settings, read_settings

DEBOUNCE = 400
"""Milliseconds for which consecutive saves are collected."""
QUIET = 20
"""Milliseconds without a save that end the collection."""
RETRY = 1
"""Seconds after which a failed watch starts again."""
KEEPALIVE = 15
"""Seconds between signs of life to pages that wait."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's script on every page, to which the code that reloads pages is added."""
RELOAD = WEB / "serve" / "reload.js"
FOREVER, NEVER = "public, max-age=31536000, immutable", "no-store"
"""How long a browser may keep a file (RFC 9111, 5.2.2, and RFC 8246)."""
EVENTS = "__builds"
"""Where pages listen for builds."""

Saves = SimpleQueue[set[Path]]
"""Sets of files that were saved together."""


class Builds:
    """Counts builds, and lets pages wait for the next."""

    def __init__(self) -> None:
        self.number = 0
        self.changed = ""
        """What the last build changed: `page`, or `all` if every page may differ."""
        self.condition = threading.Condition()

    def add(self, changed: str) -> None:
        """Notify every waiting page of a build."""
        with self.condition:
            self.number, self.changed = self.number + 1, changed
            self.condition.notify_all()

    def after(self, seen: str) -> tuple[str, str] | None:
        """Wait for a build after the `seen` number. Returns its number and what it changed; None on timeout."""
        with self.condition:
            is_new = self.condition.wait_for(lambda: str(self.number) != seen, timeout=KEEPALIVE)
            return (str(self.number), self.changed) if is_new else None


def serve(args: Arguments) -> int:
    """Build, show the site on this machine until Control-C, and build again after each edit."""
    places = watched_places(read_settings(args.toolkit or args.root))
    places += [args.overlay] if args.overlay else []
    saves = watch_saves(places)  # from here on: what is saved during the first build counts too
    builds = Builds()
    try:
        handler = partial(Handler, builds, directory=str(args.out / "site"))
        server = ThreadingHTTPServer(("127.0.0.1", args.port), handler)
    except OSError as error:
        return cannot(f"serve on port {args.port}", f"{error.strerror}. Try another with --port.")
    server.daemon_threads = True
    is_other_program = False
    try:
        build(args, is_other_program)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Showing http://127.0.0.1:{args.port}/ until you press Control-C. Edits show by themselves.", flush=True)
        while True:
            saved = [path for path in saves.get() if _is_in(path, places)]
            changes_program = any(_is_in(path, (PACKAGE, WEB)) for path in saved)
            is_other_program = is_other_program or changes_program
            if saved and build(args, is_other_program) == DONE:
                builds.add("all" if changes_program else "page")
    except KeyboardInterrupt:
        return DONE


def build(args: Arguments, is_other_program: bool) -> int:
    """Build; once the program has changed, in a new process, because this process has the old modules."""
    if is_other_program:
        root, overlay = args.toolkit or args.root, ["--overlay", args.overlay] if args.overlay else []
        command = [sys.executable, "-m", "toolkit", "build", "--root", root, "--out", args.out, *overlay]
        return subprocess.call(list(map(str, command)), cwd=PACKAGE.parent)
    try:
        return build_folder(args)
    except OSError as error:
        return cannot("build", error)


def watched_places(settings: Settings) -> list[Path]:
    """The files and folders that a site is built from. Paths in mkdocs.yml are relative to its folder."""
    root = settings.files[0].parent
    theme = settings.values.get("theme")
    named = [*(settings.values.get("hooks") or []), *([theme.get("custom_dir")] if isinstance(theme, dict) else [])]
    return [*(root / str(name) for name in (*CONTRIBUTED, *filter(None, named))), *settings.files, PACKAGE, WEB]


def watch_saves(places: Collection[Path]) -> Saves:
    """A queue of the saves in these places from now on, and in the folders around places that are files."""
    saves: Saves = SimpleQueue()
    folders = [place for place in places if place.is_dir()]
    # Many editors put a new file in the place of the old, which a watch on the old file would not see.
    parents = {place.parent for place in places if place.is_file()}
    for watched, is_deep in ((folders, True), (parents, False)):
        threading.Thread(target=_watch, args=(watched, is_deep, saves, places), daemon=True).start()
    return saves


def _watch(watched: Collection[Path], is_deep: bool, saves: Saves, places: Iterable[Path]) -> None:
    """Report saves. A watch that fails, as at a name not in UTF-8, starts again and reports every place."""
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
    """Serves the site's files, and notifies waiting pages of builds."""

    def __init__(self, builds: Builds, *request: Any, directory: str) -> None:
        self.builds = builds
        super().__init__(*request, directory=directory)

    def do_GET(self) -> None:
        """Answer a request; the site's script gets the code that reloads pages."""
        name, _, query = self.path.lstrip("/").partition("?")
        if name == EVENTS:
            self._send_builds(query)
        elif SCRIPT.fullmatch(name):
            self._send_script(Path(self.directory) / name)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Let the browser cache files with a content hash in their name, and nothing else."""
        is_fixed = HASHED.search(self.path) and not SCRIPT.fullmatch(self.path.lstrip("/"))
        is_there = Path(self.translate_path(self.path)).is_file()
        self.send_header("Cache-Control", FOREVER if is_fixed and is_there else NEVER)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for mistakes in the toolkit."""

    def _send_builds(self, seen: str) -> None:
        """Keep the connection open and send each build after `seen` (HTML, 9.2 Server-sent events)."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(OSError):  # the reader left the page
            while True:
                if latest := self.builds.after(seen):
                    seen, changed = latest
                self.wfile.write(f"id: {seen}\ndata: {changed}\n\n".encode() if latest else b": still here\n\n")

    def _send_script(self, path: Path) -> None:
        script = path.read_bytes() if path.is_file() else b""
        content = script + RELOAD.read_bytes().replace(b"BUILD", str(self.builds.number).encode())
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
