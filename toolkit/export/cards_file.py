"""A model document as a sheet of ten cards to cut out."""

from toolkit.export.handout import Handout
from toolkit.export.pdf_file import pdf_file


def cards_file(handout: Handout) -> bytes:
    """A PDF with tags; the same handout gives the same bytes."""
    return pdf_file(handout, "cards.typ")
