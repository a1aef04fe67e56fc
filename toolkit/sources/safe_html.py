"""Finds HTML that an authored page must not have. It may have what Markdown writes, and a few tags for words."""

import re
from collections.abc import Iterator
from html import unescape

from markdown import Markdown

from toolkit.sources.config import MARKDOWN_EXTENSIONS

SUSPECT = re.compile(r"[<{&]|script:|data:", re.I)
"""Without any of these, Markdown writes only safe HTML."""
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
TAG = re.compile(
    r"</?(?:abbr|a|blockquote|br|b|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|img|ins|i|kbd|li|mark"
    r"|ol|pre|p|small|span|strong|summary|sub|sup|s|table|tbody|td|thead|th|tr|ul)"
    r'((?:\s+[a-z-]+="[^"<>]*")*)\s*/?>'
)
"""Only this form is let through, so that no browser reads another tag into it."""
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
WORDS = re.compile(r"align|alt|class|colspan|dir|height|href|id|lang|open|rel|rowspan|src|start|title|width")
SCHEME = re.compile(r"([^/?#]*?):")


def unsafe_html(text: str) -> Iterator[str]:
    """What an authored page may not contain, as it is written there, if it can be found."""
    if not SUSPECT.search(text):
        return
    options = {"tables": {"use_align_attribute": True}}
    html = Markdown(extensions=list(MARKDOWN_EXTENSIONS), extension_configs=options).convert(text)
    for start in re.finditer("<", html):
        tag = TAG.match(html, start.start())
        if not tag:
            yield html[start.start() :].partition(">")[0] + ">"
        for name, value in ATTRIBUTE.findall(tag[1]) if tag else ():
            scheme = SCHEME.match("".join(unescape(value).split())) if name in ("href", "src") else None
            if not WORDS.fullmatch(name) or (scheme and scheme[1].lower() not in SCHEMES):
                yield f'{name}="{value}"'
