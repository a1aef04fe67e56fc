"""Runs a command, and prints its seconds and the most kilobytes of memory that one of its processes had.

A program of its own, and a small one: a process begins with the memory of the one that starts it, and that counts too
(Linux, getrusage(2)).
"""

import subprocess
import sys
import time
from resource import RUSAGE_CHILDREN, getrusage

start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
seconds = time.perf_counter() - start
print(done.returncode, seconds, getrusage(RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "darwin" else 1))
