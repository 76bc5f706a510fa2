"""Whether somebody may give something: the facts of the case, and what the policy in force says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from makegood.authority import queries as authority
from makegood.authority.from_json import read_case
from makegood.authority.models import Version
from makegood.authority.policy import Policy
from makegood.authority.rules import Decision, decide
from makegood.base.money import Money, exponent
from makegood.base.prepared import PreparedRows
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Rank, Role, Team
from makegood.people.rules import LADDER
from makegood.remedies import rules
from makegood.remedies.models import Remedy, State
from makegood.remedies.queries.bought import facts_of_order
from makegood.remedies.queries.given import Whose, so_far, spans_in
from makegood.remedies.wish import Wish


def _ranked() -> QuerySet[Role, tuple[int, str]]:
    """Who has a say over the conversations of team 0 at location 0, and as what."""
    here = (
        Q(rank__in=[Rank.AGENT, Rank.LEAD], team=0)
        | Q(rank=Rank.MANAGER, location=0)
        | Q(rank=Rank.REGIONAL, region__locations=0)
        | Q(rank=Rank.HEAD_OFFICE)
    )
    rows = Role.objects.filter(here, agent__is_active=True).order_by("agent_id")
    return rows.values_list("agent_id", "rank").distinct()


RANKED = PreparedRows(_ranked)


class NoPolicy(Refused):
    """Nobody has published what may be given."""


@dataclass(frozen=True)
class InForce:
    """The policy by which something is judged: its version, and what it says."""

    version: Version
    policy: Policy

    @property
    def silence_upto(self) -> Money | None:
        """Up to which sum silence may be a yes; None: never."""
        upto, currency = self.policy.asking.silence_upto, self.policy.currency
        return None if upto is None or not currency else _money(upto, currency)


def _money(amount: Any, currency: str) -> Money:
    return Money(int(amount.scaleb(exponent(currency))), currency)


@dataclass(frozen=True)
class Judged:
    """What the policy says, and the case as it was asked, so that it can be asked again years later."""

    force: InForce
    case: dict[str, Any]
    decision: Decision


def in_force(conversation: Conversation, *, at: datetime) -> InForce | None:
    """The policy for this conversation's place now; None: there is none. One query, and one text read a process."""
    version = authority.in_force(at=at, location=conversation.team.location.name)
    return InForce(version, authority.policy_of(version)) if version else None


def in_force_or_refused(conversation: Conversation, *, at: datetime) -> InForce:
    """The same. Raises NoPolicy, in words."""
    found = in_force(conversation, at=at)
    if found is None:
        raise NoPolicy(_("Nobody has said yet what you may give. An admin publishes a policy in the settings."))
    return found


def ranks_over(team: Team) -> dict[int, Rank]:
    """Every active person with a say over the team's conversations, with their highest rank there. One query."""
    found: dict[int, Rank] = {}
    agent_, lead, manager, regional, head = (one.value for one in LADDER)
    place = team.location_id
    for agent, rank in RANKED.all(agent_, lead, team.pk, place, manager, regional, place, head):
        found[agent] = max(found.get(agent, Rank.AGENT), Rank(rank), key=LADDER.index)
    return found


def role_in(policy: Policy, rank: Rank) -> str:
    """As what somebody of the rank acts by a policy that may not know every rank: the nearest below that it knows."""
    below = [one.value for one in LADDER[: LADDER.index(rank) + 1] if one.value in policy.roles]
    return below[-1] if below else rank.value


def judge(
    force: InForce, conversation: Conversation, wish: Wish, *, by: Agent, rank: Rank, at: datetime, besides: int = 0
) -> Judged:
    """What the policy says to this person's giving it. Under `hold_sums`, for the sums to stay.

    `besides`: the ask that is being answered. About five queries.
    """
    bearer = wish.bearer or conversation.team.location
    order = wish.order.pk if wish.order else 0
    whose = Whose(
        conversation.pk, conversation.customer_id, by.pk, bearer.pk, wish.key, wish.amount.currency, besides, order
    )
    past = so_far(whose, spans_in(force.version.text), at=at, zone=force.policy.zone)
    case = {
        "action": {
            "kind": wish.kind,
            "amount": float(wish.amount.decimal),
            "currency": wish.amount.currency,
            "cost": float(wish.cost.decimal),
            "value": float(wish.value.decimal),
        },
        "role": role_in(force.policy, rank),
        "now": at.isoformat(),
        "facts": _facts(force, conversation, wish, by, role_in(force.policy, rank))
        | facts_of_order(wish, conversation, at=at, zone=force.policy.zone)
        | {"given": past.given, "counted": past.counted},
    }
    return Judged(force, case, decide(force.policy, read_case(case, force.policy)))


def judge_again(policy: Policy, case: dict[str, Any]) -> Decision:
    """The same answer to a case that was kept. Raises BadCase for one that somebody changed beyond reading."""
    return decide(policy, read_case(case, policy))


def _facts(force: InForce, conversation: Conversation, wish: Wish, by: Agent, role: str) -> dict[str, Any]:
    customer, place = conversation.customer, conversation.team.location.name
    facts: dict[str, Any] = {
        "location": place,
        "customer": {"identified": True, "id": str(customer.pk)},
        "asker": {"role": role, "id": str(by.pk), "location": place},
        "request": {"reason": wish.reason} if wish.reason else {},
        "cause": {} if wish.our_error is None else {"our_error": wish.our_error},
    }
    if "remedies" in force.version.text:  # most policies ask for their sums alone
        facts["customer"]["remedies"] = _remedies_of(customer.pk)
    if customer.group:
        facts["customer"]["group"] = customer.group.name
    return facts


def _remedies_of(customer: int) -> list[dict[str, Any]]:
    """What the customer was given, newest first, as `times(customer.remedies, "refund", 90)` counts it. One query."""
    rows = Remedy.objects.filter(conversation__customer=customer).exclude(state=State.WITHDRAWN)
    values = rows.order_by("-pk").values_list("kind", "granted_at", "amount", "currency")[:100]
    return [
        {"kind": kind, "at": at.isoformat(), "amount": float(Money(amount, currency).decimal)}
        for kind, at, amount, currency in values
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """Whom to ask, nearest first, and the rank of each."""

    agents: tuple[int, ...]
    ranks: dict[int, Rank]


def line_for(
    judged: Judged, conversation: Conversation, wish: Wish, *, by: Agent, at: datetime, besides: int = 0
) -> Line:
    """Those whose authority suffices, nearest first: never whoever asks, nor anybody below them."""
    force, ranks = judged.force, ranks_over(conversation.team)
    own = ranks.get(by.pk, Rank.AGENT)
    wanted = [agent for agent in ranks if agent != by.pk and rules.may_decide(own, ranks[agent])]
    wanted = [agent for agent in wanted if is_high_enough(judged, ranks[agent])]
    people = {one.pk: one for one in Agent.objects.filter(pk__in=wanted)}
    able = [
        agent
        for agent in wanted
        if judge(
            force, conversation, wish, by=people[agent], rank=ranks[agent], at=at, besides=besides
        ).decision.is_allowed
    ]
    return Line(tuple(sorted(able, key=lambda one: (LADDER.index(ranks[one]), one))), ranks)


def is_high_enough(judged: Judged, rank: Rank) -> bool:
    """Whether somebody of the rank is as high as the policy wants whoever lifts this to be."""
    policy = judged.force.policy
    wanted, mine = policy.rank(judged.decision.by), policy.rank(role_in(policy, rank))
    return wanted is None or (mine is not None and mine >= wanted)
