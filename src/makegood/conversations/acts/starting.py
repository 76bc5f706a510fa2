"""We write first, and no person of us does: a rule that watches, a notice."""

from __future__ import annotations

from datetime import datetime

from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.giving import Giving
from makegood.conversations.models import Channel, Conversation, State
from makegood.customers.models import Customer
from makegood.people.models import Mailbox, Team


def begin(customer: Customer, *, mailbox: Mailbox, team: Team, subject: str, at: datetime) -> Conversation:
    """Inside an act: a new conversation that waits for the customer. No clock runs on it before the act calls
    `change()`, which it must. It is given as new work is.
    """
    giving = Giving()
    conversation = Conversation.objects.create(
        subject=" ".join(subject.split())[:500],
        customer=customer,
        team=team,
        owner=giving.owner_for(team, at=at),
        mailbox=mailbox,
        channel=Channel.MAIL,
        state=State.WAITING,
        next_kind=ClockKind.LOOK_AGAIN,
        next_due=at,
        next_started=at,
        created_at=at,
        updated_at=at,
    )
    giving.finish()
    return conversation
