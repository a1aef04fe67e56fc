"""Runs tasks in forked worker processes, at most one per available core."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from math import ceil
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
FEW = 10
"""Up to this many items are faster without workers: two take 0.03 s to start."""
CHUNKS = 100
"""Chunks of tasks per worker: enough that no worker waits long for another at the end."""
CGROUP_LIMIT = Path("/sys/fs/cgroup/cpu.max")
"""A container's share of the processors: `200000 100000` is two (Linux, Control Group v2)."""


def map_in_workers(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The function's result for each item, in order.

    Workers are forked, so they inherit the items and send back only results. Few items are done in this process, and so
    are all items while threads run, because a fork could then wait for a lock that nobody releases.
    """
    workers = min(cores(), len(items))
    if len(items) <= FEW or workers == 1 or sys.platform != "linux" or threading.active_count() > 1:
        return [function(item) for item in items]
    chunk_size = ceil(len(items) / (workers * CHUNKS))
    try:
        with ProcessPoolExecutor(workers, get_context("fork"), _start_worker, (function, items)) as executor:
            return list(executor.map(_do_task, range(len(items)), chunksize=chunk_size))
    except BrokenProcessPool as error:
        raise ChildProcessError("a worker process was killed, perhaps because the memory is full.") from error


def cores(cgroup_limit: Path = CGROUP_LIMIT) -> int:
    """How many processors this process may use."""
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    try:
        quota, period = cgroup_limit.read_text().split()
        return min(allowed, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no cgroup, or no limit: `max 100000`
        return allowed


_function: Callable[[Any], Any]
_items: Sequence[Any]


def _start_worker(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Prepare a worker: it ignores Control-C, which the parent handles, and ends with its parent."""
    global _function, _items
    _function, _items = function, items
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _do_task(index: int) -> Any:
    return _function(_items[index])
