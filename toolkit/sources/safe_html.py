"""Finds HTML that an authored page must not have. It may have what Markdown writes, and a few tags for words."""

import re
from collections.abc import Iterator
from html import unescape

from markdown import Markdown

from toolkit.sources.config import MARKDOWN_EXTENSIONS

SCHEMES = frozenset(("http", "https", "mailto", "sms", "tel"))
TAG = re.compile(
    r"</?(?:abbr|a|blockquote|br|b|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|img|ins|i|kbd|li|mark"
    r"|ol|pre|p|small|span|strong|summary|sub|sup|s|table|tbody|td|thead|th|tr|ul)"
    r'((?:\s+[a-z-]+="[^"<>]*")*)\s*/?>'
)
"""Only this form is let through, so that no browser reads another tag into it."""
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
ATTRIBUTE_NAMES = re.compile(
    r"align|alt|class|colspan|dir|height|href|id|lang|open|rel|rowspan|src|start|title|width"
)
SCHEME = re.compile(r"([^/?#]*?):")
ELSEWHERE = re.compile(r"[\\/]{2}|https?:", re.I)
"""How an address on another host begins."""
MISLEADS = re.compile(r"[\\/]{2}|https?:[\\/]*[^/?#]*[\\@]", re.I)
"""A host without a scheme, which opened from disk leads to a file server; a user name before a host, which passes for
another; a backslash there, which browsers read as a slash."""
AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]*:.*)>", re.I)


def unsafe_html(text: str) -> Iterator[tuple[str, str]]:
    """What an authored page may not contain: the name of the problem, and what is written there, if it can be found."""
    html = as_html(text)
    for start in re.finditer("<", html):
        tag = TAG.match(html, start.start())
        if tag:
            yield from _bad_attributes(tag[1])
            continue
        written = html[start.start() :].partition(">")[0] + ">"
        autolink = AUTOLINK.fullmatch(written)
        if autolink:
            yield "bad-page-link", autolink[1]
        else:
            yield "harmful-html", written


def as_html(text: str) -> str:
    """Markdown as MkDocs reads it, with fences, so that what is code there is code here."""
    options = {"tables": {"use_align_attribute": True}}
    extensions = ["fenced_code", *MARKDOWN_EXTENSIONS]
    return Markdown(extensions=extensions, extension_configs=options).convert(text)


def _bad_attributes(attributes: str) -> Iterator[tuple[str, str]]:
    """The attributes of a tag that could do harm: the name of the problem, and what is written there."""
    for name, value in ATTRIBUTE.findall(attributes):
        if not ATTRIBUTE_NAMES.fullmatch(name):
            yield "harmful-html", f'{name}="{value}"'
        elif name in ("href", "src"):
            address = unescape(value)
            problem = _bad_address(name, "".join(address.split()))
            if problem:
                yield problem, address


def _bad_address(name: str, address: str) -> str:
    """The problem of the address of a link or picture, without spaces; empty if there is none."""
    if name == "src" and ELSEWHERE.match(address):
        return "picture-elsewhere"
    scheme = SCHEME.match(address)
    is_other_scheme = scheme is not None and scheme[1].lower() not in SCHEMES
    if is_other_scheme or MISLEADS.match(address):
        return "bad-page-link"
    return ""
