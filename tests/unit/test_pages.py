"""Pages as Markdown, and contributed text in them."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from tests.builds import replace_text
from tests.golden import PAGES, SAMPLE, golden, markdown_pages, record_values
from toolkit.build.targets import ProjectInputs
from toolkit.listing import facet_names, listing
from toolkit.pages.context import PageContext, moment, short_name
from toolkit.pages.facets import facets
from toolkit.pages.markdown import markdown, pieces, plain
from toolkit.pages.near import near_page
from toolkit.pages.page import relative_link
from toolkit.pages.placeholders import PLACEHOLDER, placeholder_pages
from toolkit.pages.renderer import SHOWS, PageRenderer
from toolkit.pages.start import evidence, start_view
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
    assert sample_pages[name] == golden(name).read_text("utf-8"), (
        "If the change is intended: python -m tests.golden"
    )


def test_every_kind_has_a_golden_page() -> None:
    assert {kind.address for kind in KINDS.values()} <= {name.split("/")[1] for name in PAGES}


def test_a_practice_shows_how_each_agency_did_it_in_a_table(sample_pages: dict[str, str]) -> None:
    html = to_html(sample_pages["en/practices/walk-along-the-lake"])
    section = html.partition('id="instances"')[2].partition("<h2")[0]
    rows = [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in section.split("<tr>")[1:]]
    assert [len(row) for row in rows] == [4, 4, 4], "the lengths, which no agency has, are left out"
    assert [re.sub("<.*?>", "", cell) for cell in rows[1][1:3]] == ["June 2022", "Made-up pier"]
    assert '<a href="../agencies/rivertown-police-department.html">' in rows[2][0]
    assert 'aria-label="Not reported"' in rows[2][2]


# ------------------------------------------------------------------ contributed text

EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables"]
RENDERERS: list[Callable[[str], str]] = [
    to_html,
    lambda text: python_markdown.markdown(text, extensions=EXTENSIONS),
]


def visible(text: str) -> str:
    """What a reader of the page sees of a contributed text, whichever renderer is used."""
    fast, stock = (_visible(render, markdown(text)) for render in RENDERERS)
    assert fast == stock
    return fast


def _visible(render: Callable[[str], str], text: str) -> str:
    """What is visible of Markdown as an entry of a list and as a paragraph."""
    listed, alone = render(f"- {text}").strip(), render(f"{text}\n\nThe end.").strip()
    assert re.fullmatch(r"(?s)<ul>\n<li>.*</li>\n</ul>", listed), listed
    if listed == "<ul>\n<li></li>\n</ul>":  # the text was a citation and nothing else
        assert alone == "<p>The end.</p>"
        return ""
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
    assert (
        markdown("中文**「字」**中文, un*(der)*stood")
        == "中文<strong>「字」</strong>中文, un<em>(der)</em>stood"
    )
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
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
        min_size=1,
        max_size=60,
    )
)
def test_no_text_makes_a_tag(text: str) -> None:
    visible(" ".join(text.split()) or "x")


# ------------------------------------------------------------------ what a page can say


def test_only_text_in_another_language_is_marked() -> None:
    page = PageContext("x", CATALOGS["es"], "en")
    translated = LocalizedText("una noche", "es", "draft", "one evening")
    name = LocalizedText("Rivertown", "es", "draft", "Rivertown")
    assert page.bare(translated) == "una noche"
    assert (
        page.bare("one evening")
        == page.bare("one evening")
        == '<span lang="en" dir="ltr">one evening</span>'
    )
    assert page.meta(name) == {"text": "Rivertown", "lang": "en", "dir": "ltr"}
    assert (
        PageContext("x", CATALOGS["en"], "en").bare(translated)
        == '<span lang="es" dir="ltr">una noche</span>'
    )


def test_short_name_of_an_agency_keeps_its_language() -> None:
    short = short_name(
        LocalizedText("Rivertown Police Department", "es", "draft", "Rivertown Police Department")
    )
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
    paths = {
        language: PageContext("x", CATALOGS[language], "es").url("practices/y#z")
        for language in CATALOGS
    }
    assert paths == {"en": "en/practices/y.html#z", "es": "practices/y.html#z"}


def test_moment_of_a_recording_is_a_media_fragment() -> None:
    assert [moment(at) for at in ("0:08", "1:25", "1:00:01")] == ["t=8", "t=85", "t=3601"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"stage": "running", "as_of": 2009}, "Active in 2009; no later dated report found"),
        ({"stage": "running", "as_of": 2023}, "Active in 2023; no later dated report found"),
        ({"stage": "running", "as_of": 2024}, "Active in 2024"),
        ({"stage": "running", "as_of": 2009, "checked": None}, "Active in 2009"),
        ({"stage": "planned", "as_of": 1985}, "Planned in 1985; no later dated report found"),
        ({"stage": "ended", "as_of": 2009}, "Ended by 2009"),
    ],
)
def test_a_status_says_its_year_and_whether_anything_newer_was_found(
    sample: Project, changes: dict[str, object], status: str
) -> None:
    practice = sample.library.records["practice", "tea-with-officers"]
    changed = practice.model_copy(update={"checked": "2026-11-27"} | changes)
    listed = listing(changed, sample.library.records)
    assert PageContext("x", CATALOGS["en"], "en").status(listed) == status


@pytest.mark.parametrize(
    ("dates", "newest", "period"),
    [
        (["2020-01"], "Newest source: 2020", "from-2020"),
        (["2019-12-31", "2004", None], "Newest source: 2019", "from-2010"),
        (["2010", "2009-05"], "Newest source: 2010", "from-2010"),
        (["1899"], "Newest source: 1899", "before-2010"),
        ([None, None], "Sources undated", "not-stated"),
    ],
)
def test_the_age_of_a_record_is_the_year_of_its_newest_source(
    sample: Project, dates: list[str | None], newest: str, period: str
) -> None:
    report = sample.library.records["publication", "sample-report"]
    sources = [report.sources[0].model_copy(update={"date": date}) for date in dates]
    changed = report.model_copy(update={"sources": sources, "date": None})
    listed = listing(changed, sample.library.records)
    assert PageContext("x", CATALOGS["en"], "en").newest(listed) == newest
    dated = listed._replace(published="2026-01")
    assert PageContext("x", CATALOGS["en"], "en").newest(dated) == "Published: 2026"
    assert listed.facets["period"] == (period,)


def test_evidence_is_shown_strongest_first(copy: Path) -> None:
    for id, level in (("tea-with-officers", "evaluated"), ("walk-along-the-lake", "compared")):
        replace_text(
            copy / "practices" / "practice" / f"{id}.yml",
            "topics: [",
            f"evidence: {level}\ntopics: [",
        )
    project = load_project(copy)
    page = PageRenderer(project, "es").context("x", project.library.listings["es"])
    assert list(facets(page)["evidence"]) == ["evaluated", "compared", "counted", "described"]


@pytest.mark.parametrize("name", ["tea-with-officers", "walk-along-the-lake"])
def test_what_no_source_says_is_the_last_line_of_the_panel(sample: Project, name: str) -> None:
    page = PageRenderer(sample, "en").record_page(*record_values(sample, "en", ("practice", name)))
    *stated, last = page.meta["glance"]
    assert last["label"] == "Not reported"
    assert [value["text"] for value in last["values"]] == ["Status"]
    assert stated and not any(value.get("muted") for row in stated for value in row["values"])


# ------------------------------------------------------------------ what pages are made from


def test_record_page_needs_only_the_listings_around_it(sample: Project) -> None:
    renderer = PageRenderer(sample, "en")
    record, translation, neighbors, around, *rest = record_values(
        sample, "en", ("practice", "id-night")
    )
    assert ("agency", "lakeside-county-sheriff") in around  # the agency of a related practice
    assert renderer.record_page(record, translation, neighbors, around, *rest).body
    for key in around:
        lacking = {other: listing for other, listing in around.items() if other != key}
        with pytest.raises((KeyError, UndefinedError)):
            renderer.record_page(record, translation, neighbors, lacking, *rest)


def test_changed_english_is_shown_beside_its_old_translation(sample: Project) -> None:
    record, *rest = record_values(sample, "es", ("practice", "id-night"))
    steps = [text.replace("Open the doors.", "Open all doors.") for text in record.steps]
    page = PageRenderer(sample, "es").record_page(record.model_copy(update={"steps": steps}), *rest)
    changes = page.body.partition("{#changes}")[2].partition("## ")[0]
    assert '<span lang="en" dir="ltr">Open the doors.</span>' in changes
    assert '<span lang="en" dir="ltr">Open all doors.</span>' in changes
    assert [notice["url"] for notice in page.meta["notices"] if "url" in notice] == ["#changes"]


def test_a_record_leads_to_the_authored_pages_on_its_topics_and_an_agency_to_those_on_what_it_does(
    sample_pages: dict[str, str],
) -> None:
    english, spanish = "[About the sample](../about.md)", "[Acerca de la muestra](../about.md)"
    assert f"- {english}" in sample_pages["en/practices/id-night"]
    assert f"- {spanish}" in sample_pages["es/practices/id-night"]
    assert f"- {english}" in sample_pages["en/agencies/rivertown-police-department"]
    assert english not in sample_pages["en/practices/tea-with-officers"]


def test_start_page_counts_what_is_known_and_what_can_be_opened(sample: Project) -> None:
    library = sample.library
    for language in sample.catalogs:
        page = PageContext(
            "index",
            sample.catalogs[language],
            "en",
            sample.vocabularies,
            library.listings[language],
        )
        practices: Any = library.of_kind("practice")
        kinds = evidence(page)["kinds"]
        order = ["evaluated", "compared", "counted", "described"]
        assert [kind["text"] for kind in kinds] == [page.label("evidence", id) for id in order]
        numbers = [sum(practice.evidence == id for practice in practices) for id in order]
        assert [kind["number"] for kind in kinds] == [page.number(number) for number in numbers]
        assert [bool(kind["url"]) for kind in kinds] == [number > 0 for number in numbers]
    listings = {
        key: listing._replace(
            date="2019-12", access="transcript", facets={**listing.facets, "cost": ("not-stated",)}
        )
        for key, listing in library.listings["en"].items()
    }
    page = PageContext("index", sample.catalogs["en"], "en", sample.vocabularies, listings)
    assert evidence(page)["recent"] == "Practices with a source from 2020 or later: 0 of 4"
    view = start_view(page, sample.doc_pages)
    assert [link["text"] for link in view["numbers"]] == [
        "4 practices",
        "2 agencies",
        "1 podcast",
        "Law by state",
    ]
    assert [question["name"] for question in view["asks"]] == ["size", "setting", "communities"]


def test_a_practice_page_begins_with_what_a_reader_came_for(sample: Project) -> None:
    values = record_values(sample, "en", ("practice", "id-night"))
    answers = PageRenderer(sample, "en").record_page(*values).meta["answers"]
    said = {answer["label"]: answer["lines"] for answer in answers}
    assert list(said) == [
        "What it takes",
        "Results",
        "Whom to call",
        "Documents to use",
        "What happened later",
    ]
    assert said["What it takes"][0] == {"label": "Hours", "text": "Three hours on one evening."}
    assert said["Results"] == [
        {"label": "Counted", "text": "Forty made-up people came.", "url": "#results"}
    ]
    assert said["Whom to call"][0]["href"] == "tel:712-555-0100"
    assert said["What happened later"][0]["text"] == "In 2021 it moved."


def test_a_practice_in_a_language_is_near_to_those_who_speak_it(sample: Project) -> None:
    key = "practice", "tea-with-officers"
    listing = sample.library.listings["en"][key]
    spoken = listing._replace(facets={**listing.facets, "languages": ("so",)})
    page = PageContext(
        "x",
        CATALOGS["en"],
        "en",
        sample.vocabularies,
        {key: spoken},
        site_names=sample.settings.site_names,
    )
    _, practices = near_page(page, []).meta["lists"]
    facts = [(fact["field"], fact["id"]) for fact in practices["items"][0]["facts"]]
    assert ("languages", "so") in facts and ("communities", "somali") in facts


def test_a_law_that_limits_a_practice_stands_before_everything_else(sample: Project) -> None:
    record, *rest = record_values(sample, "en", ("practice", "id-night"))
    limited = record.model_copy(update={"limited_by_law": True})
    first, *others = PageRenderer(sample, "en").record_page(limited, *rest).meta["answers"]
    assert first["is_warning"] and first["lines"][0]["text"] == "In 2021 it moved."
    assert not any(answer.get("is_warning") for answer in others)


def test_news_of_what_happened_later_makes_no_source_of_a_practice_newer(sample: Project) -> None:
    record: Any = sample.library.records["practice", "id-night"]
    source = record.sources[0].model_copy(update={"key": "later", "date": "2026-01"})
    changed = record.model_copy(
        update={
            "since": ["It moved again.[@later]"],
            "sources": [*record.sources, source],
        }
    )
    listed = listing(changed, sample.library.records)
    before = listing(record, sample.library.records)
    assert (listed.date, listed.later) == (before.date, "2026-01")
    page = PageContext("x", sample.catalogs["en"], "en", sample.vocabularies)
    assert page.newest(listed) == "Newest source: 2020 · Later news: 2026"


def test_a_page_exists_in_a_language_if_its_text_does(
    sample: Project, sample_pages: dict[str, str]
) -> None:
    by_language = {
        language: {
            name.removeprefix(f"{language}/")
            for name in sample_pages
            if name.startswith(f"{language}/")
        }
        for language in ("en", "es", "ar")
    }
    english = by_language["en"]
    assert english - by_language["es"] == sample.elsewhere["es"]
    assert {"practices/tea-with-officers", "agencies/lakeside-county-sheriff"} < sample.elsewhere[
        "es"
    ]
    assert (
        {"about", "help", "index", "practices/id-night", "models/sample-flyer"}
        <= by_language["es"]
        <= english
    )
    assert not by_language["ar"] & {"about", "practices/walk-along-the-lake"}


def test_attachments_are_linked_beside_the_languages(sample_pages: dict[str, str]) -> None:
    link = "(../../files/policy/sample-language-policy.pdf)"
    assert link in sample_pages["en/policies/sample-language-policy"]


def test_translations_page_has_a_whole_table_for_each_language(sample: Project) -> None:
    stats = ProjectInputs(sample).stats.value
    assert [(language.complete, language.partial) for language in stats] == [
        (16, 0),
        (0, 4),
        (0, 2),
    ]
    assert stats[1].texts["agency"] == {"reviewed": 2, "missing": 17}
    html = to_html(PageRenderer(sample, "en").translations_page(stats).body)
    assert html.count("<table>") == len(stats) - 1
    assert "<p>|" not in html


def test_what_an_authored_page_can_show_has_a_theme_template() -> None:
    assert (
        {*SHOWS, "residents"}
        == set(SHOWABLE)
        == {name for name in SHOWABLE if (THEME / f"{name}.html").is_file()}
    )


def test_every_field_of_the_panel_has_a_label() -> None:
    names = {
        name
        for kind in KINDS.values()
        for name, spec in fields(kind.model).items()
        if spec.mark(Panel)
    }
    assert {name for name in names if f"glance.{name}" not in CATALOGS["en"].english} == set()


def test_every_filter_has_a_label() -> None:
    facets = {facet for kind in KINDS.values() for facet in facet_names(kind.model)}
    known = CATALOGS["en"].english.keys()
    assert {
        facet for facet in facets if not known & {f"facets.{facet}", f"search.facets.{facet}"}
    } == set()


def test_there_is_a_placeholder_for_every_page(
    sample: Project, sample_pages: dict[str, str]
) -> None:
    staged = {
        page.staged_path.removesuffix(".md"): page.markdown for page in placeholder_pages(sample)
    }
    for name in sample_pages:
        assert name in staged or f"{name.rpartition('/')[0]}/{PLACEHOLDER}" in staged
    assert "\ntemplate: find.html\n" in staged["es/find"]
    assert "title: Acerca de la muestra" in staged["es/about"]


def test_commas_and_colons_are_those_of_the_language() -> None:
    catalogs = read_catalogs(["en", "ar", "am", "zh-Hans"]).by_language
    lists = {
        tag: PageContext("x", catalog, "en").comma_list(["a", "b", "c"])
        for tag, catalog in catalogs.items()
    }
    assert lists == {"en": "a, b, c", "ar": "a، b، c", "am": "a፣ b፣ c", "zh-Hans": "a、b、c"}
    assert catalogs["zh-Hans"].t("page.shown", title="a", basis="b") == "a：b"


def test_a_law_that_is_blocked_would_do_what_it_says_and_no_law_is_not_in_force(
    sample_pages: dict[str, str],
) -> None:
    page = sample_pages["en/law/ia"]
    blocked = page[page.index("No children") :].splitlines()[2]
    assert "*Would forbid · <span" in blocked and "Blocked by a court" in blocked
    left_open = page[page.index("Each sample sheriff decides") :].splitlines()[2]
    assert left_open.strip() == "*Leaves it open*"


def test_the_page_of_a_law_leads_on(sample_pages: dict[str, str]) -> None:
    foot = sample_pages["en/law/ia"].partition("{#beside}")[2]
    assert "A city or county may ask for more." in foot
    assert "(../agencies/rivertown-police-department.md)" in foot
    assert "(../practices/id-night.md)" in foot
    assert "lakeside-county-sheriff" not in foot  # in another state
