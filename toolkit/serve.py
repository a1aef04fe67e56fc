"""The command `serve`: the site on this machine, rebuilt when something is edited."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import redirect_stdout
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from toolkit.build.freshness import CONTRIBUTED
from toolkit.cli import DONE, Arguments, build_folder, cannot
from toolkit.paths import PACKAGE, WEB
from toolkit.sources.config import Settings, read_settings

DEBOUNCE = 400
"""Milliseconds for which consecutive saves are collected."""
QUIET = 20
"""Milliseconds without a save that end the collection."""
RETRY = 1
"""Seconds after which a failed watch starts again."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's script on every page, to which the code that follows builds is added."""
FOLLOW = WEB / "serve" / "follow.js"
STATE = "__state"
"""Where pages ask for the number of the latest good build, and for what is wrong since."""
Saves = SimpleQueue[set[Path]]
"""Sets of files that were saved together."""


def serve(args: Arguments) -> int:
    """Build, show the site on this machine until Control-C, and build again after each edit."""
    places = watched_places(read_settings(args.toolkit or args.root))
    places += [args.overlay] if args.overlay else []
    saves = watch_saves(places)  # from here on: what is saved during the first build counts too
    state: dict[str, Any] = {"build": 0, "problems": ""}
    try:
        handler = partial(Handler, state, directory=str(args.out / "site"))
        server = ThreadingHTTPServer(("127.0.0.1", args.port), handler)
    except OSError as error:
        return cannot(f"serve on port {args.port}", f"{error.strerror}. Try another with --port.")
    server.daemon_threads = True
    is_other_program = False
    try:
        state["problems"] = build(args, is_other_program)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Showing http://127.0.0.1:{args.port}/ until you press Control-C. Edits show by themselves.", flush=True)
        while True:
            saved = [path for path in saves.get() if _is_in(path, places)]
            is_other_program = is_other_program or any(_is_in(path, (PACKAGE, WEB)) for path in saved)
            if saved:
                state["problems"] = build(args, is_other_program)
                state["build"] += not state["problems"]
    except KeyboardInterrupt:
        return DONE


def build(args: Arguments, is_other_program: bool) -> str:
    """Build, and print and return what is wrong; empty if nothing is.

    Once the program has changed, a new process builds, because this process has the old modules.
    """
    if is_other_program:
        root, overlay = args.toolkit or args.root, ["--overlay", args.overlay] if args.overlay else []
        command = [sys.executable, "-m", "toolkit", "build", "--root", root, "--out", args.out, *overlay]
        command = list(map(str, command))
        done = subprocess.run(command, cwd=PACKAGE.parent, stdout=subprocess.PIPE, text=True, check=False)
        code, text = done.returncode, done.stdout
    else:
        with redirect_stdout(StringIO()) as said:
            try:
                code = build_folder(args)
            except OSError as error:
                code = cannot("build", error)
        text = said.getvalue()
    print(text, end="", flush=True)
    return text or "The site could not be built. The terminal says why." if code != DONE else ""


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
    """Serves the site's files, and tells pages of builds."""

    def __init__(self, state: dict[str, Any], *request: Any, directory: str) -> None:
        self.state = state
        super().__init__(*request, directory=directory)

    def do_GET(self) -> None:
        """Answer a request; the site's script gets the code that follows builds."""
        name = self.path.lstrip("/").partition("?")[0]
        if name == STATE:
            self._send("application/json", json.dumps(self.state).encode())
        elif SCRIPT.fullmatch(name) and (script := Path(self.directory) / name).is_file():
            self._send("text/javascript", script.read_bytes() + FOLLOW.read_bytes())
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Let the browser keep nothing: what it gets is always of the latest build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for mistakes in the toolkit."""

    def _send(self, media_type: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
