"""The templates in toolkit/templates/: of Markdown pages, and of other files."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from toolkit.pages.context import PageContext, host, moment, of_kind
from toolkit.pages.markdown import escape
from toolkit.pages.model import cells, labels, runs
from toolkit.paths import TEMPLATES
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START

EMPTY_LINES = re.compile(r"\n{3,}")
"""Left behind by conditions and macros."""
ESCAPED = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def environment() -> Environment:
    """The Jinja environment, which reads each template once."""
    result = Environment(
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
    result.filters |= {"moment": moment, "of_kind": of_kind, "host": lambda url: escape(host(url))}
    result.filters |= {"cells": cells, "labels": labels, "runs": runs}
    return result


def render(template: str, page: PageContext, **values: Any) -> str:
    """The body of a page. The template sees the page's context as `page`, and the `values` by name."""
    text = environment().get_template(f"{template}.md.jinja").render(page=page, **values)
    return EMPTY_LINES.sub("\n\n", text).strip()


def render_file(template: str, **values: Any) -> bytes:
    """An HTML or XML file without the site's shell: the template with these values, escaped."""
    text = ESCAPED.get_template(f"{template}.jinja").render(values)
    return text.replace(FALLBACK_START, "").replace(FALLBACK_END, "").encode()
