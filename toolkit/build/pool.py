"""Runs tasks in forked worker processes, no more than there are cores."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from math import ceil
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
MAX_WITHOUT_WORKERS = 10
"""Up to this many items are faster without workers: two take 0.03 s to start."""
CHUNKS_PER_WORKER = 100
"""Chunks of tasks per worker: enough that no worker waits long for another at the end."""
CGROUP_LIMIT = Path("/sys/fs/cgroup/cpu.max")
"""A container's share of the processors: `200000 100000` is two (Linux, Control Group v2)."""


def map_in_workers(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The function's result for each item, in order.

    Workers are forked, so they inherit the items and send back only results. Few items are done in this process, and so
    are all items while threads run, because a fork could then wait for a lock that nobody releases.
    """
    workers = min(cores(), len(items))
    has_threads = threading.active_count() > 1
    is_small = len(items) <= MAX_WITHOUT_WORKERS
    if is_small or workers == 1 or has_threads or sys.platform != "linux":
        return [function(item) for item in items]
    chunk_size = ceil(len(items) / (workers * CHUNKS_PER_WORKER))
    with _interrupts(signal.SIG_BLOCK):
        executor = ProcessPoolExecutor(
            workers, get_context("fork"), _start_worker, (function, items)
        )
        try:
            results = executor.map(_do_task, range(len(items)), chunksize=chunk_size)
            with _interrupts(signal.SIG_UNBLOCK):
                return list(results)
        except BrokenProcessPool as error:
            raise ChildProcessError(
                "a worker process was killed, perhaps because the memory is full."
            ) from error
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def _interrupts(how: int) -> Iterator[None]:
    """Block or unblock Control-C, which arrives once it is unblocked. Processes that start meanwhile block it for good.

    Python ignores an exception that is raised while it forks, and an executor may hang if it is interrupted.
    """
    mask = signal.pthread_sigmask(how, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


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
    """Prepare a worker, which ends with its parent."""
    global _function, _items
    _function, _items = function, items
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _do_task(index: int) -> Any:
    return _function(_items[index])
