"""The whole texts of records and routes, as scripts: a page opened from disk may read no other page."""

import re
from posixpath import dirname, normpath

from toolkit.pages.page import Page
from toolkit.render.assembler import to_html
from toolkit.render.marks import mark_fallbacks
from toolkit.search.index import Files, script

LINK = re.compile(r'(<a href=")(?![#"]|[a-z]+:)([^"]*)')
"""A link to another page or file of the site."""
CARDS = re.compile(r'<div class="cards">.*?</div>', re.DOTALL)
LEFT_OUT = (
    re.compile(r'<h2 id="related">.*?</div>', re.DOTALL),
    re.compile(r'(?<=role="doc-noteref") id="cite-\d+"'),
    re.compile(r' title="[^"]*"(?=>\d+</a>)'),
    re.compile(r' <a href="#cite-\d+"[^>]*>[^<]*</a>'),
)
"""What only the page itself needs: related records, and the ways back from notes."""
CARD_TEXT = re.compile(r"(?<=</p>)\n<p>.*?(?=\n</li>)", re.DOTALL)
"""What a card says besides the title."""


def shortlist_text(page: Page, has_english: bool) -> Files:
    """The file of a page that readers can keep; none if its text is not in its language but on the English page.

    Links start at the folder of the language, because the shortlist is there. `has_english`: whether the site is in
    English, too.
    """
    is_own = {
        "record.html": page.meta.get("text_language") == page.language,
        "route.html": not page.meta.get("is_foreign"),
    }.get(page.meta["template"])
    if is_own is None or (has_english and not is_own):
        return {}
    key = f"shortlist/{page.language}/{page.path}"
    return {f"{key}.js": script(key, whole_text(page))}


def whole_text(page: Page) -> str:
    """The HTML of a page's text without what only the page itself needs; links start at the folder of the language."""
    folder = dirname(page.path)
    html = CARDS.sub(lambda cards: CARD_TEXT.sub("", cards[0]), to_html(page.body))
    for pattern in LEFT_OUT:
        html = pattern.sub("", html)
    return mark_fallbacks(LINK.sub(lambda link: link[1] + normpath(f"{folder}/{link[2]}"), html))
