"""The text of a model document on its page: words with marked blanks, in runs of a style."""

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.markdown import in_language, markdown
from toolkit.pages.page import ThemeLink, ThemeText
from toolkit.project import Project
from toolkit.schema import Key, markup
from toolkit.schema.documents import Model
from toolkit.schema.parts import Chapter, Clause
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import LocalizedText

HandoutLanguages = Mapping[str, Mapping[str, str]]
"""The languages that a model document is handed out in, each with its name in it, its tag and its direction."""
BLANK = re.compile(r"\\\{([a-z0-9-]+)\\\}")
"""A blank as `markdown` escapes it."""
STRONG = re.compile(r"(“?)\*\*([^*{}]+)\*\*")
"""Words in bold, and whether they are in quotation marks."""
WORD = "docx"
"""The format that can be filled in on the document's page: with its name and `.js` the site has it as a script."""
BILINGUAL = "flyer"
"""The purpose of handouts for residents: a translation has English beside it, sources stay on the page."""
CARDS = "cards"
"""The format of a card: a sheet of ten."""
ENDINGS = {CARDS: "cards.pdf"}
"""What the names of files end with in those formats that are no file types."""
LETTER = re.compile(r"[^\W\d_]")
CELL_END = r" \| "
"""What is between the cells of a row, as `markdown` escapes it."""


def runs(chapter: Chapter) -> list[tuple[str, list[Clause]]]:
    """The clauses of a chapter in runs of the same style: a list, a table, a group of lines."""
    return [(style, list(clauses)) for style, clauses in groupby(chapter.clauses, key=lambda clause: clause.style)]


def state_law_texts(model: Model) -> list[str]:
    """Where state law decides: the titles of the chapters in which clauses are marked, and of a flyer the clauses.

    A flyer is handed out as it is, so its own sheet has no marks.
    """
    marked = [[clause.text for clause in chapter.clauses if clause.state_law] for chapter in model.chapters]
    if model.purpose == BILINGUAL:
        return [text for texts in marked for text in texts]
    return [chapter.title for chapter, texts in zip(model.chapters, marked, strict=True) if texts]


def file_name(model: Model, format: str, language: str) -> str:
    """The name in the site of a file to take away: `files/model/call-911.es.pdf`."""
    return f"files/{model.kind}/{model.id}.{language}.{ENDINGS.get(format, format)}"


def handout_languages(project: Project, key: Key) -> HandoutLanguages:
    """English, whether or not the site is in it, and the languages that a model document is translated into."""
    return {
        language: {"text": catalog.name, "lang": language, "dir": catalog.direction}
        for language, catalog in project.all_catalogs.items()
        if key[0] == Model.kind and (language == SOURCE_LANGUAGE or (language, key) in project.library.translations)
    }


def handout_links(page: PageContext, model: Model, languages: HandoutLanguages) -> list[ThemeLink]:
    """The files to take away, for the theme: the page's language first, then English, then the others."""
    first = (page.language, SOURCE_LANGUAGE)
    ordered = sorted(languages, key=lambda language: first.index(language) if language in first else len(first))
    return [
        {
            **_names(page, model, languages[language]),
            "files": [
                {"text": page.label("format", format), "url": file_name(model, format, language)}
                for format in model.formats
            ],
            "word": f"{file_name(model, WORD, language)}.js" if WORD in model.formats else "",
        }
        for language in ordered
    ]


def _names(page: PageContext, model: Model, native: Mapping[str, str]) -> dict[str, ThemeText]:
    """A language's name in the page's language, by its tag without the script (`zh`), and its `native` name."""
    id = native["lang"].partition("-")[0]
    is_known = native["lang"] != page.language and id in page.vocabularies["languages"]
    name = page.label("languages", id) if is_known else native["text"]
    is_beside = model.purpose == BILINGUAL and native["lang"] != SOURCE_LANGUAGE
    text = page.t("kit.beside", language=name) if is_beside else name
    return {"text": text, "native": dict(native)} if is_known else {"text": text}


def fields_to_fill(page: PageContext, model: Model) -> list[dict[str, Any]]:
    """The form of a document's blanks, for the theme."""
    fields: list[dict[str, Any]] = []
    for blank in model.blanks:
        texts = {field: getattr(blank, field) for field in ("label", "help", "example")}
        shown = {field: page.meta(text) for field, text in texts.items() if text}
        fields.append({"name": blank.name, "optional": blank.optional, **shown})
    return fields


def labels(page: PageContext, model: Model) -> dict[str, str]:
    """What stands for each blank on the page, as Markdown: its label, marked."""
    return {
        blank.name: f'<span class="blank" data-blank="{blank.name}"{" data-optional" if blank.optional else ""}>'
        f"{page.bare(blank.label)}</span>"
        for blank in model.blanks
    }


def said_in_english(text: str) -> set[str]:
    """What a translated text in a flyer tells people to say in English.

    It is in bold: the same words as in the English text, or, if those are in quotation marks, what the translation has
    in them, such as the name of its language.
    """
    if not isinstance(text, LocalizedText):
        return set()
    english = STRONG.findall(text.english)
    quotes = any(mark for mark, _ in english)
    return {words for mark, words in STRONG.findall(text) if (mark and quotes) or ("", words) in english}


def cells(page: PageContext, text: str, labels: Mapping[str, str]) -> list[str]:
    """Words that are handed out, as Markdown, with each blank as its label; a row of a table has several cells."""
    language = page.foreign_language(text) if LETTER.search(markup.BLANK.sub("", text)) else ""
    marked = BLANK.sub(lambda blank: labels[blank[1]], markdown(text))
    for words in said_in_english(text):
        marked = marked.replace(f"<strong>{words}<", f'<strong lang="{SOURCE_LANGUAGE}" dir="ltr">{words}<')
    return [in_language(cell, language) for cell in marked.split(CELL_END)]
