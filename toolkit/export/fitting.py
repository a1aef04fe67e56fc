"""How large the text of a sheet can be set so that it fits on its page. Word has no way to ask: each format is told."""

from collections.abc import Sequence
from math import ceil
from typing import Any
from unicodedata import category

Handout = dict[str, Any]
Pieces = Sequence[dict[str, Any]]
FLYER_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0)
"""Points. A flyer that does not fit on one side with the smallest, or nearly, has two."""
NEARLY = 13.5
BESIDE_SIZES = (13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""With English beside each text, on one side."""
CARD_SIZES = (11.0, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
TEXT_WIDTH, WIDE_WIDTH = 468, 705
"""Points between the margins of documents that are no flyers, and of those that lie on their side."""
PAGE_WIDTH, PAGE_HEIGHT, BESIDE_HEIGHT = 540, 738, 694
"""Points between the margins of a flyer, about: sizes that real ones can have, measured."""
SIDE_HEIGHT, LEAST_HEIGHT = 710, 250
"""Of one side of two, and what the back has on it."""
CARD_WIDTH, CARD_HEIGHT = 229, 122
"""Points within a card."""
GUTTER = 18
"""Points between two languages."""
HEAD, DANGER = 48, 54
"""Points of the agency's name and logo, and of whom to call in an emergency."""
LINE, GAP = 1.27, 0.14
"""From line to line, and what a text takes beyond its lines, in ems of the text."""
HEADING, LINE_TO_WRITE_ON, PICTURE = 2.85, 0.6, 0.6
"""What a heading takes, and what a line to write on and one with a picture take beyond others, in ems."""
TITLE, NUMBER = 2.0, 1.7
"""The size of a title by that of the text, and of the emergency number by that of the title."""
BESIDE = 0.8
"""The size of headings and titles with English beside them, by that of others."""
INDENTS = {"step": 1.9, "bullet": 1.1, "box": 1.4}
"""What a sign before a text takes from its lines, in ems."""
BOLD, CELL_INSET, MAX_COLUMN_LENGTH = 1.12, 12, 60
"""How much wider bold letters are; points beside a text in a table; the characters that the widest column is for."""
WIDTH = 0.515
"""The width of most letters in ems."""
WIDTHS = (
    (range(0x0600, 0x0700), 0.43),
    (range(0x0E80, 0x0F00), 0.5),
    (range(0x1200, 0x1380), 0.7),
    (range(0x2E80, 0x10000), 1.0),
)
"""That of Arabic, Lao, Ethiopic and Chinese letters."""


def text_width(handout: Handout) -> int:
    """The points between the margins of a sheet for residents, of other documents, of those that lie on their side."""
    if handout["is_wide"]:
        return WIDE_WIDTH
    return PAGE_WIDTH if handout["look"] == "flyer" else TEXT_WIDTH


def fitting(handout: Handout) -> tuple[float, int]:
    """The largest size with which the sheet fits on a side, or on two, and the chapter that begins its back.

    That is 0 if the sheet has none, or if no chapter ends where the front does. Else it is the smallest size.
    """
    if handout["look"] == "card":
        fit = (size for size in CARD_SIZES if card_height(handout, size) <= CARD_HEIGHT)
        return next(fit, CARD_SIZES[-1]), 0
    is_beside = len(handout["titles"]) > 1
    sizes = BESIDE_SIZES if is_beside else (*FLYER_SIZES, NEARLY)
    for size in sizes:
        if sheet_height(handout, size) <= (BESIDE_HEIGHT if is_beside else PAGE_HEIGHT):
            return size, 0
    return (sizes[-1], 0) if is_beside else _on_two_sides(handout)


def _on_two_sides(handout: Handout) -> tuple[float, int]:
    """The size and the chapter that begins the back, by which the front is full and the back not nearly empty."""
    fullest, best = 0.0, (FLYER_SIZES[-1], 0)
    chapters = handout["chapters"]
    for size in FLYER_SIZES:
        for back in range(1, len(chapters)):
            front = sheet_height({**handout, "chapters": chapters[:back]}, size)
            without_title = {**handout, "chapters": chapters[back:], "titles": [], "head": None}
            rest = sheet_height(without_title, size)
            fits = max(front, rest) <= SIDE_HEIGHT and rest >= LEAST_HEIGHT
            if fits and front > fullest:
                fullest, best = front, (size, back)
    return best


def column_shares(rows: Sequence[Sequence[Pieces]], size: float, width: float) -> list[int]:
    """The widths of a table's columns, by which each is as wide as its longest word at least."""
    columns = list(zip(*rows, strict=True))
    texts = [["".join(piece["text"] for piece in cell) for cell in column] for column in columns]
    needed = [max(map(_word_width, column)) * size + CELL_INSET for column in texts]
    lengths = [min(MAX_COLUMN_LENGTH, max(map(len, column))) for column in texts]
    if any(not any(row) for row in rows):  # to be filled in: the heads say how much
        lengths = [length * length for length in lengths]
    left = max(0, width - sum(needed))
    return [
        round(need + left * length / sum(lengths))
        for need, length in zip(needed, lengths, strict=True)
    ]


def _word_width(text: str) -> float:
    """The width in ems of the longest word of a text, in bold."""
    return max((sum(map(_width, word)) for word in text.split()), default=0) * BOLD


def sheet_height(handout: Handout, size: float) -> float:
    """What a side of a flyer takes with text of a size, in points."""
    is_beside = len(handout["titles"]) > 1
    width = (PAGE_WIDTH - GUTTER) / 2 if is_beside else PAGE_WIDTH
    scale = BESIDE if is_beside else 1
    title = TITLE * scale * size
    lines = max((_lines(pieces, title, width) for pieces in handout["titles"]), default=0)
    height = title * (lines * LINE + GAP)
    height += HEAD if handout["head"] else 0
    height += DANGER * scale if handout["danger"] else title * (NUMBER - 1)
    for chapter in handout["chapters"]:
        height += HEADING * scale * size
        for run in chapter["runs"]:
            height += sum(_row_height(run["style"], row, size, width) for row in run["rows"])
    return height


def _row_height(style: str, row: Sequence[Pieces], size: float, width: float) -> float:
    """What a clause takes in points: of its cells, the longest decides."""
    is_table = style == "row"
    each = width if is_table and width < PAGE_WIDTH / 2 else width / len(row)
    indent = INDENTS.get(style, 0) * size
    lines = max(_lines(cell, size, each - indent) for cell in row)
    height = lines * LINE + GAP
    if style == "line":
        height += LINE_TO_WRITE_ON
    if any("picture" in piece for piece in row[0]):
        height += PICTURE * min(lines, sum("picture" in piece for piece in row[0]))
    return height * size


def card_height(handout: Handout, size: float) -> float:
    """What the fuller side of a card takes with text of a size, in points."""
    return max(_side_height(side["chapters"], size) for side in handout["sides"])


def _side_height(chapters: Sequence[Handout], size: float) -> float:
    height = 0.0
    for chapter in chapters:
        height += _lines(chapter["title"], size * 1.25, CARD_WIDTH) * 1.25 + 0.6
        for run in chapter["runs"]:
            width = CARD_WIDTH - INDENTS.get(run["style"], 0) * size
            for row in run["rows"]:
                height += _lines(row[0], size, width) * 1.25 + 0.3
                height += LINE_TO_WRITE_ON if run["style"] == "line" else 0
    return height * size


def _lines(pieces: Pieces, size: float, width: float) -> int:
    """On how many lines pieces of text stand."""
    ems = 0.0
    for piece in pieces:
        ems += sum(_width(character) for character in piece["text"])
        ems += 2.1 if "picture" in piece else 0
    return max(1, ceil(ems * size / width))


def _width(character: str) -> float:
    """The width of a character in ems, about."""
    if category(character) in ("Mn", "Cf"):
        return 0
    for letters, width in WIDTHS:
        if ord(character) in letters:
            return width
    return WIDTH
