"""`check --links` asks each address once, politely, and tells what rots. The servers are real, on this machine."""

import json
import re
import socket
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from tests.builds import copy_sample, replace_text, run
from toolkit.diagnostics import Diagnostic
from toolkit.fingerprint import read_cache, write_cache
from toolkit.link_check import ADDRESS, Asker, link_notes
from toolkit.project import load_project

AGENCY = "agencies/rivertown-police-department.yml"
TODAY = date.today()
PAUSE = 0.1


class Site(ThreadingHTTPServer):
    """A site whose paths say what they answer, and what it was asked for, with the times of each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.times: list[tuple[float, float]] = []

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Page(BaseHTTPRequestHandler):
    """A page such as /404, /301/there (leads to /there), /head-405 (GET only) or /hang."""

    server: Site
    path = ""

    def do_HEAD(self) -> None:
        start, (_, name, *rest) = time.monotonic(), self.path.split("/", 2)
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.agents.add(self.headers["User-Agent"])
        if name == "hang":
            time.sleep(2)
        is_refused = name.startswith("head-") and self.command == "HEAD"
        status = name.removeprefix("head-") if is_refused else name
        self.send_response(int(status) if status.isdecimal() else 200)
        if name == "loop":
            self.send_header("Location", "/loop")
        elif rest:
            self.send_header("Location", f"http://{rest[0]}/" if ":" in rest[0] else f"/{rest[0]}")
        self.end_headers()
        self.server.times.append((start, time.monotonic()))

    do_GET = do_HEAD

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(302 if self.path == "/loop" else code, message)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asker(pause: float = 0) -> Asker:
    return Asker("a test (+https://example.org/)", pause, timeout=0.5, local={"127.0.0.1"})


@pytest.mark.parametrize(
    ("path", "status", "moved"),
    [
        ("there", 200, ""),
        ("404", 404, ""),
        ("410", 410, ""),
        ("500", 500, ""),
        ("301/there", 200, "there"),
        ("301/308/there", 200, "there"),
        ("302/there", 200, ""),
        ("301/302/there", 200, "302/there"),  # that it leads on is not for good
        ("302/301/there", 200, ""),
        ("204", 200, ""),
        ("301/404", 404, "404"),
        ("loop", 0, ""),
        ("hang", 0, ""),
    ],
)
def test_an_address_answers(site: Site, path: str, status: int, moved: str) -> None:
    assert asker().ask(site.address(path)) == (TODAY, status, moved and site.address(moved))


@pytest.mark.parametrize("status", [403, 405, 501])
def test_where_only_the_head_is_refused_the_page_is_asked_for(site: Site, status: int) -> None:
    assert asker().ask(site.address(f"head-{status}")) == (TODAY, 200, "")
    assert site.asked == [f"HEAD /head-{status}", f"GET /head-{status}"]


def test_no_more_than_five_redirects_are_followed(site: Site) -> None:
    asker().ask(site.address("loop"))
    assert len(site.asked) == 6
    site.asked.clear()
    assert asker().ask(site.address("302/" * 5 + "there")) == (TODAY, 200, "")


def test_an_address_with_other_letters_is_asked_as_browsers_do(site: Site) -> None:
    asker().ask(site.address("niño (1)?q=ñ%20#top"))
    assert site.asked == ["HEAD /ni%C3%B1o%20(1)?q=%C3%B1%20"]


def test_where_nobody_listens_nothing_is_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert asker().ask(f"http://127.0.0.1:{free.getsockname()[1]}/") == (TODAY, 0, "")


def test_a_site_that_speaks_no_http_is_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                connection.sendall(b"220 mail\r\n")
                connection.close()

        thread = Thread(target=answer)
        thread.start()
        for scheme in ("http", "https"):
            assert asker().ask(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/") == (TODAY, 0, "")
        thread.join()


PRIVATE = ("localhost", "127.0.0.1", "[::1]", "10.0.0.1", "192.168.0.1", "169.254.169.254", "[fe80::1]", "0.0.0.0")


@pytest.mark.parametrize("host", PRIVATE)
def test_no_host_inside_a_network_is_asked(site: Site, host: str) -> None:
    start = time.monotonic()
    assert Asker("a test", 0).ask(f"http://{host}:{site.server_port}/there") == (TODAY, 0, "")
    assert site.asked == []
    assert time.monotonic() - start < 5  # nor was anything waited for


def test_no_redirect_leads_inside_a_network(site: Site) -> None:
    assert asker().ask(site.address(f"301/localhost:{site.server_port}")) == (TODAY, 0, "")
    assert site.asked == [f"HEAD /301/localhost:{site.server_port}"]


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/", "file:///etc/passwd", "https://", "http://a b/", "http://x:y/"]
)
def test_only_web_addresses_are_asked(address: str) -> None:
    assert asker().ask(address) == (TODAY, 0, "")


# ------------------------------------------------------------------ what a toolkit links to


@pytest.fixture
def root(site: Site, tmp_path: Path) -> Path:
    """The sample, whose records link to the site."""
    root = copy_sample(tmp_path)
    replace_text(root / "practices/practice/id-night.yml", "a [link](https://sample.example/a_b)", "a word")
    for path in root.rglob("*.yml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"https://(sample|rivertown|lakeside)\.example/", site.address(""), text), "utf-8")
    return root


def notes(root: Path, pause: float = 0) -> list[Diagnostic]:
    return link_notes(load_project(root), root, root / "build" / ".cache", asker(pause))


def test_what_a_toolkit_links_to_is_asked_once_a_month(root: Path, site: Site) -> None:
    assert notes(root) == []
    paths = ["", "episode", "leaflet", "newsletter", "outreach", "report", "study", "transcript"]
    assert sorted(site.asked) == [f"HEAD /{path}" for path in paths]
    assert site.agents == {"a test (+https://example.org/)"}
    assert notes(root) == []
    assert len(site.asked) == len(paths)
    for days, asked in ((29, 1), (30, 2)):
        cache = root / "build" / ".cache" / "links.json"
        text = re.sub(r"\d{4}-\d\d-\d\d", (TODAY - timedelta(days)).isoformat(), read_cache(cache))
        write_cache(cache, text)
        notes(root)
        assert len(site.asked) == asked * len(paths)


def test_each_address_that_rots_is_told_with_its_first_line_and_what_to_do(root: Path, site: Site) -> None:
    agency = root / AGENCY
    for old, new in (("website: ", "404"), ("    at: ", "301/there"), ("    url: ", "500")):
        text = agency.read_text("utf-8")
        agency.write_text(re.sub(f"^{old}.*", f"{old}{site.address(new)}", text, count=1, flags=re.M), "utf-8")
    rows = agency.read_text("utf-8").splitlines()
    lines = [next(i for i, row in enumerate(rows, 1) if name in row) for name in ("/404", "/301", "/500")]
    told = [(note.file, note.line, note.message.replace(site.address(""), ""), note.hint) for note in notes(root)]
    assert told == [
        (AGENCY, lines[0], "`404` is gone (404).", "Look for the page elsewhere, or for a stored copy."),
        (AGENCY, lines[1], "`301/there` has moved.", f"If it is the same page, write `{site.address('there')}`."),
        (AGENCY, lines[2], "`500` answers 500.", told[2][3]),
    ]
    assert "links.yml" in told[2][3]


def test_a_failure_is_asked_again_after_a_day_and_told_until_then(root: Path, site: Site) -> None:
    replace_text(root / AGENCY, f"website: {site.address('')}", f"website: {site.address('503')}")
    assert len(notes(root)) == 1
    asked = len(site.asked)
    assert len(notes(root)) == 1
    assert len(site.asked) == asked
    cache = root / "build" / ".cache" / "links.json"
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    write_cache(cache, read_cache(cache).replace(TODAY.isoformat(), yesterday))
    assert len(notes(root)) == 1
    assert len(site.asked) == asked + 1


def test_a_page_names_its_links_too(root: Path, site: Site) -> None:
    about = root / "docs" / "about.md"
    about.write_text(f"{about.read_text('utf-8')}\nA [page](https://127.0.0.1:{site.server_port}/x).\n", "utf-8")
    [note] = notes(root)
    assert (note.file, note.line) == ("docs/about.md", len(about.read_text("utf-8").splitlines()))
    assert "/x` was not reached." in note.message


def test_exceptions_are_not_asked_and_have_a_reason_and_a_use(root: Path, site: Site) -> None:
    replace_text(root / AGENCY, f"website: {site.address('')}", f"website: {site.address('403')}")
    exceptions = root / "links.yml"
    exceptions.write_text(f"{site.address('403')}: It refuses programs.\n", "utf-8")
    assert notes(root) == []
    assert not any("403" in request for request in site.asked)
    exceptions.write_text(f"{site.address('403')}: ''\nhttps://gone.example/: It is slow.\n", "utf-8")
    assert [(note.file, note.line, note.message) for note in notes(root)] == [
        ("links.yml", 1, "has no reason."),
        ("links.yml", 2, "is not linked to anymore."),
    ]
    exceptions.write_text("[", "utf-8")
    assert [note.file for note in notes(root)] == [AGENCY, "links.yml"]


def test_requests_to_a_host_come_one_after_another_with_a_pause(root: Path, site: Site) -> None:
    notes(root, PAUSE)
    times = sorted(site.times)
    assert len(times) == 8
    waits = [start - end for (_, end), (start, _) in pairwise(times)]
    assert min(waits) > 0.8 * PAUSE


@pytest.mark.parametrize("day", ["2026", "0001-01-01", "9999-12-31"])
def test_of_a_damaged_or_planted_cache_nothing_is_believed(root: Path, site: Site, day: str) -> None:
    cache = root / "build" / ".cache" / "links.json"
    write_cache(cache, json.dumps({site.address("report"): [day, 404, ""]}))
    assert notes(root) == []
    assert len(site.asked) == 8
    cache.write_text("{}", "utf-8")
    assert notes(root) == []
    assert len(site.asked) == 16


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("  - {url: https://a.example/b, title: T}", "https://a.example/b"),
        ('    url: "https://a.example/b?c=1&d=2#e"', "https://a.example/b?c=1&d=2#e"),
        ("  See [it](https://a.example/b).[@a]", "https://a.example/b"),
        ("    url: https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("    url: https://a.example/b...", "https://a.example/b..."),
    ],
)
def test_an_address_ends_where_it_ends(written: str, address: str) -> None:
    assert ADDRESS.findall(written) == [address]


def test_the_line_told_is_that_of_the_whole_address(root: Path, site: Site) -> None:
    text = (root / AGENCY).read_text("utf-8")
    rows = [
        f"website: {site.address('404?page=2')}" if row.startswith("website:") else row for row in text.splitlines()
    ]
    longer, shorter = (
        next(i for i, row in enumerate(rows, 1) if row.startswith(name)) for name in ("website", "    url: ")
    )
    rows[shorter - 1] = f"    url: {site.address('404')}"
    (root / AGENCY).write_text("\n".join(rows), "utf-8")
    assert [note.line for note in notes(root) if "404`" in note.message] == [shorter]
    assert longer < shorter


def test_what_a_machine_without_a_network_does_not_reach_is_not_remembered(root: Path, site: Site) -> None:
    silent = Asker("a test", 0)  # which asks nobody on this machine
    assert len(link_notes(load_project(root), root, root / "build" / ".cache", silent)) == 8
    assert notes(root) == []


def test_rot_is_a_note_and_no_mistake(root: Path) -> None:
    done = run("check", "--links", "--root", root)  # the site is on this machine, so nothing is reached
    assert done.returncode == 0
    assert f"{AGENCY}:10: `http://127.0.0.1:" in done.stdout
    assert "Asking" in done.stderr
