"""Shells: what stands around pages, rendered by MkDocs with markers where the parts of a page go.

Material's frame is the same on all pages of a folder except for a few texts. MkDocs renders a placeholder page there; a
real page is the pieces between the markers, joined by the page's parts.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from toolkit.diagnostics import Diagnostic
from toolkit.pages.placeholders import PLACEHOLDER

MARKERS = {
    "title": "zzTITLEzz",
    "description": "zzDESCRIPTIONzz",
    "name": PLACEHOLDER,
    "head": "zzHEADzz",
    "body": "zzBODYzz",
}
"""The parts of a page, each with the marker that stands for it: letters, which no template filter changes."""
MARKER = re.compile(f"({'|'.join(MARKERS.values())})")
PARTS = {marker: part for part, marker in MARKERS.items()}
REQUIRED = ("head", "body")


class Shell(NamedTuple):
    """What stands around a page."""

    pieces: tuple[str, ...]
    """HTML and, at every second place, the name of the part that goes there."""

    @classmethod
    def cut(cls, html: str) -> "Shell":
        """A placeholder page cut at its markers. A ValueError if the theme does not show head and body once."""
        missing = [part for part in REQUIRED if html.count(MARKERS[part]) != 1]
        if missing:
            raise ValueError(f"The theme does not show a page's {' and '.join(missing)} exactly once.")
        pieces = MARKER.split(html)
        pieces[1::2] = [PARTS[marker] for marker in pieces[1::2]]
        return cls(tuple(pieces))

    def fill(self, parts: Mapping[str, str]) -> str:
        """The whole page. `parts` are HTML: head, body, title, description and the name of the page's file."""
        pieces = list(self.pieces)
        pieces[1::2] = [parts[part] for part in self.pieces[1::2]]
        return "".join(pieces)


@dataclass(frozen=True)
class Shells:
    """All that MkDocs renders for a fast build."""

    shells: Mapping[str, Mapping[str, Shell]] = field(default_factory=dict)
    """By language and by path: of one page, or of all pages of a folder (`practices/zzNAMEzz`)."""
    bodies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The pages of docs/ as HTML without what stands around them, by language and path."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name in the site: the theme's style sheet, and the page for an address that is not there."""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Values that JSON can hold. Shells are validated from them as any dataclass is."""
        return asdict(self)
