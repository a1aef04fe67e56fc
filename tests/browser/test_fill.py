"""Filling in a model document: what is typed is not lost, and every button works, on the sample."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.test_chromium import DESKTOP, NARROW, opened
from tests.builds import SAMPLE, build, copy_sample, files, replace_text, run, translate_whole
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
    sentence = page.locator("#fill-status\\.en")
    page.get_by_label("phone number").fill("320-555-0199")
    sentence.fill("No one is asked.")
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
    assert page.get_by_label("phone number").input_value() == "320-555-0199"  # the address has it
    sentence.fill("No one is asked.")
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
        assert not ISOLATES.search(page.locator("html > body").inner_text())
    with opened(
        chromium, (without_words / "ar" / "contribute" / "share.html").as_uri(), DESKTOP
    ) as page:
        page.locator("#share-sources > [data-add] span").click()
        page.locator("#share-sources > [data-entry] [data-remove] span").last.click()
        page.fill("#practice-title", "Read at the library")
        page.locator("button[value=copy] span").click()
        assert page.locator("#share-sources > [data-entry]").count() == 1
        assert not ISOLATES.search(page.locator("html > body").inner_text())


# ------------------------------------------------------------------ two languages on a sheet

NAMES = {"ar": "شرطة مقاطعة باين", "prs": "پولیس ولسوالی پاین"}
SENTENCES = {
    "ar": "لا نسأل أحدًا. اتصل بـ 320-555-0199.",
    "prs": "از کسی نمی‌پرسیم. به 320-555-0199 زنگ بزنید.",
}
LABELS = {"en": "[one sentence on immigration status]", "ar": "[جملة واحدة عن وضع الهجرة]"}
"""What stands for the sentence until it is given."""
ENGLISH = 'We ask: "no one".'
PHONE = "320-555-0199"
LOGO = SAMPLE.parent / "overlay" / "docs" / "logo.svg"
DARI = "ما در کلیسا می‌باشیم. به {agency}، {phone} زنگ بزنید."
"""A sentence of the flyer in which a number stands."""
READ = """
root => {
  const shown = document.querySelector(root);
  const walker = document.createTreeWalker(shown.shadowRoot ?? shown, NodeFilter.SHOW_TEXT);
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
        page.locator(".paper--sheet").wait_for()
        read(page, ".paper", 4)
        page.evaluate("document.querySelector('.paper').style.width = '24rem'")
        read(page, ".paper", 4)
        page.locator("button[value=print]").click()
        page.locator(".prints-paper .paper--sheet").wait_for()
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


# ------------------------------------------------------------------ given once, and in any language


def chosen(page: Page, language: str) -> None:
    """Choose the language of the document."""
    value = page.locator(f"#fill-word option[value$='.{language}.docx.js']").get_attribute("value")
    page.select_option("#fill-word", value)


def test_the_text_follows_the_language_that_the_reader_chooses_and_back(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}/{FLYER}", DESKTOP) as page:
        english = page.locator(".paper").inner_text()
        chosen(page, "ar")
        sheet = page.locator(".paper[lang=ar] body")
        sheet.wait_for()
        assert "ستكون" in sheet.inner_text()
        page.fill("#fill-agency", "Pine County")
        assert "ستكون Pine County في" in sheet.inner_text()
        assert page.locator(".files .get a[href$='/sample-flyer.ar.docx']").count() == 1
        page.fill("#fill-agency", "")
        chosen(page, "en")
        page.locator(".paper[lang=ar]").wait_for(state="detached")
        assert page.locator(".paper").inner_text() == english


def test_what_was_given_once_goes_along_to_other_documents_and_nothing_is_stored(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}/{FLYER}", DESKTOP) as page:
        page.fill("#fill-agency", "Pine & Oak County")
        page.fill("#fill-phone", PHONE)
        chosen(page, "es")
        page.locator("nav.site-nav a", has_text="Documents").click()
        page.wait_for_url("**/documents/index.html#agency=*")
        page.locator(".several > summary").click()
        assert page.input_value("#several-agency") == "Pine & Oak County"
        assert page.locator("[name=language][value=es]").is_checked()
        page.locator(".cards a", has_text="Sample flyer to fill in").click()
        page.locator(".paper[lang=es] body").wait_for()
        assert "Pine & Oak County" in page.locator(".paper body").inner_text()
        assert page.input_value("#fill-phone") == PHONE
        page.locator("nav.jump a", has_text="For the desk").click()
        assert "phone=320-555-0199" in page.url
        assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


def test_several_documents_in_several_languages_come_filled_in_one_package(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with opened(chromium, f"{site}/documents/index.html", DESKTOP) as page:
        page.locator(".several > summary").click()
        page.locator("[name=document]").first.check()
        page.get_by_role(
            "button", name="Download all (zip): 1"
        ).wait_for()  # in English, until a language is chosen
        page.locator("[name=language][value=en]").check()
        page.locator("[name=language][value=ar]").check()
        page.locator("[name=language][value=es]").check()
        page.locator("[name=language][value=es]").uncheck()
        page.fill("#several-agency", NAMES["ar"])
        page.set_input_files("#several-logo", LOGO)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download all (zip): 2").click()
        download.value.save_as(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as package:
        assert package.namelist() == ["sample-flyer.en.docx", "sample-flyer.ar.docx"]
        package.extractall(tmp_path)
    for language, label in LABELS.items():
        sheet = docx.Document(str(tmp_path / f"sample-flyer.{language}.docx"))
        text = ISOLATES.sub("", sheet.element.xml)
        assert NAMES["ar"] in text and label not in text  # what may stay empty is left out
        assert ("[phone number]" if language == "en" else " · phone number]") in text
        (shape,) = sheet.inline_shapes
        assert shape.height.inches == pytest.approx(0.5, abs=0.01)


def test_a_logo_is_on_the_page_and_in_both_files_and_gone_on_the_next_page(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with opened(chromium, f"{site}/{FLYER}", DESKTOP) as page:
        page.fill("#fill-agency", "Pine County")
        page.set_input_files("#fill-logo", LOGO)
        page.locator(".paper .logo").wait_for()
        chosen(page, "es")
        assert page.locator(".paper[lang=es] .logo").get_attribute("alt") == "Pine County"
        saved = given(page, "save", tmp_path).read_text("utf-8")
        sheet = docx.Document(str(given(page, "word", tmp_path)))
        page.reload()
        assert page.locator(".paper .logo").count() == 0
    assert saved.count('src="data:image/png;base64,') == 1
    assert len(sheet.inline_shapes) == 1


def test_no_file_to_take_away_is_said_to_be_in_english_on_a_page_in_another_language(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}/es/{FLYER}", DESKTOP) as page:
        assert page.locator(".get a").last.inner_text() == "HTML"


def test_the_browsers_own_command_prints_the_paper_once_something_is_typed_else_the_page(
    chromium: Browser, site: str
) -> None:
    with opened(chromium, f"{site}/{FLYER}", DESKTOP) as page:
        before = "window.dispatchEvent(new Event('beforeprint'))"
        after = "window.dispatchEvent(new Event('afterprint'))"
        page.evaluate(before)
        assert page.locator(".prints-paper").count() == 0
        page.evaluate(after)
        with page.expect_response("**/*.docx.js") if site.startswith("http") else nullcontext():
            page.fill("#fill-agency", "Pine County")
        page.wait_for_timeout(500)
        page.evaluate(before)
        assert page.locator(".prints-paper .paper--sheet").count() == 1
        page.evaluate(after)
        page.locator(".paper:not(.paper--sheet)").wait_for()
        assert page.locator(".prints-paper").count() == 0


def test_a_filled_word_file_marks_directions_only_where_it_is_read_from_right_to_left(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with opened(chromium, f"{site}/{FLYER}", DESKTOP) as page:
        page.fill("#fill-agency", "Pine County")
        page.fill("#fill-phone", PHONE)
        for language, is_marked in (("en", False), ("es", False), ("ar", True)):
            chosen(page, language)
            text = docx.Document(str(given(page, "word", tmp_path))).element.xml
            assert bool(ISOLATES.search(text)) == is_marked
