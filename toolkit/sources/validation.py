"""Validates a file against the model that declares it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from toolkit.diagnostics import Diagnostic
from toolkit.schema import Part, Vocabularies
from toolkit.schema.introspect import fields
from toolkit.sources.wording import describe, nearest_field
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile, parse_yaml

P = TypeVar("P", bound=Part)
Check = Callable[[P, SourceFile], Iterable[Diagnostic]]
"""Finds mistakes that declarations cannot describe."""


def validated(
    model: type[P], file: SourceFile, vocabularies: Vocabularies | None = None, check: Check[P] = lambda part, file: ()
) -> tuple[P | None, list[Diagnostic]]:
    """The model of a file, and what is wrong with the file. With any mistake, there is no model."""
    diagnostics: list[Diagnostic] = []
    try:
        part = model.model_validate(file.values or {}, context={"vocabularies": vocabularies, "id": file.id})
    except ValidationError as error:
        diagnostics = list(_mistakes(error.errors(include_url=False)[:MAX_PROBLEMS], file, model))
        if not file.kind or file.language:  # of a broken record, the rest is checked, to find all mistakes at once
            return None, diagnostics
        part = readable(model, file.values)
    reported = {(entry.line, entry.field) for entry in diagnostics}
    more = (entry for entry in check(part, file) if (entry.line, entry.field) not in reported)
    diagnostics += islice(more, max(MAX_PROBLEMS - len(diagnostics), 0))
    return None if diagnostics else part, diagnostics


def readable(model: type[P], values: Any, id: str = "") -> P:
    """What can be read of a broken part, so that all its mistakes are reported at once: values of the right shape."""
    fields_read: dict[str, Any] = {}
    for name, spec in fields(model).items():
        value = values.get(name) if isinstance(values, dict) else None
        entries = value if isinstance(value, list) else [value]
        shape = dict if spec.part else str
        usable: list[Any] = [
            readable(spec.part, entry) if spec.part else entry for entry in entries if isinstance(entry, shape)
        ]
        if spec.base in (int, bool):
            usable = [int(entry) for entry in usable if entry.isascii() and entry.isdecimal() and len(entry) < 9]
        if usable and (spec.is_list or not isinstance(value, list)):
            fields_read[name] = usable if spec.is_list else usable[0]
        elif spec.is_required:
            fields_read[name] = [] if spec.is_list else None
    part = model.model_construct(**fields_read)
    part.model_post_init({"id": id})
    return part


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


def _mistakes(errors: list[ErrorDetails], file: SourceFile, model: type[Part]) -> Iterator[Diagnostic]:
    """A misspelt field that must be there is a single mistake: unknown, but not also missing."""
    misspelt = {
        (*error["loc"][:-1], nearest_field(error["loc"], model))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        path = file.as_written(error["loc"])
        if error["type"] == "default_factory_not_called":  # a value that is worked out from fields with mistakes
            continue
        if error["type"] != "missing" or path not in misspelt:
            yield file.diagnostic(path, *describe(error, path, model))
