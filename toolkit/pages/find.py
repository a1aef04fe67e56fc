"""The find page. Without JavaScript it leads to the pages that list everything."""

from toolkit.pages.page import Here, Page
from toolkit.pages.views import kind_page

PATH = "find"
LISTS = (
    ("browse/index", "browse.title"),
    (kind_page("practice"), "kinds.practice.many"),
    (kind_page("agency"), "kinds.agency.many"),
    ("documents/index", "documents.title"),
    (kind_page("podcast"), "kinds.podcast.many"),
)
"""Pages that lead to everything, with the key of their name."""


def find_page(here: Here) -> Page:
    """The page that `web/find.js` fills."""
    title = here.t("search.title")
    meta = {
        "title": title,
        "heading": title,
        "description": here.t("search.description"),
        "template": "find.html",
        "lists": [{"text": here.t(key), "url": here.url(path)} for path, key in LISTS],
    }
    return Page(here.path, here.words.language, meta, "")
