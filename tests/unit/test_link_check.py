"""`check --links`: addresses that records and pages link to, asked by lychee at a real server."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.builds import ROOT, replace_text, run
from toolkit.cli import CANNOT, DONE

URL = "https://sample.example/report"
STUDY = Path("practices/publication/sample-report.yml")


class Answers(BaseHTTPRequestHandler):
    """Answers with the status that the address names."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path))
        status = int(self.path.strip("/").split("-")[0])
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    Answers.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def settings(root: Path, text: str) -> None:
    """The toolkit's own settings, but for hosts on this machine, and faster."""
    own = (ROOT / "lychee.toml").read_text("utf-8")
    assert "exclude_all_private = true" in own
    assert 'host_request_interval = "1s"' in own
    own = own.replace("exclude_all_private = true", "").replace(
        'interval = "1s"', 'interval = "1ms"'
    )
    (root / "lychee.toml").write_text(own.replace("exclude = [", f"exclude = [ {text}"), "utf-8")


OTHERS = r"'\.example/', '^https://example\.(com|org)', "


def check(root: Path) -> str:
    done = run("check", "--links", "--root", root)
    assert done.returncode == DONE, done.stderr
    return done.stdout


def test_an_address_that_is_gone_or_refuses_is_told_with_its_line_and_stops_nothing(
    copy: Path, host: str
) -> None:
    settings(copy, OTHERS)
    page = copy / "docs" / "about.md"
    before = page.read_text("utf-8").rstrip("\n").splitlines()
    statuses = {"404": True, "403": True, "301": False, "200": False, "302": False}
    page.write_text(
        "\n".join([*before, "", *(f"[Report {status}]({host}/{status})." for status in statuses)]),
        "utf-8",
    )
    out = check(copy)
    assert str(page) in out
    for line, (status, is_told) in enumerate(statuses.items(), len(before) + 2):
        assert (f"[{status}] {host}/{status} (at {line}:" in out) == is_told, out


def test_an_address_that_answered_is_not_asked_again_and_an_exception_never(
    copy: Path, host: str
) -> None:
    settings(copy, OTHERS + r"'/404-refuses', ")
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/200")
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/404-refuses")
    for _ in range(2):
        assert "404-refuses" not in check(copy)
    assert [path for _, path in Answers.asked] == ["/200"]


def test_an_address_that_was_not_reached_is_asked_again(copy: Path, host: str) -> None:
    settings(copy, OTHERS)
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/503")
    for number in (1, 2):
        assert f"[503] {host}/503" in check(copy)
        assert len([path for _, path in Answers.asked if path == "/503"]) >= number


def test_without_the_option_nothing_is_asked_and_the_own_settings_ask_no_private_host(
    copy: Path, host: str
) -> None:
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/404")
    assert run("check", "--root", copy).returncode == DONE
    settings(copy, OTHERS)
    text = (copy / "lychee.toml").read_text("utf-8")
    (copy / "lychee.toml").write_text(f"exclude_all_private = true\n{text}", "utf-8")
    check(copy)
    assert Answers.asked == []


def test_settings_that_lychee_cannot_read_are_told(copy: Path) -> None:
    (copy / "lychee.toml").write_text("exclude = 3\n", "utf-8")
    done = run("check", "--links", "--root", copy)
    assert done.returncode == CANNOT
    assert "Cannot check links" in done.stderr
    assert "lychee.toml" in done.stderr
