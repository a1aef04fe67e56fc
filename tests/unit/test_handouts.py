"""Model documents as files, read back as Word, a PDF reader, a spreadsheet and a browser would."""

import re
from base64 import b64encode
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader

from tests.builds import SAMPLE, copy_sample, real_project
from tests.documents import printed
from toolkit.build.file_targets import handout_targets
from toolkit.build.targets import ProjectInputs
from toolkit.export.docx_file import docx_file
from toolkit.export.handout import handout
from toolkit.export.handouts import PICTURES, WRITERS, handout_files
from toolkit.export.pdf_file import pdf_file, picture_file
from toolkit.export.pieces import Handout, text_of
from toolkit.export.xlsx_file import xlsx_file
from toolkit.pages.isolated import isolated
from toolkit.pages.model import handout_languages
from toolkit.project import load_project
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


def sample(language: str = "en", purpose: str = "flyer", is_beside: bool = False) -> Handout:
    project = load_project(SAMPLE)
    library, catalog = project.library, read_catalogs([language]).by_language[language]
    model: Any = library.records[KEY].model_copy(update={"purpose": purpose})
    translation = library.translations.get((language, KEY))
    return handout(catalog, model, translation, PAGE, NO_OVERLAY, is_beside=is_beside)


def real(id: str, language: str = "en", is_beside: bool = False) -> Handout:
    """A document of the toolkit itself."""
    project = real_project()
    key = "model", id
    model: Any = project.library.records[key]
    translation = project.library.translations.get((language, key))
    catalog = project.catalogs[language]
    return handout(catalog, model, translation, PAGE, NO_OVERLAY, is_beside=is_beside)


def test_each_language_of_a_document_has_each_of_its_formats() -> None:
    names = {
        f"files/model/sample-flyer.{language}.{ending}"
        for language in ("en", "es", "es-en", "ar", "ar-en")
        for ending in (*FORMATS, "docx.js")
    }
    names |= {f"files/model/sample-flyer.{language}.png" for language in ("en", "es", "ar")}
    targets = handout_targets(ProjectInputs(load_project(SAMPLE)))
    assert {name for target in targets for name in target.files()} == names


def test_a_document_is_offered_in_no_language_in_which_only_its_title_is(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    sidecar = root / "practices" / "model" / "sample-flyer.ar.yml"
    head, _, _ = sidecar.read_text("utf-8").partition("  - at: summary")
    sidecar.write_text(head, "utf-8")
    assert list(handout_languages(load_project(root), KEY)) == ["en", "es"]


def test_the_picture_of_a_document_is_small_and_of_the_sheet_that_is_handed_out() -> None:
    content = picture_file(sample("es"), "flyer.typ")
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
        for is_beside in (False,) if language == "en" else (False, True):
            card = real("liaison-contact-card", language, is_beside)
            pdf = WRITERS["cards"](card)
            pages = PdfReader(BytesIO(pdf)).pages
            assert len(pages) == (2 if is_beside else 1), language  # English is on the back
            assert [page.extract_text().count("911") for page in pages] == [10] * len(pages)
            assert b"pdfuaid:part" in pdf, language
            (table,) = docx.Document(BytesIO(docx_file(card))).tables
            assert [len(row.cells) for row in table.rows] == [2] * 5 * len(pages)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_document_gives_the_same_bytes(format: str) -> None:
    assert WRITERS[format](sample()) == WRITERS[format](sample())


def test_word_finds_real_styles_a_table_with_a_head_and_highlighted_blanks() -> None:
    document = docx.Document(BytesIO(docx_file(sample())))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert [styles.count(style) for style in ("Title", "Heading 1", "List Number")] == [1, 2, 2]
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
    danger, drafted = document.sections[0].footer.paragraphs
    assert danger.text.endswith("911.") and drafted.text.startswith(DRAFTED)


def test_a_table_for_word_has_wide_columns_where_its_texts_are_long() -> None:
    for id, language, is_even in (
        ("newcomer-academy", "en", False),
        ("flyer-police-stop", "es", True),
    ):
        for table in docx.Document(BytesIO(docx_file(real(id, language, is_even)))).tables:
            first, second = (column.width or 0 for column in table.columns)
            assert (second == first) if is_even else (second > 2 * first > 0), id
            assert [cell.width for cell in table.rows[-1].cells] == [first, second]


def test_a_translated_flyer_is_in_one_language_and_once_more_with_english_beside_it_in_the_same_sizes() -> (
    None
):
    alone = docx.Document(BytesIO(docx_file(sample("es"))))
    assert [table._column_count for table in alone.tables] == [2]  # the table of its own text
    assert "Come to the side door." not in alone.element.xml
    document = docx.Document(BytesIO(docx_file(sample("es", is_beside=True))))
    assert 'w:lang w:val="es"' in document.styles.element.xml
    titles = [cell.paragraphs[0] for cell in document.tables[0].rows[0].cells]
    assert [title.style.name for title in titles if title.style] == ["Title", "Title"]
    assert titles[1].text == "Sample flyer to fill in" and 'w:val="en"' in titles[1]._p.xml
    beside = document.tables[2]
    rows = [[cell.text for cell in row.cells] for row in beside.rows]
    assert ["1. Venga a la puerta lateral.", "1. Come to the side door."] in rows
    assert [
        "• It is free.",
        "• It is free.",
    ] in rows  # not translated, and marked as English in both places
    spanish, english = (cell.paragraphs[0]._p.xml for cell in beside.rows[1].cells)
    assert ('w:val="en"' in spanish, 'w:val="en"' in english) == (False, True)
    foot = document.sections[0].footer.tables[1].rows[0].cells
    spanish_foot, english_foot = (cell.text for cell in foot)
    assert "Antes de repartirlo" in spanish_foot and PAGE in spanish_foot
    assert "Before you hand it out" in english_foot and english_foot.startswith(DRAFTED)


def test_a_handout_for_residents_leaves_its_sources_to_its_page_and_other_documents_name_theirs() -> (
    None
):
    flyer, order = real("flyer-call-911", "es"), real("immigration-status-order")
    pages = [
        " ".join(page.extract_text() for page in PdfReader(BytesIO(WRITERS["pdf"](it))).pages)
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
        for is_beside in (False, language != "en" and id.startswith("flyer")):
            pages = PdfReader(BytesIO(WRITERS["pdf"](real(id, language, is_beside)))).pages
            assert not is_beside or len(pages) == 1, language
            for page in pages:
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


def pages_of(format: str, tree: Handout) -> list[str]:
    """The text of a file, by page or sheet."""
    content = WRITERS[format](tree)
    if format == "pdf":
        texts = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    elif format == "xlsx":
        sheets = load_workbook(BytesIO(content)).worksheets
        texts = [
            "\n".join(str(cell) for row in sheet.values for cell in row if cell) for sheet in sheets
        ]
    elif format == "docx":
        texts = [""]
        for paragraph in docx.Document(BytesIO(content)).paragraphs:
            if paragraph.paragraph_format.page_break_before:
                texts.append("")
            texts[-1] += f"\n{paragraph.text}"
    else:
        body = content.decode().partition("<body>")[2].split('<section class="apart kept">')
        texts = [unescape(TAG.sub("", text)) for text in body]
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("format", FORMATS)
def test_each_file_ends_with_what_to_settle_on_a_page_of_its_own(
    format: str, language: str
) -> None:
    *text, settled = pages_of(format, sample(language, "policy"))
    places = [settled.find(words) for words in SETTLED[language]]
    assert places == sorted(places) and -1 not in places, settled
    assert f"{SETTLED[language][-1]} {CLAUSE[language]}" in " ".join(text)
    assert SETTLED[language][0] not in " ".join(text)


@pytest.mark.parametrize("is_beside", [False, True])
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_flyer_s_file_is_the_sheet_and_nothing_that_is_for_the_agency(
    format: str, is_beside: bool
) -> None:
    (sheet,) = pages_of(format, sample("es", is_beside=is_beside))
    for settled in SETTLED.values():
        assert [words for words in settled if words in sheet] == []


def test_the_web_page_of_a_flyer_has_what_to_settle_at_its_end_and_does_not_print_it() -> None:
    page = WRITERS["html"](sample("es")).decode()
    assert page.find(SETTLED["es"][0]) > page.find("Antes de repartirlo")
    assert ".apart { display: none; }" in page


def test_a_survey_is_a_sheet_without_notes_for_the_agency_or_sources() -> None:
    for format in ("pdf", "docx"):
        (sheet,) = pages_of(format, real("contact-survey", "es"))
        assert "Para la agencia" not in sheet and "http" not in sheet.replace(PAGE, "")


def test_an_order_says_its_number_when_it_takes_effect_what_it_replaces_and_who_signs() -> None:
    table = docx.Document(BytesIO(docx_file(real("immigration-status-order")))).tables[0]
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert cells[::2] == ["Number", "Effective", "Replaces", "Signature"]
    assert cells[3] == "[date it takes effect]"


def test_the_cards_of_a_course_have_no_answers_and_the_key_is_on_a_page_of_its_own() -> None:
    text = pages_of("docx", real("roll-call-language-training"))
    tree = real("roll-call-language-training")
    cards: list[str] = []
    for chapter in tree["chapters"]:
        for run in chapter["runs"]:
            if run["style"] == "card":
                cards += [text_of(row[0]) for row in run["rows"]]
    assert len(cards) > 6
    assert [card for card in cards if "urgent" in card] == []
    (key,) = (number for number, page in enumerate(text) if "Break-in: not urgent." in page)
    assert [page for page in text[:key] if "Break-in: not urgent." in page] == []
    assert not any(card in text[key] for card in cards)


def test_a_log_has_rows_for_a_quarter_lists_to_choose_from_and_numbers_worked_out_of_it() -> None:
    log, kinds, numbers = load_workbook(BytesIO(xlsx_file(real("contact-log", "es")))).worksheets[
        :3
    ]
    assert log.freeze_panes and log.max_row > 200
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in log.data_validations.dataValidation}
    assert lists == {"C": f"'{kinds.title}'!$A$3:$A$9", "E": '"sí,no"', "G": '"sí,no"'}
    formulas = [numbers.cell(row, 2).value for row in range(4, 10)]
    assert [formula.split("(")[0] for formula in formulas] == [
        *("=COUNTA", "=COUNTIF", "=SUM", "=COUNTIF", "=COUNTIF", "=COUNTIF")
    ]
    assert formulas[-1].endswith(f"'{kinds.title}'!A9)")


def test_after_adoption_the_foot_says_from_what_it_was_adapted_and_the_notice_stays() -> None:
    project = load_project(SAMPLE)
    file = f"practices/model/{KEY[1]}.yml"
    model: Any = project.library.records[KEY]
    catalog = read_catalogs(["es"]).by_language["es"]
    translation = project.library.translations["es", KEY]
    for marks in ({}, {file: "changed"}):
        overlay = Overlay(name="Pine County", marks=marks)
        tree = handout(catalog, model, translation, PAGE, overlay, is_beside=True)
        foot = text_of(tree["drafted"][1])
        assert foot.startswith("Adapted by \u2068Pine County\u2069 from “Sample flyer to fill in”")
        assert "Not an agency's own document" not in foot and "Before you hand it out" in foot


def test_a_budget_multiplies_how_many_by_the_price_and_adds_the_products_up() -> None:
    sheet = load_workbook(BytesIO(xlsx_file(real("budget-sheets")))).worksheets[1]
    first, last = 4, sheet.max_row
    assert sheet.cell(first, 5).value == f'=IF(COUNT(C{first}:D{first})=2,C{first}*D{first},"")'
    assert sheet.cell(last, 5).value == f"=SUM(E{first}:E{last - 1})"
    assert {cell.value for row in sheet.iter_rows(first, last, 3, 4) for cell in row} == {None}


def test_a_script_has_its_sources_on_its_page_and_an_order_in_itself_too() -> None:
    script, order = sample(purpose="script"), sample(purpose="policy")
    assert script["sources"] == [] and PAGE in text_of(script["drafted"][0])
    assert order["sources"] and PAGE not in text_of(order["drafted"][0])


@pytest.mark.parametrize("id", ["letter-to-the-chief", "letter-to-a-community-group"])
def test_a_letter_begins_with_its_date_and_says_nothing_of_itself(id: str) -> None:
    sheet = real(id, "es")
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(docx_file(sheet))).paragraphs]
    assert texts[1 if sheet["head"] else 0] == "[fecha de la carta]"
    pages = PdfReader(BytesIO(WRITERS["pdf"](sheet))).pages
    words = " ".join([*texts, *(page.extract_text() for page in pages), *pages_of("html", sheet)])
    for said_of_itself in ("[Lo decide", "Resuélvala", "Redactado", "traducción automática"):
        assert said_of_itself not in words
    assert len(pages) == 1


def test_a_card_for_two_people_has_the_officer_s_side_in_english_and_the_other_on_its_back() -> (
    None
):
    project, key = real_project(), ("model", "interpreter-card")
    model: Any = project.library.records[key]
    translation = project.library.translations["es", key]
    made = handout_files(project.catalogs["es"], model, translation, PAGE, NO_OVERLAY, False)
    page = made["files/model/interpreter-card.es.html"].decode()
    assert "For the officer" in page and "Para usted" in page and "Para el policía" not in page
    assert "files/model/interpreter-card.es-en.html" not in made


def test_a_choice_of_languages_knows_which_translation_nobody_has_reviewed() -> None:
    languages = handout_languages(real_project(), ("model", "flyer-call-911"))
    assert languages["en"]["status"] == ""
    assert (languages["vi"]["status"], languages["es"]["status"]) == ("machine", "draft")


def test_a_sign_is_on_one_side_and_the_desk_s_part_on_its_back() -> None:
    for language in ("en", "vi", "hmn", "zh-Hans"):
        pages = PdfReader(
            BytesIO(WRITERS["pdf"](real("we-use-your-language-sign", language)))
        ).pages
        assert len(pages) == 2
        assert ["Soomaali" in page.extract_text() for page in pages] == [True, False]


def test_a_row_of_a_table_in_english_stands_from_left_to_right_beside_arabic() -> None:
    page = WRITERS["html"](sample("ar", is_beside=True)).decode()
    assert '<p lang="en" dir="ltr">Day | Room</p>' in page


def test_911_spelled_out_after_arabic_letters_reads_forwards() -> None:
    page = WRITERS["html"](real("flyer-call-911", "ar")).decode()
    assert page.count('<bdo dir="ltr">9-1-1</bdo>') == page.count("9-1-1") == 1


def test_a_sheet_of_cards_fits_on_letter_and_on_a4() -> None:
    for language in ("es", "hmn", "ar"):
        for page in PdfReader(
            BytesIO(WRITERS["cards"](real("liaison-contact-card", language, is_beside=True)))
        ).pages:
            _fits(page)


def _fits(page: PageObject) -> None:
    """A printer may put the narrower or lower page in a corner or in the middle: margins for both do for all."""
    assert (float(page.mediabox.width), float(page.mediabox.height)) == LETTER
    left, low, right, high = printed(page)
    assert left >= UNPRINTABLE and right <= min(LETTER[0], A4[0]) - UNPRINTABLE
    assert low >= UNPRINTABLE and high <= min(LETTER[1], A4[1]) - UNPRINTABLE


def test_the_english_beside_a_translation_has_people_say_the_name_of_the_same_language() -> None:
    for language, name in (("ar", "Arabic"), ("lo", "Lao"), ("zh-Hans", "Mandarin” or “Cantonese")):
        document = docx.Document(BytesIO(docx_file(real("flyer-call-911", language, True))))
        cells = [row.cells for table in document.tables for row in table.rows]
        (said,) = [
            own.text for own, english in cells if english.text.endswith(f"you speak: “{name}”.")
        ]
        assert f"“{name.split('”')[0]}”" in said
        assert f"My language in English: “{name}”" in [english.text for _, english in cells]


def test_a_document_from_right_to_left_is_so_in_word_and_only_its_english_is_not() -> None:
    document = docx.Document(BytesIO(docx_file(sample("ar", is_beside=True))))
    assert "<w:bidi/>" in document.styles["Normal"].element.xml
    cells = document.tables[1].rows[0].cells
    arabic, english = (cell.paragraphs[0].runs[0] for cell in cells)
    assert (arabic.font.rtl, english.font.rtl) == (True, None)
    assert '<w:bidi w:val="0"/>' in cells[1].paragraphs[0]._p.xml
    foot = document.styles["Foot"].element.xml
    assert '<w:sz w:val="13"/><w:szCs w:val="13"/>' in "".join(foot.split("\n")).replace("  ", "")
    properties = [child.tag.rpartition("}")[2] for child in document.tables[0]._tbl.tblPr]
    assert properties[:2] == [
        "tblStyle",
        "bidiVisual",
    ]  # the order in the standard, which Word may insist on


def test_the_english_of_a_web_page_from_right_to_left_is_read_from_left_to_right() -> None:
    page = WRITERS["html"](real("flyer-call-911", "ar", is_beside=True)).decode()
    assert '<p lang="en" dir="ltr">2. Say in English what you need: <span class="picture"' in page
    assert '<p lang="en" dir="ltr"><span class="until">Drafted by' in page
    assert '<h1 lang="en" dir="ltr">How to call <span class="number">911</span></h1>' in page


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
    catalog = read_catalogs([language]).by_language[language]
    return handout(catalog, model, translation, PAGE, overlay, is_beside=True)


@pytest.mark.parametrize(("language", "text"), [("ar", IN_ARABIC), ("prs", IN_DARI)])
def test_a_phone_number_after_arabic_letters_reads_forwards_in_both_columns_of_every_file(
    language: str, text: str
) -> None:
    sheet = filled_in(language, text, agency={"en": ARABIC_NAME}, phone={"en": PHONE})
    page = WRITERS["html"](sheet).decode()
    assert page.count(f'<bdo dir="ltr">{PHONE}</bdo>') == page.count(PHONE) == 2
    assert page.count(f"<bdi>{ARABIC_NAME}</bdi>") == page.count(ARABIC_NAME) > 4
    pages = PdfReader(BytesIO(WRITERS["pdf"](sheet))).pages
    seen = "".join(
        page.extract_text(extraction_mode="layout") for page in pages
    )  # by where it stands
    assert seen.count(PHONE) == 2 and "0199-555-320" not in seen
    tables = docx.Document(BytesIO(docx_file(sheet))).tables
    numbers = [
        run
        for cell in tables[2].rows[0].cells
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
        tables = docx.Document(BytesIO(docx_file(filled_in("ar", IN_ARABIC, status=values)))).tables
        table = tables[2]
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
    reader = PdfReader(BytesIO(WRITERS["pdf"](sample(language))))
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
    first, second, _ = workbook.worksheets
    assert [first["A1"].value.startswith(DRAFTED), first["A2"].value] == [
        True,
        "ID night with [your agency's name]",
    ]
    assert [cell.value for cell in second[3]] == ["Day", "Room"]
    assert second["A3"].font.bold
    assert second["B4"].fill.fgColor.rgb.endswith("FFF0A8")


def test_a_character_that_no_font_has_stops_nothing() -> None:
    unusual = sample()
    unusual["titles"] = [[{"text": "\N{EGYPTIAN HIEROGLYPH A001}"}]]
    assert len(PdfReader(BytesIO(WRITERS["pdf"](unusual))).pages) == 1


def test_whatever_a_text_has_in_it_comes_out_as_text() -> None:
    hostile = sample()
    hostile["title"] = [{"text": HOSTILE}]
    hostile["titles"] = [hostile["title"]]
    hostile["chapters"][0]["title"] = [{"text": HOSTILE}]
    assert b"<script>" not in WRITERS["html"](hostile)
    assert HOSTILE in "".join(
        page.extract_text() for page in PdfReader(BytesIO(WRITERS["pdf"](hostile))).pages
    )
    assert HOSTILE in [
        paragraph.text for paragraph in docx.Document(BytesIO(docx_file(hostile))).paragraphs
    ]
    assert load_workbook(BytesIO(xlsx_file(hostile))).worksheets[0]["A2"].value == HOSTILE


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


def test_whom_to_call_in_an_emergency_stands_on_what_residents_take_home_and_on_no_order() -> None:
    for format in ("html", "docx", "pdf"):
        assert "911" not in " ".join(pages_of(format, sample(purpose="policy")))
    assert "911" in " ".join(pages_of("html", sample()))
    assert sample(purpose="form")["danger"] == []


def test_a_table_of_a_document_has_the_same_columns_in_each_format_as_wide_as_their_words() -> None:
    (run,) = (
        run
        for chapter in sample(purpose="policy")["chapters"]
        for run in chapter["runs"]
        if run["style"] == "row"
    )
    first, second = run["shares"]
    table = docx.Document(BytesIO(docx_file(sample(purpose="policy")))).tables[-1]
    widths = [column.width or 0 for column in table.columns]
    assert widths[1] / widths[0] == pytest.approx(second / first, rel=0.05)
    assert (
        f'<col width="{round(100 * first / (first + second), 1)}%">'
        in WRITERS["html"](sample(purpose="policy")).decode()
    )


def test_only_the_one_empty_row_of_a_table_is_many_on_paper() -> None:
    (run,) = (
        run
        for chapter in real("after-action-note")["chapters"]
        for run in chapter["runs"]
        if run["style"] == "row"
    )
    assert len(run["rows"]) == 6
    assert len(PdfReader(BytesIO(WRITERS["pdf"](real("after-action-note")))).pages) == 2


def test_a_logo_is_in_the_corner_of_each_card_of_a_word_file_and_no_text_lies_under_it() -> None:
    project = real_project()
    model: Any = project.library.records["model", "interpreter-card"]
    logo = f"data:image/png;base64,{b64encode((PICTURES / 'phone.png').read_bytes()).decode()}"
    tree = handout(project.catalogs["en"], model, None, PAGE, NO_OVERLAY, logo)
    xml = docx.Document(BytesIO(docx_file(tree))).element.xml
    assert xml.count("<wp:anchor") == xml.count("<wp:wrapSquare") == 20
    assert len(PdfReader(BytesIO(WRITERS["pdf"](tree))).pages) == 2


def test_paper_keeps_back_only_what_the_agency_settles_and_the_sources_and_its_logo_is_on_no_role_card() -> (
    None
):
    page = WRITERS["html"](real("roll-call-language-training")).decode()
    handed_out, *kept = page.partition("<body>")[2].split('<section class="apart kept')
    assert "Key to parts" in handed_out and "Sign" in handed_out
    assert "Before you use this" not in handed_out and len(kept) == 2
    assert '<div class="cards">' in page and 'class="cards sheet"' not in page


def test_every_pdf_of_the_sample_claims_to_be_readable_aloud() -> None:
    for language in ("en", "es", "ar"):
        assert b"pdfuaid:part" in WRITERS["pdf"](sample(language)), language


def test_a_pdf_in_arabic_gives_its_words_back_whole() -> None:
    pages = PdfReader(BytesIO(WRITERS["pdf"](sample("ar")))).pages
    text = " ".join(page.extract_text() for page in pages)
    words = re.findall("[\u0621-\u064a]{3,}", text_of(sample("ar")["title"]))
    assert words and [word for word in words if word not in text] == []
