"""Tasks done side by side on all processors, each by a copy of this process: what a task loads goes with it."""

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from signal import SIG_IGN, SIGINT, signal
from typing import Any, TypeVar

if sys.platform == "linux":
    from select import poll
    from signal import SIG_BLOCK, SIG_SETMASK, SIGKILL, pthread_sigmask

Result = TypeVar("Result")
AT_ONCE = 1_000_000
"""Bytes read from a pipe at once."""


def side_by_side(tasks: Sequence[Callable[[], Result]]) -> Iterator[Result]:
    """What each task gives, in their order; one after the other where the system cannot copy a running process."""
    processes = min(os.cpu_count() or 1, len(tasks))
    if processes > 1 and sys.platform == "linux":
        yield from _dealt(tasks, processes)
    else:
        for task in tasks:
            yield task()


def apart(task: Callable[[], Result]) -> Result:
    """What a task gives, done by a copy of this process if the system can make one."""
    return next(_dealt([task], 1)) if sys.platform == "linux" else task()


def _dealt(tasks: Sequence[Callable[[], Result]], most: int) -> Iterator[Result]:
    """A copy for each task, so many at a time."""
    running: dict[int, tuple[int, int, bytearray]] = {}
    """By the pipe that a copy writes to: the number of its task, its own, and what it has written."""
    done: dict[int, Result] = {}
    begun = given = 0
    ready = poll()
    try:
        while given < len(tasks):
            while begun < len(tasks) and len(running) < most:
                pipe, process = _begin(tasks[begun])
                running[pipe] = begun, process, bytearray()
                ready.register(pipe)
                begun += 1
            for pipe, _ in ready.poll():
                number, process, written = running[pipe]
                if part := os.read(pipe, AT_ONCE):
                    written += part
                    continue
                ready.unregister(pipe)
                os.close(pipe)
                del running[pipe]
                _, status = os.waitpid(process, 0)
                done[number] = _result(written, status)
            while given in done:
                yield done.pop(given)
                given += 1
    finally:
        for pipe, (_, process, _) in running.items():
            os.close(pipe)
            os.kill(process, SIGKILL)
            os.waitpid(process, 0)


def _begin(task: Callable[[], Any]) -> tuple[int, int]:
    """The pipe that a copy of this process writes to what the task gives, and the number of the copy."""
    out, into = os.pipe()
    gc.freeze()  # what there is by now stays: looking at it for garbage would copy every page of it
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})  # Control-C in the middle of a copy would be lost
    process = os.fork()
    if not process:
        try:
            signal(SIGINT, SIG_IGN)  # it is for the first process only
            pthread_sigmask(SIG_SETMASK, before)
            _write(into, _outcome(task))
        finally:
            os._exit(0)
    pthread_sigmask(SIG_SETMASK, before)
    gc.unfreeze()
    os.close(into)
    return out, process


def _outcome(task: Callable[[], Any]) -> bytes:
    """Whether a task was done, and what it gives, or why not."""
    try:
        return pickle.dumps((True, task()), -1)
    except Exception as error:
        return pickle.dumps((False, error), -1)


def _write(pipe: int, content: bytes) -> None:
    left = memoryview(content)
    with suppress(BrokenPipeError):  # the first process was killed
        while left:
            left = left[os.write(pipe, left) :]


def _result(written: bytearray, status: int) -> Any:
    if not written:
        raise ChildProcessError(f"A process ended before its task, with the status {status}.")
    is_done, outcome = pickle.loads(written)
    if not is_done:
        raise outcome
    return outcome
