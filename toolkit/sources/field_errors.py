"""Explains pydantic's errors in plain words: what is so, then what to do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from toolkit.diagnostics import (
    NO_FIX,
    PROBLEMS,
    Diagnostic,
    Fix,
    Problem,
    dotted,
    nearest,
    quoted,
    respelling,
    shorten,
    worded,
)
from toolkit.schema import KINDS, FieldPath, Part
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.parts import Figure
from toolkit.schema.rules import ID, FieldError
from toolkit.sources.yaml_reader import SourceFile

MAX_KINDS = 3
"""In so few kinds, a field says which kind a record was meant to be."""


class Explanation(NamedTuple):
    """What is wrong with a field."""

    message: str
    hint: str
    fix: Fix = NO_FIX


def field_diagnostics(
    errors: Iterable[ErrorDetails], file: SourceFile, model: type[Part]
) -> Iterator[Diagnostic]:
    """The errors of a file. A misspelt field that must be there is a single mistake: unknown, but not also missing."""
    errors = list(errors)
    misspelt = {_meant_path(error, model) for error in errors if _is_unknown_field(error)}
    instead = _in_place_of_missing(errors, misspelt)
    misspelt |= {(*path[:-1], name) for path, name in instead.items()}
    for error in errors:
        path = file.as_written(error["loc"])
        if error["type"] == "default_factory_not_called":
            continue  # a value that is worked out from fields with mistakes
        if error["type"] == "missing" and path in misspelt:
            continue
        message, hint, fix = _explained(error, path, model)
        if error["loc"] in instead:
            hint = f"Did you mean `{instead[error['loc']]}`?"
        yield file.diagnostic(path, message, hint, fix)


def _in_place_of_missing(
    errors: Iterable[ErrorDetails], misspelt: Collection[FieldPath]
) -> dict[FieldPath, str]:
    """The only unknown field of a group of which only one is missing: by its path, the name of the one that is."""
    unknown: dict[FieldPath, list[FieldPath]] = defaultdict(list)
    missing: dict[FieldPath, list[str]] = defaultdict(list)
    for error in errors:
        group = error["loc"][:-1]
        if _is_unknown_field(error):
            unknown[group].append(error["loc"])
        elif error["type"] == "missing" and error["loc"] not in misspelt:
            missing[group].append(str(error["loc"][-1]))
    instead: dict[FieldPath, str] = {}
    for place, names in missing.items():
        if place and len(names) == 1 and len(unknown[place]) == 1:
            instead[unknown[place][0]] = names[0]
    return instead


def describe(error: ErrorDetails, path: FieldPath = (), model: type[Part] = Part) -> Problem:
    """What is so, and what to do. `path` leads to the field with the error."""
    explanation = _explained(error, path, model)
    return explanation.message, explanation.hint


def noun(model: type[Part]) -> str:
    """The name of a model, with its article: `an agency`."""
    name = model.__name__.removesuffix("Schema").lower()
    if name.endswith("s"):
        return name
    article = "an" if name[0] in "ao" else "a"
    return f"{article} {name}"


def _is_unknown_field(error: ErrorDetails) -> bool:
    return error["type"] == "extra_forbidden"


def _meant_path(error: ErrorDetails, model: type[Part]) -> FieldPath:
    """Where the field was meant to be that somebody misspelt."""
    *group, name = error["loc"]
    declared = _declared(model, tuple(group)).inner
    return (*group, nearest(str(name), declared))


def _explained(error: ErrorDetails, path: FieldPath, model: type[Part]) -> Explanation:
    """What is wrong with the field at a path."""
    value = error["input"]
    declared = _declared(model, path)
    if _is_unknown_field(error):
        return _unknown_field(path, model)
    if error["type"] == "missing":
        return Explanation("is missing.", _missing_hint(declared.spec))
    if value is None or (isinstance(value, str) and not value.strip()):
        return Explanation("is empty.", _empty_hint(path, declared.spec))
    if error["type"] == "value_error":
        broken_rule: FieldError = error["ctx"]["error"]
        return Explanation(broken_rule.message, broken_rule.hint, broken_rule.fix)
    if error["type"] == "string_type":
        return Explanation(f"is {_shape(value)} where a text belongs.", _text_hint(value))
    if error["type"] in PROBLEMS:
        message, hint = worded(error["type"], **_limits(error))
        return Explanation(message, f"{hint} {_entry_example(error, declared.spec)}".rstrip())
    return _no_group(value, declared.inner)


def _unknown_field(path: FieldPath, model: type[Part]) -> Explanation:
    """What is wrong with a field that is not declared: it is misspelt, or of another kind of record."""
    *group, name = path
    group_name = f"`{dotted(group)}`" if group else noun(model)
    if not group:
        kinds = [kind for kind in KINDS.values() if name in fields(kind.model)]
        if 0 < len(kinds) <= MAX_KINDS:
            homes = " or ".join(f"{noun(kind.model)} ({kind.folder}/)" for kind in kinds)
            return Explanation(*worded("field-of-other-kind", place=group_name, homes=homes))
    names = _declared(model, tuple(group)).inner
    meant = nearest(str(name), names)
    message, hint = worded("no-field-of", meant, place=group_name, fields=quoted(names))
    return Explanation(message, hint, respelling(str(name), meant))


def _limits(error: ErrorDetails) -> dict[str, object]:
    """What the message of an error names: the value, and the limits that it is beyond."""
    value = error["input"]
    return {
        "value": shorten(str(value)),
        "shape": _shape(value),
        "length": len(value) if isinstance(value, str | list) else 0,
        **error.get("ctx", {}),
    }


def _no_group(value: Any, inner: Mapping[str, FieldSpec]) -> Explanation:
    """What is wrong with a value where fields belong."""
    names = f"the fields {quoted(inner)}" if inner else "fields"
    needed = quoted(name for name, spec in inner.items() if spec.is_required)
    problem = "group-with-needs" if needed else "group"
    return Explanation(*worded(problem, shape=_shape(value), names=names, needed=needed))


class _Declaration(NamedTuple):
    """What is declared at a path."""

    spec: FieldSpec | None
    """The field; an entry of a list has its list's field."""
    inner: Mapping[str, FieldSpec]
    """The fields of the value there."""


def _declared(model: type[Part], path: FieldPath) -> _Declaration:
    """What is declared at a path in a model."""
    spec: FieldSpec | None = None
    inner = fields(model)
    for step in path:
        if isinstance(step, str):
            spec = inner.get(step)
            inner = fields(spec.part) if spec and spec.part else {}
    is_whole_list = spec and spec.is_list and isinstance(path[-1], str)
    return _Declaration(spec, {} if is_whole_list else inner)


def _shape(value: Any) -> str:
    """What a value is, in a phrase."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, str):
        return f"a text (`{shorten(value)}`)"
    return f"`{value}`"


def _entry_example(error: ErrorDetails, spec: FieldSpec | None) -> str:
    """What an entry of a list of groups needs, where the value is no such list."""
    if error["type"] not in ("list_type", "too_short") or not spec or not spec.part:
        return ""
    first, *others = [name for name, inner in fields(spec.part).items() if inner.is_required]
    if spec.part is Figure:  # whose rule asks for it
        others.append("year")
    if not others:
        return f"Each begins with `- {first}: …`."
    return f"Each begins with `- {first}: …`, and has below that {quoted(others)}."


def _missing_hint(spec: FieldSpec | None) -> str:
    """How to add a field: what it says."""
    if not spec:
        return ""
    return f"Add it: {spec.doc[:1].lower()}{spec.doc[1:]}"


def _text_hint(value: Any) -> str:
    """How to write a text that YAML read as a list or group."""
    if isinstance(value, list):
        return (
            "Write a single text in its place. "
            "A text that begins with `[` needs quotation marks around it."
        )
    if not isinstance(value, dict) or len(value) != 1:
        return "Write a single text in its place."
    [(key, text)] = value.items()
    if not isinstance(text, str):
        return "Write a single text in its place."
    if not text and ID.fullmatch(key):
        examples = f'`"{{{key}}}"` or `"{key}:"`'
        return f"A text with a brace or a colon needs quotation marks around it: {examples}."
    written = shorten(f"{key}: {text}".strip())
    return f'A text with a colon needs quotation marks around it: `"{written}"`.'


def _empty_hint(path: FieldPath, spec: FieldSpec | None) -> str:
    """How to fill an empty value, or that it can be left out."""
    if path and isinstance(path[-1], int):
        return "Write it after the hyphen, or delete the line."
    shape = "value"
    if spec and spec.is_list:
        shape = "list"
    elif spec and spec.part:
        shape = "group"
    _, hint = worded(f"empty-{shape}")
    if spec and spec.is_required:
        return f"{hint}."
    return f"{hint}, or delete the line."
