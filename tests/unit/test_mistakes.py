"""What people who never saw the toolkit before are told: once, where it is, and what to do."""

import re
import shutil
from pathlib import Path

import pytest

from tests.builds import ROOT, copy_sample, replace_text, run

OVERLAY = ROOT / "tests" / "overlay"
HELP = "docs/help.md"
SPANISH = "docs/help.es.md"


def told(root: Path, *arguments: str | Path) -> str:
    """What `check` prints, without notes on records that are due to be read again."""
    printed = run("check", "--root", root, *arguments).stdout
    return re.sub(r".* is more than .* ago.*\n    .*\n?", "", printed)


def test_a_mistake_in_a_translation_is_not_told_of_its_model_document_too(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / "practices/model/sample-flyer.es.yml", "status:", "statu:")
    assert told(root) == (
        "practices/model/sample-flyer.es.yml:2: statu: is not a field of a translation.\n"
        "    Did you mean `status`?\n"
    )


def test_a_slip_in_the_english_of_a_translation_is_noted_with_what_the_record_says(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    file = "practices/practice/id-night.es.yml"
    replace_text(root / file, "en: The library.", "en: The librarry.")
    assert f"{file}:41: texts.12.en: is English that the record does not have" in told(root)
    assert "practices/practice/id-night.yml says `The library.[@rivertown-2020]`" in told(root)


def test_a_translation_in_the_folder_of_another_kind_is_one_problem(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    (root / "practices/practice/id-night.es.yml").rename(root / "agencies/id-night.es.yml")
    assert told(root) == (
        "agencies/id-night.es.yml: translates an agency that is not there, `id-night`.\n"
        "    There is a practice with this name. Move this file into practices/practice/.\n"
    )


def test_a_record_and_its_translations_in_the_folder_of_another_kind_are_one_problem(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    for file in (root / "practices/practice").glob("id-night.*"):
        file.rename(root / "practices/policy" / file.name)
    assert told(root) == (
        "practices/policy/id-night.yml: is a practice by its fields, in another folder.\n"
        "    Move it, with its translations, into practices/practice/.\n"
    )


def test_another_number_in_a_translation_is_noted(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    file = "practices/practice/id-night.es.yml"
    replace_text(root / file, "costaron $40 en 2019", "costaron $70 en 2019")
    assert f"{file}:36: texts.10.text: has `70`, and the English has `40`." in told(root)


def test_a_word_for_thousand_in_place_of_its_zeros_is_the_same_number(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    practice = root / "practices/practice/id-night.yml"
    translation = practice.with_suffix(".es.yml")
    replace_text(practice, "$40 in 2019", "$40,000 in 2019")
    replace_text(translation, "$40 in 2019", "$40,000 in 2019")
    replace_text(translation, "$40 en 2019", "$40 mil en 2019")
    assert "and the English has" not in told(root)


def test_a_translation_with_a_misspelled_name_is_offered_that_of_its_record(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    folder = root / "practices/practice"
    (folder / "id-night.es.yml").rename(folder / "id-nite.es.yml")
    assert told(root) == (
        "practices/practice/id-nite.es.yml: translates a practice that is not there, `id-nite`.\n"
        "    Did you mean `id-night.es.yml`?\n"
    )


@pytest.mark.parametrize(
    ("file", "right", "wrong", "line", "hint"),
    [
        (SPANISH, "{#call}", "{#llamar}", f"{SPANISH}:11", "Write `{#call}` there"),
        (HELP, "](#call)", "](#cal)", f"{HELP}:16", "Did you mean `#call`?"),
        ("docs/about.md", "\n\n", "\n\n[Call](help.md#cal) ", "docs/about.md:6", "`help.md#call`"),
    ],
)
def test_check_finds_links_to_anchors_that_no_heading_has(
    file: str, right: str, wrong: str, line: str, hint: str, tmp_path: Path
) -> None:
    root = copy_sample(tmp_path)
    path = root / file
    path.write_text(path.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    printed = told(root)
    assert printed.startswith(line)
    assert hint in printed
    assert printed.count("\n") == 2


def test_headings_that_skip_a_level_or_repeat_the_title_s_are_noted(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    text = "---\ntitle: X\n---\n\n# X\n\n## A\n\n#### B\n\n```\n# code\n```\n"
    (root / "docs/x.md").write_text(text)
    assert re.findall(r"docs/x.md:\d+", told(root)) == ["docs/x.md:5", "docs/x.md:9"]


def test_a_page_that_cites_a_misspelt_key_is_one_problem(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / HELP, "[@made-up-1]", "[@made-up-9]")
    assert told(root) == (
        f"{HELP}:20: cites `made-up-9`, which is not among the sources.\n"
        "    Did you mean `made-up-1`? Otherwise add it under `sources`.\n"
    )


def test_check_finds_a_style_sheet_that_is_not_there(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("extra_css: [own.css]\n")
    assert "extra_css: `own.css` is not there." in told(root)


def test_a_mistake_in_a_record_is_told_of_its_translations_neither(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    replace_text(root / "practices/practice/id-night.yml", "evidence: counted", "evidence: countd")
    assert told(root).startswith("practices/practice/id-night.yml:33: evidence: `countd` is not")
    assert told(root).count("\n") == 2


def test_what_is_all_right_is_not_told(tmp_path: Path) -> None:
    assert told(copy_sample(tmp_path)) == "16 records, no problems.\n"


OVERLAY_MISTAKES = {
    "a language": ("[es, en, ar]", "[es, en, arr]", "yml:9: languages.3: `arr`", "There are `am`"),
    "a contact": ("outreach@cedar.example", "at cedar", "yml:8: contact: `at cedar`", "Write it"),
    "a blank": ("  phone: 712", "  telephone: 712", "yml:17: values.telephone", "have `phone`, "),
    "a tag": ("    es: 'Decimos", "    sp: 'Decimos", "yml:20: values.status.sp", "`en`, `es`"),
    "a tag of the notice": ("  es: La", "  sp: La", "yml:7: notice.sp", "`es`, `en`, `ar`"),
    "a field": ("    number: 712", "    phone: 712", "yml:26: help_lines.1.phone", "`number`?"),
    "a path": (
        "practices/practice/tea-with",
        "practices/tea-with",
        "yml:12: hide.2: ",
        "Did you mean `practices/practice/tea-with-officers.yml`?",
    ),
}


@pytest.mark.parametrize("name", OVERLAY_MISTAKES)
def test_a_mistake_in_an_overlay_is_told_once_in_its_line(name: str, tmp_path: Path) -> None:
    right, wrong, place, hint = OVERLAY_MISTAKES[name]
    folder = laid(tmp_path)
    replace_text(folder / "overlay.yml", right, wrong)
    printed = told(copy_sample(tmp_path), "--overlay", folder, "--out", tmp_path / "out")
    [(where, what_to_do)] = re.findall(r"overlay\.(yml:?\d*: .*)\n    (.*)", printed)
    assert where.startswith(place)
    assert hint in what_to_do


@pytest.mark.parametrize(
    ("before", "after", "content", "hint"),
    [
        ("overlay.yml", "overlay.yaml", b"", "Call it `overlay.yml`."),
        ("docs/logo.svg", "docs/logo.jpg", b"", "Save it as PNG"),
        ("docs/logo.svg", "docs/logo.png", b"\xff\xd8\xff\xe0 a picture", "Save it as PNG"),
    ],
)
def test_a_file_of_an_overlay_under_another_name_is_one_problem(
    before: str, after: str, content: bytes, hint: str, tmp_path: Path
) -> None:
    folder = laid(tmp_path)
    (folder / before).rename(folder / after)
    if content:
        (folder / after).write_bytes(content)
    printed = told(copy_sample(tmp_path), "--overlay", folder, "--out", tmp_path / "out")
    [said] = re.findall(r"^\S.*", printed, re.M)
    assert said.startswith(f"{folder / after}: ")
    assert hint in printed


def test_a_folder_or_copy_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    folder = tmp_path / "nowhere"
    for command in (("check", "--overlay", folder), ("verify", tmp_path / "toolkit.zip")):
        done = run(*command, "--root", root)
        assert done.returncode == 2
        assert "there is no " in done.stderr
        assert "Errno" not in done.stderr


def test_an_agency_may_begin_a_record_of_an_overlay_with_its_own_word(tmp_path: Path) -> None:
    folder = laid(tmp_path)
    root = copy_sample(tmp_path)
    answers = {
        "title": "Our desk",
        "summary": "We have a desk.",
        "agencies": "cedar-falls-sheriff",
        "sources.title": "Our own word",
        "sources.publisher": "Cedar Falls Sheriff's Office",
        "sources.seen": "own",
    }
    sets = [part for field, text in answers.items() for part in ("--set", f"{field}={text}")]
    done = run(
        "new", "practice", "--root", root, "--overlay", folder, "--out", tmp_path / "out", *sets
    )
    assert done.returncode == 0
    assert "only the records of an overlay" not in done.stdout


def laid(tmp_path: Path) -> Path:
    """The overlay, to edit."""
    return Path(shutil.copytree(OVERLAY, tmp_path / "office"))


def test_an_overlay_s_own_agency_does_not_say_that_nobody_to_call_was_found(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "pages"
    done = run(
        "pages",
        folder,
        "--root",
        copy_sample(tmp_path),
        "--overlay",
        laid(tmp_path),
        "--out",
        tmp_path / "out",
    )
    assert done.returncode == 0
    own = (folder / "en/agencies/cedar-falls-sheriff.md").read_text("utf-8")
    assert "We looked for this and did not find it" not in own
    others = (folder / "en/practices/id-night.md").read_text("utf-8")
    assert "Whom to call" in others
