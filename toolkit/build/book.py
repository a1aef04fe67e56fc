"""The toolkit as a book to print, in a language: what its pages say, as a tagged PDF (PDF/UA-1)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from toolkit.export.pdf_file import pdf_file
from toolkit.export.start_here import edition
from toolkit.library import Neighbors
from toolkit.listing import address
from toolkit.pages.markdown import escape
from toolkit.pages.page import Page, ThemeText, doc_pages_in, kind_path
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project
from toolkit.render.shortlist_texts import whole_text
from toolkit.schema import Record
from toolkit.schema.documents import Model
from toolkit.schema.records import Agency, Practice, Principle, Strategy
from toolkit.search.messages import unmarked
from toolkit.sources.messages import SOURCE_LANGUAGE

Node = dict[str, Any]
"""An element of HTML: its `tag`, its attributes, and its texts and elements (`kids`)."""
NOTICES = {"missing": "book.missing", "machine": "book.machine", "draft": "translation.draft_notice"}
"""What the book says of its translation, by the status of texts in it."""
SHORT: dict[str, Any] = {name: [] for name in ("context", "personnel", "residents", "leaders", "quotes", "unknown")}
"""What the book leaves out of an agency."""
VOID = ("br", "hr", "img")


def write_books(project: Project, languages: Sequence[str], folder: Path, name: str) -> None:
    """Write the book in each of these languages, by default in those that practices are in, each in one step."""
    translated = {language for language, (kind, _) in project.library.translations if kind == Practice.kind}
    in_full = [language for language in project.catalogs if language in (SOURCE_LANGUAGE, *translated)]
    for language in languages or in_full:
        path = folder / f"{name}-{language}.pdf"
        draft = path.with_name(f".{path.name}.next")
        draft.write_bytes(book(project, language))
        draft.replace(path)


def book_edition(path: Path) -> dict[str, Any]:
    """The edition that a book is of. Raises a KeyError or ValueError if it is another PDF."""
    try:
        return dict(json.loads(PdfReader(path).attachments["edition.json"][0]))
    except PyPdfError as error:
        raise ValueError from error


def book(project: Project, language: str) -> bytes:
    """The file. Attached to it is the `edition.json` of a copy, with this language alone."""
    catalog, library, name = project.catalogs[language], project.library, project.settings.site_names[language]
    about = json.loads(edition(project, {})["edition.json"]) | {"name": name, "languages": {language: catalog.name}}
    statuses = {catalog.status, *(text.status for key in library.records for text in library.statuses(language, key))}
    notices = [message for status, message in NOTICES.items() if status in statuses]
    day = catalog.locale.date(library.edition) if library.edition else ""
    words = {
        "contents": catalog.t("keep.contents"),
        "index": catalog.t("book.index"),
        "page": catalog.raw("book.page"),
        "comma": catalog.t("page.list", first="", second=""),
    }
    values = {
        "lang": language,
        "dir": catalog.direction,
        "title": name,
        "edition": json.dumps(about, ensure_ascii=False),
        "lines": [_text(catalog.t("site.tagline")), _text(catalog.t("copy.edition", date=day))],
        "notices": [_text(catalog.t(message)) for message in ("site.description", *notices)],
        "words": {key: _text(word) for key, word in words.items()},
        "parts": [_chapter(page, level) for level, page in _pages(project, language)],
    }
    return pdf_file(values, "book.typ")


def _pages(project: Project, language: str) -> Iterator[tuple[int, Page]]:
    """The pages in order, each with the level of its heading. A practice is in the part of its first principle."""
    renderer, library, catalog = PageRenderer.of(project, language), project.library, project.catalogs[language]
    listings = library.listings(language)
    docs = {english.path: (page, english) for page, english in doc_pages_in(language, project.doc_pages)}

    def of_record(record: Record) -> tuple[int, Page]:
        if isinstance(record, Model):
            context = renderer.context(address(*record.key))
            listing, place = listings[record.key], escape(project.settings.place(context.path, language))
            meta = {"heading": context.meta(listing.title)}
            return 2, Page(context.path, language, meta, f"{context.bare(listing.summary)}\n\n{place}")
        shown = record.model_copy(update=SHORT) if isinstance(record, Agency) else record
        neighbors = Neighbors(library.backlinks.get(record.key, ()), ())
        translation = library.translations.get((language, record.key))
        level = 1 if isinstance(record, Principle) else 2
        return level, renderer.record_page(shown, translation, neighbors, listings, 0, {})

    def part(kind: str, title: str, intro: str, records: Iterable[Record]) -> Iterator[tuple[int, Page]]:
        if chapters := list(map(of_record, records)):
            yield 1, Page(kind_path(kind), language, {"heading": catalog.t(title)}, intro and catalog.t(intro))
            yield from chapters

    def authored(path: str) -> Iterator[tuple[int, Page]]:
        if path in docs:
            yield 1, renderer.doc_page(*docs[path])

    practices: dict[str, list[Record]] = defaultdict(list)
    for practice in library.of_kind(Practice.kind):
        shows = practice.principles if isinstance(practice, Practice) else []
        practices[shows[0].id if shows else ""].append(practice)
    yield from authored("about")
    for principle in library.of_kind(Principle.kind):
        yield from map(of_record, [principle, *practices[principle.id]])
    yield from part(Practice.kind, "book.other", "", practices[""])
    for kind in (Strategy.kind, Agency.kind, Model.kind):
        yield from part(kind, f"kinds.{kind}.many", f"kinds.{kind}.intro", library.of_kind(kind))
        yield from authored("law") if kind == Strategy.kind else ()


def _chapter(page: Page, level: int) -> Node:
    """A page as the book shows it: its heading, whose it is, the panel and the text."""
    tree, kind = _Tree(), page.meta.get("kind")
    tree.feed(whole_text(page))
    tree.close()
    agencies = page.meta.get("agencies", ())
    return {
        "id": page.path,
        "level": level,
        "is_listed": level == 1 or kind in (Practice.kind, Strategy.kind),
        "is_agency": kind == Agency.kind,
        "title": _text(page.meta["heading"]),
        "agencies": [[_text(it["text"]), _text(it["state"]), it["url"]] for it in agencies],
        "glance": [
            [_text(row["label"]), [_text(value["text"]) for value in row["values"]]]
            for row in page.meta.get("glance", ())
        ],
        "body": tree.open[0] | ({"lang": SOURCE_LANGUAGE} if page.meta.get("is_foreign") else {}),
    }


def _text(text: ThemeText) -> Node:
    """A text of a page's frame as an element; English, marked, where the language has none."""
    value = unmarked(text) if isinstance(text, str) else text
    if isinstance(value, str):
        return {"tag": "span", "kids": [value]}
    return {"tag": "span", "lang": value["lang"], "kids": [value["text"]]}


class _Tree(HTMLParser):
    """The HTML of a page as elements; `open` has those that are not closed yet, the outermost first."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Node] = [{"tag": "div", "kids": []}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = {"tag": tag, "kids": [], **{name: value or "" for name, value in attrs}}
        self.open[-1]["kids"].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node["tag"] == tag for node in self.open[1:]):
            while self.open.pop()["tag"] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1]["kids"].append(data)
