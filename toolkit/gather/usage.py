"""How a language writes dates and numbers, and in which direction.

Babel knows it (`cldr.py`), but Babel and its data take longer to load than a changed record takes to build. So it is
asked once for what pages show, which is kept with the words, and again only for what is rare.
"""

from typing import NamedTuple

FEW = 200
"""The plural forms of so many numbers are kept, from 0. Those of larger ones are told by the last two digits, but for
whole thousands."""


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
    forms: tuple[str, ...]
    """Which of them each of the `FEW` smallest numbers takes."""
    group: str
    """What stands between groups of digits."""
    sizes: tuple[int, int]
    """How many digits are in the last group, and in each before."""

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
        left, size, groups = str(value), self.sizes[0], []
        while len(left) > size:
            groups.append(left[-size:])
            left, size = left[:-size], self.sizes[1]
        return self.group.join([left, *reversed(groups)])

    def decimal(self, value: float, pattern: str) -> str:
        """A number by a pattern of CLDR's, such as `0.0`."""
        from toolkit.gather import cldr

        return cldr.decimal(value, pattern, self.locale)

    def form(self, number: int) -> str:
        """The plural form for that many, not fewer than none: `one`, `few`, `other`."""
        if number < FEW:
            return self.forms[number]
        if number % 1_000:
            return self.forms[100 + number % 100]
        from toolkit.gather import cldr

        return cldr.plural_form(number, self.locale)
