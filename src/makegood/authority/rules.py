"""The decision: facts in, answer out. Pure and quick; it may stand inside a lock.

Each rule that fits says allowed, needs approval, not within your authority or never; the strictest wins, whatever their
order. A rule that cannot tell, for want of a fact, counts where it would make a difference, and then never as a yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from makegood.authority.conditions.running import Run
from makegood.authority.conditions.values import Unknown
from makegood.authority.facts import Case
from makegood.authority.fitting import Fits, all_unknown, holds, holds_given
from makegood.authority.policy import Answer, Outcome, Policy, Rule
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
    """What a rule says of the case. `open`: it cannot tell, and these are the outcomes that it might have.

    `demands`: a fact that it demands for certain was not given.
    """

    rule: Rule
    outcome: Outcome | None = None
    open: tuple[Outcome, ...] = ()
    unknown: Unknown = NONE
    broken: bool = False
    demands: bool = False


def decide(policy: Policy, case: Case) -> Decision:
    """May whoever asks do this? Changes nothing; asks nobody."""
    return _weighed(policy, case).decision()


def _weighed(policy: Policy, case: Case) -> _Weighing:
    run = Run(dict(case.facts), dict(policy.walks), case.now, policy.zone, policy.days)
    fits, lifted = Fits(policy, case, run), _Lifted(policy, case)
    fitting = [rule for rule in policy.rules if rule.is_for(case.kind)]
    said = [one for rule in fitting if (one := _said(rule, fits, lifted)) is not None]
    return _Weighing(policy, case, run, lifted, said, _instead(fits, fitting, lifted))


# What one rule says


def _said(rule: Rule, fits: Fits, lifted: _Lifted) -> Said | None:
    """None: nothing."""
    said = _said_by_itself(rule, fits, lifted)
    aside = fits.set_aside(rule) if said else False
    if said is None or aside is False:
        return said
    if aside is True:
        return None
    return Said(rule, open=(*said.open, *([said.outcome] if said.outcome else [])), unknown=aside | said.unknown)


def _said_by_itself(rule: Rule, all_fits: Fits, lifted: _Lifted) -> Said | None:
    fits, run = all_fits.of(rule), all_fits.run
    if fits is False:
        return None
    wanting = all_unknown(holds_given(one, run) for one in rule.demands)
    required = holds(rule.require, run)
    if wanting is not None and rule.otherwise and fits is True:
        return Said(rule, lifted(rule.otherwise), unknown=wanting)
    if wanting is not None:
        open_ = (rule.otherwise or all_fits.policy.when_missing,)
        return Said(rule, open=open_, unknown=wanting | _unknown(fits, required), demands=fits is True)
    if isinstance(fits, Unknown) or isinstance(required, Unknown):
        return Said(rule, open=_possible(rule, required, lifted), unknown=_unknown(fits, required))
    outcome = rule.answer if required else rule.otherwise
    return None if outcome is None else Said(rule, lifted(outcome), broken=not required)


def _instead(fits: Fits, fitting: list[Rule], lifted: _Lifted) -> list[tuple[Rule, Said]]:
    """Each rule that takes another's place, with what that one would have said."""
    named = {rule.name: rule for rule in fitting}
    pairs = [(one, named[name]) for one in fitting for name in one.sets_aside if name in named]
    told = [(one, _said_by_itself(other, fits, lifted)) for one, other in pairs if _stands(one, fits)]
    return [(one, said) for one, said in told if said is not None]


def _stands(rule: Rule, fits: Fits) -> bool:
    return fits.of(rule) is True and fits.set_aside(rule) is False


def _unknown(fits: bool | Unknown, required: bool | Unknown) -> Unknown:
    return all_unknown(one for one in (fits, required) if isinstance(one, Unknown)) or NONE


def _possible(rule: Rule, required: bool | Unknown, lifted: _Lifted) -> tuple[Outcome, ...]:
    """The outcomes that the rule may have once it can tell."""
    sides = {True: [rule.answer], False: [rule.otherwise]}
    outcomes = [rule.answer, rule.otherwise] if isinstance(required, Unknown) else sides[required]
    return tuple(lifted(one) for one in outcomes if one is not None)


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
    lifted: _Lifted
    said: list[Said]
    instead: list[tuple[Rule, Said]]

    def decision(self) -> Decision:
        known, is_default = self._known()
        hangs, matters, unknown = self._open(known, is_default=is_default)
        outcome = self._with_missing(known, hangs) if unknown is not None else self._for_who_may(known, is_default)
        deciding = [one for one in self.said if one.outcome and one.outcome.answer is outcome.answer]
        if is_default and known.answer is outcome.answer and unknown is None:
            deciding = []
        deciding = [*deciding, *self._taking_a_place(outcome)]
        unknown = all_unknown([unknown, *(one.unknown for one in deciding)]) or NONE
        return self._told(outcome, deciding, matters, unknown, is_default=is_default)

    def _open(self, known: Outcome, *, is_default: bool) -> tuple[bool, list[Said], Unknown | None]:
        """Whether the default hangs on what is missing; the rules that it matters to, and what it is."""
        hangs = is_default and any(one.open and self._could_loosen(one, known) for one in self.said)
        matters = [one for one in self.said if one.open and self._matters(one, known, hangs)]
        return hangs, matters, all_unknown([*(one.unknown for one in matters), self._without_kind()])

    def surely_not(self) -> bool:
        """They may not do it alone, whatever is missing."""
        known, is_default = self._known()
        return known.answer is not Answer.ALLOWED and self._open(known, is_default=is_default)[2] is None

    def _for_who_may(self, known: Outcome, is_default: bool) -> Outcome:
        """Whoever is named; else the lowest above who asks who might do it alone, if anybody might."""
        first, mine = self.policy.rank(known.by), self.policy.rank(self.case.role)
        if first is None or mine is None or self._is_named(known.by, is_default):
            return known
        above = self.policy.roles[max(first, mine + 1) :]
        able = (role for role in above if not _weighed(self.policy, self.case.asked_by(role)).surely_not())
        return Outcome(known.answer, next(able, known.by))

    def _is_named(self, by: str, is_default: bool) -> bool:
        sides = [side for one in self.said for side in (one.rule.answer, one.rule.otherwise) if side]
        return by in (side.by for side in [*sides, *([self._default()] if is_default else [])])

    def _default(self) -> Outcome:
        return self.policy.for_kinds.get(self.case.kind, self.policy.by_default)

    def _without_kind(self) -> Unknown | None:
        """Nobody said what is to be done, and there are rules that would know."""
        is_silent = not self.case.kind and any(rule.kinds for rule in self.policy.rules)
        return Unknown(frozenset(["action.kind"])) if is_silent else None

    def _taking_a_place(self, outcome: Outcome) -> list[Said]:
        """The exceptions to which the answer is owed: without them it would be stricter."""
        owed = {rule.name: rule for rule, said in self.instead if _strictest_of(said) > outcome.answer}
        return [Said(rule, outcome) for rule in owed.values()]

    def _known(self) -> tuple[Outcome, bool]:
        """The strictest of what was said, with the highest who must agree; else the default, and that it is that."""
        outcomes = [one.outcome for one in self.said if one.outcome]
        if any(one.answer <= Answer.NEEDS_APPROVAL for one in outcomes):
            return self._strictest(outcomes), False
        # Refusals alone leave the default where it is stricter: another refusal never loosens.
        default = self.lifted(self._default())
        strictest = self._strictest([*outcomes, default])
        return strictest, not outcomes or default.answer > max(one.answer for one in outcomes)

    def _strictest(self, outcomes: list[Outcome]) -> Outcome:
        answer = max(one.answer for one in outcomes)
        return Outcome(answer, self._highest(one.by for one in outcomes if one.answer is answer))

    def _highest(self, roles: Iterable[str]) -> str:
        return max(roles, key=lambda role: -1 if (rank := self.policy.rank(role)) is None else rank)

    def _matters(self, one: Said, known: Outcome, hangs: bool) -> bool:
        """What is missing could make it stricter; `hangs`: than it would be if what is missing allowed it."""
        if hangs and self._could_loosen(one, known):
            return True
        if one.demands and known.answer <= self.policy.when_missing.answer:
            return True
        than = self._strictest([ALLOWED, *(said.outcome for said in self.said if said.outcome)]) if hangs else known
        could_tighten = any(outcome.answer > than.answer for outcome in one.open)
        could_raise = than.answer is not Answer.ALLOWED and any(
            outcome.answer is than.answer and self._highest([outcome.by, than.by]) != than.by for outcome in one.open
        )
        return could_tighten or could_raise

    def _could_loosen(self, one: Said, known: Outcome) -> bool:
        """It may yet allow what the default alone does not."""
        sides = [side for side in (one.rule.answer, one.rule.otherwise) if side]
        could_be = [self.lifted(side).answer for side in sides]
        return known.answer is not Answer.ALLOWED and any(answer <= Answer.NEEDS_APPROVAL for answer in could_be)

    def _with_missing(self, known: Outcome, hangs: bool) -> Outcome:
        """What is missing is nobody's yes, whatever their role; a stricter default that hangs on it waits for it."""
        wanting = self.policy.when_missing
        by = wanting.by or self.policy.next_above(self.case.role)
        if wanting.answer is Answer.NEVER:
            by = ""
        outcomes = [one.outcome for one in self.said if one.outcome]
        held = [*([] if hangs and known.answer > wanting.answer else [known]), *outcomes]
        return self._strictest([*(one for one in held if one.answer >= wanting.answer), Outcome(wanting.answer, by)])

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
            why=teller.why(outcome, [(one.rule, one.broken) for one in deciding], unknown, changes),
            changes=changes,
            at_default=is_default and not deciding,
        )


def _strictest_of(said: Said) -> Answer:
    return max(one.answer for one in (*said.open, *([said.outcome] if said.outcome else [])))
