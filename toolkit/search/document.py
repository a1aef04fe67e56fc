"""A page as it is searched and shown in results, and the passages that a result can lead to."""

from typing import NamedTuple

from toolkit.pages.page import ThemeText

DOC_PAGE = "page"
"""The facet value of the kind of an authored page."""
DOC_PAGE_KIND = "kind_page"
"""The key of its label among the messages of the search."""
UNDETERMINED = "und"
"""The language of a text that may be in any of several (RFC 5646, 4.1)."""


class Passage(NamedTuple):
    """A stretch of a page that a result can lead to."""

    heading: str
    anchor: str
    text: str
    key: str = ""
    """Of its heading in the message catalog, if it comes from there."""
    language: str = ""
    """If it is not the page's."""
    file: str = ""
    """The document beside the record that it is a page of; its anchor is then an address from the root of the site."""
    page: int = 0
    """Which page of that document."""


EMPTY = Passage("", "", "")


class SearchDocument(NamedTuple):
    """A page as it is searched and shown in results, in a language."""

    path: str
    """From the root of the language, without suffix: `practices/id-night`."""
    kind: str
    """The message key of its kind."""
    title: str
    language: str
    """The language of its texts. Where none is translated it is English, and the texts are left out here."""
    passages: tuple[Passage, ...]
    """The summary first, without heading and anchor."""
    keywords: str
    """What it is called and filed under, in the reader's language, a line each: searched, not shown as an excerpt."""
    agencies: tuple[ThemeText, ...] = ()
    place: ThemeText = ""
    effort: str = ""
    """The key of its label."""
    title_language: str = ""
    """If it is not the page's."""
    states: tuple[str, ...] = ()
    """The keys of their labels."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""
