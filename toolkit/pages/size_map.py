"""The map of the agencies by size. Its legend and the names of its links say the same in words."""

from typing import Any

from toolkit.pages.charts import US_STATES, around
from toolkit.pages.context import PageContext
from toolkit.pages.generated import facet_path
from toolkit.schema import UNSTATED

RADII = {"under-25": 7, "25-to-49": 10, "50-to-249": 14, "250-or-more": 19, UNSTATED: 7}
"""Of an agency's circle, by its size. The legend has this order."""


def size_map(page: PageContext) -> dict[str, Any]:
    """The states with a circle for each of their agencies, and the legend."""
    sizes = [(agency.facets["size"][0], agency.state) for agency in page.of_kind("agency")]
    agencies = sorted(((RADII[size], size, state) for size, state in sizes if state in US_STATES), reverse=True)
    states: dict[str, list[dict[str, Any]]] = {}
    for (_, size, state), (x, y, r) in zip(agencies, around(tuple((s, r) for r, _, s in agencies)), strict=True):
        states.setdefault(state, []).append({"x": x, "y": y, "r": r, "size": size})
    names = {id: page.n("map.agencies", len(circles), state=page.label("states", id)) for id, circles in states.items()}
    used = [id for id in RADII if any(size == id for _, size, _ in agencies)]
    legend = [page.theme_link(page.label("size", id), f"{facet_path('size')}#{id}") | {"size": id} for id in used]
    return {"map": {id: {"name": names[id], "circles": states[id]} for id in states}, "legend": legend, "radii": RADII}
