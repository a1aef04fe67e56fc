"""Generates the JSON Schema files with which editors complete and check records."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from toolkit.paths import SCHEMAS
from toolkit.schema import KINDS, Part
from toolkit.schema.translation import TranslationSchema

Vocabularies = Mapping[str, Mapping[str, str]]


def schema_files(vocabularies: Vocabularies) -> dict[str, str]:
    """The name and text of each file: JSON Schema 2020-12, fields with their docstrings, vocabularies with entries."""
    models: dict[str, type[Part]] = {kind.id: kind.model for kind in KINDS.values()}
    files = {}
    for name, model in (models | {"translation": TranslationSchema}).items():
        schema = _with_vocabularies(model.model_json_schema(), vocabularies)
        schema = {
            "$schema": GenerateJsonSchema.schema_dialect,
            **schema,
            "title": model.__name__.removesuffix("Schema"),
        }
        files[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return files


def write_schemas(vocabularies: Vocabularies, folder: Path = SCHEMAS) -> int:
    """Write the schema files. Returns how many there are."""
    files = schema_files(vocabularies)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return len(files)


def _with_vocabularies(node: Any, vocabularies: Vocabularies) -> Any:
    """Replace the name of a vocabulary by its entries."""
    if isinstance(node, list):
        return [_with_vocabularies(entry, vocabularies) for entry in node]
    if not isinstance(node, dict):
        return node
    schema = {key: _with_vocabularies(value, vocabularies) for key, value in node.items() if key != "x-vocabulary"}
    if "x-vocabulary" in node:
        schema["enum"] = list(vocabularies[node["x-vocabulary"]])
    return schema
