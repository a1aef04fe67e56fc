"""How languages write dates and plurals, and in which direction: CLDR (Unicode Technical Standard 35), by Babel."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

EXACTNESS = ("year", "month", "day")
"""How exact a date is, by how many numbers it has."""


@dataclass(frozen=True)
class LocaleData:
    """How a language writes dates and plurals."""

    babel: Locale
    """What CLDR knows of the language: its name in the language itself, its direction, its plural forms."""
    patterns: Mapping[str, str] = field(default_factory=dict)
    """How it writes a year, month or day where CLDR does not know, as CLDR writes patterns: `MMMM d, y`."""
    dates: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The dates that were written before: the same ones stand on many pages."""

    def date(self, written: str) -> str:
        """A year, month or day, as exact as it is given: `2009-02` is `February 2009`."""
        if written not in self.dates:
            self.dates[written] = self._date(written)
        return self.dates[written]

    def _date(self, written: str) -> str:
        """A year, month or day that has not been written before."""
        parts = written.split("-")
        exactness = EXACTNESS[len(parts) - 1]
        first_day = date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        pattern = self.patterns.get(exactness)
        if pattern:
            return str(format_date(first_day, pattern, self.babel))
        if exactness == "day":
            return str(format_date(first_day, "long", self.babel))
        if exactness == "month":
            return str(format_skeleton("yMMMM", first_day, locale=self.babel))
        return written

    def day(self, written: str) -> str:
        """The month and day of a whole date: `November 27`."""
        return str(format_skeleton("MMMMd", date.fromisoformat(written), locale=self.babel))


def locale_data(tags: Iterable[str]) -> LocaleData:
    """The data of the first of these BCP 47 tags that CLDR knows. Raises a KeyError if it knows none."""
    for tag in tags:
        with suppress(UnknownLocaleError, ValueError):
            return LocaleData(Locale.parse(tag, sep="-"))
    raise KeyError(*tags)
