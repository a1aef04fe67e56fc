"""A model document as a plain HTML file without scripts."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, Template

from toolkit.export.handout import Handout
from toolkit.paths import TEMPLATES


def html_file(handout: Handout) -> bytes:
    """The file."""
    return _template().render(handout).encode()


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("handout.html.jinja")
