"""HTML and XML files from templates, without the site's shell."""

from typing import Any

from jinja2 import Environment, FileSystemLoader

from toolkit.paths import TEMPLATES
from toolkit.sources.messages import FALLBACK_END, FALLBACK_START

ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: Any) -> bytes:
    """A file: the template with these values, escaped."""
    text = ENVIRONMENT.get_template(f"{template}.jinja").render(values)
    return text.replace(FALLBACK_START, "").replace(FALLBACK_END, "").encode()
