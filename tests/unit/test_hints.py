"""A fix, applied as `check` prints it, passes: mistakes of people who never saw the toolkit before."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builds import copy_sample
from toolkit.project import load_project

PRACTICE = "practices/practice/id-night.yml"
AGENCY = "agencies/rivertown-police-department.yml"
POLICY = "practices/policy/sample-language-policy.yml"
SPANISH = "practices/practice/id-night.es.yml"


class Mistake(NamedTuple):
    """What somebody wrote instead of `right`, the hint, and what it says to write in place of `cut`."""

    file: str
    right: str
    wrong: str
    hint: str
    """A pattern; `\\1` in `paste` is what it captures from the hint as printed."""
    cut: str
    paste: str


HMONG, STEP = "communities: [hmong]", "  - Open the doors.[@rivertown-2020; @rivertown-2021]\n"
MISTAKES = {
    "Chinese": Mistake(PRACTICE, HMONG, "communities: [Chinese]", "Use `(.+?)`", "Chinese", r"\1"),
    "Latino": Mistake(PRACTICE, HMONG, "communities: [Latino]", "Did you mean `(.+?)`", "Latino", r"\1"),
    "people": Mistake(PRACTICE, HMONG, "communities: [Hispanic people]", "mean `(.+?)`", "Hispanic people", r"\1"),
    "a country": Mistake(PRACTICE, HMONG, "communities: [Somalia]", "mean `(.+?)`", "Somalia", r"\1"),
    "a typo": Mistake(PRACTICE, HMONG, "communities: [hmnog]", "mean `(.+?)`", "hmnog", r"\1"),
    "a semicolon": Mistake(PRACTICE, HMONG, "communities: [hmong; lao]", "`(.+?)`, `(.+?)`", "hmong; lao", r"\1, \2"),
    "no such people": Mistake(PRACTICE, HMONG, "communities: [Irish]", "leave it out", "communities: .Irish.\n", ""),
    "a language's name": Mistake(PRACTICE, "languages: [hmn]", "languages: [Spanish]", "`(.+?)`", "Spanish", r"\1"),
    "Mandarin": Mistake(PRACTICE, "languages: [hmn]", "languages: [Mandarin]", "`(.+?)`", "Mandarin", r"\1"),
    "a topic's other word": Mistake(PRACTICE, ", youth]", ", recruitment]", "`(.+?)`", "recruitment", r"\1"),
    "a state's name": Mistake(AGENCY, "state: ia", "state: Iowa", "`(.+?)`", "Iowa", r"\1"),
    "a short list": Mistake(AGENCY, "type: municipal", "type: city", "Use `(.+?)`", "city", r"\1"),
    "a field's name": Mistake(PRACTICE, "staffing:", "stafing:", "mean `(.+?)`", "stafing", r"\1"),
    "a field with a space": Mistake(PRACTICE, "run_by:", "Run by:", "mean `(.+?)`", "Run by", r"\1"),
    "a field of another kind": Mistake(AGENCY, "setting: rural\n", "cost: no-new-money\n", "delete", "cost:.*\n", ""),
    "no source": Mistake(PRACTICE, STEP, "  - Open the doors.\n", r"`\[@key\]`", "doors.", "doors.[@rivertown-2021]"),
    "no at sign": Mistake(PRACTICE, STEP, "  - Open.[rivertown-2021]\n", "Write `(.+?)`", r"\[rivertown-2021\]", r"\1"),
    "a space in a citation": Mistake(PRACTICE, STEP, "  - Open.[@ rivertown-2021]\n", "`(.+?)`", r"\[@ .*", r"\1"),
    "a comma between keys": Mistake(
        PRACTICE, STEP, "  - Open.[@rivertown-2020, @rivertown-2021]\n", "`(.+?)`", r"\[@rivertown-2020,.*", r"\1"
    ),
    "a page in a citation": Mistake(
        PRACTICE, STEP, "  - Open.[@rivertown-2021, p. 4]\n", "`(.+?)`", r"\[@.*4\]", r"\1"
    ),
    "an unclosed citation": Mistake(
        PRACTICE, STEP, "  - Open.[@rivertown-2021\n", "`(.+?)`", r"\[@rivertown-2021$", r"\1"
    ),
    "a misspelt citation": Mistake(
        PRACTICE, "In 2021 it moved.[@rivertown-2021]", "It moved.[@rivetown-2021]", "`(.+?)`", "rivetown-2021", r"\1"
    ),
    "a source never cited": Mistake(
        PRACTICE,
        "\nsources:\n",
        "\nsources:\n  - {key: new, title: N, publisher: N, seen: whole}\n",
        "Write `(.+?)`",
        "Open the doors.",
        r"Open the doors.\1",
    ),
    "a date in words": Mistake(
        PRACTICE, "date: 2020-02-29", "date: February 2020", "or `(2012-10)`", "February 2020", r"\1"
    ),
    "a day in the American way": Mistake(
        PRACTICE, "checked: 2024-05-06", "checked: 5/6/24", "`(.+?)`", "5/6/24", r"\1"
    ),
    "a number with a comma": Mistake(AGENCY, "number: 12000", "number: 12,000", "such as `(.+?)`", "12,000", r"\1"),
    "yes": Mistake(AGENCY, "profiled: true", "profiled: maybe", "Write `(.+?)`", "maybe", r"\1"),
    "an address without its beginning": Mistake(
        AGENCY, "website: https://rivertown", "website: rivertown", "starts with `(.+?)`", "website: ", r"website: \1"
    ),
    "a link with a user name": Mistake(
        PRACTICE,
        STEP,
        "  - Ask [Boise](https://cityofboise.org@evil.example/).[@rivertown-2021]\n",
        "no .* user name",
        "cityofboise.org@",
        "",
    ),
    "HTML": Mistake(PRACTICE, STEP, "  - Open <b>now</b>.[@rivertown-2021]\n", "plain words", "<b>now</b>", "now"),
    "a text in a list": Mistake(PRACTICE, "- Bring more chairs", "- Note: bring chairs", '`(".+?")`', "Note.*", r"\1"),
    "a second colon": Mistake(
        PRACTICE,
        "problem: Residents of the sample had",
        "problem: Rivertown: they had",
        "quotation marks",
        "R.*: they.*",
        '"Rivertown: they had no papers.[@rivertown-2020]"',
    ),
    "a stage without its year": Mistake(
        PRACTICE, "as_of: 2020\n", "", "Add `(.+?)`", "stage: running", "stage: running\n\\1: 2020"
    ),
    "an agency's name": Mistake(
        PRACTICE, "agencies: [rivertown-", "agencies: [rivertwon-", "mean `(.+?)`", "rivertwon-police-department", r"\1"
    ),
    "a principle's name": Mistake(PRACTICE, "id: root-causes", "id: root-cause", "mean `(.+?)`", "root-cause$", r"\1"),
    "a value twice": Mistake(PRACTICE, HMONG, "communities: [hmong, hmong]", "Delete it here", ", hmong", ""),
    "a file's name": Mistake(
        POLICY, "sample-language-policy.pdf", "sample-languag-policy.pdf", "`(.+?)`", "sample-languag-.*", r"\1"
    ),
    "a translated text's name": Mistake(SPANISH, "at: title", "at: tittle", "mean `(.+?)`", "tittle", r"\1"),
    "null": Mistake(PRACTICE, "evidence: counted", "evidence: null", "Leave the line out", "evidence: null\n", ""),
}


def problems(root: Path) -> list[tuple[str, int, str]]:
    return [(entry.file, entry.line, entry.hint) for entry in load_project(root).diagnostics]


def difference(text: str, other: str) -> int:
    """The first line in which a text differs from another."""
    return next(
        i for i, rows in enumerate(zip(text.splitlines(), other.splitlines(), strict=False), 1) if rows[0] != rows[1]
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_a_hint_applied_as_printed_passes(name: str, tmp_path: Path) -> None:
    mistake = MISTAKES[name]
    root = copy_sample(tmp_path)
    path = root / mistake.file
    text = path.read_text("utf-8")
    assert mistake.right in text
    wrong = text.replace(mistake.right, mistake.wrong, 1)
    path.write_text(wrong, "utf-8")
    [(file, line, hint)] = problems(root)
    assert file == mistake.file
    assert abs(line - difference(wrong, text)) <= 1
    match = re.search(mistake.hint, hint)
    assert match, hint
    paste = match.expand(mistake.paste) if r"\1" in mistake.paste else mistake.paste
    fixed, number = re.subn(mistake.cut, lambda _: paste, wrong, count=1, flags=re.M)
    assert number
    path.write_text(fixed, "utf-8")
    assert problems(root) == []


MORE_THAN_NEAR = (
    "American",
    "South American",
    "South African",
    "Central Asian",
    "Siberian",
    "African American",
    "Irish",
)


@pytest.mark.parametrize("people", MORE_THAN_NEAR)
def test_no_other_people_is_offered_because_its_letters_are_near(people: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    text = (root / PRACTICE).read_text("utf-8")
    (root / PRACTICE).write_text(text.replace(HMONG, f"communities: [{people}]"), "utf-8")
    [(_, _, hint)] = problems(root)
    assert hint.startswith("The list has `afghan`, ")


def test_mistakes_of_every_stage_are_found_in_one_go(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    path = root / PRACTICE
    text = (
        path.read_text("utf-8")
        .replace(HMONG, "communities: [hmnog]")
        .replace("id: visit-businesses", "id: visit-banks")
    )
    path.write_text(text.replace("In 2021 it moved.[@rivertown-2021]", "It moved.[@herald-2021]"), "utf-8")
    other = root / AGENCY
    other.write_text(
        other.read_text("utf-8").replace("state: ia", "state: Ohioo").replace("year: 2020", "yaer: 2020"), "utf-8"
    )
    hints = "\n".join(f"{entry.message} {entry.hint}" for entry in load_project(root).diagnostics)
    for part in ("hmnog", "no strategy `visit-banks`", "cites `herald-2021`", "Ohioo", "mean `year`"):
        assert part in hints
    assert len(load_project(root).diagnostics) == 5
