"""Asks the addresses that records and pages link to whether they are still there; answers are kept for a while.

One request at a time to a host, with a pause, and only to hosts on the public internet.
"""

import re
import socket
import ssl
from collections import defaultdict
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from time import sleep
from urllib.parse import quote, urljoin, urlsplit

from pydantic import TypeAdapter

from toolkit.diagnostics import Diagnostic
from toolkit.fingerprint import read_cache, write_cache
from toolkit.linking import record_file
from toolkit.project import Project
from toolkit.schema.markup import links
from toolkit.sources.doc_pages import line_of
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.yaml_reader import parse_yaml

EXCEPTIONS = "links.yml"
"""The file with the addresses that are not asked, and why: `https://example.org/page: refuses programs`."""
ADDRESS = re.compile(r"""https?://(?:[^\s"'<>`\\()\[\]{}]|\([^\s()]*\))+(?<![,;:])""")
AT_ONCE, MOST_REDIRECTS = 6, 5
OK, REDIRECTS, FOR_GOOD, NO_HEAD = 200, (301, 302, 303, 307, 308), (301, 308), (403, 405, 501)
CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}
Answer = tuple[date, int, str]
"""When an address was asked, its status (0 if it was not reached), and where it is now if it has moved for good."""
_ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])


@dataclass
class Asker:
    """Asks addresses; `agent` says who asks."""

    agent: str
    pause: float = 1
    """Seconds between two requests to a host."""
    timeout: float = 15
    local: Collection[str] = ()
    """Hosts that need not be on the public internet."""
    turns: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    def ask(self, address: str) -> Answer:
        """What an address, or that to which it leads, answers."""
        here, moved, is_for_good = address, "", True
        with suppress(OSError, HTTPException, LookupError, ValueError):
            for _ in range(MOST_REDIRECTS + 1):
                status, location = self._request("HEAD", here)
                if status in NO_HEAD:
                    status, location = self._request("GET", here)
                if status not in REDIRECTS:
                    return date.today(), OK if status // 100 == 2 else status, moved
                here, is_for_good = urljoin(here, location), is_for_good and status in FOR_GOOD
                moved = here if is_for_good else moved
        return date.today(), 0, ""

    def _request(self, method: str, address: str) -> tuple[int, str]:
        """The status of an address, and where it leads. The page itself is not read."""
        parts = urlsplit(address)
        host, target = parts.hostname or "", f"{parts.path or '/'}{parts.query and '?'}{parts.query}"
        connection = CONNECTIONS[parts.scheme](host, parts.port)
        with self.turns[host]:
            try:
                places = {str(info[4][0]) for info in socket.getaddrinfo(host, connection.port)}
                if host not in self.local and not all(ip_address(place).is_global for place in places):
                    raise OSError(f"{host} is in the network of whoever asks")
                place = min(
                    places, key=lambda place: ":" in place
                )  # not the name: it could lead elsewhere the second time
                connection.sock = socket.create_connection((place, connection.port), self.timeout)
                if parts.scheme == "https":
                    tls = ssl.create_default_context()
                    connection.sock = tls.wrap_socket(connection.sock, server_hostname=host)
                connection.request(method, quote(target, safe="/?&=%:;,@!$'()*+~|"), headers={"User-Agent": self.agent})
                with connection.getresponse() as response:
                    return response.status, response.getheader("Location", "")
            finally:
                connection.close()
                sleep(self.pause)


def link_notes(project: Project, root: Path, cache: Path, asker: Asker) -> list[Diagnostic]:
    """What is wrong with the addresses that a project links to, and with the exceptions in the folder `root`."""
    texts = {record_file(key): project.source_text(record) for key, record in project.library.records.items()}
    found = {file: ADDRESS.findall(text) for file, text in texts.items()}
    for page in sorted(project.doc_pages, key=lambda page: page.language != SOURCE_LANGUAGE):
        found[page.file] = [link for link in links(page.body) if link.startswith("http")]
    uses = {address: file for file in reversed(found) for address in found[file]}
    excepted, notes = _exceptions(root / EXCEPTIONS, uses)
    known: dict[str, Answer] = {}
    with suppress(OSError, ValueError):  # not there, or damaged
        known = _ANSWERS.validate_json(read_cache(cache / "links.json"))
    for address, (day, status, _) in [*known.items()]:
        if address not in uses or not timedelta() <= date.today() - day < timedelta(days=30 if status == OK else 1):
            del known[address]
    due = sorted(uses.keys() - known.keys() - excepted, key=lambda address: address[::-1])  # mixes the hosts
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for address, answer in zip(due, pool.map(asker.ask, due), strict=True):
                known[address] = answer
    finally:  # also if somebody stops the program
        if any(status for _, status, _ in known.values()):  # else there is no network
            with suppress(OSError):  # a folder that cannot be written
                write_cache(cache / "links.json", _ANSWERS.dump_json(known).decode())
    for address in known.keys() - excepted:
        if said := _said(address, *known[address][1:]):
            notes.append(Diagnostic(uses[address], line_of(address, project.root / uses[address]), "", *said))
    return sorted(notes)


def _said(address: str, status: int, moved: str) -> tuple[str, str] | None:
    """What to say of an address, and what to do."""
    if status in (404, 410):
        return f"`{address}` is gone ({status}).", "Look for the page elsewhere, or for a stored copy."
    if status != OK:
        hint = f"Open it in a browser. If people can read it, write in {EXCEPTIONS} the address, a colon and why."
        return f"`{address}` {f'answers {status}' if status else 'was not reached'}.", hint
    return (f"`{address}` has moved.", f"If it is the same page, write `{moved}`.") if moved else None


def _exceptions(path: Path, uses: Collection[str]) -> tuple[set[str], list[Diagnostic]]:
    """The addresses that are not asked, and what is wrong with their list."""
    file = parse_yaml(path.read_text("utf-8-sig", "replace") if path.is_file() else "", EXCEPTIONS)
    reasons = file.values if isinstance(file.values, dict) else {}
    unused = [(address,) for address in reasons if address not in uses]
    empty = [(address,) for address in reasons if not reasons[address]]
    notes = [file.diagnostic(place, "is not linked to anymore.", "Delete the line.") for place in unused]
    notes += [file.diagnostic(place, "has no reason.", "Write after the colon why it is not asked.") for place in empty]
    return {*reasons}, [*file.diagnostics, *notes]
