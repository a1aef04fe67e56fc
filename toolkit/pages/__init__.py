"""Renders the library as Markdown pages in every language. No other package knows the Markdown templates."""

from toolkit.pages.context import PageContext
from toolkit.pages.inputs import all_pages
from toolkit.pages.page import Page
from toolkit.pages.renderer import PageRenderer

__all__ = ["Page", "PageContext", "PageRenderer", "all_pages"]
