"""The command `serve`: the site on this machine, rebuilt when something is edited."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import redirect_stdout
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

from toolkit.build.freshness import stamps
from toolkit.cli import DONE, Arguments, attempt, build_folder, cannot
from toolkit.paths import CONTRIBUTED, PACKAGE, WEB
from toolkit.sources.config import Settings, read_settings

EVERY = 0.4
"""Seconds between looks at the files. A look takes 6 ms at 1,400 files."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's script on every page, to which the code that follows builds is added."""
STATE = "__state"
"""Where pages ask for the number of the latest good build, and for what is wrong since."""


def serve(args: Arguments) -> int:
    """Build, show the site on this machine until Control-C, and build again after each edit."""
    places = [
        *watched_places(read_settings(args.toolkit or args.root)),
        *filter(None, [args.overlay]),
    ]
    program, seen = (
        look_at((PACKAGE, WEB)),
        look_at(places),
    )  # before the first build, during which files may be saved
    state: dict[str, Any] = {"build": 0, "problems": ""}
    try:
        handler = partial(Handler, state, directory=str(args.out / "site"))
        server = ThreadingHTTPServer(("127.0.0.1", args.port), handler)
    except OSError as error:
        return cannot(f"serve on port {args.port}", f"{error.strerror}. Try another with --port.")
    server.daemon_threads = True
    try:
        state["problems"] = build(args, is_other_program=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"Showing http://127.0.0.1:{args.port}/ until you press Control-C. Edits show by themselves.",
            flush=True,
        )
        while True:
            time.sleep(EVERY)
            if (now := look_at(places)) != seen:
                seen = now
                state["problems"] = build(args, look_at((PACKAGE, WEB)) != program)
                state["build"] += not state["problems"]
    except KeyboardInterrupt:
        return DONE


def build(args: Arguments, is_other_program: bool) -> str:
    """Build, and print and return what is wrong; empty if nothing is.

    Once the program has changed, a new process builds, because this process has the old modules.
    """
    if is_other_program:
        root, overlay = (
            args.toolkit or args.root,
            ["--overlay", args.overlay] if args.overlay else [],
        )
        command = [
            sys.executable,
            "-m",
            "toolkit",
            "build",
            "--root",
            root,
            "--out",
            args.out,
            *overlay,
        ]
        done = subprocess.run(
            command, cwd=PACKAGE.parent, stdout=subprocess.PIPE, text=True, check=False
        )
        code, text = done.returncode, done.stdout
    else:
        with redirect_stdout(StringIO()) as said:
            code = attempt("build", lambda: build_folder(args))
        text = said.getvalue()
    print(text, end="", flush=True)
    return text or "The site could not be built. The terminal says why." if code != DONE else ""


def watched_places(settings: Settings) -> list[Path]:
    """The files and folders that a site is built from. Paths in mkdocs.yml are relative to its folder."""
    root = settings.files[0].parent
    theme = settings.values.get("theme")
    named = [
        *(settings.values.get("hooks") or []),
        *([theme.get("custom_dir")] if isinstance(theme, dict) else []),
    ]
    return [
        *(root / str(name) for name in (*CONTRIBUTED, *filter(None, named))),
        *settings.files,
        PACKAGE,
        WEB,
    ]


def look_at(places: Iterable[Path]) -> list[object]:
    """What differs once a file there was saved, however its editor does that; empty while one cannot be read."""
    try:
        # Hidden files are left out: editors write them all the time.
        within = [
            stamp
            for place in places
            for stamp in stamps(place)
            if not Path(stamp[0]).name.startswith(".")
        ]
        return [*within, *(place.read_bytes() for place in places if place.is_file())]
    except OSError:
        return []


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
            self._send(
                "text/javascript", script.read_bytes() + (WEB / "serve" / "follow.js").read_bytes()
            )
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
