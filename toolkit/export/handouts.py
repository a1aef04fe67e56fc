"""The files of model documents, to take away."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping

from toolkit.export.docx_file import docx_file
from toolkit.export.handout import Handout, blanks, handout
from toolkit.export.pdf_file import pdf_file, picture_file
from toolkit.export.xlsx_file import xlsx_file
from toolkit.pages.isolated import as_elements
from toolkit.pages.model import CARDS, WORD, file_name
from toolkit.pages.page import picture_name
from toolkit.pages.templates import render_file
from toolkit.schema.documents import Model
from toolkit.schema.translation import Translation
from toolkit.sources.messages import Catalog
from toolkit.sources.overlay import Overlay

CARDS_TEMPLATE = "cards.typ"


def cards_file(handout: Handout) -> bytes:
    """A card ten times on a sheet, as a PDF."""
    return pdf_file(handout, CARDS_TEMPLATE)


def html_file(handout: Handout) -> bytes:
    """A web page that needs no other file."""
    return as_elements(render_file("handout.html", **handout).decode()).encode()


WRITERS: Mapping[str, Callable[[Handout], bytes]] = {
    CARDS: cards_file,
    WORD: docx_file,
    "html": html_file,
    "pdf": pdf_file,
    "xlsx": xlsx_file,
}
"""What makes the file of each format; the same handout gives the same bytes."""


def handout_files(
    catalog: Catalog,
    model: Model,
    translation: Translation | None,
    address: str,
    overlay: Overlay,
    has_picture: bool,
) -> dict[str, bytes]:
    """The files of a model document in a language, by name in the site; the `address` is that of its page.

    It `has_picture` of its first page where a page shows it.
    """
    tree = handout(catalog, model, translation, address, overlay)
    files = {}
    for format in model.formats:
        files[file_name(model, format, catalog.language)] = WRITERS[format](tree)
    word = file_name(model, WORD, catalog.language)
    if word in files:
        files[f"{word}.js"] = _fill_script(tree, files[word])
    if has_picture:
        template = {"template": CARDS_TEMPLATE} if CARDS in model.formats else {}
        files[picture_name(model.id, catalog.language)] = picture_file(tree, **template)
    return files


def _fill_script(tree: Handout, word_file: bytes) -> bytes:
    """The Word file, its blanks and the web page, as a script: a page opened from disk can read no other files."""
    encoded = b64encode(word_file).decode()
    page = html_file(tree).decode()
    arguments = ", ".join(json.dumps(value) for value in (encoded, blanks(tree), page))
    return f"fillFiles({arguments});\n".encode()
