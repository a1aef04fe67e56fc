"""The templates in toolkit/templates/: of Markdown pages, and of other files."""

import re
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from toolkit.pages.answers import contact_link
from toolkit.pages.context import PageContext, host, moment
from toolkit.pages.markdown import escape
from toolkit.pages.model import cells, labels, runs, state_law_texts, strike_message
from toolkit.paths import TEMPLATES
from toolkit.rereading import law_day
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START

EMPTY_LINES = re.compile(r"\n{3,}")
"""Left behind by conditions and macros."""
ESCAPED = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
MARKDOWN = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # `{#id}` is Markdown here.
    comment_start_string="{##",
    comment_end_string="##}",
    auto_reload=False,
    autoescape=False,  # it writes Markdown, and markdown.py escapes
)
MARKDOWN.filters |= {
    "cells": cells,
    "contact_link": contact_link,
    "labels": labels,
    "law_day": law_day,
    "runs": runs,
    "state_law_texts": state_law_texts,
    "strike_message": strike_message,
}
MARKDOWN.filters |= {"moment": moment, "host": lambda url: escape(host(url))}


def render(template: str, page: PageContext, **values: Any) -> str:
    """The body of a page. The template sees the page's context as `page`, and the `values` by name."""
    text = MARKDOWN.get_template(f"{template}.md.jinja").render(page=page, **values)
    return EMPTY_LINES.sub("\n\n", text).strip()


def render_file(template: str, **values: Any) -> bytes:
    """An HTML or XML file without the site's shell: the template with these values, escaped."""
    text = ESCAPED.get_template(f"{template}.jinja").render(values)
    return text.replace(FALLBACK_START, "").replace(FALLBACK_END, "").encode()
