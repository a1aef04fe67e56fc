"""A build that keeps what did not change gives just what a build from nothing gives."""

import gc
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from stat import S_IFREG
from tempfile import TemporaryDirectory
from typing import Any
from weakref import ref

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jinja2 import Template

from tests.conftest import ROOT, SAMPLE, flipped
from tests.documents import pdf
from tests.site.test_forms import making
from toolkit import front_door
from toolkit.cache import STAMP, TEMPLATES, TICK, Cache, inputs, program, stamp
from toolkit.join import Toolkit
from toolkit.pages.templates import Templates
from toolkit.pages.translations import Tally
from toolkit.pages.views import KIND_VIEWS
from toolkit.preview import Preview
from toolkit.problems import Problem
from toolkit.read import Read, read
from toolkit.site import make
from toolkit.site.keys import LISTS, OVERVIEW, RECORDS, REFERENCE, TRANSLATIONS, taken_in
from toolkit.site.parts import Made
from toolkit.site.templates import templates
from toolkit.tree import Files, Tree

SEQUENCES = int(os.environ.get("TOOLKIT_SEQUENCES", "12"))
"""Random sequences of edits to try; 200 have been tried."""
KILLS = int(os.environ.get("TOOLKIT_KILLS", "6"))
"""Builds to kill; 50 have been."""
Edit = Callable[[Path, Random], None]
TEXT = re.compile(r"^(?: *- |[a-z_]+: |  [a-z]+: )(?=[A-Z][a-z]+\d? )")
"""The beginning of a line that holds a text."""


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def sample_in(folder: Path) -> Path:
    root = folder / "toolkit"
    shutil.copytree(SAMPLE, root)
    config = (root / "mkdocs.yml").read_text("utf-8").replace("../../mkdocs.yml", str(ROOT / "mkdocs.yml"))
    (root / "mkdocs.yml").write_text(config, "utf-8")
    return root


def from_nothing(root: Path) -> dict[str, bytes]:
    with TemporaryDirectory() as out:
        assert front_door.build(root, Path(out)) == 0
        return files(Path(out) / "site")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


# ------------------------------------------------------------------ edits


def some(root: Path, chance: Random, pattern: str) -> Path | None:
    found = sorted(root.glob(pattern))
    return chance.choice(found) if found else None


def add(root: Path, chance: Random) -> None:
    record = root / "practices" / "practice" / "tea-with-officers.yml"
    if record.is_file():
        number = chance.randrange(5)
        text = record.read_text("utf-8").replace("title: ", f"title: Again {number} ")
        record.with_name(f"tea-{number}.yml").write_text(text, "utf-8")


def change(root: Path, chance: Random) -> None:
    """Any text of any record."""
    path = some(root, chance, chance.choice(["*/*/[!.]*[a-z0-9].yml", "agencies/*.yml"]))
    if path:
        lines = path.read_text("utf-8").splitlines()
        spots = [i for i, line in enumerate(lines) if TEXT.match(line)]
        if spots:
            spot = chance.choice(spots)
            lines[spot] = TEXT.sub(rf"\g<0>Word{chance.randrange(9)} ", lines[spot])
            path.write_text("\n".join(lines) + "\n", "utf-8")


def refile(root: Path, chance: Random) -> None:
    """Something that a record is filed under."""
    path = some(root, chance, "practices/practice/tea-*.yml")
    if path:
        text = re.sub(r"\neffort: .*", "", path.read_text("utf-8"))
        text = re.sub(r"topics: \[.*\]", f"topics: [{chance.choice(['youth', 'hiring'])}]", text)
        path.write_text(f"{text.rstrip()}\neffort: {chance.choice(['part-time', 'unit'])}\n", "utf-8")


def rename(root: Path, chance: Random) -> None:
    path = some(root, chance, "practices/practice/tea-*.yml")
    if path and path.stem != "tea-with-officers":
        if chance.random() < 0.5:
            path.write_text(path.read_text("utf-8").replace("was:", "was: []\n#") + f"was: [{path.stem}]\n", "utf-8")
        path.rename(path.with_name(f"{path.stem}-moved.yml"))


def delete(root: Path, chance: Random) -> None:
    path = some(root, chance, "practices/practice/tea-*.yml")
    if path:
        path.unlink()


def translate(root: Path, chance: Random) -> None:
    path = some(root, chance, "practices/*/*.es.yml")
    if path:
        lines = path.read_text("utf-8").splitlines()
        spots = [i for i, line in enumerate(lines) if line.strip().startswith("text: ")]
        if spots:
            spot = chance.choice(spots)
            lines[spot] = lines[spot].replace("text: ", f"text: Palabra{chance.randrange(9)} ")
            path.write_text("\n".join(lines) + "\n", "utf-8")


def print_again(root: Path, chance: Random) -> None:
    """Another document under the name of the former, of the same length."""
    path = root / "practices" / "policy" / "sample-language-policy.pdf"
    path.write_bytes(pdf(f"Word{chance.randrange(9)} on a page", "and on the next."))


def by_hand(root: Path, chance: Random) -> None:
    page = root / "docs" / "about.md"
    page.write_text(page.read_text("utf-8") + f"\nMore {chance.randrange(9)}.\n", "utf-8")


def configure(root: Path, chance: Random) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    languages = chance.choice(["[en, es, ar]", "[en, es, ar, hmn]", "[en, es]"])
    lines = [f"  languages: {languages}" if "languages:" in line else line for line in text.splitlines()]
    config.write_text("\n".join(lines) + "\n", "utf-8")


def settle(root: Path, chance: Random) -> None:
    """Another address, menu, or way to read the pages by hand."""
    config = root / "mkdocs.yml"
    kept = config.read_text("utf-8").partition("# chosen\n")[0]
    extension = "markdown_extensions: [attr_list, md_in_html, {toc: {permalink: true}}]\n"
    menu = "nav: [index.md, {More: [about.md, practices/id-night.md]}]\n"
    config.write_text(f"{kept}# chosen\n{chance.choice(['', extension, menu])}", "utf-8")


def damage(root: Path, chance: Random) -> None:
    """What was kept cannot be read, or not rightly."""
    for kept in (root / "build" / ".cache").glob("*"):
        content = kept.read_bytes()
        if content and "s-" not in kept.name and chance.random() < 0.5:  # records are kept in files without a seal
            kept.write_bytes(flipped(content, chance.randrange(len(content))))
        elif kept.suffix != ".tree":
            kept.write_bytes(b"damaged" if chance.random() < 0.5 else b"")


EDITS: list[Edit] = [
    add,
    add,
    change,
    change,
    change,
    refile,
    rename,
    delete,
    translate,
    print_again,
    by_hand,
    configure,
    settle,
    damage,
]


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],  # each build takes a second, so making a failing sequence shorter would take an hour
)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 999)), min_size=1, max_size=5))
def test_after_any_edits_a_build_gives_what_a_build_from_nothing_gives(edits: list[tuple[Edit, int]]) -> None:
    with TemporaryDirectory() as folder:
        root = sample_in(Path(folder))
        time.sleep(2 * TICK / 1e9)  # so that the first edit finds all else as it was
        assert front_door.build(root, root / "build") == 0
        for edit, seed in edits:
            before = files(root / "build" / "site")
            edit(root, Random(seed))
            done = front_door.build(root, root / "build")
            assert differing(files(root / "build" / "site"), before if done else from_nothing(root)) == []
    gc.collect()  # builds look for garbage so rarely that much of it would wait here


# ------------------------------------------------------------------ what is touched


def touched(root: Path, edit: Callable[[], None]) -> set[str]:
    """The files of the site that a build after an edit writes anew."""
    site = root / "build" / "site"
    assert front_door.build(root, root / "build") == 0
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    edit()
    assert front_door.build(root, root / "build") == 0
    after = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    return {path.relative_to(site).as_posix() for path, number in after.items() if before.get(path) != number}


def test_a_changed_step_rewrites_the_page_and_the_index_of_its_language_and_no_more(copy: Path) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    text = record.read_text("utf-8")

    def edit() -> None:
        record.write_text(text.replace("Forty made-up people came.", "Fifty made-up people came."), "utf-8")

    rewritten = {name for name in touched(copy, edit) if not name.startswith("search/")}
    pages = {f"{language}practices/id-night.html" for language in ("", "es/", "ar/")}
    dashboards = {f"{language}translations/index.html" for language in ("", "es/", "ar/")}
    reference = {f"{language}contribute/practice.html" for language in ("", "es/", "ar/")}
    assert pages <= rewritten <= pages | dashboards | reference


def test_the_first_change_is_put_among_published_files_that_another_process_takes_over(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, note = copy / "practices" / "practice" / "id-night.yml", tmp_path / "filled"
    time.sleep(2 * TICK / 1e9)
    assert front_door.build(copy, copy / "build") == 0
    fill = Tree._fill

    def slowly(self: Tree) -> None:
        time.sleep(0.2)
        fill(self)
        note.touch()

    monkeypatch.setattr(Tree, "_fill", slowly)
    record.write_text(record.read_text("utf-8").replace("Forty made-up people", "Fifty made-up people"), "utf-8")
    assert front_door.build(copy, copy / "build") == 0
    assert note.exists()
    assert differing(files(copy / "build" / "site"), from_nothing(copy)) == []


def test_a_changed_title_rewrites_what_shows_it(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    text = record.read_text("utf-8")

    def edit() -> None:
        record.write_text(text.replace("Drink tea", "Drink coffee"), "utf-8")

    rewritten = touched(copy, edit)
    shows = {name for name, content in files(copy / "build" / "site").items() if b"Drink coffee" in content}
    assert {"practices/tea-with-officers.html", "practices/index.html"} <= shows <= rewritten
    assert "policies/sample-language-policy.html" not in rewritten


# ------------------------------------------------------------------ what a part is made from


def kept_up(root: Path, edit: Callable[[Path], object]) -> list[str]:
    """The files that a build after an edit leaves other than a build from nothing makes them."""
    time.sleep(2 * TICK / 1e9)  # so that the first build trusts what the files are known by
    assert front_door.build(root, root / "build") == 0
    time.sleep(2 * TICK / 1e9)
    edit(root)
    assert front_door.build(root, root / "build") == 0
    return differing(files(root / "build" / "site"), from_nothing(root))


def test_a_new_id_reaches_every_page_that_links_to_the_record(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    assert kept_up(copy, lambda _: record.rename(record.with_name("tea-time.yml"))) == []


def test_a_file_that_changed_without_a_new_time_or_length_is_read_again(copy: Path) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"

    def edit(_: Path) -> None:
        times = record.stat()
        record.write_text(record.read_text("utf-8").replace("Forty made-up", "Fifty made-up"), "utf-8")
        os.utime(record, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert kept_up(copy, edit) == []
    assert "Fifty made-up" in (copy / "build" / "site" / "practices" / "id-night.html").read_text("utf-8")


def test_the_reference_follows_its_example_into_another_kind(copy: Path) -> None:
    course, policy = (copy / "practices" / kind / "sample-course.yml" for kind in ("curriculum", "policy"))
    for path in policy.parent.glob("sample-language-policy.*"):
        path.unlink()
    of_courses = re.compile(r"^(audience|length|objectives|modules):.*\n(  .*\n)*", re.M)
    policy.write_text(of_courses.sub("", course.read_text("utf-8")), "utf-8")
    course.unlink()
    assert kept_up(copy, lambda _: policy.rename(course)) == []


def test_a_translation_does_not_change_which_record_the_reference_shows(copy: Path) -> None:
    record = copy / "practices" / "practice" / "tea-with-officers.yml"

    def edit(_: Path) -> None:
        text = "status: draft\nby: A\ndate: 2026-01-15\ntexts:\n  - at: title\n    en: {0}\n    text: {0}\n"
        record.with_suffix(".ar.yml").write_text(text.format("Drink tea with young people"), "utf-8")

    assert kept_up(copy, edit) == []
    shown = (copy / "build" / "site" / "ar" / "contribute" / "practice.html").read_text("utf-8")
    assert "run_by: One sample officer" in shown


@pytest.mark.parametrize(("changed", "is_trusted"), [(1_000_000_007, True), (1_000_000_000, False)])
def test_on_a_disk_that_tells_no_fractions_a_file_is_trusted_later(changed: int, is_trusted: bool) -> None:
    stat = os.stat_result((S_IFREG, 0, 0, 0, 0, 0, 8, 0, 0, 0), {"st_mtime_ns": changed, "st_ctime_ns": changed})
    assert (stamp(stat, 2_000_000_000) == STAMP.pack(changed, 8)) is is_trusted
    assert stamp(stat, 4_000_000_000) == STAMP.pack(changed, 8)


def test_another_way_to_read_pages_by_hand_reaches_them(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    more = "markdown_extensions: [attr_list, md_in_html, {toc: {permalink: true}}]\n"
    assert kept_up(copy, lambda _: config.write_text(config.read_text("utf-8") + more, "utf-8")) == []
    assert "headerlink" in (copy / "build" / "site" / "routes" / "first-week.html").read_text("utf-8")


def test_settings_that_are_inherited_count_as_the_toolkits_own(copy: Path) -> None:
    config, under = copy / "mkdocs.yml", copy / "under.yml"
    config.rename(under)
    config.write_text('INHERIT: "under.yml"  # the rest\n', "utf-8")
    text = under.read_text("utf-8")
    assert kept_up(copy, lambda _: under.write_text(text.replace("[en, es, ar]", "[en, es]"), "utf-8")) == []
    assert not (copy / "build" / "site" / "ar").exists()


def test_another_version_of_the_theme_is_seen(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = inputs(copy).beside
    (tmp_path / "material").mkdir()
    (tmp_path / "material" / "__init__.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert inputs(copy).beside != beside


def test_another_program_makes_all_that_differs(copy: Path, program: Path, tmp_path: Path) -> None:
    def built(out: Path) -> dict[str, bytes]:
        command = [sys.executable, str(program / "build_toolkit.py"), "build", "--root", str(copy), "--out", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return files(out / "site")

    before = built(copy / "build")
    for number, (name, old, new) in enumerate(
        [
            ("templates/practice.md.jinja", "<!-- more -->", "<!-- more -->\n\nFrom the template.\n"),
            ("theme/record.html", 'class="eyebrow"', 'class="eyebrow from-the-theme"'),
            ("theme/frame/partials/footer.html", 'class="site-footer"', 'class="site-footer from-the-frame"'),
            ("strings/en.yml", "youth: Youth", "youth: Young people, from the strings"),
            ("synonyms/en.yml", "police: [", "police: [coppers, "),
            ("../web/toolkit.css", "\n", "\n.from-us { color: var(--md-accent-bg-color); }\n"),
        ]
    ):
        path = program / "toolkit" / name
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), "utf-8")
        after = built(copy / "build")
        assert differing(after, built(tmp_path / f"nothing-{number}")) == []
        assert after != before, name
        before = after


def test_the_key_of_each_part_holds_the_templates_that_it_is_made_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(SAMPLE)
    pages = making(found, tmp_path)
    known = templates(Cache(tmp_path)).own
    assert {path.name for place in TEMPLATES for path in place.glob("*.*")} <= known.keys()
    asked: set[str] = set()
    get = Templates.get_template

    def noted(self: Templates, name: str, *more: Any) -> Template:
        asked.add(name)
        return get(self, name, *more)

    monkeypatch.setattr(Templates, "get_template", noted)
    parts: list[tuple[Callable[[], object], tuple[str, ...]]] = []
    for language in found.strings.words:
        parts += [
            (partial(pages.lists, language, Made()), LISTS),
            (partial(pages.reference, language, Made()), REFERENCE),
            (partial(pages.translations, language, defaultdict(Tally), Made()), TRANSLATIONS),
            (partial(pages.overview, language, defaultdict(lambda: (0, 0)), Made()), OVERVIEW),
        ]
    for name in found.toolkit.entries:
        own = f"{KIND_VIEWS[name[0]][0]}.md.jinja"
        parts.append((partial(list, pages.record(name)), (own, *RECORDS)))
    for written, held in parts:
        asked.clear()
        written()
        assert asked
        assert asked & known.keys() <= taken_in(held, known)


def test_a_value_that_is_damaged_anywhere_is_no_value(tmp_path: Path) -> None:
    cache, value = Cache(tmp_path), {"a": [1, 2], "b": "text"}
    for kept in (value, Made({"a": b"1"})):
        cache.put("value", "key", kept)
        assert cache.get("value", "key") == kept
        content = (tmp_path / "value").read_bytes()
        for at in range(len(content)):
            (tmp_path / "value").write_bytes(flipped(content, at))
            assert cache.get("value", "key") is None


def test_a_damaged_note_on_the_published_folder_is_no_note(copy: Path) -> None:
    assert front_door.build(copy, copy / "build") == 0
    for note in (copy / "build" / ".cache").glob("*.tree"):
        note.write_bytes(pickle.dumps(None))
    assert front_door.build(copy, copy / "build") == 0
    assert differing(files(copy / "build" / "site"), from_nothing(copy)) == []


def test_a_kept_record_that_cannot_be_read_is_taken_from_its_file(copy: Path) -> None:
    time.sleep(2 * TICK / 1e9)
    assert front_door.build(copy, copy / "build") == 0
    for kept in (copy / "build" / ".cache").glob("*s-*"):
        kept.write_bytes(bytes(kept.stat().st_size))
    record = copy / "practices" / "practice" / "id-night.yml"
    record.write_text(record.read_text("utf-8").replace("title: ", "title: More ", 1), "utf-8")
    assert front_door.build(copy, copy / "build") == 0
    assert differing(files(copy / "build" / "site"), from_nothing(copy)) == []


def test_a_record_that_did_not_change_is_told_of_when_the_file_beside_it_went_away(copy: Path) -> None:
    document = copy / "practices" / "policy" / "sample-language-policy.pdf"
    time.sleep(2 * TICK / 1e9)
    assert front_door.build(copy, copy / "build") == 0
    document.rename(copy / "away.pdf")
    assert front_door.build(copy, copy / "build") == 1
    (copy / "away.pdf").rename(document)
    assert front_door.build(copy, copy / "build") == 0


def test_a_failed_build_never_writes_into_the_published_site(copy: Path) -> None:
    out, page = copy / "build", copy / "docs" / "practices" / "id-night.md"
    assert front_door.build(copy, out) == 0
    before = files(out / "site")
    page.parent.mkdir()
    page.write_text("---\ntitle: A way\nshow: route\n---\n\nHello.\n", "utf-8")  # in no footer: no frame changes
    assert front_door.build(copy, out) == 1
    assert differing(files(out / "site"), before) == []


def test_a_build_leaves_nothing_in_the_memory_of_whoever_asks_for_many(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    toolkits: list[ref[Toolkit]] = []

    def noted(found: Read, cache: Cache, tree: Tree) -> tuple[Files, list[Problem]]:
        toolkits.append(ref(found.toolkit))
        return make(found, cache, tree)

    monkeypatch.setattr("toolkit.site.make", noted)
    for _ in range(2):
        record.write_text(record.read_text("utf-8").replace("title: ", "title: More ", 1), "utf-8")
        assert front_door.build(copy, copy / "build") == 0
    gc.collect()
    assert [kept() for kept in toolkits] == [None, None]


# ------------------------------------------------------------------ killed builds


def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_mends_all(copy: Path) -> None:
    chance = Random(1)
    record = copy / "practices" / "practice" / "tea-with-officers.yml"
    text = record.read_text("utf-8")
    out, site = copy / "build", copy / "build" / "site"
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
    assert front_door.build(copy, out) == 0
    for number in range(KILLS):
        old = files(site)
        record.write_text(text.replace("Drink tea", f"Drink tea {number}"), "utf-8")
        new = from_nothing(copy)
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(chance.uniform(0.05, 1.2))
            # Alone, it leaves the processes that it started.
            chance.choice((os.kill, os.killpg))(process.pid, signal.SIGKILL)
        assert not site.exists() or files(site) in (old, new)
        assert front_door.build(copy, out) == 0
        assert differing(files(site), new) == []


def test_builds_at_one_time_do_not_disturb_each_other(copy: Path) -> None:
    record, aside = copy / "practices" / "practice" / "tea-with-officers.yml", copy.parent / "saved.yml"
    text = record.read_text("utf-8")
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
    builds = []
    for number in range(4):
        aside.write_text(text.replace("Drink tea", f"Drink tea {number}"), "utf-8")
        aside.replace(record)  # in one step, or a build that reads just then rightly says that the record is empty
        builds.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        time.sleep(0.3)
    told = [one.communicate()[0] for one in builds]
    assert [one.returncode for one in builds] == [0] * 4, told
    assert "Traceback" not in "".join(told), told
    assert front_door.build(copy, copy / "build") == 0
    assert differing(files(copy / "build" / "site"), from_nothing(copy)) == []


def test_a_full_disk_is_told_and_leaves_the_site_as_it_was(copy: Path) -> None:
    import resource

    record, site = copy / "practices" / "practice" / "tea-with-officers.yml", copy / "build" / "site"
    assert front_door.build(copy, copy / "build") == 0
    before = files(site)
    record.write_text(record.read_text("utf-8").replace("Drink tea", "Drink coffee"), "utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)),
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "Cannot build: [Errno 27] File too large")
    assert differing(files(site), before) == []
    assert front_door.build(copy, copy / "build") == 0
    assert differing(files(site), from_nothing(copy)) == []


def test_a_build_killed_after_publishing_does_not_take_the_former_records_for_the_present_ones(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, record = copy / "build", copy / "practices" / "practice" / "tea-with-officers.yml"
    kept = Cache.put
    time.sleep(2 * TICK / 1e9)
    assert front_door.build(copy, out) == 0
    key = program(), inputs(copy).beside, "toolkit"
    assert Cache(out / ".cache").get("inputs", key)
    text = record.read_text("utf-8")
    record.write_text(text.replace("Drink tea", "Drink coffee"), "utf-8")

    def killed(self: Cache, name: str, key: object, value: object) -> None:
        if name == "inputs":
            raise KeyboardInterrupt
        kept(self, name, key, value)

    monkeypatch.setattr(Cache, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        front_door.build(copy, out)
    assert "Drink coffee" in (out / "site" / "practices" / "tea-with-officers.html").read_text("utf-8")
    assert not Cache(out / ".cache").get("inputs", key)


# ------------------------------------------------------------------ the preview


def test_a_saved_record_is_shown_at_once_just_as_the_build_will_make_it(copy: Path) -> None:
    out, record = copy / "build", copy / "practices" / "practice" / "id-night.yml"
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    record.write_text(record.read_text("utf-8").replace("Forty made-up", "Fifty made-up"), "utf-8")
    shown = preview.pages([record])
    assert front_door.build(copy, out) == 0
    built = files(out / "site")
    assert shown == {
        f"{tag}practices/id-night.html": built[f"{tag}practices/id-night.html"] for tag in ("", "es/", "ar/")
    }


@pytest.mark.parametrize(
    ("saved", "tags"), [("about.md", ("", "es/", "ar/")), ("about.es.md", ("", "es/", "ar/")), ("index.md", ("",))]
)
def test_a_saved_page_by_hand_is_shown_at_once_just_as_the_build_will_make_it(
    copy: Path, saved: str, tags: tuple[str, ...]
) -> None:
    out, page = copy / "build", copy / "docs" / saved
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    page.write_text(f"{page.read_text('utf-8')}\n## A word more {{#more}}\n\n*Saved* [once](index.md).\n", "utf-8")
    shown = preview.pages([page])
    assert any(b"A word more" in content for content in shown.values())
    assert front_door.build(copy, out) == 0
    built = files(out / "site")
    assert shown == {name: built[name] for name in shown}
    assert {f"{tag}{saved.partition('.')[0]}.html" for tag in tags} <= shown.keys()


def test_a_saved_page_by_hand_shows_records_as_they_were_saved_with_it(copy: Path) -> None:
    out, page, agencies = copy / "build", copy / "docs" / "index.md", copy / "agencies"
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    page.write_text(f"{page.read_text('utf-8')}\nSaved.\n", "utf-8")
    unit = "at: title\n    en: Rivertown Police Department (sample)\n    text: La comisaría"
    translation = agencies / "rivertown-police-department.es.yml"
    translation.write_text(f"status: draft\nby: Pat\ndate: '2026-01-15'\ntexts:\n  - {unit}\n", "utf-8")
    shown = preview.pages([translation, page])
    assert front_door.build(copy, out) == 0
    built = files(out / "site")
    assert "La comisaría".encode() in shown["es/index.html"]
    assert shown == {name: built[name] for name in shown}


def test_where_settings_bring_a_hook_a_saved_page_by_hand_waits_for_the_build(copy: Path) -> None:
    out, page, config = copy / "build", copy / "docs" / "about.md", copy / "mkdocs.yml"
    (copy / "hook.py").write_text("def on_env(env, config, files):\n    files.src_uris['index.md']\n", "utf-8")
    config.write_text(f"{config.read_text('utf-8')}\nhooks: [hook.py]\n", "utf-8")
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    page.write_text(f"{page.read_text('utf-8')}\nSaved.\n", "utf-8")
    assert preview.pages([page]) == {}


def test_a_saved_page_by_hand_that_is_new_or_has_a_mistake_waits_for_the_build(copy: Path) -> None:
    out, page, new = copy / "build", copy / "docs" / "about.md", copy / "docs" / "new.md"
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    new.write_text("---\ntitle: New\n---\n\nWords.\n", "utf-8")
    assert preview.pages([new]) == {}
    text = page.read_text("utf-8")
    for written in (text.replace("title:", "titel:"), f"{text}\n[There](gone.png)\n"):
        page.write_text(written, "utf-8")
        assert preview.pages([page]) == {}


def test_a_saved_record_is_shown_in_the_theme_of_now(copy: Path) -> None:
    out, record, config = copy / "build", copy / "practices" / "practice" / "id-night.yml", copy / "mkdocs.yml"
    preview = Preview(copy, Cache(out / ".cache"))
    for name in ("first", "second"):
        address = f"https://{name}.example/"
        config.write_text(re.sub("site_url: .*", f"site_url: {address}", config.read_text("utf-8")), "utf-8")
        assert front_door.build(copy, out) == 0
        preview.refresh()
        record.write_text(record.read_text("utf-8").replace("made-up", f"made-up {name}"), "utf-8")
        shown = preview.pages([record])["practices/id-night.html"].decode()
        assert f"made-up {name}" in shown
        assert f'<link rel="canonical" href="{address}practices/id-night.html">' in shown


def test_a_saved_record_with_a_mistake_is_not_shown(copy: Path) -> None:
    out, record = copy / "build", copy / "practices" / "practice" / "id-night.yml"
    preview = Preview(copy, Cache(out / ".cache"))
    assert front_door.build(copy, out) == 0
    preview.refresh()
    text = record.read_text("utf-8")
    for old, new in (("title:", "titel:"), ("agencies: [", "agencies: [nowhere, "), ("title:", "title: Two\ntitle:")):
        assert old in text
        record.write_text(text.replace(old, new, 1), "utf-8")
        assert preview.pages([record]) == {}


def test_a_changed_record_is_built_without_babel(copy: Path) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    for word in ("One", "Two"):
        record.write_text(record.read_text("utf-8").replace("problem: ", f"problem: {word} "), "utf-8")
        command = [sys.executable, "-X", "importtime", str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
        loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        assert ("babel" in loaded) == (word == "One"), "Babel is asked in a first build only"


def test_what_settings_bring_into_mkdocs_counts_as_given(copy: Path) -> None:
    config, hook = copy / "mkdocs.yml", copy / "hook.py"
    more = "hooks: [hook.py]\ncopyright: !ENV [TOOLKIT_NOTE, none]\n"
    config.write_text(f"{config.read_text('utf-8')}\n{more}", "utf-8")
    end_of = "output.replace('</body>', config.copyright + 'MARK</body>')"
    mark = f"def on_post_page(output, page, config):\n    return {end_of}\n"

    def end(note: str) -> str:
        command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
        subprocess.run(command, env=os.environ | {"TOOLKIT_NOTE": note}, capture_output=True, check=True)
        return (copy / "build" / "site" / "index.html").read_text("utf-8").partition("</body>")[0][-30:]

    hook.write_text(mark, "utf-8")
    assert end("By the town").endswith("By the townMARK")
    assert end("By the county").endswith("By the countyMARK")
    hook.write_text(mark.replace("MARK", "OTHER"), "utf-8")
    assert end("By the county").endswith("By the countyOTHER")
    hook.write_text("from notes import said\n" + mark.replace("'MARK", "said + '"), "utf-8")
    for said in ("first", "second"):
        (copy / "notes.py").write_text(f"said = '{said}'\n", "utf-8")
        assert end("By the county").endswith(f"By the county{said}")


OURS = "<!-- {} -->"
"""What a template of one's own shows, with what is in the file beside it or in the environment."""


def shown_by_ours(root: Path, mark: str) -> bool:
    """Whether a build, after others, shows what a template in `icons.html` does."""
    assert front_door.build(root, root / "build") == 0
    return OURS.format(mark) in (root / "build" / "site" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("theme", "name"),
    [
        ("{custom_dir: ours, favicon: web/favicon.svg}", "ours"),
        ('{"custom_dir": ours}', "ours"),
        ("{custom_dir: !ENV [TOOLKIT_THEME, ours]}", "ours"),
        ("\n  custom_dir: ours, and more", "ours, and more"),
        ("\n  custom_dir: 'ours'  # and others'", "ours"),
    ],
    ids=["braces", "quotes", "environment", "comma", "remark"],
)
def test_a_folder_of_templates_counts_as_given_however_it_is_written(copy: Path, theme: str, name: str) -> None:
    config, template = copy / "mkdocs.yml", copy / name / "partials" / "icons.html"
    config.write_text(f"{config.read_text('utf-8')}\ntheme: {theme}\n", "utf-8")
    template.parent.mkdir(parents=True)
    for mark in ("first", "second"):
        template.write_text(OURS.format(mark), "utf-8")
        assert shown_by_ours(copy, mark)


def test_what_an_inherited_file_brings_is_looked_for_where_mkdocs_does(copy: Path) -> None:
    config, base, template = (
        copy / "mkdocs.yml",
        copy / "base" / "mkdocs.yml",
        copy / "ours" / "partials" / "icons.html",
    )
    base.parent.mkdir()
    base.write_text(f"{config.read_text('utf-8')}\ntheme: {{custom_dir: ours}}\n", "utf-8")
    config.write_text("INHERIT: base/mkdocs.yml\n", "utf-8")
    template.parent.mkdir(parents=True)
    for mark in ("first", "second"):
        template.write_text(OURS.format(mark), "utf-8")
        assert shown_by_ours(copy, mark)


@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_what_a_link_in_a_folder_of_templates_leads_to_counts_as_given(copy: Path, is_folder: bool) -> None:
    config, shared = copy / "mkdocs.yml", copy / "shared" / "icons.html"
    config.write_text(f"{config.read_text('utf-8')}\ntheme: {{custom_dir: ours}}\n", "utf-8")
    shared.parent.mkdir()
    (copy / "ours").mkdir()
    if is_folder:
        (copy / "ours" / "partials").symlink_to(shared.parent)
    else:
        (copy / "ours" / "partials").mkdir()
        (copy / "ours" / "partials" / "icons.html").symlink_to(shared)
    time.sleep(2 * TICK / 1e9)  # a link that has just come is looked at again in any case
    for mark in ("first", "second"):
        shared.write_text(OURS.format(mark), "utf-8")
        assert shown_by_ours(copy, mark)


@pytest.mark.parametrize("written", ['!ENV "TOOLKIT_NOTE"', "!ENV\n  - TOOLKIT_NOTE\n  - none"], ids=["quotes", "list"])
def test_the_environment_counts_as_given_however_it_is_written(
    copy: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    config, template = copy / "mkdocs.yml", copy / "ours" / "partials" / "icons.html"
    more = f"theme: {{custom_dir: ours}}\ncopyright: {written}\n"
    config.write_text(f"{config.read_text('utf-8')}\n{more}", "utf-8")
    template.parent.mkdir(parents=True)
    template.write_text(OURS.format("{{ config.copyright }}"), "utf-8")
    for mark in ("first", "second"):
        monkeypatch.setenv("TOOLKIT_NOTE", mark)
        assert shown_by_ours(copy, mark)
    assert not [path for path in (copy / "build" / ".cache").iterdir() if b"TOOLKIT_NOTE=" in path.read_bytes()]


def test_a_file_that_an_extension_puts_into_pages_counts_as_given(copy: Path) -> None:
    config, words = copy / "mkdocs.yml", copy / "includes" / "words.md"
    more = f"  - pymdownx.snippets:\n      base_path: [{copy}]\n      auto_append: [includes/words.md]\n"
    config.write_text(f"{config.read_text('utf-8')}\nmarkdown_extensions:\n  - attr_list\n{more}", "utf-8")
    words.parent.mkdir()
    for mark in ("First.", "Second."):
        words.write_text(mark, "utf-8")
        assert front_door.build(copy, copy / "build") == 0
        assert mark in (copy / "build" / "site" / "about.html").read_text("utf-8")


def test_a_file_that_an_editor_keeps_in_docs_while_it_writes_is_passed_over(copy: Path) -> None:
    (copy / "docs" / ".#about.md").symlink_to("someone@desk.1234:1")
    assert front_door.build(copy, copy / "build") == 0


COMPILING = """from jinja2.ext import Extension
class Mark(Extension):
    def preprocess(self, source, name, filename=None):
        return source.replace("</body>", "MARK</body>")
def on_env(env, config, files):
    env.add_extension(Mark)
"""


def test_what_a_hook_lets_templates_compile_to_is_not_kept(copy: Path) -> None:
    config, hook = copy / "mkdocs.yml", copy / "hook.py"
    config.write_text(f"{config.read_text('utf-8')}\nhooks: [hook.py]\n", "utf-8")
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(copy)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for mark in ("first", "second"):
        hook.write_text(COMPILING.replace("MARK", mark), "utf-8")
        subprocess.run(command, capture_output=True, check=True, env=environment)
        assert f"{mark}</body>" in (copy / "build" / "site" / "index.html").read_text("utf-8")
