"""Tasks done side by side on all processors."""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")
_TASKS: list[Callable[[], Any]] = []
"""What the copies of this process find when they begin: a task itself would have to be sent to them."""


def side_by_side(tasks: Sequence[Callable[[], Result]]) -> Iterator[Result]:
    """What each task gives, in their order; one after the other where the system cannot copy a running process."""
    processes = min(os.cpu_count() or 1, len(tasks))
    if processes < 2 or sys.platform != "linux":
        for task in tasks:
            yield task()
        return
    from multiprocessing import get_context
    from signal import SIG_BLOCK, SIG_IGN, SIG_SETMASK, SIGINT, pthread_sigmask, signal

    _TASKS[:] = tasks
    gc.freeze()  # what there is by now stays: looking at it for garbage would copy every page of it
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})  # Control-C in the middle of a copy would be lost
    try:
        with get_context("fork").Pool(processes, signal, (SIGINT, SIG_IGN)) as pool:  # it is for this one only
            pthread_sigmask(SIG_SETMASK, before)
            yield from pool.imap(_do, range(len(tasks)))
    finally:
        pthread_sigmask(SIG_SETMASK, before)
        gc.unfreeze()
        _TASKS.clear()


def _do(number: int) -> Any:
    return _TASKS[number]()
