"""Markdown of made pages to HTML, by a compiled renderer.

Made pages use headings with an id, paragraphs, lists, tables, quotations, code and a few tags, which CommonMark
(https://spec.commonmark.org/0.31.2/) and Python-Markdown read alike; `tests/site/test_engines.py` holds the two equal.
Pages by hand may use all that Python-Markdown's extensions know, so MkDocs renders those.
"""

import re
from functools import lru_cache
from html import escape, unescape

from pyromark import Markdown, Options

RENDERER = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_HEADING_ATTRIBUTES)
IS_MARKDOWN_INSIDE = ' markdown="1"'
"""What Python-Markdown asks for to read Markdown inside a tag; CommonMark reads it after an empty line anyway."""
WAY = re.compile(r'(<a href="[^":#]*)\.md(?=["#])')
"""The way to another page, up to its ending; an address elsewhere has a colon."""
HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
TAG = re.compile(r"<[^>]*>")
ALIGNED = re.compile(r' style="text-align: (left|center|right)"')
"""The site's own policy forbids inline styles."""


def html(markdown: str) -> str:
    """The page's own part, its links leading to pages of the site."""
    made = RENDERER.html(markdown.replace(IS_MARKDOWN_INSIDE, ""))
    if "<table>" in made:
        made = ALIGNED.sub(r' align="\1"', made)
    return WAY.sub(r"\1.html", made)


def contents(html: str) -> tuple[tuple[str, str], ...]:
    """The headings below the title: address and text, as a list of contents shows them."""
    return tuple((f"#{id}", _bare(title)) for id, title in HEADING.findall(html))


@lru_cache
def _bare(title: str) -> str:
    return escape(unescape(TAG.sub("", title)), quote=False)
