"""Runs a command for so many seconds at most, and prints its exit code, its seconds, and the most kilobytes of memory
that one of its processes had.

A program of its own, and a small one: a process begins with the memory of the one that starts it, and that counts too
(Linux, getrusage(2)).
"""

import subprocess
import sys
import time
from resource import RUSAGE_CHILDREN, getrusage
from threading import Timer

limit, *command = sys.argv[1:]
start = time.perf_counter()
quiet = subprocess.DEVNULL
try:
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
except OSError:
    print(1, 0, 0)
    sys.exit()
stop = Timer(float(limit), process.kill)
stop.start()
code = process.wait()  # with a limit of its own, it would look only twenty times a second
seconds = time.perf_counter() - start
stop.cancel()
print(code, seconds, getrusage(RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "darwin" else 1))
