"""A conversation begins without a mail: a rule that watches or a notice writes first, or somebody calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.giving import Giving
from makegood.conversations.models import Channel, Conversation, State
from makegood.customers.models import Customer
from makegood.people.models import Agent, Mailbox, Team


def begin(customer: Customer, *, mailbox: Mailbox, team: Team, subject: str, at: datetime) -> Conversation:
    """Inside an act: a new conversation that waits for the customer. No clock runs on it before the act calls
    `change()`, which it must. It is given as new work is.
    """
    how = {"mailbox": mailbox, "channel": Channel.MAIL, "state": State.WAITING, "next_kind": ClockKind.LOOK_AGAIN}
    return begun(customer, subject=subject, team=team, owner=None, at=at, **how)


def begun(
    customer: Customer, *, subject: str, team: Team, owner: Agent | None, at: datetime, **how: Any
) -> Conversation:
    """The same in any other way, that is with these columns. Without `owner` it is given as new work is."""
    giving = Giving()
    conversation = Conversation.objects.create(
        subject=" ".join(subject.split())[:500],
        customer=customer,
        team=team,
        owner=owner or giving.owner_for(team, at=at),
        next_due=at,
        next_started=at,
        created_at=at,
        updated_at=at,
        **how,
    )
    giving.finish()
    return conversation
