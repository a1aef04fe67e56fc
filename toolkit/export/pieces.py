"""What a document that is handed out is made of, in any file format: its texts, cut into pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from toolkit.schema.markup import BLANK, CELL_END
from toolkit.search.messages import unmarked
from toolkit.sources.messages import Catalog
from toolkit.translation import LocalizedText

Piece = dict[str, Any]
"""A `text` and its marks: `strong`, `em`, `law` if it says that state law decides, `lang` where that is not the
document's, the name of a `blank` or `picture`, `optional` if a blank may stay empty, `number` if it is the emergency
number, `rule` if it is a line to write on, and whether it stands there `until` the agency's name is filled in or `once`
it is."""
Cell = list[Piece]
Row = list[Cell]
"""A clause. Only one of a table has several cells."""
Handout = dict[str, Any]
"""JSON values, because the PDF's template takes nothing else."""
TOKEN = re.compile(rf"{BLANK.pattern}|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")
"""A blank, or words that are stressed."""


def message_piece(catalog: Catalog, key: str, **values: str) -> Piece:
    """A message as a piece; English, marked, where the catalog's language has none."""
    text = unmarked(catalog.t(key, **values))
    return dict(text) if isinstance(text, dict) else {"text": text}


def is_english(pieces: Iterable[Piece]) -> bool:
    """Whether all of a text is English in a document in another language."""
    return all("lang" in piece or "picture" in piece for piece in pieces)


def pictured(pieces: list[Piece], pictures: Sequence[str]) -> list[Piece]:
    """A text with a picture before each of its stressed words, or with one before it all."""
    waiting = list(pictures)
    if len(waiting) == 1:
        return [{"text": "", "picture": waiting[0]}, *pieces]
    pictured: list[Piece] = []
    for piece in pieces:
        if piece.get("strong") and waiting:
            pictured.append({"text": "", "picture": waiting.pop(0)})
        pictured.append(piece)
    return pictured


def is_empty(cells: Row) -> bool:
    """Whether a row of a table is there to be filled in."""
    return not any(cells)


def text_of(pieces: Iterable[Piece]) -> str:
    """Pieces as a text, each blank in brackets; nothing of what is there once it is filled in."""
    return "".join(piece_text(piece) for piece in pieces if not piece.get("once"))


def piece_text(piece: Piece) -> str:
    """A piece as a text, a blank in brackets."""
    return f"[{piece['text']}]" if piece.get("blank") else piece["text"]


def cells_of(text: str) -> list[str]:
    """The cells of a row, still localized; other clauses are a single cell."""
    cells = text.split(CELL_END)
    if not isinstance(text, LocalizedText):
        return cells
    return [LocalizedText(cell, text.language, text.status, text.english) for cell in cells]


def cut(text: str, blanks: Mapping[str, Piece], marks: Piece) -> Iterator[Piece]:
    """A text in pieces that all have these marks; `blanks` has what stands for each blank."""
    end = 0
    for token in TOKEN.finditer(text):
        if token.start() > end:
            yield {"text": text[end : token.start()], **marks}
        name = token[1]
        if name:
            yield {**blanks[name], **marks}
        else:
            stress = "strong" if token["strong"] else "em"
            yield from cut(token[stress], blanks, {**marks, stress: True})
        end = token.end()
    if end < len(text):
        yield {"text": text[end:], **marks}
