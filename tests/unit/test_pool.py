"""Worker processes: what they give, and what becomes of them."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.builds import ROOT
from toolkit.build import pool
from toolkit.build.pool import cores, map_in_workers

forks = pytest.mark.skipif(sys.platform != "linux", reason="only there workers are forked")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)


def workers_of(number: int) -> set[int]:
    """The processes that did so many tasks."""

    def process(_: int) -> int:
        time.sleep(0.001)
        return os.getpid()

    return set(map_in_workers(process, range(number)))


def test_results_come_in_the_order_of_the_items() -> None:
    items = list(range(500))
    assert map_in_workers(lambda item: item * item, items) == [item * item for item in items]


@forks
def test_many_tasks_are_done_by_several_processes() -> None:
    assert len(workers_of(pool.MAX_WITHOUT_WORKERS + 50) - {os.getpid()}) == 2


def test_few_tasks_are_done_here() -> None:
    assert workers_of(pool.MAX_WITHOUT_WORKERS) == {os.getpid()}


def test_on_a_single_core_tasks_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 1)
    assert workers_of(pool.MAX_WITHOUT_WORKERS + 50) == {os.getpid()}


def test_where_threads_run_tasks_are_done_here() -> None:
    """A fork could inherit a lock that a thread holds, and wait for it without end."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert workers_of(pool.MAX_WITHOUT_WORKERS + 50) == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_why_a_task_failed_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        map_in_workers(lambda item: 1 // (item - 70), range(100))


@forks
def test_a_worker_that_is_killed_is_an_error_and_not_waited_for() -> None:
    def die(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(OSError, match="a worker process was killed"):
        map_in_workers(die, range(100))


KILLED = """
import os, sys, time
from pathlib import Path
from toolkit.build import pool

pool.cores = lambda: 2

def work(_):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)

pool.map_in_workers(work, range(100))
"""


@forks
def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT) as parent:
        until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 2:
            assert time.monotonic() < until
            assert parent.poll() is None
            time.sleep(0.01)
        parent.kill()
    until = time.monotonic() + 10
    while any(Path("/proc", path.name).exists() for path in tmp_path.iterdir()):
        assert time.monotonic() < until, "a worker lives on"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("100000 100000\n", 1),
        ("50000 100000\n", 1),
        ("max 100000\n", None),
        ("", None),
        ("9900000 100000", None),
    ],
)
def test_a_container_may_use_as_many_cores_as_its_share(
    tmp_path: Path, limit: str, expected: int | None
) -> None:
    (tmp_path / "cpu.max").write_text(limit)
    assert cores(tmp_path / "cpu.max") == expected or cores(tmp_path / "nothing")


@forks
def test_only_the_cores_that_the_process_may_run_on_count(tmp_path: Path) -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert cores(tmp_path / "nothing") == 1
    finally:
        os.sched_setaffinity(0, allowed)
