"""When each record should be read against its sources again, and how much work that is in a year."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.linking import record_file
from toolkit.schema import Record
from toolkit.schema.documents import Document, Model
from toolkit.schema.law import Law
from toolkit.schema.records import Agency, Practice
from toolkit.sources.doc_pages import DocPage


class Pace(NamedTuple):
    """How often something is read again, and how long that takes."""

    days: int
    words: str
    """The days in words."""
    minutes: int = 10


# Two people have four hours a month: 48 hours a year. What could harm a reader most is read most often. A text that
# others published does not change, and its address is asked every week (all-tests.yml).
PACES = {
    "open-law": Pace(90, "90 days"),
    "law": Pace(365, "a year"),
    "contact": Pace(182, "half a year", minutes=2),  # one page to open
    "practice": Pace(730, "two years"),
    "old-practice": Pace(1095, "three years"),
    "published": Pace(1825, "five years"),
}
"""The paces by topic; the only place to change them."""
HOURS_A_YEAR = 48
OLD = timedelta(days=3650)
"""A report whose newest source is older is an old one: nobody expects news of it."""
OPEN_STANDINGS = ("blocked", "partly-blocked", "stayed", "pending")


class Task(NamedTuple):
    """Something to read again. Tasks sort by the day on which they are due."""

    due: str
    file: str
    topic: str
    checked: str
    field: tuple[str | int, ...]
    """The field of the record that has the day of the last reading."""
    addresses: tuple[str, ...]


def topic_of(record: Record) -> str:
    """The pace of a record as a whole."""
    if isinstance(record, Law):
        return "open-law" if _is_open(record) else "law"
    if isinstance(record, Practice) and record.limited_by_law:
        return "law"
    if isinstance(record, Agency | Document) and not isinstance(record, Model):
        return "published"
    return "old-practice" if _is_old(record) else "practice"


def _is_open(law: Law) -> bool:
    """Whether a court may still change what the law of a state says."""
    return any(statement.standing in OPEN_STANDINGS for statement in law.statements)


def _is_old(record: Record) -> bool:
    """Whether the newest source of a record was old when the record was last read."""
    dates = [source.date for source in record.sources if source.date]
    if not dates or not record.checked:
        return False
    return max(dates) < (date.fromisoformat(record.checked) - OLD).isoformat()


def due_day(checked: str, topic: str) -> str:
    """The day after which something is to be read again."""
    return (date.fromisoformat(checked) + timedelta(days=PACES[topic].days)).isoformat()


def law_day(law: Law) -> str:
    """Until when the law of a state is to be read again; empty if it never was read."""
    return due_day(law.checked, topic_of(law)) if law.checked else ""


def record_tasks(record: Record) -> list[Task]:
    """What is to be read again of a record that was read: all of it, and more often how to reach an agency."""
    tasks: list[Task] = []
    if record.checked:
        topic = topic_of(record)
        addresses = [source.url for source in record.sources if source.url]
        tasks.append(_task(record_file(record.key), topic, record.checked, ("checked",), addresses))
    if isinstance(record, Agency) and record.contact:
        oldest = min(range(len(record.contact)), key=lambda i: record.contact[i].checked)
        point = record.contact[oldest]
        sources = {source.key: source for source in record.sources}
        cited = [sources[key].url for key in point.cite if key in sources]
        addresses = [url for url in cited if url]
        field = ("contact", oldest, "checked")
        tasks.append(_task(record_file(record.key), "contact", point.checked, field, addresses))
    return tasks


def page_tasks(pages: Iterable[DocPage]) -> list[Task]:
    """Pages by hand that say when they were read against their sources, such as that for residents."""
    tasks: list[Task] = []
    for page in pages:
        checked = page.front.get("checked")
        if checked:
            addresses = [source.url for source in page.front.get("sources", ()) if source.url]
            tasks.append(_task(page.file, "contact", checked, ("checked",), addresses))
    return tasks


def in_order(tasks: Iterable[Task], today: date) -> list[Task]:
    """What to read first: that of whose time most has passed.

    By the day on which they are due, hundreds that were read in one week would be due in one week. In this order two
    people who read for four hours a month never have more to do in one month than in another.
    """

    def passed(task: Task) -> float:
        return (today - date.fromisoformat(task.checked)).days / PACES[task.topic].days

    return sorted(tasks, key=lambda task: (-passed(task), task))


def hours_a_year(tasks: Iterable[Task]) -> float:
    """How long it takes in a year to read everything as often as it should be."""
    minutes = sum(PACES[task.topic].minutes * 365 / PACES[task.topic].days for task in tasks)
    return minutes / 60


def _task(
    file: str, topic: str, checked: str, field: tuple[str | int, ...], addresses: Iterable[str]
) -> Task:
    return Task(
        due=due_day(checked, topic),
        file=file,
        topic=topic,
        checked=checked,
        field=field,
        addresses=tuple(dict.fromkeys(addresses)),
    )
