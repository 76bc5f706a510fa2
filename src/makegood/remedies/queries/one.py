"""One remedy, and whether the same was put right before."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet

from makegood.base.plain import ask, moment
from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation, Undo
from makegood.conversations.queries import visible_to
from makegood.payments.queries import connected
from makegood.people.models import Agent
from makegood.remedies.models import Remedy, RemedyKind, State
from makegood.remedies.wish import Wish

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SOME = """SELECT 1 FROM conversations_conversation c JOIN remedies_remedy r ON r.conversation_id = c.id
    WHERE c.customer_id = %s UNION ALL SELECT 1 FROM remedies_ask a WHERE a.conversation_id = %s LIMIT 1"""


def get_for(agent: Agent, pk: int) -> Remedy:
    """The remedy in a conversation that this agent may see. Raises Remedy.DoesNotExist."""
    return Remedy.objects.select_related("conversation").get(pk=pk, conversation__in=visible_to(agent))


def _given(**whose: int) -> QuerySet[Remedy]:
    """What was given for a thing since, and not taken back, newest first."""
    rows = Remedy.objects.filter(granted_at__gte=LONG_AGO).exclude(state=State.WITHDRAWN).filter(thing_key="x")
    return rows.filter(**whose).select_related("granted_by").order_by("-pk")[:1]


OF_THE_CUSTOMER = Prepared(lambda: _given(conversation__customer=0))
STUCK = Prepared(lambda: Remedy.objects.filter(conversation=0).filter(state="").order_by("pk")[:1])
OF_THE_MATTER = Prepared(lambda: _given(conversation=0))


def given_for(conversation: Conversation, wish: Wish, *, since: datetime) -> Remedy | None:
    """The newest remedy for the same thing: of the same customer, or without a thing in the same conversation."""
    if wish.key:
        return OF_THE_CUSTOMER.first(moment(since), State.WITHDRAWN.value, wish.key, conversation.customer_id)
    return OF_THE_MATTER.first(moment(since), State.WITHDRAWN.value, "", conversation.pk)


def pays_by(remedy: Remedy) -> str:
    """The payment that a refund goes back to by itself; "" when people see to it. Two queries at most.

    A sum in another currency than was paid in has no way back.
    """
    order = remedy.order if remedy.kind == RemedyKind.REFUND else None
    if order is None or not order.payment or order.currency != remedy.currency:
        return ""
    return order.payment if connected() else ""


def has_some(conversation: Conversation) -> bool:
    """Whether anything was given to this customer, or is asked in this conversation. One query."""
    return bool(ask(SOME, (conversation.customer_id, conversation.pk)))


def undo_of(remedy: Remedy) -> int | None:
    """The way back from the grant, while there is one. One query."""
    rows = Undo.objects.filter(conversation=remedy.conversation_id, before__remedy_granted=remedy.pk)
    return rows.values_list("pk", flat=True).first()


def is_stuck(conversation: Conversation) -> Remedy | None:
    """The first remedy here that is stuck. One query."""
    return STUCK.first(conversation.pk, State.STUCK.value)
