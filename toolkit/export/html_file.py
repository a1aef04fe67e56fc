"""A model document as a plain HTML file without scripts."""

from toolkit.export.handout import Handout
from toolkit.pages.templates import render_file


def html_file(handout: Handout) -> bytes:
    """The file."""
    return render_file("handout.html", **handout)
