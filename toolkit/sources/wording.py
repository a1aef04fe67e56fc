"""Explains pydantic's errors to people who have never heard of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from toolkit.diagnostics import correction, dotted, nearest, shorten
from toolkit.schema import KINDS, FieldPath, Part
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.texts import read_texts

PROBLEMS: dict[str, tuple[str, str]] = read_texts("sources/wording.yml")
"""Messages and hints for pydantic's errors that need no more than their values."""
MOST_KINDS = 3
"""In so few kinds, a field says which kind a record was meant to be."""


def describe(error: ErrorDetails, path: FieldPath = (), model: type[Part] = Part) -> tuple[str, str]:
    """What is so, and what to do. `path` leads to the field with the error."""
    value, context = error["input"], error.get("ctx", {})
    spec, inner = _declared(model, path)
    match error["type"]:
        case "extra_forbidden":
            place = f"`{dotted(path[:-1])}`" if len(path) > 1 else noun(model)
            _, known = _declared(model, path[:-1])
            others = [kind for kind in KINDS.values() if len(path) == 1 and path[0] in fields(kind.model)]
            hint = correction(str(path[-1]), known, f"Its fields are {_quoted(known)}.")
            if 0 < len(others) <= MOST_KINDS:
                homes = " or ".join(f"{noun(kind.model)} ({kind.folder}/)" for kind in others)
                hint = f"It is a field of {homes}: move the file there, or delete the field."
            return f"is not a field of {place}.", hint
        case "missing":
            return "is missing.", f"Add it: {spec.doc[:1].lower()}{spec.doc[1:]}" if spec else ""
        case _ if value is None or (isinstance(value, str) and not value.strip()):
            return "is empty.", _empty_hint(path, spec)
        case "value_error":
            return context["error"].message, context["error"].hint
        case "string_type":
            return f"is {_shape(value)} where a text belongs.", _text_hint(value)
        case name if name in PROBLEMS:
            length = len(value) if isinstance(value, str | list) else 0
            values = {"value": shorten(str(value)), "shape": _shape(value), "length": length, **context}
            message, hint = PROBLEMS[name]
            return message.format(**values), hint.format(**values)
        case _:
            names = f"the fields {_quoted(inner)}" if inner else "fields"
            hint = "Write each field on a separate line, two spaces further in."
            return f"is {_shape(value)} where {names} belong.", hint


def nearest_field(path: FieldPath, model: type[Part]) -> str:
    """The field that the last step of a path was probably meant to be, or an empty text."""
    return nearest(str(path[-1]), _declared(model, path[:-1])[1])


def noun(model: type[Part]) -> str:
    """The name of a model, with its article: `an agency`."""
    name = model.__name__.removesuffix("Schema").lower()
    return name if name.endswith("s") else f"{'an' if name[0] in 'ao' else 'a'} {name}"


def _declared(model: type[Part], path: FieldPath) -> tuple[FieldSpec | None, Mapping[str, FieldSpec]]:
    """The field at the end of a path (an entry has its list's field), and the fields of the value there."""
    spec: FieldSpec | None = None
    inner = fields(model)
    for step in path:
        if isinstance(step, str):
            spec = inner.get(step)
            inner = fields(spec.part) if spec and spec.part else {}
    is_whole_list = spec and spec.is_list and isinstance(path[-1], str)
    return spec, {} if is_whole_list else inner


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shape(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a group of fields"
    return f"a text (`{shorten(value)}`)" if isinstance(value, str) else f"`{value}`"


def _text_hint(value: Any) -> str:
    if isinstance(value, list):
        return "Write a single text in its place. A text that begins with `[` needs quotation marks around it."
    (key, rest), *more = value.items() if isinstance(value, dict) and value else [("", [])]
    if more or not isinstance(rest, str):
        return "Write a single text in its place."
    text = shorten(f"{key}: {rest}".strip())
    return f'A text with a colon needs quotation marks around it: `"{text}"`.'


def _empty_hint(path: FieldPath, spec: FieldSpec | None) -> str:
    if path and isinstance(path[-1], int):
        return "Write it after the hyphen, or delete the line."
    if spec and spec.is_list:
        how = "Write its entries below it, each on a line that begins with `- `"
    elif spec and spec.part:
        how = "Write its fields below it, two spaces further in"
    else:
        how = "Write its value after the colon"
    return f"{how}." if spec and spec.is_required else f"{how}, or delete the line."
