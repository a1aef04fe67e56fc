"""Declarations: what a piece of a record is, its fields as data, and every value of a record with its field.

They are plain classes. Pydantic, which takes long to load, is asked only where something is wrong
(`toolkit/records/full.py`).
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from inspect import cleandoc, get_annotations, getsource
from itertools import pairwise
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from toolkit.records.text import CITED, LINK, Choice, Cites, Filter, Ref, Translatable

NOTHING = object()
"""The default of a field that must be given."""


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
class Declared(type):
    """The class of classes whose annotations are fields (PEP 681)."""


class Part(metaclass=Declared):
    """A closed, unchanging piece of a record. It keeps what was given; the rest is as its class declares."""

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} of {type(self).__name__} does not change")

    def __eq__(self, other: object) -> bool:
        names = fields(type(self))
        return type(self) is type(other) and all(getattr(self, name) == getattr(other, name) for name in names)

    def __hash__(self) -> int:
        raise TypeError(f"{type(self).__name__} holds lists, which have no hash")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.given.items())})"

    @property
    def given(self) -> Mapping[str, Any]:
        """The fields that were given, with their values."""
        return self.__dict__

    def but(self, **changed: Any) -> Self:
        """The same, but for these fields."""
        return type(self)(**{**self.__dict__, **changed})

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: Any) -> Any:
        from toolkit.records.full import core_schema_of

        return core_schema_of(cls, handler)


M = TypeVar("M")
Path = tuple[str | int, ...]
"""Where a value stands in a record: `("points", 2, "text")`."""


class Spec(NamedTuple):
    """A field as declared: what it holds and what it is marked as."""

    base: type
    """`str`, `int`, `bool`, `list` or a `Part`."""
    item: "Spec | None"
    """What each entry of a list is."""
    marks: tuple[object, ...]
    default: object = NOTHING
    place: "tuple[type[Part], str] | None" = None
    """Where it is declared."""

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is NOTHING

    @property
    def doc(self) -> str:
        """What the docstring below it says."""
        return _docs(self.place[0]).get(self.place[1], "") if self.place else ""

    def mark(self, mark: type[M]) -> M | None:
        """The field's or its entries' mark of this type."""
        own = next((m for m in self.marks if isinstance(m, mark)), None)
        return own or (self.item.mark(mark) if self.item else None)


@cache
def annotations(part: type[Part]) -> dict[str, Any]:
    """The fields of a record or a piece of one, in the order declared, as their types and marks are written."""
    return get_type_hints(part, include_extras=True)


@cache
def fields(part: type[Part]) -> dict[str, Spec]:
    """The same as data."""
    return {
        name: _spec(written, default=_default(part, name), place=(part, name))
        for name, written in annotations(part).items()
    }


def unwrapped(annotation: Any) -> tuple[Any, tuple[object, ...]]:
    """The type that an annotation is about, without `| None`, and all marks on it, innermost first."""
    marks: tuple[object, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks = (*more, *marks)
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not NoneType)
        else:
            return annotation, marks


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


@cache
def linkless(part: type[Part], at: str = "") -> frozenset[str]:
    """The fields of a record whose words can be translated and stand where no link can: `quotes.speaker`."""
    found = set()
    for name, spec, is_text in ways(part, Translatable):
        mark = spec.mark(Translatable)
        if is_text:
            found |= {f"{at}{name}"} if mark and mark.is_line else set()
        else:
            found |= linkless((spec.item or spec).base, f"{at}{name}.")
    return frozenset(found)


def citations(text: str) -> list[str]:
    """The keys that a text cites, in order: `"So it is.[@a; @b]"` gives `["a", "b"]`."""
    return [key.strip()[1:] for group in CITED.findall(text) for key in group.split(";")]


def uncited(text: str) -> str:
    """A text without its citations, and without the spaces before them."""
    said, *cited = text.split("[@")
    for after in cited:
        keys, is_closed, more = after.partition("]")
        if not is_closed or not _are_keys(keys):
            *before, last = CITED.split(text)[::2]
            return "".join([*map(str.rstrip, before), last])
        said = said.rstrip() + more
    return said


@lru_cache(1_000)
def _are_keys(cited: str) -> bool:
    """Whether `[@`, this and `]` are a citation. The same few are asked about again and again."""
    return bool(CITED.fullmatch(f"[@{cited}]"))


def links(text: str) -> list[str]:
    """The addresses that a text links to, in order."""
    return [address for _, address in LINK.findall(text)] if "](" in text else []


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


def _spec(annotation: Any, default: object = NOTHING, place: tuple[type[Part], str] | None = None) -> Spec:
    base, marks = unwrapped(annotation)
    item = _spec(get_args(base)[0]) if get_origin(base) is list else None
    ours = tuple(m for m in marks if isinstance(m, Ref | Choice | Cites | Filter | Translatable))
    return Spec(list if item else base, item, ours, default, place)


def _default(part: type[Part], name: str) -> object:
    """That of the class which declares the field last: a field may be needed in one and not in another."""
    declaring = next(own for own in part.__mro__ if name in get_annotations(own))
    return declaring.__dict__.get(name, NOTHING)


@cache
def _docs(part: type[Part]) -> dict[str, str]:
    """The docstring below each field (PEP 258, "Attribute Docstrings")."""
    found: dict[str, str] = {}
    for own in reversed(part.__mro__[:-2]):
        for field, doc in pairwise(_declarations(own.__module__)[own.__name__].body):
            if isinstance(field, ast.AnnAssign) and isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant):
                found[ast.unparse(field.target)] = cleandoc(str(doc.value.value))
    return found


@cache
def _declarations(module: str) -> dict[str, ast.ClassDef]:
    """The classes of a module as they are written."""
    written = ast.parse(getsource(sys.modules[module]))
    return {one.name: one for one in written.body if isinstance(one, ast.ClassDef)}
