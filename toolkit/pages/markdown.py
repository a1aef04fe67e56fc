"""Contributed text as Markdown that says the same to CommonMark and to Python-Markdown, and nothing more."""

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.records.declared import citations, uncited
from toolkit.records.text import CITATION, LINK

ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;"} | {sign: f"\\{sign}" for sign in "\\`*_{}[]#!|"}
)
STRESS = re.compile(r"(\*{1,2})(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
STRESSED = {"*": "<em>{}</em>", "**": "<strong>{}</strong>"}
"""As tags: CommonMark sees no stress in `**「字」**中` (6.2, flanking), and Chinese has no spaces to set it apart."""
LIST_MARK = re.compile(r"^(\s*)(?:(\d+)(?=[.)](?:\s|$))|(?=[-+](?:[\s-]|$)))")
"""What stands before the sign of a list, or of a line across the page, at the start of a text."""
TEXTS = 5_000
"""How many texts are remembered."""
PART = re.compile(f"(?P<note>{CITATION.pattern})|(?P<link>{LINK.pattern})")


class Piece(NamedTuple):
    """A stretch of a text: Markdown ready to print, or the keys of the sources cited here."""

    markdown: str = ""
    keys: tuple[str, ...] = ()


@lru_cache(TEXTS)  # each text stands on its own page, on cards, and in every language it is not translated into
def pieces(text: str) -> list[Piece]:
    """A contributed text, cut at its citations."""
    found: list[Piece] = []
    end = 0
    for part in PART.finditer(text):
        found.append(Piece(_inline(text[end : part.start()], is_start=not _has_begun(found))))
        if part["note"]:
            found.append(Piece(keys=tuple(citations(part[0]))))
        else:
            label, address = LINK.fullmatch(part[0]).groups()  # type: ignore[union-attr]
            found.append(Piece(f"[{_inline(label)}](<{address}>)"))
        end = part.end()
    found.append(Piece(_inline(text[end:], is_start=not _has_begun(found))))
    return [piece for piece in found if piece != Piece()]


def _has_begun(found: list[Piece]) -> bool:
    """Whether a text without its notes has begun."""
    return any(piece.markdown for piece in found)


def is_bare(text: str) -> bool:
    """Whether nothing in a contributed text is Markdown but its citations."""
    return "*" not in text and "](" not in text


@lru_cache(TEXTS)
def markdown(text: str) -> str:
    """A contributed text without its citations, as Markdown."""
    if is_bare(text):
        return _escape(uncited(text), is_start=True).strip()
    return "".join(piece.markdown for piece in pieces(text)).strip()


def plain(text: str) -> str:
    """A contributed text as bare words: no citations, no stress, link texts only."""
    if "[" in text:
        text = uncited(text)
        if "](" in text:
            text = LINK.sub(r"\1", text)
    return (STRESS.sub(r"\2", text) if "*" in text else text).strip()


def escape(text: str) -> str:
    """A name or label as Markdown that shows just that."""
    return _escape(text, is_start=True)


def _inline(text: str, is_start: bool = False) -> str:
    """Escaped, but for `*stress*` and `**strong stress**`."""
    if "*" not in text:
        return _escape(text, is_start)
    done, end = "", 0
    for found in STRESS.finditer(text):
        done += _escape(text[end : found.start()], is_start and not end)
        done += STRESSED[found[1]].format(_escape(found[2]))
        end = found.end()
    return done + _escape(text[end:], is_start and not end)


def _escape(text: str, is_start: bool = False) -> str:
    text = text.translate(ESCAPED)
    return LIST_MARK.sub(r"\1\2\\", text) if is_start else text
