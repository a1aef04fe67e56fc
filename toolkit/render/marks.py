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
OF_ALL_LANGUAGES = ("START-HERE.html",)
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
    root, home = settings.folder(catalog.language), settings.home_language
    if catalog.language == home:
        return html
    home_root, folder = settings.folder(home), dirname(name)
    mark = f'<span class="elsewhere"> {escape(catalog.t("search.in_english"))}</span>'

    def told(link: re.Match[str]) -> str:
        target = normpath(f"{folder}/{link[2]}")
        is_home = (
            target.startswith(home_root)
            if home_root
            else not target.startswith((root, *OF_ALL_LANGUAGES))
        )
        if not is_home or "hreflang=" in link[1]:
            return link[0]
        return f'{link[1]} hreflang="{home}"{link[3]}{mark}'

    return PAGE_LINK.sub(told, html)


def mark_fallbacks(html: str) -> str:
    """The page with its English fallback texts marked for browsers and screen readers."""
    html = html.replace(r"\ue000", r"\u2066").replace(r"\ue001", r"\u2069")  # in JSON
    if FALLBACK_START not in html:
        return html
    parts = TAG.split(html)
    for i in range(0, len(parts), 2):
        tag = parts[i - 1] if i else ""
        if tag.startswith("<title"):
            parts[i] = parts[i].translate(AS_ISOLATES)
        elif tag.startswith("<option") and FALLBACK_START in parts[i]:
            parts[i - 1], parts[i] = f"{tag[:-1]}{LANGUAGE}>", parts[i].translate(AS_NOTHING)
        else:
            parts[i] = (
                parts[i]
                .replace(FALLBACK_START, f"<span{LANGUAGE}>")
                .replace(FALLBACK_END, "</span>")
            )
    parts[1::2] = [tag.translate(AS_ISOLATES) for tag in parts[1::2]]
    return "".join(parts)
