"""How languages write dates and numbers is what Babel says, though it is asked only once."""

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from toolkit.gather import cldr
from toolkit.gather.usage import Usage
from toolkit.gather.words import STRINGS, strings

OURS = sorted(path.stem for path in STRINGS.glob("*.yml"))
USAGES: dict[str, Usage] = {}
DAYS = [date(2023, 1, 1) + timedelta(days) for days in range(0, 365, 11)]


def written(day: str, locale: Locale) -> str:
    """A date as Babel writes it."""
    year, month, number = [*map(int, day.split("-")), 1, 1][:3]
    when = date(year, month, number)
    if day.count("-") == 2:
        return format_date(when, "long", locale=locale)
    return format_skeleton("yMMMM", when, locale=locale) if "-" in day else str(year)


def test_every_locale_of_cldr_writes_dates_and_numbers_as_babel_does() -> None:
    for name in locale_identifiers():
        usage, locale = cldr.usage([name.replace("_", "-")]), Locale.parse(name)
        for day in ("1899", "2009-02", "2009-09-03", "2024-12-31"):
            assert usage.date(day) == written(day, locale), name
        for number in (0, 1, 199, 999, 1_000, 96_000, 100_000, 12_345_678):
            assert usage.number(number) == format_decimal(number, locale=locale), name
        for number in (*range(1_100), 1_001, 1_234, 2_000, 100_000, 999_999, 1_000_000, 1_000_002, 3_000_000):
            assert usage.form(number) == locale.plural_form(number), name


@pytest.mark.parametrize("language", OURS)
def test_the_toolkits_own_languages_write_every_day_as_babel_does(language: str) -> None:
    usage = strings([language]).words[language].usage
    for day in DAYS:
        assert usage.date(day.isoformat()) == written(day.isoformat(), Locale.parse(usage.locale)), language


@given(st.dates(), st.integers(0, 10**12), st.sampled_from(["en-US", "es-US", "ar-US", "fa-AF", "am", "lo"]))
def test_any_date_and_any_number(day: date, number: int, tag: str) -> None:
    usage = USAGES.setdefault(tag, cldr.usage([tag, tag.partition("-")[0]]))
    assert usage.date(day.isoformat()) == written(day.isoformat(), Locale.parse(usage.locale))
    assert usage.number(number) == format_decimal(number, locale=usage.locale)
    assert usage.form(number) == Locale.parse(usage.locale).plural_form(number)
