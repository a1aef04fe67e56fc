"""Debian's Firefox, driven over WebDriver BiDi (W3C), whose server is built into it."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("firefox-esr", "firefox")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES = 'user_pref("app.normandy.enabled", false);\nuser_pref("network.captive-portal-service.enabled", false);\n'


class Firefox:
    """One tab, its requests, and its errors and warnings since it was opened."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.last = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self.context = self.command("browsingContext.create", type="tab")["context"]

    def command(self, method: str, **parameters: object) -> Any:
        """Send a command and give its result. Events that come meanwhile are noted."""
        self.last += 1
        self.socket.send(json.dumps({"id": self.last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=60))
            if message.get("id") == self.last:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['message']}")
                return message["result"]
            self._event(message)

    def _event(self, message: dict[str, Any]) -> None:
        event = message.get("params", {})
        if (
            message.get("method") == "network.beforeRequestSent"
            and event.get("context") == self.context
        ):
            self.requests.append(event["request"]["url"])
        elif message.get("method") == "log.entryAdded" and event.get("level") in ("error", "warn"):
            self.complaints.append(event.get("text") or "")

    def open(self, address: str) -> None:
        """Go to an address and wait until everything is loaded."""
        self.command("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page: a text, number or truth value."""
        done = self.command(
            "script.evaluate",
            expression=expression,
            target={"context": self.context},
            awaitPromise=True,
        )
        assert done["type"] == "success", done
        return done["result"].get("value")


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox with a new profile.

    Its home is the profile, too: as root it refuses a home of another user, as GitHub gives to jobs in containers.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user.js").write_text(PREFERENCES, "utf-8")
        command = [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            profile,
            "--remote-debugging-port",
            "0",
        ]
        with subprocess.Popen(
            command,
            env=os.environ | {"HOME": profile},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                assert process.stderr
                listening = next(filter(None, map(LISTENING.search, process.stderr)))
                with connect(f"{listening[1]}/session", max_size=None) as socket:
                    yield Firefox(socket)
            finally:
                process.terminate()
