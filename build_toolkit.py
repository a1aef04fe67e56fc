#!/usr/bin/env python3
"""The front door: one word, the stages in order, problems printed, an exit code.

Exit code 0: done. 1: problems to fix, nothing published, the last good site left as it was. 2: cannot build.
"""

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WORDS = {
    "check": "look for problems only; about a second",
    "build": "check, then make the site in build/site and the copy for a USB stick in build/offline",
    "serve": "build, show the site on this machine, and follow edits",
    "test": "run every test; installs what they need, or says what is missing",
    "schema": "write the JSON Schema files that editors complete and check records with",
}
NEEDED = {
    "requirements.lock": ("mkdocs", "material", "pydantic", "yaml", "babel", "jinja2"),
    "requirements-test.lock": (
        "pytest",
        "hypothesis",
        "playwright",
        "axe_playwright_python",
        "websockets",
        "html5lib",
        "jsonschema",
        "ruff",
        "mypy",
    ),
}
"""The modules that each lock file brings."""


def main(arguments: list[str]) -> int:
    """Do the one word that was asked for."""
    asked = _parser().parse_args(arguments)
    locks = list(NEEDED) if asked.word == "test" else ["requirements.lock"]
    inside = _interpreter(locks)
    if inside is None:
        return 2
    if inside != Path(sys.executable):
        # Not exec: on Windows it would give the terminal back before the work is done.
        return subprocess.call(
            [str(inside), str(HERE / "build_toolkit.py"), *arguments], env=os.environ | {"TOOLKIT_INSIDE": "1"}
        )
    sys.path.insert(0, str(HERE))
    from toolkit import front_door

    return front_door.run(asked.word, asked.root.resolve(), asked.out, asked.format, asked.port)


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {word:8}{meaning}" for word, meaning in WORDS.items())
    parser = argparse.ArgumentParser(
        prog="build_toolkit.py",
        description="Make the toolkit's site from its records.",
        epilog=f"words:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("word", nargs="?", default="build", choices=WORDS, help="what to do (build if left out)")
    parser.add_argument("--root", type=Path, default=HERE, metavar="DIR", help="build the records of another toolkit")
    parser.add_argument("--out", type=Path, metavar="DIR", help="put the result elsewhere than ROOT/build")
    parser.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to print problems")
    parser.add_argument("--port", type=int, default=8000, help="where `serve` shows the site")
    return parser


def _interpreter(locks: list[str]) -> Path | None:
    """The Python that has what is needed: this one, or that of .venv, made and filled if need be."""
    missing = [name for lock in locks for name in NEEDED[lock] if importlib.util.find_spec(name) is None]
    if not missing:
        return Path(sys.executable)
    if os.environ.get("TOOLKIT_INSIDE"):
        print(
            f"Cannot build: {', '.join(missing)} is missing in .venv. Delete the folder .venv and try again.",
            file=sys.stderr,
        )
        return None
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "installed"
    wanted = "\n".join(hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks)
    if python.exists() and stamp.exists() and set(wanted.split()) <= set(stamp.read_text().split()):
        return python
    print(f"Installing what the toolkit needs into .venv, from {' and '.join(locks)} …", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=not python.exists())
        for lock in locks:
            subprocess.run(
                [
                    str(python),
                    "-m",
                    "pip",
                    "install",
                    "-q",
                    "--disable-pip-version-check",
                    "--require-hashes",
                    "-r",
                    str(HERE / lock),
                ],
                check=True,
            )
    except (subprocess.CalledProcessError, OSError) as error:
        print(
            f"Cannot build: {error}\nOn Debian and Ubuntu, `sudo apt install python3-venv` brings what is missing.",
            file=sys.stderr,
        )
        return None
    stamp.write_text(wanted)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
