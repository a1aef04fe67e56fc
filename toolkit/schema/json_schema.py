"""Generates the JSON Schema files with which editors complete and check records."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from toolkit.schema import KINDS, Part, Vocabularies
from toolkit.schema.translation import Translation

UNQUOTED = {
    "string": ["string", "number", "boolean"],
    "integer": ["integer", "string"],
    "boolean": ["boolean", "string"],
}
"""What editors may take the value of such a field for. `number: 7` is a text to us, `year: "2012"` a number."""


def schema_files(vocabularies: Vocabularies) -> dict[str, str]:
    """The name and text of each file: JSON Schema 2020-12, fields with their docstrings, vocabularies with entries."""
    models: dict[str, type[Part]] = {kind.id: kind.model for kind in KINDS.values()}
    files = {}
    for name, model in (models | {"translation": Translation}).items():
        schema = {
            "$schema": GenerateJsonSchema.schema_dialect,
            **as_editors_read(with_entries(model.model_json_schema(), vocabularies)),
            "title": model.__name__,
        }
        files[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return files


def with_entries(schema: Any, vocabularies: Vocabularies) -> Any:
    """A schema with the entries of vocabularies in place of their names."""

    def expand(node: dict[str, Any]) -> dict[str, Any]:
        name = node.pop("x-vocabulary", None)
        if not name:
            return node
        return node | {"enum": list(vocabularies[name])}

    return json.loads(json.dumps(schema), object_hook=expand)


def as_editors_read(schema: Any) -> Any:
    """A schema that takes each value with and without quotation marks, as the check does."""

    def widen(node: dict[str, Any]) -> dict[str, Any]:
        name = node.get("type")
        is_closed = "enum" in node or "format" in node
        if is_closed or not isinstance(name, str) or name not in UNQUOTED:
            return node
        return node | {"type": UNQUOTED[name]}

    return json.loads(json.dumps(schema), object_hook=widen)
