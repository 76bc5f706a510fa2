"""A condition as a tree: what CEL's own checked expressions hold, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Literal:
    """A value that stands in the text: text, whole number, decimal, yes or no."""

    value: object


@dataclass(frozen=True)
class Name:
    """A fact's first word, a named fact, a table, or the variable of a loop."""

    name: str


@dataclass(frozen=True)
class Field:
    """One field of a value; `only_asks`: has() wants to know whether it is there."""

    of: Node
    name: str
    only_asks: bool = False


@dataclass(frozen=True)
class Call:
    """A function or operator by CEL's name (`_&&_`). A method's target is its first argument."""

    function: str
    arguments: tuple[Node, ...]
    is_method: bool = False


@dataclass(frozen=True)
class Many:
    """A list that stands in the text."""

    elements: tuple[Node, ...]


@dataclass(frozen=True)
class Pairs:
    """A map that stands in the text."""

    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True)
class Loop:
    """What the macros all, exists, exists_one, filter and map stand for."""

    variable: str
    over: Node
    held: str
    start: Node
    goes_on: Node
    step: Node
    result: Node


Node: TypeAlias = Literal | Name | Field | Call | Many | Pairs | Loop


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Field():
            return (node.of,)
        case Call():
            return node.arguments
        case Many():
            return node.elements
        case Pairs():
            return tuple(part for entry in node.entries for part in entry)
        case Loop():
            return node.over, node.start, node.goes_on, node.step, node.result
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for part in parts(node):
        yield from walk(part)


def depth(node: Node) -> int:
    """How many nodes lie above one another."""
    return 1 + max((depth(part) for part in parts(node)), default=0)


def path(node: Node) -> str:
    """The fact that the node reads, as people write it (`order.status`); "" when it is none."""
    match node:
        case Name():
            return node.name
        case Field() if above := path(node.of):
            return f"{above}.{node.name}"
        case Call("_[_]" | "_?._", (of, Literal(str() as key))) if above := path(of):
            return f"{above}.{key}"
        case Call("_[_]", (of, Literal(int() as place))) if above := path(of):
            return f"{above}[{place}]"
    return ""


def path_in(node: Node, loops: dict[str, str]) -> str:
    """As `path`, with the variable of a loop as what it goes through: `order.lines[].price`."""
    match node:
        case Name() if node.name in loops:
            return loops[node.name] or node.name
        case Field():
            above = path_in(node.of, loops)
            return f"{above}.{node.name}" if above else node.name
        case Loop() if (inner := _element(node, loops)).endswith("[]"):
            return inner.removesuffix("[]")
        case Call(function, (of, Literal(value))) if function in ("_[_]", "_?._") and (above := path_in(of, loops)):
            return f"{above}.{value}" if isinstance(value, str) else f"{above}[{value}]"
    return path(node)


def _element(node: Loop, loops: dict[str, str]) -> str:
    """The path of what filter and map put into their list; "" for other loops."""
    inner = {**loops, node.variable: f"{path_in(node.over, loops)}[]"}
    step = node.step.arguments[1] if isinstance(node.step, Call) and node.step.function == "_?_:_" else node.step
    match step:
        case Call("_+_", (Name(), Many((element,)))):
            return path_in(element, inner)
    return ""
