"""Tasks side by side: what they give, and what becomes of one that fails."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from operator import mul
from pathlib import Path
from typing import TypeVar

import pytest

from tests.conftest import ROOT
from toolkit.processes import apart, side_by_side

Result = TypeVar("Result")
copied = pytest.mark.skipif(sys.platform != "linux", reason="only there a running process is copied")
one_or_two = pytest.mark.usefixtures("processors")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one, no process is copied for several tasks."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture(params=[1, 2])
def processors(two: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: request.param)


def given_by(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    with side_by_side(tasks) as results:
        return list(results)


@one_or_two
def test_what_tasks_give_comes_in_their_order() -> None:
    def late(number: int) -> int:
        time.sleep(0.2 / (number + 1))
        return number

    assert given_by([partial(late, number) for number in range(6)]) == list(range(6))


@one_or_two
def test_what_a_task_gives_may_be_larger_than_a_pipe() -> None:
    tasks = [partial(mul, bytes([number]), 3_000_000) for number in range(3)]
    assert given_by(tasks) == [bytes([number]) * 3_000_000 for number in range(3)]


@one_or_two
def test_why_a_task_failed_is_told_as_if_it_had_been_done_here() -> None:
    with pytest.raises(ZeroDivisionError):
        given_by([partial(divmod, 1, 1), partial(divmod, 1, 0)])


@copied
def test_a_process_that_is_killed_is_told_as_what_hinders_a_build() -> None:
    def killed() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(OSError, match="ended before its task"), apart(killed) as result:
        result()


@copied
def test_a_process_that_ends_before_its_task_is_told_however_it_says_that_all_is_well() -> None:
    with pytest.raises(OSError, match="ended before its task"):
        given_by([partial(os._exit, 0)] * 3)


@copied
def test_what_is_asked_for_too_late_is_not_waited_for() -> None:
    with apart(os.getpid) as result:
        pass
    with pytest.raises(StopIteration):
        result()


@copied
def test_no_process_outlives_a_failure(tmp_path: Path) -> None:
    note = tmp_path / "process"

    def lasts() -> None:
        part = note.with_suffix(".part")
        part.write_text(str(os.getpid()))
        part.rename(note)
        time.sleep(60)

    def fails() -> None:
        while not note.exists():
            time.sleep(0.01)
        raise ValueError

    with pytest.raises(ValueError):
        given_by([fails, lasts])
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


KILLED = """
import os, sys, time
from pathlib import Path
from toolkit.processes import apart

def noted():
    Path(sys.argv[1], str(os.getpid())).touch()

def large():
    noted()
    return bytes(9_000_000)

def long():
    noted()
    time.sleep(60)

def inner():
    with apart(long) as done:
        noted()
        done()

with apart(large), apart(long), apart(inner):
    time.sleep(60)
"""
"""A program with copies that cannot write all that they have to give, that write nothing, and that have a copy."""


@copied
def test_no_process_outlives_the_first_if_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT) as first:
        until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 4:
            assert time.monotonic() < until and first.poll() is None
            time.sleep(0.01)
        first.kill()
    left = [int(path.name) for path in tmp_path.iterdir()]
    until = time.monotonic() + 30
    while any(Path(f"/proc/{process}").exists() for process in left):
        assert time.monotonic() < until, "a copy goes on"
        time.sleep(0.01)


@copied
def test_no_more_copies_work_at_a_time_than_there_are_processors(tmp_path: Path) -> None:
    def at_work() -> int:
        own = tmp_path / str(os.getpid())
        own.touch()
        time.sleep(0.05)
        many = len(list(tmp_path.iterdir()))
        own.unlink()
        return many

    with side_by_side([at_work] * 3) as first, side_by_side([at_work] * 9) as second:
        later, earlier = list(second), list(first)
    assert max(earlier + later) <= 3  # two, and the first of other tasks, which never waits
    assert 2 in later


@copied
def test_a_processor_that_some_tasks_leave_is_taken_by_others() -> None:
    def slow() -> int:
        time.sleep(0.03)
        return os.getpid()

    with apart(os.getpid), side_by_side([slow] * 12) as results:
        assert len(set(results)) == 2


@copied
def test_a_task_may_have_processes_of_its_own() -> None:
    def inner() -> tuple[int, list[int]]:
        return os.getpid(), given_by([os.getpid, os.getpid])

    with apart(inner) as result:
        outer, innermost = result()
    assert not {os.getpid(), outer}.intersection(innermost)


@copied
def test_a_process_keeps_what_it_has_worked_out_for_its_next_task() -> None:
    seen: list[int] = []

    def remembers() -> int:
        seen.append(os.getpid())
        return len(seen)

    assert max(given_by([remembers] * 50)) > 1


@copied
def test_what_is_begun_apart_goes_on_beside_other_work(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with apart(note.touch):
        while not note.exists():
            time.sleep(0.01)


@copied
def test_what_is_begun_apart_tells_whether_it_is_there(tmp_path: Path) -> None:
    note = tmp_path / "note"

    def waits() -> bytes:
        while not note.exists():
            time.sleep(0.01)
        return bytes(3_000_000)

    with apart(waits) as done:
        assert not done.is_there()
        note.touch()
        until = time.monotonic() + 30
        while not done.is_there():
            assert time.monotonic() < until
        assert done() == bytes(3_000_000)


@copied
def test_what_failed_apart_is_there() -> None:
    with apart(partial(os._exit, 1)) as done:
        until = time.monotonic() + 30
        while not done.is_there():
            assert time.monotonic() < until
        with pytest.raises(ChildProcessError):
            done()


@copied
def test_what_is_begun_apart_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    def lasts() -> None:
        note.write_text(str(os.getpid()))
        done.touch()
        time.sleep(60)

    note, done = tmp_path / "process", tmp_path / "done"
    with apart(lasts):
        while not done.exists():
            time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
