"""The server configurations in docs/contribute, tried with Debian's nginx and Apache where these are installed."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.builds import ROOT
from tests.site.reading import Html

CONFIGURATIONS = {
    "nginx": ROOT / "docs/contribute/nginx.conf",
    "apache2": ROOT / "docs/contribute/apache.conf",
}
POLICY = re.compile(r"""Content-Security-Policy"? (?:content=)?"([^"]+)""")
FOREVER = "public, max-age=31536000, immutable"
NGINX = """
daemon off;
pid {place}/pid;
error_log {place}/errors;
events {{}}
http {{
  include {system}/etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {place}/1; proxy_temp_path {place}/2; fastcgi_temp_path {place}/3; uwsgi_temp_path {place}/4;
  scgi_temp_path {place}/5;
  include {place}/toolkit.conf;
}}
"""
APACHE = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {place}/pid
ErrorLog {place}/errors
DocumentRoot {place}/empty
{modules}
User nobody
Group nogroup
TypesConfig {place}/mime.types
Include {place}/toolkit.conf
"""
MODULES = ("mpm_event", "authz_core", "mime", "dir", "alias", "filter", "headers", "deflate")


def test_the_configured_policy_is_that_of_the_pages(sample: Path) -> None:
    page = (sample / "site" / "index.html").read_text("utf-8")
    policies = [
        POLICY.search(text)
        for text in (page, *(path.read_text() for path in CONFIGURATIONS.values()))
    ]
    of_pages, *configured = [found[1] for found in policies if found]
    assert configured == [f"{of_pages}; frame-ancestors 'none'"] * len(CONFIGURATIONS)


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def server(request: pytest.FixtureRequest, sample: Path) -> Iterator[str]:
    """The address of the sample on such a server, under the path that the configuration gives as an example."""
    program = shutil.which(request.param) or shutil.which(request.param, path="/usr/sbin")
    if not program:
        pytest.skip(f"{request.param} is not installed")
    with TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        place = Path(folder)
        place.chmod(0o755)  # its workers are another user
        shutil.copytree(sample / "site", place / "site")
        (place / "empty").mkdir()
        system = Path(program).parents[2]
        text = (
            CONFIGURATIONS[request.param]
            .read_text("utf-8")
            .replace("/srv/toolkit/site", str(place / "site"))
        )
        (place / "toolkit.conf").write_text(text.replace("listen 80;", f"listen 127.0.0.1:{port};"))
        (place / "mime.types").write_text(
            "text/html html\ntext/css css\ntext/javascript js\nfont/woff2 woff2\n"
        )
        modules = "\n".join(
            f"LoadModule {m}_module {system}/usr/lib/apache2/modules/mod_{m}.so" for m in MODULES
        )
        main = NGINX if request.param == "nginx" else APACHE
        (place / "main.conf").write_text(
            main.format(place=place, system=system, port=port, modules=modules)
        )
        options = ["-c"] if request.param == "nginx" else ["-D", "FOREGROUND", "-f"]
        with subprocess.Popen([program, *options, str(place / "main.conf")]) as process:
            for _ in range(200):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/toolkit/"
            process.terminate()


def fetched(address: str) -> tuple[int, Message, bytes]:
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        answer = urlopen(request, timeout=30)
    except HTTPError as error:
        answer = error
    with answer:
        body = answer.read()
    return (
        answer.status,
        answer.headers,
        gzip.decompress(body) if answer.headers["Content-Encoding"] else body,
    )


def test_pages_are_asked_for_again_and_hashed_files_are_kept(server: str, sample: Path) -> None:
    script = next((sample / "site" / "web").glob("page.*.js")).name
    font = next(
        (sample / "site" / "web" / "vendor" / "fonts").glob("public-sans-latin.*.woff2")
    ).name
    expected = {
        "": "no-cache",
        "es/index.html": "no-cache",
        "search/manifest": "no-cache",
        f"web/{script}": FOREVER,
    }
    expected[f"web/vendor/fonts/{font}"] = FOREVER
    caching = {name: fetched(server + name)[1].get_all("Cache-Control") for name in expected}
    assert caching == {name: [value] for name, value in expected.items()}


def test_every_answer_has_the_policy_and_the_other_headers(server: str) -> None:
    for name in ("", "es/index.html", "nothing.html"):
        _, headers, _ = fetched(server + name)
        policy = headers.get_all("Content-Security-Policy")
        assert policy and len(policy) == 1 and policy[0].endswith("frame-ancestors 'none'")
        assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert headers.get_all("Referrer-Policy") == ["no-referrer"]
        assert headers.get_content_type() == "text/html"
        assert headers.get_content_charset() == "utf-8"


def test_programs_on_other_sites_may_read_the_data_and_nothing_else(server: str) -> None:
    for name, who in (
        ("api/v1/en/practices/index.json", "*"),
        ("api/v1/sources.csv", "*"),
        ("news/index.json", None),
    ):
        status, headers, _ = fetched(server + name)
        assert (status, headers["Access-Control-Allow-Origin"]) == (200, who)


def test_pages_are_compressed(server: str, sample: Path) -> None:
    _, headers, body = fetched(server + "practices/index.html")
    assert headers["Content-Encoding"] == "gzip"
    assert body == (sample / "site" / "practices" / "index.html").read_bytes()


def test_an_address_without_a_page_shows_the_sites_page_whose_links_stay_on_the_site(
    server: str, sample: Path
) -> None:
    code, _, body = fetched(server + "practices/nothing/here.html")
    assert code == 404
    assert body == (sample / "site" / "404.html").read_bytes()
    page = Html(sample / "site", sample / "site" / "404.html")
    links = [address for _, address in page.addresses() if address.startswith("/")]
    assert links
    assert [link for link in links if fetched(server.replace("/toolkit/", link))[0] != 200] == []


def test_an_address_without_its_last_slash_leads_to_the_site(server: str, sample: Path) -> None:
    code, _, body = fetched(server.removesuffix("/"))
    assert (code, body) == (200, (sample / "site" / "index.html").read_bytes())


CONTAINER = ("container.conf", "nginx.conf")
CHANGE = re.compile(r"s\|(.+?)\|(.+?)\|'")
"""What the Containerfile changes in nginx.conf."""


@pytest.mark.skipif(not Path("/usr/sbin/nginx").exists(), reason="nginx is not installed")
def test_the_container_serves_the_site_at_its_root_and_writes_only_to_tmp(sample: Path) -> None:
    changes = CHANGE.findall((ROOT / "Containerfile").read_text())
    assert len(changes) == 2
    main, site = ((ROOT / "docs" / "contribute" / name).read_text("utf-8") for name in CONTAINER)
    for before, after in changes:
        assert before in site
        site = site.replace(before, after)
    with TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        place = Path(folder)
        place.chmod(0o777)  # as /tmp
        shutil.copytree(sample / "site", place / "site")
        (place / "toolkit.conf").write_text(
            site.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace(
                "/srv/toolkit", folder
            )
        )
        (place / "main.conf").write_text(
            main.replace("/tmp/", f"{folder}/").replace(
                "/etc/nginx/toolkit.conf", f"{folder}/toolkit.conf"
            )
        )
        user = "www-data" if os.geteuid() == 0 else None
        command = ["/usr/sbin/nginx", "-e", "stderr", "-c", f"{folder}/main.conf"]
        with subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            user=user,
            group=user,
            extra_groups=user and [],
        ) as process:
            for _ in range(200):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            answers = {
                name: fetched(f"http://127.0.0.1:{port}/{name}")
                for name in ("", "es/index.html", "no/such.html")
            }
            with closing(HTTPConnection("127.0.0.1", port)) as connection:
                connection.request("GET", "/es", headers={"Host": "police.example"})
                to = connection.getresponse().headers["Location"]
            process.terminate()
            assert process.stderr
            errors = process.stderr.read()
        assert [code for code, _, _ in answers.values()] == [200, 200, 404]
        assert to == "/es/"  # whatever port the container has outside
        for name, (_, headers, body) in answers.items():
            assert (
                body
                == (
                    place / "site" / {"": "index.html", "no/such.html": "404.html"}.get(name, name)
                ).read_bytes()
            )
            assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
            assert headers["X-Content-Type-Options"] == "nosniff"
        assert [
            line for line in errors.splitlines() if "[emerg]" in line or "[alert]" in line
        ] == []
        written = (
            {path.name for path in place.iterdir() if path.owner() == "www-data"} if user else set()
        )
        assert written <= {"nginx.pid", "body", "proxy", "fastcgi", "uwsgi", "scgi"}
