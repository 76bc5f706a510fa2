"""Remedies as pages and programs show them: plain values, one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from makegood.conversations.models import Conversation
from makegood.payments.queries import Payout, payouts
from makegood.people.models import Agent
from makegood.people.queries import standing
from makegood.remedies import rules
from makegood.remedies.models import Remedy, RemedyKind, State
from makegood.remedies.queries.wanted import WantedItem, shared
from makegood.remedies.rules import Verb
from makegood.vouchers.models import LIVE, Voucher
from makegood.vouchers.queries import of_remedies

MOST = 40


@dataclass(frozen=True, slots=True)
class RemedyItem(WantedItem):
    """A remedy as it is shown. `may` is what its reader can do with it now."""

    how: str
    granted_by: str
    answers_for: str
    granted_at: datetime
    due_at: datetime | None
    told_at: datetime | None
    fulfilled_at: datetime | None
    withdrawn_at: datetime | None
    why: str
    may: frozenset[str]


def of_conversation(agent: Agent, conversation: Conversation, *, at: datetime) -> list[RemedyItem]:
    """What was given in a conversation that the agent may see, newest first. One query."""
    return _items(Remedy.objects.filter(conversation=conversation), agent, at=at)


def of_customer(agent: Agent, customer: int, *, besides: int = 0, at: datetime) -> list[RemedyItem]:
    """What this customer was given anywhere in the last two years, in other conversations. One query."""
    since = at - timedelta(days=730)
    rows = Remedy.objects.filter(conversation__customer=customer, granted_at__gte=since)
    return _items(rows.exclude(conversation=besides).exclude(state=State.WITHDRAWN), agent, at=at)


def item_of(agent: Agent, remedy: Remedy, *, at: datetime) -> RemedyItem:
    """One remedy as this reader sees it. One query."""
    return _items(Remedy.objects.filter(pk=remedy.pk), agent, at=at)[0]


def payouts_of(items: Iterable[RemedyItem]) -> dict[int, Payout]:
    """How those of these stand that go back through Stripe, by remedy. One query when there are refunds among them."""
    ids = [one.id for one in items if one.kind == RemedyKind.REFUND and one.state != State.WITHDRAWN]
    return payouts(ids) if ids else {}


def _items(rows: QuerySet[Remedy], agent: Agent, *, at: datetime) -> list[RemedyItem]:
    named = rows.select_related("granted_by", "answers_for", "bearer", "conversation", "promise")
    return [_item(one, agent, at) for one in named.order_by("-pk")[:MOST]]


def _item(one: Remedy, agent: Agent, at: datetime) -> RemedyItem:
    return RemedyItem(
        **shared(one),
        how=one.how,
        granted_by=str(one.granted_by),
        answers_for=str(one.answers_for),
        granted_at=one.granted_at,
        due_at=one.promise.due_at if one.promise else one.due_at,
        told_at=one.told_at,
        fulfilled_at=one.fulfilled_at,
        withdrawn_at=one.withdrawn_at,
        why=one.why,
        may=_may(one, agent, at),
    )


def _may(one: Remedy, agent: Agent, at: datetime) -> frozenset[str]:
    seen = standing(agent)
    team = one.conversation.team_id
    if not seen.audience.includes(team):
        return frozenset()
    whos = rules.whos(one, agent.pk, leads=seen.may_lead(team), at=at)
    found = {verb for verb in rules.possible(one.state) if not rules.why_not(verb, whos)}
    # What is given at once is on its way by itself.
    return frozenset(verb.value for verb in found if verb is not Verb.FULFIL or one.due_at is not None)


@dataclass(frozen=True, slots=True)
class ToldRemedy:
    """What the customer was told that they get, in those words. `fulfilled_at`: they have it since then.

    `payout`: how a refund stands that goes back by itself; None: people see to it, or it is another thing.
    `voucher`: what a till takes, while something is left on it; None: nothing is.
    """

    words: str
    is_stuck: bool
    fulfilled_at: datetime | None
    payout: Payout | None = None
    voucher: Voucher | None = None


def told_to(conversation: int, heard: Collection[int]) -> list[ToldRemedy]:
    """What was given by word of mouth, or in one of the messages that have reached them, oldest first. One query, and
    one each with refunds and vouchers.

    What was taken back is not theirs. What is a promise too stands among those, unless something holds it up.
    """
    known = Q(told_by=None) | Q(told_by__in=list(heard))
    theirs = Q(state=State.STUCK) | Q(promise=None, state__in=[State.GRANTED, State.FULFILLED])
    rows = Remedy.objects.filter(known, theirs, conversation=conversation, told_at__isnull=False).order_by("pk")
    found = list(rows)
    refunds = [one.pk for one in found if one.kind == RemedyKind.REFUND]
    paid = payouts(refunds) if refunds else {}
    made = [one.pk for one in found if one.kind == RemedyKind.VOUCHER and one.state == State.FULFILLED]
    live = {pk: one for pk, one in of_remedies(made).items() if one.state in LIVE} if made else {}
    return [
        ToldRemedy(one.words, one.state == State.STUCK, one.fulfilled_at, paid.get(one.pk), live.get(one.pk))
        for one in found
    ]
