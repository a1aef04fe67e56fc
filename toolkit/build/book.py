"""The toolkit as a book to print, in a language: what its pages say, as a tagged PDF (PDF/UA-1)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from toolkit.export.pdf_file import pdf_file
from toolkit.fingerprint import replace_file
from toolkit.library import Neighbors
from toolkit.listing import Listing
from toolkit.pages.markdown import escape
from toolkit.pages.page import Page, ThemeText, doc_pages_in, kind_path
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project
from toolkit.render.shortlist_texts import whole_text
from toolkit.schema import Record
from toolkit.search.messages import unmarked
from toolkit.sources.messages import SOURCE_LANGUAGE

Node = dict[str, Any]
"""An element of HTML: its `tag`, its attributes, and its texts and elements (`kids`)."""
NOTICES = {
    "missing": "book.missing",
    "machine": "book.machine",
    "draft": "translation.draft_notice",
}
"""What the book says of its translation, by the status of texts in it."""
LEFT_OUT = ("context", "personnel", "residents", "leaders", "quotes", "unknown")
"""The fields of an agency that the book leaves out."""
PARSER = HTMLParser(remove_comments=True)
PART_LEVEL = 1
RECORD_LEVEL = 2
"""Of the heading of a part, such as a principle, and of a record in it."""
LeveledPage = tuple[int, Page]


def write_books(project: Project, languages: Sequence[str], folder: Path, name: str) -> None:
    """Write the book in each of these languages, by default in those that practices are in, each in one step."""
    for language in languages or _languages_of_practices(project):
        replace_file(folder / f"{name}-{language}.pdf", _book(project, language))


def _languages_of_practices(project: Project) -> list[str]:
    """The languages of the site that any practice is in."""
    languages = {SOURCE_LANGUAGE}
    for language, (kind, _) in project.library.translations:
        if kind == "practice":
            languages.add(language)
    return [language for language in project.catalogs if language in languages]


def _book(project: Project, language: str) -> bytes:
    catalog = project.catalogs[language]
    last_checked = project.library.last_checked
    day = catalog.locale.date(last_checked) if last_checked else ""
    words = {
        "page": catalog.raw("book.page"),
        "index": catalog.raw("book.index"),
        "contents": catalog.t("keep.contents"),
        "comma": catalog.t("page.list", first="", second=""),
    }
    values = {
        "lang": language,
        "dir": catalog.direction,
        "title": project.settings.site_names[language],
        "edition": str(project.edition),
        "lines": [_text(catalog.t("site.tagline")), _text(catalog.t("copy.edition", date=day))],
        "notices": [_text(catalog.t(message)) for message in _notice_messages(project, language)],
        "words": {name: _text(word) for name, word in words.items()},
        "parts": [_chapter(page, level) for level, page in _Book(project, language).pages()],
    }
    return pdf_file(values, "book.typ")


def _notice_messages(project: Project, language: str) -> list[str]:
    """The keys of the messages that say what the book is, and how far its texts can be trusted."""
    library = project.library
    statuses = {project.catalogs[language].status}
    for key in library.records:
        statuses.update(text.status for text in library.statuses(language, key))
    messages = [message for status, message in NOTICES.items() if status in statuses]
    return ["site.description", *messages]


class _Book:
    """The pages of a book, each with the level of its heading."""

    def __init__(self, project: Project, language: str) -> None:
        self.project = project
        self.language = language
        self.library = project.library
        self.catalog = project.catalogs[language]
        self.listings = project.library.listings[language]
        self.renderer = PageRenderer(project, language)

    def pages(self) -> Iterator[LeveledPage]:
        """The pages in order. A practice is in the part of its first principle."""
        practices = self._practices_by_principle()
        yield from self._doc_pages("about")
        for principle in self.library.of_kind("principle"):
            yield PART_LEVEL, self._record_page(principle)
            yield from self._record_pages(practices[principle.id])
        yield from self._part(practices[""], title=self.catalog.t("book.other"), intro="")
        yield from self._part_of_kind("strategy")
        yield from self._doc_pages("law")
        yield from self._part_of_kind("agency")
        yield from self._part_of_kind("model")

    def _practices_by_principle(self) -> dict[str, list[Record]]:
        """The practices by the id of their first principle, empty for those that show none."""
        practices = defaultdict[str, list[Record]](list)
        for practice in self.library.of_kind("practice"):
            principles = self.listings[practice.key].facets.get("principles", ("",))
            practices[principles[0]].append(practice)
        return practices

    def _doc_pages(self, path: str) -> Iterator[LeveledPage]:
        """The authored page of a path, where there is one."""
        for page, english in doc_pages_in(self.language, self.project.doc_pages):
            if english.path == path:
                yield PART_LEVEL, self.renderer.doc_page(page, english)

    def _part_of_kind(self, kind: str) -> Iterator[LeveledPage]:
        """All records of a kind, as a part."""
        title = self.catalog.t(f"kinds.{kind}.many")
        intro = self.catalog.t(f"kinds.{kind}.intro")
        yield from self._part(self.library.of_kind(kind), title=title, intro=intro)

    def _part(self, records: Sequence[Record], title: str, intro: str) -> Iterator[LeveledPage]:
        """A heading with an introduction, and records of a kind below it; nothing if there are none."""
        if records:
            path = kind_path(records[0].kind)
            yield PART_LEVEL, Page(path, self.language, {"heading": title}, intro)
            yield from self._record_pages(records)

    def _record_pages(self, records: Iterable[Record]) -> Iterator[LeveledPage]:
        for record in records:
            yield RECORD_LEVEL, self._record_page(record)

    def _record_page(self, record: Record) -> Page:
        """A record's page without what the book leaves out; of a model document, where to find it."""
        if record.kind == "model":
            return self._model_page(self.listings[record.key])
        if record.kind == "agency":
            record = record.model_copy(update=dict.fromkeys(LEFT_OUT, ()))
        return self.renderer.record_page(
            record=record,
            translation=self.library.translations.get((self.language, record.key)),
            neighbors=Neighbors(self.library.backlinks.get(record.key, ()), related=()),
            listings=self.listings,
            size=0,
            languages={},
            bearing=(),
        )

    def _model_page(self, listing: Listing) -> Page:
        """What a model document is for, and the address of its page, where it can be filled in."""
        context = self.renderer.context(listing.address)
        page_language = self.project.page_language(listing.address, self.language)
        address = self.project.settings.place(listing.address, page_language)
        text = f"{context.bare(listing.summary)}\n\n{escape(address)}"
        meta = {"heading": context.meta(listing.title)}
        return Page(context.path, self.language, meta, text)


def _chapter(page: Page, level: int) -> Node:
    """A page as the book shows it: its heading, whose it is, the panel and the text."""
    meta = page.meta
    html = whole_text(page, SOURCE_LANGUAGE, "")
    body = _node(fragment_fromstring(html, create_parent="div", parser=PARSER))
    if meta.get("is_foreign"):
        body["lang"] = SOURCE_LANGUAGE
    agencies = []
    for agency in meta.get("agencies", ()):
        agencies.append([_text(agency["text"]), _text(agency["state"]), agency["url"]])
    panel = []
    for row in meta.get("glance", ()):
        values = [_text(value["text"]) for value in row["values"]]
        panel.append([_text(row["label"]), values])
    return {
        "id": page.path,
        "level": level,
        "kind": meta.get("kind", ""),
        "title": _text(meta["heading"]),
        "agencies": agencies,
        "glance": panel,
        "body": body,
    }


def _text(text: ThemeText) -> Node:
    """A text of a page's frame as an element; English, marked, where the language has none."""
    value = unmarked(text) if isinstance(text, str) else text
    if isinstance(value, str):
        return {"tag": "span", "kids": [value]}
    node = {"tag": "span", "kids": [value["text"]]}
    if "lang" in value:
        node["lang"] = value["lang"]
    return node


def _node(element: HtmlElement) -> Node:
    """An element of HTML and what is in it."""
    kids = [element.text]
    for child in element:
        kids += [_node(child), child.tail]
    return {"tag": element.tag, **element.attrib, "kids": [kid for kid in kids if kid]}
