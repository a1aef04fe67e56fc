"""Pages as Markdown, and contributed text in them."""

import re
from collections.abc import Callable
from html import unescape

import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden import PAGES, golden
from toolkit.pages.markdown import markdown, pieces, plain
from toolkit.publish.body import html


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_golden_file_says(sample_pages: dict[str, str], name: str) -> None:
    assert sample_pages[name] == golden(name).read_text("utf-8"), "If the change is meant: python -m tests.golden"


EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables"]
RENDERERS: list[Callable[[str], str]] = [html, lambda text: python_markdown.markdown(text, extensions=EXTENSIONS)]


def shown(text: str) -> str:
    """What a reader of the page sees of a contributed text, whoever renders it."""
    (one, other) = (_seen(render, markdown(text)) for render in RENDERERS)
    assert one == other
    return one


def _seen(render: Callable[[str], str], written: str) -> str:
    """What is seen of Markdown as an entry of a list and as a paragraph."""
    listed, alone = render(f"- {written}").strip(), render(f"{written}\n\nThe end.").strip()
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
def test_signs_that_mean_something_in_markdown_are_shown_as_typed(text: str) -> None:
    assert shown(text) == text


def test_stress_is_seen_wherever_it_stands() -> None:
    assert markdown("中文**「字」**中文, un*(der)*stood") == "中文<strong>「字」</strong>中文, un<em>(der)</em>stood"
    assert shown("中文**「字」**中文, un*(der)*stood") == "中文「字」中文, un(der)stood"


def test_a_text_that_begins_with_its_note_begins_no_list() -> None:
    assert [shown(f"[@one] {text}") for text in ("- one", "2. two", "--- three")] == ["- one", "2. two", "--- three"]


def test_stress_links_and_citations_are_what_a_text_may_hold() -> None:
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
    shown(" ".join(text.split()) or "x")
