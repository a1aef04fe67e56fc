"""Tables of numbers, and pictures of them: their geometry. The theme draws both."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from math import cos, dist, pi, sin, sqrt
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.generated import found_by
from toolkit.pages.page import ThemeLink
from toolkit.paths import VENDOR
from toolkit.schema import UNSTATED

US_STATES = json.loads((VENDOR / "us-atlas" / "states.json").read_text("utf-8"))
"""The states of the map: the path and the centroid of each."""
GOLDEN_ANGLE = pi * (3 - sqrt(5))
WIDTH = 360
"""Of a grid of dots, in its units."""
ROW_HEIGHT = 52
HEAD_HEIGHT = 24
"""The head has the columns' names."""
MAX_RADIUS = 15
"""The radius of the dot of the largest number."""
RADII = {"under-25": 7, "25-to-49": 10, "50-to-249": 14, "250-or-more": 19, UNSTATED: 7}
"""Of an agency's circle on the map, by its size. The legend has this order."""


def dots(
    columns: Sequence[str], rows: Mapping[str, Sequence[int]], direction: str
) -> dict[str, Any]:
    """A grid with a dot for each number but 0; the area of a dot is its number. Right to left, the grid is mirrored.

    `rows` are a number for each column, by the row's label.
    """
    largest = max((max(numbers, default=0) for numbers in rows.values()), default=0)
    column_width = WIDTH / max(len(columns), 1)

    def across(x: float) -> float:
        return round(WIDTH - x if direction == "rtl" else x, 1)

    centers = [across((i + 0.5) * column_width) for i in range(len(columns))]
    drawn_rows = []
    for y, (label, numbers) in zip(count(HEAD_HEIGHT, ROW_HEIGHT), rows.items(), strict=False):
        circles = []
        for x, number in zip(centers, numbers, strict=True):
            if number:
                radius = round(MAX_RADIUS * sqrt(number / largest), 1)
                circles.append({"x": x, "y": y + 32, "r": radius, "n": number})
        drawn_rows.append({"y": y, "label": label, "dots": circles})
    return {
        "width": WIDTH,
        "height": HEAD_HEIGHT + ROW_HEIGHT * len(rows) + 2,
        "start": across(0),
        "columns": [{"x": x, "text": text} for x, text in zip(centers, columns, strict=True)],
        "rows": drawn_rows,
    }


def size_map(page: PageContext) -> dict[str, Any]:
    """The map of the agencies by size: states with a circle for each of their agencies. The legend says the same."""
    agencies = []
    for agency in page.of_kind("agency"):
        size = agency.facets["size"][0]
        if agency.state in US_STATES:
            agencies.append((RADII[size], size, agency.state))
    agencies.sort(reverse=True)
    placed = placed_circles(tuple((state, radius) for radius, _, state in agencies))
    circles_by_state: dict[str, list[dict[str, Any]]] = {}
    for (_, size, state), (x, y, radius) in zip(agencies, placed, strict=True):
        circle = {"x": x, "y": y, "r": radius, "size": size}
        circles_by_state.setdefault(state, []).append(circle)
    states = {}
    for state, circles in circles_by_state.items():
        name = page.n("map.agencies", len(circles), state=page.label("states", state))
        states[state] = {"name": name, "circles": circles}
    sizes = {size for _, size, _ in agencies}
    legend = []
    for size in RADII:
        if size in sizes:
            link = page.theme_link(page.label("size", size), found_by("size", size))
            legend.append(link | {"size": size})
    return {"map": states, "legend": legend, "radii": RADII}


Circle = tuple[float, float, int]
"""Its center and its radius."""


@cache
def placed_circles(circles: Sequence[tuple[str, int]]) -> list[Circle]:
    """The circles of states, given by their radii, on the map: as near to the centroids as others leave room."""
    placed: list[Circle] = []
    for state, radius in circles:
        x, y = US_STATES[state]["centroid"]
        spots = _spots_around(x, y)
        spot = next(spot for spot in spots if _has_room(spot, radius, placed))
        placed.append((*spot, radius))
    return placed


def _spots_around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """Points on a spiral around a point, from its center outward, evenly spread (the sunflower's, Vogel 1979)."""
    for step in count():
        distance = 2 * sqrt(step)
        angle = step * GOLDEN_ANGLE
        yield round(x + distance * cos(angle), 1), round(y + distance * sin(angle), 1)


def _has_room(spot: tuple[float, float], radius: int, circles: Iterable[Circle]) -> bool:
    """Whether a circle at this spot touches none of the others."""
    return all(dist(spot, (x, y)) > radius + other_radius for x, y, other_radius in circles)


def table(
    page: PageContext,
    caption: str,
    columns: Iterable[str],
    rows: Iterable[tuple[ThemeLink, Sequence[int]]],
) -> dict[str, Any]:
    """A table of numbers; caption and columns are messages, a row is its heading and its numbers."""
    table_rows = []
    for head, numbers in rows:
        table_rows.append({"head": head, "cells": [page.number(number) for number in numbers]})
    return {
        "caption": page.t(caption),
        "columns": [page.t(column) for column in columns],
        "rows": table_rows,
    }


def percent(part: int, total: int) -> int:
    """How much of a bar is filled, in percent; at least 1 if there is anything."""
    return max(round(100 * part / total), 1) if part else 0
