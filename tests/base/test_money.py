"""Money is whole minor units: it adds up, splits without a rest, is read as people type it, and never mixes."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from makegood.base.money import (
    MOST,
    MixedCurrencies,
    Money,
    NoCurrency,
    NotMoney,
    exponent,
    is_currency,
    parse,
    total,
    zero,
)

minors = st.integers(min_value=-MOST, max_value=MOST)
currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF", "PLN"])
sums = st.builds(Money, minors, currencies)


@given(minors, minors, currencies)
def test_it_adds_up_and_takes_away(one: int, other: int, currency: str) -> None:
    a, b = Money(one, currency), Money(other, currency)
    assert (
        a + b == b + a == Money(one + other, currency) and a + b - b == a and a - a == zero(currency) == -zero(currency)
    )
    assert (
        (a < b) == (one < other)
        and (a <= b) == (one <= other)
        and (a > b) == (one > other)
        and (a >= b) == (one >= other)
    )
    assert total([a, b, -a], currency) == b and bool(a) == bool(one) and abs(a).minor == abs(one)


@given(minors, minors)
def test_two_currencies_never_mix(one: int, other: int) -> None:
    a, b = Money(one, "EUR"), Money(other, "USD")
    for act in (lambda: a + b, lambda: a - b, lambda: a < b, lambda: a >= b, lambda: total([a, b], "EUR")):
        with pytest.raises(MixedCurrencies):
            act()
    assert a != b


@given(sums, st.integers(min_value=1, max_value=50))
def test_it_splits_without_a_rest(money: Money, parts: int) -> None:
    split = money.split(parts)
    assert len(split) == parts and total(split, money.currency) == money
    assert max(split, key=lambda one: one.minor).minor - min(split, key=lambda one: one.minor).minor <= 1


@given(st.integers(min_value=0, max_value=MOST), currencies, st.sampled_from(["en", "de"]))
def test_what_is_written_is_read_again(minor: int, currency: str, language: str) -> None:
    money = Money(minor, currency)
    for written in (money.exact(language), str(money), str(money.decimal)):
        assert parse(written, currency) == money
    if exponent(currency) != 3:  # there a whole sum looks like a fraction: 1,234
        assert parse(money.in_words(language), currency) == money


@given(st.text(max_size=50), currencies)
def test_whatever_is_typed_is_money_or_refused_in_words(text: str, currency: str) -> None:
    try:
        assert 0 <= parse(text, currency).minor <= MOST
    except NotMoney as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("12,50", "EUR", 1250),
        ("12.50 EUR", "EUR", 1250),
        ("€12.5", "EUR", 1250),
        ("eur 12", "EUR", 1200),
        (" 12,- ", "EUR", 1200),
        ("1.234", "EUR", 123400),
        ("1,234.5", "USD", 123450),
        ("1.234.567,89 €", "EUR", 123456789),
        ("1 234,56", "EUR", 123456),
        ("1’234.55", "CHF", 123455),
        ("1,000", "JPY", 1000),
        ("1.234", "KWD", 1234),
        ("0.05", "EUR", 5),
        ("0", "EUR", 0),
    ],
)
def test_people_type_it_in_many_ways(typed: str, currency: str, minor: int) -> None:
    assert parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("", "EUR"),
        ("ten", "EUR"),
        ("-5", "EUR"),
        ("−5", "EUR"),
        ("12.345,6.7", "EUR"),
        ("0.125", "EUR"),
        ("12.5", "JPY"),
        ("1.23.456", "EUR"),
        ("12 USD", "EUR"),
        ("$12", "EUR"),
        ("1e9", "EUR"),
        ("9" * 30, "EUR"),
        ("1" * 1000, "EUR"),
    ],
)
def test_what_is_no_sum_of_that_currency_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(NotMoney):
        parse(typed, currency)


def test_it_is_written_as_one_writes_it() -> None:
    assert [Money(minor, "EUR").in_words("en") for minor in (12000, 1250, -50, 123456700, 0)] == [
        "€120", "€12.50", "−€0.50", "€1,234,567", "€0",
    ]  # fmt: skip
    assert (
        Money(1250, "EUR").in_words("de") == "12,50\u00a0€"
        and Money(-123450, "CHF").exact("de") == "−1.234,50\u00a0CHF"
    )
    assert Money(500, "JPY").exact("en") == "¥500" and Money(1500, "KWD").in_words("en") == "KWD\u00a01.500"
    assert Money(12000, "EUR").exact("en") == "€120.00" and str(Money(-5, "EUR")) == "-0.05 EUR"
    with translation.override("de"):
        assert Money(1250, "EUR").in_words() == "12,50\u00a0€"


def test_what_is_no_currency_makes_no_money() -> None:
    for code in ("eur", "EURO", "XAU", "XXX", ""):
        assert not is_currency(code)
        with pytest.raises(NoCurrency):
            Money(1, code)
