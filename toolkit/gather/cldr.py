"""CLDR's data (Unicode Technical Standard 35), of which Babel tells: only this module asks it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimeFormat, DateTimePattern, get_date_format
from babel.numbers import format_decimal, get_group_symbol

from toolkit.gather.usage import FEW, Usage

FIELD = re.compile(r"%\((\w+)\)s")
"""Where a field stands in a pattern, as Babel writes it."""
LATER = {"y": "{year}", "yyyy": "{year:04}", "d": "{day}", "dd": "{day:02}"}
"""What stands for the fields that are filled in later (UTS 35, Part 4, "Date Field Symbol Table")."""


def usage(tags: Iterable[str]) -> Usage:
    """Of the first of these languages that CLDR knows, by their BCP 47 tags. A KeyError if it knows none."""
    for tag in tags:
        with suppress(UnknownLocaleError, ValueError):
            locale = Locale.parse(tag, sep="-")
            return Usage(
                str(locale),
                locale.language,
                locale.language_name or "",
                str(locale.text_direction),
                _through_the_year(locale.datetime_skeletons["yMMMM"], locale),
                _through_the_year(get_date_format("long", locale), locale),
                frozenset({"other", *locale.plural_form.tags}),
                tuple(map(locale.plural_form, range(FEW))),
                get_group_symbol(locale),
                locale.decimal_formats[None].grouping,
            )
    raise KeyError(*tags)


def _through_the_year(pattern: DateTimePattern, locale: Locale) -> tuple[str, ...]:
    """A pattern in each month, with gaps for year and day."""
    text = str(pattern.format)
    months = [DateTimeFormat(date(2000, month, 1), locale) for month in range(1, 13)]
    return tuple([text % {name: LATER.get(name) or month[name] for name in FIELD.findall(text)} for month in months])


@cache
def decimal(value: float, pattern: str, locale: str) -> str:
    """A number by a pattern."""
    return format_decimal(value, pattern, locale=locale)


def plural_form(number: int, locale: str) -> str:
    """Which plural form that many take."""
    return Locale.parse(locale).plural_form(number)
