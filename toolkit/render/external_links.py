"""Marks links that leave the site.

The mark is an image with a name, so that a screen reader says two words within the link (`Police ask for critique,
another site`). The style sheet draws it and leaves it out in print. Text in the style sheet (`content`) could not be
translated by the message catalog.
"""

import re
from html import escape

from toolkit.sources.messages import Catalog

EXTERNAL_LINK = re.compile(r'(<a\b[^>]*?\shref="https?://[^>]*>.*?)(?=</a>)', re.DOTALL)


def mark_external_links(html: str, catalog: Catalog) -> str:
    """The page with a mark at the end of each link to another site."""
    label = escape(catalog.t("theme.external"))
    mark = f'<span class="external" role="img" lang="{catalog.language}" aria-label="{label}"></span>'
    return EXTERNAL_LINK.sub(lambda link: link[1] + mark, html)
