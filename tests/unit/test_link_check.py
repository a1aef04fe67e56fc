"""`check --links`: addresses that records and pages link to, asked by lychee at a real server."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.builds import ROOT, replace_text
from toolkit.cli import CANNOT, DONE, main

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
    own = own.replace("exclude_all_private = true", "").replace('interval = "1s"', 'interval = "1ms"')
    (root / "lychee.toml").write_text(own.replace("exclude = [", f"exclude = [ {text}"), "utf-8")


OTHERS = r"'\.example/', '^https://example\.(com|org)', "


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["check", "--links"], root) == DONE
    return capsys.readouterr().out


def test_addresses_that_are_gone_refuse_or_moved_are_told_with_file_and_line_and_stop_nothing(
    copy: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(copy, OTHERS)
    path = copy / STUDY
    lines = path.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("url: "))
    for status, said in {
        "404": "is gone (404).",
        "403": "was not reached",
        "301": f"has moved.\n    If it is the same page, write `{host}/200`.",
        "200": "",
        "302": "",
    }.items():
        lines[line - 1] = f"url: {host}/{status}"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        out = check(copy, capsys)
        assert (f"{STUDY}:{line}: `{host}/{status}` {said}" in out) == bool(said), out
        assert ("lychee.toml" in out) == (status == "403")


def test_an_address_that_answered_is_not_asked_again_and_an_exception_never(
    copy: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(copy, OTHERS + r"'/404-refuses', ")
    path = copy / STUDY
    replace_text(path, f"url: {URL}", f"url: {host}/200")
    replace_text(path, f"url: {URL}", f"url: {host}/404-refuses")
    for _ in range(2):
        assert "127.0.0.1" not in check(copy, capsys)
    assert {path for _, path in Answers.asked} == {"/200"}
    assert len(Answers.asked) == 1


def test_an_address_that_was_not_reached_is_asked_again_and_a_computer_without_a_network_is_told_so(
    copy: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(copy, OTHERS)
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/503")
    for number in (1, 2):
        assert "/503` was not reached" in check(copy, capsys)
        assert len([path for _, path in Answers.asked if path == "/503"]) >= number
    replace_text(copy / STUDY, f"url: {host}/503", "url: http://127.0.0.1:9/")
    assert main(["check", "--links"], copy) == CANNOT
    assert "is this computer on the network?" in capsys.readouterr().err


def test_without_the_option_nothing_is_asked_and_the_own_settings_ask_no_private_host(
    copy: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(copy / STUDY, f"url: {URL}", f"url: {host}/404")
    assert main(["check"], copy) == DONE
    settings(copy, OTHERS)
    text = (copy / "lychee.toml").read_text("utf-8")
    (copy / "lychee.toml").write_text(f"exclude_all_private = true\n{text}", "utf-8")
    check(copy, capsys)
    assert Answers.asked == []


def test_settings_that_lychee_cannot_read_are_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "lychee.toml").write_text("exclude = 3\n", "utf-8")
    assert main(["check", "--links"], copy) == CANNOT
    assert "Cannot check links" in capsys.readouterr().err
