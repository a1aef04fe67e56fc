"""Validates a file against the model that declares it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from toolkit.diagnostics import Diagnostic
from toolkit.schema import Part, Vocabularies
from toolkit.sources.wording import describe, nearest_field
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile, parse_yaml

P = TypeVar("P", bound=Part)
Check = Callable[[P, SourceFile], Iterable[Diagnostic]]
"""Finds mistakes that declarations cannot describe; it runs only on a valid model."""


def validated(
    model: type[P], file: SourceFile, vocabularies: Vocabularies | None = None, check: Check[P] = lambda part, file: ()
) -> tuple[P | None, list[Diagnostic]]:
    """The model of a file, and what is wrong with the file. With any mistake, there is no model."""
    try:
        part = model.model_validate(file.values or {}, context={"vocabularies": vocabularies, "id": file.id})
    except ValidationError as error:
        return None, list(_mistakes(error.errors(include_url=False)[:MAX_PROBLEMS], file, model))
    diagnostics = list(islice(check(part, file), MAX_PROBLEMS))
    return None if diagnostics else part, diagnostics


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
