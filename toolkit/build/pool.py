"""Worker processes: one level, as many as the process may use."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from math import ceil
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
FEW = 10
"""So few pages are done sooner here than workers are started: 0.03 s for two."""
RUNS = 32
"""In how many runs each worker takes its tasks: so many that no worker waits long for another at the end."""
CGROUP_LIMIT = Path("/sys/fs/cgroup/cpu.max")
"""A container's share of the processors: `200000 100000` is two (Linux, Control Group v2)."""


def map_in_workers(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """What the function gives for each item, in their order.

    Workers are forked, so they inherit the items; only results are sent. Where little is to do, everything is done in
    this process.
    """
    workers = min(cores(), len(items))
    if len(items) <= FEW or not _can_fork():
        return [function(item) for item in items]
    size = ceil(len(items) / (workers * RUNS))
    runs = [range(start, min(start + size, len(items))) for start in range(0, len(items), size)]
    with _executor(workers, function, items) as executor:
        return list(chain.from_iterable(executor.map(_do_run, runs)))


@contextmanager
def in_worker(function: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """A function that waits for what this function gives. A worker has begun it, where workers are possible."""
    if not _can_fork():
        yield function
        return
    with _executor(1, lambda _: function(), [None]) as executor:
        future = executor.submit(_do_run, range(1))
        yield lambda: future.result()[0]


def _can_fork() -> bool:
    """Whether a worker pays and is safe. Where threads run, a fork could wait for a lock that nobody releases."""
    return cores() > 1 and sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _executor(workers: int, function: Callable[[Item], Any], items: Sequence[Item]) -> Iterator[ProcessPoolExecutor]:
    try:
        with ProcessPoolExecutor(workers, get_context("fork"), _start_worker, (function, items)) as executor:
            yield executor
    except BrokenProcessPool as error:
        raise ChildProcessError("a worker process was killed, perhaps because the memory is full.") from error


def cores(cgroup_limit: Path = CGROUP_LIMIT) -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    try:
        quota, period = cgroup_limit.read_text().split()
        return min(allowed, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no cgroup, or no limit: `max 100000`
        return allowed


_function: Callable[[Any], Any]
_items: Sequence[Any]


def _start_worker(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Prepare a worker: Control-C is the parent's to handle, and a worker ends with its parent."""
    global _function, _items
    _function, _items = function, items
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _do_run(run: range) -> list[Any]:
    return [_function(_items[index]) for index in run]
