"""The decision: facts in, answer out. Pure and quick; it may stand inside a lock.

Each rule that fits says allowed, needs approval, not within your authority or never; the strictest wins, whatever their
order. A rule that cannot tell, for want of a fact, counts where it would make a difference, and then never as a yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from makegood.authority.conditions.running import Run, TooMuch
from makegood.authority.conditions.values import Unknown, Value
from makegood.authority.facts import Case
from makegood.authority.policy import Answer, Condition, Outcome, Policy, Rule
from makegood.authority.words import Teller

ALLOWED = Outcome(Answer.ALLOWED)
NONE = Unknown()


@dataclass(frozen=True)
class Decision:
    """The answer, who may lift it ("": nobody, or nobody need), the rules that decided, the missing facts, and why.

    `changes` are what would make it better, in words. `at_default`: no rule spoke.
    """

    answer: Answer
    by: str
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    why: str
    changes: tuple[str, ...] = ()
    at_default: bool = False

    @property
    def is_allowed(self) -> bool:
        """Whoever asks may do it alone."""
        return self.answer is Answer.ALLOWED


@dataclass(frozen=True)
class Said:
    """What a rule says of the case. `open`: it cannot tell, and these are the outcomes that it might have."""

    rule: Rule
    outcome: Outcome | None = None
    open: tuple[Outcome, ...] = ()
    unknown: Unknown = NONE
    broken: bool = False


def decide(policy: Policy, case: Case) -> Decision:
    """May whoever asks do this? Changes nothing; asks nobody."""
    run = Run(dict(case.facts), dict(policy.walks), case.now, policy.zone, policy.days)
    fitting = [rule for rule in policy.rules if rule.is_for(case.kind)]
    said = [one for rule in fitting if (one := _said(rule, policy, case, run)) is not None]
    return _Weighing(policy, case, run, said).decision()


# What one rule says


def _said(rule: Rule, policy: Policy, case: Case, run: Run) -> Said | None:
    """None: nothing."""
    fits = _all_of([_role_fits(rule, case), _holds(rule.when, run)])
    if fits is False:
        return None
    lifted = _Lifted(policy, case)
    wanting = _all_unknown(_holds_given(one, run) for one in rule.demands)
    required = _holds(rule.require, run)
    if wanting is not None and rule.otherwise and fits is True:
        return Said(rule, lifted(rule.otherwise), unknown=wanting)
    if wanting is not None:
        return Said(rule, open=(rule.otherwise or policy.when_missing,), unknown=wanting | _unknown(fits, required))
    if isinstance(fits, Unknown) or isinstance(required, Unknown):
        return Said(rule, open=_possible(rule, required, lifted), unknown=_unknown(fits, required))
    outcome = rule.answer if required else rule.otherwise
    return None if outcome is None else Said(rule, lifted(outcome), broken=not required)


def _unknown(fits: bool | Unknown, required: bool | Unknown) -> Unknown:
    return _all_unknown(one for one in (fits, required) if isinstance(one, Unknown)) or NONE


def _possible(rule: Rule, required: bool | Unknown, lifted: _Lifted) -> tuple[Outcome, ...]:
    """The outcomes that the rule may have once it can tell."""
    sides = {True: [rule.answer], False: [rule.otherwise]}
    outcomes = [rule.answer, rule.otherwise] if isinstance(required, Unknown) else sides[required]
    return tuple(lifted(one) for one in outcomes if one is not None)


def _holds(condition: Condition | None, run: Run) -> bool | Unknown:
    """Yes, no, or not to be told. No condition always holds."""
    if condition is None:
        return True
    value = _worked_out(condition, run)
    if isinstance(value, (bool, Unknown)):
        return value
    return Unknown(problems=frozenset([f"“{condition.text}” is neither yes nor no"]))


def _holds_given(condition: Condition, run: Run) -> Unknown | None:
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


def _all_unknown(values: Iterable[Unknown | None]) -> Unknown | None:
    found: Unknown | None = None
    for one in values:
        if one is not None:
            found = one if found is None else found | one
    return found


def _all_of(values: list[bool | Unknown]) -> bool | Unknown:
    if False in values:
        return False
    return _all_unknown(one for one in values if isinstance(one, Unknown)) or True


def _role_fits(rule: Rule, case: Case) -> bool | Unknown:
    if not rule.roles:
        return True
    return case.role in rule.roles if case.role else Unknown(frozenset(["role"]))


class _Lifted:
    """An outcome as it stands for who asks: who may lift it may do it alone."""

    def __init__(self, policy: Policy, case: Case) -> None:
        self.policy, self.rank = policy, policy.rank(case.role)
        self.next_above = policy.next_above(case.role)

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome.answer in (Answer.ALLOWED, Answer.NEVER):
            return Outcome(outcome.answer)
        by = outcome.by or self.next_above
        enough = bool(outcome.by) and self.rank is not None and self.rank >= (self.policy.rank(by) or 0)
        return ALLOWED if enough else Outcome(outcome.answer, by)


# What all of them say together


@dataclass(frozen=True)
class _Weighing:
    policy: Policy
    case: Case
    run: Run
    said: list[Said]

    def decision(self) -> Decision:
        known, is_default = self._known()
        matters = [one for one in self.said if one.open and self._matters(one, known, is_default)]
        unknown = _all_unknown(one.unknown for one in matters)
        outcome = self._with_missing(known) if unknown is not None else known
        deciding = [one for one in self.said if one.outcome and one.outcome.answer is outcome.answer]
        if is_default and known.answer is outcome.answer and unknown is None:
            deciding = []
        unknown = _all_unknown([unknown, *(one.unknown for one in deciding)]) or NONE
        return self._told(outcome, deciding, matters, unknown, is_default=is_default)

    def _known(self) -> tuple[Outcome, bool]:
        """The strictest of what was said, with the highest who must agree; else the default, and that it is that."""
        outcomes = [one.outcome for one in self.said if one.outcome]
        if any(one.answer <= Answer.NEEDS_APPROVAL for one in outcomes):
            return self._strictest(outcomes), False
        # Refusals alone leave the default where it is stricter: another refusal never loosens.
        default = _Lifted(self.policy, self.case)(self.policy.for_kinds.get(self.case.kind, self.policy.by_default))
        strictest = self._strictest([*outcomes, default])
        return strictest, not outcomes or default.answer > max(one.answer for one in outcomes)

    def _strictest(self, outcomes: list[Outcome]) -> Outcome:
        answer = max(one.answer for one in outcomes)
        return Outcome(answer, self._highest(one.by for one in outcomes if one.answer is answer))

    def _highest(self, roles: Iterable[str]) -> str:
        return max(roles, key=lambda role: -1 if (rank := self.policy.rank(role)) is None else rank)

    def _matters(self, one: Said, known: Outcome, is_default: bool) -> bool:
        """What is missing could make it stricter, or is all that a yes hangs on."""
        could_tighten = any(outcome.answer > known.answer for outcome in one.open)
        could_allow = is_default and known.answer is not Answer.ALLOWED and bool(one.open)
        could_raise = known.answer is not Answer.ALLOWED and any(
            outcome.answer is known.answer and self._highest([outcome.by, known.by]) != known.by for outcome in one.open
        )
        return could_tighten or could_allow or could_raise

    def _with_missing(self, known: Outcome) -> Outcome:
        """What is missing is nobody's yes, whatever their role."""
        wanting = self.policy.when_missing
        by = wanting.by or self.policy.next_above(self.case.role)
        if wanting.answer is Answer.NEVER:
            by = ""
        return known if known.answer >= wanting.answer else Outcome(wanting.answer, by)

    def _told(
        self, outcome: Outcome, deciding: list[Said], matters: list[Said], unknown: Unknown, *, is_default: bool
    ) -> Decision:
        teller = Teller(self.policy, self.case, self.run)
        open_rules = [] if outcome.answer is Answer.NEVER and deciding else matters
        rules = [one.rule for one in (*deciding, *open_rules)]
        changes = (
            () if outcome.answer is Answer.ALLOWED else teller.changes([(one.rule, one.broken) for one in deciding])
        )
        return Decision(
            answer=outcome.answer,
            by=outcome.by,
            rules=tuple(dict.fromkeys(rule.name for rule in rules)),
            missing=tuple(sorted(unknown.names)),
            why=teller.why(outcome, [one.rule for one in deciding], unknown, changes),
            changes=changes,
            at_default=is_default and not deciding,
        )
