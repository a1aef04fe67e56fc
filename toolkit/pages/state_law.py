"""The choice of a state on pages that law bears on. A script shows what its law says: web/state.js."""

from collections.abc import Iterable
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.facets import sort_key
from toolkit.pages.page import kind_path
from toolkit.schema.law import topics_of_law


def law_of_a_state(
    page: PageContext, topics: Iterable[str], states: Iterable[str]
) -> dict[str, Any]:
    """The topics of law that bear on these topics, and the states to choose from; nothing if either is empty."""
    bearing = topics_of_law(topics)
    labels = [{"id": id, "text": page.label("states", id)} for id in states]
    if not bearing or not labels:
        return {}
    choice = {
        "topics": [topic for topic in page.vocabularies["law_topic"] if topic in bearing],
        "states": sorted(labels, key=lambda state: sort_key(state["text"])),
        "file": f"law/{page.language}.js",
        "all": page.theme_link(page.t("kinds.law.many"), kind_path("law")),
    }
    return {"state_law": choice}
