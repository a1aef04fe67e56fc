"""Sidecar files: written by the tool in one way, so that equal translations are equal bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from toolkit.join import Name
from toolkit.join.translations import TextState
from toolkit.records import KINDS
from toolkit.records.declared import Part, fields
from toolkit.records.translation import Translation, Unit


@dataclass(frozen=True)
class Credit:
    """Who translated, when, and how far it can be trusted."""

    status: str
    by: str
    date: str


SCHEMA = "# yaml-language-server: $schema={}toolkit/schemas/translation.json\n"


def sidecar_file(name: Name, language: str) -> str:
    """Where the translation of a record is, from the root."""
    return f"{KINDS[name[0]].folder}/{name[1]}.{language}.yml"


def sidecar_text(translation: Translation, file: str) -> str:
    """A translation as a file."""
    body = yaml.dump(_said(translation), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return SCHEMA.format("../" * file.count("/")) + body


def updated(
    known: Translation | None, states: Iterable[TextState], changed: Mapping[tuple[str, str], Unit], credit: Credit
) -> Translation:
    """A translation in the order of its record: units that are `changed`, by field and English, over those it has.

    An outdated unit stays with its old English until a changed one takes its place. The credit is for a translation
    that is new.
    """
    units: list[Unit] = []
    for state in states:
        unit = changed.get((state.at, state.english)) or state.unit or Unit(at=state.at, en=state.english)
        if unit not in units:
            units.append(unit)
    if known:
        return known.but(texts=units)
    return Translation(status=credit.status, by=credit.by, date=credit.date, texts=units)


def write(root: Path, file: str, translation: Translation) -> bool:
    """Write a sidecar if it says something else than the file; whether it did."""
    path, text = root / file, sidecar_text(translation, file)
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


def _said(part: Part) -> dict[str, Any]:
    """Each field that says more than its default."""
    values = {
        name: getattr(part, name) for name, spec in fields(type(part)).items() if getattr(part, name) != spec.default
    }
    return {name: [_said(one) for one in value] if isinstance(value, list) else value for name, value in values.items()}


class _Dumper(yaml.SafeDumper):
    """Lists indented under their field, as the records write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)
