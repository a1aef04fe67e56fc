"""The texts of a document that is handed out, in one language: its title, chapters, facts and authors, in pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.export.pieces import (
    Handout,
    Piece,
    Row,
    cells_of,
    cut,
    is_empty,
    is_english,
    message_piece,
    pictured,
)
from toolkit.linking import record_file
from toolkit.pages.isolated import isolated
from toolkit.pages.markdown import plain
from toolkit.pages.model import BILINGUAL, LETTER, MAIL, runs, said_in_english, state_law_texts
from toolkit.schema.documents import Model
from toolkit.schema.markup import BLANK, LINK, uncited
from toolkit.schema.parts import Blank, Chapter, Clause, ColumnChoices, Decision
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.overlay import ADDED, AGENCY, Overlay
from toolkit.translation import LocalizedText

SIGN = "form"
"""The purpose of what residents point at on the front; the desk has its part on the back."""
SCRIPT = "script"
"""The purpose of what is said or sent."""
ORDER_FACTS = ("number", "date", "replaces", "signature")
"""What stands at the head of an order, each named as the blank that has it, if one does."""
EMERGENCY_NUMBER = "911"
SPELLED_NUMBER = "9-1-1"
"""After Arabic letters it would read 1-1-9, as a phone number would (`pages/isolated.py`)."""
NOTHING = "—"
"""What stands in the cells of a row that is there to be filled in."""
EMPTY_ROWS, LOG_ROWS = 16, 54
"""How many rows paper has in place of a table's only such row: those of a log are for a quarter, some four a week."""


def is_for_residents(model: Model) -> bool:
    """Whether it is handed out to residents as it is: a flyer, a card, or a form that is for no one in the agency."""
    if model.purpose == BILINGUAL:
        return True
    return model.purpose in (SIGN, "log") and not {"officers", "agencies"} & set(model.audience)


def has_sources(model: Model) -> bool:
    """Whether its sources stand in the document itself, and not on its page only."""
    return not is_for_residents(model) and model.purpose not in (SCRIPT, MAIL)


@dataclass(frozen=True)
class Column:
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
            label = message_piece(self.catalog, f"order.{key}") | self._language_mark(
                self.catalog.language
            )
            facts.append([[label], self._named(key)])
        return facts

    def danger(self) -> list[Piece]:
        """Whom to call in an emergency; the number is a piece of its own."""
        message = message_piece(self.catalog, "exit.danger")
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
        message = message_piece(
            self.catalog, "kit.adapted", name="{agency}", title=title, address=address
        )
        name = (self._named(AGENCY) or [{"text": isolated(self.overlay.name)}])[0]
        marks = {"lang": message["lang"]} if "lang" in message else {}
        return list(
            cut(message["text"], {AGENCY: name}, marks | self._language_mark(self.catalog.language))
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
            pieces.append(message_piece(self.catalog, key, name=name, **values))
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
        pieces = list(cut(words, blanks, self._language_mark(language)))
        english_words = said_in_english(text)
        for piece in pieces:
            if piece.get("strong") and piece["text"] in english_words:
                piece["lang"] = SOURCE_LANGUAGE
        return pieces

    def _chapter(self, chapter: Chapter) -> Handout:
        styled = [self._run(style, clauses) for style, clauses in runs(chapter)]
        return {"title": self.pieces(chapter.title), "runs": styled}

    def _run(self, style: str, clauses: Sequence[Clause]) -> Handout:
        """Clauses of one style; of a log with what its columns offer and add up."""
        choices = [choice for clause in clauses for choice in clause.choices]
        run: Handout = {"style": style, "rows": self._rows(clauses, is_log=bool(choices))}
        tallies = [
            clause.tally.model_dump() | {"row": row}
            for row, clause in enumerate(clauses)
            if clause.tally
        ]
        if choices:
            run["choices"] = [self._choices(choice) for choice in choices]
        if tallies:
            run["tallies"] = tallies
        if clauses[0].product:
            run["product"] = True
        return run

    def _rows(self, clauses: Iterable[Clause], *, is_log: bool) -> list[Row]:
        """The rows of clauses; the only one that is there to be filled in as often as paper has room for it."""
        rows: list[Row] = []
        made = [self._row(clause) for clause in clauses]
        has_one_empty = sum(map(is_empty, made)) == 1
        for row in made:
            is_repeated = has_one_empty and is_empty(row)
            times = LOG_ROWS if is_log else EMPTY_ROWS
            rows += [row] * (times if is_repeated else 1)
        return rows

    def _choices(self, choice: ColumnChoices) -> Handout:
        """What may be chosen in a column of a log."""
        texts = [message_piece(self.catalog, key)["text"] for key in ("log.yes", "log.no")]
        return choice.model_dump() | {"texts": texts}

    def _row(self, clause: Clause) -> Row:
        is_table = clause.style == "row"
        cells = [
            [] if is_table and cell == NOTHING else self.pieces(cell)
            for cell in cells_of(clause.text)
        ]
        if clause.state_law and not self._is_unmarked():
            cells[-1] = self._state_law(cells[-1])
        if clause.pictures:
            cells[0] = pictured(cells[0], clause.pictures)
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
        if is_english(pieces):
            message = message_piece(self.catalog.in_english, key)
            language = {"lang": SOURCE_LANGUAGE}
        else:
            message = message_piece(self.catalog, key)
            language = {}
        return [{**message, **language, **marks}, {**language, "text": " "}, *pieces]

    def _list_under(self, key: str, style: str, texts: list[list[Piece]]) -> list[Handout]:
        """Texts in a style under a message; nothing if there are none."""
        if not texts:
            return []
        message = message_piece(self.catalog, key) | self._language_mark(self.catalog.language)
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
