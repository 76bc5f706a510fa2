"""Conditions in a policy's file: which names they may use, and what they become."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from makegood.authority.conditions.library import Reader, Wrong
from makegood.authority.conditions.nodes import Call, Field, Literal, Loop, Name, Node, parts, path, walk
from makegood.authority.conditions.values import Unknown
from makegood.authority.conditions.walking import compiled
from makegood.authority.facts import OPEN
from makegood.authority.policy import Condition, Known
from makegood.authority.reading.marks import Part

NEVER = Condition("false", Literal(False), lambda run, held: Unknown())


class Names:
    """All that a policy's conditions may name; reads its named facts first, whatever their order in the file."""

    def __init__(self, facts: Mapping[str, Known], defines: dict[str, Part], tables: tuple[str, ...]) -> None:
        self.facts, self.tables, self.named = facts, tables, dict[str, Condition]()
        self._defines, self._under_way = defines, list[str]()
        roots = {name.split(".")[0].removesuffix("[]"): "group" for name in facts}
        whole = {name: known.kind for name, known in facts.items() if "[]" not in name}
        self._reader = Reader({**roots, **whole, **dict.fromkeys((*defines, *tables, "tables"), "anything")})
        for name, part in defines.items():
            if name in roots or name in (*tables, "tables") or not name.isidentifier():
                part.wrong(
                    _("%(name)s is taken already, or no word of letters and _ alone. Choose another name.")
                    % {"name": name}
                )
        for name in defines:
            self._define(name)

    def read(self, part: Part, *, wants: str = "yes/no") -> Condition:
        """The condition in the part; what is wrong is noted with its line."""
        return self.read_text(part.text(), part, wants=wants)

    def read_text(self, text: str, part: Part, *, wants: str = "yes/no") -> Condition:
        """The condition in a text that was made from the part."""
        if not text:
            part.wrong(_("The condition is empty."))
            return NEVER
        try:
            node = self._reader.read(text, wants=wants)
        except Wrong as wrong:
            part.wrong(wrong.words, line=part.first_line + wrong.line - 1)
            return NEVER
        for name in sorted(_unknown(node, self.facts, (*self._defines, *self.tables, "tables"))):
            part.wrong(
                _("%(name)s is no fact that is known here. Declare it under facts, with its kind.") % {"name": name}
            )
        for one in walk(node):
            if isinstance(one, Name) and one.name in self._defines:
                self._define(one.name)
        return Condition(text, node, compiled(node), part.line)

    def _define(self, name: str) -> None:
        if name in self.named:
            return
        part = self._defines[name]
        if name in self._under_way:
            part.wrong(_("%(name)s is explained by itself.") % {"name": name})
            self.named[name] = NEVER
            return
        self._under_way.append(name)
        read = self.read(part, wants="")
        self._under_way.pop()
        self.named.setdefault(name, read)


def _unknown(node: Node, facts: Mapping[str, Known], named: tuple[str, ...]) -> set[str]:
    """Facts that a condition reads and nobody declared: most often a slip of the pen."""
    found: set[str] = set()
    _look(node, facts, frozenset(named), found)
    return found


def _look(node: Node, facts: Mapping[str, Known], own: frozenset[str], found: set[str]) -> None:
    own = own | {node.variable, node.held} if isinstance(node, Loop) else own
    name = path(node) if isinstance(node, (Field, Call)) else ""
    if name:
        root = name.split(".")[0].split("[")[0]
        if root not in own and root not in OPEN and not _is_known(name, facts):
            found.add(name)
        if root in own or not found:
            for one in parts(node):
                _look_inside(one, facts, own, found)
        return
    for one in parts(node):
        _look(one, facts, own, found)


def _look_inside(node: Node, facts: Mapping[str, Known], own: frozenset[str], found: set[str]) -> None:
    """Of a path only the keys are looked at further; what lies above it is known with it."""
    if isinstance(node, (Field, Name)):
        return
    _look(node, facts, own, found)


def _is_known(name: str, facts: Mapping[str, Known]) -> bool:
    """It is declared, lies below a group or list that is open, or has declared ones below it."""
    plain = name.split("[")[0]
    if plain in facts or any(known.startswith(f"{plain}.") for known in facts):
        return True
    above = plain
    while "." in above:
        above = above.rpartition(".")[0]
        if "." in above and above in facts and facts[above].kind in ("group", "anything"):
            return True
        if "." not in above and above in facts:
            return facts[above].kind in ("group", "anything") and not any(
                known.startswith(f"{above}.") for known in facts
            )
    return False
