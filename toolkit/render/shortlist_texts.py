"""The whole texts of records and authored pages, as scripts: a page opened from disk may read no other page.

The shortlist shows them, and the search shows passages of them.
"""

import re
from posixpath import dirname, normpath

from markdown.extensions.toc import slugify, unique
from markupsafe import Markup

from toolkit.pages.page import Page
from toolkit.render.assembler import to_html
from toolkit.render.marks import mark_fallbacks
from toolkit.search.index import Files, script
from toolkit.sources.config import Settings

WITH_TEXT = ("record.html", "route.html", "hand.html", "residents.html")
"""The templates of pages whose texts are published."""
LINK = re.compile(r'(<a href=")(?![#"]|[a-z]+:)([^"]*)')
"""A link to another page or file of the site."""
DIRECTED = re.compile(r'<a ((?:(?!<a ).)*)\{: (dir="ltr") \}')
"""A link of an authored page with its direction after it, which only Python-Markdown's `attr_list` reads."""
CARDS = re.compile(r'<div class="cards">.*?</div>', re.DOTALL)
LEFT_OUT = (
    re.compile(r'<h2 id="related">.*?</div>', re.DOTALL),
    re.compile(r'(?<=role="doc-noteref") id="cite-\d+"'),
    re.compile(r' title="[^"]*"(?=>\d+</a>)'),
    re.compile(r' <a href="#cite-\d+"[^>]*>[^<]*</a>'),
    re.compile(r'<img class="look"[^>]*>'),
)
"""What only the page itself needs: related records, links from notes back to the text, pictures of documents."""
HEADING = re.compile(r"<h([23])>(.*?)</h[23]>")
"""A heading without an id."""
CARD_TEXT = re.compile(r"(?<=</p>)\n<p>.*?(?=\n</li>)", re.DOTALL)
"""What a card says besides the title."""


def shortlist_text(page: Page, settings: Settings) -> Files:
    """The file of a page with its text. Links start at the folder of the language: the shortlist is there."""
    if page.meta["template"] not in WITH_TEXT:
        return {}
    key = f"shortlist/{page.language}/{page.path}"
    home = settings.home_language
    text = whole_text(page, home, f"../{settings.folder(home)}")
    return {f"{key}.js": script(key, _with_anchors(text))}


def whole_text(page: Page, home_language: str, home: str) -> str:
    """The HTML of a page's text without what only the page itself needs; links start at the folder of the language.

    Those to pages that exist in the `home_language` only start with `home` instead.
    """
    folder = dirname(page.path)
    html = CARDS.sub(_titles_only, to_html(page.body))
    for pattern in LEFT_OUT:
        html = pattern.sub("", html)
    elsewhere = f"../{home_language}/"

    def moved(link: re.Match[str]) -> str:
        start, link_address = link.groups()
        target = normpath(f"{folder}/{link_address}")
        if target.startswith(elsewhere):
            target = home + target.removeprefix(elsewhere)
        return f"{start}{target}"

    return mark_fallbacks(DIRECTED.sub(r"<a \2 \1", LINK.sub(moved, html)))


def _with_anchors(html: str) -> str:
    """HTML whose headings have the ids that MkDocs gives them on the page: a search result leads there."""
    ids = set(re.findall(r'<h[23] id="([^"]*)"', html))

    def anchored(heading: re.Match[str]) -> str:
        level, text = heading.groups()
        id = unique(slugify(Markup(text).striptags(), "-"), ids)
        return f'<h{level} id="{id}">{text}</h{level}>'

    return HEADING.sub(anchored, html)


def _titles_only(cards: re.Match[str]) -> str:
    """Cards without what they say besides their titles."""
    return CARD_TEXT.sub("", cards[0])
