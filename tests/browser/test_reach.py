"""Whoever comes by keyboard, by touch, with large text or in forced colors reaches all, and sees where they are."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_chromium import DESKTOP, PAGE_TYPES, PHONE, Scheme, opened

MIN_RING = 3
"""The contrast of a focus indicator with what is around it (WCAG 2.2, 1.4.11 and 2.4.13)."""
MIN_TARGET = 24
"""CSS pixels (WCAG 2.2, 2.5.8)."""
RING = """
() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const element = document.activeElement;
  if (element === document.body || element.closest("svg")) return null; // the map draws an outline of its own
  const style = getComputedStyle(element);
  const above = [];
  const around = parseFloat(style.outlineOffset) < 0 ? element : element.parentElement;
  for (let e = around; e; e = e.parentElement) above.unshift(parts(getComputedStyle(e).backgroundColor));
  const ground = above.reduce((under, [r, g, b, a = 1]) => under.map((c, i) => c * (1 - a) + [r, g, b][i] * a),
    [255, 255, 255]);
  const [one, other] = [light(parts(style.outlineColor).slice(0, 3)), light(ground)].sort((a, b) => b - a);
  const isDrawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [isDrawn ? (one + 0.05) / (other + 0.05) : 0, element.outerHTML.slice(0, 80)];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["start", "find", "practice", "documents"])
def test_the_focus_is_seen_on_every_ground(
    chromium: Browser, http: str, name: str, scheme: Scheme
) -> None:
    with opened(chromium, http + PAGE_TYPES[name], DESKTOP, scheme) as page:
        if name == "find":
            page.wait_for_selector(".result")
        weak = []
        for _ in range(90):
            page.keyboard.press("Tab")
            ring = page.evaluate(RING)
            if ring and ring[0] < MIN_RING:
                weak.append(ring)
    assert weak == []


def focus_is_behind(page: Page) -> bool:
    """Whether the focus is on something that the sheet covers."""
    return bool(
        page.evaluate(
            "!document.activeElement.matches('body, html, #find-filters, #find-filters *')"
        )
    )


def test_the_filter_sheet_keeps_the_focus_and_says_how_many_results_it_leaves(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, http + PAGE_TYPES["find"], PHONE) as page:
        page.wait_for_selector(".result")
        page.get_by_role("button", name="Filters").click()
        page.keyboard.press("Shift+Tab")
        assert not focus_is_behind(page)
        page.get_by_role("dialog").get_by_role("checkbox").first.check()
        count = page.locator("#find-status").inner_text().split()[0]
        done = page.get_by_role("button", name="Show results")
        expect(done).to_have_text(f"Show results ({count})")
        done.focus()
        page.keyboard.press("Tab")
        assert not focus_is_behind(page)


def test_a_link_skips_the_filters(chromium: Browser, http: str) -> None:
    with opened(chromium, http + PAGE_TYPES["find"] + "#q=library", DESKTOP) as page:
        page.wait_for_selector(".result")
        skip = page.get_by_role("link", name="Skip to results")
        page.locator("#find-sort").focus()
        for _ in range(9):
            page.keyboard.press("Tab")
            if skip.evaluate("link => link === document.activeElement"):
                break
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(".result a").first.evaluate("link => link === document.activeElement")
        assert page.url.endswith("#q=library")


def test_a_note_is_named_and_leads_back(chromium: Browser, http: str) -> None:
    with opened(chromium, http + "es/" + PAGE_TYPES["practice"], DESKTOP) as page:
        page.get_by_role("link", name="Nota 1", exact=True).first.click()
        assert page.url.endswith("#note-1")
        page.get_by_role("link", name="Volver al texto de la nota 1", exact=True).click()
        assert page.url.endswith("#cite-1")
        assert page.locator("#cite-1").get_attribute("role") == "doc-noteref"


def test_the_number_of_a_note_follows_english_in_a_page_from_right_to_left(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, http + "ar/" + PAGE_TYPES["practice"], DESKTOP) as page:
        statements = page.locator(
            ".body li > span[lang=en]:has(> a[role=doc-noteref]:last-child)"
        ).all()
        assert statements
        for statement in statements:
            ends = statement.evaluate(
                """span => {
                  const range = document.createRange();
                  const number = span.querySelector("a").getBoundingClientRect();
                  range.selectNodeContents(span.firstChild);
                  const words = [...range.getClientRects()].pop();
                  return [words.right, number.left, words.bottom, number.top];
                }"""
            )
            assert (
                ends[0] <= ends[1] + 1 or ends[2] <= ends[3] + 9
            )  # beside, or at the start of the next line


def test_the_empty_search_box_says_what_it_is_for_where_a_line_begins(
    chromium: Browser, http: str
) -> None:
    with opened(chromium, http + "ar/index.html", DESKTOP) as page:
        box = page.locator("#search-box")
        assert box.evaluate("box => getComputedStyle(box).direction") == "rtl"
        box.fill("tea")
        assert box.evaluate("box => getComputedStyle(box).direction") == "ltr"


@pytest.mark.parametrize("name", ["documents", "evidence", "agencies"])
def test_a_chip_is_a_link_up_to_its_edge(chromium: Browser, disk: str, name: str) -> None:
    with opened(chromium, disk + PAGE_TYPES[name], PHONE) as page:
        chip = page.locator(":is(.jump, .values) li").first
        chip.scroll_into_view_if_needed()
        edge = chip.evaluate(
            """chip => {
              const box = chip.getBoundingClientRect();
              const hit = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
              return [hit.tagName, box.width, box.height];
            }"""
        )
        assert edge[0] == "A"
        assert min(edge[1:]) >= MIN_TARGET


@pytest.mark.parametrize("name", ["agencies"])
@pytest.mark.parametrize("width", [1000, 1280])
def test_every_state_of_the_map_is_large_enough_to_touch(
    chromium: Browser, real_disk: str, name: str, width: int
) -> None:
    with opened(chromium, real_disk + PAGE_TYPES[name], {"width": width, "height": 900}) as page:
        boxes = [link.bounding_box() for link in page.locator(".map a").all()]
        assert boxes
        assert [box for box in boxes if box and min(box["width"], box["height"]) < MIN_TARGET] == []


def test_forced_colors_underline_only_the_current_entry_of_the_menu(
    chromium: Browser, disk: str
) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(disk + PAGE_TYPES["practice"])
    widths = page.locator(".site-nav a").evaluate_all(
        "links => links.map(l => getComputedStyle(l).borderBottomWidth)"
    )
    current = page.locator(".site-nav a[aria-current]").evaluate(
        "link => getComputedStyle(link).borderBottomWidth"
    )
    context.close()
    assert current != "0px"
    assert sorted(width != "0px" for width in widths) == [False] * (len(widths) - 1) + [True]


def test_the_icon_of_a_notice_keeps_its_width_on_a_phone(chromium: Browser, disk: str) -> None:
    with opened(chromium, disk + "es/" + PAGE_TYPES["practice"], PHONE) as page:
        box = page.locator(".notice .icon svg").bounding_box()
        assert box
        assert box["width"] == pytest.approx(box["height"], abs=0.5)


def test_escape_closes_the_language_menu(chromium: Browser, real_disk: str) -> None:
    """Which is a menu only where a site has many languages."""
    with opened(chromium, real_disk + "index.html", DESKTOP) as page:
        menu = page.locator(".languages summary")
        menu.press("Enter")
        page.get_by_role("link", name="Español").press("Escape")
        expect(page.get_by_role("link", name="Español")).not_to_be_visible()
        assert menu.evaluate("summary => summary === document.activeElement")


@pytest.mark.parametrize(
    "place",
    [
        "find.html#q=made-up+walk&kind=practice&states=mn&sort=new",
        "practices/id-night.html#note-2",
        "evidence/index.html#counted",
    ],
)
def test_another_language_keeps_the_question_the_filters_and_the_place(
    chromium: Browser, site: str, place: str
) -> None:
    with opened(chromium, site + place, DESKTOP) as page:
        if place.startswith("find"):
            page.wait_for_selector(".result")
            before = page.locator("#find-chips li").count()
        page.get_by_role("link", name="Español").click()
        assert page.url == f"{site}es/{place}"
        if place.startswith("find"):
            page.wait_for_selector(".result")
            assert page.locator("#find-query").input_value() == "made-up walk"
            assert page.locator("#find-sort").input_value() == "new"
            assert page.locator("#find-chips li").count() == before > 1
