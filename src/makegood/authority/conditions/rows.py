"""Rows of a table: by what is written, by a range of numbers, or for any. Pure.

They are a map to conditions, so that `tables.fees[p.tier][p.cabin]` finds them too.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal

from makegood.authority.conditions.values import Value, as_number, is_number, shown, spelled

ANY = "any"
NUMBER = r"(-?\d{1,15}(?:\.\d{1,15})?)"
COMPARED = re.compile(rf"(<=|>=|<|>) ?{NUMBER}", re.ASCII)
BETWEEN = re.compile(rf"{NUMBER} ?\.\. ?{NUMBER}", re.ASCII)
SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Range = Callable[[Decimal], bool]


class Rows(dict[str, Value]):
    """Rows by their key. `otherwise` is what is found where no row fits; None: nothing is."""

    def __init__(self, rows: dict[str, Value], otherwise: Value = None) -> None:
        super().__init__(rows)
        self.otherwise = otherwise
        self.ranges = [(fits, rows[key]) for key in rows if (fits := as_range(key)) is not None]

    def find(self, key: Value) -> Value:
        """The row that is written for the key, else the first range that it lies in, else that for any; None: none."""
        for name in (spelled(key), shown(key)):
            if name in self and name != ANY:
                return self[name]
        number = key if is_number(key) else as_number(key) if isinstance(key, str) else None
        if number is not None:
            for fits, value in self.ranges:
                if fits(Decimal(number)):
                    return value
        return self.get(ANY, self.otherwise)


def as_range(key: str) -> Range | None:
    """The range that a row is written for: `< 24`, `>= 72`, `8 .. 14` (both included); None: it is no range."""
    if found := COMPARED.fullmatch(key.strip()):
        sign, bound = SIGNS[found[1]], Decimal(found[2])
        return lambda number: sign(number, bound)
    if found := BETWEEN.fullmatch(key.strip()):
        least, most = Decimal(found[1]), Decimal(found[2])
        return lambda number: least <= number <= most
    return None
