"""Markdown of pages to HTML, by a compiled renderer.

Pages made from records use headings with an id, paragraphs, lists, tables, quotations, code and a few tags, which
CommonMark (https://spec.commonmark.org/0.31.2/) and Python-Markdown read alike; a test compares the two. Pages written
by hand may use all that Python-Markdown's extensions know, so MkDocs renders those.
"""

import re
from html import escape, unescape

from pyromark import Markdown, Options

RENDERER = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_HEADING_ATTRIBUTES)
MARKDOWN_INSIDE = ' markdown="1"'
"""What Python-Markdown needs to read Markdown inside a tag; CommonMark reads it after an empty line anyway."""
PAGE_LINK = re.compile(r'(<a href="[^":#]*)\.md(?=["#])')
"""A link to another page, up to its ending; an address elsewhere has a colon."""
HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
TAG = re.compile(r"<[^>]*>")
ALIGNMENT = re.compile(r' style="text-align: (left|center|right)"')
"""The site's content security policy forbids inline styles."""


def to_html(markdown: str) -> str:
    """The page's content, its links leading to pages of the site."""
    html = ALIGNMENT.sub(r' align="\1"', RENDERER.html(markdown.replace(MARKDOWN_INSIDE, "")))
    return PAGE_LINK.sub(r"\1.html", html)


def headings(html: str) -> list[tuple[str, str]]:
    """The headings below the title: address and text, as a table of contents shows them."""
    return [(f"#{anchor}", escape(unescape(TAG.sub("", text)), quote=False)) for anchor, text in HEADING.findall(html)]
