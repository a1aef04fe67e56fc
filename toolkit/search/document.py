"""A page as it is searched and shown in results, in a language."""

from typing import NamedTuple

from toolkit.pages.page import ThemeText

DOC_PAGE = "page"
"""The value of the facet `kind` for authored pages."""
DOC_PAGE_KIND = "kind_page"
"""The message key of its label, after `search.`."""


class SearchDocument(NamedTuple):
    """A page as it is searched and shown in results, in a language."""

    path: str
    """From the root of the language, without suffix: `practices/id-night`."""
    kind: str
    """The message key of its kind."""
    title: ThemeText = ""
    """The title and the summary are empty if none of both is in the language: the English index has them."""
    summary: ThemeText = ""
    has_page: bool = True
    """Whether it is a page of the language. If not, its title, summary and keywords lead to a page elsewhere."""
    has_text: bool = False
    """Whether its text is published apart, too (`toolkit/render/shortlist_texts.py`): results show passages of it."""
    lead: str = ""
    """Of an authored page: what precedes its first heading. It counts as the summary does."""
    texts: tuple[str, ...] = ()
    """The headings and texts of the page, if it is one of the language."""
    asides: tuple[str, ...] = ()
    """What is on it but not about it: what happened later; the pages of its attachment. Sources are not searched."""
    keywords: str = ""
    """The record's keywords and its labels in the reader's language, a line each."""
    agencies: tuple[ThemeText, ...] = ()
    place: ThemeText = ""
    evidence: str = ""
    """The key of its label, as of the effort's."""
    effort: str = ""
    states: tuple[str, ...] = ()
    """The keys of their labels."""
    is_outdated: bool = False
    """Whether the English of some text has changed since it was translated."""
    names: tuple[str, ...] = ()
    """Of an agency: its title, then its place, state and initials. A question of nothing else leads to the agency.
    Of a law: the name of its state."""
    sayings: tuple[str, ...] = ()
    """Of a page for residents: its keywords. A question that has one of them leads there."""
    year: str | None = None
    """Of a record: the year of its newest source; empty if none has a date."""
    attachment: str = ""
    """The name of the file whose pages are among the asides."""
