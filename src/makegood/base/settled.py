"""Templates that are compiled once a language, with what never changes already in them.

Words, signs and the addresses of our files are the same on every page in a language, yet looking each up anew took half
the time of a page. Here they are settled when a template is compiled: a call with constant arguments becomes its
answer, a loop over constants becomes its turns, and Jinja joins what stands side by side into one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy
from typing import Any

import jinja2
from django.utils import translation
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.visitor import NodeTransformer

# `escape` makes a Markup of each piece, which was a quarter of a list's time.
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]


def shown(value: Any) -> str:
    """What `escape` says, as a plain string: the pieces of a page are only joined, and made Markup once."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is int:
        return str(value)
    return value if kind is Markup else escape(value)


def part(one: Any, name: str, undefined: type[jinja2.Undefined]) -> Any:
    """What Jinja's `getattr` gives: the attribute, else the item of this name."""
    try:
        return getattr(one, name)
    except AttributeError:
        pass
    try:
        return one[name]
    except (TypeError, LookupError, AttributeError):
        return undefined(obj=one, name=name)


class _Writer(CodeGenerator):
    """Writes templates that escape with `shown` and look into things with `part`, both found without a search."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """A page calls the two a thousand times, and searching the environment for them took as long as they take."""
        self.writeline(f"from {__name__} import part, shown")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`row.number`."""
        self.write("part(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, undefined)")


class Environment(jinja2.Environment):
    """Jinja's own; `settled` names the functions that always answer the same in one language.

    `worded` names those of them that take values too: the words are settled, and the filter `filled` puts these in.
    """

    settled: Mapping[str, Callable[..., Any]]
    worded: Mapping[str, Callable[[str], str]]
    code_generator_class = _Writer
    _language: str | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.settled, self.worded = {}, {}
        self._others: dict[str | None, Environment] = {}
        self._known: dict[Any, jinja2.Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """The template in the reader's language. A page asks for fifty: what is known is looked up once."""
        if self.overlayed:
            found = None if self.auto_reload else self._known.get(name)
            return found or self._known.setdefault(name, super().get_template(name, parent, globals))
        language = translation.get_language()
        known = self._others.get(language) or self._others.setdefault(language, self._in(language))
        return known.get_template(name, parent, globals)

    def _in(self, language: str | None) -> Environment:
        other = self.overlay()
        other._language, other._known = language, {}
        return other

    def make_globals(self, d: Any) -> MutableMapping[str, Any]:
        """All templates have the same globals, which are settled before the first page."""
        return {**self.globals, **d} if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        with translation.override(self._language if self.overlayed else translation.get_language()):
            found: nodes.Template = _Settling(self, name).visit(super()._parse(source, name, filename))
            return found


class _Settling(NodeTransformer):
    """Puts answers in the place of questions, from the inside out."""

    def __init__(self, environment: Environment, name: str | None) -> None:
        self._environment = environment
        self._settled, self._worded = environment.settled, environment.worded
        self._context = nodes.EvalContext(environment, name)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """What is shown only if something holds is else nothing: no object that says why is made."""
        self.generic_visit(node)
        for one in node.nodes:
            if isinstance(one, nodes.CondExpr) and one.expr2 is None:
                one.expr2 = _constant("", one)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """`_("Close")` is its words; `_("to %(name)s", name=name)` its words, filled on the page."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self._settled or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            values = [one.as_const(self._context) for one in node.args]
        except nodes.Impossible:
            return node
        if not node.kwargs:
            return _constant(self._settled[name](*values), node)
        if name not in self._worded:
            return node
        return self._filled(_constant(self._worded[name](*values), node), node)

    def _filled(self, words: nodes.Const, node: nodes.Call) -> nodes.Node:
        found = nodes.Filter(words, "filled", [], node.kwargs, None, None, lineno=node.lineno)
        return found.set_environment(self._environment)

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:
        """A loop over constants is its turns, one after the other."""
        self.generic_visit(node)
        names = _names(node.target)
        if names is None or node.else_ or node.test or node.recursive or not _may_stand_alone(node):
            return node
        try:
            turns = node.iter.as_const(self._context)  # type: ignore[attr-defined]  # or there is no such answer
        except nodes.Impossible:
            return node
        each = [(turn,) if isinstance(node.target, nodes.Name) else turn for turn in turns]
        return [one for values in each for one in self._turn(node, dict(zip(names, values, strict=True)))]

    def _turn(self, node: nodes.For, values: dict[str, Any]) -> list[nodes.Node]:
        body = nodes.Scope(deepcopy(node.body, {id(self._environment): self._environment}))
        _Filling(values).visit(body)
        self.visit(body)
        return body.body


class _Filling(NodeTransformer):
    """Puts values in the place of names."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        """The value, where the name has one."""
        return _constant(self._values[node.name], node) if node.name in self._values else node


def _constant(value: Any, at: nodes.Node) -> nodes.Const:
    return nodes.Const(value, lineno=at.lineno, environment=at.environment)


def _names(target: nodes.Node) -> list[str] | None:
    """What the loop calls its values; None when they are taken apart further."""
    parts = target.items if isinstance(target, nodes.Tuple) else [target]
    return [one.name for one in parts if isinstance(one, nodes.Name)] if _all_names(parts) else None


def _all_names(parts: list[Any]) -> bool:
    return all(isinstance(one, nodes.Name) for one in parts)


def _may_stand_alone(node: nodes.For) -> bool:
    """Whether its body neither keeps names of its own, nor counts its turns, nor sees another template."""
    body = nodes.Scope(list(node.body))
    keeps = (nodes.Assign, nodes.AssignBlock, nodes.For, nodes.CallBlock, nodes.Include, nodes.With, nodes.Macro)
    counts = any(one.name == "loop" for one in body.find_all(nodes.Name))
    return not counts and next(body.find_all(keeps), None) is None
