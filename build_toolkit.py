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
    pip_options: list[str] = []
    if "--wheels" in arguments[:-1]:
        position = arguments.index("--wheels")
        wheels = Path(arguments[position + 1]).resolve()
        pip_options = ["--no-index", "--find-links", str(wheels)]
        arguments = arguments[:position] + arguments[position + 2 :]
    command = arguments[0] if arguments else ""
    if command == "wheels":
        return gather(arguments[1:])
    locks = ["requirements.lock"]
    if command == "test":
        locks.append("requirements-test.lock")
    if not install(locks, pip_options):
        return 2
    if Path(sys.executable) == PYTHON:
        return run(arguments)
    process = [str(PYTHON), str(HERE / "build_toolkit.py"), *arguments]
    if os.name != "nt":  # whose exec gives the terminal back before the work is done
        os.execv(PYTHON, process)
    return subprocess.call(process)


def run(arguments: list[str]) -> int:
    """Run a command of the package `toolkit` beside this file. Gives its exit code."""
    spec = importlib.util.spec_from_file_location("toolkit", HERE / "toolkit" / "__init__.py")
    assert spec and spec.loader
    package = importlib.util.module_from_spec(spec)
    sys.modules["toolkit"] = package
    spec.loader.exec_module(package)

    from toolkit.cli import main as run_command  # noqa: PLC0415 - found only now, by its path

    return run_command(arguments, HERE)


def gather(arguments: list[str]) -> int:
    """Download what an installation needs into a folder, for this system or the one that pip's options name."""
    if not arguments or arguments[0].startswith("-"):
        print("Name a folder: wheels DIR. Options of `pip download` may follow.", file=sys.stderr)
        return 2
    folder = arguments[0]
    pip_options = arguments[1:]
    if not make_venv():
        return 2
    packages = locked("requirements.lock")
    error = pip("download", *packages, "--no-deps", "--dest", folder, *pip_options)
    needs_setuptools = any(Path(folder).glob("*.tar.gz"))  # no wheel for that system: built there
    if not error and needs_setuptools:
        error = pip("download", "setuptools", "--dest", folder)
    if error:
        print(f"Cannot gather the packages.\n{error}", file=sys.stderr)
        return 2
    print(f"{folder} has what the toolkit needs. Install from there with: --wheels {folder}")
    return 0


def install(locks: list[str], pip_options: list[str]) -> bool:
    """Install what the lock files name into .venv, unless that is done. Otherwise reports why it cannot."""
    digests = {hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks}
    if PYTHON.exists() and INSTALLED.exists() and digests <= set(INSTALLED.read_text().split()):
        return True
    names = " and ".join(locks)
    print(f"Installing what the toolkit needs into .venv, from {names} …", file=sys.stderr)
    if not make_venv():
        return False
    for lock in locks:
        error = pip("install", *locked(lock), *pip_options)
        if error:
            message = NO_PACKAGES.format(
                lock=lock,
                error=error,
                platform=wheel_platform(),
                python=sysconfig.get_python_version(),
            )
            print(message, file=sys.stderr)
            return False
    INSTALLED.write_text("\n".join(sorted(digests)))
    return True


def wheel_platform() -> str:
    """This system as pip's option `--platform` names it: `manylinux2014_x86_64`."""
    platform = re.sub("[-.]", "_", sysconfig.get_platform())
    return platform.replace("linux_", "manylinux2014_")


def make_venv() -> bool:
    """Make .venv. Otherwise reports why it cannot be made."""
    command = [sys.executable, "-P", "-m", "venv", str(VENV)]
    has_pip = importlib.util.find_spec("ensurepip") is not None
    if has_pip and subprocess.call(command, stdout=subprocess.DEVNULL) == 0:
        return True
    print(NO_VENV, file=sys.stderr)
    return False


def locked(lock: str) -> list[str]:
    """pip's options for what a lock file names, and nothing else."""
    return ["--require-hashes", "-r", str(HERE / lock)]


def pip(task: str, *options: str) -> str:
    """Run pip. Gives its error, if any."""
    command = [str(PYTHON), "-P", "-m", "pip", task, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, *options], stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0:
        return ""
    if "connection broken" in done.stderr:
        return "pip could not reach its index of packages."
    for line in done.stderr.splitlines():
        if line.startswith("ERROR"):
            return line
    return done.stderr[-500:] or "pip failed."


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # as shells write it: 128 and the number of the signal
