"""What the page about the data links to."""

from collections.abc import Sequence
from typing import Any

from toolkit.listing import API
from toolkit.pages.context import PageContext
from toolkit.schema import KINDS
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE


def data_files(page: PageContext, doc_pages: Sequence[DocPage]) -> list[dict[str, Any]]:
    """The files in English, which has every record: a row for each kind, for the sources, and for the whole."""
    english = f"{API}/{SOURCE_LANGUAGE}"
    rows = [
        {
            "text": page.t(f"kinds.{kind.id}.many"),
            "files": {"CSV": f"{english}/{kind.address}.csv", "JSON": f"{english}/{kind.address}/index.json"},
        }
        for kind in KINDS.values()
    ]
    sources = {name: f"{API}/sources.{suffix}" for name, suffix in (("CSV", "csv"), ("BibTeX", "bib"), ("RIS", "ris"))}
    descriptions = {"JSON": "index", "JSON Schema": "schema", "OpenAPI": "openapi", "Data Package": "datapackage"}
    whole = {name: f"{API}/{file}.json" for name, file in descriptions.items()}
    whole |= {"DCAT": f"{API}/catalog.jsonld"} if page.address else {}
    books = {"Excel": f"{english}/toolkit.xlsx"}
    if page.language != SOURCE_LANGUAGE and any(not page.foreign_language(it.title) for it in page.listings.values()):
        books[f"Excel, {page.catalog.name}"] = f"{API}/{page.language}/toolkit.xlsx"
    return [
        {"text": page.t("reuse.workbook"), "files": books},
        *rows,
        {"text": page.t("data.sources"), "files": sources},
        {"text": page.t("reuse.review"), "files": {"iCalendar": f"{API}/review.ics"}},
        {"text": page.t("data.whole"), "files": whole},
    ]
