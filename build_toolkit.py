#!/usr/bin/env python3
"""The front door: one word, the stages in order, problems printed, an exit code.

Exit code 0: done. 1: problems to fix, nothing published, the last good site left as it was. 2: cannot build.
"""

import argparse
import gc
import importlib.util
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
RARELY = 1_000_000
"""New objects before Python looks for garbage. Modules and a build make very many, which live to the end."""
WORDS = {
    "check": "look for problems only; about a second",
    "build": "check, then make the site in build/site",
    "pack": "build, then make a copy for a USB stick in build/offline",
    "serve": "build, show the site on this machine, and follow edits",
    "test": "run every test; installs what they need, or says what is missing",
    "readability": "list summaries and steps above grade 9, by the Flesch-Kincaid formula",
    "translate": "see what to translate next; take texts away and bring them back",
    "schema": "write the JSON Schema files that editors complete and check records with",
}
NEEDED = {
    "requirements.lock": (
        "mkdocs",
        "material",
        "pydantic",
        "yaml",
        "babel",
        "jinja2",
        "pyromark",
        "watchfiles",
        "orjson",
        "pypdf",
    ),
    "requirements-test.lock": (
        "pytest",
        "xdist",
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
    gc.set_threshold(RARELY)
    arguments = arguments if arguments and arguments[0] in (*WORDS, "-h", "--help") else ["build", *arguments]
    asked = _parser().parse_args(arguments)
    locks = list(NEEDED) if asked.word == "test" else ["requirements.lock"]
    inside = _interpreter(locks)
    if inside is None:
        return 2
    if inside != Path(sys.executable):
        command = [str(inside), str(HERE / "build_toolkit.py"), *arguments]
        environment = os.environ | {"TOOLKIT_INSIDE": "1"}
        if os.name == "nt":  # whose exec gives the terminal back before the work is done
            import subprocess

            return subprocess.call(command, env=environment)
        os.execve(inside, command, environment)
    sys.path.insert(0, str(HERE))
    from toolkit import front_door

    return front_door.run(asked)


def _parser() -> argparse.ArgumentParser:
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--root", type=Path, default=HERE, metavar="DIR", help="the records of another toolkit")
    every.add_argument("--out", type=Path, metavar="DIR", help="put the result elsewhere than ROOT/build")
    every.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to print problems")
    parser = argparse.ArgumentParser(
        prog="build_toolkit.py", description="Make the toolkit's site from its records. Without a word: build."
    )
    # Without `prog` it would look up how wide the terminal is, and load much for it.
    words = parser.add_subparsers(dest="word", required=True, metavar="word", prog=parser.prog)
    made = {
        word: words.add_parser(word, parents=[every], help=meaning, description=meaning)
        for word, meaning in WORDS.items()
    }
    for word in ("build", "pack"):
        made[word].add_argument(
            "--engine", choices=("toolkit", "mkdocs"), default="toolkit", help="let MkDocs render every page: slow"
        )
    made["serve"].add_argument("--port", type=_port, default=8000, help="where to show the site")
    translate = made["translate"]
    translate.add_argument("language", nargs="?", help="a language of the site; left out: how far each one is")
    does = translate.add_mutually_exclusive_group()
    does.add_argument("--start", nargs="+", metavar="RECORD", help="make the files to translate records in")
    does.add_argument(
        "--keep", nargs="+", metavar="RECORD", help="the English changed a little: translations still fit"
    )
    does.add_argument("--export", type=Path, metavar="FILE", help="write every text to a PO or XLIFF file")
    does.add_argument("--import", type=Path, metavar="FILE", dest="import_", help="take the texts of such a file")
    translate.add_argument("--by", default="", metavar="NAME", help="who translates")
    translate.add_argument(
        "--status", choices=("reviewed", "draft", "machine"), default="draft", help="how far to trust it"
    )
    return parser


def _port(written: str) -> int:
    if not (written.isdecimal() and 0 <= int(written) < 1 << 16):
        raise argparse.ArgumentTypeError(f"`{written}` is not a port; one is a number from 1 to 65535.")
    return int(written)


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
    import hashlib
    import subprocess
    import venv

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
    try:
        done = main(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done, and Control-C would deny it
        with suppress(BrokenPipeError):  # nobody reads what is said
            sys.stdout.flush()
        os._exit(done)  # to take all objects apart would be a tenth of a short build
    except KeyboardInterrupt:
        sys.exit(130)  # as shells say it (128 and the number of the signal)
