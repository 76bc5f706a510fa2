"""What is wrong with a text that is no condition, in words, and what to write instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from makegood.authority.conditions.functions import HELPERS

CELS = (
    *"startsWith endsWith contains matches duration string int double".split(),
    *"getFullYear getMonth getDayOfMonth getDate getDayOfWeek getDayOfYear getHours getMinutes getSeconds".split(),
    *"lowerAscii upperAscii trim replace split substring indexOf join charAt".split(),
)
"""CEL's own functions that a condition may use."""

TAKEN = frozenset(
    [
        *"as break const continue else false for function if import in let loop namespace null package return".split(),
        *"true var void while type bool bytes double dyn int list map null_type string uint optional_type".split(),
    ]
)
"""Words of CEL, by which no fact can begin."""

SAID = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
SIGNS = {"_==_": "==", "_!=_": "!=", "_&&_": "&&", "_||_": "||", "!_": "!", "@in": "in", "_[_]": "[ ]", "-_": "-"}
INSTEAD = {
    "True": "true",
    "False": "false",
    "None": "has(…)",
    "NULL": "has(…)",
    "len": "size(…)",
    "length": "size(…)",
    "count": "size(….filter(…))",
    "any": "exists",
    "some": "exists",
    "every": "all",
    "none": "!….exists(…)",
    "lower": "lowerAscii",
    "upper": "upperAscii",
    "today": "today()",
    "date": "day(…)",
    "datetime": "timestamp(…)",
    "average": "sum(…) / size(…)",
}
WORDS = {"and": "&&", "or": "||", "not": "!", "is": "==", "between": "… >= 1 && … <= 2", "AND": "&&", "OR": "||"}


class Wrong(Exception):
    """The text is no condition: why, in words, and where, counted from 1."""

    def __init__(self, words: str, line: int = 1, column: int = 1) -> None:
        super().__init__(words)
        self.words, self.line, self.column = words, line, column


def in_words(said: str, names: Iterable[str]) -> Wrong:
    """What the library said of the text."""
    found = SAID.search(said)
    if found is None:
        return Wrong(_("This cannot be read as a condition; perhaps it is nested too deeply."))
    line, column, words = int(found[1]), int(found[2]), found[3].removesuffix(" [INVALID_ARGUMENT]").strip()
    if unknown := re.match(r"undeclared reference to '([^']+)'", words):
        return Wrong(_unknown(unknown[1], names), line, column)
    if misfit := re.match(r"found no matching overload for '([^']+)' applied to '(.*)'", words):
        return Wrong(_misfit(misfit[1], misfit[2]), line, column)
    return Wrong(_syntax(words, said), line, column)


def _unknown(name: str, names: Iterable[str]) -> str:
    declared = _("A fact of your own is declared under facts, a text stands in quotes.")
    if instead := INSTEAD.get(name):
        return _("Nothing here is named %(name)s. Write %(instead)s.") % {"name": name, "instead": instead}
    near = get_close_matches(name, [*names, *HELPERS, *CELS], n=1)
    if near:
        words = {"name": name, "near": near[0], "declared": declared}
        return _("Nothing here is named %(name)s. Is %(near)s meant? %(declared)s") % words
    return _("Nothing here is named %(name)s. %(declared)s") % {"name": name, "declared": declared}


def _misfit(function: str, applied: str) -> str:
    inside = re.sub(r"^\(|\)$|^.*?\.\(", "", applied)
    kinds = re.split(r", (?![^(]*\))", inside)
    if any(kind.startswith("null") for kind in kinds):
        return _("Nothing is compared with null. To ask whether a fact is there, write has(fact).")
    if sorted(kinds) == ["double", "int"]:
        return _("Write both numbers whole, or both with a point: 1.0 and 2.5.")
    named = {
        "sign": SIGNS.get(function, function.strip("_@")),
        "kinds": _(" and ").join(kind_words(one) for one in kinds),
    }
    said = _("%(sign)s cannot be used with %(kinds)s.") % named
    is_time = sorted(kinds) == ["google.protobuf.Timestamp", "string"]
    return f"{said} {_('Compare days: day(…) and a text such as 2026-05-04 in quotes.')}" if is_time else said


def kind_words(name: str) -> str:
    if name.startswith(("list", "map")):
        return _("a list") if name.startswith("list") else _("a map")
    named = {
        "string": _("a text"),
        "int": _("a number"),
        "double": _("a number"),
        "bool": _("yes or no"),
        "google.protobuf.Timestamp": _("a time"),
        "google.protobuf.Duration": _("a length of time"),
    }
    return named.get(name, _("a value"))


def _syntax(words: str, said: str) -> str:
    if "recognition error at: '= '" in words:
        return _("A single = compares nothing: write ==.")
    if word := next((word for word in WORDS if re.search(rf"\| .*\b{word}\b", said)), ""):
        return _("%(word)s is not expected here. Write %(sign)s for it.") % {"word": word, "sign": WORDS[word]}
    if "recognition error at" in words and not said.isascii():
        return _("Names have the letters a to z, digits and _. Others stand in brackets: order[…], in quotes.")
    if at := re.search(r"(?:mismatched|extraneous) input '+(.*?)'+ expecting", words):
        if at[1] == "<EOF>":
            return _("The condition ends too early.")
        return _("%(word)s is not expected here.") % {"word": at[1]}
    if "missing ')'" in words:
        return _("A bracket is not closed.")
    return _("This cannot be read: %(words)s.") % {"words": words.removeprefix("Syntax error: ")}
