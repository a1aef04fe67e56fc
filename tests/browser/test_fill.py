"""Filling in a model document: what is typed is not lost, and every button works, on the sample."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.test_chromium import DESKTOP, opened
from tests.builds import files, run
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
    assert page.locator(".fill output").inner_text().startswith("A part of this page could not be loaded.")
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
    """The site of the sample, with the form to share a practice, where no message is in Arabic."""
    (copy / "docs" / "share.md").write_text("---\ntitle: Share\nshow: share\n---\n\nTell others.\n")
    (program / "toolkit" / "messages" / "ar.yml").write_text("{}\n")
    done = run("build", "--root", copy, program=program)
    assert done.returncode == DONE, done.stdout + done.stderr
    return copy / "build" / "site"


def test_where_messages_are_missing_every_button_works_and_no_mark_of_english_is_seen(
    chromium: Browser, without_words: Path
) -> None:
    pages = {name: text.decode() for name, text in files(without_words).items() if name.endswith(".html")}
    assert [name for name, text in pages.items() if MARKS.search(text)] == []
    with opened(chromium, (without_words / "ar" / FLYER).as_uri(), DESKTOP) as page:
        page.evaluate("window.print = () => document.body.classList.add('was-printed')")
        page.locator("#fill-phone").fill("320-555-0199")
        assert page.locator("#fill-empty").inner_text() == "1 blank is still empty."
        page.locator("button[value=copy] span").click()
        status = page.locator(".fill output:not(:empty)")
        status.wait_for()
        assert (status.inner_text(), status.get_attribute("lang")) == ("Copied. Paste it where you need it.", "en")
        for button in ("word", "save"):
            with page.expect_download():
                page.locator(f"button[value={button}] span").click()
        page.locator("button[value=print] span").click()
        page.locator(".was-printed").wait_for(state="attached")
        assert not ISOLATES.search(page.locator("body").inner_text())
    with opened(chromium, (without_words / "ar" / "share.html").as_uri(), DESKTOP) as page:
        page.locator("#share-sources > [data-add] span").click()
        page.locator("#share-sources > [data-entry] [data-remove] span").last.click()
        page.fill("#practice-title", "Read at the library")
        page.locator("button[value=copy] span").click()
        assert page.locator("#share-sources > [data-entry]").count() == 1
        assert not ISOLATES.search(page.locator("body").inner_text())
