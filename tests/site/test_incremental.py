"""An incremental build, which reuses what did not change, gives the same site as a clean build."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builds import (
    ROOT,
    Files,
    build,
    clean_build,
    differing,
    files,
    replace_text,
    run,
    translate_whole,
    wait_for_stable_times,
)
from toolkit.cli import DONE
from toolkit.linking import record_file
from toolkit.listing import API
from toolkit.project import load_project
from toolkit.schema import Key


def rebuilt_differences(root: Path, edit: Callable[[], object]) -> list[str]:
    """The files that a build after an edit leaves other than a clean build makes them. The site is built already."""
    edit()
    assert build(root) == DONE
    return differing(files(root / "build" / "site"), clean_build(root))


def page(root: Path, name: str) -> str:
    return (root / "build" / "site" / f"{name}.html").read_text("utf-8")


# ------------------------------------------------------------------ which files an edit rewrites


def rewritten(root: Path, edit: Callable[[], None]) -> set[str]:
    """The files of the site that a build after an edit writes again."""
    site = root / "build" / "site"
    assert build(root) == DONE
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    edit()
    assert build(root) == DONE
    after = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    return {
        path.relative_to(site).as_posix()
        for path, inode in after.items()
        if before.get(path) != inode
    }


def in_all_languages(*names: str) -> set[str]:
    return {f"{folder}{name}.html" for folder in ("", "es/", "ar/") for name in names}


def test_a_changed_result_rewrites_the_page_of_the_record_its_data_and_the_search_index_only(
    built_copy: Path,
) -> None:
    record = built_copy / "practices" / "practice" / "id-night.yml"
    changed = rewritten(
        built_copy, lambda: replace_text(record, "Forty made-up people came.", "Fifty people came.")
    )
    data = {
        f"{API}/en/{name}" for name in ("practices.csv", "toolkit.xlsx", "practices/id-night.json")
    }
    data.add("practices/id-night.md")
    assert data <= changed
    texts = {
        f"shortlist/{language}/practices/id-night.js" for language in ("en", "es", "ar")
    }  # for the shortlist
    assert texts <= changed
    edition = {"edition.js", "edition.json", "0-START-HERE.html", "START-HERE.html"}
    assert edition <= changed
    pages = {name for name in changed - data - texts - edition if not name.startswith("search/")}
    record_page = in_all_languages("practices/id-night")
    # The table of practices says it, too. It is the example in the reference, and its translation is outdated now.
    assert (
        record_page
        <= pages
        <= record_page
        | in_all_languages("translations/index", "contribute/practice", "practices/index")
    )


def test_a_changed_title_rewrites_only_pages_that_show_it(built_copy: Path) -> None:
    record = built_copy / "practices" / "practice" / "tea-with-officers.yml"
    changed = rewritten(built_copy, lambda: replace_text(record, "Drink tea", "Drink coffee"))
    shows = {
        name
        for name, text in files(built_copy / "build" / "site").items()
        if b"Drink coffee" in text
    }
    assert {"practices/tea-with-officers.html", "practices/index.html"} <= shows <= changed
    assert not {"policies/sample-language-policy.html", "principles/root-causes.html"} & changed


def test_a_build_without_changes_writes_no_file(
    built_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = built_copy / "build" / "site"
    assert build(built_copy) == DONE
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.rglob("*")}
    capsys.readouterr()
    assert build(built_copy) == DONE
    assert "Nothing changed." in capsys.readouterr().out
    assert {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in site.rglob("*")
    } == before


# ------------------------------------------------------------------ everything that a page depends on


def test_a_renamed_agency_reaches_the_pages_of_related_practices(built_copy: Path) -> None:
    agency = built_copy / "agencies" / "lakeside-county-sheriff.yml"

    def edit() -> None:
        replace_text(
            agency, "title: Sample Lakeside Sheriff's Office", "title: Sheriff of the Lake"
        )

    assert "Sheriff of the Lake" not in page(built_copy, "practices/tea-with-officers")
    assert rebuilt_differences(built_copy, edit) == []
    assert "Sheriff of the Lake" in page(built_copy, "practices/tea-with-officers")


def test_pages_of_a_language_lead_to_its_data_as_soon_as_nearly_all_is_translated(
    built_copy: Path,
) -> None:
    data = f"{API}/es/practices/id-night.json"
    assert data not in page(built_copy, "es/practices/id-night")
    assert rebuilt_differences(built_copy, lambda: translate_whole(built_copy, "es")) == []
    assert data in page(built_copy, "es/practices/id-night")
    assert (built_copy / "build" / "site" / data).is_file()


def test_a_changed_id_reaches_every_page_that_links_to_the_record(built_copy: Path) -> None:
    record = built_copy / "practices" / "practice" / "tea-with-officers.yml"
    assert (
        rebuilt_differences(built_copy, lambda: record.rename(record.with_name("tea-time.yml")))
        == []
    )


def test_a_changed_file_with_the_same_time_and_size_is_read_again(built_copy: Path) -> None:
    record = built_copy / "practices" / "practice" / "id-night.yml"

    def edit() -> None:
        times = record.stat()
        replace_text(record, "Forty made-up", "Fifty made-up")
        os.utime(record, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert build(built_copy) == DONE
    assert rebuilt_differences(built_copy, edit) == []
    assert "Fifty made-up" in page(built_copy, "practices/id-night")


def test_an_example_that_becomes_another_kind_reaches_the_contributors_reference(
    built_copy: Path,
) -> None:
    course = built_copy / "practices" / "curriculum" / "sample-course.yml"
    policy = built_copy / "practices" / "policy" / "sample-language-policy.yml"
    course_fields = re.compile(r"^(audience|length|objectives|modules):.*\n(  .*\n)*", re.M)

    def edit() -> None:
        policy.unlink()
        policy.with_suffix(".pdf").unlink()
        course.rename(policy.with_name("sample-course.yml"))

    course.write_text(course_fields.sub("", course.read_text("utf-8")), "utf-8")
    assert build(built_copy) == DONE
    assert rebuilt_differences(built_copy, edit) == []


def test_a_new_translation_does_not_change_the_example_in_the_contributors_reference(
    built_copy: Path,
) -> None:
    record = built_copy / "practices" / "practice" / "tea-with-officers.yml"
    text = "status: draft\nby: A\ndate: 2026-01-15\ntexts:\n  - at: title\n    en: {0}\n    text: {0}\n"
    translation, path = text.format("Drink tea with young people"), record.with_suffix(".ar.yml")
    assert rebuilt_differences(built_copy, lambda: path.write_text(translation, "utf-8")) == []
    assert "run_by: One sample officer" in page(built_copy, "ar/contribute/practice")


def test_a_translation_that_no_longer_fits_its_english_falls_away_everywhere(
    built_copy: Path,
) -> None:
    """What readers keep is then in English, too: a shortlist that names a missing file shows nothing at all."""
    record = built_copy / "practices" / "practice" / "walk-along-the-lake.yml"
    translation = record.with_suffix(".es.yml")
    (text,) = re.findall(r"^title: (.+)$", record.read_text("utf-8"), re.M)
    head = translation.read_text("utf-8").partition("texts:")[0]
    translation.write_text(
        f"{head}texts:\n  - at: title\n    en: {text}\n    text: Un paseo\n", "utf-8"
    )
    assert build(built_copy) == DONE
    assert (
        rebuilt_differences(
            built_copy, lambda: replace_text(record, f"title: {text}", "title: Quite other")
        )
        == []
    )


def test_a_file_of_the_site_that_docs_now_has_is_no_longer_made(built_copy: Path) -> None:
    robots = built_copy / "docs" / "robots.txt"
    assert rebuilt_differences(built_copy, lambda: robots.write_text("User-agent: *\n")) == []
    assert (built_copy / "build" / "site" / "robots.txt").read_text() == "User-agent: *\n"
    assert rebuilt_differences(built_copy, robots.unlink) == []


def test_changed_markdown_extensions_reach_authored_pages(built_copy: Path) -> None:
    config = built_copy / "mkdocs.yml"
    more = "markdown_extensions: [attr_list, md_in_html, {toc: {permalink: true}}]\n"
    text = config.read_text("utf-8")
    assert rebuilt_differences(built_copy, lambda: config.write_text(text + more, "utf-8")) == []
    assert "headerlink" in page(built_copy, "routes/first-week")


def test_changed_inherited_settings_reach_the_site(built_copy: Path) -> None:
    config, base = built_copy / "mkdocs.yml", built_copy / "base.yml"
    config.rename(base)
    config.write_text('INHERIT: "base.yml"  # the rest\n', "utf-8")
    for translation in built_copy.rglob("*.ar.*"):
        translation.unlink()
    assert build(built_copy) == DONE
    assert (
        rebuilt_differences(
            built_copy,
            lambda: replace_text(
                base, "      - {locale: ar, name: العربية, site_name: دليل نموذجي}\n", ""
            ),
        )
        == []
    )
    assert not (built_copy / "build" / "site" / "ar").exists()


def test_another_default_language_reaches_every_page(built_copy: Path) -> None:
    def edit() -> None:
        replace_text(built_copy / "mkdocs.yml", ", default: true", "")
        replace_text(built_copy / "mkdocs.yml", "name: Español", "name: Español, default: true")

    assert rebuilt_differences(built_copy, edit) == []
    assert '<html lang="es"' in page(built_copy, "index")


def test_a_changed_environment_variable_in_the_settings_reaches_the_site(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = built_copy / "mkdocs.yml"
    config.write_text(
        re.sub(r"site_url: .*", "site_url: !ENV [TOOLKIT_URL, none]", config.read_text("utf-8")),
        "utf-8",
    )
    for host in ("first.example", "second.example"):
        monkeypatch.setenv("TOOLKIT_URL", f"https://{host}/")
        assert build(built_copy) == DONE
        wait_for_stable_times()
        assert f'<link rel="canonical" href="https://{host}/practices/id-night.html">' in page(
            built_copy, "practices/id-night"
        )


def test_a_changed_hook_is_seen_and_without_it_the_site_is_as_before(built_copy: Path) -> None:
    config, hook, site = (
        built_copy / "mkdocs.yml",
        built_copy / "hook.py",
        built_copy / "build" / "site",
    )
    before, settings = files(site), config.read_text("utf-8")
    config.write_text(f"{settings}\nhooks: [hook.py]\n", "utf-8")
    for mark in ("FIRST", "SECOND"):
        hook.write_text(
            f"def on_post_page(output, page, config):\n    return output + '<!-- {mark} -->'\n",
            "utf-8",
        )
        done = run("build", "--root", built_copy)
        assert done.returncode == DONE, done.stdout + done.stderr
        assert "Using MkDocs for every page" in done.stderr
        assert mark in page(built_copy, "practices/id-night")
    config.write_text(settings, "utf-8")
    assert build(built_copy) == DONE
    assert differing(files(site), before) == []


def test_a_changed_program_reaches_the_site(copy: Path, program: Path, tmp_path: Path) -> None:
    changes = [
        (
            "toolkit/templates/practice.md.jinja",
            '{{ m.heading("practice.results", "results") }}',
            "From the template.",
        ),
        ("toolkit/theme/record.html", 'class="eyebrow"', 'class="eyebrow from-the-theme"'),
        (
            "toolkit/theme/frame/partials/footer.html",
            'class="site-footer"',
            'class="site-footer from-the-frame"',
        ),
        ("toolkit/messages/en.yml", "youth: Youth", "youth: Young people, from the messages"),
        ("toolkit/synonyms/en.yml", "police: [", "police: [coppers, "),
        ("web/toolkit.css", "\n", "\n.from-us { color: red; }\n"),
    ]

    def built(out: Path) -> Files:
        done = run("build", "--root", copy, "--out", out, program=program)
        assert done.returncode == DONE, done.stdout + done.stderr
        return files(out / "site")

    built(copy / "build")
    for name, old, new in changes:
        replace_text(program / name, old, new)
    after = built(copy / "build")
    assert differing(after, built(tmp_path / "clean")) == []
    whole = b"\n".join(after.values())
    for mark in (
        "From the template.",
        "from-the-theme",
        "from-the-frame",
        "from the messages",
        "coppers",
        "from-us",
    ):
        assert mark.encode() in whole, mark


# ------------------------------------------------------------------ failed builds, and damaged caches


def test_a_failed_build_never_writes_into_the_published_site(built_copy: Path) -> None:
    site, doc_page = (
        built_copy / "build" / "site",
        built_copy / "docs" / "practices" / "id-night.md",
    )
    before = files(site)
    doc_page.parent.mkdir()
    doc_page.write_text(
        "---\ntitle: A night\nshow: route\n---\n\nHello.\n", "utf-8"
    )  # where a record's page goes
    assert build(built_copy) == 1
    assert differing(files(site), before) == []


def test_a_deleted_attachment_of_an_unchanged_record_is_reported(built_copy: Path) -> None:
    document = built_copy / "practices" / "policy" / "sample-language-policy.pdf"
    assert build(built_copy) == DONE
    document.rename(built_copy / "away.pdf")
    assert build(built_copy) == 1
    (built_copy / "away.pdf").rename(document)
    assert build(built_copy) == DONE


@pytest.mark.parametrize("name", ["records", "manifest", "shells", "documents", "freshness"])
def test_a_damaged_cache_file_is_ignored(built_copy: Path, name: str) -> None:
    path = built_copy / "build" / ".cache" / f"{name}.json"
    assert path.is_file()
    path.write_bytes(path.read_bytes()[:-20])
    record = built_copy / "practices" / "practice" / "id-night.yml"
    assert (
        rebuilt_differences(
            built_copy, lambda: replace_text(record, "Forty made-up", "Fifty made-up")
        )
        == []
    )


def test_no_cache_file_can_run_code(built_copy: Path) -> None:
    """A folder from a stranger may bring its own cache."""
    names = {path.name for path in (built_copy / "build" / ".cache").iterdir()}
    assert {name for name in names if not name.endswith(".json")} == {"lock"}


# ------------------------------------------------------------------ real records

AGENCY = "brooklyn-center-police-department"
"""A real agency with many practices."""


@pytest.fixture
def real_slice(tmp_path: Path) -> Path:
    """A real agency, its records and all that those refer to, in English, Spanish and Arabic."""
    library, root = load_project(ROOT).library, tmp_path / "slice"
    slice_keys: set[Key] = set()
    waiting = [("agency", AGENCY), *library.backlinks["agency", AGENCY]]
    while waiting:
        key = waiting.pop()
        if key not in slice_keys:
            slice_keys.add(key)
            waiting += library.references[key]
    for key in slice_keys:
        file = ROOT / record_file(key)
        attachment = getattr(library.records[key], "file", None) or file.name
        for path in {
            file,
            file.with_suffix(".es.yml"),
            file.with_suffix(".ar.yml"),
            file.with_name(attachment),
        }:
            if path.is_file():
                target = root / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(
        "---\ntitle: Start\nshow: start\n---\n\nWelcome.\n", "utf-8"
    )
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    other_languages = re.compile(r"^      - \{locale: (?!en\b|es\b|ar\b).*\n", re.M)
    (root / "mkdocs.yml").write_text(other_languages.sub("", config), "utf-8")
    return root


@pytest.mark.real
def test_incremental_build_equals_clean_build_on_a_slice_of_the_real_records(
    real_slice: Path,
) -> None:
    project = load_project(real_slice)
    assert not project.diagnostics
    assert list(project.catalogs) == ["en", "es", "ar"]
    assert len(project.library.of_kind("agency")) > 5
    practice = next(
        key for key in project.library.backlinks["agency", AGENCY] if key[0] == "practice"
    )
    agency_file, file = (
        real_slice / record_file(("agency", AGENCY)),
        real_slice / record_file(practice),
    )
    copied = file.with_name("a-copied-practice.yml")
    assert build(real_slice) == DONE
    wait_for_stable_times()
    replace_text(agency_file, "title: ", "title: Renamed ")
    assert build(real_slice) == DONE
    wait_for_stable_times()
    assert (
        rebuilt_differences(real_slice, lambda: replace_text(file, "topics: [", "topics: [youth, "))
        == []
    )
    before = files(real_slice / "build" / "site")
    second = file.read_text("utf-8").replace("title: ", "title: Second ", 1)
    assert rebuilt_differences(real_slice, lambda: copied.write_text(second, "utf-8")) == []
    wait_for_stable_times()
    copied.unlink()
    assert build(real_slice) == DONE
    assert differing(files(real_slice / "build" / "site"), before) == []
