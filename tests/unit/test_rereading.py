"""When records are read again: what could harm readers first, and no more than two people can carry."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builds import ROOT, SAMPLE, copy_sample, replace_text, run
from toolkit.project import load_project
from toolkit.rereading import HOURS_A_YEAR, PACES, Task, due_day, hours_a_year, in_order, topic_of

AGENCY = "agencies/rivertown-police-department.yml"


def test_the_pace_of_a_record_goes_by_what_it_could_do_to_readers() -> None:
    library = load_project(SAMPLE).library
    topics = {record.kind: topic_of(record) for record in library.records.values()}
    assert topics["law"] == "open-law"
    assert topics["agency"] == topics["publication"] == topics["policy"] == "published"
    assert topics["model"] == "practice"


def test_a_contact_is_due_before_the_rest_of_its_agency() -> None:
    tasks = [task for task in load_project(SAMPLE).tasks if task.file == AGENCY]
    assert [task.topic for task in tasks] == ["contact", "published"]
    assert tasks[0].field == ("contact", 0, "checked")


def test_what_was_read_in_one_week_is_read_again_month_by_month() -> None:
    read = "2026-12-01"
    tasks = [
        Task(due_day(read, topic), f"{topic}-{i}", topic, read, ("checked",), ())
        for topic in PACES
        for i in range({"open-law": 18, "practice": 100, "published": 200}.get(topic, 20))
    ]
    assert hours_a_year(tasks) < HOURS_A_YEAR
    for month in range(1, 25):
        today = date.fromisoformat(read) + timedelta(days=30 * month)
        minutes = HOURS_A_YEAR * 60 / 12
        for task in in_order(tasks, today):
            minutes -= PACES[task.topic].minutes
            if minutes < 0:
                break
            assert today.isoformat() <= due_day(task.due, "open-law")
            tasks.remove(task)
            day = today.isoformat()
            tasks.append(task._replace(checked=day, due=due_day(day, task.topic)))
    assert all(task.due > today.isoformat() for task in tasks)


def test_check_lists_what_to_read_next_with_the_addresses_to_open(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / "practices/law/ia.yml", "checked: 2024-05-06", "checked: 2020-05-06")
    printed = run("check", "--next", "2", "--root", root).stdout
    lines = printed[printed.index("To read again next:") :].splitlines()
    assert lines[1] == ("- practices/law/ia.yml:42: last read on 2020-05-06, due by 2020-08-04.")
    assert lines[2].startswith("    https://")
    assert len([line for line in lines if line.startswith("- ")]) == 2
    assert lines[-1].endswith(f" of {HOURS_A_YEAR} hours a year.")


@pytest.mark.real
def test_two_people_can_carry_the_real_toolkit() -> None:
    assert hours_a_year(load_project(ROOT).tasks) <= HOURS_A_YEAR
