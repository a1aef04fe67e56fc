"""A model document for Word and LibreOffice: real styles, lists and tables, each text with its language."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from toolkit.export.handout import Handout, Piece, text_of
from toolkit.export.zipped import saved
from toolkit.pages.isolated import ISOLATED_NUMBER

STYLES = {
    "step": "ListNumber",
    "bullet": "ListBullet",
    "box": "ListBullet",
    "paragraph": "Normal",
    "line": "Normal",
}
"""The ids of Word's styles; python-docx searches for names, which takes three times as long."""
BOX, BOX_WIDTH = "☐\t", Inches(0.25)
LAW = RGBColor(0xA3, 0x1F, 0x1F)
"""The color of the mark of what state law decides, on white paper."""
LINE_END = 6.5
"""Inches from the margin to the end of a line to write on."""
SHORT, LONG = 12, 30
"""The characters that the narrowest and the widest column of a table are made for."""
UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml")
"""What relationships end with whose parts are dropped."""
TABLE_STYLES = ("TableNormal", "TableGrid")


@cache
def _template() -> bytes:
    """python-docx's template without parts and table styles that no document has: they are nine tenths of it."""
    document = docx.Document()
    for relationships in (document.part.rels, document.part.package.rels):
        for id in [id for id, part in relationships.items() if part.reltype.endswith(UNUSED)]:
            del relationships[id]
    styles: Any = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in TABLE_STYLES:
            styles.remove(style)
    return saved(document)


def docx_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    document = docx.Document(BytesIO(_template()))
    properties = document.core_properties
    properties.title, properties.language, properties.author = (
        text_of(handout["title"]),
        handout["lang"],
        "",
    )
    properties.comments = handout["about"]
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    margin = Inches(0.75 if handout["at_foot"] else 1)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    _set_language(document, handout["lang"], handout["dir"] == "rtl")
    writer = _Writer(document, handout["dir"] == "rtl")
    band = section.footer if handout["at_foot"] else section.header
    for i, line in enumerate(handout["drafted"]):
        writer.add(
            band.add_paragraph() if i else band.paragraphs[0],
            line,
            Pt(7 if handout["at_foot"] else 8),
        )
    if before := handout["before"]:
        writer.chapter(before, Pt(9 if handout["at_foot"] else 10))  # so that it fits on a page
    title = writer.paragraph("Title", handout["title"])
    title.paragraph_format.page_break_before = bool(before) or None
    for notice in handout["notices"]:
        writer.paragraph("Normal", [{**piece, "em": True} for piece in notice])
    for chapter in handout["chapters"]:
        writer.chapter(chapter)
    if handout["sources"]:
        writer.paragraph("Heading1", [{"text": handout["sources_title"]}])
    for source in handout["sources"]:
        writer.paragraph(
            "ListBullet", [{"text": source["text"] + source["url"], "lang": "en"}], Pt(8)
        )
    return saved(document)


def _set_language(document: Document, language: str, is_rtl: bool) -> None:
    """The language of all text, and the direction of all paragraphs."""
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        properties.find(qn("w:lang")).set(qn(attribute), language)
    if is_rtl:
        normal: Any = document.styles["Normal"].element
        normal.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _parted(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, str]]:
    """Each piece with its text, a blank in brackets; phone numbers of values alone, which Word keeps in order."""
    for piece in pieces:
        text = f"[{piece['text']}]" if piece.get("blank") else piece["text"]
        yield from ((piece, part) for part in ISOLATED_NUMBER.split(text) if part or not text)


def _write(run: Run, text: str, is_number: bool) -> None:
    """A text in a run; hyphens of a number with Word's own sign for those that break no line."""
    first, *rest = text.split("-") if is_number else [text]
    run.add_text(first)
    for part in rest:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(part)


class _Writer:
    def __init__(self, document: Document, is_rtl: bool) -> None:
        self.document, self.is_rtl = document, is_rtl

    def chapter(self, chapter: Handout, size: int | None = None) -> None:
        """A heading and what stands below it."""
        self.paragraph("Heading1", chapter["title"])
        for run in chapter["runs"]:
            self.run(run["style"], run["rows"], size)

    def paragraph(self, style: str, pieces: Sequence[Piece], size: int | None = None) -> Paragraph:
        """A paragraph of pieces."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style
        self.add(paragraph, pieces, size)
        return paragraph

    def add(self, paragraph: Paragraph, pieces: Sequence[Piece], size: int | None = None) -> None:
        """The pieces as runs of a paragraph; blanks are highlighted."""
        if self.is_rtl and all("lang" in piece for piece in pieces):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi", {qn("w:val"): "0"}))
        for piece, text in _parted(pieces):
            is_number = text.startswith("\u2066")
            run = paragraph.add_run()
            _write(run, text, is_number)
            bold = piece.get("strong") or piece.get("law")
            run.bold, run.italic = run.font.cs_bold, run.font.cs_italic = bold, piece.get("em")
            run.font.color.rgb = LAW if piece.get("law") else None
            run.font.size = size
            for sz in run._r.get_or_add_rPr().findall(
                qn("w:sz")
            ):  # from right to left, Word takes another size
                sz.addnext(OxmlElement("w:szCs", {qn("w:val"): sz.get(qn("w:val"))}))
            run.font.rtl = (self.is_rtl and "lang" not in piece and not is_number) or None
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW if piece.get("blank") else None
            if "lang" in piece:
                run._r.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:val"): piece["lang"]}))

    def run(self, style: str, rows: list[list[list[Piece]]], size: int | None = None) -> None:
        """Clauses of a style."""
        if style == "row":
            self.table(rows)
            return
        boxes = [[{**cells[0][0], "text": BOX}] if style == "box" else [] for cells in rows]
        texts = [box + cells[0] for box, cells in zip(boxes, rows, strict=True)]
        paragraphs = [self.paragraph(STYLES[style], pieces, size) for pieces in texts]
        if style == "step":
            self.restart_numbers(paragraphs)
        for paragraph in paragraphs if style == "box" else ():
            properties: Any = paragraph._p.get_or_add_pPr()
            properties.get_or_add_numPr().get_or_add_numId().val = (
                0  # the box stands for the bullet
            )
            paragraph.paragraph_format.left_indent = BOX_WIDTH
            paragraph.paragraph_format.first_line_indent = -BOX_WIDTH
        for paragraph in paragraphs if style == "line" else ():
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Inches(LINE_END), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
            paragraph.add_run("\t")

    def table(self, rows: list[list[list[Piece]]]) -> None:
        """A table whose first row is its head, repeated on each page."""
        table = self.document.add_table(rows=0, cols=0, style="Table Grid")
        shares = [
            min(max(SHORT, *map(len, map(text_of, column))), LONG)
            for column in zip(*rows, strict=True)
        ]
        for share in shares:
            table.add_column(Length(self.document._block_width * share // sum(shares)))
        if self.is_rtl:
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
        for i, cells in enumerate(rows):
            row = table.add_row()
            for rule in ("w:cantSplit", "w:tblHeader")[: 2 if i == 0 else 1]:
                row._tr.get_or_add_trPr().append(OxmlElement(rule))
            for cell, pieces in zip(row.cells, cells, strict=True):
                self.add(
                    cell.paragraphs[0],
                    [{**piece, "strong": True} for piece in pieces] if i == 0 else pieces,
                )
        self.document.add_paragraph()

    def restart_numbers(self, paragraphs: Iterable[Paragraph]) -> None:
        """Number these paragraphs from 1, apart from the list before."""
        numbering: Any = self.document.part.numbering_part.element
        style: Any = self.document.styles["List Number"].element
        shared = numbering.num_having_numId(style.pPr.numPr.numId.val)
        restarted = numbering.add_num(shared.abstractNumId.val)
        restarted.add_lvlOverride(ilvl=0).add_startOverride(1)
        for paragraph in paragraphs:
            numbers: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbers.get_or_add_ilvl().val, numbers.get_or_add_numId().val = 0, restarted.numId
