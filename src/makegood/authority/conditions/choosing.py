"""What CEL works out without knowing all of it: and, or, if, and values that may not be there. Pure."""

from __future__ import annotations

from collections.abc import Callable

from makegood.authority.conditions.operators import yes_or_no
from makegood.authority.conditions.running import Held, Run, Walk
from makegood.authority.conditions.values import NOTHING, Nothing, Unknown, Value, possibly


def _and(one: Walk, other: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        left = one(run, held)
        if left is False:
            return False
        return _told(left, other(run, held), False)

    return work


def _or(one: Walk, other: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        left = one(run, held)
        if left is True:
            return True
        return _told(left, other(run, held), True)

    return work


def _told(left: Value, right: Value, decisive: bool) -> Value:
    """Either side may decide alone; else both must be known."""
    if right is decisive:
        return decisive
    left, right = yes_or_no(left), yes_or_no(right)
    if isinstance(left, Unknown):
        return left | right if isinstance(right, Unknown) else left
    return right


def _choose(condition: Walk, one: Walk, other: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        value = yes_or_no(condition(run, held))
        if isinstance(value, Unknown):
            return possibly([one(run, held), other(run, held)], value)
        return one(run, held) if value else other(run, held)

    return work


def _not_surely_no(one: Walk) -> Walk:
    return lambda run, held: one(run, held) is not False


def _maybe(of: Walk, key: Walk) -> Walk:
    """`of.?key`: the value when it is there, else nothing, whether it or what it belongs to is missing."""

    def work(run: Run, held: Held) -> Value:
        value, name = of(run, held), key(run, held)
        if isinstance(value, dict):
            return value.get(name, NOTHING)
        return NOTHING if isinstance(value, (Unknown, Nothing)) and not getattr(value, "problems", ()) else value

    return work


def _or_value(of: Walk, other: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        value = of(run, held)
        return other(run, held) if isinstance(value, Nothing) else value

    return work


def _has_value(of: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        value = of(run, held)
        return value if isinstance(value, Unknown) else not isinstance(value, Nothing)

    return work


def _is_there(of: Walk) -> Walk:
    """has() of a fact without a point: no is an answer, where any other question would be unknown."""

    def work(run: Run, held: Held) -> Value:
        value = of(run, held)
        return value if isinstance(value, Unknown) and value.problems else not isinstance(value, (Unknown, Nothing))

    return work


SPECIAL: dict[str, Callable[..., Walk]] = {
    "_&&_": _and,
    "_||_": _or,
    "_?_:_": _choose,
    "@not_strictly_false": _not_surely_no,
    "_?._": _maybe,
    "orValue": _or_value,
    "hasValue": _has_value,
    "is_there": _is_there,
}
