"""The files of model documents, to take away."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup

from toolkit.export.docx_file import docx_file
from toolkit.export.handout import blanks, handout, optional_blanks
from toolkit.export.pdf_file import pdf_file, picture_file
from toolkit.export.pieces import Handout
from toolkit.export.xlsx_file import xlsx_file
from toolkit.pages.isolated import as_elements
from toolkit.pages.model import CARDS, WORD, file_name, has_english, variants
from toolkit.pages.page import picture_name
from toolkit.pages.templates import render_file
from toolkit.paths import TEMPLATES
from toolkit.schema.documents import Model
from toolkit.schema.translation import Translation
from toolkit.sources.messages import Catalog
from toolkit.sources.overlay import Overlay

PICTURES = TEMPLATES / "pictures"
"""What is drawn in flyers, by us: shapes in the SVG files, and the same in PNG for Word."""


def sheet_file(handout: Handout) -> bytes:
    """A PDF: of a card ten on a sheet."""
    return pdf_file(_with_logo_bytes(handout), _sheet(handout))


def _sheet(handout: Handout) -> str:
    """The template of a document's PDF."""
    return SHEETS.get(handout["look"], "handout.typ")


def _with_logo_bytes(handout: Handout) -> Handout:
    """With the logo as Typst takes it."""
    head = handout["head"]
    if not head or not head["logo"]:
        return handout
    kind, _, data = head["logo"].partition(";base64,")
    picture = {"bytes": [*b64decode(data)], "format": "svg" if "svg" in kind else "png"}
    return {**handout, "head": {**head, **picture}}


def html_file(handout: Handout) -> bytes:
    """A web page that needs no other file."""
    return as_elements(
        render_file("handout.html", pictures=_pictures(), **handout).decode()
    ).encode()


SHEETS = {"card": "cards.typ", "flyer": "flyer.typ"}
"""The template of a PDF by the look of a document."""
WRITERS: Mapping[str, Callable[[Handout], bytes]] = {
    CARDS: sheet_file,
    WORD: docx_file,
    "html": html_file,
    "pdf": sheet_file,
    "xlsx": xlsx_file,
}
"""What makes the file of each format; the same handout gives the same bytes."""


@cache
def _pictures() -> dict[str, Markup]:
    """The pictures of flyers by their names, as SVG."""
    files = sorted(PICTURES.glob("*.svg"))
    return {path.stem: Markup(path.read_text("utf-8").strip()) for path in files}


def handout_files(
    catalog: Catalog,
    model: Model,
    translation: Translation | None,
    address: str,
    overlay: Overlay,
    has_picture: bool,
    logo: str = "",
) -> dict[str, bytes]:
    """The files of a model document in a language, by name in the site; the `address` is that of its page.

    A translated handout for residents is there in its language, and once more with English beside it; a card for two
    people only so. It `has_picture`
    of its first page where a page shows it.
    """
    files = {}
    for variant in variants(model, catalog.language):
        is_beside = has_english(model, variant)
        tree = handout(catalog, model, translation, address, overlay, logo, is_beside)
        for format in model.formats:
            files[file_name(model, format, variant)] = WRITERS[format](tree)
        word = file_name(model, WORD, variant)
        if word in files:
            files[f"{word}.js"] = _fill_script(tree, files[word])
        if has_picture and variant == catalog.language:
            picture = picture_file(_with_logo_bytes(tree), _sheet(tree))
            files[picture_name(model.id, catalog.language)] = picture
    return files


def _fill_script(tree: Handout, word_file: bytes) -> bytes:
    """The Word file, its blanks, the web page and what may stay empty, as a script, because a page from disk can
    read no other files.
    """
    encoded = b64encode(word_file).decode()
    page = html_file(tree).decode()
    values = encoded, blanks(tree), page, optional_blanks(tree)
    arguments = ", ".join(json.dumps(value) for value in values)
    return f"fillFiles({arguments});\n".encode()
