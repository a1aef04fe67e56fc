"""`build_toolkit.py test`: installs what the tests need, then runs every check and every test.

`--all` goes on to pytest: it adds the tests of the real toolkit, in every language and in Firefox, which take minutes.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAMS = {
    "chromium-headless-shell": (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ),
    "firefox-esr": ("firefox-esr", "firefox"),
    "nodejs": ("node",),
}
"""Debian's packages, and the programs of which one is enough."""
PROCESSES = min((os.cpu_count() or 1) + 1, 4)
"""Of tests: one more than there are processors, because tests wait for browsers and servers."""
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("toolkit", "check"),
    ("bench.sample",),
    ("pytest", f"--numprocesses={PROCESSES}", "--dist=worksteal"),
)


def main(options: Sequence[str]) -> int:
    """Run every check and test to the end. Returns 0 if all pass, 1 if some fail, 2 if a program is missing."""
    missing = [
        package for package, programs in PROGRAMS.items() if not any(map(shutil.which, programs))
    ]
    if missing and not _install(missing):
        hint = f"On Debian: sudo apt install {' '.join(missing)}"
        print(f"Cannot test: {' and '.join(missing)} is missing. {hint}", file=sys.stderr)
        return 2
    failed = []
    for check in CHECKS:
        command = [*check, *options] if check[0] == "pytest" else [*check]
        print(f"— {' '.join(command)}", flush=True)
        if subprocess.call([sys.executable, "-m", *command], cwd=ROOT):
            failed.append(check[0])
    if failed:
        print(f"Failed: {', '.join(dict.fromkeys(failed))}.", file=sys.stderr)
    return 1 if failed else 0


def _install(packages: list[str]) -> bool:
    """Install Debian's packages where this process may: as root, with apt. Returns whether they are installed."""
    if not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("apt-get"):
        return False
    print(f"Installing {' and '.join(packages)} with apt …", flush=True)
    subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return not subprocess.call(command, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
