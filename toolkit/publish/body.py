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
LETTER = "\ue006"
"""Stands for the words before, so that no sign is taken for that of a list or a line across the page."""
START, END = f"<p>{LETTER}", "</p>\n"
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
    return tuple((f"#{id}", bare(title)) for id, title in HEADING.findall(html))


@lru_cache
def bare(title: str) -> str:
    """A heading as a list of contents shows it."""
    return between_tags(unescape(TAG.sub("", title)))


def between_tags(text: str) -> str:
    """A text as HTML, where no attribute is."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def inline(markdown: str) -> str:
    """What a stretch of a paragraph becomes, with the spaces around it. A ValueError if it is none."""
    bare = markdown.strip(" ")
    made = html(f"{LETTER}{bare}")
    if not (made.startswith(START) and made.endswith(END) and made.count(START) == 1):
        raise ValueError(f"Not a stretch of a paragraph: {markdown}")
    before = len(markdown) - len(markdown.lstrip(" "))
    return f"{markdown[:before]}{made[len(START) : -len(END)]}{markdown[before + len(bare) :]}"
