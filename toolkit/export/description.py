"""What describes the data to programs: a JSON Schema of the files and OpenAPI 3.1, made from `shapes.py`."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from toolkit.export.api import VERSION
from toolkit.export.shapes import Index, Labels, List, record_file
from toolkit.listing import API
from toolkit.project import Project
from toolkit.schema import KINDS
from toolkit.schema.json_schema import with_entries


def shapes() -> dict[str, type[BaseModel]]:
    """The shape of each file, by its path in the API."""
    files: dict[str, type[BaseModel]] = {
        "/index.json": Index,
        "/{language}/labels.json": Labels,
    }
    for kind in KINDS.values():
        files[f"/{{language}}/{kind.address}/index.json"] = List
    for kind in KINDS.values():
        files[f"/{{language}}/{kind.address}/{{id}}.json"] = record_file(kind.id)
    return files


def description(project: Project, pages: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files by name in the site."""
    languages = list(project.whole_catalogs)
    files = shapes()
    distinct_shapes = dict.fromkeys(files.values())
    _, definitions = models_json_schema([(shape, "validation") for shape in distinct_shapes])
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **without_length_limits(with_entries(definitions, project.vocabularies)),
    }
    openapi = {
        "openapi": "3.1.0",
        "info": {"title": project.settings.name, "version": VERSION},
        # Relative to this file: also right in a copy of the site under another address.
        "servers": [{"url": "../v1"}],
        "security": [],
        "paths": {
            path: {"get": _operation(path, shape, languages)} for path, shape in files.items()
        },
    }
    return {
        f"{API}/schema.json": orjson.dumps(schema),
        f"{API}/openapi.json": orjson.dumps(openapi),
    }


def without_length_limits(schema: Any) -> Any:
    """A schema without `maxLength`: a limit holds for the English text, and a translation may be longer."""

    def widen(node: dict[str, Any]) -> dict[str, Any]:
        if isinstance(node.get("maxLength"), int):
            del node["maxLength"]
        return node

    return json.loads(json.dumps(schema), object_hook=widen)


def _operation(path: str, shape: type[BaseModel], languages: list[str]) -> dict[str, Any]:
    """What OpenAPI says of a path."""
    values = {"language": {"type": "string", "enum": languages}, "id": {"type": "string"}}
    reference = {"$ref": f"schema.json#/$defs/{shape.__name__}"}
    first_line, _, _ = (shape.__doc__ or "").partition("\n")
    first_sentence, _, _ = first_line.partition(".")
    words_without_ending = re.findall(r"\w+", path)[:-1]
    return {
        "operationId": "_".join(words_without_ending),
        "summary": first_sentence,
        "description": first_line,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": values[name]}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "responses": {
            "200": {
                "description": "The file.",
                "content": {"application/json": {"schema": reference}},
            },
            "404": {"description": "No file."},
        },
    }
