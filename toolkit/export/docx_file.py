"""A model document for Word and LibreOffice: real styles, lists and tables, each text with its language.

It looks as the PDF does: `templates/word/` has the same sizes, in the same order, as the templates of Typst.
"""

import zipfile
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

from toolkit.export.fitting import BESIDE, NUMBER, TEXT_WIDTH, TITLE, text_width
from toolkit.export.pieces import Handout, Piece, is_empty, piece_text, text_of
from toolkit.export.zipped import EARLIEST
from toolkit.pages.isolated import ISOLATED_NUMBER
from toolkit.pages.templates import render_file
from toolkit.paths import TEMPLATES

STYLES = {
    "step": "ListNumber",
    "bullet": "ListBullet",
    "box": "ListBox",
    "paragraph": "Normal",
    "line": "Line",
}
"""The ids of Word's styles."""
APART = "Apart"
"""What the ids of the smaller ones end with, for what is not handed out."""
LISTS = {"bullet": 2, "box": 3}
"""The ids of lists in `numbering.xml`; numbered ones follow, each counted from 1."""
FIRST_NUMBERED_LIST = 10
PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
)
"""The files of the package, each with a template of the same name."""
NUMBER_START = "\u2066"
"""The isolate before a phone number in a value."""
TWIPS, HALF_POINTS, EMU = 20, 2, 12700
"""Word's units, in a point."""
CARD_COLUMN, CARD_MARGINS = 252, 23
"""Points of a card, and of what is left white beside its text (`word/pieces.xml.jinja`)."""
GRID, PLAIN, SHEET, CUT = "grid", "plain", "beside", "cut"
"""How a table looks: with lines, with its head tinted; without; of two languages; as cards to cut out."""
WHITE = "FFFFFF"
BLUE = "17375E"
RED = "8A1C1C"
MOST_ROWS_TOGETHER = 18
"""A table of more is parted between pages."""
EMPTY_ROW_HEIGHT = 22
"""Of a row to write in, in points."""
PICTURE_HEIGHT = 1.55
"""Of a picture in a text, in ems."""
CARDS_ON_SHEET = 10
LOGO_HEIGHT, CARD_LOGO_HEIGHT = 34, 29
"""Of a logo at the head and on a card, in points."""
DANGER_NUMBER, DANGER_NUMBER_BESIDE = 40, 30
"""The size of the emergency number at the foot of a flyer, in points."""

Block = dict[str, Any]
"""A paragraph or a table, as the templates write it."""


def docx_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    sheet = _Sheet(handout)
    blocks = sheet.blocks()
    values = {
        **handout,
        "blocks": blocks,
        "foot": sheet.foot(),
        "is_rtl": sheet.is_rtl,
        "size": sheet.size,
        "title_text": text_of(handout["title"]),
        "numbered": sheet.numbered,
        "pictures": sheet.pictures,
        "width": sheet.width,
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in PARTS:
            _write(package, name, render_file(f"word/{name.rpartition('/')[2]}", **values))
        for name, data in sheet.pictures.items():
            _write(package, f"word/media/{name}", data)
    return file.getvalue()


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, content)


@cache
def _drawn(name: str) -> bytes:
    """A picture of flyers as PNG."""
    return (TEMPLATES / "pictures" / f"{name}.png").read_bytes()


@dataclass
class _Sheet:
    """A handout as Word's paragraphs and tables, in the order of the PDF."""

    handout: Handout
    numbered: list[int] = field(default_factory=list)
    """The ids of the numbered lists."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """The pictures in the file, by name."""

    @property
    def is_rtl(self) -> bool:
        return bool(self.handout["dir"] == "rtl")

    @property
    def is_beside(self) -> bool:
        return len(self.handout["titles"]) > 1

    @property
    def width(self) -> int:
        """The points between the margins."""
        return 2 * CARD_COLUMN if self.handout["look"] == "card" else text_width(self.handout)

    @property
    def size(self) -> float:
        """The size of the text in points."""
        return float(self.handout["size"])

    def blocks(self) -> list[Block]:
        """All of the document but its foot."""
        if self.handout["look"] == "card":
            return self.card_sheets()
        blocks = [*self.head(), *self.title(), *self.facts()]
        for notice in self.handout["notices"]:
            blocks.append(self.paragraph("Notice", notice))
        has_no_first_heading = self.handout["is_sign"] or self.handout["is_letter"]
        for number, chapter in enumerate(self.handout["chapters"]):
            is_untitled = has_no_first_heading and number == 0
            made = self.chapter(chapter)[1 if is_untitled else 0 :]
            if 0 < number == self.handout["back"]:
                made[0]["on_new_page"] = True
            blocks += made
        return blocks if self.handout["at_foot"] else blocks + self.apart()

    def apart(self) -> list[Block]:
        """What is not for those who get the document, each on a page of its own; the sources end it."""
        blocks: list[Block] = []
        for chapter in self.handout["apart"]:
            made = self.chapter(chapter)
            made[0]["on_new_page"] = True
            blocks += made
        for block in blocks:
            if block.get("style") in STYLES.values():
                block["style"] += APART
        if self.handout["sources"]:
            blocks.append(self.paragraph("SourcesTitle", [{"text": self.handout["sources_title"]}]))
        for source in self.handout["sources"]:
            text = source["text"] + source["url"]
            blocks.append(self.paragraph("Source", [{"text": text, "lang": "en"}], list=2))
        return blocks

    def head(self) -> list[Block]:
        """The agency's logo and name, on a line."""
        head = self.handout["head"]
        if not head:
            return []
        pieces = list(head["name"])
        logo = self.logo(LOGO_HEIGHT)
        return [self.paragraph("Letterhead", pieces) | {"logo": logo}]

    def logo(self, points: int) -> Mapping[str, Any] | None:
        """The overlay's logo, if Word can show it."""
        head = self.handout["head"]
        kind, _, data = (head["logo"] if head else "").partition(";base64,")
        if not kind.endswith("png"):
            return None
        picture = b64decode(data)
        self.pictures["logo.png"] = picture
        width, height = (int.from_bytes(picture[i : i + 4], "big") for i in (16, 20))
        return {"name": "logo.png", "height": points * EMU, "width": points * EMU * width // height}

    def title(self) -> list[Block]:
        """The title, in two languages beside each other; a letter has none."""
        titles = self.handout["titles"]
        if self.handout["is_letter"]:
            return []
        if not self.is_beside:
            return [self.paragraph("Title", self.with_number(titles[0]))]
        cells = [[self.paragraph("Title", self.with_number(title))] for title in titles]
        return [self.beside([cells])]

    def with_number(self, pieces: Iterable[Piece]) -> list[Piece]:
        """A title of a flyer, with the emergency number in it larger than all else."""
        if self.handout["look"] != "flyer":
            return list(pieces)
        parts = []
        points = self.size * TITLE * NUMBER * (BESIDE if self.is_beside else 1)
        for piece in pieces:
            before, number, after = piece["text"].partition("911")
            large = {**piece, "text": number, "points": points, "color": RED}
            parts += [{**piece, "text": before}, large, {**piece, "text": after}]
        return [piece for piece in parts if piece["text"]]

    def facts(self) -> list[Block]:
        """What an order says of itself: two labels and values on a line."""
        facts = self.handout["facts"]
        if not facts:
            return []
        cells = []
        for label, value in facts:
            cells += [
                self.cell([self.paragraph("Cell", _strong(label))], is_head=True),
                self.cell([self.paragraph("Cell", value)]),
            ]
        rows = [{"cells": cells[start : start + 4]} for start in range(0, len(cells), 4)]
        return [self.table(rows, [90, 144, 90, 144]), self.paragraph("Gap", [])]

    def chapter(self, chapter: Handout) -> list[Block]:
        """A heading and what stands below it."""
        if "titles" in chapter:
            heads = [[self.paragraph("Heading1", title)] for title in chapter["titles"]]
            blocks = [self.beside([heads], fill=BLUE)]
        else:
            blocks = [self.paragraph("Heading1", chapter["title"])]
        for run in chapter["runs"]:
            blocks += self.run(run)
        return blocks

    def run(self, run: Handout) -> Iterator[Block]:
        """Clauses of a style."""
        style, rows = run["style"], run["rows"]
        if run.get("beside"):
            cells = [[[self.paragraph("Normal", cell)] for cell in row] for row in rows]
            yield self.beside(cells)
        elif style == "row":
            yield self.clause_table(run)
            yield self.paragraph("Gap", [])
        elif style == "card":
            cards = [[self.paragraph("Normal", row[0])] for row in rows]
            yield self.cut(cards, TEXT_WIDTH // 2)
            yield self.paragraph("Gap", [])
        else:
            number = self.list_of(style)
            for index, row in enumerate(rows):
                made = self.paragraph(STYLES[style], row[0], list=number, rule=style == "line")
                is_before_last = style == "paragraph" and index == len(rows) - 2
                yield made | {"is_kept": is_before_last}

    def list_of(self, style: str) -> int | None:
        """The id of the list of a run: each numbered one is counted from 1."""
        if style != "step":
            return LISTS.get(style)
        self.numbered.append(FIRST_NUMBERED_LIST + len(self.numbered))
        return self.numbered[-1]

    def card_sheets(self) -> list[Block]:
        """Ten cards on a page; their back on the next."""
        cards = []
        for side in self.handout["sides"]:
            cards += [self.card(side["chapters"])] * CARDS_ON_SHEET
        return [self.cut(cards, CARD_COLUMN)]

    def card(self, chapters: Iterable[Handout]) -> list[Block]:
        """A side of a card, with the logo in the corner."""
        blocks: list[Block] = []
        for chapter in chapters:
            blocks.append(self.paragraph("CardTitle", chapter["title"]))
            for run in chapter["runs"]:
                is_line = run["style"] == "line"
                number = LISTS.get(run["style"])
                for row in run["rows"]:
                    blocks.append(self.paragraph("Card", row[0], list=number, rule=is_line))
        blocks[0]["corner"] = self.logo(CARD_LOGO_HEIGHT)
        return blocks

    def clause_table(self, run: Handout) -> Block:
        """A table whose first row is its head, repeated on each page."""
        rows, shares = run["rows"], run["shares"]
        widths = [self.width * share // sum(shares) for share in shares]
        made: list[Block] = []
        for index, row in enumerate(rows):
            is_head = index == 0
            cells = [
                self.cell([self.paragraph("Cell", _strong(c) if is_head else c)], is_head)
                for c in row
            ]
            height = EMPTY_ROW_HEIGHT if is_empty(row) else 0
            made.append({"cells": cells, "is_head": is_head, "height": TWIPS * height})
        if len(rows) <= MOST_ROWS_TOGETHER:
            for row in made[:-1]:
                for cell in row["cells"]:
                    cell["blocks"][0]["is_kept"] = True
        return self.table(made, widths)

    def table(self, rows: Sequence[Block], widths: Sequence[int]) -> Block:
        return {"look": GRID, "rows": rows, "widths": [TWIPS * width for width in widths]}

    def cell(self, blocks: Sequence[Block], is_head: bool = False) -> Block:
        return {"blocks": blocks, "fill": "EBEBEB" if is_head else ""}

    def beside(self, rows: Sequence[Sequence[Sequence[Block]]], fill: str = "") -> Block:
        """Paragraphs in two languages beside each other, without lines."""
        width = TWIPS * self.width // 2
        made = [{"cells": [{"blocks": b, "fill": fill} for b in cells]} for cells in rows]
        return {"look": SHEET, "rows": made, "widths": [width, width]}

    def cut(self, cards: Sequence[Sequence[Block]], width: int) -> Block:
        """Cards to cut out, two on a line."""
        cells = [{"blocks": blocks, "fill": ""} for blocks in cards]
        if len(cells) % 2:
            cells.append({"blocks": [self.paragraph("Card", [])], "fill": ""})
        rows = [{"cells": cells[i : i + 2], "height": TWIPS * 144} for i in range(0, len(cells), 2)]
        return {"look": CUT, "rows": rows, "widths": [TWIPS * width] * 2}

    def foot(self) -> list[Block]:
        """What stands at the foot of each page."""
        drafted = [self.paragraph("Foot", line) for line in self.handout["drafted"]]
        blocks = self.foot_of_flyer(drafted) if self.handout["look"] == "flyer" else drafted
        if self.handout["is_letter"]:
            blocks.append(self.paragraph("Foot", []))
        elif not self.handout["at_foot"]:
            blocks[-1]["has_page_number"] = True
        return blocks

    def foot_of_flyer(self, drafted: list[Block]) -> list[Block]:
        """Whom to call in an emergency, and who wrote it; in two languages beside each other."""
        danger = [self.danger(pieces) for pieces in self.handout["danger"]]
        if not self.is_beside:
            return [*danger, *drafted]
        blocks = [self.beside([[[block] for block in danger]], fill=RED)] if danger else []
        return [*blocks, self.beside([[[block] for block in drafted]]), self.paragraph("Gap", [])]

    def danger(self, pieces: Iterable[Piece]) -> Block:
        """Whom to call in an emergency; the number is larger than all else."""
        points = DANGER_NUMBER_BESIDE if self.is_beside else DANGER_NUMBER
        sized = []
        for piece in pieces:
            large = {"points": points, "strong": True} if piece.get("number") else {}
            sized.append({**piece, **large})
        return self.paragraph("Danger", sized)

    def paragraph(
        self,
        style: str,
        pieces: Sequence[Piece],
        list: int | None = None,
        rule: bool = False,
    ) -> Block:
        """A paragraph of pieces; one that is all English stands from left to right."""
        is_english = bool(pieces) and all("lang" in p or "picture" in p for p in pieces)
        runs = [run for piece in pieces for run in self.runs(piece)]
        return {
            "style": style,
            "runs": runs,
            "is_high": any(run.get("picture") or run.get("half_points") for run in runs),
            "is_ltr": self.is_rtl and is_english,
            "list": list,
            "has_rule": rule or any(piece.get("rule") for piece in pieces),
            "rule_end": TWIPS * self.line_width(),
        }

    def line_width(self) -> int:
        """The points of a line to write on, with the words before it."""
        if self.handout["look"] == "card":
            return CARD_COLUMN - CARD_MARGINS
        return self.width // 2 - 9 if self.is_beside else self.width

    def runs(self, piece: Piece) -> Iterator[Block]:
        """The runs of a piece: a phone number in a value has one of its own, which Word keeps in order."""
        if piece.get("rule"):
            return
        if "picture" in piece:
            name = f"{piece['picture']}.png"
            self.pictures[name] = _drawn(piece["picture"])
            height = int(self.size * PICTURE_HEIGHT * EMU)
            yield {"picture": {"name": name, "height": height, "width": height}}
            return
        text = piece_text(piece)
        parts = [part for part in ISOLATED_NUMBER.split(text) if part] or [""]
        for part in parts:
            is_number = part.startswith(NUMBER_START)
            yield {
                "texts": part.split("-") if is_number else [part],
                "is_rtl": self.is_rtl and "lang" not in piece and not is_number,
                "half_points": round(piece.get("points", 0) * HALF_POINTS),
                **{key: piece.get(key) for key in MARKS},
            }


MARKS = ("strong", "em", "law", "blank", "lang", "until", "once", "color")
"""What a run has of its piece."""


def _strong(pieces: Iterable[Piece]) -> list[Piece]:
    return [{**piece, "strong": True} for piece in pieces]
