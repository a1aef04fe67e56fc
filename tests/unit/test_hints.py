"""A fix, applied as `check` prints it, passes: mistakes of people who never saw the toolkit before.

`check --fix` applies those that are mechanical, and no others.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.builds import ROOT, copy_sample, replace_text, run
from toolkit.diagnostics import NO_FIX, Diagnostic
from toolkit.fixing import fix
from toolkit.project import load_project

PRACTICE = "practices/practice/id-night.yml"
AGENCY = "agencies/rivertown-police-department.yml"
POLICY = "practices/policy/sample-language-policy.yml"
SPANISH = "practices/practice/id-night.es.yml"
OVERLAY = ROOT / "tests" / "overlay"


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
    "Latino": Mistake(
        PRACTICE, HMONG, "communities: [Latino]", "Did you mean `(.+?)`", "Latino", r"\1"
    ),
    "people": Mistake(
        PRACTICE, HMONG, "communities: [Hispanic people]", "mean `(.+?)`", "Hispanic people", r"\1"
    ),
    "a country": Mistake(
        PRACTICE, HMONG, "communities: [Somalia]", "mean `(.+?)`", "Somalia", r"\1"
    ),
    "a typo": Mistake(PRACTICE, HMONG, "communities: [hmnog]", "mean `(.+?)`", "hmnog", r"\1"),
    "a semicolon": Mistake(
        PRACTICE, HMONG, "communities: [hmong; lao]", "`(.+?)`, `(.+?)`", "hmong; lao", r"\1, \2"
    ),
    "no such people": Mistake(
        PRACTICE, HMONG, "communities: [Irish]", "leave it out", "communities: .Irish.\n", ""
    ),
    "a language's name": Mistake(
        PRACTICE, "languages: [hmn]", "languages: [Spanish]", "`(.+?)`", "Spanish", r"\1"
    ),
    "Mandarin": Mistake(
        PRACTICE, "languages: [hmn]", "languages: [Mandarin]", "`(.+?)`", "Mandarin", r"\1"
    ),
    "a topic's other word": Mistake(
        PRACTICE, ", youth]", ", recruitment]", "`(.+?)`", "recruitment", r"\1"
    ),
    "a state's name": Mistake(AGENCY, "state: ia", "state: Iowa", "`(.+?)`", "Iowa", r"\1"),
    "a short list": Mistake(
        AGENCY, "type: municipal", "type: urban", "Use `(.+?)`", "urban", r"\1"
    ),
    "another word for a value of a short list": Mistake(
        AGENCY, "type: municipal", "type: city police", "mean `(.+?)`", "city police", r"\1"
    ),
    "a field's name": Mistake(PRACTICE, "staffing:", "stafing:", "mean `(.+?)`", "stafing", r"\1"),
    "a field with a space": Mistake(
        PRACTICE, "run_by:", "Run by:", "mean `(.+?)`", "Run by", r"\1"
    ),
    "a field of another kind": Mistake(
        AGENCY, "setting: rural\n", "cost: no-new-money\n", "delete", "cost:.*\n", ""
    ),
    "no source": Mistake(
        PRACTICE, STEP, "  - Open the doors.\n", r"`\[@key\]`", "doors.", "doors.[@rivertown-2021]"
    ),
    "no at sign": Mistake(
        PRACTICE, STEP, "  - Open.[rivertown-2021]\n", "Write `(.+?)`", r"\[rivertown-2021\]", r"\1"
    ),
    "a space in a citation": Mistake(
        PRACTICE, STEP, "  - Open.[@ rivertown-2021]\n", "`(.+?)`", r"\[@ .*", r"\1"
    ),
    "a comma between keys": Mistake(
        PRACTICE,
        STEP,
        "  - Open.[@rivertown-2020, @rivertown-2021]\n",
        "`(.+?)`",
        r"\[@rivertown-2020,.*",
        r"\1",
    ),
    "a page in a citation": Mistake(
        PRACTICE, STEP, "  - Open.[@rivertown-2021, p. 4]\n", "`(.+?)`", r"\[@.*4\]", r"\1"
    ),
    "an unclosed citation": Mistake(
        PRACTICE, STEP, "  - Open.[@rivertown-2021\n", "`(.+?)`", r"\[@rivertown-2021$", r"\1"
    ),
    "a misspelt citation": Mistake(
        PRACTICE,
        "In 2021 it moved.[@rivertown-2021]",
        "It moved.[@rivetown-2021]",
        "`(.+?)`",
        "rivetown-2021",
        r"\1",
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
        PRACTICE, "date: 2020-02-29", "date: February 2020", "Write `(.+?)`", "February 2020", r"\1"
    ),
    "a day in the American way": Mistake(
        PRACTICE, "checked: 2024-05-06", "checked: 5/6/24", "`(.+?)`", "5/6/24", r"\1"
    ),
    "a number with a comma": Mistake(
        AGENCY, "number: 12000", "number: 12,000", "such as `(.+?)`", "12,000", r"\1"
    ),
    "yes": Mistake(AGENCY, "profiled: true", "profiled: maybe", "Write `(.+?)`", "maybe", r"\1"),
    "an address without its beginning": Mistake(
        AGENCY,
        "website: https://rivertown",
        "website: rivertown",
        "starts with `(.+?)`",
        "website: ",
        r"website: \1",
    ),
    "a link with a user name": Mistake(
        PRACTICE,
        STEP,
        "  - Ask [Boise](https://cityofboise.org@evil.example/).[@rivertown-2021]\n",
        "no .* user name",
        "cityofboise.org@",
        "",
    ),
    "HTML": Mistake(
        PRACTICE,
        STEP,
        "  - Open <b>now</b>.[@rivertown-2021]\n",
        "plain words",
        "<b>now</b>",
        "now",
    ),
    "a text in a list": Mistake(
        PRACTICE, "- Bring more chairs", "- Note: bring chairs", '`(".+?")`', "Note.*", r"\1"
    ),
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
        PRACTICE,
        "agencies: [rivertown-",
        "agencies: [rivertwon-",
        "mean `(.+?)`",
        "rivertwon-police-department",
        r"\1",
    ),
    "a principle's name": Mistake(
        PRACTICE, "id: root-causes", "id: root-cause", "mean `(.+?)`", "root-cause$", r"\1"
    ),
    "an agency's full name": Mistake(
        PRACTICE,
        "agencies: [rivertown-police-department",
        "agencies: [Rivertown Police Department",
        "mean `(.+?)`",
        "Rivertown Police Department",
        r"\1",
    ),
    "brackets around a key": Mistake(
        PRACTICE,
        "  cite: rivertown-2020",
        "  cite: '[@rivertown-2020]'",
        "hyphens: `(.+?)`",
        r"'\[@rivertown-2020\]'",
        r"\1",
    ),
    "a list in a text": Mistake(
        PRACTICE,
        "topics: [identification, youth]",
        "topics: identification, youth",
        "(- )",
        "topics: .*",
        r"topics:\n  \1youth",
    ),
    "a day that is not in the calendar": Mistake(
        PRACTICE, "checked: 2024-05-06", "checked: 2024-06-31", "day: `(.+?)`", "2024-06-31", r"\1"
    ),
    "a value twice": Mistake(
        PRACTICE, HMONG, "communities: [hmong, hmong]", "Delete it here", ", hmong", ""
    ),
    "a file's name": Mistake(
        POLICY,
        "sample-language-policy.pdf",
        "sample-languag-policy.pdf",
        "`(.+?)`",
        "sample-languag-.*",
        r"\1",
    ),
    "a translated text's name": Mistake(
        SPANISH, "at: title", "at: tittle", "mean `(.+?)`", "tittle", r"\1"
    ),
    "null": Mistake(
        PRACTICE,
        "evidence: counted",
        "evidence: null",
        "Leave the line out",
        "evidence: null\n",
        "",
    ),
}
FIXED = {
    "Latino",
    "people",
    "a country",
    "a typo",
    "a language's name",
    "Mandarin",
    "a topic's other word",
    "a state's name",
    "a field's name",
    "a field with a space",
    "no at sign",
    "a space in a citation",
    "a comma between keys",
    "an unclosed citation",
    "a misspelt citation",
    "another word for a value of a short list",
    "an agency's name",
    "an agency's full name",
    "a principle's name",
    "a file's name",
    "a translated text's name",
}
"""Mistakes with a single value or name to replace. A page in a citation is none: its number would be lost."""


def problems(root: Path) -> list[tuple[str, int, str]]:
    return [(entry.file, entry.line, entry.hint) for entry in load_project(root).diagnostics]


def difference(text: str, other: str) -> int:
    """The first line in which a text differs from another."""
    return next(
        i
        for i, rows in enumerate(zip(text.splitlines(), other.splitlines(), strict=False), 1)
        if rows[0] != rows[1]
    )


def with_mistake(root: Path, mistake: Mistake) -> tuple[str, str]:
    """The text of the file without and with the mistake, which is in the file now."""
    path = root / mistake.file
    text = path.read_text("utf-8")
    assert mistake.right in text
    wrong = text.replace(mistake.right, mistake.wrong, 1)
    path.write_text(wrong, "utf-8")
    return text, wrong


def applied(mistake: Mistake, wrong: str, hint: str) -> str:
    """The text of the file after the hint as printed."""
    match = re.search(mistake.hint, hint)
    assert match, hint
    paste = match.expand(mistake.paste) if r"\1" in mistake.paste else mistake.paste
    fixed, number = re.subn(mistake.cut, lambda _: paste, wrong, count=1, flags=re.M)
    assert number
    return fixed


@pytest.mark.parametrize("name", MISTAKES)
def test_a_hint_applied_as_printed_passes(name: str, tmp_path: Path) -> None:
    mistake = MISTAKES[name]
    root = copy_sample(tmp_path)
    text, wrong = with_mistake(root, mistake)
    [(file, line, hint)] = problems(root)
    assert file == mistake.file
    assert abs(line - difference(wrong, text)) <= 1
    (root / file).write_text(applied(mistake, wrong, hint), "utf-8")
    assert problems(root) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_check_fix_applies_a_mechanical_hint_and_no_other(name: str, tmp_path: Path) -> None:
    mistake = MISTAKES[name]
    root = copy_sample(tmp_path)
    _, wrong = with_mistake(root, mistake)
    [(file, _, hint)] = problems(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    difference = fix(root, lambda: load_project(root).diagnostics)
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    if name in FIXED:
        assert after == before | {root / file: applied(mistake, wrong, hint).encode()}
        assert problems(root) == []
        assert difference.splitlines()[:2] == [f"--- a/{file}", f"+++ b/{file}"]
    else:
        assert after == before
        assert difference == ""


def edited(root: Path, file: str, *changes: tuple[str, str]) -> bytes:
    """The content of a file of the sample after these changes."""
    for right, wrong in changes:
        replace_text(root / file, right, wrong)
    return (root / file).read_bytes()


def test_check_fix_shows_the_difference_then_what_is_left(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    edited(root, AGENCY, ("state: ia", "state: Iowa"))
    edited(
        root,
        PRACTICE,
        (HMONG, "communities: [hmnog]"),
        ("languages: [hmn]", "languages: [Klingon]"),
    )
    done = run("check", "--fix", "--root", root)
    assert done.returncode == 1
    shown, left = done.stdout.split("Read whether")
    assert [row for row in shown.splitlines() if row[:1] in "+-" and row[1:2] == " "] == []
    assert "-state: Iowa\n+state: ia\n" in shown
    assert "-communities: [hmnog]\n+communities: [hmong]\n" in shown
    assert "Klingon" in left
    assert "One problem." in done.stderr
    edited(root, PRACTICE, ("languages: [Klingon]", "languages: [Spanish]"))
    done = run("check", "--fix", "--root", root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no problems" in done.stdout


def test_check_fix_for_programs_shows_the_difference_on_standard_error(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    edited(root, AGENCY, ("state: ia", "state: Iowa"))
    done = run("check", "--fix", "--root", root, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "+state: ia\n" in done.stderr


def test_a_value_inside_another_is_another(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    content = edited(root, PRACTICE, (", youth]", ", youths, our-youths, youths-night]"))
    fix(root, lambda: load_project(root).diagnostics)
    assert (root / PRACTICE).read_bytes() == content.replace(b" youths,", b" youth,")


def test_check_fix_applies_what_a_diagnostic_carries_and_reads_no_sentence(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    content = edited(root, AGENCY, ("state: ia", "state: Iowa"))

    def reworded(**changes: Any) -> list[Diagnostic]:
        return [entry._replace(**changes) for entry in load_project(root).diagnostics]

    assert fix(root, lambda: reworded(fix=NO_FIX)) == ""
    assert (root / AGENCY).read_bytes() == content
    assert "+state: ia" in fix(root, lambda: reworded(message="no está.", hint="Escríbalo bien."))


ONLY_NEAR = {
    "another year's source": (
        PRACTICE,
        "In 2021 it moved.[@rivertown-2021]",
        "It moved.[@rivertown-2012]",
    ),
    "another source of that year": (
        PRACTICE,
        "In 2021 it moved.[@rivertown-2021]",
        "It moved.[@riverside-2021]",
    ),
    "a source cited in several lines": (
        PRACTICE,
        STEP,
        STEP.replace("rivertown-2021", "rivetown-2021") * 2,
    ),
    "a source cited twice in a line": (
        PRACTICE,
        STEP,
        "  - One.[@rivetown-2021] Two.[@rivetown-2021]\n",
    ),
    "a source cited twice in a text": (
        PRACTICE,
        STEP,
        "  - One.[@rivetown-2021]\n    Two.[@rivetown-2021]\n",
    ),
    "a citation in a later line": (PRACTICE, STEP, "  - One\n    two.[@rivetown-2021]\n"),
    "words in an unclosed citation": (
        PRACTICE,
        STEP,
        "  - Open.[@rivertown-2021 and close at nine\n",
    ),
    "a value that stands there twice": (PRACTICE, HMONG, "communities: [hmnog]  # no [hmnog]"),
    "a fixed field with a mistake in it": (PRACTICE, "staffing:", "stafing: Many.\nunknown_field:"),
    "a field that is there already": (
        PRACTICE,
        "staffing:",
        "staffing: One.[@rivertown-2021]\nstafing:",
    ),
    "a backtick in a value": (PRACTICE, HMONG, "communities: [hmnog` x]"),
    "backticks in a value": (PRACTICE, HMONG, "communities: [hmnog` `x]"),
    "a hint in a value": (
        PRACTICE,
        HMONG,
        "communities: ['x` is not on the list. Did you mean `hmong`?']",
    ),
    "a control character in a value": (PRACTICE, HMONG, 'communities: ["hmnog\\e[31m"]'),
    "a very long value": (PRACTICE, HMONG, f"communities: [{'hmong' * 10_000}]"),
    "a path in a file's name": (POLICY, "file: sample", "file: ../../sample"),
    "a path in a reference": (PRACTICE, "agencies: [rivertown-", "agencies: [../rivertown-"),
    "a field with a dot": (PRACTICE, "run_by:", "x.Run by:"),
}


@pytest.mark.parametrize("name", ONLY_NEAR)
def test_check_fix_leaves_alone_what_only_a_person_can_decide(name: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    file, right, wrong = ONLY_NEAR[name]
    content = edited(root, file, (right, wrong))
    assert problems(root)
    assert fix(root, lambda: load_project(root).diagnostics) == ""
    assert (root / file).read_bytes() == content


def test_check_fix_keeps_line_ends_the_byte_order_mark_and_rights(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    right = b"\xef\xbb\xbf" + edited(root, AGENCY).replace(b"\n", b"\r\n")
    (root / AGENCY).write_bytes(right.replace(b"state: ia", b"state: Iowa"))
    (root / AGENCY).chmod(0o640)
    assert "\r" not in fix(root, lambda: load_project(root).diagnostics)
    assert (root / AGENCY).read_bytes() == right
    assert (root / AGENCY).stat().st_mode & 0o777 == 0o640


def test_the_difference_moves_no_cursor(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    edited(root, AGENCY, ("state: ia", "state: Iowa\n# \u202e right to left"))
    shown = fix(root, lambda: load_project(root).diagnostics)
    assert "<U+202E>" in shown
    assert all(character.isprintable() for character in shown.replace("\n", ""))


def test_pages_and_settings_are_not_fixed(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    page = edited(root, "docs/about.md", ("title:", "tittle:"))
    assert [hint for _, _, hint in problems(root)] == ["Did you mean `title`?"]
    assert fix(root, lambda: load_project(root).diagnostics) == ""
    assert (root / "docs/about.md").read_bytes() == page


def test_with_an_overlay_check_fix_says_why_it_fixes_nothing(tmp_path: Path) -> None:
    done = run(
        "check",
        "--fix",
        "--overlay",
        OVERLAY,
        "--root",
        copy_sample(tmp_path),
        "--out",
        tmp_path / "out",
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Cannot fix: ")


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
def test_no_other_people_is_offered_because_its_letters_are_near(
    people: str, tmp_path: Path
) -> None:
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
    path.write_text(
        text.replace("In 2021 it moved.[@rivertown-2021]", "It moved.[@herald-2021]"), "utf-8"
    )
    other = root / AGENCY
    other.write_text(
        other.read_text("utf-8")
        .replace("state: ia", "state: Ohioo")
        .replace("year: 2020", "yaer: 2020"),
        "utf-8",
    )
    hints = "\n".join(f"{entry.message} {entry.hint}" for entry in load_project(root).diagnostics)
    for part in (
        "hmnog",
        "no strategy `visit-banks`",
        "cites `herald-2021`",
        "Ohioo",
        "mean `year`",
    ):
        assert part in hints
    assert len(load_project(root).diagnostics) == 5


def test_an_agency_by_its_name_is_offered_its_id_even_while_its_own_record_has_a_mistake(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    edited(
        root,
        PRACTICE,
        ("agencies: [rivertown-police-department]", "agencies: [Rivertown Police Department]"),
    )
    edited(root, AGENCY, ("state: ia", "state: Ohioo"))
    found = {entry.file: entry.hint for entry in load_project(root).diagnostics}
    assert found[PRACTICE] == "Did you mean `rivertown-police-department`?"
