"""Model documents as files, read back as Word, a PDF reader, a spreadsheet and a browser would."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader

from tests.builds import ROOT, SAMPLE, copy_sample
from tests.documents import printed
from toolkit.build.file_targets import handout_targets
from toolkit.build.targets import ProjectInputs
from toolkit.export.docx_file import docx_file
from toolkit.export.handout import Handout, handout, text_of
from toolkit.export.handouts import WRITERS
from toolkit.export.pdf_file import pdf_file, picture_file
from toolkit.export.xlsx_file import xlsx_file
from toolkit.pages.isolated import isolated
from toolkit.pages.model import handout_languages
from toolkit.project import Project, load_project
from toolkit.schema.parts import Blank
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.config import EXAMPLE_URL, read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.overlay import NO_OVERLAY, Overlay

KEY = "model", "sample-flyer"
PAGE = "https://sample.example/toolkit/models/sample-flyer.html"
DRAFTED = f"Drafted by this toolkit from the sources named at {PAGE}."
LETTER, A4, UNPRINTABLE = (612, 792), (595, 842), 12
"""Points: two sizes of paper, and the edge that printers leave white."""
HOSTILE = "=1+1 #let x = 1 <script>alert(1)</script> \\end"

FORMATS = ("docx", "pdf", "xlsx", "html")
TAG = re.compile("<[^>]*>")


def sample(language: str = "en", purpose: str = "flyer") -> Handout:
    project = load_project(SAMPLE)
    library, catalog = project.library, read_catalogs([language]).by_language[language]
    model: Any = library.records[KEY].model_copy(update={"purpose": purpose})
    return handout(catalog, model, library.translations.get((language, KEY)), PAGE, NO_OVERLAY)


@cache
def real_project() -> Project:
    """The toolkit itself, read once."""
    return load_project(ROOT)


def real(id: str, language: str = "en") -> Handout:
    """A document of the toolkit itself."""
    project = real_project()
    key = "model", id
    model: Any = project.library.records[key]
    translation = project.library.translations.get((language, key))
    return handout(project.catalogs[language], model, translation, PAGE, NO_OVERLAY)


def test_each_language_of_a_document_has_each_of_its_formats() -> None:
    endings = (*FORMATS, "docx.js", "png")
    names = {
        f"files/model/sample-flyer.{language}.{ending}"
        for language in ("en", "es", "ar")
        for ending in endings
    }
    targets = handout_targets(ProjectInputs(load_project(SAMPLE)))
    assert {name for target in targets for name in target.files()} == names


def test_a_document_is_offered_in_no_language_in_which_only_its_title_is(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    sidecar = root / "practices" / "model" / "sample-flyer.ar.yml"
    head, _, _ = sidecar.read_text("utf-8").partition("  - at: summary")
    sidecar.write_text(head, "utf-8")
    assert list(handout_languages(load_project(root), KEY)) == ["en", "es"]


def test_the_picture_of_a_document_is_small_and_of_the_sheet_that_is_handed_out() -> None:
    tree = sample("es")
    content = picture_file(tree)
    assert content == picture_file({**tree, "before": None})
    assert content[16:24] == (204).to_bytes(4, "big") + (264).to_bytes(4, "big")
    assert len(content) < 40_000


def test_a_log_is_printed_on_paper_as_wide_as_its_table() -> None:
    sheets = [*load_workbook(BytesIO(xlsx_file(real("contact-log"))))]
    assert {sheet.max_column > 4 for sheet in sheets} == {True, False}
    for sheet in sheets:
        assert (sheet.page_setup.orientation == "landscape") == (sheet.max_column > 4)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet["A1"].alignment.wrap_text


def test_a_card_is_ten_times_on_a_sheet_of_one_page_and_screen_readers_find_it_once() -> None:
    for language in ("en", "ar", "hmn"):
        pdf = WRITERS["cards"](real("liaison-contact-card", language))
        _, sheet = PdfReader(BytesIO(pdf)).pages
        assert sheet.extract_text().count("911") >= 10, language
        # The list before the sheet has a heading, too.
        assert pdf.count(b"/S/H1") == 2 and b"pdfuaid:part" in pdf, language


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_document_gives_the_same_bytes(format: str) -> None:
    assert WRITERS[format](sample()) == WRITERS[format](sample())


def test_word_finds_real_styles_a_table_with_a_head_and_highlighted_blanks() -> None:
    document = docx.Document(BytesIO(docx_file(sample())))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert [styles.count(style) for style in ("Title", "Heading 1", "List Number")] == [1, 3, 2]
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    blanks = {run.text for run in runs if run.font.highlight_color}
    assert blanks == {
        "[your agency's name]",
        "[phone number]",
        "[one sentence on immigration status]",
    }
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Day", "Room"],
        ["Monday", "Hall of [your agency's name]"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert document.sections[0].footer.paragraphs[0].text.startswith(DRAFTED)


def test_a_table_for_word_has_wide_columns_where_its_texts_are_long() -> None:
    for id, language, is_even in (
        ("newcomer-academy", "en", False),
        ("flyer-police-stop", "es", True),
    ):
        for table in docx.Document(BytesIO(docx_file(real(id, language)))).tables:
            first, second = (column.width or 0 for column in table.columns)
            assert (second == first) if is_even else (second > 2 * first > 0), id
            assert [cell.width for cell in table.rows[-1].cells] == [first, second]


def test_a_translated_flyer_has_english_beside_it_and_says_in_both_languages_whom_to_ask() -> None:
    document = docx.Document(BytesIO(docx_file(sample("es"))))
    assert 'w:lang w:val="es"' in document.styles.element.xml
    (title,) = (
        paragraph
        for paragraph in document.paragraphs
        if paragraph.style and paragraph.style.name == "Title"
    )
    english_title = title.runs[-1]
    assert (
        english_title.text == "Sample flyer to fill in"
        and 'w:lang w:val="en"' in english_title._r.xml
    )
    beside = document.tables[0]
    rows = [[cell.text for cell in row.cells] for row in beside.rows]
    assert rows[0] == ["Español", "English"]
    assert ["1. Venga a la puerta lateral.", "1. Come to the side door."] in rows
    assert [
        "• It is free.",
        "• It is free.",
    ] in rows  # not translated, and marked as English in both places
    spanish, english = (cell.paragraphs[0]._p.xml for cell in beside.rows[2].cells)
    assert ('w:val="en"' in spanish, 'w:val="en"' in english) == (False, True)
    spanish_foot, english_foot = (line.text for line in document.sections[0].footer.paragraphs)
    assert "Antes de repartirlo" in spanish_foot and PAGE in spanish_foot
    assert "Before you hand it out" in english_foot and english_foot.startswith(DRAFTED)


def test_a_handout_for_residents_leaves_its_sources_to_its_page_and_other_documents_name_theirs() -> (
    None
):
    flyer, order = real("flyer-call-911", "es"), real("immigration-status-order")
    pages = [
        " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf_file(it))).pages)
        for it in (flyer, order)
    ]
    assert ["https://www.bothellwa.gov" in pages[0], "http" in pages[1].replace(PAGE, "")] == [
        False,
        True,
    ]
    assert "https://www.bothellwa.gov" not in WRITERS["html"](flyer).decode()


@pytest.mark.parametrize(
    "id",
    ["flyer-call-911", "flyer-police-stop", "flyer-report-a-crime", "immigration-status-order"],
)
def test_what_is_printed_fits_on_letter_and_on_a4(id: str) -> None:
    for language in ("en", "es") if id.startswith("immigration") else ("en", "es", "hmn", "ar"):
        for page in PdfReader(BytesIO(pdf_file(real(id, language)))).pages:
            _fits(page)


SETTLED = {
    "en": [
        "Before you use this",
        "Ask your lawyer. May you issue cards? State law may say who can.",
        "Who answers the phone in the evening?",
        "[State law decides]",
    ],
    "es": [
        "Antes de usar este documento",
        "Pregunte a su abogado o abogada. ¿Pueden ustedes emitir tarjetas? Quizá la ley estatal diga quién puede.",
        "Who answers the phone in the evening?",
        "[Lo decide la ley estatal]",
    ],
}
"""What the sample's agency settles first, in each of its languages; one of its questions is not translated."""
CLAUSE = {"en": "Bring one letter with your address.", "es": "Traiga una carta con su dirección."}


def parts(format: str, tree: Handout) -> list[str]:
    """The text of a file in its order, cut where the sheet that is handed out begins."""
    content = WRITERS[format](tree)
    if format == "pdf":
        texts = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    elif format == "xlsx":
        sheets = load_workbook(BytesIO(content)).worksheets
        texts = [
            "\n".join(str(cell) for row in sheet.values for cell in row if cell) for sheet in sheets
        ]
    elif format == "docx":
        paragraphs = docx.Document(BytesIO(content)).paragraphs
        (title,) = (
            i
            for i, paragraph in enumerate(paragraphs)
            if paragraph.paragraph_format.page_break_before
        )
        texts = [
            "\n".join(line.text for line in lines)
            for lines in (paragraphs[:title], paragraphs[title:])
        ]
    else:
        body = content.decode().partition("<body>")[2].partition("</section>")
        texts = [unescape(TAG.sub("", text)) for text in (body[0], body[2])]
    return [" ".join(text.split()) for text in (texts[0], " ".join(texts[1:]))]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("format", FORMATS)
def test_each_file_begins_with_what_to_settle_before_it_is_used(format: str, language: str) -> None:
    before, text = parts(format, sample(language, "policy"))
    places = [before.find(words) for words in SETTLED[language]]
    assert places == sorted(places) and -1 not in places, before
    assert (
        places[0] == 0 or text_of(sample(language, "policy")["drafted"][0]) in before[: places[0]]
    )
    assert f"{SETTLED[language][-1]} {CLAUSE[language]}" in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_flyer_s_sheet_is_clean_and_what_to_settle_stands_before_it_in_both_languages(
    format: str,
) -> None:
    before, text = parts(format, sample("es"))
    for language, settled in SETTLED.items():
        assert [words for words in settled if words not in before] == []
        assert f"{settled[-1]} {CLAUSE[language]}" in before
        assert settled[-1] not in text
    assert before.count("Who answers the phone") == 1


def test_what_to_settle_takes_one_page_and_the_pages_after_it_are_counted_without_it() -> None:
    settled = sample(purpose="policy")
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf_file(settled))).pages]
    alone = PdfReader(BytesIO(pdf_file(settled | {"before": None}))).pages
    assert (len(pages), len(alone)) == (2, 1)
    assert ["1 / 1" in page for page in pages] == [False, True]


def test_a_sheet_of_cards_fits_on_letter_and_on_a4() -> None:
    for language in ("es", "hmn", "ar"):
        for page in PdfReader(
            BytesIO(WRITERS["cards"](real("liaison-contact-card", language)))
        ).pages:
            _fits(page)


def _fits(page: PageObject) -> None:
    """A printer may put the narrower or lower page in a corner or in the middle: margins for both do for all."""
    assert (float(page.mediabox.width), float(page.mediabox.height)) == LETTER
    left, low, right, high = printed(page)
    assert left >= UNPRINTABLE and right <= min(LETTER[0], A4[0]) - UNPRINTABLE
    assert low >= UNPRINTABLE and high <= min(LETTER[1], A4[1]) - UNPRINTABLE


def test_the_english_beside_a_translation_has_people_say_the_name_of_the_same_language() -> None:
    for language, name in (("ar", "Arabic"), ("lo", "Lao"), ("es", "Spanish")):
        document = docx.Document(BytesIO(docx_file(real("flyer-call-911", language))))
        cells = [row.cells for table in document.tables for row in table.rows]
        (said,) = [
            own.text for own, english in cells if english.text.endswith(f"you speak: “{name}”.")
        ]
        assert f"“{name}”" in said


def test_a_document_from_right_to_left_is_so_in_word_and_only_its_english_is_not() -> None:
    document = docx.Document(BytesIO(docx_file(sample("ar"))))
    assert "<w:bidi/>" in document.styles["Normal"].element.xml
    arabic, english = (cell.paragraphs[0].runs[0] for cell in document.tables[0].rows[0].cells)
    assert (arabic.font.rtl, english.font.rtl) == (True, None)
    assert (
        arabic.font.cs_bold
        and '<w:szCs w:val="14"/>' in document.sections[0].footer.paragraphs[0]._p.xml
    )
    assert '<w:bidi w:val="0"/>' in document.tables[0].rows[0].cells[1].paragraphs[0]._p.xml
    properties = [child.tag.rpartition("}")[2] for child in document.tables[0]._tbl.tblPr]
    assert properties[:2] == [
        "tblStyle",
        "bidiVisual",
    ]  # the order in the standard, which Word may insist on


def test_the_english_of_a_web_page_from_right_to_left_is_read_from_left_to_right() -> None:
    page = WRITERS["html"](real("flyer-call-911", "ar")).decode()
    assert (
        '<td lang="en" dir="ltr">2. Say in English what you need: <strong>police</strong>, <strong>fire'
        in page
    )
    assert '<p class="drafted" lang="en" dir="ltr">Drafted by' in page
    assert ' · <span lang="en" dir="ltr">How to call 911</span></h1>' in page


ARABIC_NAME, PHONE, SENTENCE = "شرطة مقاطعة باين", "320-555-0199", "لا نسأل أحدًا"
IN_ARABIC = "نكون في الكنيسة. اتصل بـ {agency}، {phone}."
IN_DARI = "ما در کلیسا می‌باشیم. به {agency}، {phone} زنگ بزنید."


def filled_in(language: str, text: str, **values: dict[str, str]) -> Handout:
    """The sample, with a translation of its first clause, as an overlay fills it in."""
    unit = Unit(
        at="chapters.clauses.text", en="{agency} will be at the church. Call {phone}.", text=text
    )
    translation = Translation.model_construct(status="reviewed", texts=[unit])
    project = load_project(SAMPLE)
    model: Any = project.library.records[KEY]
    overlay = Overlay(name=ARABIC_NAME, values=values)
    return handout(
        read_catalogs([language]).by_language[language], model, translation, PAGE, overlay
    )


@pytest.mark.parametrize(("language", "text"), [("ar", IN_ARABIC), ("prs", IN_DARI)])
def test_a_phone_number_after_arabic_letters_reads_forwards_in_both_columns_of_every_file(
    language: str, text: str
) -> None:
    sheet = filled_in(language, text, agency={"en": ARABIC_NAME}, phone={"en": PHONE})
    page = WRITERS["html"](sheet).decode()
    assert page.count(f'<bdo dir="ltr">{PHONE}</bdo>') == page.count(PHONE) == 2
    assert page.count(f"<bdi>{ARABIC_NAME}</bdi>") == page.count(ARABIC_NAME) > 4
    pages = PdfReader(BytesIO(pdf_file(sheet))).pages
    seen = "".join(
        page.extract_text(extraction_mode="layout") for page in pages
    )  # by where it stands
    assert seen.count(PHONE) == 2 and "0199-555-320" not in seen
    tables = docx.Document(BytesIO(docx_file(sheet))).tables
    numbers = [
        run
        for cell in tables[0].rows[1].cells
        for run in cell.paragraphs[0].runs
        if "320" in run.text
    ]
    assert [run.text for run in numbers] == [f"\u2066{PHONE}\u2069"] * 2
    assert [run.font.rtl for run in numbers] == [None, None]
    assert [run._r.xml.count("<w:noBreakHyphen/>") for run in numbers] == [2, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("320-555-0199", "\u2066320-555-0199\u2069"),
        ("Pine County", "\u2068Pine County\u2069"),
        ("شرطة (320) 555-0199, 24/7", "\u2068شرطة \u2066(320) 555-0199\u2069, 24/7\u2069"),
        ("320-555-0199 24/7", "\u2068\u2066320-555-0199\u2069 24/7\u2069"),
        ("٣٢٠-٥٥٥-٠١٩٩", "\u2066٣٢٠-\u200e٥٥٥-\u200e٠١٩٩\u2069"),
        ("\u2067911\u2069", "\u2068911\u2069"),
    ],
)
def test_a_value_and_each_phone_number_in_it_are_isolated(value: str, text: str) -> None:
    assert isolated(value) == text


def test_the_name_of_an_overlay_stands_where_documents_ask_for_the_agency_s() -> None:
    agency = Blank(name="agency", label="your agency's name")
    assert Overlay(name="Pine County").value(agency, "es") == "Pine County"
    assert (
        Overlay(name="Pine County", values={"agency": {"en": "Pine"}}).value(agency, "es") == "Pine"
    )
    assert NO_OVERLAY.value(agency, "en") == ""


def test_a_sentence_of_an_overlay_is_in_no_column_of_another_language() -> None:
    for values, rows in (
        ({"en": "No one is asked."}, ["[one sentence on immigration status]", "No one is asked."]),
        ({"ar": SENTENCE}, [SENTENCE, "[one sentence on immigration status]"]),
        ({"ar": SENTENCE, "en": 'We say: "no".'}, [SENTENCE, 'We say: "no".']),
    ):
        table = docx.Document(BytesIO(docx_file(filled_in("ar", IN_ARABIC, status=values)))).tables[
            0
        ]
        cells = [cell.text.strip("\u2068\u2069") for cell in table.rows[-1].cells]
        assert cells == rows


def test_making_a_pdf_leaves_no_threads_that_a_forked_worker_would_lack() -> None:
    tasks = Path("/proc/self/task")
    before = len([*tasks.glob("*")])
    pdf_file(sample())
    assert len([*tasks.glob("*")]) == before


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Come to the side door."), ("es", "Venga a la puerta lateral.")]
)
def test_a_pdf_is_tagged_for_screen_readers_and_names_its_language(
    language: str, words: str
) -> None:
    reader = PdfReader(BytesIO(pdf_file(sample(language))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith(language)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    text = " ".join(page.extract_text() for page in reader.pages)
    assert words in text
    assert text_of(sample(language)["drafted"][0]) in " ".join(text.split())
    assert float(reader.pages[0].mediabox.width) == 8.5 * 72


def test_a_spreadsheet_has_a_sheet_for_each_chapter_with_cells_to_fill_in() -> None:
    workbook = load_workbook(BytesIO(xlsx_file(sample())))
    _, first, second = workbook.worksheets
    assert [first["A1"].value.startswith(DRAFTED), first["A2"].value] == [
        True,
        "ID night with [your agency's name]",
    ]
    assert [cell.value for cell in second[3]] == ["Day", "Room"]
    assert second["A3"].font.bold
    assert second["B4"].fill.fgColor.rgb.endswith("FFF0A8")


def test_a_character_that_no_font_has_stops_nothing() -> None:
    unusual = sample()
    unusual["title"] = [{"text": "\N{EGYPTIAN HIEROGLYPH A001}"}]
    assert len(PdfReader(BytesIO(pdf_file(unusual))).pages) == 2


def test_whatever_a_text_has_in_it_comes_out_as_text() -> None:
    hostile = sample()
    hostile["title"] = [{"text": HOSTILE}]
    hostile["chapters"][0]["title"] = [{"text": HOSTILE}]
    assert b"<script>" not in WRITERS["html"](hostile)
    assert HOSTILE in "".join(
        page.extract_text() for page in PdfReader(BytesIO(pdf_file(hostile))).pages
    )
    assert HOSTILE in [
        paragraph.text for paragraph in docx.Document(BytesIO(docx_file(hostile))).paragraphs
    ]
    assert load_workbook(BytesIO(xlsx_file(hostile))).worksheets[1]["A2"].value == HOSTILE


def hostile_everywhere(value: Any) -> Any:
    """A document with a hostile text in place of each of its texts, whatever their marks."""
    if isinstance(value, list):
        return [hostile_everywhere(entry) for entry in value]
    if isinstance(value, dict):
        return {
            name: HOSTILE if name in ("text", "sources_title") else hostile_everywhere(entry)
            for name, entry in value.items()
        }
    return value


def test_no_text_of_a_handout_is_markup_neither_its_title_nor_a_blank_nor_stressed_words() -> None:
    sheets = [hostile_everywhere(sample("es", purpose)) for purpose in ("flyer", "policy")]
    pages = "".join(WRITERS["html"](sheet).decode() for sheet in sheets)
    for tag in ("title", "h1", "h2", "strong", "em", "mark", "span", "li", "td", "p"):
        texts = re.findall(rf"<{tag}(?: [^>]*)?>\[?([^<]*)", pages)
        assert any(unescape(text).startswith(HOSTILE) for text in texts), tag
    assert "<script" not in pages


def test_paper_names_an_address_only_once_the_site_has_one() -> None:
    with_address = read_settings(SAMPLE)
    assert (
        with_address.place("models/sample-flyer", "es")
        == f"{with_address.url}es/models/sample-flyer.html"
    )
    for url in ("", EXAMPLE_URL):
        place = replace(with_address, url=url).place("models/sample-flyer", "es")
        assert place == f"{with_address.site_names['es']}, models/sample-flyer"
