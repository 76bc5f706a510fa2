"""All reads about promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from makegood.base.prepared import Prepared
from makegood.clocks.hours import Hours
from makegood.conversations.models import Conversation, Delivery
from makegood.conversations.queries import visible_to
from makegood.people.duty.queries.covering import cover_of
from makegood.people.models import Agent
from makegood.people.queries import standing
from makegood.people.queries.hours import hours_of as team_hours
from makegood.promises import rules
from makegood.promises.models import Promise, State, Term
from makegood.promises.rules import Who

OPEN = Prepared(lambda: Promise.objects.filter(conversation=0).filter(state="").order_by("due_at", "pk"))


def get_for(agent: Agent, pk: int) -> Promise:
    """The promise in a conversation that this agent may see. Raises Promise.DoesNotExist."""
    return Promise.objects.select_related("conversation").get(pk=pk, conversation__in=visible_to(agent))


def open_in(conversation: Conversation) -> list[Promise]:
    """The open promises of a conversation, soonest first. One query."""
    return OPEN.all(conversation.pk, State.OPEN.value)


def whos(promise: Promise, conversation: Conversation, by: Agent | None, *, at: datetime) -> frozenset[Who]:
    """As what the agent acts on the promise. What nobody has is everybody's who may answer; None: an event, a clock."""
    if by is None:
        return frozenset({Who.EVENT, Who.CLOCK, Who.RULE})
    found = {Who.ANSWERER}
    is_owner = conversation.owner_id in (by.pk, None) or covers(by, conversation, due_at=promise.due_at, at=at)
    found |= {Who.OWNER} if is_owner else set()
    found |= {Who.KEEPER} if promise.keeper_id == by.pk else set()
    found |= {Who.LEAD} if standing(by).may_lead(conversation.team_id) else set()
    is_maker = promise.made_by_id == by.pk and at - promise.made_at <= rules.MAKER_MAY_WITHDRAW
    return frozenset(found | ({Who.MAKER} if is_maker else set()))


def covers(agent: Agent, conversation: Conversation, *, due_at: datetime, at: datetime) -> bool:
    """Whether the agent has it while its owner is off duty and not known to be back before then."""
    if conversation.owner_id is None or standing(agent).may_lead(conversation.team_id):
        return False
    cover = cover_of(conversation.owner_id, conversation.team_id, due_at=due_at, at=at)
    return cover is not None and cover.agent == agent.pk and cover.at <= at


def is_told(promise: Promise) -> bool:
    """Whether the customer knows of it: a mail that came back, or could not leave, has told nobody. One query."""
    if promise.told_at is None or promise.told_by_id is None:
        return promise.told_at is not None
    copies = Delivery.objects.filter(message=promise.told_by_id)
    return not (copies.filter(state=Delivery.State.STUCK) | copies.filter(bounced_at__isnull=False)).exists()


def hours_of(conversation: Conversation) -> Hours:
    """The hours in which working time counts for what the conversation's team owes."""
    return team_hours(conversation.team_id)


def zone_of(conversation: Conversation) -> tzinfo:
    """The zone in which times are said to the customer: that of the place which has the conversation."""
    return zone_named(conversation.team.location.zone)


def zone_named(name: str) -> tzinfo:
    """The zone of that name; UTC when there is none such any more."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def moves(promise: Promise) -> int:
    """How often it was put off. A nearer time is no put-off."""
    later = Term.objects.filter(promise=promise, was_due_at__isnull=False)
    return sum(due_at > was for due_at, was in later.values_list("due_at", "was_due_at") if was is not None)


def states_of(ids: Iterable[int]) -> dict[int, str]:
    """How each of these promises stands. One query."""
    return dict(Promise.objects.filter(pk__in=set(ids)).values_list("pk", "state"))


def terms(promise: Promise) -> list[Term]:
    """Every time that was named, the first one first."""
    return list(Term.objects.filter(promise=promise).order_by("pk"))


def newest_term(promise: Promise) -> Term:
    """The time that holds now, and since when."""
    return Term.objects.filter(promise=promise).order_by("-pk")[:1].get()
