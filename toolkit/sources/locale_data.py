"""How languages write dates and numbers, and in which direction: CLDR (Unicode Technical Standard 35), by Babel."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal


@dataclass(frozen=True)
class LocaleData:
    """How a language writes dates and numbers."""

    babel: Locale
    """What CLDR knows of the language: its name in the language itself, its direction, its plural forms."""

    def date(self, written: str) -> str:
        """A year, month or day, as exact as it is given: `2009-02` is `February 2009`."""
        return _date(written, self.babel)

    def day(self, written: str) -> str:
        """The month and day of a whole date: `November 27`."""
        return _day(written, self.babel)

    def number(self, value: int) -> str:
        """A whole number, with separators between thousands."""
        return _whole_number(value, self.babel)

    def decimal(self, value: float, pattern: str) -> str:
        """A number by a CLDR pattern such as `0.0`."""
        return str(format_decimal(value, pattern, self.babel))

    def plural_form(self, number: int) -> str:
        """The plural form for a number: `one`, `few`, `other`."""
        return str(self.babel.plural_form(number))


@cache  # pages repeat the same dates and small numbers
def _date(written: str, locale: Locale) -> str:
    match [int(part) for part in written.split("-")]:
        case year, month, day:
            return str(format_date(date(year, month, day), "long", locale))
        case year, month:
            return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale))
        case _:
            return written


@cache
def _day(written: str, locale: Locale) -> str:
    return str(format_skeleton("MMMMd", date.fromisoformat(written), locale=locale))


@cache
def _whole_number(value: int, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


def locale_data(tags: Iterable[str]) -> LocaleData:
    """The data of the first of these BCP 47 tags that CLDR knows. Raises a KeyError if it knows none."""
    for tag in tags:
        with suppress(UnknownLocaleError, ValueError):
            return LocaleData(Locale.parse(tag, sep="-"))
    raise KeyError(*tags)
