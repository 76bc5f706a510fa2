"""Ways of looking at a file for the house rules. Each answers with the numbers of the lines that offend."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ICONS = Path(__file__).parents[2] / "src" / "makegood" / "base" / "static" / "icons.svg"
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
LONGEST_FILE = 300
# Whoever meets these reads what they say.
REFUSALS = set(
    "Refused TooLate NotAllowed LastAdmin StillNeeded Taken Unfit Unusable Problem Trouble NotSent Unreadable".split()
)
SENTENCE = re.compile(r"[A-Z].* .*[a-z]{2}.*[.?!]", re.DOTALL)
SQL_CALLS = {"execute", "executemany", "executescript", "raw", "RawSQL"}
FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post\b.*?</form>", re.IGNORECASE | re.DOTALL)


def text(pattern: str) -> Callable[[str], list[int]]:
    """Lines that match, whatever they are: code, words or markup."""
    seen = re.compile(pattern)
    return lambda source: sorted({_line(source, match.start()) for match in seen.finditer(source)})


def code(pattern: str) -> Callable[[str], list[int]]:
    """Lines of Python that match outside comments and strings, which may speak of what is forbidden."""
    return lambda source: text(pattern)(without_words(source))


def _line(source: str, position: int) -> int:
    # A match may begin with the white space before it, on the line above.
    start = position + len(source[position:]) - len(source[position:].lstrip())
    return source.count("\n", 0, start) + 1


@cache
def without_words(source: str) -> str:
    """The same Python with its comments and strings blanked out, each line where it was."""
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING) or tokenize.tok_name[token.type] == "FSTRING_MIDDLE":
            _blank(lines, token.start, token.end)
    return "".join(lines)


def _blank(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> None:
    for number in range(start[0], end[0] + 1):
        line = lines[number - 1]
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else len(line.rstrip("\n"))
        lines[number - 1] = line[:first] + " " * (last - first) + line[last:]


def imports(*modules: str) -> Callable[[str], list[int]]:
    """Lines that import one of these modules, or something inside it."""

    def check(source: str) -> list[int]:
        return [
            line
            for line, name in _imported(source)
            if any(name == module or name.startswith(f"{module}.") for module in modules)
        ]

    return check


@cache
def _nodes(source: str) -> tuple[ast.AST, ...]:
    """All of its tree, walked once for all rules."""
    return tuple(ast.walk(ast.parse(source)))


def _imported(source: str) -> Iterator[tuple[int, str]]:
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def bare_saves(source: str) -> list[int]:
    """Calls of `.save()` on a row that do not say which fields they write."""
    return [
        call.lineno
        for call in _calls(source)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not call.args
        and not any(word.arg == "update_fields" for word in call.keywords)
    ]


def locked_joins(source: str) -> list[int]:
    """Chains of calls that hold rows and join others to them."""
    return [
        call.lineno
        for call in _calls(source)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("select_for_update", "select_related")
        and {"select_for_update", "select_related"} <= set(_chain(call))
    ]


def _chain(call: ast.Call) -> Iterator[str]:
    at: ast.expr = call
    while isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute):
        yield at.func.attr
        at = at.func.value


def built_sql(source: str) -> list[int]:
    """Calls that run SQL whose text is put together on the spot from values."""
    return [
        call.lineno
        for call in _calls(source)
        if _name(call.func) in SQL_CALLS and call.args and _is_built(call.args[0])
    ]


def _is_built(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in argument.values)
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, ast.Add | ast.Mod)
    return isinstance(argument, ast.Call) and _name(argument.func) == "format"


def _calls(source: str) -> Iterator[ast.Call]:
    return (node for node in _nodes(source) if isinstance(node, ast.Call))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def untold(source: str) -> list[int]:
    """Words in a refusal, and whole sentences that are returned, which do not go through translation."""
    refused = [word for call in _calls(source) if _name(call.func) in REFUSALS for word in _words_in(call)]
    returned = [node.value for node in _nodes(source) if isinstance(node, ast.Return) and node.value]
    sentences = [word for value in returned for word in _words_in(value) if SENTENCE.fullmatch(_plain(word))]
    return sorted({word.lineno for word in (*refused, *sentences) if " " in _plain(word)})


def _words_in(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts of an expression itself, not those which other functions are given."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.Call) and _name(node.func) in REFUSALS:
        for one in (*node.args, *(word.value for word in node.keywords)):
            yield from _words_in(one)
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.IfExp | ast.Tuple):
        for one in ast.iter_child_nodes(node):
            yield from _words_in(one)


def _plain(word: ast.Constant | ast.JoinedStr) -> str:
    parts = [word] if isinstance(word, ast.Constant) else word.values
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)


def long_functions(source: str) -> list[int]:
    """Functions of more lines than LONGEST_FUNCTION, their docstring not counted."""
    functions = (node for node in _nodes(source) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [function.lineno for function in functions if _length(function) > LONGEST_FUNCTION]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    words = first if ast.get_docstring(function, clean=False) is not None else None
    of_words = (words.end_lineno or 0) - words.lineno + 1 if words else 0
    return (function.end_lineno or 0) - function.lineno + 1 - of_words


def forms_without_csrf(source: str) -> list[int]:
    """Forms that post and in which the word csrf does not occur."""
    return [_line(source, form.start()) for form in FORM.finditer(source) if "csrf" not in form.group().lower()]


def long_template(source: str) -> list[int]:
    """The line at which a template grows too long."""
    return [LONGEST_TEMPLATE + 1] if len(source.splitlines()) > LONGEST_TEMPLATE else []


def undrawn_icons(source: str) -> list[int]:
    """Icons that are named and not drawn."""
    return [_line(source, one.start()) for one in re.finditer(r'icon\("([^"]+)"\)', source) if one[1] not in _drawn()]


@cache
def _drawn() -> frozenset[str]:
    return frozenset(re.findall(r'id="([^"]+)"', ICONS.read_text()))
