"""What would change an answer, read off a rule's condition: “if the order's status were pending”, “up to 40.00”. Pure.

Only what follows for certain is said; where nothing does, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from makegood.authority.conditions.nodes import Call, Field, Many, Name, Node, path, walk
from makegood.authority.conditions.running import Run, TooMuch
from makegood.authority.conditions.values import EXACT, Unknown, Value, is_number, shown
from makegood.authority.conditions.walking import compiled
from makegood.authority.policy import CENT, Policy, Rule

AMOUNT = "action.amount"
MOST_WORDS = 300
OPPOSITE = {"_<=_": "_>_", "_<_": "_>=_", "_>=_": "_<_", "_>_": "_<=_"}


@dataclass(frozen=True)
class Changes:
    """Looks for them, in one case."""

    policy: Policy
    run: Run

    def of(self, rule: Rule, *, broken: bool) -> str:
        """What would make this rule say something better; "" when that cannot be told."""
        wanted = rule.require if broken else rule.when
        if wanted is None:
            return ""
        said = self._so(wanted.node, wish=broken)
        return said if len(said) <= MOST_WORDS else ""

    def _so(self, node: Node, *, wish: bool) -> str:
        """In words: how the condition would become what is wished. "" when it is that, or nobody can say."""
        match node:
            case Call("!_", (one,)):
                return self._so(one, wish=not wish)
            case Call("_&&_" | "_||_" as sign, (one, other)):
                return self._of_two(one, other, wish=wish, both=(sign == "_&&_") is wish)
            case Name(name) if name in self.policy.named:
                return self._so(self.policy.named[name].node, wish=wish)
        return "" if self._is(node) is wish else self._alone(node, wish=wish)

    def _of_two(self, one: Node, other: Node, *, wish: bool, both: bool) -> str:
        """Both must change, or either will do; where one of a pair cannot be told, nothing follows for certain."""
        sides = [(self._is(side), self._so(side, wish=wish)) for side in (one, other)]
        needed = [words for value, words in sides if value is not wish]
        if both:
            return "" if "" in needed else _(" and ").join(needed)
        if len(needed) < len(sides):
            return ""
        return _(" or ").join(dict.fromkeys(words for words in needed if words))

    def _is(self, node: Node) -> Value:
        try:
            return compiled(node)(self.run, {})
        except TooMuch:
            return Unknown()

    # One comparison by itself

    def _alone(self, node: Node, *, wish: bool) -> str:
        match node:
            case Call("_<=_" | "_<_" | "_>=_" | "_>_" | "_==_") if (upto := self._upto(node, wish=wish)) is not None:
                return upto
            case Call("_==_" | "_!=_" as sign, (one, other)) if name := self._called(one):
                return self._equal(name, other, wish=wish is (sign == "_==_"))
            case Call("_<=_" | "_<_" | "_>=_" | "_>_" as sign, (one, other)) if name := self._called(one):
                return self._beyond(name, other, sign if wish else OPPOSITE[sign])
            case Call("@in", (one, Many())) if name := self._called(one):
                return self._among(name, node.arguments[1], wish=wish)
            case Field(only_asks=True):
                return self._there(node, wish=wish)
            case Field() | Name() if name := self._called(node):
                return (
                    _("if %(fact)s held") % {"fact": name} if wish else _("if %(fact)s did not hold") % {"fact": name}
                )
        return ""

    def _called(self, node: Node) -> str:
        """What people call a fact; "" when the node is none."""
        name = path(node)
        known = self.policy.facts.get(name)
        return known.called if known and known.called else name

    def _there(self, node: Field, *, wish: bool) -> str:
        name = {"fact": self._called(replace(node, only_asks=False))}
        return _("if %(fact)s were given") % name if wish else _("without %(fact)s") % name

    def _equal(self, name: str, other: Node, *, wish: bool) -> str:
        value = self._is(other)
        if isinstance(value, (Unknown, list, dict)):
            return ""
        words = {"fact": name, "value": shown(value)}
        return _("if %(fact)s were %(value)s") % words if wish else _("if %(fact)s were not %(value)s") % words

    def _beyond(self, name: str, other: Node, sign: str) -> str:
        value = self._is(other)
        if not is_number(value):
            return ""
        words = {"fact": name, "value": shown(value)}
        match sign:
            case "_<=_":
                return _("if %(fact)s were at most %(value)s") % words
            case "_>=_":
                return _("if %(fact)s were at least %(value)s") % words
            case "_<_":
                return _("if %(fact)s were less than %(value)s") % words
        return _("if %(fact)s were more than %(value)s") % words

    def _among(self, name: str, many: Node, *, wish: bool) -> str:
        value = self._is(many)
        if isinstance(value, Unknown):
            return ""
        words = {"fact": name, "values": _(" or ").join(shown(one) for one in value)}
        return _("if %(fact)s were %(values)s") % words if wish else _("if %(fact)s were not %(values)s") % words

    # Amounts

    def _upto(self, node: Call, *, wish: bool) -> str | None:
        """The amount up to which it would hold; None when the comparison is not about the amount alone."""
        if not any(isinstance(one, Field) and path(one) == AMOUNT for one in walk(node)):
            return None
        amount, sides = self.run.look_up("action"), [self._is(one) for one in node.arguments]
        asked: Value = amount.get("amount") if isinstance(amount, dict) else None
        if not is_number(asked) or not all(is_number(side) for side in sides):
            return ""
        gap = EXACT.subtract(Decimal(sides[1]), Decimal(sides[0]))
        for target in (EXACT.add(asked, gap), EXACT.subtract(asked, gap)):
            said = self._at(node, target, asked, wish=wish)
            if said:
                return said
        return ""

    def _at(self, node: Call, target: Decimal, asked: Decimal, *, wish: bool) -> str:
        """In words, where exactly it turns; "" when it does not turn there."""
        if target <= 0:
            return ""
        holds, over, under = (self._with(node, target + step) is wish for step in (Decimal(0), CENT, -CENT))
        amount = f"{target:.2f}"
        if node.function == "_==_" and holds and wish:
            return _("for exactly %(amount)s") % {"amount": amount}
        if target < asked and (holds or under) and not over:
            amount = f"{target if holds else target - CENT:.2f}"
            return _("up to %(amount)s") % {"amount": amount}
        if target > asked and (holds or over) and not under:
            amount = f"{target if holds else target + CENT:.2f}"
            return _("from %(amount)s on") % {"amount": amount}
        return ""

    def _with(self, node: Node, amount: Decimal) -> Value:
        """What the condition would be with another amount."""
        action = {**self.run.facts.get("action", {}), "amount": amount}
        try:
            return compiled(node)(replace(self.run, facts={**self.run.facts, "action": action}, known={}), {})
        except TooMuch:
            return Unknown()
