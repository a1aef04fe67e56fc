"""What a page is, in the words of schema.org, for search engines."""

from typing import Any

from toolkit.pages.context import PageContext


def linked_data(page: PageContext, type: str, name: str, language: str) -> dict[str, Any]:
    """JSON-LD (https://www.w3.org/TR/json-ld11/) of a page. `type` is schema.org's name for its kind of page."""
    site = {"@type": "WebSite", "name": page.site_names[language]} | ({"url": page.site_url} if page.site_url else {})
    data = {"@context": "https://schema.org", "@type": type, "name": name, "inLanguage": language}
    return data | ({"url": page.address} if page.address else {}) | {"isPartOf": site}
