"""Reads the declarations: the fields of a model, the values of a record with their marks."""

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from toolkit.schema.fields import (
    CitesSources,
    Counted,
    FieldPath,
    Panel,
    Part,
    Section,
    Translatable,
)
from toolkit.schema.markup import citations

M = TypeVar("M")


class FieldSpec(NamedTuple):
    """A field as declared."""

    name: str
    doc: str
    """Its docstring."""
    base: type
    """`str`, `int`, `bool` or a part: the type of the value, or of a list's entries."""
    part: type[Part] | None
    """The same, if it is a part, which has fields itself."""
    is_list: bool
    is_required: bool
    marks: tuple[object, ...]
    """On the field and on the entries of a list."""

    def mark(self, mark: type[M]) -> M | None:
        """Its mark of this type."""
        for candidate in self.marks:
            if isinstance(candidate, mark):
                return candidate
        return None

    @property
    def label(self) -> str:
        """The message that names it on a record's page; empty if none does."""
        if self.mark(Panel):
            return f"glance.{self.name}"
        for mark in (self.mark(Counted), self.mark(Section)):
            if mark and mark.heading:
                return mark.heading
        return ""


@cache
def fields(model: type[Part]) -> dict[str, FieldSpec]:
    """The fields of a record or part, in the order declared."""
    specs: dict[str, FieldSpec] = {}
    for name, info in model.model_fields.items():
        base, inner_marks = _unwrapped(info.annotation)
        marks = (*info.metadata, *inner_marks)
        is_list = get_origin(base) is list
        if is_list:
            base, entry_marks = _unwrapped(get_args(base)[0])
            marks += entry_marks
        is_part = isinstance(base, type) and issubclass(base, Part)
        specs[name] = FieldSpec(
            name=name,
            doc=info.description or "",
            base=base,
            part=base if is_part else None,
            is_list=is_list,
            is_required=info.is_required(),
            marks=marks,
        )
    return specs


def _unwrapped(annotation: Any) -> tuple[Any, tuple[object, ...]]:
    """The type in an annotation, without `| None`, and its metadata."""
    marks: tuple[object, ...] = ()
    while get_origin(annotation) in (Annotated, Union, UnionType):
        first, *others = get_args(annotation)
        if get_origin(annotation) is Annotated:
            marks += tuple(others)
        annotation = others[0] if first is NoneType else first
    return annotation, marks


@cache
def marked_fields(model: type[Part], mark: type, prefix: str = "") -> dict[str, FieldSpec]:
    """Every field that has a mark, by its name in the record: `points.text`."""
    marked: dict[str, FieldSpec] = {}
    for name, spec in fields(model).items():
        if spec.mark(mark):
            marked[f"{prefix}{name}"] = spec
        elif spec.part:
            marked |= marked_fields(spec.part, mark, f"{prefix}{name}.")
    return marked


def marked_values(
    part: Part, mark: type, path: FieldPath = ()
) -> Iterator[tuple[FieldPath, FieldSpec, Any]]:
    """Every value whose field has a mark, with its path and field; lists and parts are opened."""
    for name, spec in fields(type(part)).items():
        value = getattr(part, name)
        if not value or not (spec.part or spec.mark(mark)):
            continue
        for entry_path, entry in _entries(value, (*path, name), spec):
            if spec.part:
                yield from marked_values(entry, mark, entry_path)
            elif entry:  # in a broken record, an entry may be empty
                yield entry_path, spec, entry


def cited_keys(part: Part) -> dict[str, list[FieldPath]]:
    """Where a record cites each key, in its texts and in its fields for keys."""
    cited: dict[str, list[FieldPath]] = {}
    for path, _, text in marked_values(part, Translatable):
        for key in citations(text):
            cited.setdefault(key, []).append(path)
    for path, _, key in marked_values(part, CitesSources):
        cited.setdefault(key, []).append(path)
    return cited


def _entries(value: Any, path: FieldPath, spec: FieldSpec) -> Iterator[tuple[FieldPath, Any]]:
    """The entries of a list, each with its path; a single value is its own entry."""
    if not spec.is_list:
        yield path, value
        return
    for i, entry in enumerate(value):
        yield (*path, i), entry
