"""Fails when a cold build of the sample takes a third more CPU than it did: `python3 -m bench.sample`.

CPU is counted in turns of a loop that runs at the same time, and so in the same conditions. That does not depend on
the machine, nor on what else it does: with a load of 8 to 12, figures are within a twelfth of it.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT_TURNS = 340
"""The figure of the program as it is. Whoever makes a build quicker lowers it; whoever makes it slower says why."""
MAX_GROWTH = 4 / 3
BUILDS = 2
"""Of which the best counts: the first may compile the program."""
WORDS = [str(number * 7919 % 100_003) for number in range(10_000)]


def main() -> int:
    """Build, compare, print. Returns 1 if the figure has grown too much."""
    turns = min(cold_build() for _ in range(BUILDS))
    max_turns = KEPT_TURNS * MAX_GROWTH
    print(
        f"A cold build of the sample takes the CPU of {turns:.0f} turns; "
        f"{KEPT_TURNS} is kept, {max_turns:.0f} the most."
    )
    return 1 if turns > max_turns else 0


def cold_build() -> float:
    """The CPU of a build, in turns of the loop."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "toolkit", "build"]
        command += ["--root", "tests/sample", "--out", folder]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        start = time.process_time()
        turns = 0
        ended = 0
        while not ended:
            turn()
            turns += 1
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("The sample cannot be built.")
    seconds_a_turn = (time.process_time() - start) / turns
    return (usage.ru_utime + usage.ru_stime) / seconds_a_turn


def turn() -> None:
    """What a build does most: count words, sort them, join and replace text."""
    count: dict[str, int] = {}
    for word in WORDS:
        for key in (word, word[::-1], word[:3]):
            count[key] = count.get(key, 0) + 1
    " ".join(sorted(count)).replace("1", "<b>1</b>").encode()


if __name__ == "__main__":
    sys.exit(main())
