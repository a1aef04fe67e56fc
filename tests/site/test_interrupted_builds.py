"""Builds that are killed, stopped, starved of disk, or run at the same time: the published site is always whole."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.builds import (
    ROOT,
    build,
    clean_build,
    command,
    differing,
    files,
    replace_text,
    replace_text_by_rename,
)
from toolkit.build.output import build_lock
from toolkit.cli import CANNOT, DONE, INTERRUPTED

KILLS = int(os.environ.get("TOOLKIT_KILLS", "6"))
"""Builds to kill; 50 were killed before a release."""
RECORD = Path("practices", "practice", "tea-with-officers.yml")


def test_a_killed_build_leaves_the_old_or_the_new_site_and_the_next_build_is_right(
    built_copy: Path,
) -> None:
    chance, site = Random(1), built_copy / "build" / "site"
    agency = built_copy / "agencies" / "rivertown-police-department.yml"  # which most pages show
    titles = ["title: Rivertown Police Department (sample)", "title: Renamed"]
    replace_text(agency, *titles)
    sites = [files(site), clean_build(built_copy)]
    for number in range(KILLS):
        if number:
            titles.reverse()
            sites.reverse()
            replace_text(agency, *titles)
        with subprocess.Popen(
            command("build", "--root", built_copy),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            time.sleep(chance.uniform(0.05, 0.8))
            # Killed alone, it leaves its workers.
            chance.choice((os.kill, os.killpg))(process.pid, signal.SIGKILL)
        # Only Linux can swap two folders in one step.
        assert files(site) in sites or (sys.platform != "linux" and not site.exists())
        assert build(built_copy) == DONE
        assert differing(files(site), sites[1]) == []
        assert sorted(path.name for path in site.parent.iterdir()) == [".cache", "offline", "site"]


def test_a_build_killed_between_publishing_and_its_manifest_is_followed_by_a_right_build(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, site = built_copy / RECORD, built_copy / "build" / "site"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    replace_text(record, "Drink tea", "Drink coffee")
    with monkeypatch.context() as patched:
        patched.setattr("toolkit.build.site.write_manifest", killed)
        assert build(built_copy) == INTERRUPTED
    assert "Drink coffee" in (site / "practices" / "tea-with-officers.html").read_text("utf-8")
    replace_text(record, "Drink coffee", "Drink milk")
    assert build(built_copy) == DONE
    assert differing(files(site), clean_build(built_copy)) == []


def test_control_c_stops_a_build_with_exit_code_130_and_no_traceback(
    real: Path, tmp_path: Path
) -> None:
    """While workers render some 3,000 pages: with the shells in the cache, that begins when the records are read."""
    shutil.copytree(real / ".cache", tmp_path / ".cache")
    with subprocess.Popen(
        command("build", "--root", ROOT, "--out", tmp_path),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr
        assert "Reading the records" in process.stderr.readline()
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        errors = process.stderr.read()
    # Python ends by the signal if it came while a text was compiled; shells show 130 then, too.
    assert process.returncode in (INTERRUPTED, -signal.SIGINT)
    assert errors == ""
    assert [path.name for path in tmp_path.iterdir()] == [".cache"]


STARTING_WORKERS = """
import sys
from toolkit.build.pool import map_in_workers

print("Go", flush=True)
try:
    for _ in range(100):
        map_in_workers(abs, range(100))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there are workers forked")
def test_control_c_while_workers_start_or_end_is_neither_lost_nor_makes_the_build_hang() -> None:
    chance = Random(1)
    for _ in range(15):
        with subprocess.Popen(
            [sys.executable, "-c", STARTING_WORKERS],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.3))
            os.killpg(process.pid, signal.SIGINT)
            try:
                errors = process.communicate(timeout=30)[1]
            finally:
                process.kill()
        assert (process.returncode, errors) == (INTERRUPTED, "")


def test_a_full_disk_is_reported_and_leaves_the_site_as_it_was(built_copy: Path) -> None:
    site = built_copy / "build" / "site"
    before = files(site)
    replace_text(built_copy / RECORD, "Drink tea", "Drink coffee")
    done = subprocess.run(
        command("build", "--root", built_copy),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)),
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        CANNOT,
        "Cannot build: [Errno 27] File too large",
    )
    assert differing(files(site), before) == []
    assert build(built_copy) == DONE
    assert differing(files(site), clean_build(built_copy)) == []


def test_builds_that_run_at_the_same_time_take_turns(built_copy: Path) -> None:
    record, title = built_copy / RECORD, "Drink tea"
    builds = []
    for number in range(4):
        # In one step, or a build that reads just then would rightly say that the record is empty.
        replace_text_by_rename(record, title, f"Drink tea {number}")
        title = f"Drink tea {number}"
        builds.append(
            subprocess.Popen(
                command("build", "--root", built_copy),
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        time.sleep(0.3)
    printed = [process.communicate()[0] for process in builds]
    assert [process.returncode for process in builds] == [DONE] * 4, printed
    assert "Traceback" not in "".join(printed), printed
    assert build(built_copy) == DONE
    assert differing(files(built_copy / "build" / "site"), clean_build(built_copy)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no telling whether a lock is held")
def test_a_build_that_waits_for_another_says_so(built_copy: Path) -> None:
    with build_lock(built_copy / "build" / ".cache", lambda: None):
        waiting = subprocess.Popen(
            command("build", "--root", built_copy),
            cwd=ROOT,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        assert waiting.stderr
        assert "Waiting for another build" in waiting.stderr.readline()
    with waiting:
        assert waiting.wait(timeout=60) == DONE
