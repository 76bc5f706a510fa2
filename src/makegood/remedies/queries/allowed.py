"""What somebody may give now, alone and with another's yes; and why, or why not, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from makegood.authority.policy import Answer
from makegood.authority.rules import Decision
from makegood.base.money import Money, exponent, zero
from makegood.conversations.models import Conversation
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import next_on_duty, on_duty
from makegood.people.models import Agent, Rank
from makegood.people.rules import LADDER
from makegood.remedies import rules
from makegood.remedies.queries.asks import minutes_to_answer
from makegood.remedies.queries.judging import InForce, in_force_or_refused, judge, judge_again, ranks_over
from makegood.remedies.wish import Wish

MOST = 10_000_000  # whole units: a limit above it is none


@dataclass(frozen=True, slots=True)
class Above:
    """Somebody who may give more: up to how much (None: without a limit), when they are there (`at`: now), and how many
    minutes they took on average to answer lately (None: they were not asked)."""

    agent: int
    name: str
    rank: Rank
    upto: Money | None
    there_at: datetime
    minutes: int | None


@dataclass(frozen=True, slots=True)
class MayGive:
    """What an agent may give now to this customer, of one kind. `upto` None: without a limit.

    `above` is the nearest person on duty, or the first to come, who may give more; None: nobody.
    """

    kind: str
    upto: Money | None
    above: Above | None


def may_give(agent: Agent, conversation: Conversation, kind: str, currency: str, *, at: datetime) -> MayGive:
    """A dozen queries, and as many for each person above until one is found. Raises NoPolicy."""
    force = in_force_or_refused(conversation, at=at)
    ranks = ranks_over(conversation.team)
    rank = ranks.get(agent.pk, Rank.AGENT)
    mine = largest(force, conversation, kind, currency, by=agent, rank=rank, at=at)
    above = _above(force, conversation, mine, kind, currency, agent, ranks, at=at) if mine is not None else None
    return MayGive(kind, mine, above)


def largest(
    force: InForce, conversation: Conversation, kind: str, currency: str, *, by: Agent, rank: Rank, at: datetime
) -> Money | None:
    """The largest sum that the policy allows this person alone; none of it: zero. None: there is no limit."""
    one = Money(1, currency)
    case = judge(force, conversation, Wish(kind, one, one), by=by, rank=rank, at=at).case

    def allows(minor: int) -> bool:
        amount = float(Money(minor, currency).decimal)
        action = {**case["action"], "amount": amount, "cost": amount, "value": amount}
        return judge_again(force.policy, {**case, "action": action}).is_allowed

    return _largest(allows, currency)


def _largest(allows: Callable[[int], bool], currency: str) -> Money | None:
    """Whole units first, then the minor ones: some thirty decisions."""
    unit = 10 ** exponent(currency)
    if allows(MOST * unit):
        return None
    if not allows(1):
        return zero(currency)
    whole = _bisect(allows, 0, MOST, unit)
    return Money(_bisect(allows, whole * unit, (whole + 1) * unit, 1), currency)


def _bisect(allows: Callable[[int], bool], low: int, high: int, unit: int) -> int:
    """The last number, times the unit, that is allowed, knowing that `low` is and `high` is not."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if allows(middle * unit) else (low, middle)
    return low


def _above(
    force: InForce,
    conversation: Conversation,
    mine: Money,
    kind: str,
    currency: str,
    agent: Agent,
    ranks: dict[int, Rank],
    *,
    at: datetime,
) -> Above | None:
    """The nearest on duty whose authority is greater, else the first of them to come."""
    own = ranks.get(agent.pk, Rank.AGENT)
    others = [one for one in ranks if one != agent.pk and rules.may_decide(own, ranks[one]) and ranks[one] != own]
    people = persons(others, at=at)
    there = {one: back for one in others if one in people and (back := next_on_duty(people[one], at))}
    names = {one.pk: one for one in Agent.objects.filter(pk__in=there)}
    order = sorted(there, key=lambda one: (not on_duty(people[one], at), LADDER.index(ranks[one]), there[one], one))
    for one in order:
        upto = largest(force, conversation, kind, currency, by=names[one], rank=ranks[one], at=at)
        if upto is None or upto > mine:
            return Above(one, str(names[one]), ranks[one], upto, there[one], minutes_to_answer(one, at=at))
    return None


@dataclass(frozen=True, slots=True)
class Why:
    """Whether this may be given by who asks, and the one sentence that says why, or why not."""

    decision: Decision

    @property
    def may(self) -> bool:
        """They may give it alone."""
        return self.decision.is_allowed

    @property
    def sentence(self) -> str:
        """For people."""
        return self.decision.why

    @property
    def can_be_asked(self) -> bool:
        """Somebody may lift it, as far as the policy goes."""
        return self.decision.answer in (Answer.NEEDS_APPROVAL, Answer.NOT_WITHIN_AUTHORITY)


def why(agent: Agent, conversation: Conversation, wish: Wish, *, at: datetime) -> Why:
    """What the policy says to it now; changes nothing. Raises NoPolicy."""
    force = in_force_or_refused(conversation, at=at)
    rank = ranks_over(conversation.team).get(agent.pk, Rank.AGENT)
    return Why(judge(force, conversation, wish, by=agent, rank=rank, at=at).decision)
