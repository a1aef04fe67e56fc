"""A model document as it is handed out, apart from any file format: its texts in a language, cut into pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.linking import record_file
from toolkit.pages.isolated import isolated
from toolkit.pages.markdown import plain
from toolkit.pages.model import BILINGUAL, LETTER, runs, said_in_english, state_law_texts
from toolkit.schema.documents import Model
from toolkit.schema.markup import BLANK, CELL_END, LINK, uncited
from toolkit.schema.parts import Blank, Chapter, Clause, Decision
from toolkit.schema.translation import Translation
from toolkit.search.messages import unmarked
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.overlay import ADDED, Overlay
from toolkit.translation import LocalizedText, TextStatus, localized

Piece = dict[str, Any]
"""A `text` and its marks: `strong`, `em`, `law` if it says that state law decides, `lang` where that is not the
document's, and the name of a `blank`."""
Cell = list[Piece]
Row = list[Cell]
"""A clause. Only one of a table has several cells."""
Handout = dict[str, Any]
"""JSON values, because the PDF's template takes nothing else."""
TOKEN = re.compile(rf"{BLANK.pattern}|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")
"""A blank, or words that are stressed."""
SIGNS_IN_CELLS = {
    "step": ("{}. ", ""),
    "bullet": ("• ", ""),
    "box": ("☐ ", ""),
    "line": ("", " ____________"),
}
"""What a style puts before and after its text, where that stands in a cell."""
NOTICED_STATUSES = ("machine", "draft")
"""The statuses of a translation that a document tells its reader about."""


def handout(
    catalog: Catalog, model: Model, translation: Translation | None, address: str, overlay: Overlay
) -> Handout:
    """The document in the catalog's language, as far as it is translated; a translated flyer has English beside it.

    What a flyer says of itself is small, at its foot: that its sources are on its page, at the `address`, and how far
    its translation can be trusted. It says, too, if an `overlay` added or changed it.
    """
    language = catalog.language
    document, statuses = localized(model, language, translation)
    is_flyer = model.purpose == BILINGUAL
    main = _Column(document, catalog, language, overlay)
    columns = [main]
    title = [{"text": plain(document.title)}]
    chapters = main.chapters()
    if is_flyer and language != SOURCE_LANGUAGE:
        english = _Column(model, catalog.in_english, language, overlay)
        columns.append(english)
        title += [{"text": " · "}, {"text": plain(model.title), "lang": SOURCE_LANGUAGE}]
        chapters = _chapters_beside(chapters, english.chapters(), catalog.name)
    authors = _author_messages(model, language, overlay)
    notices = _notice_messages(statuses, has_english_beside=len(columns) > 1)
    about_key = authors[0].replace("kit", "model")  # without a flyer's address
    tree = {
        "lang": language,
        "dir": catalog.direction,
        "title": title,
        "before": _before(columns, title),
        "about": _message(catalog, about_key, name=overlay.name)["text"],
        "at_foot": is_flyer,
        "drafted": [],
        "notices": [],
        "chapters": chapters,
        "sources_title": _message(catalog, "page.notes")["text"],
        "sources": [],
    }
    if is_flyer:
        tree["drafted"] = [column.line([*authors, *notices], address) for column in columns]
    else:
        tree["drafted"] = [main.line(authors, address)]
        tree["notices"] = [main.line([key], address) for key in notices]
        tree["sources"] = [
            {"text": f"{source.title}. {source.publisher}. ", "url": source.url or ""}
            for source in model.sources
        ]
    return tree


def _author_messages(model: Model, language: str, overlay: Overlay) -> list[str]:
    """The keys of the messages that say who wrote the document: this toolkit, the overlay's agency, or both."""
    mark = overlay.marks.get(record_file(model.key))
    mark = mark or overlay.marks.get(record_file(model.key, language))
    keys = []
    if mark != ADDED:
        keys.append("kit.drafted" if model.purpose == BILINGUAL else "model.drafted")
    if mark:
        keys.append(f"local.{mark}")
    return keys


def _notice_messages(statuses: Iterable[TextStatus], has_english_beside: bool) -> list[str]:
    """The keys of the messages that say how far the translation can be trusted, and whom to ask."""
    present = {text.status for text in statuses}
    keys = [f"translation.{status}_notice" for status in NOTICED_STATUSES if status in present]
    if has_english_beside:
        keys.append("model.ask")
    return keys


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

    def line(self, keys: Iterable[str], address: str) -> list[Piece]:
        """Messages after each other, which name the address of the document's page and the overlay's agency."""
        name = isolated(self.overlay.name)
        pieces: list[Piece] = []
        for key in keys:
            if pieces:
                pieces.append({"text": " "})
            pieces.append(_message(self.catalog, key, address=address, name=name))
        return [piece | self._language_mark(self.catalog.language) for piece in pieces]

    def chapters(self) -> list[Handout]:
        """The chapters. What state law decides is marked, but not on a flyer, which is handed out as it is."""
        return [self._chapter(chapter) for chapter in self.document.chapters]

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
            styled.append({"style": style, "rows": [self._row(clause) for clause in clauses]})
        return {"title": self.pieces(chapter.title), "runs": styled}

    def _row(self, clause: Clause) -> Row:
        cells = [self.pieces(cell) for cell in _cells(clause.text)]
        if clause.state_law and self.document.purpose != BILINGUAL:
            cells[-1] = self._state_law(cells[-1])
        return cells

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
        return {"text": plain(blank.label), "blank": blank.name}

    def _language_mark(self, language: str) -> Piece:
        """What marks a text in this language; nothing if the whole document is in it."""
        return {} if language == self.handout_language else {"lang": language}


def _message(catalog: Catalog, key: str, **values: str) -> Piece:
    """A message as a piece; English, marked, where the catalog's language has none."""
    text = unmarked(catalog.t(key, **values))
    return dict(text) if isinstance(text, dict) else {"text": text}


def _is_english(pieces: Iterable[Piece]) -> bool:
    """Whether all of a text is English in a document in another language."""
    return all("lang" in piece for piece in pieces)


def _before(columns: Sequence[_Column], title: list[Piece]) -> Handout | None:
    """What an agency settles before it uses the document, as a chapter on a page of its own; none if nothing is.

    In a document with English beside each text, what is translated comes first, then everything in English.
    """
    main = columns[0]
    heading = [_message(main.catalog, "model.decide")]
    styled = main.to_settle()
    for english in columns[1:]:
        message = _message(english.catalog, "model.decide")
        heading += [{"text": " · "}, message | {"lang": SOURCE_LANGUAGE}]
        styled = [*_translated(styled), *english.to_settle()]
    if not styled:
        return None
    strong_title = [{**piece, "strong": True} for piece in title]
    return {
        "title": heading,
        "runs": [{"style": "paragraph", "rows": [[strong_title]]}, *styled],
    }


def _translated(styled: Iterable[Handout]) -> Iterator[Handout]:
    """Runs of clauses without those that are in English only."""
    for run in styled:
        rows = [row for row in run["rows"] if not _is_english(row[0])]
        if rows:
            yield {**run, "rows": rows}


def _chapters_beside(
    chapters: list[Handout], english_chapters: list[Handout], language_name: str
) -> list[Handout]:
    """Chapters as tables: their texts, and beside them the English, so that officers know what they hand out."""
    head = [[{"text": language_name}], [{"text": "English", "lang": SOURCE_LANGUAGE}]]
    beside = []
    for chapter, english in zip(chapters, english_chapters, strict=True):
        rows = [head]
        for run, english_run in zip(chapter["runs"], english["runs"], strict=True):
            rows += _rows_beside(run, english_run)
        title = [*chapter["title"], {"text": " · "}, *english["title"]]
        table = {"style": "row", "rows": rows, "beside": True}
        beside.append({"title": title, "runs": [table]})
    return beside


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
    if len(spoken) != len(strong_pieces):
        return english
    words = iter(spoken)
    return [{**piece, "text": next(words)} if piece.get("strong") else piece for piece in english]


def _single_cell(cells: Row, before: str, after: str) -> Cell:
    """The pieces of a clause as those of a single cell, between the signs of its style."""
    pieces = list(cells[0])
    for cell in cells[1:]:
        pieces += [{"text": CELL_END}, *cell]
    return [
        {**pieces[0], "text": before, "blank": ""},
        *pieces,
        {**pieces[-1], "text": after, "blank": ""},
    ]


def blanks(handout: Handout) -> dict[str, str]:
    """The name of each blank, by its text in the document; a document in two languages has two for each."""
    names = {}
    for piece in _all_pieces(handout):
        if piece.get("blank"):
            names[text_of([piece])] = piece["blank"]
    return names


def _all_pieces(handout: Handout) -> Iterator[Piece]:
    """The pieces of all clauses, then those of all headings."""
    for chapter in handout["chapters"]:
        for run in chapter["runs"]:
            for row in run["rows"]:
                for cell in row:
                    yield from cell
    for chapter in handout["chapters"]:
        yield from chapter["title"]


def text_of(pieces: Iterable[Piece]) -> str:
    """Pieces as a text, each blank in brackets."""
    return "".join(piece_text(piece) for piece in pieces)


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
