"""The files of model documents, to take away."""

import json
from base64 import b64encode
from collections.abc import Callable
from importlib import import_module

from toolkit.export.handout import Handout, blanks, handout
from toolkit.pages.model import WORD, file_name
from toolkit.schema.documents import Model
from toolkit.schema.translation import Translation
from toolkit.sources.messages import Catalog
from toolkit.sources.overlay import Overlay


def handout_files(
    catalog: Catalog, model: Model, translation: Translation | None, place: str, overlay: Overlay
) -> dict[str, bytes]:
    """The files of a model document in a language, by name in the site; `place` is the address of its page."""
    tree = handout(catalog, model, translation, place, overlay)
    files = {file_name(model, format, catalog.language): writer(format)(tree) for format in model.formats}
    word = file_name(model, WORD, catalog.language)
    if word in files:  # with the names of its blanks, as a script: a page from disk cannot read other files
        content = json.dumps(b64encode(files[word]).decode())
        files[f"{word}.js"] = f"fillWord({content}, {json.dumps(blanks(tree))});\n".encode()
    return files


def writer(format: str) -> Callable[[Handout], bytes]:
    """The function that writes a format: `docx_file` of docx_file.py. Loaded only now: Word and Excel take 0.4 s."""
    function: Callable[[Handout], bytes] = getattr(import_module(f"toolkit.export.{format}_file"), f"{format}_file")
    return function
