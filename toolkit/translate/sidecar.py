"""Writes sidecar files in a single form, so that equal translations are equal bytes."""

from collections.abc import Iterable, Mapping

import yaml

from toolkit.schema.translation import Translation, Unit
from toolkit.translation import TextStatus

NOT_NAMED = "not named"
"""The credit of a translator who gave no name."""
SCHEMA_LINE = "# yaml-language-server: $schema={}toolkit/schemas/translation.json\n"


def sidecar_text(translation: Translation, file: str) -> str:
    """The text of a translation's file."""
    values = translation.model_dump(exclude_none=True)
    if not translation.texts:
        values.pop("texts", None)
    body = yaml.dump(values, Dumper=RecordDumper, allow_unicode=True, sort_keys=False, width=110)
    return SCHEMA_LINE.format("../" * file.count("/")) + body


def merge(
    translation: Translation | None,
    statuses: Iterable[TextStatus],
    changes: Mapping[tuple[str, str], Unit],
    credit: Translation,
) -> Translation:
    """A translation in the order of its record: changed units, by field and English, replace the units it has.

    An outdated unit stays with its old English until a changed unit takes its place. Status, translator and date are
    those of `credit`; texts that were there keep their status.
    """
    status_before = translation.status if translation else credit.status
    units: list[Unit] = []
    for text in statuses:
        untranslated = Unit.model_construct(at=text.field, en=text.english)
        unit = changes.get((text.field, text.english)) or text.unit or untranslated
        if unit.text:
            status = unit.status or status_before
            own_status = status if status != credit.status else None
            unit = unit.model_copy(update={"status": own_status})
        if unit not in units:
            units.append(unit)
    asked = translation.asked if translation else None
    return credit.model_copy(update={"asked": asked, "texts": units})


class RecordDumper(yaml.SafeDumper):
    """Lists indented under their field, as the records write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never leave out the indentation of a list."""
        super().increase_indent(flow, indentless=False)
