"""The declarations as models of pydantic, which tells all mistakes at once and knows JSON Schema."""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, ValidationError, create_model
from pydantic_core import CoreSchema, ErrorDetails
from pydantic_core.core_schema import no_info_after_validator_function

from toolkit.records.declared import Part, annotations, fields, unwrapped
from toolkit.records.text import AtLeast, AtMost

P = TypeVar("P", bound=Part)


def validated(part: type[P], values: object, lists: Mapping[str, Mapping[str, str]]) -> P | list[ErrorDetails]:
    """A record or a piece of one as it is declared, or all that is wrong with it."""
    try:
        found: P = adapter(part).validate_python(values, context={"lists": lists})
    except ValidationError as error:
        return error.errors(include_url=False)
    return found


@cache
def adapter(part: type[P]) -> TypeAdapter[P]:
    """What pydantic makes of a declaration."""
    return TypeAdapter(part)


def core_schema_of(part: type[Part], handler: GetCoreSchemaHandler) -> CoreSchema:
    """A model of the same fields, from which the part itself is made."""

    def made(model: BaseModel) -> Part:
        return part(**{name: getattr(model, name) for name in model.model_fields_set})

    return no_info_after_validator_function(made, handler.generate_schema(_model(part)))


@cache
def _model(part: type[Part]) -> type[BaseModel]:
    known: dict[str, Any] = {
        name: (
            _with_limits(annotations(part)[name]),
            Field(... if spec.is_required else spec.default, description=spec.doc),
        )
        for name, spec in fields(part).items()
    }
    return create_model(part.__name__, __doc__=part.__doc__, __config__=ConfigDict(extra="forbid"), **known)


def _with_limits(written: Any) -> Any:
    """A field's type as it is written, with limits as pydantic knows them."""
    origin, inside = get_origin(written), get_args(written)
    if origin is Annotated:
        made = _with_limits(inside[0])
        for mark in inside[1:]:
            made = Annotated[made, _limit(mark, unwrapped(made)[0])]
        return made
    if origin in (Union, UnionType):
        return Union[tuple(map(_with_limits, inside))]  # noqa: UP007
    return list[_with_limits(inside[0])] if origin is list else written  # type: ignore[misc]


def _limit(mark: object, base: type) -> object:
    match mark:
        case AtLeast(number):
            return Ge(number) if base is int else MinLen(number)
        case AtMost(number):
            return Le(number) if base is int else MaxLen(number)
    return mark
