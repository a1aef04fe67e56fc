"""Tasks done side by side on all processors, each by a copy of this process: what a task loads goes with it."""

import gc
import os
import pickle
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from signal import SIG_IGN, SIGINT, signal
from struct import Struct
from typing import Any, Generic, NamedTuple, TypeVar

if sys.platform == "linux":
    from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETPIPE_SZ, fcntl
    from select import poll
    from signal import SIG_BLOCK, SIG_DFL, SIG_SETMASK, SIGIO, SIGKILL, pthread_sigmask

Result = TypeVar("Result")
AT_ONCE = 1 << 20
"""Bytes that a pipe may hold (`pipe-max-size`, pipe(7)), and that are read from it at once."""
CARD = 2
"""Bytes of a task's number, as it lies on the deck from which processes take the next one."""
NOTHING_LEFT = 64
"""The exit code of a copy that did all tasks that it took, and found no more."""
HEAD = Struct("=HQ")
"""What stands before what came of a task: its number, and how many bytes follow."""


@contextmanager
def side_by_side(tasks: Sequence[Callable[[], Result]]) -> Iterator[Iterator[Result]]:
    """What each task gives, in their order, of copies of this process.

    As many of them work at a time as there are processors, whatever they were begun for: more would be in each other's
    way. The first one begins now, in any case; others as soon as those before have ended, while this process waits.

    Where the system cannot copy a running process, one after the other when they are asked for.
    """
    if min(os.cpu_count() or 1, len(tasks)) > 1 and sys.platform == "linux":
        with _copies(tasks) as results:
            yield results
    else:
        yield (task() for task in tasks)


class Awaited(Generic[Result]):
    """What a task gives: waited for when it is asked for."""

    def __init__(self, give: Callable[[], Result], is_there: Callable[[], bool]) -> None:
        self.is_there = is_there
        """Whether to wait longer brings nothing. Asked until then, it takes in what the task gives."""
        self._give = give

    def __call__(self) -> Result:
        """What it gives, or what it raises."""
        return self._give()


@contextmanager
def apart(task: Callable[[], Result]) -> Iterator[Awaited[Result]]:
    """What a task gives. A copy of this process has begun it, if the system can make one."""
    if sys.platform == "linux":
        with _copies([task]) as results:
            yield Awaited(results.__next__, CREWS[-1].is_done)
    else:
        yield Awaited(task, lambda: True)


class _Copy(NamedTuple):
    """A copy of this process."""

    number: int
    line: int
    """The end of a pipe that is never written to: while it is open, the copy lives."""
    written: bytearray
    """What it has written that is not read yet."""


class _Crew:
    """Copies of this process with the same tasks. No dataclass: to load what makes one takes longer than a copy."""

    def __init__(self, tasks: Sequence[Callable[[], Any]], deck: int) -> None:
        self.tasks = tasks
        self.deck = deck
        """The pipe that the numbers of tasks are taken from."""
        self.at_work: dict[int, _Copy] = {}
        """By the pipe that they write to."""
        self.done: dict[int, bytes] = {}
        """What came of tasks, by number, until it is given."""
        self.many_done = 0
        self.is_broken = False
        """Whether a copy ended before its task."""

    def begin(self) -> None:
        """One copy more."""
        before = pthread_sigmask(SIG_BLOCK, {SIGINT})  # Control-C would take this process away from its copy
        try:
            pipe, copy = _begin(self.tasks, self.deck, before)
            self.at_work[pipe] = copy
        finally:
            pthread_sigmask(SIG_SETMASK, before)

    @property
    def wants_more(self) -> bool:
        """Whether another copy would find something to do."""
        return not self.is_broken and len(self.tasks) - self.many_done > len(self.at_work)

    def is_done(self) -> bool:
        """Whether no task is left that something may come of."""
        _attend(0)
        return self.many_done == len(self.tasks) or self.is_broken


CREWS: list[_Crew] = []
"""All that are at work for this process, those of the latest tasks last."""


@contextmanager
def _copies(tasks: Sequence[Callable[[], Result]]) -> Iterator[Iterator[Result]]:
    """Copies of this process. They take one task after the other, and keep what they worked out for the next.

    Gives what comes of the tasks, in their order. In the end the copies end, too.
    """
    deck, dealer = os.pipe()
    os.write(dealer, b"".join([number.to_bytes(CARD) for number in range(len(tasks))]))
    os.close(dealer)
    crew = _Crew(tasks, deck)
    CREWS.append(crew)
    results = _results(crew)
    try:
        crew.begin()
        _fill_up()
        yield results
    finally:
        results.close()
        CREWS.remove(crew)
        os.close(deck)
        for pipe, copy in crew.at_work.items():
            os.kill(copy.number, SIGKILL)
            _ended(pipe, copy)


def _fill_up() -> None:
    """Let copies begin until all processors have one; the latest tasks are those that are waited for first."""
    for crew in reversed(CREWS):
        while crew.wants_more and sum(len(one.at_work) for one in CREWS) < (os.cpu_count() or 1):
            crew.begin()


def _results(crew: _Crew) -> Generator[Any]:
    for number in range(len(crew.tasks)):
        while number not in crew.done:
            if crew.is_broken:
                raise ChildProcessError("A process ended before its task.")
            _attend()
        yield _result(crew.done.pop(number))


def _attend(most: int | None = None) -> None:
    """Wait for some copies, so many milliseconds at most, and read what they have written."""
    of = {pipe: crew for crew in CREWS for pipe in crew.at_work}
    ready = poll()
    for pipe in of:
        ready.register(pipe)
    for pipe, _ in ready.poll(most):
        crew = of[pipe]
        copy = crew.at_work[pipe]
        if part := os.read(pipe, AT_ONCE):
            copy.written.extend(part)
            for number, outcome in _messages(copy.written):
                crew.done[number] = outcome
                crew.many_done += 1
            continue
        del crew.at_work[pipe]
        crew.is_broken = _ended(pipe, copy) != NOTHING_LEFT or crew.is_broken
        _fill_up()


def _ended(pipe: int, copy: _Copy) -> int:
    """Wait for the end of a copy. Gives its exit code."""
    os.close(pipe)
    _, status = os.waitpid(copy.number, 0)
    os.close(copy.line)
    return os.waitstatus_to_exitcode(status)


def _begin(tasks: Sequence[Callable[[], Any]], deck: int, signals: Iterable[int]) -> tuple[int, _Copy]:
    """A copy of this process, and the pipe that it writes to what its tasks give.

    The copy blocks these signals. It ends with this process, even if that is killed.
    """
    out, into = os.pipe()
    with suppress(OSError):  # so that a copy need not wait for who reads it, if it may have so much
        fcntl(into, F_SETPIPE_SZ, AT_ONCE)
    watched, line = os.pipe()
    parent = os.getpid()
    gc.freeze()  # what there is by now stays: looking at it for garbage would copy every page of it
    process = os.fork()
    if not process:
        status = 1
        try:
            signal(SIGINT, SIG_IGN)  # it is for the first process only
            for pipe in (out, line, *_held()):
                os.close(pipe)
            CREWS.clear()
            _end_with(parent, watched)
            pthread_sigmask(SIG_SETMASK, signals)
            while card := os.read(deck, CARD):
                number = int.from_bytes(card)
                _write(into, number, _outcome(tasks[number]))
            status = NOTHING_LEFT
        finally:
            os._exit(status)
    gc.unfreeze()
    os.close(into)
    os.close(watched)
    return out, _Copy(process, line, bytearray())


def _held() -> Iterator[int]:
    """What this process alone should hold of others, and a copy of it does, too."""
    for crew in CREWS:
        for pipe, copy in crew.at_work.items():
            yield from (pipe, copy.line)


def _end_with(parent: int, watched: int) -> None:
    """End this copy as soon as its parent has ended: then the line breaks, and `SIGIO` comes (open(2), `O_ASYNC`)."""
    signal(SIGIO, SIG_DFL)
    fcntl(watched, F_SETOWN, os.getpid())
    fcntl(watched, F_SETFL, fcntl(watched, F_GETFL) | os.O_ASYNC)
    if os.getppid() != parent:
        os._exit(1)


def _outcome(task: Callable[[], Any]) -> bytes:
    """Whether a task was done, and what it gives, or why not."""
    try:
        return pickle.dumps((True, task()), -1)
    except Exception as error:
        return pickle.dumps((False, error), -1)


def _write(pipe: int, number: int, content: bytes) -> None:
    left = memoryview(HEAD.pack(number, len(content)) + content)
    while left:
        left = left[os.write(pipe, left) :]


def _messages(written: bytearray) -> Iterator[tuple[int, bytes]]:
    """What came of tasks, by number, as far as it is there; taken out of what was written."""
    while len(written) >= HEAD.size:
        number, length = HEAD.unpack_from(written)
        end = HEAD.size + length
        if len(written) < end:
            return
        yield number, bytes(written[HEAD.size : end])
        del written[:end]


def _result(outcome: bytes) -> Any:
    is_done, result = pickle.loads(outcome)
    if not is_done:
        raise result
    return result
