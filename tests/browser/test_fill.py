"""Filling in a model document: what is typed is not lost, and every button works, on the sample."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.test_chromium import DESKTOP, NARROW, opened
from tests.builds import build, copy_sample, files, replace_text, run, translate_whole
from toolkit.cli import DONE

FLYER = "models/sample-flyer.html"
MARKS = re.compile(r"[\ue000\ue001]|\\ue00[01]")
"""What marks English in a text that lacks a message, as it is and in JSON."""
ISOLATES = re.compile("[\u2066-\u2069]")


def leave(page: Page) -> list[str]:
    """What the browser asks when the reader leaves the page."""
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    page.remove_listener("dialog", answer)
    return questions


@pytest.mark.parametrize("damage", ["missing", "cut off"])
@pytest.mark.parametrize("button", ["word", "save"])
def test_a_file_that_does_not_arrive_is_told_and_the_page_still_asks_before_it_is_left(
    chromium: Browser, built_copy: Path, damage: str, button: str
) -> None:
    site = built_copy / "build" / "site"
    script = site / "files" / "model" / "sample-flyer.en.docx.js"
    whole = script.read_bytes()
    page = chromium.new_page(viewport=DESKTOP)
    page.goto((site / FLYER).as_uri())
    page.get_by_label("phone number").fill("320-555-0199")
    if damage == "missing":
        script.unlink()
    else:
        script.write_bytes(whole[: len(whole) // 2])
    page.locator(f"button[value={button}]").click()
    page.locator(".fill output:not(:empty)").wait_for()
    assert (
        page.locator(".fill output")
        .inner_text()
        .startswith("A part of this page could not be loaded.")
    )
    assert page.get_by_label("phone number").input_value() == "320-555-0199"
    assert leave(page) == ["beforeunload"]
    page.get_by_label("phone number").fill("320-555-0199")
    script.write_bytes(whole)
    with page.expect_download():
        page.locator(f"button[value={button}]").click()
    page.wait_for_function("document.querySelector('.fill output').textContent === ''")
    assert leave(page) == []
    page.close()


@pytest.fixture
def without_words(program: Path, copy: Path) -> Path:
    """The site of the sample, where no message is in Arabic."""
    (program / "toolkit" / "messages" / "ar.yml").write_text("{}\n")
    done = run("build", "--root", copy, program=program)
    assert done.returncode == DONE, done.stdout + done.stderr
    return copy / "build" / "site"


def test_where_messages_are_missing_every_button_works_and_no_mark_of_english_is_seen(
    chromium: Browser, without_words: Path
) -> None:
    pages = {
        name: text.decode() for name, text in files(without_words).items() if name.endswith(".html")
    }
    assert [name for name, text in pages.items() if MARKS.search(text)] == []
    with opened(chromium, (without_words / "ar" / FLYER).as_uri(), DESKTOP) as page:
        page.evaluate("window.print = () => document.body.classList.add('was-printed')")
        page.locator("#fill-phone").fill("320-555-0199")
        assert page.locator("#fill-empty").inner_text() == "1 blank is still empty."
        page.locator("button[value=copy] span").click()
        status = page.locator(".fill output:not(:empty)")
        status.wait_for()
        assert (status.inner_text(), status.get_attribute("lang")) == (
            "Copied. Paste it where you need it.",
            "en",
        )
        for button in ("word", "save"):
            with page.expect_download():
                page.locator(f"button[value={button}] span").click()
        page.locator("button[value=print] span").click()
        page.locator(".was-printed").wait_for(state="attached")
        assert not ISOLATES.search(page.locator("body").inner_text())
    with opened(
        chromium, (without_words / "ar" / "contribute" / "share.html").as_uri(), DESKTOP
    ) as page:
        page.locator("#share-sources > [data-add] span").click()
        page.locator("#share-sources > [data-entry] [data-remove] span").last.click()
        page.fill("#practice-title", "Read at the library")
        page.locator("button[value=copy] span").click()
        assert page.locator("#share-sources > [data-entry]").count() == 1
        assert not ISOLATES.search(page.locator("body").inner_text())


# ------------------------------------------------------------------ two languages on a sheet

NAMES = {"ar": "شرطة مقاطعة باين", "prs": "پولیس ولسوالی پاین"}
SENTENCES = {
    "ar": "لا نسأل أحدًا. اتصل بـ 320-555-0199.",
    "prs": "از کسی نمی‌پرسیم. به 320-555-0199 زنگ بزنید.",
}
ENGLISH = 'We ask: "no one".'
PHONE = "320-555-0199"
DARI = "ما در کلیسا می‌باشیم. به {agency}، {phone} زنگ بزنید."
"""A sentence of the flyer in which a number stands."""
READ = """
root => {
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  const numbers = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { index } of node.data.matchAll(/320-555-0199/g)) {
      numbers.push([[0, 3], [4, 7], [8, 12]].map(([start, end]) => {
        const range = document.createRange();
        range.setStart(node, index + start);
        range.setEnd(node, index + end);
        const [{ left, top }, ...rest] = range.getClientRects();
        return rest.length ? null : [left, Math.round(top)];
      }));
    }
  }
  return numbers;
}
"""
"""Where the groups of digits of each phone number stand."""


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample that is in Dari, too."""
    root = copy_sample(tmp_path_factory.mktemp("bilingual"))
    with (root / "mkdocs.yml").open("a") as settings:
        settings.write("      - {locale: prs, name: دری}\n")
    flyer = root / "practices" / "model" / "sample-flyer.yml"
    replace_text(flyer, "languages: [en, es]", "languages: [en, es, prs]")
    translate_whole(root, "prs")
    replace_text(
        flyer.with_suffix(".prs.yml"),
        "Translated: {agency} will be at the church. Call {phone}.",
        DARI,
    )
    assert build(root) == DONE
    return root / "build" / "site"


@contextmanager
def flyer(chromium: Browser, site: Path, folder: str, language: str) -> Iterator[Page]:
    """The flyer's page in a folder's language, where the sheet in another language and English is chosen."""
    with opened(chromium, (site / folder / FLYER).as_uri(), DESKTOP) as page:
        page.evaluate("window.print = () => {}")
        page.select_option(
            "#fill-word",
            f"../{'../' if folder else ''}files/model/sample-flyer.{language}-en.docx.js",
        )
        yield page


def given(page: Page, button: str, folder: Path) -> Path:
    """The file that a button gives."""
    with page.expect_download() as download:
        page.locator(f"button[value={button}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def rows(sheet: Path) -> list[list[str]]:
    """The rows of the tables in a Word file, without isolates."""
    tables = docx.Document(str(sheet)).tables
    return [
        [ISOLATES.sub("", cell.text) for cell in row.cells]
        for table in tables
        for row in table.rows
    ]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize(
    "is_own_page", [False, True], ids=["on the English page", "on its own page"]
)
def test_a_phone_number_reads_forwards_and_on_one_line_wherever_it_stands(
    chromium: Browser, bilingual: Path, tmp_path: Path, language: str, is_own_page: bool
) -> None:
    def read(page: Page, root: str, number: int) -> None:
        groups = page.evaluate(READ, root)
        assert len(groups) == number
        for (first, top), (second, middle), (third, bottom) in groups:
            assert first < second < third and top == middle == bottom

    with flyer(chromium, bilingual, language if is_own_page else "", language) as page:
        page.fill("#fill-agency", NAMES[language])
        page.fill("#fill-phone", PHONE)
        page.fill(f"#fill-status\\.{language}", SENTENCES[language])
        page.fill("#fill-status\\.en", f"{NAMES[language]} {PHONE}")
        read(page, ".paper", 2)
        page.evaluate("document.querySelector('.paper').style.width = '12rem'")
        read(page, ".paper", 2)
        page.locator("button[value=print]").click()
        page.locator(".prints-other .paper").wait_for()
        page.emulate_media(media="print")
        read(page, ".paper", 4)
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        saved, sheet = given(page, "save", tmp_path), given(page, "word", tmp_path)
    with opened(chromium, saved.as_uri(), NARROW) as page:
        read(page, "body", 4)
    runs = [
        run
        for table in docx.Document(str(sheet)).tables
        for row in table.rows
        for cell in row.cells
        for run in cell.paragraphs[0].runs
    ]
    numbers = [run for run in runs if "320" in run.text]
    assert [ISOLATES.sub("", run.text) for run in numbers] == [PHONE] * 4
    assert [run.font.rtl for run in numbers] == [None] * 4
    assert all(
        "\u2066" in run.text and run._r.xml.count("<w:noBreakHyphen/>") == 2 for run in numbers
    )


def test_a_sentence_is_asked_for_in_both_languages_and_printed_in_no_other(
    chromium: Browser, bilingual: Path, tmp_path: Path
) -> None:
    gap, arabic = "[Have this translated into Arabic.]", SENTENCES["ar"]
    with flyer(chromium, bilingual, "", "ar") as page:
        labels = page.locator(".fill label:visible").all_inner_texts()
        assert labels[2:4] == [
            "one sentence on immigration status (English)",
            "one sentence on immigration status (Arabic)",
        ]
        assert not [
            row for row in rows(given(page, "word", tmp_path)) if "immigration" in row[0] + row[1]
        ]
        page.fill("#fill-agency", "Pine")
        page.fill("#fill-phone", PHONE)
        assert page.locator("#fill-empty").inner_text() == ""
        page.fill("#fill-status\\.en", ENGLISH)
        assert page.locator("#fill-empty").inner_text() == "1 blank is still empty."
        assert [gap, ENGLISH] in rows(given(page, "word", tmp_path))
        saved = given(page, "save", tmp_path).read_text("utf-8")
        assert (
            f'<p><mark lang="en" dir="ltr">{gap}</mark></p><p lang="en" dir="ltr"><bdi>{ENGLISH}</bdi></p>'
            in saved
        )
        page.fill("#fill-status\\.ar", arabic)
        assert [arabic, ENGLISH] in rows(given(page, "word", tmp_path))
        page.fill("#fill-status\\.en", "")
        assert [arabic, "[Have this translated into English.]"] in rows(
            given(page, "word", tmp_path)
        )
        page.select_option("#fill-word", index=0)
        assert page.locator(".fill label:visible").all_inner_texts()[2:3] == labels[2:3]
        assert "[Have this translated into English.]" in given(page, "save", tmp_path).read_text(
            "utf-8"
        )
        assert "[Have this translated into English.]" in page.locator(".paper").inner_text()
