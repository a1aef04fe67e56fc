"""When each record should be read against its sources again, and how much work that is in a year."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.linking import record_file
from toolkit.schema import Record
from toolkit.schema.documents import Document, Model
from toolkit.schema.law import Law, Statement
from toolkit.schema.markup import citations
from toolkit.schema.records import Agency, Practice
from toolkit.sources.doc_pages import DocPage


class Pace(NamedTuple):
    """How often something is read again, and how long that takes at least."""

    days: int
    words: str
    """The days in words."""
    minutes: int = 10
    part: str = ""
    """Which part of the record is read, if not all of it."""


# Two people have four hours a month: 48 hours a year. What could harm a reader most is read most often. A text that
# others published does not change, and its address is asked every week (upkeep.yml). Spans of months have as many days
# as the longest of them, so that what was read on a first of a month is not due before a first.
PACES = {
    "help": Pace(184, "half a year"),
    "open-law": Pace(
        92, "three months", minutes=5, part=", only what is blocked, on hold or not in force yet"
    ),
    "law": Pace(366, "a year"),
    "contact": Pace(276, "nine months", minutes=2, part=", only how to reach it"),
    "model": Pace(1096, "three years"),
    "practice": Pace(1461, "four years"),
    "old-practice": Pace(2192, "six years"),
    "published": Pace(3653, "ten years"),
}
"""The paces by topic; the only place to change them."""
HOURS_A_YEAR = 48
MONTH = timedelta(days=31)
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

    @property
    def minutes(self) -> int:
        """A minute for each address to open, and never fewer than the topic takes."""
        return max(PACES[self.topic].minutes, len(self.addresses))


def topic_of(record: Record) -> str:
    """The pace of a record as a whole."""
    if isinstance(record, Law) or (isinstance(record, Practice) and record.limited_by_law):
        return "law"
    if isinstance(record, Model):
        return "model"
    if isinstance(record, Agency | Document):
        return "published"
    return "old-practice" if _is_old(record) else "practice"


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
    """Until when the law of a state, or what may still change in it, is to be read again; empty if never read."""
    return min((task.due for task in record_tasks(law)), default="")


def record_tasks(record: Record) -> list[Task]:
    """What is to be read again of a record that was read: all of it, and more often what changes in it first."""
    tasks: list[Task] = []
    if record.checked:
        topic = topic_of(record)
        addresses = [source.url for source in record.sources if source.url]
        tasks.append(_task(record_file(record.key), topic, record.checked, ("checked",), addresses))
    if isinstance(record, Law) and record.checked:
        tasks += _open_law_tasks(record, record.checked)
    if isinstance(record, Agency) and record.contact:
        oldest = min(range(len(record.contact)), key=lambda i: record.contact[i].checked)
        point = record.contact[oldest]
        sources = {source.key: source for source in record.sources}
        cited = [sources[key].url for key in point.cite if key in sources]
        addresses = [url for url in cited if url]
        field = ("contact", oldest, "checked")
        tasks.append(_task(record_file(record.key), "contact", point.checked, field, addresses))
    return tasks


def _open_law_tasks(law: Law, whole: str) -> list[Task]:
    """What courts and legislatures may still change in a law: one task for all such statements, if there are any.

    `whole` is the day on which all of the law was read, these statements with the rest.
    """

    def last_read(i: int) -> str:
        return max(law.statements[i].checked or "", whole)

    unsettled = [
        i for i, statement in enumerate(law.statements) if statement.standing in OPEN_STANDINGS
    ]
    if not unsettled:
        return []
    oldest = min(unsettled, key=last_read)
    addresses = _addresses_cited(law, [law.statements[i] for i in unsettled])
    field = ("statements", oldest, "checked")
    return [_task(record_file(law.key), "open-law", last_read(oldest), field, addresses)]


def _addresses_cited(law: Law, statements: Sequence[Statement]) -> list[str]:
    """The addresses of the sources that statements cite."""
    texts = [f"{statement.text} {statement.standing_note or ''}" for statement in statements]
    cited = citations(" ".join(texts))
    return [source.url for source in law.sources if source.url and source.key in cited]


def page_tasks(pages: Iterable[DocPage]) -> list[Task]:
    """Pages by hand that say when they were read against their sources, such as that for residents."""
    tasks: list[Task] = []
    for page in pages:
        checked = page.front.get("checked")
        if checked:
            addresses = [source.url for source in page.front.get("sources", ()) if source.url]
            tasks.append(_task(page.file, "help", checked, ("checked",), addresses))
    return tasks


def in_order(tasks: Iterable[Task], today: date) -> list[Task]:
    """What to read first: what falls due within a month, then what is next if reading goes on evenly.

    By the day on which they are due, hundreds that were read in one week would be due in one week.
    """
    tasks = list(tasks)
    even_days: dict[Task, float] = {}
    for topic in PACES:
        even_days |= _even_days([task for task in tasks if task.topic == topic])
    within = (today + MONTH).isoformat()
    near = sorted(task for task in tasks if task.due < within)
    others = [task for task in tasks if task.due >= within]
    return [*near, *sorted(others, key=lambda task: (even_days[task], task))]


def _even_days(tasks: Iterable[Task]) -> dict[Task, float]:
    """The day for each task of a topic, none late, if its time is filled evenly: counted back from the last."""
    tasks = sorted(tasks, reverse=True)
    all_minutes = sum(task.minutes for task in tasks)
    even_days: dict[Task, float] = {}
    latest = float(date.max.toordinal())
    for task in tasks:
        even_days[task] = min(latest, date.fromisoformat(task.due).toordinal())
        latest = even_days[task] - PACES[task.topic].days * task.minutes / all_minutes
    return even_days


def tasks_of_a_month(tasks: Iterable[Task], today: date, hours: int) -> list[Task]:
    """What to read next, in order, as far as it fits into so many hours; the first in any case."""
    left = hours * 60
    chosen: list[Task] = []
    for task in in_order(tasks, today):
        if task.minutes <= left or not chosen:
            chosen.append(task)
            left -= task.minutes
    return chosen


def hours_a_year(tasks: Iterable[Task]) -> float:
    """How long it takes in a year to read everything as often as it should be."""
    minutes = 0.0
    for task in tasks:
        times = 365 / PACES[task.topic].days
        if task.topic == "open-law":
            times -= 365 / PACES["law"].days  # it is read with all of the law, too
        minutes += task.minutes * times
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
