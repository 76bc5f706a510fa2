"""Walks a condition over the facts of a case. What is missing stays unknown and is named; effort is bounded. Pure.

CEL's own rules hold: && and || tell what they can although one side is unknown, and so do the macros made of them. Each
node becomes one small function when a policy is read, so that a decision only calls them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from math import prod

from makegood.authority.conditions import functions, library
from makegood.authority.conditions.choosing import SPECIAL
from makegood.authority.conditions.nodes import Call, Field, Literal, Loop, Many, Name, Node, Pairs, path_in
from makegood.authority.conditions.operators import OPERATORS, Work
from makegood.authority.conditions.rows import Rows
from makegood.authority.conditions.running import Held, Run, Walk
from makegood.authority.conditions.values import (
    MOST_POSSIBILITIES,
    NOTHING,
    Nothing,
    Unknown,
    Value,
    is_number,
    kind_of,
    missing,
    possibly,
    shown,
    unusable,
)


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
    of, name, own, above = compiled(node.of, loops), node.name, path_in(node, loops), path_in(node.of, loops)

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
    inner = {**loops, node.variable: f"{name}[]" if (name := path_in(node.over, loops)) else "", node.held: ""}
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
            mine[gathered] = _as_it_is(step(run, mine))
        return result(run, mine)

    return work


def _as_it_is(value: Value) -> Value:
    """What a loop gathers is unknown as soon as one of its things is, whatever the others would come to."""
    return Unknown(value.names, value.problems) if isinstance(value, Unknown) and value.one_of else value


# Functions and operators


def _looked_up(node: Call, arguments: list[Walk], loops: dict[str, str]) -> Walk:
    """`of[key]`: a part of a group of facts, a row of a table, or one of a list by its place from 0."""
    of, key = arguments
    above, fixed = path_in(node.arguments[0], loops), path_in(node, loops)

    def work(run: Run, held: Held) -> Value:
        value, wanted = of(run, held), key(run, held)
        if isinstance(value, Unknown) and fixed and _is_just(value, above):
            return missing(fixed)
        unknown = _strict([value, wanted])
        own = fixed or f"{above}[{shown(wanted)}]"
        return unknown if unknown is not None else _part(value, wanted, own)

    return work


def _part(value: Value, key: Value, own: str) -> Value:
    if isinstance(value, Rows):
        row = value.find(key)
        return missing(own) if row is None else row
    if isinstance(value, dict):
        # A group's fields are texts; a map in a condition may have numbers for keys.
        found = value.get(key, NOTHING) if isinstance(key, (str, int, Decimal, bool)) else NOTHING
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
    names = [path_in(one, loops) for one in node.arguments]

    def strict(run: Run, held: Held) -> Value:
        values = [one(run, held) for one in arguments]
        unknown = _strict(values)
        if unknown is not None:
            return _for_each(lambda each: work(run, each), run, values, unknown)
        run.spend(1)
        answer = work(run, values)
        return _blamed(answer, names) if isinstance(answer, Unknown) and not answer.names else answer

    return strict


def _for_each(work: Callable[[list[Value]], Value], run: Run, values: list[Value], unknown: Unknown) -> Value:
    """What comes out whichever of its possible values each unknown one has, when that is always the same."""
    each = [value.one_of if isinstance(value, Unknown) else (value,) for value in values]
    count = prod(len(one) for one in each)
    if not 1 <= count <= MOST_POSSIBILITIES:
        return unknown
    run.spend(count)
    return possibly([work(list(one)) for one in product(*each)], unknown)


def _blamed(answer: Unknown, names: list[str]) -> Unknown:
    """A value that cannot be worked with is as good as missing: whose it is."""
    return Unknown(frozenset(name for name in names if name), answer.problems)


def _function(node: Call) -> Work:
    name = node.function
    if name in functions.HELPERS:
        return lambda run, values: _helped(name, run, values)
    return lambda run, values: library.call(name, values, is_method=node.is_method)


def _helped(name: str, run: Run, values: list[Value]) -> Value:
    lengths = [len(one) for one in values if isinstance(one, list)]
    run.spend(lengths[0] * (lengths[-1] if len(lengths) > 1 or name == "distinct" else 1) if lengths else 0)
    return functions.run(name, run, values)


COMPILE: dict[type, Callable[..., Walk]] = {
    Literal: _literal,
    Name: _name,
    Field: _field,
    Call: _call,
    Many: _many,
    Pairs: _pairs,
    Loop: _loop,
}
