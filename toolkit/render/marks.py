"""Marks in a finished page: links that leave the site, and English texts that stand in for missing messages.

The mark of a link is an image with a name, so that a screen reader says two words within the link (`Police ask for
critique, another site`). The style sheet draws it and leaves it out in print. Text in the style sheet (`content`) could
not be translated by the message catalog.

`Catalog.t` puts two private-use characters around an English text, because it does not know where it will appear. They
become an element with a `lang`; in attributes and titles, which cannot contain elements, Unicode isolates (UAX #9).
"""

import re
from html import escape
from posixpath import dirname, normpath

from toolkit.sources.config import Settings
from toolkit.sources.messages import (
    AS_ISOLATES,
    FALLBACK_END,
    FALLBACK_START,
    SOURCE_LANGUAGE,
    Catalog,
)

EXTERNAL_LINK = re.compile(r'(<a\b[^>]*?\shref="https?://[^>]*>.*?)(?=</a>)', re.DOTALL)
PAGE_LINK = re.compile(r'(<a\b[^>]*?\shref="([^":#]*\.html)[^"]*"[^>]*)(>.*?)(?=</a>)', re.DOTALL)
"""A link to a page of the site: its tag, its address and its text."""
KNOWN = re.compile(r"\shreflang=|\sdownload\b")
"""What a link has whose language is known: files to take away are no pages."""
OF_ALL_LANGUAGES = ("0-START-HERE.html", "START-HERE.html")
"""Pages that all languages share."""
TAG = re.compile(r"(<[^>]*>)")
LANGUAGE = f' lang="{SOURCE_LANGUAGE}" dir="ltr"'
AS_NOTHING = str.maketrans({FALLBACK_START: "", FALLBACK_END: ""})


def mark_external_links(html: str, catalog: Catalog) -> str:
    """The page with a mark at the end of each link to another site."""
    label = escape(catalog.t("theme.external"))
    mark = (
        f'<span class="external" role="img" lang="{catalog.language}" aria-label="{label}"></span>'
    )
    return EXTERNAL_LINK.sub(lambda link: link[1] + mark, html)


def mark_links_elsewhere(html: str, name: str, catalog: Catalog, settings: Settings) -> str:
    """The page, a file of that name, with a word at the end of each link to a page that its language lacks."""
    home = settings.home_language
    if catalog.language == home:
        return html
    root = settings.folder(catalog.language)
    home_root = settings.folder(home)
    folder = dirname(name)
    mark = f' <span class="elsewhere">({escape(catalog.t("search.in_english"))})</span>'

    def is_elsewhere(path: str) -> bool:
        if home_root:
            return path.startswith(home_root)
        return not path.startswith((root, *OF_ALL_LANGUAGES))

    def marked(link: re.Match[str]) -> str:
        tag, link_address, text = link.groups()
        if KNOWN.search(tag) or not is_elsewhere(normpath(f"{folder}/{link_address}")):
            return link[0]
        return f'{tag} hreflang="{home}"{text}{mark}'

    return PAGE_LINK.sub(marked, html)


def mark_fallbacks(html: str) -> str:
    """The page with its English fallback texts marked for browsers and screen readers."""
    html = html.replace(r"\ue000", r"\u2066").replace(r"\ue001", r"\u2069")  # in JSON
    if FALLBACK_START not in html:
        return html
    marked = []
    before_tags, *parts = TAG.split(html)
    marked.append(_as_elements(before_tags))
    for tag, text in zip(parts[::2], parts[1::2], strict=True):
        marked += _marked_after(tag, text)
    return "".join(marked)


def _marked_after(tag: str, text: str) -> tuple[str, str]:
    """A tag and the text after it. Titles and options cannot contain elements."""
    plain_tag = tag.translate(AS_ISOLATES)
    if tag.startswith("<title"):
        return plain_tag, text.translate(AS_ISOLATES)
    if tag.startswith("<option") and FALLBACK_START in text:
        return f"{plain_tag[:-1]}{LANGUAGE}>", text.translate(AS_NOTHING)
    return plain_tag, _as_elements(text)


def _as_elements(text: str) -> str:
    """A text with its English in elements."""
    return text.replace(FALLBACK_START, f"<span{LANGUAGE}>").replace(FALLBACK_END, "</span>")
