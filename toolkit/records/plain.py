"""Reading values that are plainly right, which nearly all are, without asking pydantic."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin

from toolkit.records.declared import Part, annotations, fields, unwrapped
from toolkit.records.text import AtLeast, AtMost, Choice, Mistake, OneOrMore, Rule, is_plain

P = TypeVar("P", bound=Part)
Lists = Mapping[str, Mapping[str, str]]
"""The closed lists: name → id → label."""
Reader = Callable[[Any, Lists], Any]
"""Gives a value as it is kept. A Doubtful if anything about it is unusual."""
DIGITS = re.compile("[0-9]{1,15}")
TRUTH = {"true": True, "false": False}


class Doubtful(Exception):
    """A value that pydantic is to judge: it may be wrong, or right though written in an unusual way."""


def plainly(part: type[P], values: object, lists: Lists) -> P | None:
    """A record or a piece of one as it is declared, if it is plainly right. Whatever else it is, pydantic tells."""
    try:
        found: P = _reader(part)(values, lists)
    except (Doubtful, Mistake):
        return None
    return found


def kept(annotation: Any, value: object, lists: Lists) -> Any:
    """A value as it is kept. A Mistake if it breaks a rule, a Doubtful if pydantic is to judge."""
    return _reading(annotation)(value, lists)


@cache
def readers(part: type[Part]) -> dict[str, Reader]:
    """What reads each field of a record or a piece of one."""
    return {name: _reading(written) for name, written in annotations(part).items()}


@cache
def _reader(part: type[Part]) -> Reader:
    known = readers(part)
    needed = {name for name, spec in fields(part).items() if spec.is_required}

    def read(value: Any, lists: Lists) -> Part:
        if value.__class__ is not dict or not needed <= value.keys() <= known.keys():
            raise Doubtful
        return part(**{name: known[name](one, lists) for name, one in value.items()})

    return read


def _reading(annotation: Any) -> Reader:
    base, marks = unwrapped(annotation)
    if base is str:
        return _text(marks)
    if get_origin(base) is list:
        return _list(_reading(get_args(base)[0]), marks)
    if base is bool:
        return _truth
    return _number(marks) if base is int else _reader(base)


def longest_plain(annotation: Any) -> int:
    """How long a text may be that is kept as it is if only its signs are plain; 0 if there are other rules."""
    _, marks = unwrapped(annotation)
    return 0 if any(_rule(mark) and not _is_of_signs(mark) for mark in marks) else _longest(marks)


def _text(marks: tuple[object, ...]) -> Reader:
    rules = [(check, _is_of_signs(mark)) for mark in marks if (check := _rule(mark))]
    every, others = [check for check, _ in rules], [check for check, is_of_signs in rules if not is_of_signs]
    longest = _longest(marks)

    def read(value: Any, lists: Lists) -> Any:
        if value.__class__ is not str:
            raise Doubtful
        for rule in others if len(value) <= longest and is_plain(value) else every:
            value = rule(value, lists)
        return value

    return read


def _longest(marks: tuple[object, ...]) -> int:
    return min((mark.number for mark in marks if isinstance(mark, AtMost)), default=0)


def _is_of_signs(mark: object) -> bool:
    """Whether a text of plain signs, and not too many of them, passes it."""
    return isinstance(mark, AtMost) or (isinstance(mark, Rule) and mark.is_of_signs)


def _rule(mark: object) -> Reader | None:
    match mark:
        case Rule(check):
            return lambda value, _: check(value)
        case Choice(name):
            return lambda value, lists: mark.check(value, lists[name])
        case AtMost(longest):
            return partial(_short, longest)
    return None


def _list(item: Reader, marks: tuple[object, ...]) -> Reader:
    is_one_or_more = any(isinstance(mark, OneOrMore) for mark in marks)
    least = max((mark.number for mark in marks if isinstance(mark, AtLeast)), default=0)

    def read(value: Any, lists: Lists) -> list[Any]:
        listed = OneOrMore.listed(value) if is_one_or_more else value
        if not isinstance(listed, list) or len(listed) < least:
            raise Doubtful
        return [item(one, lists) for one in listed]

    return read


def _number(marks: tuple[object, ...]) -> Reader:
    least = max((mark.number for mark in marks if isinstance(mark, AtLeast)), default=0)
    most = min((mark.number for mark in marks if isinstance(mark, AtMost)), default=None)

    def read(value: Any, _: Lists) -> int:
        number = int(value) if isinstance(value, str) and DIGITS.fullmatch(value) else -1
        if number < least or (most is not None and number > most):
            raise Doubtful
        return number

    return read


def _truth(value: Any, _: Lists) -> bool:
    if not isinstance(value, str) or value not in TRUTH:
        raise Doubtful
    return TRUTH[value]


def _short(longest: int, value: str, _: Lists) -> str:
    if len(value) > longest:
        raise Mistake("is too long.", "Shorten it.")
    return value
