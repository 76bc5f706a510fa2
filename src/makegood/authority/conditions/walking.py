"""Walks a condition over the facts of a case. What is missing stays unknown and is named; effort is bounded. Pure.

CEL's own rules hold: && and || tell what they can although one side is unknown, and so do the macros made of them. Each
node becomes one small function when a policy is read, so that a decision only calls them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol, TypeAlias

from makegood.authority.conditions import functions, library
from makegood.authority.conditions.nodes import Call, Field, Literal, Loop, Many, Name, Node, Pairs, path
from makegood.authority.conditions.values import (
    EXACT,
    LONGEST_TEXT,
    NOTHING,
    Nothing,
    Unknown,
    Value,
    is_number,
    kind_of,
    missing,
    same,
    shown,
    spelled,
    unusable,
)

MOST_STEPS = 100_000
LONGEST_LIST = 2_000


class TooMuch(Exception):
    """A condition took more steps than one decision may."""


class Days(Protocol):
    """What tells working days: clocks.hours does."""

    def is_working_day(self, day: date) -> bool:
        """Something opens on that day."""


@dataclass
class Run:
    """One decision at work: its facts, what was worked out from them so far, and the steps that are left."""

    facts: dict[str, Value]
    named: dict[str, Walk]
    now: datetime | None
    zone: tzinfo
    days: Days
    steps: int = MOST_STEPS
    known: dict[str, Value] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Somebody works on that day."""
        self.spend(1)
        return self.days.is_working_day(day)

    def spend(self, steps: int) -> None:
        """So many steps fewer are left. Raises TooMuch."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch

    def look_up(self, name: str) -> Value:
        """A named fact or table is worked out when first asked for; anything else stands in the facts."""
        if name in self.known:
            return self.known[name]
        if walk := self.named.get(name):
            self.known[name] = value = walk(self, {})
            return value
        return self.facts[name] if name in self.facts else missing(name)


Held: TypeAlias = dict[str, Value]
"""The variables of the loops around."""

Walk: TypeAlias = Callable[[Run, Held], Value]


def compiled(node: Node, loops: dict[str, str] | None = None) -> Walk:
    """The node as a function of a run. `loops`: variables of the loops around, and which facts they go through."""
    return COMPILE[type(node)](node, loops or {})


def _literal(node: Literal, _: dict[str, str]) -> Walk:
    value = node.value
    return lambda run, held: value


def _name(node: Name, loops: dict[str, str]) -> Walk:
    name = node.name
    if name in loops:
        return lambda run, held: held[name]
    return lambda run, held: run.look_up(name)


def _field(node: Field, loops: dict[str, str]) -> Walk:
    of, name, own, above = compiled(node.of, loops), node.name, _path(node, loops), _path(node.of, loops)

    def present(run: Run, held: Held) -> Value:
        value = of(run, held)
        if isinstance(value, dict):
            return name in value
        return value if isinstance(value, Unknown) and not _is_just(value, above) else False

    def read(run: Run, held: Held) -> Value:
        value = of(run, held)
        if isinstance(value, dict):
            return value[name] if name in value else missing(own)
        if isinstance(value, Nothing):
            return NOTHING
        return _below(value, own, above)

    return present if node.only_asks else read


def _is_just(value: Unknown, name: str) -> bool:
    return value.names == {name} and not value.problems


def _below(value: Value, own: str, above: str) -> Value:
    """What a fact is when what it belongs to is missing, or is no group of facts."""
    if isinstance(value, Unknown):
        return missing(own) if above and _is_just(value, above) else value
    return unusable(own, f"{above or 'that'} is {kind_of(value)}, with nothing below it")


def _path(node: Node, loops: dict[str, str]) -> str:
    """As `path`, with the variable of a loop as what it goes through: `order.lines[].price`."""
    match node:
        case Name() if node.name in loops:
            return loops[node.name] or node.name
        case Field():
            above = _path(node.of, loops)
            return f"{above}.{node.name}" if above else node.name
        case Loop() if (inner := _element(node, loops)).endswith("[]"):
            return inner.removesuffix("[]")
        case Call(function, (of, Literal(value))) if function in ("_[_]", "_?._") and (above := _path(of, loops)):
            return f"{above}.{value}" if isinstance(value, str) else f"{above}[{value}]"
    return path(node)


def _element(node: Loop, loops: dict[str, str]) -> str:
    """The path of what filter and map put into their list; "" for other loops."""
    inner = {**loops, node.variable: f"{_path(node.over, loops)}[]"}
    step = node.step.arguments[1] if isinstance(node.step, Call) and node.step.function == "_?_:_" else node.step
    match step:
        case Call("_+_", (Name(), Many((element,)))):
            return _path(element, inner)
    return ""


# Lists, maps and loops


def _many(node: Many, loops: dict[str, str]) -> Walk:
    elements = [compiled(one, loops) for one in node.elements]

    def work(run: Run, held: Held) -> Value:
        values = [one(run, held) for one in elements]
        return _strict(values) or values

    return work


def _pairs(node: Pairs, loops: dict[str, str]) -> Walk:
    entries = [(compiled(key, loops), compiled(value, loops)) for key, value in node.entries]

    def work(run: Run, held: Held) -> Value:
        both = [(key(run, held), value(run, held)) for key, value in entries]
        if unknown := _strict([one for pair in both for one in pair]):
            return unknown
        if any(not isinstance(key, (str, bool, int, Decimal)) for key, _ in both):
            return unusable("", "a map's keys are texts or numbers")
        return dict(both)

    return work


def _strict(values: list[Value]) -> Unknown | None:
    """What makes a whole of them unknown; None: nothing does."""
    unknown: Unknown | None = None
    for value in values:
        if isinstance(value, Unknown):
            unknown = value if unknown is None else unknown | value
    return unknown


def _loop(node: Loop, loops: dict[str, str]) -> Walk:
    inner = {**loops, node.variable: f"{name}[]" if (name := _path(node.over, loops)) else "", node.held: ""}
    over, start = compiled(node.over, loops), compiled(node.start, loops)
    goes_on, step, result = (compiled(one, inner) for one in (node.goes_on, node.step, node.result))
    variable, gathered = node.variable, node.held

    def work(run: Run, held: Held) -> Value:
        values = over(run, held)
        if isinstance(values, (Unknown, Nothing)):
            return values
        if not isinstance(values, (list, dict)):
            return unusable(name, f"{name or 'that'} is {kind_of(values)}, not a list")
        mine = {**held, gathered: start(run, held)}
        for value in values:
            run.spend(1)
            mine[variable] = value
            if goes_on(run, mine) is False:
                break
            mine[gathered] = step(run, mine)
        return result(run, mine)

    return work


# Functions and operators


def _looked_up(node: Call, arguments: list[Walk], loops: dict[str, str]) -> Walk:
    """`of[key]`: a part of a group of facts, a row of a table, or one of a list by its place from 0."""
    of, key = arguments
    above, fixed = _path(node.arguments[0], loops), _path(node, loops)

    def work(run: Run, held: Held) -> Value:
        value, wanted = of(run, held), key(run, held)
        if isinstance(value, Unknown) and fixed and _is_just(value, above):
            return missing(fixed)
        unknown = _strict([value, wanted])
        own = fixed or f"{above}[{shown(wanted)}]"
        return unknown if unknown is not None else _part(value, wanted, own)

    return work


def _part(value: Value, key: Value, own: str) -> Value:
    if isinstance(value, dict):
        # A table's rows are kept by the words in which they are written, numbers too.
        found = (
            value.get(key, NOTHING) if isinstance(key, str) else value.get(spelled(key), value.get(shown(key), NOTHING))
        )
        return missing(own) if found is NOTHING else found
    if isinstance(value, list) and is_number(key):
        return value[int(key)] if key == int(key) and 0 <= key < len(value) else missing(own)
    return NOTHING if value is NOTHING else unusable(own, f"{kind_of(value)} has no parts to look up")


def _call(node: Call, loops: dict[str, str]) -> Walk:
    arguments = [compiled(one, loops) for one in node.arguments]
    if special := SPECIAL.get(node.function):
        return special(*arguments)
    if node.function == "_[_]":
        return _looked_up(node, arguments, loops)
    work = OPERATORS.get(node.function) or _function(node)
    names = [_path(one, loops) for one in node.arguments]

    def strict(run: Run, held: Held) -> Value:
        values = [one(run, held) for one in arguments]
        unknown = _strict(values)
        if unknown is not None:
            return unknown
        run.spend(1)
        answer = work(run, values)
        return _blamed(answer, names) if isinstance(answer, Unknown) and not answer.names else answer

    return strict


def _blamed(answer: Unknown, names: list[str]) -> Unknown:
    """A value that cannot be worked with is as good as missing: whose it is."""
    return Unknown(frozenset(name for name in names if name), answer.problems)


Work: TypeAlias = Callable[[Run, list[Value]], Value]


def _function(node: Call) -> Work:
    name = node.function
    if name in functions.HELPERS:
        return lambda run, values: _helped(name, run, values)
    return lambda run, values: library.call(name, values, is_method=node.is_method)


def _helped(name: str, run: Run, values: list[Value]) -> Value:
    lengths = [len(one) for one in values if isinstance(one, list)]
    run.spend(lengths[0] * (lengths[-1] if len(lengths) > 1 or name == "distinct" else 1) if lengths else 0)
    return functions.run(name, run, values)


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
    left, right = _yes_or_no(left), _yes_or_no(right)
    if isinstance(left, Unknown):
        return left | right if isinstance(right, Unknown) else left
    return right


def _yes_or_no(value: Value) -> Value:
    return value if isinstance(value, (bool, Unknown)) else unusable("", f"{kind_of(value)} is neither yes nor no")


def _choose(condition: Walk, one: Walk, other: Walk) -> Walk:
    def work(run: Run, held: Held) -> Value:
        value = _yes_or_no(condition(run, held))
        return value if isinstance(value, Unknown) else one(run, held) if value else other(run, held)

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
    return lambda run, held: not isinstance(of(run, held), Nothing)


SPECIAL: dict[str, Callable[..., Walk]] = {
    "_&&_": _and,
    "_||_": _or,
    "_?_:_": _choose,
    "@not_strictly_false": _not_surely_no,
    "_?._": _maybe,
    "orValue": _or_value,
    "hasValue": _has_value,
}


def _not(_: Run, values: list[Value]) -> Value:
    value = _yes_or_no(values[0])
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


def _in(_: Run, values: list[Value]) -> Value:
    one, among = values
    if isinstance(among, dict):
        return any(same(one, key) for key in among)
    if not isinstance(among, list):
        return unusable("", f"{kind_of(among)} is no list to look in")
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
        return functions.at(value, run)
    except functions.Misfit as misfit:
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

COMPILE: dict[type, Callable[..., Walk]] = {
    Literal: _literal,
    Name: _name,
    Field: _field,
    Call: _call,
    Many: _many,
    Pairs: _pairs,
    Loop: _loop,
}
