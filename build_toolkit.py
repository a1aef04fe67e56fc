#!/usr/bin/env python3
"""Makes .venv with what the toolkit needs, and hands over to the command line there (toolkit/cli.py)."""

import sys

# Python looks beside a script first: somebody's hashlib.py here would run in place of its own. So nothing is imported
# before this, and from this folder only `toolkit`, by its path.
if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]

import hashlib
import importlib.util
import os
import re
import subprocess
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLED = VENV / "installed"
"""The digests of the lock files whose packages are installed."""
NO_VENV = """\
Cannot build: this Python cannot make virtual environments.
On Debian and Ubuntu: sudo apt install python3-venv"""
NO_PACKAGES = """\
Cannot build: the packages in {lock} could not be installed.
{error}
With a network: see that this computer reaches pypi.org, or the index in pip's settings, and run the command again.
Without one: on any computer that has a network and this toolkit, run
    python3 build_toolkit.py wheels DIR --platform {platform} --python-version {python}
Bring the folder DIR here, and add `--wheels DIR` to the command."""


def main(arguments: list[str]) -> int:
    """Run a command of the toolkit in .venv. Gives its exit code."""
    source: list[str] = []
    if "--wheels" in arguments[:-1]:
        place = arguments.index("--wheels")
        source = ["--no-index", "--find-links", str(Path(arguments[place + 1]).resolve())]
        arguments = arguments[:place] + arguments[place + 2 :]
    if arguments[:1] == ["wheels"]:
        return gather(arguments[1:])
    if not install(
        ["requirements.lock", *(["requirements-test.lock"] if arguments[:1] == ["test"] else [])],
        source,
    ):
        return 2
    if Path(sys.executable) == PYTHON:
        return run(arguments)
    command = [str(PYTHON), str(HERE / "build_toolkit.py"), *arguments]
    if os.name != "nt":  # whose exec gives the terminal back before the work is done
        os.execv(PYTHON, command)
    return subprocess.call(command)


def run(arguments: list[str]) -> int:
    """Run a command of the package `toolkit` beside this file. Gives its exit code."""
    spec = importlib.util.spec_from_file_location("toolkit", HERE / "toolkit" / "__init__.py")
    assert spec and spec.loader
    sys.modules["toolkit"] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    return int(importlib.import_module("toolkit.cli").main(arguments, HERE))


def gather(arguments: list[str]) -> int:
    """Download what an installation needs into a folder, for this system or the one that pip's options name."""
    if not arguments or arguments[0].startswith("-"):
        print("Name a folder: wheels DIR. Options of `pip download` may follow.", file=sys.stderr)
        return 2
    folder, *options = arguments
    if not make_venv():
        return 2
    error = pip("download", *locked("requirements.lock"), "--no-deps", "--dest", folder, *options)
    if not error and any(
        Path(folder).glob("*.tar.gz")
    ):  # no wheel for that system: it is built there, by setuptools
        error = pip("download", "setuptools", "--dest", folder)
    if error:
        print(f"Cannot gather the packages.\n{error}", file=sys.stderr)
        return 2
    print(f"{folder} has what the toolkit needs. Install from there with: --wheels {folder}")
    return 0


def install(locks: list[str], source: list[str]) -> bool:
    """Install what the lock files name into .venv, unless that is done. Otherwise reports why it cannot."""
    digests = {lock: hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks}
    installed = INSTALLED.read_text().split() if PYTHON.exists() and INSTALLED.exists() else []
    if set(digests.values()) <= set(installed):
        return True
    print(
        f"Installing what the toolkit needs into .venv, from {' and '.join(locks)} …",
        file=sys.stderr,
        flush=True,
    )
    if not make_venv():
        return False
    for lock in locks:
        if error := pip("install", *locked(lock), *source):
            platform = re.sub("[-.]", "_", sysconfig.get_platform()).replace(
                "linux_", "manylinux2014_"
            )
            python = sysconfig.get_python_version()
            print(
                NO_PACKAGES.format(lock=lock, error=error, platform=platform, python=python),
                file=sys.stderr,
            )
            return False
    INSTALLED.write_text("\n".join(digests.values()))
    return True


def make_venv() -> bool:
    """Make .venv. Otherwise reports why it cannot be made."""
    make = [sys.executable, "-P", "-m", "venv", str(VENV)]
    if importlib.util.find_spec("ensurepip") is None or subprocess.call(
        make, stdout=subprocess.DEVNULL
    ):
        print(NO_VENV, file=sys.stderr)
        return False
    return True


def locked(lock: str) -> list[str]:
    """pip's options for what a lock file names, and nothing else."""
    return ["--require-hashes", "-r", str(HERE / lock)]


def pip(*arguments: str) -> str:
    """Run pip. Gives its error, if any."""
    command = [
        str(PYTHON),
        "-P",
        "-m",
        "pip",
        arguments[0],
        "--quiet",
        "--disable-pip-version-check",
        *arguments[1:],
    ]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    error = next(
        (line for line in done.stderr.splitlines() if line.startswith("ERROR")), done.stderr[-500:]
    )
    if "connection broken" in done.stderr:
        error = "pip could not reach its index of packages."
    return (error or "pip failed.") if done.returncode else ""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # as shells write it: 128 and the number of the signal
