"""The toolkit as a book to print, in a language: what its pages say, as a tagged PDF (PDF/UA-1)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from toolkit.export.pdf_file import pdf_file
from toolkit.fingerprint import replace_file
from toolkit.library import Neighbors
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


def write_books(project: Project, languages: Sequence[str], folder: Path, name: str) -> None:
    """Write the book in each of these languages, by default in those that practices are in, each in one step."""
    translated = {
        language for language, (kind, _) in project.library.translations if kind == "practice"
    }
    for language in languages or [
        tag for tag in project.catalogs if tag in (SOURCE_LANGUAGE, *translated)
    ]:
        replace_file(folder / f"{name}-{language}.pdf", _book(project, language))


def _book(project: Project, language: str) -> bytes:
    catalog, library, name = (
        project.catalogs[language],
        project.library,
        project.settings.site_names[language],
    )
    statuses = {
        catalog.status,
        *(text.status for key in library.records for text in library.statuses(language, key)),
    }
    day = catalog.locale.date(library.last_checked) if library.last_checked else ""
    notices = [
        "site.description",
        *(message for status, message in NOTICES.items() if status in statuses),
    ]
    words = {key: catalog.raw(f"book.{key}") for key in ("page", "index")}
    words |= {
        "contents": catalog.t("keep.contents"),
        "comma": catalog.t("page.list", first="", second=""),
    }
    values = {
        "lang": language,
        "dir": catalog.direction,
        "title": name,
        "edition": str(project.edition),
        "lines": [_text(catalog.t("site.tagline")), _text(catalog.t("copy.edition", date=day))],
        "notices": [_text(catalog.t(message)) for message in notices],
        "words": {key: _text(word) for key, word in words.items()},
        "parts": [_chapter(page, level) for level, page in _pages(project, language)],
    }
    return pdf_file(values, "book.typ")


def _pages(project: Project, language: str) -> Iterator[tuple[int, Page]]:
    """The pages in order, each with the level of its heading. A practice is in the part of its first principle."""
    renderer, library, catalog = (
        PageRenderer(project, language),
        project.library,
        project.catalogs[language],
    )
    listings, practices = library.listings[language], defaultdict[str, list[Record]](list)
    docs = doc_pages_in(language, project.doc_pages)
    about, law = (
        [(1, renderer.doc_page(*pair)) for pair in docs if pair[1].path == path]
        for path in ("about", "law")
    )

    def of_record(record: Record) -> tuple[int, Page]:
        listing, level = listings[record.key], 1 if record.kind == "principle" else 2
        if record.kind == "model":
            page = renderer.context(listing.address)
            place = project.settings.place(
                listing.address, project.page_language(listing.address, language)
            )
            text = f"{page.bare(listing.summary)}\n\n{escape(place)}"
            return level, Page(page.path, language, {"heading": page.meta(listing.title)}, text)
        if record.kind == "agency":
            record = record.model_copy(update=dict.fromkeys(LEFT_OUT, ()))
        translation = library.translations.get((language, record.key))
        neighbors = Neighbors(library.backlinks.get(record.key, ()), ())
        return level, renderer.record_page(record, translation, neighbors, listings, 0, {}, ())

    for practice in library.of_kind("practice"):
        practices[listings[practice.key].facets.get("principles", ("",))[0]].append(practice)
    yield from about
    for principle in library.of_kind("principle"):
        yield from map(of_record, [principle, *practices[principle.id]])
    kinds = {
        f"kinds.{kind}.many": library.of_kind(kind) for kind in ("strategy", "agency", "model")
    }
    for title, records in {"book.other": practices[""], **kinds}.items():
        yield from law if title == "kinds.agency.many" else ()
        if records:
            intro = catalog.t(title.replace("many", "intro")) if title in kinds else ""
            yield (
                1,
                Page(kind_path(records[0].kind), language, {"heading": catalog.t(title)}, intro),
            )
            yield from map(of_record, records)


def _chapter(page: Page, level: int) -> Node:
    """A page as the book shows it: its heading, whose it is, the panel and the text."""
    meta = page.meta
    body = fragment_fromstring(
        whole_text(page, SOURCE_LANGUAGE, ""), create_parent="div", parser=PARSER
    )
    rows = [
        (row["label"], [value["text"] for value in row["values"]]) for row in meta.get("glance", ())
    ]
    return {
        "id": page.path,
        "level": level,
        "kind": meta.get("kind", ""),
        "title": _text(meta["heading"]),
        "agencies": [
            [_text(it["text"]), _text(it["state"]), it["url"]] for it in meta.get("agencies", ())
        ],
        "glance": [[_text(label), [_text(value) for value in values]] for label, values in rows],
        "body": _node(body) | ({"lang": SOURCE_LANGUAGE} if meta.get("is_foreign") else {}),
    }


def _text(text: ThemeText) -> Node:
    """A text of a page's frame as an element; English, marked, where the language has none."""
    value = unmarked(text) if isinstance(text, str) else text
    marked = {"text": value} if isinstance(value, str) else value
    return {
        "tag": "span",
        "kids": [marked["text"]],
        **({"lang": marked["lang"]} if "lang" in marked else {}),
    }


def _node(element: HtmlElement) -> Node:
    kids = [element.text, *(part for kid in element for part in (_node(kid), kid.tail))]
    return {"tag": element.tag, **element.attrib, "kids": [kid for kid in kids if kid]}
