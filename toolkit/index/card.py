"""A page as it is searched and found, and the pieces of it that a result can lead to."""

from collections.abc import Mapping
from typing import NamedTuple

from toolkit.pages.page import Said

PAGE = "page"
"""The kind of a page written by hand."""
HAND = "kind_page"
"""The key of what one of it is called."""
HAND_VALUES = {"kind": (PAGE,)}


class Passage(NamedTuple):
    """A piece of a page that a result can lead to."""

    heading: str
    anchor: str
    text: str
    key: str = ""
    """Of its heading, if the toolkit gave it."""
    language: str = ""
    """If it is another than the page's."""
    file: str = ""
    """If it is a page of the document beside the record; then the anchor is its address from the root of the site."""
    page: int = 0
    """Which page of the document."""


UNDETERMINED = "und"
"""The language of a text that may be in one of several (RFC 5646, 4.1)."""
NOTHING = Passage("", "", "")


class Card(NamedTuple):
    """One page as it is searched and found, in one language."""

    path: str
    """From the root of the language, without an ending."""
    kind: str
    """The key of what one of it is called."""
    title: str
    language: str
    """The language of its texts. Where nobody has translated any, they are English, and not told again here."""
    passages: tuple[Passage, ...]
    """The summary first, without heading and anchor."""
    labels: str
    """What it is called and filed under, in the reader's language, one a line: searched, not shown as an excerpt."""
    agencies: tuple[Said, ...]
    place: Said
    effort: str
    """The key of its label."""
    date: str
    values: Mapping[str, tuple[str, ...]]
    """Ids by facet."""
    title_language: str = ""
    """If it is another than the page's."""
    states: tuple[str, ...] = ()
    """The keys of their labels."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""
