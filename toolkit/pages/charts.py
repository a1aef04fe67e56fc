"""Tables of numbers, and pictures of them: their geometry. The theme draws both."""

import json
from collections.abc import Iterable, Mapping, Sequence
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
WIDTH, LINE, TOP = 360, 52, 24
"""Of a grid of dots, in its units: how wide it is, how high each row, and the head with the columns' names."""
LARGEST = 15
"""The radius of the dot of the largest number."""
RADII = {"under-25": 7, "25-to-49": 10, "50-to-249": 14, "250-or-more": 19, UNSTATED: 7}
"""Of an agency's circle on the map, by its size. The legend has this order."""


def dots(
    columns: Sequence[str], rows: Mapping[str, Sequence[int]], direction: str
) -> dict[str, Any]:
    """A grid with a dot for each number but 0; the area of a dot is its number. Right to left, the grid is mirrored.

    `rows` are a number for each column, by the row's label.
    """
    most = max((number for numbers in rows.values() for number in numbers), default=0)
    step = WIDTH / max(len(columns), 1)

    def across(place: float) -> float:
        return round(WIDTH - place if direction == "rtl" else place, 1)

    places = [across((i + 0.5) * step) for i in range(len(columns))]
    shown = []
    for y, (label, numbers) in zip(count(TOP, LINE), rows.items(), strict=False):
        placed = [(x, number) for x, number in zip(places, numbers, strict=True) if number]
        circles = [
            {"x": x, "y": y + 32, "r": round(LARGEST * sqrt(n / most), 1), "n": n}
            for x, n in placed
        ]
        shown.append({"y": y, "label": label, "dots": circles})
    return {
        "width": WIDTH,
        "height": TOP + LINE * len(rows) + 2,
        "start": across(0),
        "columns": [{"x": x, "text": text} for x, text in zip(places, columns, strict=True)],
        "rows": shown,
    }


def size_map(page: PageContext) -> dict[str, Any]:
    """The map of the agencies by size: states with a circle for each of their agencies. The legend says the same."""
    sizes = [(agency.facets["size"][0], agency.state) for agency in page.of_kind("agency")]
    agencies = sorted(
        ((RADII[size], size, state) for size, state in sizes if state in US_STATES), reverse=True
    )
    states: dict[str, list[dict[str, Any]]] = {}
    for (_, size, state), (x, y, r) in zip(
        agencies, around(tuple((s, r) for r, _, s in agencies)), strict=True
    ):
        states.setdefault(state, []).append({"x": x, "y": y, "r": r, "size": size})
    names = {
        id: page.n("map.agencies", len(circles), state=page.label("states", id))
        for id, circles in states.items()
    }
    used = [id for id in RADII if any(size == id for _, size, _ in agencies)]
    legend = [
        page.theme_link(page.label("size", id), found_by("size", id)) | {"size": id} for id in used
    ]
    return {
        "map": {id: {"name": names[id], "circles": states[id]} for id in states},
        "legend": legend,
        "radii": RADII,
    }


@cache
def around(circles: Sequence[tuple[str, int]]) -> list[tuple[float, float, int]]:
    """The circles of states, given by their radii, on the map: as near to the centroids as others leave room."""
    placed: list[tuple[float, float, int]] = []
    for state, radius in circles:
        x, y = US_STATES[state]["centroid"]
        spiral = ((2 * sqrt(step), step * GOLDEN_ANGLE) for step in count())
        spots = (
            (round(x + away * cos(angle), 1), round(y + away * sin(angle), 1))
            for away, angle in spiral
        )
        free = (
            spot for spot in spots if all(dist(spot, other) > radius + r for *other, r in placed)
        )
        placed.append((*next(free), radius))
    return placed


def table(
    page: PageContext,
    caption: str,
    columns: Iterable[str],
    rows: Iterable[tuple[ThemeLink, Sequence[int]]],
) -> dict[str, Any]:
    """A table of numbers; caption and columns are messages, a row is its heading and its numbers."""
    return {
        "caption": page.t(caption),
        "columns": [page.t(column) for column in columns],
        "rows": [
            {"head": head, "cells": [page.number(number) for number in numbers]}
            for head, numbers in rows
        ],
    }


def percent(part: int, total: int) -> int:
    """How much of a bar is filled, in percent; at least 1 if there is anything."""
    return max(round(100 * part / total), 1) if part else 0
