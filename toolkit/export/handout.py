"""A model document as it is handed out, apart from any file format: its texts in a language, cut into pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.export.fitting import column_shares, fitting, text_width
from toolkit.linking import record_file
from toolkit.pages.isolated import isolated
from toolkit.pages.markdown import plain
from toolkit.pages.model import (
    BILINGUAL,
    CARDS,
    LETTER,
    MAIL,
    NOTICED_STATUSES,
    runs,
    said_in_english,
    state_law_texts,
)
from toolkit.schema.documents import Model
from toolkit.schema.markup import BLANK, CELL_END, LINK, uncited
from toolkit.schema.parts import Blank, Chapter, Clause, ColumnChoices, Decision
from toolkit.schema.translation import Translation
from toolkit.search.messages import unmarked
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.overlay import ADDED, AGENCY, Overlay
from toolkit.translation import LocalizedText, TextStatus, localized

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
ORDER = "policy"
"""The purpose of documents that say of themselves what `ORDER_FACTS` names."""
SIGN = "form"
"""The purpose of what residents point at on the front; the desk has its part on the back."""
TEXT_SIZE, SIGN_SIZE = 11.0, 14.0
"""Points of texts, and of a sign, with which a table of some fifteen languages fits on a side."""
SCRIPT = "script"
"""The purpose of what is said or sent."""
ORDER_FACTS = ("number", "date", "replaces", "signature")
"""What stands at the head of an order, each named as the blank that has it, if one does."""
EMERGENCY_NUMBER = "911"
SPELLED_NUMBER = "9-1-1"
"""After Arabic letters it would read 1-1-9, as a phone number would (`pages/isolated.py`)."""
MAX_UPRIGHT_COLUMNS = 6
"""A document with a wider table is printed on paper that lies on its side."""
NOTHING = "—"
"""What stands in the cells of a row that is there to be filled in."""
EMPTY_ROWS, LOG_ROWS = 16, 54
"""How many rows paper has in place of a table's only such row: those of a log are for a quarter, some four a week."""
TOKEN = re.compile(rf"{BLANK.pattern}|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")
"""A blank, or words that are stressed."""
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
    for_residents = is_for_residents(model)
    is_sign = for_residents and model.purpose == SIGN
    is_letter = model.purpose == MAIL
    main = _Column(document, catalog, language, overlay)
    columns = [main]
    chapters, apart = main.chapters()
    spoken = [chapters]
    if is_beside:
        english = _Column(model, catalog.in_english, language, overlay)
        columns.append(english)
        english_chapters = english.chapters()[0]
        spoken.append(english_chapters)
        chapters = _chapters_beside(chapters, english_chapters, catalog.name)
    titles = [column.title() for column in columns]
    notices = _notice_messages(statuses, is_translated_sheet(model, language))
    tree = {
        "lang": language,
        "dir": catalog.direction,
        "look": _look(model),
        "at_foot": for_residents,
        "is_sign": is_sign,
        "is_letter": is_letter,
        "title": _joined(titles),
        "titles": [chapters[0]["title"]] if is_sign else titles,
        "head": main.head(logo),
        "facts": main.facts() if model.purpose == ORDER else [],
        "about": _message(catalog, "model.drafted")["text"],
        "drafted": [],
        "notices": [],
        "size": TEXT_SIZE,
        "back": 0,
        "is_wide": any(len(row) > MAX_UPRIGHT_COLUMNS for row in _rows_of(chapters)),
        "chapters": chapters,
        "apart": [] if is_letter else [*apart, *_to_settle(main)],
        "danger": [column.danger() for column in columns] if _says_whom_to_call(model) else [],
        "sources_title": _message(catalog, "page.notes")["text"],
        "sources": [],
    }
    if for_residents:
        tree["drafted"] = [column.authors(model, address, notices) for column in columns]
        tree["sides"] = _card_sides(spoken, tree["drafted"])
        tree["size"], tree["back"] = (SIGN_SIZE, 1) if is_sign else fitting(tree)
    elif not is_letter:
        tree["drafted"] = [main.authors(model, address, [])]
        tree["notices"] = [main.line([key]) for key in notices]
        tree["sources"] = [
            {"text": f"{source.title}. {source.publisher}. ", "url": source.url or ""}
            for source in model.sources
            if has_sources(model)
        ]
    for run in _runs_of([*tree["chapters"], *tree["apart"]]):
        if run["style"] == "row" and not run.get("beside"):
            run["shares"] = column_shares(run["rows"], tree["size"], text_width(tree))
    return tree


def _look(model: Model) -> str:
    """How a document is laid out: a `card`, ten a sheet, a `flyer`, an `order` or any other `text`."""
    if CARDS in model.formats:
        return "card"
    if is_for_residents(model):
        return "flyer"
    return "order" if model.purpose == ORDER else "text"


def is_for_residents(model: Model) -> bool:
    """Whether it is handed out to residents as it is: a flyer, a card, or a form that is for no one in the agency."""
    if model.purpose == BILINGUAL:
        return True
    return model.purpose in (SIGN, "log") and not {"officers", "agencies"} & set(model.audience)


def has_sources(model: Model) -> bool:
    """Whether its sources stand in the document itself, and not on its page only."""
    return not is_for_residents(model) and model.purpose not in (SCRIPT, MAIL)


def _says_whom_to_call(model: Model) -> bool:
    """Whether the emergency number stands at its foot: on what residents take home, unless the title has it."""
    is_taken_home = is_for_residents(model) and model.purpose != SIGN
    return is_taken_home and EMERGENCY_NUMBER not in model.title


def is_empty(cells: Row) -> bool:
    """Whether a row of a table is there to be filled in."""
    return not any(cells)


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


@dataclass(frozen=True)
class _Column:
    """The texts of a document in one language. A translated flyer has two columns, its own and the English one."""

    document: Model
    """With its texts in the column's language, as far as they are translated."""
    catalog: Catalog
    """The messages of the column's language."""
    handout_language: str
    """The language of the whole document. Texts in any other are marked with theirs."""
    overlay: Overlay

    def title(self) -> list[Piece]:
        """The title of the document."""
        return [{"text": plain(self.document.title)} | self._language_mark(self._title_language())]

    def head(self, logo: str) -> Handout | None:
        """The agency's name, or the blank for it, and its logo; nothing if the document has neither."""
        name = self._named(AGENCY)
        if not name and self.overlay.name:
            name = [{"text": isolated(self.overlay.name)}]
        return {"name": name, "logo": logo} if name else None

    def facts(self) -> list[list[list[Piece]]]:
        """What an order says of itself at its head, each a label and a value, which is empty until it is known."""
        facts = []
        for key in ORDER_FACTS:
            label = _message(self.catalog, f"order.{key}") | self._language_mark(
                self.catalog.language
            )
            facts.append([[label], self._named(key)])
        return facts

    def danger(self) -> list[Piece]:
        """Whom to call in an emergency; the number is a piece of its own."""
        message = _message(self.catalog, "exit.danger")
        before, number, after = message["text"].partition(EMERGENCY_NUMBER)
        marks = self._language_mark(self.catalog.language)
        language = {"lang": message["lang"]} if "lang" in message else marks
        pieces = [{"text": before}, {"text": number, "number": True}, {"text": after}]
        return [piece | language for piece in pieces if piece["text"]]

    def authors(self, model: Model, address: str, notices: Iterable[str]) -> list[Piece]:
        """Who wrote the document: this toolkit, the overlay's agency from it, or that agency; then the notices.

        What is written `until` the agency's name is filled in, and what is `once` it is, stand after each other.
        """
        mark = self.overlay.marks.get(record_file(model.key))
        mark = mark or self.overlay.marks.get(record_file(model.key, self.handout_language))
        if mark == ADDED:
            return self.line(["local.added", *notices])
        named = self._named(AGENCY)
        if mark or (named and "blank" not in named[0]):
            return [*self._adapted(address), *self._after(notices)]
        drafted = self._drafted(address)
        adapted = self._adapted(address) if named else []
        pieces = [{**piece, "until": bool(adapted)} for piece in drafted]
        pieces += [{**piece, "once": True} for piece in adapted]
        return [*pieces, *self._after(notices)]

    def _drafted(self, address: str) -> list[Piece]:
        key = "model.drafted" if has_sources(self.document) else "kit.drafted"
        return self.line([key], address=address)

    def _adapted(self, address: str) -> list[Piece]:
        """That the agency made it from this toolkit's document; its name is the blank's, or the overlay's."""
        title = plain(self.document.title)
        message = _message(
            self.catalog, "kit.adapted", name="{agency}", title=title, address=address
        )
        name = (self._named(AGENCY) or [{"text": isolated(self.overlay.name)}])[0]
        marks = {"lang": message["lang"]} if "lang" in message else {}
        return list(
            _cut(
                message["text"], {AGENCY: name}, marks | self._language_mark(self.catalog.language)
            )
        )

    def _after(self, keys: Iterable[str]) -> list[Piece]:
        """Messages after other pieces."""
        pieces = self.line(keys)
        return (
            [{"text": " "} | self._language_mark(self.catalog.language), *pieces] if pieces else []
        )

    def line(self, keys: Iterable[str], **values: str) -> list[Piece]:
        """Messages after each other, which may name the overlay's agency."""
        name = isolated(self.overlay.name)
        pieces: list[Piece] = []
        for key in keys:
            if pieces:
                pieces.append({"text": " "})
            pieces.append(_message(self.catalog, key, name=name, **values))
        return [piece | self._language_mark(self.catalog.language) for piece in pieces]

    def chapters(self) -> tuple[list[Handout], list[Handout]]:
        """The chapters that are handed out, and those that are apart.

        What state law decides is marked, but not on a sheet for residents, which is handed out as it is.
        """
        chapters: list[Handout] = []
        apart: list[Handout] = []
        for chapter in self.document.chapters:
            (apart if chapter.apart else chapters).append(self._chapter(chapter))
        return chapters, apart

    def _title_language(self) -> str:
        is_own = isinstance(self.document.title, LocalizedText)
        return self.catalog.language if is_own else SOURCE_LANGUAGE

    def _named(self, name: str) -> list[Piece]:
        """The document's blank of this name, or what an overlay says there; nothing if there is none."""
        for blank in self.document.blanks:
            if blank.name == name:
                return [
                    self._blank(blank, self.catalog.language)
                    | self._language_mark(self.catalog.language)
                ]
        return []

    def to_settle(self) -> list[Handout]:
        """What to decide, what to ask a lawyer and what state law decides."""
        decisions = [self._decision(decision) for decision in self.document.decide]
        state_law = [self._state_law(self.pieces(text)) for text in state_law_texts(self.document)]
        return [
            *self._list_under("model.strike", "box", decisions),
            *self._list_under("model.state_law_parts", "bullet", state_law),
        ]

    def pieces(self, text: str) -> list[Piece]:
        """A text, cut at its blanks, its stressed words and what it tells people to say in English."""
        words = LINK.sub(r"\1 (\2)", uncited(text))
        if self.catalog.direction == "rtl":
            words = words.replace(SPELLED_NUMBER, f"\u2066{SPELLED_NUMBER}\u2069")
        has_letters = LETTER.search(BLANK.sub("", words))
        # Blanks without any words around them are in the language of the column.
        is_english = has_letters and not isinstance(text, LocalizedText)
        language = SOURCE_LANGUAGE if is_english else self.catalog.language
        blanks = {blank.name: self._blank(blank, language) for blank in self.document.blanks}
        pieces = list(_cut(words, blanks, self._language_mark(language)))
        english_words = said_in_english(text)
        for piece in pieces:
            if piece.get("strong") and piece["text"] in english_words:
                piece["lang"] = SOURCE_LANGUAGE
        return pieces

    def _chapter(self, chapter: Chapter) -> Handout:
        styled = []
        for style, clauses in runs(chapter):
            run: Handout = {"style": style, "rows": []}
            choices = [choice for clause in clauses for choice in clause.choices]
            tallies = [
                tally.model_dump() | {"row": row}
                for row, clause in enumerate(clauses)
                if (tally := clause.tally)
            ]
            rows = [self._row(clause) for clause in clauses]
            empty_rows = LOG_ROWS if choices else EMPTY_ROWS
            has_one_empty = sum(map(is_empty, rows)) == 1
            for cells in rows:
                run["rows"] += [cells] * (empty_rows if has_one_empty and is_empty(cells) else 1)
            if choices:
                run["choices"] = [self._choices(choice) for choice in choices]
            if tallies:
                run["tallies"] = tallies
            if clauses[0].product:
                run["product"] = True
            styled.append(run)
        return {"title": self.pieces(chapter.title), "runs": styled}

    def _choices(self, choice: ColumnChoices) -> Handout:
        """What may be chosen in a column of a log."""
        texts = [_message(self.catalog, key)["text"] for key in ("log.yes", "log.no")]
        return choice.model_dump() | {"texts": texts}

    def _row(self, clause: Clause) -> Row:
        is_table = clause.style == "row"
        cells = [
            [] if is_table and cell == NOTHING else self.pieces(cell)
            for cell in _cells(clause.text)
        ]
        if clause.state_law and not self._is_unmarked():
            cells[-1] = self._state_law(cells[-1])
        if clause.pictures:
            cells[0] = _pictured(cells[0], clause.pictures)
        return cells

    def _is_unmarked(self) -> bool:
        """Whether it has no marks in itself where state law decides."""
        return is_for_residents(self.document) or self.document.purpose == MAIL

    def _decision(self, decision: Decision) -> list[Piece]:
        pieces = self.pieces(decision.text)
        if decision.counsel:
            return self._prefixed("model.counsel", pieces, strong=True)
        return pieces

    def _state_law(self, pieces: list[Piece]) -> list[Piece]:
        """A text, marked as one on which state law decides."""
        return self._prefixed("model.state_law", pieces, law=True)

    def _prefixed(self, key: str, pieces: list[Piece], **marks: bool) -> list[Piece]:
        """A text after a message, which is English where the text is."""
        if _is_english(pieces):
            message = _message(self.catalog.in_english, key)
            language = {"lang": SOURCE_LANGUAGE}
        else:
            message = _message(self.catalog, key)
            language = {}
        return [{**message, **language, **marks}, {**language, "text": " "}, *pieces]

    def _list_under(self, key: str, style: str, texts: list[list[Piece]]) -> list[Handout]:
        """Texts in a style under a message; nothing if there are none."""
        if not texts:
            return []
        message = _message(self.catalog, key) | self._language_mark(self.catalog.language)
        return [
            {"style": "paragraph", "rows": [[[message]]]},
            {"style": style, "rows": [[pieces] for pieces in texts]},
        ]

    def _blank(self, blank: Blank, language: str) -> Piece:
        """What stands for a blank in a text of a language: the overlay's value, or else the blank's label."""
        value = self.overlay.value(blank, language)
        if value:
            return {"text": isolated(value)}
        optional = {"optional": True} if blank.optional else {}
        return {"text": plain(blank.label), "blank": blank.name, **optional}

    def _language_mark(self, language: str) -> Piece:
        """What marks a text in this language; nothing if the whole document is in it."""
        return {} if language == self.handout_language else {"lang": language}


def _message(catalog: Catalog, key: str, **values: str) -> Piece:
    """A message as a piece; English, marked, where the catalog's language has none."""
    text = unmarked(catalog.t(key, **values))
    return dict(text) if isinstance(text, dict) else {"text": text}


def _is_english(pieces: Iterable[Piece]) -> bool:
    """Whether all of a text is English in a document in another language."""
    return all("lang" in piece or "picture" in piece for piece in pieces)


def _to_settle(column: _Column) -> list[Handout]:
    """What an agency settles before it uses the document, as a chapter; none if nothing is."""
    styled = column.to_settle()
    title = _message(column.catalog, "model.decide")
    return [{"title": [title], "runs": styled, "to_settle": True}] if styled else []


def _pictured(pieces: list[Piece], pictures: Sequence[str]) -> list[Piece]:
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
    language = {"lang": SOURCE_LANGUAGE} if _is_english(cells[0]) else {}
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


def text_of(pieces: Iterable[Piece]) -> str:
    """Pieces as a text, each blank in brackets; nothing of what is there once it is filled in."""
    return "".join(piece_text(piece) for piece in pieces if not piece.get("once"))


def piece_text(piece: Piece) -> str:
    """A piece as a text, a blank in brackets."""
    return f"[{piece['text']}]" if piece.get("blank") else piece["text"]


def _cells(text: str) -> list[str]:
    """The cells of a row, still localized; other clauses are a single cell."""
    cells = text.split(CELL_END)
    if not isinstance(text, LocalizedText):
        return cells
    return [LocalizedText(cell, text.language, text.status, text.english) for cell in cells]


def _cut(text: str, blanks: Mapping[str, Piece], marks: Piece) -> Iterator[Piece]:
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
            yield from _cut(token[stress], blanks, {**marks, stress: True})
        end = token.end()
    if end < len(text):
        yield {"text": text[end:], **marks}
