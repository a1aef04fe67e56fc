"""Runs a command, and tells the most memory that all its processes had together, what they share counted once."""

import subprocess
import time
from pathlib import Path

EVERY = 0.02
"""Seconds from one look to the next."""


def together(command: list[str], limit: float) -> float | None:
    """Megabytes. None if the command fails or takes too long, or the system does not tell (Linux, proc(5), `Pss`)."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most, end = 0, time.monotonic() + limit
    try:
        while process.poll() is None and time.monotonic() < end:
            most = max(most, sum(map(_kilobytes, _family(process.pid))))
            time.sleep(EVERY)
    finally:
        process.kill()
        process.wait()
    return most / 1024 if most and process.returncode == 0 else None


def _family(process: int) -> list[int]:
    """A process and those that it started."""
    try:
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:  # it has just ended
        children = []
    return [process, *(one for child in children for one in _family(child))]


def _kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
