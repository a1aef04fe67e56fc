"""The calendar of the days on which records should be read against their sources again."""

from datetime import date, timedelta
from pathlib import Path

from icalendar import Calendar

from tests.builds import ROOT, SAMPLE, replace_text
from toolkit.export.review_dates import review_dates
from toolkit.listing import API
from toolkit.project import Project, load_project


def events(project: Project) -> dict[str, tuple[date, str, list[str]]]:
    """The day, the summary and the records of each event, by its id."""
    [content] = review_dates(project, {}).values()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    assert [event.errors for event in calendar.walk("VEVENT") if event.errors] == []
    return {
        str(event["UID"]): (event.decoded("DTSTART"), str(event["SUMMARY"]), str(event["DESCRIPTION"]).split("\n"))
        for event in calendar.walk("VEVENT")
    }


def test_every_record_is_in_the_calendar_a_year_after_it_was_checked() -> None:
    for root in (ROOT, SAMPLE):
        project = load_project(root)
        due = [(day - timedelta(days=365), title) for day, _, titles in events(project).values() for title in titles]
        records = project.library.records.values()
        checked = [
            (date.fromisoformat(r.checked), " ".join(r.title.replace("*", "").split())) for r in records if r.checked
        ]
        assert sorted(due) == sorted(checked)


def test_a_title_with_signs_of_the_format_stays_whole_and_a_record_read_again_moves_to_a_later_day(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    title = load_project(copy).library.records["practice", "tea-with-officers"].title
    strange = "Café; tea, ተመልሶ\\\\ and so on: " + "ሰ" * 60
    replace_text(record, f"title: {title}", f"title: '{strange}'")
    before = events(load_project(copy))
    assert [event for event, (_, _, titles) in before.items() if strange in titles] == [
        "2025-05-06-practice@sample.example"
    ]
    replace_text(record, "checked: 2024-05-06", "checked: 2024-06-06")
    after = events(load_project(copy))
    assert after["2025-06-06-practice@sample.example"][1:] == (
        "Check against the sources again: Practices (1)",
        [strange],
    )
    assert strange not in after["2025-05-06-practice@sample.example"][2]


def test_the_page_of_what_is_new_leads_to_the_calendar(sample: Path) -> None:
    site = sample / "site"
    for page, link in (("news/index.html", "../api"), ("ar/news/index.html", "../../api")):
        assert f'href="{link}/v1/review.ics"' in (site / page).read_text("utf-8")
    assert (site / API / "review.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
