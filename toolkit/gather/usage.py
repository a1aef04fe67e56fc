"""How a language writes dates and numbers, and in which direction.

Babel knows it (`cldr.py`), but Babel and its data take longer to load than a changed record takes to build. So it is
asked once for what pages show, which is kept with the words, and again only for what is rare.
"""

from typing import NamedTuple

FEW = 200
"""So many numbers are known without Babel, from 0."""


class Usage(NamedTuple):
    """What is kept of a language."""

    locale: str
    """What Babel calls it: `es_US`."""
    language: str
    """Without script and territory: `es`."""
    name: str
    """What it calls itself."""
    direction: str
    """`ltr` or `rtl`."""
    months: tuple[str, ...]
    """How each month of a year is written: `February {year}`."""
    days: tuple[str, ...]
    """How a day in each month is written: `February {day}, {year}`."""
    plurals: frozenset[str]
    """The plural forms it has."""
    numbers: tuple[str, ...]
    """How the `FEW` smallest numbers are written."""
    forms: tuple[str, ...]
    """Which plural form each of them takes."""

    def date(self, written: str) -> str:
        """A year, month or day, as exact as it is given: `2009-02` is `February 2009`."""
        match [int(part) for part in written.split("-")]:
            case year, month, day:
                return self.days[month - 1].format(year=year, day=day)
            case year, month:
                return self.months[month - 1].format(year=year)
            case (year,):
                return str(year)
            case _:
                raise ValueError(written)

    def number(self, value: int) -> str:
        """A whole number that is not negative."""
        return self.numbers[value] if value < FEW else self.decimal(value)

    def decimal(self, value: float, pattern: str | None = None) -> str:
        """A number by a pattern of CLDR's, such as `0.0`, or by the language's own."""
        from toolkit.gather import cldr

        return cldr.decimal(value, pattern, self.locale)

    def form(self, number: int) -> str:
        """The plural form for that many: `one`, `few`, `other`."""
        if number < FEW:
            return self.forms[number]
        from toolkit.gather import cldr

        return cldr.plural_form(number, self.locale)
