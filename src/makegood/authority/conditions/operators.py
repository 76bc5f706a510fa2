"""CEL's operators over values that are known: exact numbers, times, texts and lists. Pure."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from makegood.authority.conditions import ages
from makegood.authority.conditions.running import Run, TooMuch
from makegood.authority.conditions.values import EXACT, LONGEST_TEXT, Unknown, Value, is_number, kind_of, same, unusable

LONGEST_LIST = 2_000
Work: TypeAlias = Callable[[Run, list[Value]], Value]


def yes_or_no(value: Value) -> Value:
    """The value, if it is yes or no or cannot be told."""
    return value if isinstance(value, (bool, Unknown)) else unusable("", f"{kind_of(value)} is neither yes nor no")


def _not(_: Run, values: list[Value]) -> Value:
    value = yes_or_no(values[0])
    return value if isinstance(value, Unknown) else not value


def _ordered(sign: str, compare: Callable[[Value, Value], bool]) -> Work:
    def work(_: Run, values: list[Value]) -> Value:
        one, other = values
        alike = (is_number(one) and is_number(other)) or (
            type(one) is type(other) and isinstance(one, (str, datetime, timedelta))
        )
        if not alike:
            return unusable("", f"{kind_of(one)} and {kind_of(other)} cannot be compared by {sign}")
        return compare(one, other)

    return work


def _arithmetic(sign: str, exact: Callable[[Decimal, Decimal], Decimal], whole: Callable[[int, int], int]) -> Work:
    def work(run: Run, values: list[Value]) -> Value:
        one, other = values
        if not (is_number(one) and is_number(other)):
            return _of_time_or_lists(run, sign, one, other)
        try:
            if isinstance(one, int) and isinstance(other, int):
                answer = whole(one, other)
                return answer if abs(answer) < 1 << 63 else unusable("", "a number is too large")
            return exact(Decimal(one), Decimal(other))
        except ArithmeticError:
            return unusable("", f"{one} {sign} {other} cannot be worked out")

    return work


def _of_time_or_lists(run: Run, sign: str, one: Value, other: Value) -> Value:
    kinds = (type(one), type(other))
    try:
        if sign == "+" and kinds in ((list, list), (str, str)):
            longest = LONGEST_LIST if kinds[0] is list else LONGEST_TEXT
            # A loop that gathers a list adds one at a time: that is a step, whatever it has gathered.
            run.spend(len(other) if kinds[0] is list else 1)
            if len(one) + len(other) > longest:
                raise TooMuch
            return one + other
        if sign == "+" and kinds in ((datetime, timedelta), (timedelta, datetime), (timedelta, timedelta)):
            return one + other
        if sign == "-" and kinds in ((datetime, timedelta), (datetime, datetime), (timedelta, timedelta)):
            return one - other
    except OverflowError:
        return unusable("", "a time lies too far away")
    return unusable("", f"{kind_of(one)} {sign} {kind_of(other)} cannot be worked out")


def _divided(one: int, other: int) -> int:
    """As CEL divides whole numbers: towards zero."""
    quotient = abs(one) // abs(other)
    return quotient if (one < 0) == (other < 0) else -quotient


def _remainder(one: int, other: int) -> int:
    return one - other * _divided(one, other)


def _in(run: Run, values: list[Value]) -> Value:
    one, among = values
    if isinstance(among, dict):
        return any(same(one, key) for key in among)
    if not isinstance(among, list):
        return unusable("", f"{kind_of(among)} is no list to look in")
    run.spend(len(among))
    return any(same(one, other) for other in among)


def _negative(_: Run, values: list[Value]) -> Value:
    value = values[0]
    return -value if is_number(value) or isinstance(value, timedelta) else unusable("", f"-{kind_of(value)}")


def _size(_: Run, values: list[Value]) -> Value:
    value = values[0]
    return len(value) if isinstance(value, (str, list, dict)) else unusable("", f"{kind_of(value)} has no size")


def _timestamp(run: Run, values: list[Value]) -> Value:
    value = values[0]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return datetime.fromtimestamp(int(value), UTC) if 0 <= value < 1 << 37 else unusable("", "no time")
    try:
        return ages.at(value, run)
    except ages.Misfit as misfit:
        return unusable("", f"timestamp() {misfit}")


OPERATORS: dict[str, Work] = {
    "!_": _not,
    "_==_": lambda run, values: same(*values),
    "_!=_": lambda run, values: not same(*values),
    "_<_": _ordered("<", operator.lt),
    "_<=_": _ordered("<=", operator.le),
    "_>_": _ordered(">", operator.gt),
    "_>=_": _ordered(">=", operator.ge),
    "_+_": _arithmetic("+", EXACT.add, operator.add),
    "_-_": _arithmetic("-", EXACT.subtract, operator.sub),
    "_*_": _arithmetic("*", EXACT.multiply, operator.mul),
    "_/_": _arithmetic("/", EXACT.divide, _divided),
    "_%_": _arithmetic("%", EXACT.remainder, _remainder),
    "-_": _negative,
    "@in": _in,
    "size": _size,
    "timestamp": _timestamp,
}
