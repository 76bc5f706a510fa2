"""The only module that knows the CEL library (cel-expr-python, Google's own): reads, checks, calls its functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from makegood.authority.conditions import slips, wire
from makegood.authority.conditions.functions import HELPERS
from makegood.authority.conditions.nodes import Call, Node, depth, walk
from makegood.authority.conditions.slips import CELS, Wrong
from makegood.authority.conditions.values import Unknown, Value, is_number, unusable

LONGEST, DEEPEST = 2_000, 100
BARE = re.compile(r"""r?"(?:[^"\\]|\\.)*"|r?'(?:[^'\\]|\\.)*'|\bhas\(\s*([A-Za-z_]\w*)\s*\)""")
"""has() of a name without a point, which CEL does not take; texts are passed over."""

# CEL has no arithmetic between whole numbers and decimals; ours are exact, so it may be (values.py).
ARITHMETIC = ("_+_", "_-_", "_*_", "_/_", "_%_")
ORDER = ("_<_", "_<=_", "_>_", "_>=_")
LOGIC = ("_&&_", "_||_", "!_", "_?_:_", "@not_strictly_false", "_==_", "_!=_", "@in", "_[_]", "_?._", "-_")
OURS = {*ARITHMETIC, *ORDER, *LOGIC, "size", "timestamp", "orValue", "hasValue", "is_there", *HELPERS}
"""Functions that we walk ourselves; the others of CEL are called in the library."""

__all__ = ["Reader", "Wrong", "call"]


class Reader:
    """Reads conditions over the names that a policy knows: each with its type, a word of TYPES."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self._typed = _environment(names)
        # The library takes has() of a name with a type for that type; such a condition is read without types.
        self._untyped = _environment({name: "anything" for name in names if "." not in name})

    def read(self, text: str, *, wants: str = "") -> Node:
        """The condition as a tree. `wants` is "yes/no" where nothing else will do. Raises Wrong."""
        if len(text) > LONGEST:
            words = _("This is longer than %(most)s letters. Give a part of it a name under define.")
            raise Wrong(words % {"most": LONGEST})
        text = BARE.sub(lambda one: f"is_there({one[1]})" if one[1] else one[0], text)
        try:
            compiled = (self._untyped if "has(" in text else self._typed).compile(text)
            node = wire.read(compiled.serialize())
        except RuntimeError as error:
            raise slips.in_words(str(error), self.names) from None
        except wire.Unreadable as error:
            raise Wrong(str(error)) from None
        _check(node)
        if wants == "yes/no" and compiled.return_type().name() not in ("BOOL", "DYN"):
            kind = slips.kind_words(KINDS.get(compiled.return_type().name().partition("<")[0], ""))
            raise Wrong(_("This is %(kind)s, where yes or no is needed.") % {"kind": kind})
        return node


def _check(node: Node) -> None:
    if depth(node) > DEEPEST:
        raise Wrong(_("This is nested too deeply. Give a part of it a name under define."))
    for one in walk(node):
        if isinstance(one, Call) and one.function not in OURS and one.function not in CELS:
            raise Wrong(_("%(function)s() cannot be used here.") % {"function": one.function})


# The environment

TYPES = {"text": "STRING", "date": "STRING", "yes/no": "BOOL", "time": "TIMESTAMP", "length": "DURATION"}
"""Types that the library checks. Numbers, lists and groups are looked at when they are used."""

KINDS = {"STRING": "string", "INT": "int", "DOUBLE": "double", "TIMESTAMP": "google.protobuf.Timestamp",
         "DURATION": "google.protobuf.Duration", "LIST": "list", "MAP": "map"}  # fmt: skip
"""Types of the library as its errors spell them."""


def _environment(names: Mapping[str, str]) -> Any:
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_optional, ext_strings

    known = {name: getattr(cel.Type, TYPES.get(kind, "DYN")) for name, kind in names.items()}
    left_out = "".join(f'  - name: "{name}"\n' for name in (*ARITHMETIC, *ORDER))
    return cel.NewEnv(
        config=cel.NewEnvConfigFromYaml(f"stdlib:\n  exclude_functions:\n{left_out}"),
        variables=known,
        functions=_declared(cel),
        extensions=[ext_optional.ExtOptional(), ext_strings.ExtStrings()],
    )


def _declared(cel: Any) -> list[Any]:
    """Our own functions by name and number of arguments, and CEL's operators over numbers of both kinds."""
    one = cel.Type
    numbers = [(a, b) for a in (one.INT, one.DOUBLE) for b in (one.INT, one.DOUBLE)]
    ordered = [*numbers, *((kind, kind) for kind in (one.STRING, one.TIMESTAMP, one.DURATION))]
    forms: dict[str, list[Any]] = {name: [(one.DYN, (one.DYN, one.DYN))] for name in ARITHMETIC}
    forms |= {name: [(one.BOOL, pair) for pair in ordered] for name in ORDER}
    forms["is_there"] = [(one.BOOL, (one.DYN,))]
    for name, helper in HELPERS.items():
        answers = getattr(one, helper.answers)
        forms[name] = [(answers, (one.DYN,) * count) for count in helper.takes]
    return [
        cel.FunctionDecl(
            name,
            [
                cel.Overload(f"mk_{at}_{place}", return_type=answers, parameters=list(takes))
                for place, (answers, takes) in enumerate(overloads)
            ],
        )
        for at, (name, overloads) in enumerate(forms.items())
    ]


# CEL's own functions


def call(function: str, arguments: list[Value], *, is_method: bool) -> Value:
    """What CEL's own function answers; Unknown with the reason when it cannot."""
    given = {f"a{at}": _given(value) for at, value in enumerate(arguments)}
    program = _program(function, tuple(type(value).__name__ for value in given.values()), is_method)
    answer = program.eval(data=given) if program else None
    if answer is None or answer.type().name() == "ERROR":
        return unusable("", f"{function}() cannot be used with {shown_kinds(arguments)}")
    return _taken(answer.plain_value())


def shown_kinds(arguments: list[Value]) -> str:
    """What the arguments are, in words."""
    from makegood.authority.conditions.values import kind_of

    return " and ".join(kind_of(one) for one in arguments) or "nothing"


@cache
def _program(function: str, kinds: tuple[str, ...], is_method: bool) -> Any:
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_strings

    types = {"str": "STRING", "int": "INT", "float": "DOUBLE", "bool": "BOOL", "datetime": "TIMESTAMP"}
    types["timedelta"] = "DURATION"
    names = {f"a{at}": getattr(cel.Type, types.get(kind, "DYN")) for at, kind in enumerate(kinds)}
    first, *others = names
    text = f"{first}.{function}({', '.join(others)})" if is_method else f"{function}({', '.join(names)})"
    try:
        return cel.NewEnv(variables=names, extensions=[ext_strings.ExtStrings()]).compile(text)
    except RuntimeError:
        return None


def _given(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 1 << 62 else float(value)
    if isinstance(value, list):
        return [_given(one) for one in value]
    return value


def _taken(value: Value) -> Value:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list):
        return [_taken(one) for one in value]
    if is_number(value) or isinstance(value, (str, bool, datetime, timedelta, Unknown)):
        return value
    return unusable("", "what comes out is of no use here")
