"""The page for residents: a machine translation has the English under each of its paragraphs."""

import re

from toolkit.sources.doc_pages import DocPage

BLANK_LINES = re.compile(r"\n\s*\n")
HEADING = re.compile(r"^#+ (.*?)(?: *\{#[^}]*\})?$", re.M)
"""A heading becomes bold, because its English must not be a second heading with the same anchor."""
ENGLISH = '<div class="english" lang="en" dir="ltr" markdown="1">\n\n{}\n\n</div>'


def with_english(page: DocPage, english: DocPage) -> str:
    """The page's Markdown, with the English that a machine translated: nobody should rely on that translation alone.

    The English is under each paragraph, heading or list; at the end if the two pages differ in their number.
    """
    if page.status != "machine":
        return page.body
    original = HEADING.sub(r"**\1**", english.body)
    blocks, originals = (BLANK_LINES.split(text.strip()) for text in (page.body, original))
    if len(blocks) != len(originals):
        blocks, originals = [page.body], [original]
    return "\n\n".join(f"{block}\n\n{ENGLISH.format(source)}" for block, source in zip(blocks, originals, strict=True))
