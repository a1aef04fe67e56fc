"""The files of model documents, to take away."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping

from toolkit.export.docx_file import docx_file
from toolkit.export.handout import Handout, blanks, handout
from toolkit.export.pdf_file import pdf_file
from toolkit.export.xlsx_file import xlsx_file
from toolkit.pages.isolated import as_elements
from toolkit.pages.model import CARDS, WORD, file_name
from toolkit.pages.templates import render_file
from toolkit.schema.documents import Model
from toolkit.schema.translation import Translation
from toolkit.sources.messages import Catalog
from toolkit.sources.overlay import Overlay

WRITERS: Mapping[str, Callable[[Handout], bytes]] = {
    CARDS: lambda handout: pdf_file(handout, "cards.typ"),
    WORD: docx_file,
    "html": lambda handout: as_elements(render_file("handout.html", **handout).decode()).encode(),
    "pdf": pdf_file,
    "xlsx": xlsx_file,
}
"""What makes the file of each format; the same handout gives the same bytes."""


def handout_files(
    catalog: Catalog, model: Model, translation: Translation | None, place: str, overlay: Overlay
) -> dict[str, bytes]:
    """The files of a model document in a language, by name in the site; `place` is the address of its page."""
    tree = handout(catalog, model, translation, place, overlay)
    files = {
        file_name(model, format, catalog.language): WRITERS[format](tree)
        for format in model.formats
    }
    word = file_name(model, WORD, catalog.language)
    if (
        word in files
    ):  # with its blanks and the web page, as a script: a page from disk cannot read other files
        values = b64encode(files[word]).decode(), blanks(tree), WRITERS["html"](tree).decode()
        files[f"{word}.js"] = f"fillFiles({', '.join(map(json.dumps, values))});\n".encode()
    return files
