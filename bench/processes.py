"""What a command costs: seconds, and the memory of all its processes."""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

INTERVAL = 0.02
"""Seconds from one look at the processes to the next."""
TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """The cost of one run."""

    cpu: float
    """Seconds, user and system, of the process and of all that it started and waited for."""
    wall: float
    """Seconds until it ended."""
    memory: float = 0
    """Megabytes at the peak: the sum of each process's Pss, its own memory and its part of what it shares."""
    serial: float = 0
    """Those of the CPU's seconds during which no second thread was ready to run."""


def run(command: list[str], is_watched: bool = False) -> Cost:
    """Run a command to its end. To be watched, for its memory and its serial seconds, makes it slower."""
    memory = serial = spent = 0.0
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG if is_watched else 0)
            if ended:
                break
            processes = family(process.pid)
            memory = max(memory, sum(map(megabytes, processes)))
            spent_before = spent
            spent = max(spent, sum(map(cpu_seconds, processes)))
            if sum(map(ready_threads, processes)) < 2:
                serial += spent - spent_before
            time.sleep(INTERVAL)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            text = output.read()[-2000:]
            raise SystemExit(
                f"`{' '.join(command)}` failed with code {process.returncode}:\n{text}"
            )
    return Cost(usage.ru_utime + usage.ru_stime, wall, memory, serial)


def family(process: int) -> list[int]:
    """A process and all that it started."""
    children = " ".join(of_threads(process, "children")).split()
    return [process, *(number for child in children for number in family(int(child)))]


def megabytes(process: int) -> float:
    """The memory of a process (proc(5), `Pss`)."""
    size = re.search(r"^Pss: +(\d+)", read(Path(f"/proc/{process}/smaps_rollup")), re.M)
    return int(size[1]) / 1024 if size else 0


def cpu_seconds(process: int) -> float:
    """What a process, and those of its children that have ended, have used."""
    return sum(map(int, after_name(read(Path(f"/proc/{process}/stat")))[11:15])) / TICKS


def ready_threads(process: int) -> int:
    """How many threads of a process run, or would if a processor were free."""
    return sum(after_name(stat)[:1] == ["R"] for stat in of_threads(process, "stat"))


def after_name(stat: str) -> list[str]:
    """The state of a process or thread, and the numbers after it (proc(5), `stat`)."""
    return stat.rpartition(")")[2].split()


def of_threads(process: int, name: str) -> list[str]:
    """A file of each thread of a process."""
    try:
        return [read(path) for path in Path(f"/proc/{process}/task").glob(f"*/{name}")]
    except OSError:  # it has just ended
        return []


def read(path: Path) -> str:
    """A file of a process; nothing if it has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
