"""Whether a rule fits a case, as far as that can be told; and which rules another sets aside. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from makegood.authority.conditions.running import Run, TooMuch
from makegood.authority.conditions.values import Unknown, Value
from makegood.authority.facts import Case
from makegood.authority.policy import Condition, Policy, Rule


@dataclass
class Fits:
    """Which rules speak about one case: for this kind and role, by their `when` and `unless`, and not set aside."""

    policy: Policy
    case: Case
    run: Run
    _by_itself: dict[str, bool | Unknown] = field(default_factory=dict)

    def of(self, rule: Rule) -> bool | Unknown:
        """It fits, by itself."""
        if rule.name not in self._by_itself:
            self._by_itself[rule.name] = self._worked_out(rule)
        return self._by_itself[rule.name]

    def set_aside(self, rule: Rule) -> bool | Unknown:
        """Another rule, which is not set aside itself, takes this one's place."""
        others = [one for one in self.policy.rules if rule.name in one.sets_aside and one.is_for(self.case.kind)]
        return any_of([all_of([self.of(one), opposite(self.set_aside(one))]) for one in others])

    def _worked_out(self, rule: Rule) -> bool | Unknown:
        role = role_fits(rule, self.case)
        if role is False:
            return False
        excepted = opposite(holds(rule.unless, self.run)) if rule.unless else True
        return all_of([role, excepted, holds(rule.when, self.run)])


def opposite(value: bool | Unknown) -> bool | Unknown:
    """No for yes, yes for no; what cannot be told stays so."""
    return value if isinstance(value, Unknown) else not value


def any_of(values: list[bool | Unknown]) -> bool | Unknown:
    """Yes as soon as one is."""
    if True in values:
        return True
    return all_unknown(one for one in values if isinstance(one, Unknown)) or False


def holds(condition: Condition | None, run: Run) -> bool | Unknown:
    """Yes, no, or not to be told. No condition always holds."""
    if condition is None:
        return True
    value = _worked_out(condition, run)
    if isinstance(value, (bool, Unknown)):
        return value
    return Unknown(problems=frozenset([f"“{condition.text}” is neither yes nor no"]))


def holds_given(condition: Condition, run: Run) -> Unknown | None:
    """What is missing of a fact that a rule demands; an empty text or list is none. None: it is given."""
    value = _worked_out(condition, run)
    if isinstance(value, Unknown):
        return value
    return Unknown(frozenset([condition.text])) if value in ("", []) else None


def _worked_out(condition: Condition, run: Run) -> Value:
    try:
        return condition.walk(run, {})
    except TooMuch:
        return Unknown(problems=frozenset([f"“{condition.text}” takes too many steps for these facts"]))


def all_unknown(values: Iterable[Unknown | None]) -> Unknown | None:
    """All that makes them unknown; None: nothing does."""
    found: Unknown | None = None
    for one in values:
        if one is not None:
            found = one if found is None else found | one
    return found


def all_of(values: list[bool | Unknown]) -> bool | Unknown:
    """No as soon as one is."""
    if False in values:
        return False
    return all_unknown(one for one in values if isinstance(one, Unknown)) or True


def role_fits(rule: Rule, case: Case) -> bool | Unknown:
    """The rule is about those who ask in this role."""
    if not rule.roles:
        return True
    return case.role in rule.roles if case.role else Unknown(frozenset(["role"]))
