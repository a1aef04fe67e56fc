"""A model document as it is handed out, apart from any file format: its texts in a language, cut into pieces."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.pages.markdown import plain
from toolkit.pages.model import runs
from toolkit.schema.introspect import TextSlot
from toolkit.schema.markup import BLANK, CELL_END
from toolkit.schema.records import Model
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog
from toolkit.translation import LocalizedText, Translation, localize, text_statuses

Piece = dict[str, Any]
"""A `text` and its marks: `blank`, `strong`, `em`, and `lang` where that is not the document's."""
Handout = dict[str, Any]
"""JSON values, because the PDF's template takes nothing else."""
TOKEN = re.compile(rf"{BLANK.pattern}|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")
STATUS_NOTICES = {"machine": "translation.machine_notice", "draft": "translation.draft_notice"}


def handout(catalog: Catalog, model: Model, slots: Sequence[TextSlot], translation: Translation | None) -> Handout:
    """The document in the catalog's language, as far as it is translated."""
    language = catalog.language
    statuses = text_statuses(slots, translation) if language != SOURCE_LANGUAGE else []
    found = {status.status for status in statuses}
    localized = localize(model, language, statuses)
    labels = {blank.name: blank.label for blank in localized.blanks}

    def words(text: str) -> list[Piece]:
        is_foreign = language != SOURCE_LANGUAGE and not isinstance(text, LocalizedText)
        return list(_pieces(text, labels, {"lang": SOURCE_LANGUAGE} if is_foreign else {}))

    return {
        "lang": language,
        "dir": catalog.direction,
        "title": plain(localized.title),
        "drafted": catalog.t("model.drafted"),
        "notices": [catalog.t(message) for status, message in STATUS_NOTICES.items() if status in found],
        "chapters": [
            {
                "title": words(chapter.title),
                "runs": [
                    {"style": style, "rows": [[words(cell) for cell in _cells(clause.text)] for clause in clauses]}
                    for style, clauses in runs(chapter)
                ],
            }
            for chapter in localized.chapters
        ],
        "sources_title": catalog.t("page.notes"),
        "sources": [
            {"text": f"{source.title}. {source.publisher}. ", "url": source.url or ""} for source in localized.sources
        ],
    }


def text_of(pieces: Iterable[Piece]) -> str:
    """Pieces as one text, each blank in brackets."""
    return "".join(f"[{piece['text']}]" if piece.get("blank") else piece["text"] for piece in pieces)


def _cells(text: str) -> list[str]:
    """The cells of a row, still localized; other clauses have one."""
    if not isinstance(text, LocalizedText):
        return text.split(CELL_END)
    return [LocalizedText(cell, text.language, text.status, text.english) for cell in text.split(CELL_END)]


def _pieces(text: str, labels: Mapping[str, str], marks: Mapping[str, Any]) -> Iterable[Piece]:
    end = 0
    for token in TOKEN.finditer(text):
        if token.start() > end:
            yield {"text": text[end : token.start()], **marks}
        if token[1]:
            yield {"text": plain(labels[token[1]]), **marks, "blank": True}
        else:
            mark = "strong" if token["strong"] else "em"
            yield from _pieces(token[mark], labels, {**marks, mark: True})
        end = token.end()
    if end < len(text):
        yield {"text": text[end:], **marks}
