"""A model document as it is handed out, apart from any file format: its texts in a language, cut into pieces."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from toolkit.linking import record_file
from toolkit.pages.isolated import isolated
from toolkit.pages.markdown import plain
from toolkit.pages.model import BILINGUAL, LETTER, runs, said_in_english, state_law_texts
from toolkit.schema.documents import Model
from toolkit.schema.markup import BLANK, CELL_END, LINK, uncited
from toolkit.schema.parts import Blank, Clause
from toolkit.schema.translation import Translation
from toolkit.search.messages import unmarked
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.sources.overlay import ADDED, Overlay
from toolkit.translation import LocalizedText, localized

Piece = dict[str, Any]
"""A `text` and its marks: `strong`, `em`, `law` if it says that state law decides, `lang` where that is not the
document's, and the name of a `blank`."""
Handout = dict[str, Any]
"""JSON values, because the PDF's template takes nothing else."""
TOKEN = re.compile(rf"{BLANK.pattern}|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")
AROUND = {
    "step": ("{}. ", ""),
    "bullet": ("• ", ""),
    "box": ("☐ ", ""),
    "line": ("", " ____________"),
}
"""What a style puts before and after its text, where that stands in a cell."""


def handout(
    catalog: Catalog, model: Model, translation: Translation | None, address: str, overlay: Overlay
) -> Handout:
    """The document in the catalog's language, as far as it is translated; a translated flyer has English beside it.

    What a flyer says of itself is small, at its foot: that its sources are on its page, at the `address`, and how far
    its translation can be trusted. It says, too, if an `overlay` added or changed it.
    """
    language = catalog.language
    document, statuses = localized(model, language, translation)
    chapters = _chapters(catalog, document, language, overlay)
    title = [{"text": plain(document.title)}]
    present = {status.status for status in statuses}
    notices = [
        f"translation.{status}_notice" for status in ("machine", "draft") if status in present
    ]
    is_flyer = model.purpose == BILINGUAL
    is_beside = is_flyer and language != SOURCE_LANGUAGE
    if is_beside:
        title += [{"text": " · "}, {"text": plain(model.title), "lang": SOURCE_LANGUAGE}]
        english = _chapters(catalog.in_english, model, language, overlay)
        chapters = [_beside(*pair, catalog.name) for pair in zip(chapters, english, strict=True)]
        notices.append("model.ask")

    def message_lines(*keys: str) -> list[list[Piece]]:
        catalogs = [catalog, catalog.in_english] if is_beside else [catalog]
        name = isolated(overlay.name)
        lines = [
            [_words(words, key, address=address, name=name) for key in keys] for words in catalogs
        ]
        lines = [[piece for word in line for piece in ({"text": " "}, word)][1:] for line in lines]
        return [
            lines[0],
            *([{**piece, "lang": SOURCE_LANGUAGE} for piece in line] for line in lines[1:]),
        ]

    mark = overlay.marks.get(record_file(model.key)) or overlay.marks.get(
        record_file(model.key, language)
    )
    drafted = [] if mark == ADDED else ["kit.drafted" if is_flyer else "model.drafted"]
    drafted += [f"local.{mark}"] if mark else []
    return {
        "lang": language,
        "dir": catalog.direction,
        "title": title,
        "before": _before(catalog, document, model if is_beside else None, title, overlay),
        "about": _words(catalog, drafted[0].replace("kit", "model"), name=overlay.name)["text"],
        "at_foot": is_flyer,
        "drafted": message_lines(*drafted, *notices) if is_flyer else message_lines(*drafted),
        "notices": [] if is_flyer else [line for key in notices for line in message_lines(key)],
        "chapters": chapters,
        "sources_title": _words(catalog, "page.notes")["text"],
        "sources": [
            {"text": f"{source.title}. {source.publisher}. ", "url": source.url or ""}
            for source in ([] if is_flyer else model.sources)
        ],
    }


def _words(catalog: Catalog, key: str, **values: str) -> Piece:
    """A message as a piece; English, marked, where the language has none."""
    text = unmarked(catalog.t(key, **values))
    return dict(text) if isinstance(text, dict) else {"text": text}


def _before(
    catalog: Catalog, document: Model, english: Model | None, title: list[Piece], overlay: Overlay
) -> Handout | None:
    """What an agency settles before it uses the document, as a chapter on a page of its own; none if nothing is.

    In a document with `english` beside each text, what is translated comes first, then everything in English.
    """
    heading, runs = (
        [_words(catalog, "model.decide")],
        _to_settle(catalog, document, catalog.language, overlay),
    )
    if english:
        own = [
            {**run, "rows": [row for row in run["rows"] if not _is_english(row[0])]} for run in runs
        ]
        runs = [run for run in own if run["rows"]] + _to_settle(
            catalog.in_english, english, catalog.language, overlay
        )
        heading += [
            {"text": " · "},
            _words(catalog.in_english, "model.decide") | {"lang": SOURCE_LANGUAGE},
        ]
    named = [{**piece, "strong": True} for piece in title]
    return (
        {"title": heading, "runs": [{"style": "paragraph", "rows": [[named]]}, *runs]}
        if runs
        else None
    )


def _to_settle(catalog: Catalog, model: Model, language: str, overlay: Overlay) -> list[Handout]:
    """What to decide, what to ask a lawyer and what state law decides, in the catalog's language."""
    words = _reader(model, language, catalog.language, overlay)
    decisions = [
        _prefixed(catalog, "model.counsel", words(decision.text), strong=True)
        if decision.counsel
        else words(decision.text)
        for decision in model.decide
    ]
    marked = [
        _prefixed(catalog, "model.state_law", words(text), law=True)
        for text in state_law_texts(model)
    ]
    foreign = {"lang": catalog.language} if catalog.language != language else {}
    runs: list[Handout] = []
    for key, style, texts in (
        ("model.strike", "box", decisions),
        ("model.state_law_parts", "bullet", marked),
    ):
        note = {"style": "paragraph", "rows": [[[_words(catalog, key) | foreign]]]}
        runs += [note, {"style": style, "rows": [[pieces] for pieces in texts]}] if texts else []
    return runs


def _prefixed(catalog: Catalog, key: str, pieces: list[Piece], **marks: Any) -> list[Piece]:
    """A text after a message, which is English where the text is."""
    english = {"lang": SOURCE_LANGUAGE} if _is_english(pieces) else {}
    message = _words(catalog.in_english if english else catalog, key)
    return [{**message, **english, **marks}, {**english, "text": " "}, *pieces]


def _is_english(pieces: Iterable[Piece]) -> bool:
    """Whether all of a text is English in a document in another language."""
    return all("lang" in piece for piece in pieces)


def _reader(
    model: Model, language: str, column: str, overlay: Overlay
) -> Callable[[str], list[Piece]]:
    """What cuts a model's texts into pieces for the column of a language; values that an overlay has are filled in.

    Texts that are not in the document's `language` are marked as English. Words alone say that a text is in English:
    blanks without any are in the language of the column.
    """

    def filled(blank: Blank, spoken: str) -> Piece:
        value = overlay.value(blank, spoken)
        return (
            {"text": isolated(value)}
            if value
            else {"text": plain(blank.label), "blank": blank.name}
        )

    def words(text: str) -> list[Piece]:
        said = LINK.sub(r"\1 (\2)", uncited(text))
        is_english = bool(LETTER.search(BLANK.sub("", said))) and not isinstance(
            text, LocalizedText
        )
        spoken = SOURCE_LANGUAGE if is_english else column
        labels = {blank.name: filled(blank, spoken) for blank in model.blanks}
        pieces = list(_pieces(said, labels, {"lang": spoken} if spoken != language else {}))
        english = said_in_english(text)
        return [
            piece | {"lang": SOURCE_LANGUAGE}
            if piece.get("strong") and piece["text"] in english
            else piece
            for piece in pieces
        ]

    return words


def _chapters(catalog: Catalog, model: Model, language: str, overlay: Overlay) -> list[Handout]:
    """The chapters, for the column of the catalog's language in a document in a `language`.

    What state law decides is marked, but not on a flyer, which is handed out as it is.
    """
    words = _reader(model, language, catalog.language, overlay)

    def row(clause: Clause) -> list[list[Piece]]:
        cells = [words(cell) for cell in _cells(clause.text)]
        if clause.state_law and model.purpose != BILINGUAL:
            cells[-1] = _prefixed(catalog, "model.state_law", cells[-1], law=True)
        return cells

    return [
        {
            "title": words(chapter.title),
            "runs": [
                {"style": style, "rows": list(map(row, clauses))}
                for style, clauses in runs(chapter)
            ],
        }
        for chapter in model.chapters
    ]


def _beside(chapter: Handout, english: Handout, name: str) -> Handout:
    """A chapter as a table: its text, and beside it the English, so that officers know what they hand out."""
    rows = [[[{"text": name}], [{"text": "English", "lang": SOURCE_LANGUAGE}]]]
    for run, original in zip(chapter["runs"], english["runs"], strict=True):
        for number, pair in enumerate(zip(run["rows"], original["rows"], strict=True), 1):
            before, after = AROUND.get(run["style"], ("", ""))
            alike = pair[0], [_same_english(*cells) for cells in zip(*pair, strict=True)]
            rows.append([_joined(cells, before.format(number), after) for cells in alike])
    titles = [*chapter["title"], {"text": " · "}, *english["title"]]
    return {"title": titles, "runs": [{"style": "row", "rows": rows, "beside": True}]}


def _same_english(localized: Sequence[Piece], english: Sequence[Piece]) -> list[Piece]:
    """The English of a cell, with the English words that its translation tells people to say: their language's name."""
    spoken = [
        piece["text"]
        for piece in localized
        if piece.get("strong") and piece.get("lang") == SOURCE_LANGUAGE
    ]
    strong = [i for i, piece in enumerate(english) if piece.get("strong")]
    words = dict(zip(strong, spoken, strict=True)) if len(spoken) == len(strong) else {}
    return [{**piece, "text": words.get(i, piece["text"])} for i, piece in enumerate(english)]


def _joined(cells: Sequence[list[Piece]], before: str, after: str) -> list[Piece]:
    """The pieces of a clause as those of a single cell."""
    joined = [piece for cell in cells for piece in ({"text": CELL_END}, *cell)][1:]
    return [
        {**joined[0], "text": before, "blank": ""},
        *joined,
        {**joined[-1], "text": after, "blank": ""},
    ]


def blanks(handout: Handout) -> dict[str, str]:
    """The name of each blank, by its text in the document; a document in two languages has two for each."""
    runs = (run for chapter in handout["chapters"] for run in chapter["runs"])
    words = [cell for run in runs for row in run["rows"] for cell in row]
    words += [chapter["title"] for chapter in handout["chapters"]]
    return {
        text_of([piece]): piece["blank"]
        for pieces in words
        for piece in pieces
        if piece.get("blank")
    }


def text_of(pieces: Iterable[Piece]) -> str:
    """Pieces as a text, each blank in brackets."""
    return "".join(
        f"[{piece['text']}]" if piece.get("blank") else piece["text"] for piece in pieces
    )


def _cells(text: str) -> list[str]:
    """The cells of a row, still localized; other clauses are a single cell."""
    if not isinstance(text, LocalizedText):
        return text.split(CELL_END)
    return [
        LocalizedText(cell, text.language, text.status, text.english)
        for cell in text.split(CELL_END)
    ]


def _pieces(text: str, labels: Mapping[str, Piece], marks: Mapping[str, Any]) -> Iterable[Piece]:
    end = 0
    for token in TOKEN.finditer(text):
        if token.start() > end:
            yield {"text": text[end : token.start()], **marks}
        if token[1]:
            yield {**labels[token[1]], **marks}
        else:
            mark = "strong" if token["strong"] else "em"
            yield from _pieces(token[mark], labels, {**marks, mark: True})
        end = token.end()
    if end < len(text):
        yield {"text": text[end:], **marks}
