"""What a reviewer is told to look at: it stops nothing, and what is public is left alone."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builds import copy_sample, replace_text
from toolkit.project import load_project

PRACTICE = "practices/practice/id-night.yml"
STEP = "Open the doors."
TOLD = {
    "Call Ana at 515-555-0134.": "a phone number",
    "Call Ana at (515) 555-0134.": "a phone number",
    "She held A 012-345-678.": "an A-number",
    "Her number was A012345678.": "an A-number",
    "His number is 078-05-1120.": "a Social Security number",
    "He was named in case no. 24-001234.": "the number of a case",
    "It was incident #2024-00123.": "the number of a case",
    "The receipt was EAC2190012345.": "the number of a case",
    "See [cityofboise.org](https://evil.example/a).": "the link leads to `evil.example`",
    "See [Boise](https://cityofboise.org.evil.example/).": "named like another site",
    "See [ICE](https://ice.gov-forms.example/).": "named like another site",
    "See [Boise](https://citуofboise.org/).": "letters may look like",
    "See [Boise](https://xn--citofboise-x8h.org/).": "letters may look like",
    "See [a copy](https://www.scribd.com/document/1/a).": "leads to `www.scribd.com`, where anyone can put a copy",
    "See [the page](https://boise.example/a?id=1&utm_source=mail).": "ends in `utm_source=mail`, which tells the site",
    "See [the page](https://boise.example/a.).": "ends in `.`, which is seldom part of an address",
    "Maria López, who is undocumented, came.": "has `Maria López, who is undocumented`, a name beside",
    "Ana Diaz was in the country illegally.": "has `Ana Diaz was in the country illegally`, a name beside",
    "José Ruiz, 34, an asylum seeker, spoke.": "a name beside somebody",
    "The undocumented worker José Pérez came.": "has `undocumented worker José Pérez`, a name beside",
    "Write to rosa.diaz@gmail.com.": "contains `rosa.diaz@gmail.com`, which looks like a person's own address",
    "Ask for Sgt. Doe’s cell phone.": "has `’s cell phone`, which may be a person's own",
    "See [the rule](https://intranet/rules/4).": "leads to `intranet`, which only computers of one network can reach",
    "See [the rule](https://10.0.0.4/rules).": "leads to `10.0.0.4`, which only computers of one network can reach",
    "Write ** the number ** down.": "has `**` with a space on both sides",
}
LEFT_ALONE = (
    "Call the [tip line, 515-555-0134](tel:+15155550134), if 12,000 people and 2012-2013 allow.",
    "ISBN 978-1-932582-63-5, NCJ 240198, H.R. 5488 and SF 481 are public; so is 8 U.S.C. 1373(a).",
    "See [cityofboise.org/police](https://www.cityofboise.org/departments/police/).",
    "See [the law](https://www.legis.iowa.gov/docs/code/27A.pdf) and [gov.uk](https://www.gov.uk/a).",
    "See [police](https://www.police.vic.gov.au/) and [Harvard](https://eelp.law.harvard.edu/tracker).",
    "Police Chief Ray Doe said that undocumented people call. The New Haven rule protects undocumented victims.",
    "See [the list](https://boise.example/a?id=1&source=list) and [more](https://studies.example/police-interaction...).",
    "Officers park Rivertown’s mobile station near the person’s cell in the jail.",
    "Write to the unit, liaison@boise.example, or [to the office](mailto:police@outlook.com).",
    "Say **police**, **fire** or *ambulance*, then **wait**.",
    "In case 12 officers come, report 100 cases from 2019-2020.",
)


def notes(root: Path, text: str) -> list[str]:
    replace_text(root / PRACTICE, f"- {STEP}", f"- '{text}")
    replace_text(
        root / PRACTICE, "[@rivertown-2020; @rivertown-2021]", "[@rivertown-2020; @rivertown-2021]'"
    )
    project = load_project(root)
    assert project.diagnostics == []
    return [
        f"{note.line} {note.message}"
        for note in project.notes
        if note.file == PRACTICE and note.field == "steps.2"
    ]


@pytest.mark.parametrize("text", TOLD)
def test_what_may_be_private_or_misleading_is_told(text: str, tmp_path: Path) -> None:
    [note] = notes(copy_sample(tmp_path), text)
    assert TOLD[text] in note
    assert note.startswith("12 ")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_public_is_left_alone(text: str, tmp_path: Path) -> None:
    assert notes(copy_sample(tmp_path), text) == []


def test_what_is_past_its_day_is_one_note(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / PRACTICE, "checked: 2024-05-06", "checked: 2020-03-06")
    [note] = load_project(root).notes
    assert (note.file, note.field) == (PRACTICE, "checked")
    assert re.match(
        "`2020-03-06` is more than four years ago. [0-9]+ more are due, too", note.message
    )


def test_a_day_of_reading_before_a_source_came_out_is_noted(tmp_path: Path) -> None:
    edit = "checked: 2024-05-06", "checked: 2014-05-06"
    [note] = edited_notes(copy_sample(tmp_path), PRACTICE, *edit)
    assert (note[2], note[3]) == (
        "checked",
        "is before `2020-02-29`, the date of one of its sources.",
    )


def edited_notes(root: Path, file: str, old: str, new: str) -> list[tuple[str, int, str, str]]:
    """The notes on the sample after a change, but those on its age: file, line, field and message."""
    replace_text(root / file, old, new)
    project = load_project(root)
    assert project.diagnostics == []
    return [note[:4] for note in project.notes if " ago" not in note.message]


def test_law_that_a_court_has_blocked_is_due_after_three_months(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    today = date.today()
    for file in [*root.glob("agencies/*.yml"), *root.glob("practices/*/*.yml")]:
        text = file.read_text("utf-8")
        file.write_text(re.sub("checked: .*", f"checked: {today}", text), "utf-8")
    law = root / "practices" / "law" / "ia.yml"
    assert load_project(root).notes == []
    day = today - timedelta(days=93)
    replace_text(law, f"checked: {today}", f"checked: {day}")
    [note] = load_project(root).notes
    assert note.message.startswith(
        f"`{day}` is more than three months ago, and some of this law is"
    )
    replace_text(law, "standing: blocked", "standing: repealed")
    replace_text(law, "standing: pending", "standing: repealed")
    assert load_project(root).notes == []


def test_a_record_without_the_day_of_its_last_check_is_a_note(tmp_path: Path) -> None:
    [note] = edited_notes(copy_sample(tmp_path), PRACTICE, "checked: 2024-05-06\n", "")
    assert note[0] == PRACTICE and note[2:] == ("checked", "is missing.")


AGENCY = "agencies/rivertown-police-department.yml"
SOURCE = "title: A report that was made up for these tests"


@pytest.mark.parametrize(
    ("old", "new", "field", "lines"),
    [
        (SOURCE, "title: A report", "title", (64, 53)),
        ("    date: 2020-02-29\n", "", "date", (63, 55)),
    ],
)
def test_an_address_cited_with_another_title_or_date_is_a_note_that_names_both_places(
    tmp_path: Path, old: str, new: str, field: str, lines: tuple[int, int]
) -> None:
    [note] = edited_notes(copy_sample(tmp_path), PRACTICE, old, new)
    assert note[:3] == (PRACTICE, lines[0], f"sources.1.{field}")
    assert note[3] == f"differs from {AGENCY}:{lines[1]}, which cites the same address."


def test_a_step_of_a_route_that_links_to_no_practice_is_a_note(tmp_path: Path) -> None:
    route, link = (
        "docs/routes/first-week.md",
        "[holds an evening at the library](../practices/id-night.md)",
    )
    [note] = edited_notes(
        copy_sample(tmp_path), route, link, f"{link}.\n\n## Go there again\n\nIt is fun"
    )
    assert note == (route, 18, "", "is a step of a route that links to no practice.")


PAGE = {
    "See [www.uscis.gov](https://uscis-forms.example/).": "the link leads to `uscis-forms.example`",
    "See [cops](https://copѕ.example/).": "letters may look like",
    "Call Ana at 515-555-0134.": "a phone number",
    "We left out:\n- pages that nobody signs": "begins a list right under a paragraph",
    "See [the page] (https://sample.example/).": "has a space between `]` and `(`",
    "See [the page](www.sample.example).": "has a link without `https://`",
    "See [the page](practices/id-night.html).": "links to a finished page",
    "See [the page](routes\\first.md).": "has a link with a backslash",
    "See [the page](practice/id-night.yml).": "links to a record's file",
    "See [the page](practices/id-night#steps).": "has a link without an ending",
}
PAGE_LEFT_ALONE = (
    "We left out:\n\n- pages that nobody signs,\n  and others\n- and more",
    "    notice: 515-555-0134",
    "Write `See [the page] (https://sample.example/)`.",
    "Call [911](tel:911).",
    "See [there](#call), [the file](names.pdf) and [the page](https://sample.example/a).",
)


def page_notes(root: Path, text: str) -> list[str]:
    path = root / "docs" / "about.md"
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", "utf-8")
    project = load_project(root)
    assert project.diagnostics == []
    rows = path.read_text("utf-8").split("\n")
    return [
        f"{rows[note.line - 1]}: {note.message}"
        for note in project.notes
        if note.file == "docs/about.md"
    ]


@pytest.mark.parametrize("text", PAGE)
def test_what_may_mislead_or_not_work_on_a_page_is_told_with_its_line(
    text: str, tmp_path: Path
) -> None:
    [note] = page_notes(copy_sample(tmp_path), text)
    assert note.startswith(f"{text.splitlines()[-1]}: ") and PAGE[text] in note


@pytest.mark.parametrize("text", PAGE_LEFT_ALONE)
def test_lists_examples_and_public_numbers_of_a_page_are_left_alone(
    text: str, tmp_path: Path
) -> None:
    assert page_notes(copy_sample(tmp_path), text) == []


HIDDEN = {
    b"Exif\0\0II*\0%\x88\x04\0\x01\0\0\0\x1a\0\0\0": "says where it was taken",
    b"Exif\0\0MM\0*\x88%\0\x04\0\0\0\x01\0\0\0\x1a": "says where it was taken",
    b"word/vbaProject.bin": "has macros",
    b"1 0 obj << /S /JavaScript /JS (app.alert(1)) >>": "has a script",
    b"word/comments.xml": "has comments in its margin",
}


@pytest.mark.parametrize("content", HIDDEN)
def test_what_readers_of_an_attachment_do_not_see_is_told(content: bytes, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    attachment = root / "practices" / "policy" / "sample-language-policy.pdf"
    attachment.write_bytes(attachment.read_bytes() + content)
    project = load_project(root)
    notes = [
        note.message
        for note in project.notes
        if note.file == "practices/policy/sample-language-policy.pdf"
    ]
    assert project.diagnostics == []
    assert [note for note in notes if HIDDEN[content] in note]


def test_a_record_with_the_sources_and_topics_of_another_is_told_as_a_likely_double(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    text = (root / "practices" / "practice" / "tea-with-officers.yml").read_text("utf-8")
    (root / "practices" / "practice" / "tea.yml").write_text(text.replace("Drink", "Have"), "utf-8")
    [note] = [note for note in load_project(root).notes if note.field == "title"]
    assert "practices/practice/tea" in note.file and "practices/practice/tea" in note.message


def test_a_document_with_the_address_of_another_is_told_as_a_likely_double(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    for name in ("first", "second"):
        (root / "practices" / "outreach" / f"{name}.yml").write_text(
            f"title: The {name} leaflet\nsummary: A leaflet.[@{name}]\nmedium: leaflet\n"
            f"url: https://{'www.' if name == 'first' else ''}sample.example/leaflet{'/' if name == 'first' else ''}\n"
            f"sources:\n  - {{key: {name}, title: The {name}, publisher: Sample, seen: whole}}\n",
            "utf-8",
        )
    [note] = [note for note in load_project(root).notes if note.field == "title"]
    assert note.file == "practices/outreach/second.yml"
    assert note.message.startswith(
        "has the same address or sources as practices/outreach/first.yml"
    )


def test_a_practice_that_says_it_was_evaluated_and_names_no_study_is_told(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(
        root / "practices/practice/tea-with-officers.yml", "topics:", "evidence: evaluated\ntopics:"
    )
    replace_text(root / PRACTICE, "evidence: counted", "evidence: compared")
    [note] = [note for note in load_project(root).notes if note.field == "evidence"]
    assert note.file == "practices/practice/tea-with-officers.yml"
