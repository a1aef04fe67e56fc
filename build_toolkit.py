#!/usr/bin/env python3
"""Makes .venv with what the toolkit needs, and hands over to the command line there (toolkit/cli.py)."""

import hashlib
import importlib.util
import os
import subprocess
import sys
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
Without a network, collect the packages on a machine with the same system and Python:
    pip download -r {lock} -d wheels
Copy the folder `wheels` here, then run: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels python3 build_toolkit.py"""


def main(arguments: list[str]) -> int:
    """Run a command of the toolkit in .venv. Gives its exit code."""
    if not install(["requirements.lock", *(["requirements-test.lock"] if arguments[:1] == ["test"] else [])]):
        return 2
    if Path(sys.executable) == PYTHON:
        return int(importlib.import_module("toolkit.cli").main(arguments, HERE))
    command = [str(PYTHON), str(HERE / "build_toolkit.py"), *arguments]
    if os.name != "nt":  # whose exec gives the terminal back before the work is done
        os.execv(PYTHON, command)
    return subprocess.call(command)


def install(locks: list[str]) -> bool:
    """Install what the lock files name into .venv, unless that is done. Otherwise reports why it cannot."""
    digests = {lock: hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks}
    installed = INSTALLED.read_text().split() if PYTHON.exists() and INSTALLED.exists() else []
    if set(digests.values()) <= set(installed):
        return True
    print(f"Installing what the toolkit needs into .venv, from {' and '.join(locks)} …", file=sys.stderr, flush=True)
    make = [sys.executable, "-m", "venv", str(VENV)]
    if importlib.util.find_spec("ensurepip") is None or subprocess.call(make, stdout=subprocess.DEVNULL):
        print(NO_VENV, file=sys.stderr)
        return False
    for lock in locks:
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        done = subprocess.run([*pip, "-r", str(HERE / lock)], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            error = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), done.stderr[-500:])
            print(NO_PACKAGES.format(lock=lock, error=error), file=sys.stderr)
            return False
    INSTALLED.write_text("\n".join(digests.values()))
    return True


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # as shells write it: 128 and the number of the signal
