"""Money: whole minor units (cents) in a currency of ISO 4217. Nothing here is ever a float, and nothing is rounded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import formats, numberformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MOST = 10**15  # minor units: far more than any remedy, and it fits into a database's column with room to add up
LONGEST_TYPED = 40
NO_BREAK = "\u00a0"
MINUS = "\u2212"
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹", "PLN": "zł", "CZK": "Kč", "TRY": "₺", "ILS": "₪"}
SIGN_FIRST = ("en",)  # languages that write €5; the others write 5 €

_TYPED = re.compile(
    r"(?P<before>[^\d\s.,'’−-]*)\s*(?P<number>\d[\d.,'’ \u00a0\u202f]*?)(?:[.,][-–—])?\s*(?P<after>[^\d]*)"
)


class MixedCurrencies(ValueError):
    """Somebody added or compared money of two currencies. There is no rate here."""


class NoCurrency(ValueError):
    """The code is none of ISO 4217."""


class NotMoney(ValueError):
    """What somebody typed is no sum of that currency, in words for them."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money in minor units: Money(1250, "EUR") is €12.50. Raises NoCurrency for a code that is none."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._alike(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._alike(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._alike(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._alike(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._alike(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._alike(other)

    def __bool__(self) -> bool:
        return bool(self.minor)

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    @property
    def decimal(self) -> Decimal:
        """The sum in whole units, exact: 12.50."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def split(self, parts: int) -> list[Money]:
        """So many parts that differ by one minor unit at most and add up to the whole; the larger ones first."""
        each, over = divmod(abs(self.minor), parts)
        side = -1 if self.minor < 0 else 1
        return [Money(side * (each + (number < over)), self.currency) for number in range(parts)]

    def in_words(self, language: str = "") -> str:
        """As one writes it: €120, €12.50, −€0.50; in German 12,50 €. A whole sum has no cents. "" is the reader's."""
        return self._written(language, cents=bool(self.minor % 10 ** exponent(self.currency)))

    def exact(self, language: str = "") -> str:
        """The same, always with its cents, as columns of sums need it: €120.00."""
        return self._written(language, cents=True)

    def _written(self, language: str, *, cents: bool) -> str:
        language = language or get_language() or "en"
        number = _number(abs(self.decimal), language, exponent(self.currency) if cents else 0)
        minus = MINUS if self.minor < 0 else ""
        sign = SIGNS.get(self.currency)
        if language.partition("-")[0] in SIGN_FIRST:
            return f"{minus}{sign}{number}" if sign else f"{minus}{self.currency}{NO_BREAK}{number}"
        return f"{minus}{number}{NO_BREAK}{sign or self.currency}"

    def _alike(self, other: Money) -> int:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} do not add up or compare.")
        return other.minor


def zero(currency: str) -> Money:
    """No money, in that currency."""
    return Money(0, currency)


def total(sums: Iterable[Money], currency: str) -> Money:
    """What they add up to; raises MixedCurrencies for one of another currency."""
    return sum(sums, zero(currency))


def exponent(currency: str) -> int:
    """How many digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD. Raises NoCurrency."""
    try:
        return _exponents()[currency]
    except KeyError:
        raise NoCurrency(f"“{currency}” is no currency of ISO 4217.") from None


def is_currency(code: str) -> bool:
    """Whether the code is a currency that money is paid in: EUR, not eur, nor gold."""
    return code in _exponents()


def parse(text: str, currency: str) -> Money:
    """The sum that somebody typed: "12,50", "12.50 EUR", "€1,200", "1.200,50", "12,-". Raises NotMoney, in words.

    A lone separator before three digits groups thousands, unless the currency has three digits after it.
    """
    found = _TYPED.fullmatch(text.strip()) if len(text) <= LONGEST_TYPED else None
    if not found:
        raise NotMoney(_("Type a sum of money, like %(example)s.") % {"example": _example(currency)})
    for said in (found["before"].strip(), found["after"].strip()):
        if said and said.upper() != currency and said != SIGNS.get(currency):
            raise NotMoney(_("This is counted in %(currency)s; leave the other currency out.") % {"currency": currency})
    minor = _minor(re.sub(r"[ \u00a0\u202f'’]", "", found["number"]), exponent(currency))
    if minor is None:
        raise NotMoney(_("Type a sum of money, like %(example)s.") % {"example": _example(currency)})
    if minor > MOST:
        raise NotMoney(_("That is more money than there is."))
    return Money(minor, currency)


def _minor(number: str, digits: int) -> int | None:
    """The digits as minor units; None when they are grouped like no number."""
    marks = [mark for mark in number if mark in ".,"]
    fraction = ""
    if marks and _has_fraction(number, marks, digits):
        number, _mark, fraction = number.rpartition(marks[-1])
        marks.pop()
    if len(set(marks)) > 1 or len(fraction) > digits:
        return None
    if marks and not re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", number):
        return None
    return int(re.sub("[.,]", "", number) + fraction.ljust(digits, "0"))


def _has_fraction(number: str, marks: list[str], digits: int) -> bool:
    """Whether the last separator stands before the minor units."""
    behind = len(number) - 1 - number.rfind(marks[-1])
    if len(set(marks)) > 1:
        return marks.count(marks[-1]) == 1
    return len(marks) == 1 and (behind != 3 or digits == 3)


def _example(currency: str) -> str:
    return _number(Decimal("12.5") if exponent(currency) else Decimal(12), get_language() or "en", exponent(currency))


def _number(value: Decimal, language: str, digits: int) -> str:
    return numberformat.format(
        value,
        formats.get_format("DECIMAL_SEPARATOR", language, use_l10n=True),
        decimal_pos=digits,
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR", language, use_l10n=True),
        force_grouping=True,
        use_l10n=True,
    )


@cache
def _exponents() -> dict[str, int]:
    """From the list that ISO 4217's keeper publishes. What has no minor unit (gold, test codes) is no money here."""
    from iso4217 import raw_table  # it reads a table of 50 KB, which most commands never need

    units = {code: str(entry["CcyMnrUnts"]) for code, entry in raw_table.items() if code}
    return {code: int(digits) for code, digits in units.items() if digits.isdigit()}
