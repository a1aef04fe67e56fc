"""Reading the declarations: each field of a record as data, and every value of a record with its field."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from toolkit.records.text import CITED, LINK, Choice, Filter, Ref, Translatable


class Part(BaseModel):
    """A closed, unchanging piece of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


M = TypeVar("M")
Path = tuple[str | int, ...]
"""Where a value stands in a record: `("points", 2, "text")`."""


@dataclass(frozen=True)
class Spec:
    """A field as declared: what it holds, what it is marked as, and what its docstring says."""

    base: type
    """`str`, `int`, `bool`, `list` or a `Part`."""
    item: "Spec | None"
    """What each entry of a list is."""
    marks: tuple[object, ...]
    doc: str = ""
    is_required: bool = False
    default: object = None

    def mark(self, mark: type[M]) -> M | None:
        """The field's or its entries' mark of this type."""
        own = next((m for m in self.marks if isinstance(m, mark)), None)
        return own or (self.item.mark(mark) if self.item else None)


@cache
def fields(part: type[Part]) -> dict[str, Spec]:
    """The fields of a record or a piece of one, in the order declared."""
    return {name: _spec(info.annotation, tuple(info.metadata), info) for name, info in part.model_fields.items()}


def walk(part: Part, path: Path = ()) -> Iterator[tuple[Path, Spec, Any]]:
    """Every value of a record with its place and its field, pieces and lists opened."""
    for name, spec in fields(type(part)).items():
        yield from _walk_value(getattr(part, name), spec, (*path, name))


@cache
def ways(part: type[Part], mark: Any) -> list[tuple[str, Spec, bool]]:
    """The fields of a record, or a piece of one, that have a mark, or pieces with such fields; which have it."""
    found = []
    for name, spec in fields(part).items():
        base = (spec.item or spec).base
        if spec.mark(mark):
            found.append((name, spec, True))
        elif issubclass(base, Part) and ways(base, mark):
            found.append((name, spec, False))
    return found


def marked(part: Part, mark: Any, path: Path = ()) -> Iterator[tuple[Path, Spec, Any]]:
    """Every value that has a mark, with its place and its field, as `walk` gives them, but without a look at others."""
    for name, spec, has_mark in ways(type(part), mark):
        value = getattr(part, name)
        if has_mark:
            yield from _walk_value(value, spec, (*path, name))
        elif isinstance(value, list):
            for i, entry in enumerate(value):
                yield from marked(entry, mark, (*path, name, i))
        elif value is not None:
            yield from marked(value, mark, (*path, name))


def citations(text: str) -> list[str]:
    """The keys that a text cites, in order: `"So it is.[@a; @b]"` gives `["a", "b"]`."""
    return [key.strip()[1:] for group in CITED.findall(text) for key in group.split(";")]


def links(text: str) -> list[str]:
    """The addresses that a text links to, in order."""
    return [address for _, address in LINK.findall(text)]


def _walk_value(value: Any, spec: Spec, path: Path) -> Iterator[tuple[Path, Spec, Any]]:
    if value is None:
        return
    if spec.item:
        for i, entry in enumerate(value):
            yield from _walk_value(entry, spec.item, (*path, i))
    elif isinstance(value, Part):
        yield from walk(value, path)
    else:
        yield path, spec, value


def _spec(annotation: Any, marks: tuple[object, ...] = (), info: FieldInfo | None = None) -> Spec:
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks = (*marks, *more)
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not NoneType)
        else:
            break
    item = _spec(get_args(annotation)[0]) if get_origin(annotation) is list else None
    ours = tuple(m for m in marks if isinstance(m, Ref | Choice | Filter | Translatable))
    return Spec(
        base=list if item else annotation,
        item=item,
        marks=ours,
        doc=(info.description or "") if info else "",
        is_required=info.is_required() if info else True,
        default=None if info is None or info.is_required() else info.default,
    )
