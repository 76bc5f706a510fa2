"""Public holidays by country and region. The one place that knows the library behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(256)
def public_days(country: str, subdivision: str, year: int, language: str = "en") -> Mapping[date, str]:
    """The holidays of a year with their names, in the language where the country's are known in it.

    None in a year, country or region of which nothing is known.
    """
    from holidays import country_holidays  # it takes a while to import, and most places never ask

    spoken = next((one for one in _languages(country) if one.startswith(language[:2])), None)
    try:
        return dict(country_holidays(country, subdiv=subdivision or None, years=year, language=spoken))
    except NotImplementedError:  # a later version of the library may forget a region that we have kept
        return {}


@cache
def countries() -> dict[str, str]:
    """The countries whose holidays are known, by their codes of two letters, in the order of their names."""
    return dict(sorted(((code, _names().get(code, code)) for code in _known()), key=lambda pair: pair[1]))


@cache
def subdivisions(country: str) -> dict[str, str]:
    """The regions of a country that have holidays of their own, by code, in the order of their names."""
    if country not in _known():
        return {}
    names: dict[str, str] = {}
    for name, code in _aliases(country).items():
        if len(name) > 3:  # some are only other codes
            names.setdefault(code, name)
    return dict(sorted(((code, names.get(code, code)) for code in _known()[country]), key=lambda pair: pair[1]))


def country_of(zone: str) -> str:
    """The country whose clocks show that zone; "" where there is none."""
    return _zones().get(zone, "")


@cache
def _known() -> dict[str, list[str]]:
    from holidays import list_supported_countries

    return list_supported_countries(include_aliases=False)


def _languages(country: str) -> tuple[str, ...]:
    from holidays import list_localized_countries

    return tuple(list_localized_countries().get(country, ()))


def _aliases(country: str) -> Mapping[str, str]:
    from holidays import country_holidays

    aliases: Mapping[str, str] = getattr(country_holidays(country), "subdivisions_aliases", {})
    return aliases


@cache
def _names() -> dict[str, str]:
    return {code: name for code, name, *_ in _table("iso3166.tab")}


@cache
def _zones() -> dict[str, str]:
    return {zone: code for code, _, zone, *_ in _table("zone.tab")}


def _table(name: str) -> list[list[str]]:
    """A table of the time zones' own package, which names countries too."""
    text = (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
