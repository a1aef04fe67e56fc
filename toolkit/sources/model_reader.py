"""Validates a file against the model that declares it, and explains pydantic's errors in plain words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from toolkit.diagnostics import PROBLEMS, Diagnostic, dotted, nearest, quoted, shorten, worded
from toolkit.schema import KINDS, FieldPath, Part, Vocabularies
from toolkit.schema.fields import ID
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile, parse_yaml

P = TypeVar("P", bound=Part)
Check = Callable[[P, SourceFile], Iterable[Diagnostic]]
"""Finds mistakes that declarations cannot describe."""
MOST_KINDS = 3
"""In so few kinds, a field says which kind a record was meant to be."""


def validated(
    model: type[P],
    file: SourceFile,
    vocabularies: Vocabularies | None = None,
    check: Check[P] = lambda part, file: (),
) -> tuple[P | None, list[Diagnostic]]:
    """The model of a file, and what is wrong with the file. With any mistake, there is no model."""
    diagnostics: list[Diagnostic] = []
    try:
        part = model.model_validate(
            file.values or {}, context={"vocabularies": vocabularies, "id": file.id}
        )
    except ValidationError as error:
        diagnostics = list(_mistakes(error.errors(include_url=False)[:MAX_PROBLEMS], file, model))
        if (
            not file.kind or file.language
        ):  # of a broken record, the rest is checked, to find all mistakes at once
            return None, diagnostics
        part = readable(model, file.values)
    reported = {(entry.line, entry.field) for entry in diagnostics}
    more = (entry for entry in check(part, file) if (entry.line, entry.field) not in reported)
    diagnostics += islice(more, max(MAX_PROBLEMS - len(diagnostics), 0))
    return None if diagnostics else part, diagnostics


def readable(model: type[P], values: Any, id: str = "") -> P:
    """What can be read of a broken part, so that all its mistakes are reported at once.

    Rules find every value in its place and of its type: what cannot be read is empty in a list or where a value must
    be, and left out elsewhere. What is worked out from other values is empty, too.
    """
    fields_read: dict[str, Any] = {}
    for name, spec in fields(model).items():
        value = values.get(name) if isinstance(values, dict) else None
        if spec.is_list:
            entries = (
                value if isinstance(value, list) else [value] if _is_readable(value, spec) else []
            )
            fields_read[name] = [_read(entry, spec) for entry in entries]
        elif (
            spec.is_required
            or model.model_fields[name].default_factory
            or _is_readable(value, spec)
        ):
            fields_read[name] = _read(value, spec)
    part = model.model_construct(**fields_read)
    part.model_post_init({"id": id})
    return part


def _is_readable(value: Any, spec: FieldSpec) -> bool:
    if spec.base is int:
        return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 9
    return spec.base is not bool and isinstance(value, dict if spec.part else str)


def _read(value: Any, spec: FieldSpec) -> Any:
    if spec.part:
        return readable(spec.part, value)
    return spec.base(value) if _is_readable(value, spec) else spec.base()


def read_by_language(
    model: type[P], languages: Sequence[str], folder: Path, check: Check[P] = lambda part, file: ()
) -> tuple[dict[str, P], list[Diagnostic]]:
    """The model of each language's file in a folder of the program, if it has any, and what is wrong."""
    parts: dict[str, P] = {}
    diagnostics: list[Diagnostic] = []
    for path in [folder / f"{language}.yml" for language in languages]:
        if path.is_file():
            file = parse_yaml(path.read_text("utf-8"), f"toolkit/{folder.name}/{path.name}")
            part, mistakes = validated(model, file, check=check)
            parts |= {path.stem: part} if part else {}
            diagnostics += file.diagnostics or mistakes
    return parts, sorted(diagnostics)


def _mistakes(
    errors: list[ErrorDetails], file: SourceFile, model: type[Part]
) -> Iterator[Diagnostic]:
    """A misspelt field that must be there is a single mistake: unknown, but not also missing."""
    misspelt = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), _declared(model, error["loc"][:-1])[1]))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        path = file.as_written(error["loc"])
        if (
            error["type"] == "default_factory_not_called"
        ):  # a value that is worked out from fields with mistakes
            continue
        if error["type"] != "missing" or path not in misspelt:
            yield file.diagnostic(path, *describe(error, path, model))


def describe(
    error: ErrorDetails, path: FieldPath = (), model: type[Part] = Part
) -> tuple[str, str]:
    """What is so, and what to do. `path` leads to the field with the error."""
    value, context = error["input"], error.get("ctx", {})
    spec, inner = _declared(model, path)
    match error["type"]:
        case "extra_forbidden":
            place = f"`{dotted(path[:-1])}`" if len(path) > 1 else noun(model)
            _, known = _declared(model, path[:-1])
            others = [
                kind for kind in KINDS.values() if len(path) == 1 and path[0] in fields(kind.model)
            ]
            if 0 < len(others) <= MOST_KINDS:
                homes = " or ".join(f"{noun(kind.model)} ({kind.folder}/)" for kind in others)
                return worded("field-of-other-kind", place=place, homes=homes)
            return worded(
                "no-field-of", nearest(str(path[-1]), known), place=place, fields=quoted(known)
            )
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
            values = {
                "value": shorten(str(value)),
                "shape": _shape(value),
                "length": length,
                **context,
            }
            return worded(name, **values)
        case _:
            names = f"the fields {quoted(inner)}" if inner else "fields"
            needed = quoted(name for name, field in inner.items() if field.is_required)
            problem = "group-with-needs" if needed else "group"
            return worded(problem, shape=_shape(value), names=names, needed=needed)


def noun(model: type[Part]) -> str:
    """The name of a model, with its article: `an agency`."""
    name = model.__name__.removesuffix("Schema").lower()
    return name if name.endswith("s") else f"{'an' if name[0] in 'ao' else 'a'} {name}"


def _declared(
    model: type[Part], path: FieldPath
) -> tuple[FieldSpec | None, Mapping[str, FieldSpec]]:
    """The field at the end of a path (an entry has its list's field), and the fields of the value there."""
    spec: FieldSpec | None = None
    inner = fields(model)
    for step in path:
        if isinstance(step, str):
            spec = inner.get(step)
            inner = fields(spec.part) if spec and spec.part else {}
    is_whole_list = spec and spec.is_list and isinstance(path[-1], str)
    return spec, {} if is_whole_list else inner


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
    if not rest and ID.fullmatch(key):
        return f'A text with a brace or a colon needs quotation marks around it: `"{{{key}}}"` or `"{key}:"`.'
    text = shorten(f"{key}: {rest}".strip())
    return f'A text with a colon needs quotation marks around it: `"{text}"`.'


def _empty_hint(path: FieldPath, spec: FieldSpec | None) -> str:
    if path and isinstance(path[-1], int):
        return "Write it after the hyphen, or delete the line."
    shape = "list" if spec and spec.is_list else "group" if spec and spec.part else "value"
    _, how = worded(f"empty-{shape}")
    return f"{how}." if spec and spec.is_required else f"{how}, or delete the line."
