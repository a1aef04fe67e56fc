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
        return next((m for m in self.marks if isinstance(m, mark)), None)

    @property
    def label(self) -> str:
        """The message that names it on a record's page; empty if none does."""
        headings = [
            mark.heading
            for mark in (self.mark(Counted), self.mark(Section))
            if mark and mark.heading
        ]
        return f"glance.{self.name}" if self.mark(Panel) else "".join(headings[:1])


@cache
def fields(model: type[Part]) -> dict[str, FieldSpec]:
    """The fields of a record or part, in the order declared."""
    specs: dict[str, FieldSpec] = {}
    for name, info in model.model_fields.items():
        base, marks = _unwrapped(info.annotation)
        marks = (*info.metadata, *marks)
        if is_list := get_origin(base) is list:
            base, more = _unwrapped(get_args(base)[0])
            marks += more
        part = base if isinstance(base, type) and issubclass(base, Part) else None
        specs[name] = FieldSpec(
            name, info.description or "", base, part, is_list, info.is_required(), marks
        )
    return specs


def _unwrapped(annotation: Any) -> tuple[Any, tuple[object, ...]]:
    """The type in an annotation, without `| None`, and its metadata."""
    marks: tuple[object, ...] = ()
    while get_origin(annotation) in (Annotated, Union, UnionType):
        first, *rest = get_args(annotation)
        if get_origin(annotation) is Annotated:
            marks += tuple(rest)
        annotation = first if first is not NoneType else rest[0]
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
    """Every value whose field has a mark, with its place and field; lists and parts are opened."""
    for name, spec in fields(type(part)).items():
        value = getattr(part, name)
        if not value or not (spec.part or spec.mark(mark)):
            continue
        places = (
            {(*path, name, i): entry for i, entry in enumerate(value)}
            if spec.is_list
            else {(*path, name): value}
        )
        for place, entry in places.items():
            if spec.part:
                yield from marked_values(entry, mark, place)
            elif entry:  # in a broken record, an entry may be empty
                yield place, spec, entry


def cited_keys(part: Part) -> dict[str, list[FieldPath]]:
    """Where a record cites each key, in its texts and in its fields for keys."""
    cited: dict[str, list[FieldPath]] = {}
    for path, _, text in marked_values(part, Translatable):
        for key in citations(text):
            cited.setdefault(key, []).append(path)
    for path, _, key in marked_values(part, CitesSources):
        cited.setdefault(key, []).append(path)
    return cited
