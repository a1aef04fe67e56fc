"""Turns the values of a file into the model that declares them."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from toolkit.diagnostics import Diagnostic, unreported
from toolkit.schema import Part, Vocabularies
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.sources.field_errors import field_diagnostics
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile, parse_yaml

P = TypeVar("P", bound=Part)
Rules = Callable[[P, SourceFile], Iterable[Diagnostic]]
"""Finds mistakes that declarations cannot describe."""
MAX_DIGITS = 8
"""Of a number in a broken record that is still read."""


def no_rules(part: Part, file: SourceFile) -> Iterable[Diagnostic]:
    """The rules of a model whose declarations say everything."""
    return ()


def validated(
    model: type[P],
    file: SourceFile,
    vocabularies: Vocabularies | None = None,
    rules: Rules[P] = no_rules,
) -> tuple[P | None, list[Diagnostic]]:
    """The model of a file, and what is wrong with the file. With any mistake, there is no model."""
    diagnostics: list[Diagnostic] = []
    context = {"vocabularies": vocabularies, "id": file.id}
    try:
        part = model.model_validate(file.values or {}, context=context)
    except ValidationError as error:
        errors = error.errors(include_url=False)[:MAX_PROBLEMS]
        diagnostics += field_diagnostics(errors, file, model)
        is_record = file.kind and not file.language
        if not is_record:
            return None, diagnostics
        part = readable(model, file.values)  # to find all mistakes of a record at once
    broken_rules = unreported(rules(part, file), diagnostics)
    diagnostics += islice(broken_rules, max(MAX_PROBLEMS - len(diagnostics), 0))
    return None if diagnostics else part, diagnostics


def readable(model: type[P], values: Any, id: str = "") -> P:
    """What can be read of a broken part, so that all its mistakes are reported at once.

    Rules find every value in its place and of its type: what cannot be read is empty in a list or where a value must
    be, and left out elsewhere. What is worked out from other values is empty, too.
    """
    fields_read: dict[str, Any] = {}
    for name, spec in fields(model).items():
        value = values.get(name) if isinstance(values, dict) else None
        is_worked_out = model.model_fields[name].default_factory is not None
        if spec.is_list:
            fields_read[name] = [_read(entry, spec) for entry in _readable_entries(value, spec)]
        elif spec.is_required or is_worked_out or _is_readable(value, spec):
            fields_read[name] = _read(value, spec)
    part = model.model_construct(**fields_read)
    part.model_post_init({"id": id})
    return part


def _readable_entries(value: Any, spec: FieldSpec) -> list[Any]:
    """The entries of a list; a single value that could be one stands for the list."""
    if isinstance(value, list):
        return value
    return [value] if _is_readable(value, spec) else []


def _is_readable(value: Any, spec: FieldSpec) -> bool:
    """Whether a value is of the type that its field declares."""
    if spec.base is bool:
        return False
    if spec.base is int:
        is_number = isinstance(value, str) and value.isascii() and value.isdecimal()
        return is_number and len(value) <= MAX_DIGITS
    return isinstance(value, dict if spec.part else str)


def _read(value: Any, spec: FieldSpec) -> Any:
    """A value of its field's type; an empty one if it cannot be read."""
    if spec.part:
        return readable(spec.part, value)
    return spec.base(value) if _is_readable(value, spec) else spec.base()


def read_by_language(
    model: type[P], languages: Sequence[str], folder: Path, rules: Rules[P] = no_rules
) -> tuple[dict[str, P], list[Diagnostic]]:
    """The model of each language's file in a folder of the program, if it has any, and what is wrong."""
    parts: dict[str, P] = {}
    diagnostics: list[Diagnostic] = []
    for language in languages:
        path = folder / f"{language}.yml"
        if not path.is_file():
            continue
        file = parse_yaml(path.read_text("utf-8"), f"toolkit/{folder.name}/{path.name}")
        part, mistakes = validated(model, file, rules=rules)
        if part:
            parts[language] = part
        diagnostics += file.diagnostics or mistakes
    return parts, sorted(diagnostics)
