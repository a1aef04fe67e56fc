"""Pages as Markdown, and contributed text in them."""

import re

import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden import PAGES, golden
from toolkit.pages.markdown import markdown, pieces, plain


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_golden_file_says(sample_pages: dict[str, str], name: str) -> None:
    assert sample_pages[name] == golden(name).read_text("utf-8"), "If the change is meant: python -m tests.golden"


def shown(text: str) -> str:
    """What a reader of the page sees of a contributed text."""
    html = python_markdown.markdown(f"- {markdown(text)}", extensions=["attr_list", "md_in_html", "tables"])
    assert re.fullmatch(r"(?s)<ul>\n<li>.*</li>\n</ul>", html), html
    inside = html.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>")
    assert not re.search(r"<(?!/?(em|strong|a)\b)", inside), html
    bare = re.sub(r"<[^>]+>", "", inside)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    "text",
    [
        "1. is not a list", "- is not a list", "# is no heading", "a_b_c and __d__", "back\\slash and `tick`", "a | b",
        "&copy; & <b>", "![x](y)", "[x]: y", "{: .class }", "<!-- more -->", "http://a.b/c_d_e", "2 < 3 > 1", "~~no~~",
        "Title: {#id}", "> no quotation", "+ 1", "* 2", "***", "===",
    ],
)  # fmt: skip
def test_signs_that_mean_something_in_markdown_are_shown_as_typed(text: str) -> None:
    assert shown(text) == text


def test_stress_links_and_citations_are_what_a_text_may_hold() -> None:
    text = "It *is* **so**, see [the page](https://a.example/b_c).[@one; @two]"
    assert [piece.markdown for piece in pieces(text) if piece.markdown] == [
        "It *is* **so**, see ",
        "[the page](<https://a.example/b_c>)",
        ".",
    ]
    assert [piece.keys for piece in pieces(text) if piece.keys] == [("one", "two")]
    assert plain(text) == "It is so, see the page."


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60))
def test_no_text_makes_a_tag(text: str) -> None:
    shown(" ".join(text.split()) or "x")
