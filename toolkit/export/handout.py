"""A model document as it is handed out, apart from any file format: its texts in a language, cut into pieces."""

from collections.abc import Iterable, Iterator, Sequence

from toolkit.export.column import EMERGENCY_NUMBER, SIGN, Column, has_sources, is_for_residents
from toolkit.export.fitting import column_shares, fitting, text_width
from toolkit.export.pieces import Cell, Handout, Piece, Row, is_english, message_piece, piece_text
from toolkit.pages.model import (
    BILINGUAL,
    CARDS,
    MAIL,
    NOTICED_STATUSES,
)
from toolkit.schema.documents import Model
from toolkit.schema.markup import CELL_END
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.overlay import Overlay
from toolkit.translation import TextStatus, localized

ORDER = "policy"
"""The purpose of documents that say of themselves what `ORDER_FACTS` names."""
TEXT_SIZE, SIGN_SIZE = 11.0, 14.0
"""Points of texts, and of a sign, with which a table of some fifteen languages fits on a side."""
MAX_UPRIGHT_COLUMNS = 6
"""A document with a wider table is printed on paper that lies on its side."""
RULE = " ____________"
"""A line to write on, after a text in a cell. Where lines can be drawn, they are."""
SIGNS_IN_CELLS = {
    "step": ("{}. ", ""),
    "bullet": ("• ", ""),
    "box": ("☐ ", ""),
    "line": ("", RULE),
}
"""What a style puts before and after its text, where that stands in a cell."""


def handout(
    catalog: Catalog,
    model: Model,
    translation: Translation | None,
    address: str,
    overlay: Overlay,
    logo: str = "",
    is_beside: bool = False,
) -> Handout:
    """The document in the catalog's language, as far as it is translated, or with English beside it.

    What a sheet for residents says of itself is small, at its foot: that its sources are on its page, at the
    `address`, and how far its translation can be trusted. It has nothing that is meant for the agency alone. A script
    has its sources on its page, too. A letter says nothing of itself: it is sent.
    `logo` is the picture of the overlay's agency, as an address with its data.
    """
    language = catalog.language
    document, statuses = localized(model, language, translation)
    columns = [Column(document, catalog, language, overlay)]
    if is_beside:
        columns.append(Column(model, catalog.in_english, language, overlay))
    spoken = [column.chapters() for column in columns]
    tree = _sheet(model, columns, spoken, logo)
    notices = _notice_messages(statuses, is_translated_sheet(model, language))
    if tree["at_foot"]:
        tree["drafted"] = [column.authors(model, address, notices) for column in columns]
        tree["sides"] = _card_sides([chapters for chapters, _ in spoken], tree["drafted"])
        tree["size"], tree["back"] = (SIGN_SIZE, 1) if tree["is_sign"] else fitting(tree)
    elif not tree["is_letter"]:
        tree["drafted"] = [columns[0].authors(model, address, [])]
        tree["notices"] = [columns[0].line([key]) for key in notices]
        tree["sources"] = _sources(model)
    for run in _tables_of([*tree["chapters"], *tree["apart"]]):
        run["shares"] = column_shares(run["rows"], tree["size"], text_width(tree))
    return tree


def _sheet(
    model: Model,
    columns: Sequence[Column],
    spoken: Sequence[tuple[list[Handout], list[Handout]]],
    logo: str,
) -> Handout:
    """The document as it is handed out, without what it says of itself and what is measured.

    `spoken` has the chapters of each column, and those that are apart.
    """
    main = columns[0]
    chapters, apart = spoken[0]
    if len(columns) > 1:
        english_chapters, _ = spoken[1]
        chapters = _chapters_beside(chapters, english_chapters, main.catalog.name)
    for_residents = is_for_residents(model)
    is_sign = for_residents and model.purpose == SIGN
    is_letter = model.purpose == MAIL
    titles = [column.title() for column in columns]
    return {
        "lang": main.catalog.language,
        "dir": main.catalog.direction,
        "look": _look(model),
        "at_foot": for_residents,
        "is_sign": is_sign,
        "is_letter": is_letter,
        "title": _joined(titles),
        "titles": [chapters[0]["title"]] if is_sign else titles,
        "head": main.head(logo),
        "facts": main.facts() if model.purpose == ORDER else [],
        "about": message_piece(main.catalog, "model.drafted")["text"],
        "drafted": [],
        "notices": [],
        "size": TEXT_SIZE,
        "back": 0,
        "is_wide": any(len(row) > MAX_UPRIGHT_COLUMNS for row in _rows_of(chapters)),
        "chapters": chapters,
        "apart": [] if is_letter else [*apart, *_to_settle(main)],
        "danger": [column.danger() for column in columns] if _says_whom_to_call(model) else [],
        "sources_title": message_piece(main.catalog, "page.notes")["text"],
        "sources": [],
    }


def _sources(model: Model) -> list[Piece]:
    """The sources that stand at the end of the document itself."""
    if not has_sources(model):
        return []
    return [
        {"text": f"{source.title}. {source.publisher}. ", "url": source.url or ""}
        for source in model.sources
    ]


def _look(model: Model) -> str:
    """How a document is laid out: a `card`, ten a sheet, a `flyer`, an `order` or any other `text`."""
    if CARDS in model.formats:
        return "card"
    if is_for_residents(model):
        return "flyer"
    return "order" if model.purpose == ORDER else "text"


def _says_whom_to_call(model: Model) -> bool:
    """Whether the emergency number stands at its foot: on what residents take home, unless the title has it."""
    is_taken_home = is_for_residents(model) and model.purpose != SIGN
    return is_taken_home and EMERGENCY_NUMBER not in model.title


def _joined(titles: Sequence[list[Piece]]) -> list[Piece]:
    """A title in each of its languages."""
    joined = list(titles[0])
    for title in titles[1:]:
        joined += [{"text": " · "}, *title]
    return joined


def _notice_messages(statuses: Iterable[TextStatus], is_sheet: bool) -> list[str]:
    """The keys of the messages that say how far the translation can be trusted, and whom to ask."""
    present = {text.status for text in statuses}
    keys = [f"translation.{status}_notice" for status in NOTICED_STATUSES if status in present]
    if is_sheet:
        keys.append("model.ask")
    return keys


def is_translated_sheet(model: Model, language: str) -> bool:
    """Whether it is a translation that goes to residents, which somebody should read before."""
    return model.purpose == BILINGUAL and language != SOURCE_LANGUAGE


def _to_settle(column: Column) -> list[Handout]:
    """What an agency settles before it uses the document, as a chapter; none if nothing is."""
    styled = column.to_settle()
    title = message_piece(column.catalog, "model.decide")
    return [{"title": [title], "runs": styled, "to_settle": True}] if styled else []


def _chapters_beside(
    chapters: list[Handout], english_chapters: list[Handout], language_name: str
) -> list[Handout]:
    """Chapters with the English beside each of their texts, so that officers know what they hand out."""
    beside = []
    for chapter, english in zip(chapters, english_chapters, strict=True):
        rows: list[Row] = []
        for run, english_run in zip(chapter["runs"], english["runs"], strict=True):
            rows += _rows_beside(run, english_run)
        table = {"style": "row", "rows": rows, "beside": True}
        titles = [chapter["title"], english["title"]]
        beside.append({"title": _joined(titles), "titles": titles, "runs": [table]})
    return beside


def _card_sides(spoken: list[list[Handout]], drafted: list[list[Piece]]) -> list[Handout]:
    """The front and the back of a card: its chapters in each of its languages, and who wrote them.

    A card for two people has a chapter for each on a side. With English beside it, the first is in English, for the
    officer, and the second is not.
    """
    sides = list(zip(spoken, drafted, strict=True))
    if len(spoken[0]) > 1:
        (own, own_drafted), (first, first_drafted) = sides[0], sides[-1]
        sides = [(first[:1], first_drafted), (own[1:], own_drafted)]
    return [{"chapters": chapters, "drafted": line} for chapters, line in sides]


def _rows_beside(run: Handout, english_run: Handout) -> Iterator[Row]:
    """Clauses of a style, each as a row of two cells: its text and the English."""
    before, after = SIGNS_IN_CELLS.get(run["style"], ("", ""))
    pairs = zip(run["rows"], english_run["rows"], strict=True)
    for number, (cells, english_cells) in enumerate(pairs, 1):
        same_english = [
            _same_english(cell, english) for cell, english in zip(cells, english_cells, strict=True)
        ]
        sign = before.format(number)
        yield [_single_cell(cells, sign, after), _single_cell(same_english, sign, after)]


def _same_english(localized: Cell, english: Cell) -> Cell:
    """The English of a cell, with the English words that its translation tells people to say: their language's name."""
    spoken = []
    for piece in localized:
        if piece.get("strong") and piece.get("lang") == SOURCE_LANGUAGE:
            spoken.append(piece["text"])
    strong_pieces = [piece for piece in english if piece.get("strong")]
    if spoken and len(strong_pieces) == 1:
        spoken = ["” or “".join(spoken)]
    if len(spoken) != len(strong_pieces):
        return english
    words = iter(spoken)
    return [{**piece, "text": next(words)} if piece.get("strong") else piece for piece in english]


def _single_cell(cells: Row, before: str, after: str) -> Cell:
    """The pieces of a clause as those of a single cell, between the signs of its style."""
    language = {"lang": SOURCE_LANGUAGE} if is_english(cells[0]) else {}
    pieces = list(cells[0])
    for cell in cells[1:]:
        pieces += [{"text": CELL_END, **language}, *cell]
    rule = {"rule": True} if after == RULE else {}
    signed = [{"text": before, **language}, *pieces, {"text": after, **language, **rule}]
    return [piece for piece in signed if piece["text"] or piece.get("picture")]


def blanks(handout: Handout) -> dict[str, str]:
    """The name of each blank, by its text in the document; a document in two languages has two for each."""
    names = {}
    for piece in _all_pieces(handout):
        if piece.get("blank"):
            names[piece_text(piece)] = piece["blank"]
    return names


def optional_blanks(handout: Handout) -> list[str]:
    """The names of the blanks whose lines are left out if they stay empty."""
    pieces = _all_pieces(handout)
    return sorted({piece["blank"] for piece in pieces if piece.get("optional")})


def _rows_of(chapters: Iterable[Handout]) -> Iterator[Row]:
    """The rows of chapters, whatever their style."""
    for run in _runs_of(chapters):
        yield from run["rows"]


def _tables_of(chapters: Iterable[Handout]) -> Iterator[Handout]:
    """The tables of chapters, but those that stand for two languages."""
    for run in _runs_of(chapters):
        if run["style"] == "row" and not run.get("beside"):
            yield run


def _runs_of(chapters: Iterable[Handout]) -> Iterator[Handout]:
    for chapter in chapters:
        yield from chapter["runs"]


def _all_pieces(handout: Handout) -> Iterator[Piece]:
    """The pieces of all clauses, then those of all headings, of the head and of the foot."""
    chapters = [*handout["chapters"], *handout["apart"]]
    for row in _rows_of(chapters):
        for cell in row:
            yield from cell
    for chapter in chapters:
        yield from chapter["title"]
    for line in handout["drafted"]:
        yield from line
    for _, value in handout["facts"]:
        yield from value
    if handout["head"]:
        yield from handout["head"]["name"]
