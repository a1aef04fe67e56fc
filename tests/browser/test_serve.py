"""The preview in a browser: an open page follows what its author saves."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.builds import replace_text
from tests.site.test_serve import PAGE, RECORD, serving


def test_an_open_page_follows_edits_and_shows_what_is_wrong_until_it_is_mended(
    built_copy: Path, chromium: Browser
) -> None:
    with serving(built_copy) as (site, _):
        page, other = chromium.new_page(viewport={"width": 500, "height": 300}), chromium.new_page()
        page.goto(site + PAGE)
        page.evaluate("window.scrollTo(0, 40)")
        other.goto(f"{site}about.html")
        other.evaluate("window.isTheSame = true")
        heading = page.get_by_role("heading", level=1)
        wrong = page.get_by_role("status").filter(has_text="titel")
        replace_text(built_copy / RECORD, "title: Drink", "titel: Drink")
        expect(wrong).to_contain_text(
            "tea-with-officers.yml:2: titel: is not a field of a practice."
        )
        expect(wrong).to_contain_text("Did you mean `title`?")
        expect(heading).to_have_text("Drink tea with young people")
        replace_text(built_copy / RECORD, "titel: Drink tea", "title: Drink coffee")
        expect(heading).to_have_text("Drink coffee with young people")
        expect(wrong).to_be_hidden()
        assert page.evaluate("window.scrollY") == 40
        assert other.evaluate("window.isTheSame")
        page.close()
        other.close()
