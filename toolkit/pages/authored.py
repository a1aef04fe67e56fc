"""What authored pages show with their text: accessibility results, the files of data, and English for residents."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from posixpath import dirname
from typing import Any

from toolkit.listing import API, FINDINGS_TABLE, LAW_TABLE
from toolkit.pages.context import PageContext
from toolkit.pages.markdown import escape, in_language
from toolkit.pages.page import linked_path, relative_link
from toolkit.pages.templates import render
from toolkit.paths import ACCESSIBILITY
from toolkit.schema import KINDS
from toolkit.schema.markup import CITATION, citations, uncited
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.overlay import LocalNumber
from toolkit.translation import LocalizedText

MEDIA_TYPES = {
    **{"csv": "text/csv", "json": "application/json"},
    **{"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"},
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The type of each file of data, by its ending."""
RESULTS = json.loads(ACCESSIBILITY.read_text("utf-8"))
"""What `python -m tests.browser.accessibility` wrote."""
PAGE_LINK = re.compile(r"(\]\()([^)\s:#]+)(?=\.md[)#])")
"""A link to another page, up to its ending."""
PART = re.compile(r"^(?=## )", re.M)
"""Where a part of a page begins: with its heading."""
HEADING = re.compile(r"^#+ (.*?)(?: *\{#[^}]*\})?$", re.M)
"""A heading becomes bold, because its English must not be a second heading with the same anchor."""
EMERGENCY = re.compile(r"^- \[[^\]\n]*\]\(tel:911\)\n", re.M)
"""The line with 911 in the list that the page for residents begins with."""
ENGLISH = """<details class="english" lang="en" dir="ltr" markdown="1">
<summary>English</summary>

{}

</details>"""


def pages_on(
    topics: Collection[str], pages: Iterable[tuple[DocPage, DocPage]]
) -> list[tuple[str, str]]:
    """The path and title of each page that bears on any of these topics; the English page is beside each."""
    paths_and_titles: list[tuple[str, str]] = []
    for page, english in pages:
        if set(english.front.get("topics", ())).intersection(topics):
            title = LocalizedText(
                page.front["title"],
                language=page.language,
                status=page.status,
                english=english.front["title"],
            )
            paths_and_titles.append((page.path, title))
    return paths_and_titles


def links_elsewhere(page: DocPage, english: DocPage, elsewhere: Collection[str]) -> list[str]:
    """The pages that an authored page, or the English beside it, links to and that are among those `elsewhere`."""
    folder = dirname(page.path)
    links = PAGE_LINK.findall(page.body) + PAGE_LINK.findall(english.body)
    targets = {linked_path(path, folder) for _, path in links}
    return sorted(targets & set(elsewhere))


def leading_elsewhere(page: PageContext, body: str, elsewhere: Collection[str]) -> str:
    """The body of a page with its links to these pages leading to the language in which they exist."""
    if not elsewhere:
        return body
    folder = dirname(page.path)

    def lead(link: re.Match[str]) -> str:
        path = linked_path(link[2], folder)
        if path not in elsewhere:
            return link[0]
        home = relative_link(
            f"{page.home_language}/{path}", dirname(f"{page.language}/{page.path}")
        )
        return f"{link[1]}{home}"

    return PAGE_LINK.sub(lead, body)


def accessibility_results(page: PageContext, doc_pages: Sequence[DocPage]) -> dict[str, Any]:
    """When and with what the site was tested; what was tested, in how many pages, with which result; the pages."""
    checks = []
    for check in RESULTS["checks"]:
        numbers = [page.number(check["pages"]), page.number(check["problems"])]
        checks.append({"text": page.t(f"care.{check['name']}"), "numbers": numbers})
    return {
        "when": page.t(
            "care.when", date=page.date(RESULTS["date"]), tools=page.comma_list(RESULTS["tools"])
        ),
        "checks": checks,
        "failings": RESULTS["failings"],
        "pages": RESULTS["pages"],
    }


def data_files(page: PageContext, doc_pages: Sequence[DocPage]) -> list[dict[str, Any]]:
    """The files in English, which has every record: a row for each kind, for the sources, and for the whole.

    The workbook is there in the page's language, too, if nearly all records are.
    """
    english = f"{API}/{SOURCE_LANGUAGE}"
    sources = {
        "CSV": f"{API}/sources.csv",
        "BibTeX": f"{API}/sources.bib",
        "RIS": f"{API}/sources.ris",
    }
    whole = {
        "JSON": f"{API}/index.json",
        "JSON Schema": f"{API}/schema.json",
        "OpenAPI": f"{API}/openapi.json",
    }
    books = {"Excel": f"{english}/toolkit.xlsx"}
    if page.has_data and page.language != SOURCE_LANGUAGE:
        books[f"Excel, {page.catalog.name}"] = f"{API}/{page.language}/toolkit.xlsx"
    rows = {"reuse.workbook": books}
    for kind in KINDS.values():
        data = f"{english}/{kind.address}"
        rows[f"kinds.{kind.id}.many"] = {"CSV": f"{data}.csv", "JSON": f"{data}/index.json"}
    rows["law.file"] = {"CSV": f"{english}/{LAW_TABLE}.csv"}
    rows["practice.studies"] = {"CSV": f"{english}/{FINDINGS_TABLE}.csv"}
    rows |= {"data.sources": sources, "data.whole": whole}
    return [{"text": page.t(label), "files": files} for label, files in rows.items()]


def dataset(
    page: PageContext, description: str, rows: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """What makes a page that of a data set; `rows` are of `data_files`. No license: the toolkit has none yet."""
    files = []
    for row in rows:
        for name, file in row["files"].items():
            download = {
                "@type": "DataDownload",
                "name": f"{row['text']} ({name})",
                "contentUrl": f"{page.site_url}{file}",
                "encodingFormat": MEDIA_TYPES[file.rpartition(".")[2]],
            }
            files.append(download)
    return {
        "@type": "Dataset",
        "description": description,
        "isAccessibleForFree": True,
        "distribution": files,
    }


def with_english(page: DocPage, english: DocPage) -> str:
    """The page's Markdown, with the English that a machine translated: nobody should rely on that translation alone.

    The English is folded under each part; at the end if the two pages differ in their number. What stands before the
    first part, the numbers to call, has none.
    """
    if page.status != "machine":
        return page.body
    lead, *parts = PART.split(page.body)
    _, *originals = PART.split(english.body)
    if len(parts) != len(originals):
        parts = ["".join(parts)]
        originals = ["".join(originals)]
    texts = [lead.strip()]
    for part, original in zip(parts, originals, strict=True):
        without_headings = HEADING.sub(r"**\1**", uncited(original))
        texts += [part.strip(), ENGLISH.format(without_headings.strip())]
    return "\n\n".join(texts)


def with_local_numbers(body: str, numbers: Iterable[LocalNumber], language: str) -> str:
    """The page for residents with an overlay's numbers: behind 911, or first where the page does not begin with it."""
    lines = "".join(_local_line(number, language) for number in numbers)
    emergency = EMERGENCY.search(body)
    if not emergency:
        return f"{lines}\n{body}"
    return body[: emergency.end()] + lines + body[emergency.end() :]


def _local_line(local: LocalNumber, language: str) -> str:
    """A line of the list of numbers to call."""
    shown = local.language_beside(language)
    name = in_language(escape(local.name[shown]), shown if shown != language else "")
    dialed = local.number.replace(" ", "")
    return f"- [{name} **{local.number}**](tel:{dialed})\n"


def with_notes(page: PageContext, body: str) -> str:
    """The Markdown of a page with a number for each citation, and the notes at its end, if it has sources."""
    if not page.sources:
        return body
    noted = CITATION.sub(lambda match: page.notes_of(citations(match[0])), body)
    return f"{noted}\n\n{render('notes', page)}"
