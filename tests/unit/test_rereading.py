"""When records are read again: what could harm readers first, and no more than two people can carry."""

from datetime import date
from pathlib import Path

import pytest

from tests.builds import ROOT, SAMPLE, copy_sample, replace_text, run
from toolkit.project import load_project
from toolkit.rereading import (
    HOURS_A_YEAR,
    PACES,
    Task,
    due_day,
    hours_a_year,
    tasks_of_a_month,
    topic_of,
)

LAW = "practices/law/ia.yml"
AGENCY = "agencies/rivertown-police-department.yml"


def test_the_pace_of_a_record_goes_by_what_it_could_do_to_readers() -> None:
    library = load_project(SAMPLE).library
    topics = {record.kind: topic_of(record) for record in library.records.values()}
    assert topics["law"] == "law"
    assert topics["agency"] == topics["publication"] == topics["policy"] == "published"
    assert topics["model"] == "model"


def test_what_may_still_change_in_a_law_is_due_before_the_rest_of_it(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    blocked = "standing_note: A made-up judge blocked it in 2020.[@rivertown-2021]"

    def tasks() -> list[Task]:
        return [task for task in load_project(root).tasks if task.file == LAW]

    unsettled, whole = tasks()
    assert (unsettled.topic, whole.topic) == ("open-law", "law")
    assert unsettled.field == ("statements", 1, "checked")
    assert unsettled.checked == whole.checked == "2024-05-06"
    assert unsettled.addresses == ()  # the source of these statements has none
    replace_text(root / LAW, f"    {blocked}", f"    checked: 2024-06-07\n    {blocked}")
    assert tasks()[0].field == ("statements", 4, "checked")  # pending, and read with the rest
    replace_text(root / LAW, "\nchecked: 2024-05-06", "\nchecked: 2024-08-09")
    assert tasks()[0].checked == "2024-08-09"


def test_a_contact_is_due_before_the_rest_of_its_agency() -> None:
    tasks = [task for task in load_project(SAMPLE).tasks if task.file == AGENCY]
    assert [task.topic for task in tasks] == ["contact", "published"]
    assert tasks[0].field == ("contact", 0, "checked")


def test_no_month_of_three_years_takes_over_four_hours_and_nothing_is_ever_late() -> None:
    """All was read in one week, as the real records were: by the days on which they are due, most would be late."""
    addresses = {"help": 60, "open-law": 2, "law": 21, "contact": 1, "practice": 11}
    numbers = {"help": 1, "open-law": 20, "law": 52, "contact": 100, "practice": 110}
    read = "2026-12-01"
    tasks = [
        Task(
            due_day(read, topic),
            f"{topic}-{i}",
            topic,
            read,
            ("checked",),
            tuple(f"https://{n}.example" for n in range(addresses.get(topic, 4))),
        )
        for topic in PACES
        for i in range(numbers.get(topic, 100))
    ]
    assert 44 < hours_a_year(tasks) < HOURS_A_YEAR
    for month in range(36):
        today = date(2027 + month // 12, month % 12 + 1, 1)
        assert all(task.due >= today.isoformat() for task in tasks), today
        chosen = tasks_of_a_month(tasks, today, HOURS_A_YEAR // 12)
        assert 225 < sum(task.minutes for task in chosen) <= 240
        day = today.isoformat()
        for task in chosen:
            tasks.remove(task)
            tasks.append(task._replace(checked=day, due=due_day(day, task.topic)))


def test_a_task_takes_a_minute_for_each_address_to_open() -> None:
    task = load_project(SAMPLE).tasks[0]._replace(topic="law")
    assert task._replace(addresses=("https://sample.example",)).minutes == 10
    assert task._replace(addresses=("https://sample.example",) * 24).minutes == 24


def test_check_lists_what_fills_the_hours_with_the_addresses_to_open(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / LAW, "checked: 2024-05-06", "checked: 2020-05-06")
    printed = run("check", "--next", "1", "--root", root).stdout
    lines = printed[printed.index("To read again next:") :].splitlines()
    only = "only what is blocked, on hold or not in force yet"
    assert lines[1] == f"- {LAW}:10: last read on 2020-05-06, due by 2020-08-06, 5 minutes, {only}."
    whole = f"- {LAW}:42: last read on 2020-05-06, due by 2021-05-07, 10 minutes."
    assert lines[lines.index(whole) + 1].startswith("    https://")
    minutes = [int(line.split(" minutes")[0].split()[-1]) for line in lines if line[0] == "-"]
    assert lines[-2] == f"This takes {sum(minutes)} minutes."
    assert 50 < sum(minutes) <= 60
    assert lines[-1].endswith(f" of {HOURS_A_YEAR} hours a year.")


@pytest.mark.real
def test_two_people_can_carry_the_real_toolkit() -> None:
    assert hours_a_year(load_project(ROOT).tasks) <= HOURS_A_YEAR
