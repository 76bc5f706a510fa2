"""Functions that CEL lacks and written policies need: money, lists of lines, what was done before; and ages. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from makegood.authority.conditions.ages import AGES, Around, Helper, Misfit, Work, at, days_between
from makegood.authority.conditions.values import (
    EXACT,
    Unknown,
    Value,
    is_number,
    kind_of,
    missing,
    same,
    unusable,
)


def run(name: str, around: Around, arguments: list[Value]) -> Value:
    """What the function answers; Unknown when it cannot tell, with the reason."""
    try:
        return HELPERS[name].work(around, *arguments)
    except Misfit as misfit:
        return unusable("", f"{name}() {misfit}")
    except (ArithmeticError, OverflowError, ValueError):
        return unusable("", f"{name}() cannot be worked out")


# Numbers


def _number(value: Value) -> Decimal:
    if not is_number(value):
        raise Misfit(f"needs a number, not {kind_of(value)}")
    return Decimal(value)


def _listed(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise Misfit(f"needs a list, not {kind_of(value)}")
    return value


def _sum(_: Around, values: Value) -> Value:
    total = Decimal(0)
    for value in _listed(values):
        total = EXACT.add(total, _number(value))
    return total


def _extreme(pick: Callable[[list[Value]], Value]) -> Work:
    def work(around: Around, *values: Value) -> Value:
        given = _listed(values[0]) if len(values) == 1 else list(values)
        if not given:
            raise Misfit("needs a list that is not empty")
        for kind in (datetime, timedelta, str):
            if all(isinstance(one, kind) for one in given):
                return pick(given)
        return pick([_number(one) for one in given])

    return work


def _round(_: Around, value: Value, places: Value = 0) -> Value:
    wanted = int(_number(places))
    if not 0 <= wanted <= 6:
        raise Misfit("rounds to between 0 and 6 places")
    return _number(value).quantize(Decimal(1).scaleb(-wanted), ROUND_HALF_UP, EXACT)


def _share(_: Around, value: Value, percent: Value) -> Value:
    """So many per cent of an amount, to the cent, half a cent up."""
    part = EXACT.divide(EXACT.multiply(_number(value), _number(percent)), Decimal(100))
    return part.quantize(Decimal("0.01"), ROUND_HALF_UP, EXACT)


def _capped(_: Around, value: Value, cap: Value) -> Value:
    return min(_number(value), _number(cap))


def _abs(_: Around, value: Value) -> Value:
    return abs(_number(value))


def _to_whole(rounding: str) -> Work:
    def work(_: Around, value: Value) -> Value:
        return _number(value).quantize(Decimal(1), rounding, EXACT)

    return work


# Lists


def _distinct(_: Around, values: Value) -> Value:
    seen: list[Value] = []
    for one in _listed(values):
        if not any(same(one, other) for other in seen):
            seen.append(one)
    return seen


def _all_in(_: Around, some: Value, others: Value) -> Value:
    among = _listed(others)
    return all(any(same(one, other) for other in among) for one in _listed(some))


def _any_in(_: Around, some: Value, others: Value) -> Value:
    among = _listed(others)
    return any(same(one, other) for one in _listed(some) for other in among)


def _same_items(_: Around, some: Value, others: Value) -> Value:
    return _counted(some) == _counted(others)


def _no_more_than(_: Around, wanted: Value, bought: Value) -> Value:
    """Nothing is wanted more often than it was bought."""
    had = _counted(bought)
    return all(count <= had[item] for item, count in _counted(wanted).items())


def _counted(values: Value) -> Counter[str]:
    """How often each item is listed: plain ids, or lines with `item` and perhaps a `quantity`."""
    counts: Counter[str] = Counter()
    for one in _listed(values):
        item, quantity = (one.get("item"), one.get("quantity", 1)) if isinstance(one, dict) else (one, 1)
        if not (isinstance(item, str) or is_number(item)) or not is_number(quantity):
            raise Misfit("needs ids, or lines that have an item")
        counts[str(item)] += quantity
    return counts


def _pairs(_: Around, old: Value, new: Value) -> Value:
    """The first of both, the second of both, and so on, as `old` and `new`; one that stands alone lacks the other."""
    olds, news = _listed(old), _listed(new)
    pairs: list[Value] = []
    for place in range(max(len(olds), len(news))):
        pair = {"old": olds[place : place + 1], "new": news[place : place + 1]}
        pairs.append({name: side[0] for name, side in pair.items() if side})
    return pairs


# What was done


def _acts(history: Value, kind: Value) -> Value:
    """The acts of that kind; Unknown when one of the list does not say its kind."""
    acts = _listed(history)
    if any(not isinstance(one, dict) or "kind" not in one for one in acts):
        return missing("history[].kind")
    return [one for one in acts if same(one["kind"], kind)]


def _done(_: Around, history: Value, kind: Value) -> Value:
    acts = _acts(history, kind)
    return acts if isinstance(acts, Unknown) else bool(acts)


def _times(around: Around, history: Value, kind: Value, days: Value = None) -> Value:
    """How often it was done, at all or within so many days."""
    acts = _acts(history, kind)
    if isinstance(acts, Unknown) or days is None:
        return acts if isinstance(acts, Unknown) else Decimal(len(acts))
    if around.now is None:
        return missing("now")
    if any("at" not in one for one in acts):
        return missing("history[].at")
    return Decimal(sum(days_between(around, one["at"], around.now) <= _number(days) for one in acts))


def _last_time(around: Around, history: Value, kind: Value) -> Value:
    """When it was last done; Unknown when it never was."""
    acts = _acts(history, kind)
    if isinstance(acts, Unknown):
        return acts
    times = [at(one["at"], around) for one in acts if "at" in one]
    return max(times) if times and len(times) == len(acts) else missing("history[].at")


def _done_before(around: Around, history: Value, first: Value, then: Value) -> Value:
    """The one was done, and before the other was first done, if that ever was."""
    firsts, thens = _acts(history, first), _acts(history, then)
    if isinstance(firsts, Unknown) or isinstance(thens, Unknown):
        return firsts if isinstance(firsts, Unknown) else thens
    if not firsts or not thens:
        return bool(firsts)
    if any("at" not in one for one in (*firsts, *thens)):
        return missing("history[].at")
    return min(at(one["at"], around) for one in firsts) < min(at(one["at"], around) for one in thens)


HELPERS: dict[str, Helper] = {
    **AGES,
    "sum": Helper(_sum),
    "min": Helper(_extreme(min), (1, 2, 3)),
    "max": Helper(_extreme(max), (1, 2, 3)),
    "round": Helper(_round, (1, 2)),
    "share": Helper(_share, (2,)),
    "capped": Helper(_capped, (2,)),
    "abs": Helper(_abs),
    "ceil": Helper(_to_whole(ROUND_CEILING)),
    "floor": Helper(_to_whole(ROUND_FLOOR)),
    "distinct": Helper(_distinct),
    "all_in": Helper(_all_in, (2,), "BOOL"),
    "any_in": Helper(_any_in, (2,), "BOOL"),
    "same_items": Helper(_same_items, (2,), "BOOL"),
    "no_more_than": Helper(_no_more_than, (2,), "BOOL"),
    "pairs": Helper(_pairs, (2,)),
    "done": Helper(_done, (2,), "BOOL"),
    "times": Helper(_times, (2, 3)),
    "last_time": Helper(_last_time, (2,), "TIMESTAMP"),
    "done_before": Helper(_done_before, (3,), "BOOL"),
}
