"""`build_toolkit.py test`: what the tests need, then every check, then every test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "firefox-esr": ("firefox-esr", "firefox"),
    "nodejs": ("node",),
}
"""Debian's packages, and the programs that do as well."""
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal"),
)


def run_tests() -> int:
    """Run every check and test to the end, and give 0 only if all are well; 2 if something needed is missing."""
    missing = [package for package, programs in PROGRAMS.items() if not any(map(shutil.which, programs))]
    if missing and not _installed(missing):
        print(
            f"Cannot test: {' and '.join(missing)} is missing. On Debian: sudo apt install {' '.join(missing)}",
            file=sys.stderr,
        )
        return 2
    failed = []
    for check in CHECKS:
        print(f"— {' '.join(check)}", flush=True)
        if subprocess.call([sys.executable, "-m", *check], cwd=ROOT):
            failed.append(check[0])
    if failed:
        print(f"Not well: {', '.join(dict.fromkeys(failed))}.", file=sys.stderr)
    return 1 if failed else 0


def _installed(packages: list[str]) -> bool:
    """Install Debian's packages where this program may: as root, with apt."""
    if not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("apt-get"):
        return False
    print(f"Installing {' and '.join(packages)} with apt …", flush=True)
    subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return not subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL)
