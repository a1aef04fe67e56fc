"""The command `serve`: the site on this machine, which follows edits.

Each build is a process of its own, so the program may be edited, too. The pages of an edited record are shown at once,
from memory; the build that runs meanwhile brings the rest.
"""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from toolkit.build.freshness import stamps
from toolkit.build.preview import Preview
from toolkit.build.site import SHELLS, project_shells
from toolkit.commands import unlisted_language
from toolkit.console import DONE, cannot
from toolkit.options import Options
from toolkit.paths import CONTRIBUTED, PACKAGE, WEB
from toolkit.project import load_project
from toolkit.sources.config import Settings, read_settings

POLL_SECONDS = 0.3
"""From one look at the files to the next. A look takes 0.04 s at 6,000 files."""
SCRIPT = re.compile(r"web/page\.\w+\.js")
"""The site's script on every page, to which the code that follows builds is added."""
STATE = "__state"
"""Where pages ask for the number of the latest good build, and for what is wrong since."""
FAILED = "The site could not be built. The terminal says why."
Stamps = dict[str, object]
"""By path, what differs once a file was saved."""


@dataclass
class State:
    """What open pages are told and shown."""

    version: int = 0
    """Grows whenever a page may have changed."""
    problems: str = ""
    """What is wrong since the last good build."""
    pages: dict[str, bytes] = field(default_factory=dict)
    """Pages that are newer than the last build, by file name."""

    def show_first(self, pages: dict[str, bytes]) -> None:
        """Show pages before the build that brings them."""
        if pages:
            self.pages |= pages
            self.version += 1

    def take_over(self, problems: str, is_outdated: bool) -> None:
        """Show the result of a build; newer pages stay if a file was saved since the build began."""
        had_pages = bool(self.pages)
        self.problems = problems
        if not is_outdated:
            self.pages = {}
        if had_pages or not problems:
            self.version += 1


class Build(NamedTuple):
    """A build that is running, in a process of its own."""

    process: subprocess.Popen[bytes]
    output: IO[str]

    @classmethod
    def start(cls, options: Options) -> "Build":
        """Begin to build."""
        command: list[str | Path] = [sys.executable, "-m", "toolkit", "build"]
        command += ["--root", options.root, "--out", options.out]
        if options.overlay:
            command += ["--overlay", options.overlay]
        if options.languages:
            command += ["--languages", *options.languages]
        output = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - `problems` closes it
        return cls(subprocess.Popen(command, cwd=PACKAGE.parent, stdout=output), output)

    def problems(self) -> str:
        """Wait for the end. Prints what the build printed; gives what is wrong, empty if nothing is."""
        code = self.process.wait()
        with self.output:
            self.output.seek(0)
            text = self.output.read()
        print(text, end="", flush=True)
        return "" if code == DONE else text or FAILED


def serve(options: Options) -> int:
    """Build, show the site on this machine until Control-C, and build again after each edit."""
    settings = read_settings(options.root)
    unlisted = unlisted_language(options.languages, settings)
    if unlisted:
        return cannot("serve", unlisted)
    watched = watched_paths(settings)
    if options.overlay:
        watched.append(options.overlay)
    files = look_at(watched)  # before the first build, during which files may be saved
    state = State()
    address = f"http://127.0.0.1:{options.port}/"
    try:
        handler = partial(Handler, state, directory=str(options.out / "site"))
        server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    except OSError as error:
        reason = f"{error.strerror}. Try another with --port."
        return cannot(f"serve on port {options.port}", reason)
    server.daemon_threads = True
    follower = Follower(options, state, watched, files)
    try:
        follower.build_first()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Showing {address} until you press Control-C. Edits show by themselves.", flush=True)
        follower.load_preview()
        while True:
            time.sleep(POLL_SECONDS)
            follower.look_again()
    except KeyboardInterrupt:
        return DONE
    finally:
        follower.stop()


class Follower:
    """Builds again when a watched file was saved."""

    def __init__(
        self, options: Options, state: State, watched: Collection[Path], files: Stamps
    ) -> None:
        self.options = options
        self.state = state
        self.watched = watched
        self.files = files
        self.build: Build | None = None
        self.is_outdated = False
        """Whether a file was saved since the running or last build began."""
        self.preview: Preview | None = None
        self.is_preview_outdated = False
        """Whether something was saved that the preview cannot read again by itself."""
        self.is_other_program = False
        """Whether the program was edited: this process has the modules as they were."""

    def build_first(self) -> None:
        """Build before anything is shown."""
        self.build = Build.start(self.options)
        self.state.problems = self.build.problems()
        self.build = None

    def load_preview(self) -> None:
        """Make ready to show pages before a build, unless other files or MkDocs have a say in them."""
        self.preview = None
        self.is_preview_outdated = False
        if self.options.overlay or self.is_other_program or self.state.problems:
            return
        try:
            self.preview = self._read_preview()
        except Exception:
            # A preview only saves time: the build says what is wrong, also with the program.
            self.is_preview_outdated = True

    def _read_preview(self) -> Preview | None:
        cache = self.options.out / ".cache"
        project = load_project(self.options.root, cache, self.options.languages, is_reviewed=False)
        if project.diagnostics or project.settings.needs_mkdocs:
            return None
        shells = project_shells(project, cache / SHELLS)
        if shells.diagnostics:
            return None
        return Preview(project, shells)

    def look_again(self) -> None:
        """Show what was saved since the last look, build it, and take over what was built."""
        files = look_at(self.watched)
        if files != self.files:
            paths = files.keys() | self.files.keys()
            saved = [Path(path) for path in paths if files.get(path) != self.files.get(path)]
            self.files = files
            self.is_outdated = True
            self.show_first(saved)
        if self.build and self.build.process.poll() is not None:
            self.state.take_over(self.build.problems(), self.is_outdated)
            self.build = None
            if not self.is_outdated and (self.is_preview_outdated or not self.preview):
                self.load_preview()
        if self.is_outdated and not self.build:
            self.is_outdated = False
            self.build = Build.start(self.options)

    def show_first(self, saved: Iterable[Path]) -> None:
        """Show the pages of saved records before the build."""
        for path in saved:
            if path.is_relative_to(PACKAGE) or path.is_relative_to(WEB):
                self.is_other_program = True
                self.preview = None
            if not self.preview:
                return
            pages = self.preview.pages(path)
            self.state.show_first(pages)
            if not pages:
                self.is_preview_outdated = True

    def stop(self) -> None:
        """End a build that is running. What it has not published is lost; the site is as it was."""
        if self.build:
            self.build.process.terminate()
            self.build.process.wait()


def watched_paths(settings: Settings) -> list[Path]:
    """The files and folders that a site is built from. Paths in mkdocs.yml are relative to its folder."""
    root = settings.files[0].parent
    names = [*CONTRIBUTED, *(settings.values.get("hooks") or [])]
    theme = settings.values.get("theme")
    if isinstance(theme, dict) and theme.get("custom_dir"):
        names.append(theme["custom_dir"])
    paths = [root / str(name) for name in names if name]
    return [*paths, *settings.files, PACKAGE, WEB]


def look_at(watched: Iterable[Path]) -> Stamps:
    """A snapshot that changes whenever a watched file is saved; empty while one cannot be read."""
    files: Stamps = {}
    try:
        for root in watched:
            if root.is_file():
                files[str(root)] = root.read_bytes()
            for path, changed, size in stamps(root):
                # Hidden files are left out: editors write them all the time.
                if not Path(path).name.startswith("."):
                    files[path] = (changed, size)
    except OSError:
        return {}
    return files


class Handler(SimpleHTTPRequestHandler):
    """Serves the site's files, and tells pages of builds."""

    def __init__(self, state: State, *request: Any, directory: str) -> None:
        self.state = state
        super().__init__(*request, directory=directory)

    def do_GET(self) -> None:
        """Answer a request; the site's script gets the code that follows builds."""
        name = self.path.lstrip("/").partition("?")[0]
        script = Path(self.directory) / name
        if name == STATE:
            state = {"build": self.state.version, "problems": self.state.problems}
            self._send("application/json", json.dumps(state).encode())
        elif page := self.state.pages.get(name):
            self._send(self.guess_type(name), page)
        elif SCRIPT.fullmatch(name) and script.is_file():
            content = script.read_bytes() + (WEB / "serve" / "follow.js").read_bytes()
            self._send("text/javascript", content)
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
