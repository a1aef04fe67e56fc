"""Contributed text as Markdown that CommonMark and Python-Markdown read alike."""

import re
from functools import lru_cache
from html import escape as html_escape
from typing import NamedTuple

from toolkit.schema.markup import CITATION, LINK, citations, uncited

ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;"}
    | {character: f"\\{character}" for character in "\\`*_{}[]#!|"}
)
EMPHASIS = re.compile(r"(\*{1,2})(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
EMPHASIS_TAGS = {"*": "<em>{}</em>", "**": "<strong>{}</strong>"}
"""HTML, because CommonMark sees no emphasis in `**「字」**中` (6.2, flanking), and Chinese has no spaces."""
LIST_MARKER = re.compile(r"^(\s*)(?:(\d+)(?=[.)](?:\s|$))|(?=[-+](?:[\s-]|$)))")
"""The text before a character that would begin a list, or draw a line, at the start of a text."""
CACHED_TEXTS = 10_000
"""Titles and summaries are on many pages: keeping them saves a third of the time of all pages."""
INLINE = re.compile(f"(?P<citation>{CITATION.pattern})|(?P<link>{LINK.pattern})")


class Piece(NamedTuple):
    """A stretch of a text: Markdown ready to print, or the keys of the sources cited here."""

    markdown: str = ""
    keys: tuple[str, ...] = ()


@lru_cache(CACHED_TEXTS)
def pieces(text: str) -> list[Piece]:
    """A contributed text, cut at its citations and links."""
    cut: list[Piece] = []
    end = 0
    for match in INLINE.finditer(text):
        cut.append(Piece(_emphasized(text[end : match.start()])))
        if match["citation"]:
            cut.append(Piece(keys=tuple(citations(match[0]))))
        else:
            cut.append(Piece(LINK.sub(_linked, match[0])))
        end = match.end()
    cut.append(Piece(_emphasized(text[end:])))
    start = next((i for i, piece in enumerate(cut) if piece.markdown), 0)
    cut[start] = cut[start]._replace(markdown=_no_list(cut[start].markdown))
    return [piece for piece in cut if piece != Piece()]


def _linked(link: re.Match[str]) -> str:
    """A link with its label and its address."""
    label, url = link.groups()
    return f"[{_emphasized(label)}](<{url}>)"


@lru_cache(CACHED_TEXTS)
def markdown(text: str) -> str:
    """A contributed text without its citations, as Markdown."""
    return "".join(piece.markdown for piece in pieces(text)).strip()


def plain(text: str) -> str:
    """A contributed text without markup: no citations, no emphasis, of a link only its label."""
    return EMPHASIS.sub(r"\2", LINK.sub(r"\1", uncited(text))).strip()


def escape(text: str) -> str:
    """A name or label as Markdown that shows exactly its characters."""
    return _no_list(text.translate(ESCAPES))


def in_language(markdown: str, language: str) -> str:
    """Markdown marked with its language, which must be left-to-right; unmarked if `language` is empty."""
    if not language:
        return markdown
    return f'<span lang="{language}" dir="ltr">{markdown}</span>'


def note_link(number: int, **attributes: str) -> str:
    """The number of a note, linked to it. Markdown has no way to name a link."""
    tag = f'<a href="#note-{number}" role="doc-noteref"'
    for name, text in attributes.items():
        if text:
            tag += f' {name}="{html_escape(text)}"'
    return f"{tag}>{number}</a>"


def _emphasized(text: str) -> str:
    """The text escaped, except for `*emphasis*` and `**strong emphasis**`."""
    result = ""
    end = 0
    for match in EMPHASIS.finditer(text):
        result += text[end : match.start()].translate(ESCAPES)
        result += EMPHASIS_TAGS[match[1]].format(match[2].translate(ESCAPES))
        end = match.end()
    return result + text[end:].translate(ESCAPES)


def _no_list(markdown: str) -> str:
    """Markdown at the start of a text, with a backslash before what would begin a list."""
    return LIST_MARKER.sub(r"\1\2\\", markdown)
