"""JSON Schema files that editors complete and check records with, made from `records.py`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from toolkit.records import KINDS
from toolkit.records.declared import Part
from toolkit.records.full import adapter
from toolkit.records.translation import Translation

FOLDER = Path(__file__).parent.parent / "schemas"
DIALECT = GenerateJsonSchema.schema_dialect


def schema(part: type[Part], lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record or translation: fields with their docstrings, closed lists with entries."""
    made = _with_lists(adapter(part).json_schema(mode="validation"), lists)
    return {"$schema": DIALECT, **made, "title": part.__name__}


def schema_files(lists: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Each schema's file name and text."""
    parts: dict[str, type[Part]] = {kind.id: kind.of for kind in KINDS.values()} | {"translation": Translation}
    return {
        f"{name}.json": json.dumps(schema(part, lists), ensure_ascii=False, indent=1) + "\n"
        for name, part in parts.items()
    }


def write_schemas(lists: Mapping[str, Mapping[str, str]], folder: Path = FOLDER) -> int:
    """Write the schema files and give their number."""
    made = schema_files(lists)
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return len(made)


def _with_lists(node: Any, lists: Mapping[str, Mapping[str, str]]) -> Any:
    """Put each closed list's entries where its name stands, and let years and dates be written bare.

    In an editor's YAML `2012` is a number, while here every value is a text first.
    """
    if isinstance(node, list):
        return [_with_lists(entry, lists) for entry in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_lists(value, lists) for key, value in node.items() if key != "x-list"}
    if "x-list" in node:
        made["enum"] = list(lists[node["x-list"]])
    if made.get("format") == "toolkit-date":
        made["type"] = ["string", "integer"]
        del made["format"]
    return made
