"""A model document for Word and LibreOffice: real styles, lists and tables, each text with its language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Inches, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from toolkit.export.handout import Cell, Handout, Piece, Row, piece_text, text_of
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
BOX = "☐\t"
BOX_WIDTH = Inches(0.25)
LAW = RGBColor(0xA3, 0x1F, 0x1F)
"""The color of the mark of what state law decides, on white paper."""
LINE_END = Inches(6.5)
"""From the margin to the end of a line to write on."""
MIN_COLUMN_LENGTH = 12
MAX_COLUMN_LENGTH = 30
"""The characters that the narrowest and the widest column of a table are made for."""
UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml")
"""What relationships end with whose parts are dropped."""
TABLE_STYLES = ("TableNormal", "TableGrid")
NUMBER_START = "\u2066"
"""The isolate before a phone number in a value."""


@dataclass(frozen=True)
class _Sizes:
    """The sizes of the smaller texts, in points, and the margin."""

    band: Pt
    """At the foot or head of each page."""
    before: Pt
    """What to settle, so that it fits on a page."""
    margin: Inches


FLYER_SIZES = _Sizes(band=Pt(7), before=Pt(9), margin=Inches(0.75))
SIZES = _Sizes(band=Pt(8), before=Pt(10), margin=Inches(1))
SOURCE_SIZE = Pt(8)


@cache
def _template() -> bytes:
    """python-docx's template without parts and table styles that no document has: they are nine tenths of it."""
    document = docx.Document()
    for relationships in (document.part.rels, document.part.package.rels):
        for id, relationship in list(relationships.items()):
            if relationship.reltype.endswith(UNUSED):
                del relationships[id]
    styles: Any = document.styles.element
    for style in styles.findall(qn("w:style")):
        is_for_tables = style.get(qn("w:type")) == "table"
        if is_for_tables and style.get(qn("w:styleId")) not in TABLE_STYLES:
            styles.remove(style)
    return saved(document)


def docx_file(handout: Handout) -> bytes:
    """The file; the same handout gives the same bytes."""
    document = docx.Document(BytesIO(_template()))
    is_rtl = handout["dir"] == "rtl"
    sizes = FLYER_SIZES if handout["at_foot"] else SIZES
    properties = document.core_properties
    properties.title = text_of(handout["title"])
    properties.language = handout["lang"]
    properties.author = ""
    properties.comments = handout["about"]
    section = document.sections[0]
    _set_paper(section, sizes.margin)
    _set_language(document, handout["lang"], is_rtl)
    writer = _Writer(document, is_rtl)
    band = section.footer if handout["at_foot"] else section.header
    writer.band(band, handout["drafted"], sizes.band)
    before = handout["before"]
    if before:
        writer.chapter(before, sizes.before)
    title = writer.paragraph("Title", handout["title"])
    if before:
        title.paragraph_format.page_break_before = True
    for notice in handout["notices"]:
        writer.paragraph("Normal", [{**piece, "em": True} for piece in notice])
    for chapter in handout["chapters"]:
        writer.chapter(chapter)
    if handout["sources"]:
        writer.paragraph("Heading1", [{"text": handout["sources_title"]}])
    for source in handout["sources"]:
        text = source["text"] + source["url"]
        writer.paragraph("ListBullet", [{"text": text, "lang": "en"}], SOURCE_SIZE)
    return saved(document)


def _set_paper(section: Section, margin: Length) -> None:
    """US Letter with the same margin on all sides."""
    section.page_width = Inches(8.5)
    section.page_height = Inches(11)
    section.left_margin = margin
    section.right_margin = margin
    section.top_margin = margin
    section.bottom_margin = margin


def _set_language(document: Document, language: str, is_rtl: bool) -> None:
    """The language of all text, and the direction of all paragraphs."""
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        properties.find(qn("w:lang")).set(qn(attribute), language)
    if is_rtl:
        normal: Any = document.styles["Normal"].element
        normal.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _texts(piece: Piece) -> list[str]:
    """The texts of the runs of a piece: a phone number in a value has a run of its own, which Word keeps in order."""
    text = piece_text(piece)
    if not text:
        return [""]
    return [part for part in ISOLATED_NUMBER.split(text) if part]


def _write(run: Run, text: str) -> None:
    """A text in a run; hyphens of a phone number with Word's own sign for those that break no line."""
    if not text.startswith(NUMBER_START):
        run.add_text(text)
        return
    parts = text.split("-")
    run.add_text(parts[0])
    for part in parts[1:]:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(part)


class _Writer:
    def __init__(self, document: Document, is_rtl: bool) -> None:
        self.document = document
        self.is_rtl = is_rtl

    def band(self, band: _Header | _Footer, lines: Sequence[list[Piece]], size: Length) -> None:
        """What stands at the foot or head of each page. Its first paragraph is in the template."""
        for index, line in enumerate(lines):
            paragraph = band.add_paragraph() if index else band.paragraphs[0]
            self.add(paragraph, line, size)

    def chapter(self, chapter: Handout, size: Length | None = None) -> None:
        """A heading and what stands below it."""
        self.paragraph("Heading1", chapter["title"])
        for run in chapter["runs"]:
            self.run(run["style"], run["rows"], size)

    def paragraph(
        self, style: str, pieces: Sequence[Piece], size: Length | None = None
    ) -> Paragraph:
        """A paragraph of pieces."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style
        self.add(paragraph, pieces, size)
        return paragraph

    def add(
        self, paragraph: Paragraph, pieces: Sequence[Piece], size: Length | None = None
    ) -> None:
        """The pieces as runs of a paragraph."""
        if self.is_rtl and all("lang" in piece for piece in pieces):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi", {qn("w:val"): "0"}))
        for piece in pieces:
            for text in _texts(piece):
                run = paragraph.add_run()
                _write(run, text)
                self.format(run, piece, size, is_number=text.startswith(NUMBER_START))

    def format(self, run: Run, piece: Piece, size: Length | None, is_number: bool) -> None:
        """The look of a run and its language; blanks are highlighted."""
        is_bold = piece.get("strong") or piece.get("law")
        run.bold = is_bold
        run.font.cs_bold = is_bold
        run.italic = piece.get("em")
        run.font.cs_italic = piece.get("em")
        if piece.get("law"):
            run.font.color.rgb = LAW
        if size:
            run.font.size = size
            _set_complex_size(run)
        if self.is_rtl and "lang" not in piece and not is_number:
            run.font.rtl = True
        if piece.get("blank"):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if "lang" in piece:
            run._r.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:val"): piece["lang"]}))

    def run(self, style: str, rows: Sequence[Row], size: Length | None = None) -> None:
        """Clauses of a style."""
        if style == "row":
            self.table(rows)
            return
        paragraphs = []
        for cells in rows:
            pieces = cells[0]
            if style == "box":
                pieces = [{**pieces[0], "text": BOX}, *pieces]
            paragraphs.append(self.paragraph(STYLES[style], pieces, size))
        if style == "step":
            self.restart_numbers(paragraphs)
        elif style == "box":
            for paragraph in paragraphs:
                _hang_box(paragraph)
        elif style == "line":
            for paragraph in paragraphs:
                _draw_line(paragraph)

    def table(self, rows: Sequence[Row]) -> None:
        """A table whose first row is its head, repeated on each page."""
        table = self.document.add_table(rows=0, cols=0, style="Table Grid")
        shares = [_column_share(column) for column in zip(*rows, strict=True)]
        for share in shares:
            table.add_column(Length(self.document._block_width * share // sum(shares)))
        if self.is_rtl:
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
        for index, cells in enumerate(rows):
            row = table.add_row()
            is_head = index == 0
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if is_head:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, pieces in zip(row.cells, cells, strict=True):
                self.add(cell.paragraphs[0], _strong(pieces) if is_head else pieces)
        self.document.add_paragraph()

    def restart_numbers(self, paragraphs: Iterable[Paragraph]) -> None:
        """Number these paragraphs from 1, apart from the list before."""
        numbering: Any = self.document.part.numbering_part.element
        style: Any = self.document.styles["List Number"].element
        shared = numbering.num_having_numId(style.pPr.numPr.numId.val)
        restarted = numbering.add_num(shared.abstractNumId.val)
        restarted.add_lvlOverride(ilvl=0).add_startOverride(1)
        for paragraph in paragraphs:
            properties: Any = paragraph._p.get_or_add_pPr()
            numbers = properties.get_or_add_numPr()
            numbers.get_or_add_ilvl().val = 0
            numbers.get_or_add_numId().val = restarted.numId


def _strong(pieces: Iterable[Piece]) -> list[Piece]:
    return [{**piece, "strong": True} for piece in pieces]


def _set_complex_size(run: Run) -> None:
    """The size of Arabic letters, too: for text from right to left, Word takes another one."""
    for size in run._r.get_or_add_rPr().findall(qn("w:sz")):
        size.addnext(OxmlElement("w:szCs", {qn("w:val"): size.get(qn("w:val"))}))


def _hang_box(paragraph: Paragraph) -> None:
    """The box before a text stands where the bullet of its style would be."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = 0  # no bullet
    paragraph.paragraph_format.left_indent = BOX_WIDTH
    paragraph.paragraph_format.first_line_indent = -BOX_WIDTH


def _draw_line(paragraph: Paragraph) -> None:
    """A line to write on, from the text to the margin."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(LINE_END, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    paragraph.add_run("\t")


def _column_share(cells: Iterable[Cell]) -> int:
    """The width of a column beside others: the characters of its longest text, within bounds."""
    longest = max(len(text_of(cell)) for cell in cells)
    return min(max(MIN_COLUMN_LENGTH, longest), MAX_COLUMN_LENGTH)
