"""What a page is, in the words of schema.org, for search engines."""

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.pages.context import PageContext

MEDIA_TYPES = {"csv": "text/csv", "ics": "text/calendar", "json": "application/json", "jsonld": "application/ld+json"}
MEDIA_TYPES |= {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}
MEDIA_TYPES |= {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""The type of each file of data, by its ending."""


def linked_data(page: PageContext, type: str, name: str, language: str) -> dict[str, Any]:
    """JSON-LD (https://www.w3.org/TR/json-ld11/) of a page. `type` is schema.org's name for its kind of page."""
    site = {"@type": "WebSite", "name": page.site_names[language]} | ({"url": page.site_url} if page.site_url else {})
    data = {"@context": "https://schema.org", "@type": type, "name": name, "inLanguage": language}
    return data | ({"url": page.address} if page.address else {}) | {"isPartOf": site}


def dataset(page: PageContext, about: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What makes a page that of a data set; `rows` are of `data_files`. No license: the toolkit has none yet."""
    files = [
        {
            "@type": "DataDownload",
            "name": f"{row['text']} ({name})",
            "contentUrl": f"{page.site_url}{file}",
            "encodingFormat": MEDIA_TYPES[file.rpartition(".")[2]],
        }
        for row in rows
        for name, file in row["files"].items()
    ]
    return {"@type": "Dataset", "description": about, "isAccessibleForFree": True, "distribution": files}
