"""The form with which a reader shares a practice or a document: what comes out of it passes the check."""

import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser.conftest import wait_until
from tests.browser.test_chromium import PHONE, violations
from tests.browser.test_residents import STORED
from tests.builds import ROOT, SAMPLE, run
from toolkit.pages.contribute import SHARED
from toolkit.pages.renderer import PageRenderer
from toolkit.project import load_project
from toolkit.sources.reach import Reach

FORM = "contribute/share.html"
TYPED = {
    "#source-1-title": "Officers “read” to children: a first year",
    "#source-1-publisher": "Valley Gazette",
    "#source-1-date": "2024-05",
    "#source-1-url": "https://example.org/reading?page=1&x=a#b",
    "#agency-title": "Éxito Police Department",
    "#agency-place": "Éxito",
    "#agency-summary": "It serves a small town.",
    "#practice-title": "Read to children at the library: it's fun",
    "#practice-summary": "Officers read picture books\nto children.",
    "#practice-run_by": 'A librarian, "off duty": no # sign \\ needed — ማንበብ 📚',
}
CHOSEN = {
    "#source-1-seen": "whole",
    "#share-agency": "new",
    "#agency-type": "municipal",
    "#agency-state": "ia",
    "#practice-evidence": "described",
}
STEPS = ["Ask the library.", "Choose the books together."]


def form(chromium: Browser, site: str, folder: str = "") -> Page:
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(site + folder + FORM)
    open_parts(page)
    return page


def open_parts(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('#share > details, .share__part').forEach(part => (part.open = true))"
    )


def fill(page: Page) -> None:
    for place, choice in CHOSEN.items():
        page.select_option(place, choice)
    for place, text in TYPED.items():
        page.fill(place, text)
    practice = page.locator("[data-record=practice]")
    steps = practice.locator("[data-field=steps]")
    for number, text in enumerate(STEPS, 1):
        steps.get_by_role("button", name="Add").click()
        page.fill(f"#practice-steps-{number}", text)
    practice.get_by_text("Topics").click()
    practice.get_by_label("Community policing").check()


def saved(page: Page, folder: Path, number: int = 2) -> list[Path]:
    """The files that the form saves."""
    downloads: list[Download] = []

    def keep(download: Download) -> None:
        downloads.append(download)

    page.on("download", keep)
    page.get_by_role("button", name="Save the file").click()
    wait_until(page, lambda: len(downloads) == number)
    page.remove_listener("download", keep)
    paths = [folder / download.suggested_filename for download in downloads]
    for download, path in zip(downloads, paths, strict=True):
        download.save_as(path)
    return paths


COUNTED = """() => {
  window.made = 0;
  window.native = URL.createObjectURL;
  URL.createObjectURL = () => `#${++window.made}`;
}"""
"""Counts the files that the page saves, in place of saving them."""


def assert_refused(page: Page, place: str) -> None:
    """The form saves nothing, and goes to what is wrong."""
    page.evaluate(COUNTED)
    page.get_by_role("button", name="Save the file").click()
    assert page.evaluate("document.activeElement.id") == place
    assert page.evaluate("window.made") == 0
    page.evaluate("void (URL.createObjectURL = window.native)")


@pytest.mark.parametrize("site", ["disk", "http"])
def test_what_the_form_saves_passes_the_check_and_has_every_word_as_typed(
    request: pytest.FixtureRequest, chromium: Browser, copy: Path, tmp_path: Path, site: str
) -> None:
    page = form(chromium, request.getfixturevalue(site))
    fill(page)
    agency, practice = saved(page, tmp_path)
    page.context.close()
    agency.replace(copy / "agencies" / agency.name)
    practice.replace(copy / "practices" / "practice" / practice.name)
    assert (agency.name, practice.name) == (
        "exito-police-department.yml",
        "read-children-library-its-fun.yml",
    )
    checked = run("check", "--root", copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert [
        name for name in (agency.stem, practice.stem) if name in checked.stdout
    ] == []  # not even a note
    record = yaml.safe_load((copy / "practices" / "practice" / practice.name).read_text("utf-8"))
    assert record["run_by"] == TYPED["#practice-run_by"] + "[@valley-gazette-2024]"
    assert record["summary"] == "Officers read picture books to children.[@valley-gazette-2024]"
    assert record["steps"] == [f"{step}[@valley-gazette-2024]" for step in STEPS]
    assert record["topics"] == ["community-policing"]
    assert record["sources"][0]["url"] == TYPED["#source-1-url"]


def test_the_form_shows_the_page_that_readers_will_see_with_numbered_notes_and_no_markup(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    fill(page)
    page.fill("#practice-title", "Read <img src=x onerror=alert(1)> at the library")
    page.locator("[data-record=practice] [data-field=problem] textarea").fill(
        "Nobody [came](https://example.org/a) or [called](javascript:alert(1)) [there](http://example.org/)."
    )
    preview = page.get_by_role("region", name="What readers will see")
    expect(preview.locator("h3")).to_have_text("Read at the library")
    assert preview.locator("ol").first.locator("li").all_inner_texts() == [
        f"{step}1" for step in STEPS
    ]
    assert preview.locator("ol").last.locator("li").all_inner_texts() == [
        f"{TYPED['#source-1-title']}. {TYPED['#source-1-publisher']}. {TYPED['#source-1-date']}"
    ]
    assert preview.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "https://example.org/a"
    ]
    assert preview.locator("img").count() == 0
    page.context.close()


OPENED = """() => {
  window.opened ??= [];
  window.open = (address) => window.opened.push(address);
  document.addEventListener("copy", () => (window.copied = getSelection().toString()));
  HTMLAnchorElement.prototype.click = function () { window.opened.push(this.href); };
}"""
"""Keeps the addresses that the page opens, in place of opening them, and what it copies."""


def sends(page: Page, **reach: str) -> None:
    """Let the form send where these settings say, and keep what it opens."""
    page.evaluate(OPENED)
    page.evaluate("reach => Object.assign(document.getElementById('share').dataset, reach)", reach)
    page.locator("#practice-title").dispatch_event("input")


@pytest.mark.parametrize("repository", ["https://github.com/a/b", "https://codeberg.org/a/b"])
def test_send_opens_a_new_file_of_the_forge_with_its_folder_name_and_text(
    chromium: Browser, disk: str, repository: str
) -> None:
    page = form(chromium, disk)
    fill(page)
    sends(page, newFile=Reach(repository=repository).new_file)
    expect(page.get_by_text("The check of the second shows a mistake until")).to_be_visible()
    page.get_by_role("button", name="1 of 2: Agency").click()
    said = page.locator("#share output")
    expect(said).to_have_text(
        re.compile("^A new page opens.* Then come back here and press the other")
    )
    page.get_by_role("button", name="2 of 2: Practice").click()
    expect(said).to_have_text(re.compile("^A new page opens(?!.*come back)"))
    opened = [urlsplit(address) for address in page.evaluate("window.opened")]
    text = page.locator("#share-text").text_content() or ""
    page.context.close()
    new = "new" if "github" in repository else "_new"
    assert [f"{address.scheme}://{address.netloc}{address.path}" for address in opened] == [
        f"{repository}/{new}/main/agencies",
        f"{repository}/{new}/main/practices/practice",
    ]
    for address, name in zip(
        opened, ("exito-police-department", "read-children-library-its-fun"), strict=True
    ):
        query = parse_qs(address.query)
        assert query["filename"] == [f"{name}.yml"]
        assert query["value"][0] in text


def test_what_is_too_long_for_an_address_is_copied_and_the_empty_file_is_opened(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    fill(page)
    page.select_option("#share-agency", index=2)
    page.fill("#practice-run_by", "አማርኛ " * 200)
    sends(page, newFile=Reach(repository="https://github.com/a/b").new_file)
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#share output")).to_have_text(re.compile("^The file was copied"))
    expect(page.locator("#share-two")).to_be_hidden()
    copied, [opened] = page.evaluate("[window.copied, window.opened]")
    page.context.close()
    assert copied.startswith("title: ")
    assert opened.endswith(
        "/new/main/practices/practice?filename=read-children-library-its-fun.yml&value="
    )


def test_a_mail_opens_empty_and_all_files_are_copied_to_paste_into_it(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    fill(page)
    sends(page, newFile="", mail="toolkit@example.org")
    expect(page.locator("#share-two")).to_be_hidden()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#share output")).to_have_text(re.compile(r"^The file was copied.*Ctrl\+V"))
    copied, [opened] = page.evaluate("[window.copied, window.opened]")
    page.context.close()
    assert "# agencies/exito-police-department.yml" in copied
    assert "# practices/practice/read-children-library-its-fun.yml" in copied
    assert opened == (
        "mailto:toolkit@example.org?subject="
        "Read%20to%20children%20at%20the%20library%3A%20it%27s%20fun"
    )


def test_the_form_says_nothing_of_choices_that_it_does_not_offer(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    expect(page.locator("#source-1-seen-help")).to_have_text("How much of it you read yourself.")
    page.context.close()


def test_a_draft_is_kept_only_when_asked_for_and_survives_a_closed_tab(
    chromium: Browser, http: str
) -> None:
    page = form(chromium, http)
    fill(page)
    before = page.locator("#share-text").text_content()
    assert page.evaluate(STORED) == [0, 0, "", 0]
    page.get_by_label("Keep a draft on this device").check()
    another = page.context.new_page()
    page.close()
    another.goto(http + FORM)
    assert another.locator("#share-text").text_content() == before
    expect(another.locator("#share output")).to_have_text("Your draft is here again.")
    another.get_by_label("Keep a draft on this device").uncheck()
    assert another.evaluate(STORED) == [0, 0, "", 0]
    another.context.close()


def test_the_form_first_asks_what_it_is_and_folds_what_it_need_not_have(
    chromium: Browser, disk: str
) -> None:
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(disk + FORM)
    labels = page.evaluate(
        "() => [...document.querySelectorAll('#share :is(input, textarea, select)[data-value]')]"
        ".filter(control => control.checkVisibility()).map(control => control.id)"
    )
    assert labels[:2] == ["practice-title", "practice-summary"]
    assert len(labels) == 7
    assert page.locator("[aria-invalid]").count() == 0
    page.get_by_role("button", name="Add: Your sources").click()
    expect(page.get_by_role("button", name="Remove: Source 2")).to_be_visible()
    page.get_by_role("button", name="Save the file").click()
    expect(page.locator("#practice-title-wrong")).to_have_text("This is missing. Fill it in.")
    assert page.locator("[aria-invalid]").count() == 9
    page.context.close()


def test_after_saving_the_form_says_what_it_saved_and_where_it_goes(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    page = form(chromium, disk)
    fill(page)
    saved(page, tmp_path)
    expect(page.locator("#share output")).to_contain_text(
        "agencies/exito-police-department.yml, practices/practice/read-children-library-its-fun.yml"
    )
    page.context.close()


WRONG = (
    ("source-1-title", ""),
    ("source-1-date", "May 2024"),
    ("source-1-url", "javascript:alert(1)"),
    ("source-1-url", "https://user@example.org"),
    ("source-1-url", "https://example.org/'a"),
    ("practice-title", " "),
)
"""What a record may not have, in the field of this name."""


def test_a_form_that_lacks_something_or_has_a_wrong_value_saves_nothing_and_goes_there(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    fill(page)
    for place, text in WRONG:
        page.fill(f"#{place}", text)
        assert_refused(page, place)
        page.fill(f"#{place}", TYPED[f"#{place}"])
    page.context.close()


def test_beside_the_program_the_file_begins_with_the_line_by_which_editors_find_its_schema(
    chromium: Browser, disk: str
) -> None:
    project = load_project(SAMPLE)
    assert PageRenderer(project, "en").schemas == ""
    schemas = PageRenderer(replace(project, root=ROOT), "en").schemas
    page = form(chromium, disk)
    page.evaluate("path => (document.getElementById('share').dataset.schemas = path)", schemas)
    fill(page)
    text = page.locator("#share-text").inner_text()
    page.context.close()
    files = re.split(r"^# ((?:agencies|practices)/\S+)\n", text, flags=re.M)[1:]
    for path, record in zip(files[::2], files[1::2], strict=True):
        first = record.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
        assert (ROOT / path).parent.joinpath(first).resolve().is_file(), first


REFUSED = {
    "source-1-date": (
        "March 2022",
        "Write the year, month and day as 2012-10-15, or 2012-10, or 2012.",
    ),
    "source-1-url": ("wfaa.com/radio", "Copy the whole address. It starts with https://."),
    "practice-run_by": (
        "The " + "very " * 500 + "end",
        "This is too long (2,529 characters; 2,000 at most).",
    ),
    "practice-summary": (
        "See ![a picture](https://a.example/a.png).",
        "Write a link as [words](https://…).",
    ),
    "practice-spending-1": (
        "It cost $40.",
        "Write the year of the sum, or that its source has no year.",
    ),
}
"""What somebody may type, and what the form says of it."""


RIGHT = {"source-1-date": "2024", "source-1-url": "https://a.example"}
"""What is fine there. Elsewhere a sentence is."""


def test_a_refusal_says_what_to_write_beside_the_control_until_it_is_right(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    page = form(chromium, disk)
    fill(page)
    page.locator("[data-record=practice] [data-field=spending] > [data-add]").click()
    page.fill("#practice-spending-1", "It cost $40 in 2019.")
    for place, (text, said) in REFUSED.items():
        control = page.locator(f"#{place}")
        control.fill(text)
        control.blur()
        expect(page.locator(f"#{place}-wrong")).to_contain_text(said)
        assert control.evaluate("control => control.validationMessage").startswith(said)
        assert f"{place}-wrong" in (control.get_attribute("aria-describedby") or "")
        assert control.input_value() == text
        assert_refused(page, place)
        control.fill(RIGHT.get(place, "Fine."))
        expect(page.locator(f"#{place}-wrong")).to_be_hidden()
    assert len(saved(page, tmp_path)) == 2
    page.context.close()


def test_a_long_text_is_pasted_whole_and_the_form_says_at_once_that_it_is_too_long(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk, "es/")
    page.fill("#practice-summary", "palabra " * 340)
    expect(page.locator("#practice-summary-wrong")).to_contain_text("Es demasiado largo (2,7")
    assert page.locator("#practice-summary").input_value() == "palabra " * 340
    assert page.locator("#share-text").inner_text().count("palabra") == 340
    page.context.close()


def test_a_status_is_of_no_later_year_than_its_sources(
    chromium: Browser, disk: str, tmp_path: Path
) -> None:
    page = form(chromium, disk)
    fill(page)
    page.select_option("#practice-stage", "running")
    page.fill("#practice-as_of", "2025")
    assert_refused(page, "practice-as_of")
    page.fill("#practice-as_of", "2024")
    assert len(saved(page, tmp_path)) == 2
    page.context.close()


def test_two_sources_of_one_publisher_and_year_have_two_keys_and_one_that_is_not_cited_is_left_out(
    chromium: Browser, disk: str
) -> None:
    page = form(chromium, disk)
    for _ in range(2):
        page.locator("#share-sources > [data-add]").click()
    fill(page)
    for number in (2, 3):
        page.fill(f"#source-{number}-title", f"Report {number}")
        page.fill(f"#source-{number}-publisher", "Valley Gazette")
        page.fill(f"#source-{number}-date", "2024")
    page.locator("[data-record=practice] [data-field=summary] [data-cite]").select_option(index=1)
    practice = yaml.safe_load(
        page.locator("#share-text").inner_text().split("# practices/", 1)[1].split("\n", 1)[1]
    )
    page.context.close()
    assert practice["summary"].endswith("[@valley-gazette-2024-2]")
    assert [source["title"] for source in practice["sources"]] == [
        TYPED["#source-1-title"],
        "Report 2",
    ]


def test_a_study_needs_no_agency_but_must_say_how_it_was_done_and_its_findings_have_an_effect(
    chromium: Browser, disk: str, copy: Path, tmp_path: Path
) -> None:
    page = form(chromium, disk)
    for place in [place for place in TYPED if place.startswith("#source-1")]:
        page.fill(place, TYPED[place])
    page.select_option("#source-1-seen", "whole")
    expect(page.get_by_role("combobox", name="Agency (required)")).to_be_visible()
    page.select_option("#share-kind", "publication")
    expect(page.get_by_role("combobox", name="Agency", exact=True)).to_contain_text("No agency")
    for name in ("title", "summary", "publisher"):
        page.fill(f"#publication-{name}", f"Reading together, its {name}")
    page.select_option("#publication-genre", "report")
    page.locator("[data-field=findings] > [data-add]").click()
    assert page.evaluate("document.activeElement.id") == "publication-findings-1-effect"
    page.select_option("#publication-findings-1-effect", "better")
    page.fill("#publication-findings-1-text", "Families came back.")
    expect(page.get_by_role("group", name="What it found 1")).to_be_visible()
    preview = page.get_by_role("region", name="What readers will see")
    found = preview.locator("h4", has_text="What it found").locator("+ ul > li")
    expect(found).to_have_text("Positive. Families came back.1")
    assert_refused(page, "publication-design")
    page.select_option("#publication-design", "interviews")
    [study] = saved(page, tmp_path, 1)
    page.context.close()
    record = yaml.safe_load(study.read_text("utf-8"))
    assert record["findings"] == [
        {"effect": "better", "text": "Families came back.[@valley-gazette-2024]"}
    ]
    assert "agencies" not in record
    study.replace(copy / "practices" / "publication" / study.name)
    checked = run("check", "--root", copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_quotation_and_a_beginning_cite_a_source_by_its_key(
    chromium: Browser, disk: str, copy: Path, tmp_path: Path
) -> None:
    page = form(chromium, disk)
    fill(page)
    page.locator("#share-sources > [data-add]").click()
    for name, text in {"title": "Town minutes", "publisher": "Town", "date": "2023"}.items():
        page.fill(f"#source-2-{name}", text)
    page.select_option("#source-2-seen", "whole")
    quotes, started = (
        page.locator(f"[data-record=practice] [data-field={name}]")
        for name in ("quotes", "started")
    )
    quotes.get_by_role("button", name="Add").click()
    page.fill("#practice-quotes-1-text", "We read: “all of it”.")
    page.fill("#practice-quotes-1-speaker", "A. Chief, 2023")
    quotes.locator("[data-cite]").select_option(index=1)
    started.get_by_role("button", name="Add").click()
    expect(started.get_by_role("button", name="Add")).to_be_hidden()
    page.fill("#practice-started-1-year", "2022")
    preview = page.get_by_role("region", name="What readers will see")
    expect(preview.locator("blockquote")).to_have_text("We read: “all of it”. — A. Chief, 20232")
    expect(preview.locator("dt", has_text="Started").locator("+ dd")).to_have_text("2022")
    _, practice = saved(page, tmp_path)
    record = yaml.safe_load(practice.read_text("utf-8"))
    assert record["quotes"] == [
        {"text": "We read: “all of it”.", "speaker": "A. Chief, 2023", "cite": "town-2023"}
    ]
    assert record["started"] == {"year": 2022, "cite": "valley-gazette-2024"}
    assert [source["key"] for source in record["sources"]] == ["valley-gazette-2024", "town-2023"]
    quotes.get_by_role("button", name="Remove").click()
    started.get_by_role("button", name="Remove").click()
    assert (
        page.evaluate("document.activeElement.closest('[data-field]').dataset.field") == "started"
    )
    text = page.locator("#share-text").inner_text()
    page.context.close()
    assert "quotes" not in text
    assert "started" not in text
    assert "town-2023" not in text


@pytest.mark.parametrize("folder", ["", "es/", "ar/"])
def test_the_form_has_no_known_barrier_keeps_nothing_and_fits_a_narrow_phone(
    chromium: Browser, disk: str, folder: str
) -> None:
    page = form(chromium, disk, folder)
    page.set_viewport_size({"width": 320, "height": 640})
    page.select_option("#share-agency", "new")
    for name in ("steps", "quotes", "started"):
        page.locator(f"[data-record=practice] [data-field={name}] > [data-add]").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.select_option("#share-kind", "publication")
    page.locator("[data-field=findings] > [data-add]").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(STORED) == [0, 0, "", 0]
    page.context.close()


# ------------------------------------------------------------------ whatever is typed

FORMS = int(os.environ.get("TOOLKIT_FORMS", "12"))
"""Forms to fill in at random."""
FILL = r"""
number => {
  let state = number + 1;
  const below = count => ((state = (state * 1103515245 + 12345) % 2147483648), Math.floor(state / 65536) % count);
  const pick = list => list[below(list.length)];
  const plain = ["Plain words.", "It’s “quoted”: yes # no", "ማንበብ 📚 good", "  spaced   out "];
  const texts = [...plain, " ", "", "[link](https://a.example)", "A *star* and <b>tag</b>", "{brace}", "- dash", "a\nb",
    "[@other]", "Ends.[@valley-gazette-2024]", "<script>alert(1)</script>", "`code` | pipe", "null", "---",
    "Tea &amp; talk", "soft\u00adhyphen", "It cost $40.", "It cost $40 in 2019.", "![a](https://a.example)",
    "[a](http://a.example)", "See [a](", "long 📚 ".repeat(300)];
  const odd = {
    number: ["1799", "2024", "2101", "", "2.5"],
    date: ["2024", "2024-05-31", "2024-13", "2024-02-30", "May 2024", "", "1799", "2031", "2098-12"],
    identifiers: ["NCJ 240198", "978-1-932582-63-5", "", "ማንበብ 📚", "http://a.example"],
    url: ["https://example.org", "javascript:alert(1)", "https://u@example.org", "", "https://EXAMPLE.org/A b"],
  };
  const isGood = below(3) > 0;
  const set = (control, value) => {
    control[control.type === "checkbox" ? "checked" : "value"] = value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const form = document.getElementById("share");
  set(document.getElementById("share-kind"), document.getElementById("share-kind").options[number % 5].value);
  const isStudy = document.getElementById("share-kind").value === "publication";
  set(document.getElementById("share-agency"), isStudy && below(2) ? "" : "new");
  form.querySelectorAll("fieldset:enabled [data-add]").forEach(button => below(4) || button.click());
  for (const control of form.querySelectorAll("[data-value]:enabled")) {
    const { field } = control.closest("[data-field]").dataset;
    const kind = control.type === "number" ? "number" : control.pattern ? field : "";
    if (control.matches("[data-cite]")) continue;
    if (control.type === "checkbox") set(control, !below(8));
    else if (!control.required && !control.closest("[data-entry]") && below(3)) continue;
    else if (control.options) set(control, control.options[isGood ? 1 + below(control.options.length - 1) : 0].value);
    else if (kind) set(control, isGood ? odd[kind][kind === "number" ? 1 : 0] : pick(odd[kind]));
    else set(control, pick(isGood ? plain : texts));
  }
  for (const control of form.querySelectorAll("input[id$=-title]:enabled")) {
    if (control.value.trim()) set(control, `${control.value} Number ${number}`);
  }
  return [document.getElementById("share-kind").value, form.checkValidity(), form.querySelector("pre").textContent];
}
"""


def test_the_form_takes_what_the_check_takes_and_nothing_else(
    chromium: Browser, disk: str, copy: Path
) -> None:
    page = form(chromium, disk)
    taken: list[str] = []
    names: dict[str, bool] = {}
    for number in range(FORMS):
        page.reload()
        open_parts(page)
        kind, is_taken, text = page.evaluate(FILL, number)
        taken += [kind] * is_taken
        files = re.split(r"^# ((?:agencies|practices)/[\w/-]+)\.yml\n", text, flags=re.M)[1:]
        for path, record in zip(files[::2], files[1::2], strict=True):
            # Records without a title have one id.
            name = f"{path}-of-{number}.yml"
            (copy / name).write_text(
                re.sub(r'(?<=^agencies:\n  - ").*(?=")', rf"\g<0>-of-{number}", record, flags=re.M)
            )
            names[f"-of-{number}.yml:"] = is_taken
    page.context.close()
    checked = run("check", "--root", copy).stdout
    assert {end for end, is_taken in names.items() if is_taken != (end not in checked)} == set(), (
        checked
    )
    assert set(taken) == set(SHARED)
    assert len(taken) < FORMS
