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
    return files | ({f"{word}.js": _to_fill(files[word], tree)} if word in files else {})


def _to_fill(word: bytes, tree: Handout) -> bytes:
    """A Word file as a script, with the names of its blanks: a page from disk cannot read other files."""
    return f"fillWord({json.dumps(b64encode(word).decode())}, {json.dumps(blanks(tree))});\n".encode()


def writer(format: str) -> Callable[[Handout], bytes]:
    """The function that writes a format: `docx_file` of docx_file.py. Loaded only now: Word and Excel take 0.4 s."""
    function: Callable[[Handout], bytes] = getattr(import_module(f"toolkit.export.{format}_file"), f"{format}_file")
    return function
