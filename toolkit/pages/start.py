"""The start page: five doors, the guided routes, the numbers, the principles and the map."""

from typing import Any

from toolkit.gather.hand import HandPage
from toolkit.pages.page import Here, address
from toolkit.pages.routes import routes
from toolkit.pages.views import kind_page

DOORS = (
    ("begin", "clock", kind_page("strategy")),
    ("fit", "compass", "browse/index"),
    ("who", "map-pin", kind_page("agency")),
    ("hear", "headphones", kind_page("podcast")),
    ("take", "file-text", "documents/index"),
)
"""What a visitor may have come for: the key of its words, its icon, and where it leads."""
COUNTED = ("practice", "agency", "policy", "curriculum", "outreach", "podcast", "publication")


def start_view(here: Here, hand: list[HandPage]) -> dict[str, Any]:
    """What the start page shows beside its own text."""
    toolkit = here.toolkit
    states: dict[str, int] = {}
    for agency in toolkit.of_kind("agency"):
        state = agency.record.state  # type: ignore[attr-defined]
        states[state] = states.get(state, 0) + 1
    return {
        "doors": [
            {
                "title": here.t(f"doors.{key}.title"),
                "text": here.t(f"doors.{key}.text"),
                "icon": icon,
                "url": here.url(path),
            }
            for key, icon, path in DOORS
        ],
        "routes": routes(here, hand),
        "numbers": [
            {"text": here.n(f"numbers.{kind}", len(toolkit.named(kind))), "url": here.url(kind_page(kind))}
            for kind in COUNTED
            if toolkit.named(kind)
        ],
        "principles": [
            {
                "number": entry.record.number,  # type: ignore[attr-defined]
                "title": here.meta(entry.record.title),
                "text": here.meta(entry.record.summary),
                "url": here.url(address(entry)),
            }
            for entry in toolkit.of_kind("principle")
        ],
        "agencies": [
            {
                "title": here.meta(entry.record.title),
                "state": here.label("states", entry.record.state),  # type: ignore[attr-defined]
                "url": here.url(address(entry)),
            }
            for entry in toolkit.of_kind("agency")
        ],
        "map": {id: here.n("map.agencies", n, state=here.label("states", id)) for id, n in states.items()},
        "map_counts": states,
    }
