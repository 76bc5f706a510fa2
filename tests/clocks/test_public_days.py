"""Public holidays by country and region."""

from __future__ import annotations

from datetime import date

from makegood.clocks.hours import Hours
from makegood.clocks.public_days import countries, country_of, public_days, subdivisions

EPIPHANY = date(2027, 1, 6)  # a Wednesday, free in Bavaria and not in Berlin


def test_a_region_has_holidays_of_its_own() -> None:
    assert EPIPHANY in public_days("DE", "BY", 2027) and EPIPHANY not in public_days("DE", "BE", 2027)
    assert public_days("DE", "BY", 2027, "en")[date(2027, 12, 25)] == "Christmas Day"
    assert public_days("DE", "BY", 2027, "de")[date(2027, 12, 25)] == "Erster Weihnachtstag"


def test_what_is_not_known_has_none() -> None:
    assert public_days("ZZ", "", 2027) == {} and public_days("DE", "ZZ", 2027) == {}


def test_countries_and_regions_have_names() -> None:
    assert countries()["DE"] == "Germany" and next(iter(countries())) == "AF"
    assert subdivisions("DE")["BY"] == "Bayern" and subdivisions("CA")["BC"] == "British Columbia"
    assert subdivisions("ZZ") == {} and subdivisions("AF") == {}
    assert (country_of("Europe/Berlin"), country_of("UTC")) == ("DE", "")


def test_a_place_is_closed_on_the_holidays_of_its_region() -> None:
    week = (((540, 1020),),) * 7
    assert not Hours("Europe/Berlin", week, country="DE", subdivision="BY").is_working_day(EPIPHANY)
    assert Hours("Europe/Berlin", week, country="DE", subdivision="BE").is_working_day(EPIPHANY)
    special = ((EPIPHANY, ((600, 720),)),)
    assert Hours("Europe/Berlin", week, country="DE", subdivision="BY", special=special).is_working_day(EPIPHANY)
