"""Pages as Markdown, and contributed text in them."""

import re
from collections.abc import Callable
from html import unescape

import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden import PAGES, SAMPLE, golden, markdown_pages
from toolkit.listing import filters
from toolkit.pages.context import PageContext, moment, short_name
from toolkit.pages.inputs import page_renderer, record_inputs, translation_stats
from toolkit.pages.markdown import markdown, pieces, plain
from toolkit.pages.page import relative_link
from toolkit.pages.placeholders import PLACEHOLDER, placeholder_pages
from toolkit.pages.renderer import SHOWS
from toolkit.paths import THEME
from toolkit.project import Project, load_project
from toolkit.render.assembler import to_html
from toolkit.schema import KINDS
from toolkit.schema.fields import Panel
from toolkit.schema.introspect import fields
from toolkit.sources.doc_pages import SHOWABLE
from toolkit.sources.messages import read_catalogs
from toolkit.translation import LocalizedText

CATALOGS = read_catalogs(["en", "es"]).by_language


@pytest.fixture(scope="module")
def sample() -> Project:
    return load_project(SAMPLE)


@pytest.fixture(scope="module")
def sample_pages() -> dict[str, str]:
    return markdown_pages(SAMPLE)


@pytest.mark.parametrize("name", PAGES)
def test_page_equals_its_golden_file(sample_pages: dict[str, str], name: str) -> None:
    assert sample_pages[name] == golden(name).read_text("utf-8"), "If the change is intended: python -m tests.golden"


def test_every_kind_has_a_golden_page() -> None:
    assert {kind.address for kind in KINDS.values()} <= {name.split("/")[1] for name in PAGES}


# ------------------------------------------------------------------ contributed text

EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables"]
RENDERERS: list[Callable[[str], str]] = [to_html, lambda text: python_markdown.markdown(text, extensions=EXTENSIONS)]


def visible(text: str) -> str:
    """What a reader of the page sees of a contributed text, whichever renderer is used."""
    fast, stock = (_visible(render, markdown(text)) for render in RENDERERS)
    assert fast == stock
    return fast


def _visible(render: Callable[[str], str], text: str) -> str:
    """What is visible of Markdown as an entry of a list and as a paragraph."""
    listed, alone = render(f"- {text}").strip(), render(f"{text}\n\nThe end.").strip()
    assert re.fullmatch(r"(?s)<ul>\n<li>.*</li>\n</ul>", listed), listed
    assert re.fullmatch(r"(?s)<p>.*</p>\n<p>The end.</p>", alone), alone
    inside = listed.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>")
    assert inside == alone.removeprefix("<p>").removesuffix("</p>\n<p>The end.</p>")
    assert not re.search(r"<(?!/?(em|strong|a)\b)", inside), inside
    return unescape(re.sub(r"<[^>]+>", "", inside))


@pytest.mark.parametrize(
    "text",
    [
        "1. is not a list", "- is not a list", "# is no heading", "a_b_c and __d__", "back\\slash and `tick`", "a | b",
        "&copy; & <b>", "![x](y)", "[x]: y", "{: .class }", "<!-- more -->", "http://a.b/c_d_e", "2 < 3 > 1", "~~no~~",
        "Title: {#id}", "> no quotation", "+ 1", "* 2", "***", "===", "---",
        "- - -", "-", "+", "1.", "1)", "~~~ no code", "~~~",
    ],
)  # fmt: skip
def test_characters_of_markdown_are_shown_as_typed(text: str) -> None:
    assert visible(text) == text


def test_emphasis_is_seen_in_scripts_without_spaces() -> None:
    assert markdown("中文**「字」**中文, un*(der)*stood") == "中文<strong>「字」</strong>中文, un<em>(der)</em>stood"
    assert visible("中文**「字」**中文, un*(der)*stood") == "中文「字」中文, un(der)stood"


def test_text_that_begins_with_a_citation_begins_no_list() -> None:
    texts = ["- one", "2. two", "--- three"]
    assert [visible(f"[@one] {text}") for text in texts] == texts


def test_text_may_contain_emphasis_links_and_citations() -> None:
    text = "It *is* **so**, see [the page](https://a.example/b_c).[@one; @two]"
    assert [piece.markdown for piece in pieces(text) if piece.markdown] == [
        "It <em>is</em> <strong>so</strong>, see ",
        "[the page](<https://a.example/b_c>)",
        ".",
    ]
    assert [piece.keys for piece in pieces(text) if piece.keys] == [("one", "two")]
    assert plain(text) == "It is so, see the page."


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60))
def test_no_text_makes_a_tag(text: str) -> None:
    visible(" ".join(text.split()) or "x")


# ------------------------------------------------------------------ what a page can say


def test_only_text_in_another_language_is_marked() -> None:
    page = PageContext("x", CATALOGS["es"], "en")
    translated = LocalizedText("una noche", "es", "draft", "one evening")
    name = LocalizedText("Rivertown", "es", "draft", "Rivertown")
    assert page.bare(translated) == "una noche"
    assert page.bare("one evening") == page.bare("one evening") == '<span lang="en" dir="ltr">one evening</span>'
    assert page.meta(name) == {"text": "Rivertown", "lang": "en", "dir": "ltr"}
    assert PageContext("x", CATALOGS["en"], "en").bare(translated) == '<span lang="es" dir="ltr">una noche</span>'


def test_short_name_of_an_agency_keeps_its_language() -> None:
    short = short_name(LocalizedText("Rivertown Police Department", "es", "draft", "Rivertown Police Department"))
    assert isinstance(short, LocalizedText)
    assert (short, short.english) == ("Rivertown", "Rivertown")


@pytest.mark.parametrize(
    ("target", "folder", "link"),
    [
        ("agencies/x.md", "practices", "../agencies/x.md"),
        ("practices/x.md", "practices", "x.md"),
        ("index.md", "practices", "../index.md"),
        ("practices/x.md", "", "practices/x.md"),
        ("files/policy/a.pdf", "en/policies", "../../files/policy/a.pdf"),
        ("practices-old/x.md", "practices", "../practices-old/x.md"),
    ],
)
def test_relative_link(target: str, folder: str, link: str) -> None:
    assert relative_link(target, folder) == link


def test_addresses_in_the_site_have_the_default_language_at_the_root() -> None:
    paths = {language: PageContext("x", CATALOGS[language], "es").url("practices/y#z") for language in CATALOGS}
    assert paths == {"en": "en/practices/y.html#z", "es": "practices/y.html#z"}


def test_moment_of_a_recording_is_a_media_fragment() -> None:
    assert [moment(at) for at in ("0:08", "1:25", "1:00:01")] == ["t=8", "t=85", "t=3601"]


# ------------------------------------------------------------------ what pages are made from


def test_record_page_needs_only_the_listings_around_it(sample: Project) -> None:
    renderer, listings = page_renderer(sample, "en"), sample.library.listings("en")
    record, statuses, neighbors, around, size, _ = record_inputs(sample, "en", ("practice", "id-night"), listings)
    assert ("agency", "lakeside-county-sheriff") in around  # the agency of a related practice
    assert renderer.record_page(record, statuses, neighbors, around, size).body
    for key in around:
        lacking = {other: listing for other, listing in around.items() if other != key}
        with pytest.raises(KeyError):
            renderer.record_page(record, statuses, neighbors, lacking, size)


def test_changed_english_is_shown_beside_its_old_translation(sample: Project) -> None:
    listings = sample.library.listings("es")
    record, statuses, neighbors, around, size, _ = record_inputs(sample, "es", ("practice", "id-night"), listings)
    changed = [
        text._replace(status="outdated", english="Open all doors.[@rivertown-2020]") if text.unit else text
        for text in statuses
        if text.field == "steps"
    ]
    page = page_renderer(sample, "es").record_page(record, changed, neighbors, around, size)
    changes = page.body.partition("{#changes}")[2].partition("## ")[0]
    assert '<span lang="en" dir="ltr">Open the doors.</span>' in changes
    assert '<span lang="en" dir="ltr">Open all doors.</span>' in changes
    assert page.meta["notices"][-1]["url"] == "#changes"


def test_every_page_has_an_address_of_its_own(sample: Project, sample_pages: dict[str, str]) -> None:
    by_language = {
        language: {name for name in sample_pages if name.startswith(f"{language}/")} for language in ("en", "es")
    }
    assert {name.removeprefix("en/") for name in by_language["en"]} == {
        name.removeprefix("es/") for name in by_language["es"]
    }
    assert len(sample_pages) == len(sample.catalogs) * len(by_language["en"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_attachments_are_linked_beside_the_languages(sample_pages: dict[str, str], language: str) -> None:
    link = "(../../files/policy/sample-language-policy.pdf)"
    assert link in sample_pages[f"{language}/policies/sample-language-policy"]


def test_translations_page_has_two_whole_tables_for_each_language(sample: Project) -> None:
    stats = translation_stats(sample)
    assert [(language.complete, language.partial) for language in stats] == [(13, 0), (0, 4), (0, 0)]
    assert stats[1].texts["practice"]["steps"] == {"draft": 1, "missing": 2}
    html = to_html(page_renderer(sample, "en").translations_page(stats).body)
    assert html.count("<table>") == 2 * (len(stats) - 1)
    assert "<p>|" not in html


def test_what_an_authored_page_can_show_has_a_theme_template() -> None:
    assert set(SHOWS) == set(SHOWABLE) == {name for name in SHOWABLE if (THEME / f"{name}.html").is_file()}


def test_every_field_of_the_panel_has_a_label() -> None:
    names = {name for kind in KINDS.values() for name, spec in fields(kind.model).items() if spec.mark(Panel)}
    assert {name for name in names if not CATALOGS["en"].knows(f"glance.{name}")} == set()


def test_every_filter_has_a_label() -> None:
    facets = {facet for kind in KINDS.values() for facet in filters(kind.model).values()}
    known = CATALOGS["en"].knows
    assert {facet for facet in facets if not known(f"facets.{facet}") and not known(f"search.facets.{facet}")} == set()


def test_there_is_a_placeholder_for_every_page(sample: Project, sample_pages: dict[str, str]) -> None:
    staged = {page.staged_path.removesuffix(".md"): page.markdown for page in placeholder_pages(sample)}
    for name in sample_pages:
        assert name in staged or f"{name.rpartition('/')[0]}/{PLACEHOLDER}" in staged
    assert "\ntemplate: find.html\n" in staged["es/find"]
    assert "title: Acerca de la muestra" in staged["es/about"]
