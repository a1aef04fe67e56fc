"""The schema of translations: files beside records, with each text and the English it was translated from.

The file has the English text, not only a hash of it: the text shows a reader what changed, and matches a step that was
moved or slightly edited.
"""

from typing import Annotated

from toolkit.schema.fields import Choice, Date, Id, Line, Note, Part, Text


class Unit(Part):
    """A text and its translation."""

    at: Line
    """The field it stands in: `title`, `steps`, `points.text`. The order of a list does not matter."""
    en: Text
    """The English that it was made from. The tool writes it."""
    text: Note | None = None
    """The translation, with the same citations and links. Leave it out while there is none."""
    status: Annotated[Id, Choice("translation_status")] | None = None
    """Its own status, where it differs from the file's."""


class Translation(Part):
    """A record in another language, `id.es.yml` beside `id.yml`."""

    status: Annotated[Id, Choice("translation_status")]
    """How far its texts can be trusted."""
    by: Line
    """Who translated it, or the name of the program that did."""
    date: Date
    """When."""
    asked: Line | None = None
    """What people who speak the language may type who look for the record; it need not say what the English says."""
    texts: list[Unit] = []
    """The texts."""
