"""A page as it is searched and shown in results, and the passages that a result can lead to."""

from typing import NamedTuple

from toolkit.pages.page import ThemeText

DOC_PAGE = "page"
"""The value of the facet `kind` for authored pages."""
DOC_PAGE_KIND = "kind_page"
"""The message key of its label, after `search.`."""
KEYWORDS_HEADING = "filed"
"""The message key of the heading of a result's keywords, after `search.`."""
UNDETERMINED = "und"
"""The language of a text that may be in any of several (RFC 5646, 4.1)."""


class Passage(NamedTuple):
    """A stretch of a page that a result can lead to."""

    heading: str
    anchor: str
    text: str
    key: str = ""
    """The message key of its heading, if that is a message."""
    language: str = ""
    """Its language, if that is not the page's."""
    file: str = ""
    """The attachment that it is a page of; its anchor is then an address from the root of the site."""
    page: int = 0
    """The number of the page in the attachment."""


EMPTY = Passage("", "", "")


class SearchDocument(NamedTuple):
    """A page as it is searched and shown in results, in a language."""

    path: str
    """From the root of the language, without suffix: `practices/id-night`."""
    kind: str
    """The message key of its kind."""
    title: str
    language: str
    """The language of its texts; English if none is translated, and then the texts are left out."""
    passages: tuple[Passage, ...]
    """The summary first, without heading and anchor."""
    keywords: str
    """The record's keywords and its labels in the reader's language, a line each."""
    agencies: tuple[ThemeText, ...] = ()
    place: ThemeText = ""
    evidence: str = ""
    """The key of its label, as of the effort's."""
    effort: str = ""
    title_language: str = ""
    """The language of the title, if that is not the page's."""
    states: tuple[str, ...] = ()
    """The keys of their labels."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""
    names: tuple[str, ...] = ()
    """Of an agency: its title, then its place, state and initials. A question of nothing else leads to the agency."""
    sayings: tuple[str, ...] = ()
    """Of a page for residents: its keywords. A question that has one of them leads there."""
    year: str | None = None
    """Of a record: the year of its newest source; empty if none has a date."""
