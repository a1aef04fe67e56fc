"""How languages write dates and numbers is what CLDR says, and is readable in every language of the site."""

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from toolkit.paths import MESSAGES
from toolkit.sources.locale_data import LocaleData, locale_data
from toolkit.sources.messages import read_catalogs

LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.yml"))
CATALOGS = read_catalogs(LANGUAGES).by_language
ENGLISH = LocaleData(Locale.parse("en_US"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_language_of_the_site_has_names_for_months(language: str, month: int) -> None:
    locale = CATALOGS[language].locale
    for written in (f"2011-{month:02}-17", f"2011-{month:02}"):
        assert f"M{month:02}" not in locale.date(written)
        assert "2011" in locale.date(written)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "June 17, 2011"),
        ("es", "17 de junio de 2011"),
        ("ht", "17 juin 2011"),
        ("hmn", "Lub 6 Hli tim 17, 2011"),
        ("lo", "17 ມິຖຸນາ 2011"),
        ("am", "ጁን 17፣ 2011 (እ.ኤ.አ.)"),
        ("prs", "17 جون 2011"),
        ("zh-Hans", "2011年6月17日"),
    ],
)
def test_dates_are_written_as_readers_expect(language: str, day: str) -> None:
    locale = CATALOGS[language].locale
    assert locale.date("2011-06-17") == day


def test_a_date_is_as_exact_as_it_is_given() -> None:
    assert [ENGLISH.date(text) for text in ("1899", "2009-02", "2009-02-03")] == [
        "1899",
        "February 2009",
        "February 3, 2009",
    ]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"one", "other"}),
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
        ("vi", {"other"}),
    ],
)
def test_a_language_has_its_plural_forms(language: str, forms: set[str]) -> None:
    locale = LocaleData(Locale.parse(language))
    assert {locale.babel.plural_form(number) for number in range(1_000)} == forms


def test_the_first_known_language_is_taken() -> None:
    assert locale_data(["hmn-US", "hmn", "en"]) == LocaleData(Locale.parse("en"))
    assert locale_data(["fa-AF"]).babel.text_direction == "rtl"
    with pytest.raises(KeyError):
        locale_data(["hmn"])


@given(
    st.dates(date(1800, 1, 1), date(2100, 12, 31)),
    st.integers(0, 10**12),
    st.sampled_from(LANGUAGES),
)
def test_any_date_and_number_can_be_written(day: date, number: int, language: str) -> None:
    locale = CATALOGS[language].locale
    assert str(day.year) in locale.date(day.isoformat())
    assert locale.babel.plural_form(number) in {"other", *locale.babel.plural_form.tags}
