"""The English pages of records as plain Markdown beside them, for programs that read texts."""

import re

from toolkit.pages.page import Page
from toolkit.render.shortlist_texts import WITH_TEXT
from toolkit.search.index import Files
from toolkit.sources.config import Settings
from toolkit.sources.messages import SOURCE_LANGUAGE

SUBSTITUTIONS = (
    (re.compile(r"^## [^\n]*\{#related\}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE), ""),
    (re.compile(r'^\d+\. <a id="note-(\d+)"></a>', re.MULTILINE), r"[^\1]: "),
    (re.compile(r'<a href="#note-(\d+)"[^>]*>\d+</a>'), r"[^\1]"),
    (re.compile(r' ?<a href="#cite-\d+"[^>]*>[^<]*</a>'), ""),
    (re.compile(r"</?(?:div|span)\b[^>]*>|<!--.*?-->"), ""),
    (re.compile(r" \{#[\w-]+\}$", re.MULTILINE), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)
"""What only a browser needs, and how it is written in plain Markdown; notes are footnotes."""


def plain_text(page: Page, settings: Settings) -> Files:
    """The file of a page with its text, in English only: what is written there has its sources."""
    if page.language != SOURCE_LANGUAGE or page.meta["template"] not in WITH_TEXT:
        return {}
    text = page.body
    for pattern, replacement in SUBSTITUTIONS:
        text = pattern.sub(replacement, text)
    name = settings.page_file(page.path, page.language).removesuffix(".html")
    return {f"{name}.md": f"# {page.meta['title']}\n\n{text.strip()}\n".encode()}
