"""The text of a model document on its page: words with marked blanks, in runs of a style."""

import re
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from toolkit.listing import address
from toolkit.pages.context import PageContext
from toolkit.pages.isolated import as_elements, isolated
from toolkit.pages.markdown import escape, in_language, markdown
from toolkit.pages.page import ThemeLink, ThemeText, picture_name
from toolkit.project import Project
from toolkit.schema import Key, markup
from toolkit.schema.documents import Model
from toolkit.schema.parts import Blank, Chapter, Clause
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.overlay import AGENCY, Overlay
from toolkit.translation import LocalizedText, is_translated

HandoutLanguages = Mapping[str, Mapping[str, Any]]
"""The languages that a model document is handed out in, each with its name in it, its tag, its direction, its
`examples` by the English ones, the `picture` of the first page, and, of a translation that nobody has reviewed, its
`status`."""
NOTICED_STATUSES = ("machine", "draft")
"""The statuses of a translation that its reader is told about, the least trustworthy first."""
BLANK = re.compile(r"\\\{([a-z0-9-]+)\\\}")
"""A blank as `markdown` escapes it."""
STRONG = re.compile(r"(“?)\*\*([^*{}]+)\*\*")
"""Words in bold, and whether they are in quotation marks."""
WORD = "docx"
"""The format that can be filled in on the document's page: with its name and `.js` the site has it as a script."""
BILINGUAL = "flyer"
"""The purpose of handouts for residents: a translation has English beside it, sources stay on the page."""
MAIL = "letter"
"""The purpose of what is sent as it is: without a title, marks or a word about who wrote it."""
UNMARKED = (BILINGUAL, MAIL)
"""The purposes of what has no marks in itself where state law decides."""
CARDS = "cards"
"""The format of a card: a sheet of ten."""
MOST_LANGUAGES = 3
"""Of one sheet, in how many languages its blanks may be asked for at once: a card's page is printed, too."""
ENDINGS = {CARDS: "cards.pdf"}
"""What the names of files end with in those formats that are no file types."""
HANDED_OUT = ("chapters.title", "chapters.clauses.text")
"""The fields whose words are handed out; reasons and what to settle stay with the agency."""
LETTER = re.compile(r"[^\W\d_]")
CELL_END = r" \| "
"""What is between the cells of a row, as `markdown` escapes it."""


def runs(chapter: Chapter) -> list[tuple[str, list[Clause]]]:
    """The clauses of a chapter in runs of the same style: a list, a table, a group of lines."""
    styles = groupby(chapter.clauses, key=lambda clause: clause.style)
    return [(style, list(clauses)) for style, clauses in styles]


def state_law_texts(model: Model) -> list[str]:
    """Where state law decides: the titles of the chapters in which clauses are marked, or the clauses themselves.

    What is `UNMARKED` is handed out as it is, so it has no marks in itself.
    """
    texts = []
    for chapter in model.chapters:
        marked = [clause.text for clause in chapter.clauses if clause.state_law]
        if model.purpose in UNMARKED:
            texts += marked
        elif marked:
            texts.append(chapter.title)
    return texts


def strike_message(model: Model) -> str:
    """The key of the message above what to settle: a letter without a blank for an agency's name is a group's."""
    is_of_agency = any(blank.name == AGENCY for blank in model.blanks)
    return "model.strike" if is_of_agency or model.purpose != MAIL else "model.strike_group"


def file_name(model: Model, format: str, language: str) -> str:
    """The name in the site of a file to take away: `files/model/call-911.es.pdf`."""
    return f"files/{model.kind}/{model.id}.{language}.{ENDINGS.get(format, format)}"


def is_for_two(model: Model) -> bool:
    """Whether it is a card with a side for each of two people: the officer's stays in English."""
    return CARDS in model.formats and len(model.chapters) > 1


def has_english(model: Model, variant: str) -> bool:
    """Whether English stands beside another language in this variant of a document."""
    if is_for_two(model):
        return variant != SOURCE_LANGUAGE
    return variant.endswith(f"-{SOURCE_LANGUAGE}")


def variants(model: Model, language: str) -> list[str]:
    """What a document is handed out in, as names of files have it: a language, and it beside English (`es-en`).

    A card for two people has English in any case.
    """
    if model.purpose == BILINGUAL and language != SOURCE_LANGUAGE and not is_for_two(model):
        return [language, f"{language}-{SOURCE_LANGUAGE}"]
    return [language]


def parts(page: PageContext, model: Model) -> list[ThemeLink]:
    """Links to the parts of a model document on its page; one part needs none."""
    if len(model.chapters) < 2:
        return []
    labels = {blank.name: blank.label for blank in model.blanks}
    return [
        {"text": _part_title(page, chapter.title, labels), "url": f"#part-{number}"}
        for number, chapter in enumerate(model.chapters, 1)
    ]


def _part_title(page: PageContext, title: str, labels: Mapping[str, str]) -> ThemeText:
    """The title of a part with the labels of its blanks."""
    text = page.meta(title)
    if isinstance(text, str):
        return _with_labels(text, labels)
    return {**text, "text": _with_labels(text["text"], labels)}


def _with_labels(text: str, labels: Mapping[str, str]) -> str:
    """A text with the labels of its blanks in their place."""
    return markup.BLANK.sub(lambda blank: labels[blank[1]], text)


def handout_languages(project: Project, key: Key) -> HandoutLanguages:
    """English, whether or not the site is in it, and the languages that a model document can be handed out in.

    Those are the languages of its page, and those in which the words are there that it hands out.
    """
    if key[0] != Model.kind:
        return {}
    languages = {}
    for language, catalog in project.handout_catalogs.items():
        statuses = project.library.statuses(language, key)
        handed_out = [text for text in statuses if text.field in HANDED_OUT]
        if is_translated(handed_out) or is_translated(statuses):
            languages[language] = {
                "text": catalog.name,
                "lang": language,
                "dir": catalog.direction,
                "status": _noticed_status({text.status for text in statuses}),
                "examples": _examples(project, key, language),
                "picture": _picture(project, key, language),
            }
    return languages


def _picture(project: Project, key: Key, language: str) -> str:
    """The picture of a document's first page in a language, or in English if its page is not in the language."""
    has_page = project.page_language(address(*key), language) == language
    return picture_name(key[1], language if has_page else SOURCE_LANGUAGE)


def _examples(project: Project, key: Key, language: str) -> dict[str, str]:
    """What blanks may look like in a language, by the English examples."""
    translation = project.library.translations.get((language, key))
    units = translation.texts if translation else []
    return {unit.en: unit.text for unit in units if unit.at == "blanks.example" and unit.text}


def _noticed_status(statuses: Collection[str]) -> str:
    """The first of these statuses that a reader is told about; empty if there is none."""
    for status in NOTICED_STATUSES:
        if status in statuses:
            return status
    return ""


def named(native: Mapping[str, Any]) -> dict[str, str]:
    """A language's name in itself, as the theme shows a text."""
    return {name: native[name] for name in ("text", "lang", "dir")}


def handout_links(page: PageContext, model: Model, languages: HandoutLanguages) -> list[ThemeLink]:
    """The files to take away, for the theme: the page's language first, then English, then the others."""
    links = []
    for language in _in_order(page, languages):
        for variant in variants(model, language):
            links.append(_files_of(page, model, languages[language], variant))
    return links


def _files_of(
    page: PageContext, model: Model, native: Mapping[str, Any], variant: str
) -> ThemeLink:
    """The files of a document in a language; English may stand beside it, and is then among its `languages`."""
    language = native["lang"]
    is_beside = has_english(model, variant)
    files = [
        {
            "text": page.label("format", format),
            "url": file_name(model, format, variant),
            "ending": ENDINGS.get(format, format),
        }
        for format in model.formats
    ]
    return {
        **_names(page, native, _name_message(model) if is_beside else ""),
        "languages": [language, SOURCE_LANGUAGE] if is_beside else [language],
        "files": files,
        "unread": _unread(page, native),
        "picture": native["picture"],
        "word": f"{file_name(model, WORD, variant)}.js" if WORD in model.formats else "",
    }


def _unread(page: PageContext, native: Mapping[str, Any]) -> ThemeText:
    """That nobody has reviewed a translation; empty if somebody has, and of English."""
    if not native["status"]:
        return ""
    name = language_name(page, native)
    text = name if isinstance(name, str) else name["text"]
    return page.t(f"kit.{native['status']}", languages=text)


def _in_order(page: PageContext, languages: HandoutLanguages) -> list[str]:
    """The languages with the page's first, then English, then the others."""
    first = [language for language in (page.language, SOURCE_LANGUAGE) if language in languages]
    return list(dict.fromkeys([*first, *languages]))


def _name_message(model: Model) -> str:
    """The key of the message that names another language and English in a document."""
    return "kit.sides" if is_for_two(model) else "kit.beside"


def _names(page: PageContext, native: Mapping[str, Any], message: str) -> dict[str, ThemeText]:
    """A language's name for the list of files, in a `message` if there is one; its `native` name if that is another."""
    name = language_name(page, native)
    text = name if isinstance(name, str) else name["text"]
    names: dict[str, ThemeText] = {"text": text}
    if message:
        names["text"] = page.t(message, language=text)
    is_translated = isinstance(name, str) and native["lang"] != page.language
    if is_translated:
        names["native"] = named(native)
    return names


def language_name(page: PageContext, native: Mapping[str, Any]) -> ThemeText:
    """A language's name in the page's language, by its tag without the script (`zh`); in itself, if that is unknown."""
    id = native["lang"].partition("-")[0]
    if native["lang"] == page.language:
        return str(native["text"])
    if id in page.vocabularies["languages"]:
        return page.label("languages", id)
    return named(native)


def fields_to_fill(
    page: PageContext, model: Model, languages: HandoutLanguages, overlay: Overlay
) -> list[dict[str, Any]]:
    """The form of a document's blanks, for the theme: a box for each, or one for each language in which it needs words.

    What an `overlay` says needs no box; if it says it in some languages only, the field is `given`.
    """
    fields: list[dict[str, Any]] = []
    for blank in model.blanks:
        asked = _in_order(page, languages) if blank.translatable else [SOURCE_LANGUAGE]
        empty = [language for language in asked if not overlay.value(blank, language)]
        if not empty:
            continue
        field: dict[str, Any] = {
            "name": blank.name,
            "optional": blank.optional,
            "boxes": [_box(page, languages[language], blank) for language in empty],
            "given": len(empty) < len(asked),
        }
        if not blank.translatable:
            field["boxes"] = [{}]
        for name in ("label", "help", "example"):
            text = getattr(blank, name)
            if text:
                field[name] = page.meta(text)
        fields.append(field)
    return fields


def _box(page: PageContext, native: Mapping[str, Any], blank: Blank) -> dict[str, Any]:
    """The box of a blank in a language, with an example in it if the page is in another."""
    box = {
        "name": language_name(page, native),
        "lang": native["lang"],
        "dir": native["dir"],
    }
    example = native["examples"].get(blank.example or "")
    if example and native["lang"] != page.language:
        box["example"] = {"text": example, "lang": native["lang"], "dir": native["dir"]}
    return box


def labels(
    page: PageContext, model: Model, languages: Collection[str], overlay: Overlay
) -> dict[str, dict[str, str]]:
    """What stands for each blank in English and in the page's language, as Markdown: a value, or its label, marked.

    A page that is not translated, in none of the document's `languages`, has English in place of its own.
    """

    page_language = page.language if page.language in languages else SOURCE_LANGUAGE
    labels: dict[str, dict[str, str]] = {SOURCE_LANGUAGE: {}, page.language: {}}
    for blank in model.blanks:
        labels[SOURCE_LANGUAGE][blank.name] = _label(page, blank, overlay, SOURCE_LANGUAGE)
        labels[page.language][blank.name] = _label(page, blank, overlay, page_language)
    return labels


def _label(page: PageContext, blank: Blank, overlay: Overlay, language: str) -> str:
    """What stands for a blank: its value in a language, or its label."""
    value = overlay.value(blank, language)
    if value:
        return as_elements(escape(isolated(value)))
    optional = " data-optional" if blank.optional else ""
    label = page.bare(blank.label)
    return f'<span class="blank" data-blank="{blank.name}"{optional}>{label}</span>'


def said_in_english(text: str) -> set[str]:
    """What a translated text in a flyer tells people to say in English.

    It is in bold: the same words as in the English text, or, if those are in quotation marks, what the translation has
    in them, such as the name of its language.
    """
    if not isinstance(text, LocalizedText):
        return set()
    english = STRONG.findall(text.english)
    has_quotes = any(mark for mark, _ in english)
    english_words = set()
    for mark, words in STRONG.findall(text):
        if (mark and has_quotes) or ("", words) in english:
            english_words.add(words)
    return english_words


def cells(page: PageContext, text: str, labels: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Words that are handed out, as Markdown, each blank as `labels` has it; a row of a table has several cells."""
    language = ""
    if LETTER.search(markup.BLANK.sub("", text)):
        language = page.foreign_language(text)
    marked = BLANK.sub(lambda blank: labels[language or page.language][blank[1]], markdown(text))
    if page.catalog.direction == "rtl" and not language:
        marked = marked.replace("9-1-1", '<bdo dir="ltr">9-1-1</bdo>')
    for words in said_in_english(text):
        marked = marked.replace(
            f"<strong>{words}<", f'<strong lang="{SOURCE_LANGUAGE}" dir="ltr">{words}<'
        )
    return [in_language(cell, language) for cell in marked.split(CELL_END)]
